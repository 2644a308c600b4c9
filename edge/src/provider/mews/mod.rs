//! Mews as a remote booking system, by its Connector API. It must not know other vendors, nor how the network is reached.
//!
//! An experience is a bookable service with hourly time units, at a rate, in a resource category, for a number of units,
//! as the venue's settings name them. Gaps in Mews' documentation, and how they are handled here:
//!
//! - What is free is inferred of metrics: see `availability.rs`.
//! - A refusal by a rule has a text and no code: see `client.rs`.
//! - There is no idempotency key. A booking has our reference as its channel number, by which it is found exactly.
//! - Parties above a category's capacity are priced in silence: they are refused here.
//! - A note cannot be changed: another one is added.
//! - The fee of a cancellation is stated to selected integrations alone: guests read the venue's own policy.
//! - Mews writes to guests unless it is told not to: it is, where the venue has mail of its own.

pub mod amount;
pub mod availability;
pub mod bookable;
pub mod booking;
pub mod catalogue;
mod catalogue_reader;
pub mod client;
mod commands;
pub mod customers;
pub mod deposits;
pub mod duration;
pub mod known;
mod lookups;
mod notes;
pub mod prices;
mod products;
mod questions;
pub mod restriction;
pub mod units;
pub mod wire;

use std::cell::RefCell;
use std::num::NonZeroU16;
use std::rc::Rc;
use std::time::Duration;

use async_trait::async_trait;
use config::MewsSettings;
use config::mews::NotesTarget;
use shared::availability::Slot;
use shared::choices::ChosenAddOn;
use shared::id::{ExperienceId, ReservationId};
use shared::money::Money;
use shared::offer::Price;
use shared::quote::{Quote, QuoteRequest};
use shared::reservation::{ReservationChange, Status};
use shared::time::{Day, Minutes, TimeZone};
use shared::venue::Experience;

use self::catalogue::Catalogue;
use self::catalogue_reader::CatalogueReader;
use self::client::{Connector, Tokens};
use self::commands::ReservationCommands;
use self::questions::Questions;

pub use self::catalogue_reader::ServedVenue;
use super::choices::Choices;
use super::offer::Offers;
use super::remote::{
    CancelReason, Cancellation, Candidate, CatalogueCache, DaysAnswer, DaysQuestion, Deposit, NewReservation,
    Reference, RemoteError, RemoteReservation, RemoteSystem, Rules, Traces,
};
use super::{Abilities, ReservationsQuestion, SlotsQuestion};
use crate::upstream::{AllowanceRules, Ports, Scope, Upstream};

/// How many days one call for availability asks for. It may ask for 367 hours: a fortnight leaves room for the hour that
/// October has twice, the morning after and the longest stay.
const SPAN_DAYS: NonZeroU16 = NonZeroU16::MIN.saturating_add(13);

/// The calls that are sent where the venue's settings do not say how many: Mews allows each access token 200 in 30 seconds. A
/// part is kept for reads, so that a burst of bookings leaves other guests their times.
const ALLOWANCE: AllowanceRules = AllowanceRules {
    calls: 160,
    for_writes: 40,
    for_reads: 20,
    window: Duration::from_secs(30),
};

/// The abilities of the Mews of these settings.
#[must_use]
pub fn abilities(settings: &MewsSettings) -> Abilities {
    Abilities {
        notes: settings.notes != NotesTarget::None,
        moving: true,
        listing: true,
        status: true,
        in_place: true,
        quote: true,
        hold: true,
        people: true,
        add_ons: settings.experiences.iter().any(|one| !one.add_ons.is_empty()),
        access_codes: settings
            .experiences
            .iter()
            .any(|one| one.private_rate_id.is_some()),
        deposits: settings.takes_deposits(),
        ..Abilities::NONE
    }
}

/// The Mews of one venue.
pub struct Mews {
    connector: Connector,
    settings: MewsSettings,
    venue: ServedVenue,
    ports: Rc<Ports>,
    catalogue: CatalogueCache<Catalogue>,
    /// The profile by which Mews names this integration; none until it was seen.
    own_profile: RefCell<Option<String>>,
}

impl Mews {
    /// Mews with these settings and tokens. Where the deployment has another address for it, `settings.base_url` is that
    /// already.
    #[must_use]
    pub fn new(
        settings: MewsSettings,
        venue: ServedVenue,
        tokens: Tokens,
        (ports, upstream): (Rc<Ports>, Upstream),
    ) -> Self {
        let upstream = if venue.has_allowance {
            upstream
        } else {
            upstream.within(ALLOWANCE)
        };
        Self {
            connector: Connector::new(&settings, tokens, upstream),
            settings,
            venue,
            ports,
            catalogue: CatalogueCache::default(),
            own_profile: RefCell::default(),
        }
    }

    /// The metrics of its calls, as OpenMetrics text with these labels on every line.
    #[must_use]
    pub fn metrics(&self, labels: &[(&'static str, &str)]) -> String {
        self.connector.metrics(labels)
    }

    /// The settings that every remote system has.
    #[must_use]
    pub fn rules(settings: &MewsSettings, zone: TimeZone) -> Rules {
        Rules {
            zone,
            horizon_days: settings.horizon_days,
            attendees: settings.attendees(),
            settle: Duration::from_secs(settings.settle_seconds.into()),
        }
    }

    async fn questions(&self, scope: &Scope) -> Result<Questions<'_>, RemoteError> {
        let reader = CatalogueReader {
            connector: &self.connector,
            settings: &self.settings,
            venue: &self.venue,
        };
        let clock = &*self.ports.clock;
        let catalogue = self.catalogue.get_or_read(clock, reader.read(scope)).await?;
        Ok(Questions {
            connector: &self.connector,
            settings: &self.settings,
            venue: &self.venue,
            now: self.ports.clock.now(),
            elapsed: self.ports.clock.elapsed(),
            catalogue,
            own_profile: &self.own_profile,
        })
    }

    async fn commands(&self, scope: &Scope) -> Result<ReservationCommands<'_>, RemoteError> {
        let questions = self.questions(scope).await;
        questions
            .map(|questions| ReservationCommands { questions })
            .map_err(customers::before_booking)
    }
}

#[async_trait(?Send)]
impl RemoteSystem for Mews {
    fn abilities(&self) -> Abilities {
        abilities(&self.settings)
    }

    fn shows_references(&self) -> bool {
        true
    }

    fn span(&self) -> NonZeroU16 {
        SPAN_DAYS
    }

    fn answers_every_party(&self) -> bool {
        true
    }

    fn prices_apart(&self) -> bool {
        true
    }

    async fn prices(
        &self,
        scope: &Scope,
        experience_id: &ExperienceId,
        day: Day,
    ) -> Result<Vec<(Minutes, Price)>, RemoteError> {
        let questions = self.questions(scope).await?;
        questions.prices_of_day(scope, experience_id, day).await
    }

    async fn experiences(&self, scope: &Scope) -> Result<Vec<Experience>, RemoteError> {
        Ok(self.questions(scope).await?.catalogue.experiences())
    }

    async fn offers(&self, scope: &Scope, id: &ExperienceId) -> Result<Offers, RemoteError> {
        let catalogue = self.questions(scope).await?.catalogue;
        let bookable = catalogue.bookable(id).ok_or(RemoteError::NotFound)?;
        Ok(catalogue.offers(bookable))
    }

    async fn days(&self, scope: &Scope, question: &DaysQuestion) -> Result<DaysAnswer, RemoteError> {
        self.questions(scope).await?.days(scope, question).await
    }

    async fn slots(&self, scope: &Scope, question: &SlotsQuestion) -> Result<Vec<Slot>, RemoteError> {
        let questions = self.questions(scope).await?;
        questions.slots(scope, question, &Choices::default()).await
    }

    async fn slots_with(
        &self,
        scope: &Scope,
        question: &SlotsQuestion,
        choices: &Choices,
    ) -> Result<Vec<Slot>, RemoteError> {
        self.questions(scope).await?.slots(scope, question, choices).await
    }

    async fn quote(
        &self,
        scope: &Scope,
        request: &QuoteRequest,
        choices: &Choices,
    ) -> Result<Option<Quote>, RemoteError> {
        let questions = self.questions(scope).await?;
        questions.quote(scope, request, choices).await.map(Some)
    }

    async fn create(&self, scope: &Scope, new: NewReservation<'_>) -> Result<RemoteReservation, RemoteError> {
        self.commands(scope).await?.create(scope, new).await
    }

    async fn confirm(&self, scope: &Scope, id: &ReservationId) -> Result<RemoteReservation, RemoteError> {
        self.commands(scope).await?.confirm(scope, id).await
    }

    async fn deposits(&self, scope: &Scope, id: &ReservationId) -> Result<Vec<String>, RemoteError> {
        let questions = self.questions(scope).await?;
        questions.deposits().posted(scope, id.as_str()).await
    }

    async fn post_deposit(
        &self,
        scope: &Scope,
        id: &ReservationId,
        deposit: &Deposit,
    ) -> Result<(), RemoteError> {
        let questions = self.questions(scope).await.map_err(customers::before_booking)?;
        let reservation = questions.stored(scope, id).await;
        let reservation = reservation.map_err(customers::before_booking)?;
        questions.deposits().post(scope, &reservation, deposit).await
    }

    async fn note_refund(&self, scope: &Scope, id: &ReservationId, amount: Money) -> Result<(), RemoteError> {
        self.commands(scope).await?.note_refund(scope, id, amount).await
    }

    async fn find(&self, scope: &Scope, reference: &Reference, _: (Day, Day)) -> Result<Traces, RemoteError> {
        let questions = self.questions(scope).await?;
        questions.find(scope, reference).await.map(Traces::Exact)
    }

    async fn candidates(&self, scope: &Scope, from: Day, to: Day) -> Result<Vec<Candidate>, RemoteError> {
        self.questions(scope).await?.candidates(scope, (from, to)).await
    }

    async fn details(&self, scope: &Scope, id: &ReservationId) -> Result<Candidate, RemoteError> {
        self.questions(scope).await?.details(scope, id).await
    }

    async fn reservation(&self, scope: &Scope, id: &ReservationId) -> Result<RemoteReservation, RemoteError> {
        self.questions(scope).await?.reservation(scope, id).await
    }

    async fn reservations(
        &self,
        scope: &Scope,
        question: &ReservationsQuestion,
    ) -> Result<Vec<RemoteReservation>, RemoteError> {
        self.questions(scope).await?.reservations(scope, question).await
    }

    async fn change(
        &self,
        scope: &Scope,
        id: &ReservationId,
        change: &ReservationChange,
    ) -> Result<RemoteReservation, RemoteError> {
        self.commands(scope).await?.change(scope, id, change).await
    }

    fn adds_later(&self) -> bool {
        self.abilities().add_ons
    }

    async fn raise_add_on(
        &self,
        scope: &Scope,
        id: &ReservationId,
        to: &ChosenAddOn,
    ) -> Result<(), RemoteError> {
        self.commands(scope).await?.raise_add_on(scope, id, to).await
    }

    async fn cancel(
        &self,
        scope: &Scope,
        id: &ReservationId,
        cancellation: &Cancellation,
    ) -> Result<RemoteReservation, RemoteError> {
        self.commands(scope).await?.cancel(scope, id, cancellation).await
    }

    async fn set_status(
        &self,
        scope: &Scope,
        id: &ReservationId,
        status: Status,
    ) -> Result<RemoteReservation, RemoteError> {
        let commands = self.commands(scope).await?;
        if status == Status::Cancelled {
            let cancellation = Cancellation::of(CancelReason::ByGuest);
            return commands.cancel(scope, id, &cancellation).await;
        }
        commands.set_status(scope, id, status).await
    }
}

#[cfg(test)]
#[path = "mews_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "command_tests.rs"]
mod command_tests;
