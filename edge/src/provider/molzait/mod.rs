//! Molzait as a remote booking system. It must not know other vendors, nor how the network is reached.
//!
//! Gaps in its documentation, and how they are handled here:
//!
//! - `startTime` may be UTC, or local time labelled as UTC. A guest sees the time that was ordered, never this one. A
//!   reservation that was not ordered here is shown only where its additional fields `day` and `minutes` are there.
//! - A booking that costs something in advance begins as `payment_pending`, and Molzait's e-mail requests
//!   the payment: no call of the API starts one. Slots with a payment are closed here, unless the venue takes such
//!   payments itself: then the booking is held as it begins, and its status is taken to `booked` once it is paid.
//! - A reservation's status is all that can be changed: to move one is to book another and to cancel it. Where
//!   the two overlap its own table counts as taken.
//! - There is no `Idempotency-Key`: a reference in the notes stands in for one.

mod cards;
mod client;
pub mod map;
pub mod wire;

use std::time::Duration;

use async_trait::async_trait;
use config::MolzaitSettings;
use config::molzait::PaymentTaker;
use secrecy::SecretString;
use shared::availability::Slot;
use shared::id::{AreaId, ReservationId, TableId};
use shared::money::Currency;
use shared::party::PartyRange;
use shared::reservation::{ReservationRequest, Status};
use shared::time::{Day, TimeZone};
use shared::venue::Experience;

use self::client::Client;
use self::map::PaidTo;
use super::remote::{Candidate, NewReservation, RemoteError, RemoteReservation, RemoteSystem, Rules};
use super::{Abilities, ReservationsQuestion, SlotsQuestion};
use crate::upstream::{Scope, Upstream};

/// Molzait's abilities where the venue names no areas.
pub const ABILITIES: Abilities = Abilities {
    areas: false,
    notes: true,
    moving: true,
    listing: true,
    status: true,
    slot_changes: true,
    gift_cards: true,
    ..Abilities::NONE
};

/// The abilities of the Molzait of these settings. Molzait has floor plans and no word for guests: where the venue names
/// some as areas, a reservation in one has its tables pinned.
#[must_use]
pub fn abilities(settings: &MolzaitSettings) -> Abilities {
    Abilities {
        areas: !settings.areas.is_empty(),
        ..ABILITIES
    }
}

/// The Molzait of one venue.
pub struct Molzait {
    client: Client,
    currency: Currency,
    attendees: PartyRange,
    areas: Vec<config::molzait::Area>,
    abilities: Abilities,
    reference_in_notes: bool,
    paid_to: PaidTo,
}

impl Molzait {
    /// Molzait with these settings, in the venue's currency, with the venue's key. Where the deployment
    /// has another address for it, `settings.base_url` is that already.
    #[must_use]
    pub fn new(settings: MolzaitSettings, currency: Currency, key: SecretString, upstream: Upstream) -> Self {
        Self {
            currency,
            attendees: settings.attendees,
            areas: settings.areas.clone(),
            abilities: abilities(&settings),
            reference_in_notes: settings.reference_in_notes,
            paid_to: match settings.payments {
                PaymentTaker::Molzait => PaidTo::Molzait,
                PaymentTaker::Ours => PaidTo::Venue,
            },
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

impl Molzait {
    /// The tables to pin for a reservation in an area, by the slot as it is now. [`RemoteError::Conflict`] if the area has
    /// none; nothing was written where reading fails.
    async fn tables_in(
        &self,
        scope: &Scope,
        request: &ReservationRequest,
        area: &AreaId,
    ) -> Result<Vec<TableId>, RemoteError> {
        let question = SlotsQuestion {
            experience_id: request.experience_id.clone(),
            attendees: request.attendees,
            day: request.day,
            moving: None,
        };
        let slots = match self.client.slots(scope, &question).await {
            Err(RemoteError::Timeout) => Err(away("the slots were not read in time".to_owned())),
            Err(RemoteError::Failed(cause)) => Err(away(cause)),
            read => read,
        }?;
        map::tables_in(&slots, &question, request.minutes, area).ok_or(RemoteError::Conflict)
    }
}

fn away(cause: String) -> RemoteError {
    RemoteError::Away {
        retry_after: None,
        cause,
    }
}

#[async_trait(?Send)]
impl RemoteSystem for Molzait {
    fn abilities(&self) -> Abilities {
        self.abilities
    }

    fn shows_references(&self) -> bool {
        self.reference_in_notes
    }

    fn languages(&self) -> &'static [&'static str] {
        &map::LANGUAGES
    }

    async fn experiences(&self, scope: &Scope) -> Result<Vec<Experience>, RemoteError> {
        let all = self.client.experiences(scope).await?;
        Ok(map::experiences(&all, self.attendees))
    }

    async fn slots(&self, scope: &Scope, question: &SlotsQuestion) -> Result<Vec<Slot>, RemoteError> {
        let answer = self.client.slots(scope, question).await?;
        let (currency, areas) = (self.currency, &self.areas);
        Ok(map::slots_paid_to(
            self.paid_to,
            &answer,
            question,
            currency,
            areas,
        ))
    }

    async fn create(&self, scope: &Scope, new: NewReservation<'_>) -> Result<RemoteReservation, RemoteError> {
        let tables = match &new.request.area_id {
            Some(area) => self.tables_in(scope, new.request, area).await?,
            None => Vec::new(),
        };
        let body = map::new_reservation(&new, self.reference_in_notes, &tables);
        let made = self.client.create(scope, &body).await?;
        Ok(map::known(&made))
    }

    /// Takes a booking that was made as `payment_pending` to `booked`.
    async fn confirm(&self, scope: &Scope, id: &ReservationId) -> Result<RemoteReservation, RemoteError> {
        self.set_status(scope, id, Status::Booked).await
    }

    async fn candidates(&self, scope: &Scope, from: Day, to: Day) -> Result<Vec<Candidate>, RemoteError> {
        let found = self.client.reservations(scope, (from, to), &[], false).await?;
        // One that cannot be read may be the one that is looked for.
        if let Some(fault) = found.unreadable.first() {
            return Err(RemoteError::Failed(format!("reservations: {fault}")));
        }
        Ok(found.all.iter().map(map::candidate).collect())
    }

    async fn details(&self, scope: &Scope, id: &ReservationId) -> Result<Candidate, RemoteError> {
        let one = self.client.reservation(scope, id).await?;
        Ok(map::candidate(&one))
    }

    async fn reservation(&self, scope: &Scope, id: &ReservationId) -> Result<RemoteReservation, RemoteError> {
        let one = self.client.reservation(scope, id).await?;
        Ok(map::known(&one))
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
        if !all.unreadable.is_empty() {
            scope.add_timing("partial;desc=reservations");
        }
        let all = self.client.readable("reservations", all);
        Ok(all.iter().map(map::known).collect())
    }

    async fn set_status(
        &self,
        scope: &Scope,
        id: &ReservationId,
        status: Status,
    ) -> Result<RemoteReservation, RemoteError> {
        let one = self.client.set_status(scope, id, status).await?;
        Ok(map::known(&one))
    }
}
