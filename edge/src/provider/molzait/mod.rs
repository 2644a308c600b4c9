//! Molzait as a remote booking system. It must not know other vendors, nor how the network is reached.
//!
//! Gaps in its documentation, and how they are handled here:
//!
//! - `startTime` may be UTC, or local time labelled as UTC. A guest sees the time that was ordered, never this one. A
//!   reservation that was not ordered here is shown only where its additional fields `day` and `minutes` are there.
//! - A booking that costs something in advance begins as `payment_pending`, and Molzait's e-mail requests
//!   the payment: no call of the API starts one. Slots with a payment are closed here.
//! - A reservation's status is all that can be changed: to move one is to book another and to cancel it. Where
//!   the two overlap its own table counts as taken.
//! - There is no `Idempotency-Key`: a reference in the notes stands in for one.

mod cards;
mod client;
pub mod lenient;
pub mod map;
pub mod wire;

use std::time::Duration;

use async_trait::async_trait;
use config::MolzaitSettings;
use secrecy::SecretString;
use shared::availability::Slot;
use shared::id::ReservationId;
use shared::money::Currency;
use shared::party::PartyRange;
use shared::reservation::Status;
use shared::time::{Day, TimeZone};
use shared::venue::Experience;

use self::client::Client;
use super::remote::{Candidate, NewReservation, RemoteError, RemoteReservation, RemoteSystem, Rules};
use super::{Abilities, ReservationsQuestion, SlotsQuestion};
use crate::upstream::{Scope, Upstream};

/// Molzait's abilities.
pub const ABILITIES: Abilities = Abilities {
    // Tables can be pinned by staff, who see the floor plan.
    areas: false,
    notes: true,
    moving: true,
    listing: true,
    status: true,
    in_place: false,
};

/// The Molzait of one venue.
pub struct Molzait {
    client: Client,
    currency: Currency,
    attendees: PartyRange,
    reference_in_notes: bool,
}

impl Molzait {
    /// Molzait with these settings, in the venue's currency, with the venue's key. Where the deployment
    /// has another address for it, `settings.base_url` is that already.
    #[must_use]
    pub fn new(settings: MolzaitSettings, currency: Currency, key: SecretString, upstream: Upstream) -> Self {
        Self {
            currency,
            attendees: settings.attendees,
            reference_in_notes: settings.reference_in_notes,
            client: Client::new(settings, key, upstream),
        }
    }

    /// The metrics of its calls, as OpenMetrics text with these labels on every line.
    #[must_use]
    pub fn metrics(&self, labels: &[(&'static str, &str)]) -> String {
        self.client.metrics(labels)
    }

    /// The settings that every remote system has.
    #[must_use]
    pub fn rules(settings: &MolzaitSettings, zone: TimeZone) -> Rules {
        Rules {
            zone,
            horizon_days: settings.horizon_days,
            attendees: settings.attendees,
            settle: Duration::from_secs(settings.settle_seconds.into()),
        }
    }
}

fn unnamed() -> RemoteError {
    RemoteError::Failed("a reservation's id cannot be part of an address".to_owned())
}

#[async_trait(?Send)]
impl RemoteSystem for Molzait {
    fn abilities(&self) -> Abilities {
        ABILITIES
    }

    fn shows_references(&self) -> bool {
        self.reference_in_notes
    }

    async fn experiences(&self, scope: &Scope) -> Result<Vec<Experience>, RemoteError> {
        let all = self.client.experiences(scope).await?;
        Ok(map::experiences(&all, self.attendees))
    }

    async fn slots(&self, scope: &Scope, question: &SlotsQuestion) -> Result<Vec<Slot>, RemoteError> {
        let answer = self.client.slots(scope, question).await?;
        Ok(map::slots(&answer, question, self.currency))
    }

    async fn create(&self, scope: &Scope, new: NewReservation<'_>) -> Result<RemoteReservation, RemoteError> {
        let body = map::new_reservation(&new, self.reference_in_notes);
        let made = self.client.create(scope, &body).await?;
        map::known(&made).ok_or_else(unnamed)
    }

    async fn candidates(&self, scope: &Scope, from: Day, to: Day) -> Result<Vec<Candidate>, RemoteError> {
        let all = self.client.reservations(scope, (from, to), &[], false).await?;
        all.iter()
            .map(|one| map::candidate(one).ok_or_else(unnamed))
            .collect()
    }

    async fn details(&self, scope: &Scope, id: &ReservationId) -> Result<Candidate, RemoteError> {
        let one = self.client.reservation(scope, id).await?;
        map::candidate(&one).ok_or_else(unnamed)
    }

    async fn reservation(&self, scope: &Scope, id: &ReservationId) -> Result<RemoteReservation, RemoteError> {
        let one = self.client.reservation(scope, id).await?;
        map::known(&one).ok_or_else(unnamed)
    }

    async fn reservations(
        &self,
        scope: &Scope,
        question: &ReservationsQuestion,
    ) -> Result<Vec<RemoteReservation>, RemoteError> {
        let days = (question.from, question.to);
        let walk_ins = question.include_walk_ins;
        let all = self
            .client
            .reservations(scope, days, &question.statuses, walk_ins)
            .await?;
        Ok(all.iter().filter_map(map::known).collect())
    }

    async fn set_status(
        &self,
        scope: &Scope,
        id: &ReservationId,
        status: Status,
    ) -> Result<RemoteReservation, RemoteError> {
        let one = self.client.set_status(scope, id, status).await?;
        map::known(&one).ok_or_else(unnamed)
    }
}
