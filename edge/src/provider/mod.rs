//! The port to booking systems: experiences, availability and reservations. It must not know any system behind it,
//! nor HTTP.

pub mod answers;
pub mod choices;
pub mod engine;
pub mod fourspaces;
pub mod lenient;
pub mod marketplace;
pub mod mews;
pub mod molzait;
pub mod offer;
pub mod payment_type;
pub mod picture;
pub mod pricing;
pub mod ready_question;
pub mod remote;
pub mod server_timing;
pub mod status;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use shared::availability::{CalendarDay, MAX_CALENDAR_DAYS, Slot};
use shared::choices::AccessCode;
use shared::id::{ExperienceId, ReservationId};
use shared::party::Attendees;
use shared::quote::{Quote, QuoteRequest};
use shared::reservation::{Reservation, ReservationChange, ReservationRequest, Status};
use shared::time::Day;
use shared::validation::{FieldCode, FieldError};
use shared::venue::Experience;

use self::choices::Choices;
use self::offer::Offers;
use crate::error::{Result, VenueError};
use crate::storage::idempotency::IdempotencyKey;

/// Which of some days a party can be seated on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarQuestion {
    /// For what.
    pub experience_id: ExperienceId,
    /// How many guests.
    pub attendees: Attendees,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
}

impl CalendarQuestion {
    /// The faults of the range of days, the same for every system.
    #[must_use]
    pub fn range_faults(&self) -> Option<FieldError> {
        let days = self.to.since(self.from);
        let code = if days < 0 {
            FieldCode::EndsBeforeStart
        } else if days >= i64::from(MAX_CALENDAR_DAYS) {
            FieldCode::RangeTooLong
        } else {
            return None;
        };
        Some(FieldError::new("/to", code))
    }
}

/// Which times of a day a party can be seated at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotsQuestion {
    /// For what.
    pub experience_id: ExperienceId,
    /// How many guests.
    pub attendees: Attendees,
    /// The day.
    pub day: Day,
    /// The reservation that the party wants to move: its own tables and covers are not in its way.
    pub moving: Option<ReservationId>,
}

/// A booking to make, under a key that makes it once only.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BookingRequest {
    /// The guest's request.
    pub request: ReservationRequest,
    /// The caller's `Idempotency-Key`.
    pub key: IdempotencyKey,
}

/// A booking that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booked {
    /// The reservation as its guest sees it.
    pub reservation: Reservation,
    /// Whether this is the answer to an earlier request with the same key.
    pub replayed: bool,
}

impl Booked {
    /// One that is only looked at.
    #[must_use]
    pub fn looked_up(reservation: Reservation) -> Self {
        Self {
            reservation,
            replayed: false,
        }
    }
}

/// Which reservations are asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReservationsQuestion {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// The statuses to list; all, if empty.
    pub statuses: Vec<Status>,
    /// Parties that came without a reservation too.
    pub include_walk_ins: bool,
}

/// The abilities of a booking system, as data: part of the venue's answer to guests; the contract suite tests each
/// system for the abilities that it declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an ability of its own, and none implies another"
)]
pub struct Abilities {
    /// Guests can choose an area.
    pub areas: bool,
    /// Guests can write a note.
    pub notes: bool,
    /// Slots can be asked for with one's own reservation left out of the count.
    pub moving: bool,
    /// Reservations can be listed, those made elsewhere included.
    pub listing: bool,
    /// A reservation's status can be changed.
    pub status: bool,
    /// A reservation's day, time and party size can be changed.
    pub slot_changes: bool,
    /// A reservation is changed where it is. Elsewhere a change is another reservation in its place, with a
    /// number of its own: its own table is no help to it, and neither one that was paid for nor notes alone can be
    /// changed.
    pub in_place: bool,
    /// A booking's price is stated before it is made.
    pub quote: bool,
    /// A booking can be made as a hold, which lapses by itself unless it is confirmed.
    pub hold: bool,
    /// A party is counted by age category.
    pub people: bool,
    /// Bookings can have add-ons.
    pub add_ons: bool,
    /// Codes open rates that others do not see.
    pub access_codes: bool,
    /// Gift cards that are sold here are kept by the system.
    pub gift_cards: bool,
    /// Guests can wait for a table.
    pub waitlist: bool,
    /// The system says what a cancellation costs before it is made.
    pub cancellation_fee: bool,
    /// Deposits that were taken here are posted to the system's books.
    pub deposits: bool,
}

impl Abilities {
    /// None of them.
    pub const NONE: Self = Self {
        areas: false,
        notes: false,
        moving: false,
        listing: false,
        status: false,
        slot_changes: false,
        in_place: false,
        quote: false,
        hold: false,
        people: false,
        add_ons: false,
        access_codes: false,
        gift_cards: false,
        waitlist: false,
        cancellation_fee: false,
        deposits: false,
    };

    /// Whether the day, time and party size of a reservation can be changed that is paid in advance or is not.
    #[must_use]
    pub fn changes_slot(self, is_paid: bool) -> bool {
        self.slot_changes && (self.in_place || !is_paid)
    }

    /// Whether the note of a reservation can be changed by itself.
    #[must_use]
    pub fn changes_note(self) -> bool {
        self.notes && self.in_place
    }
}

/// A booking system.
#[async_trait(?Send)]
pub trait Provider {
    /// Its abilities.
    fn abilities(&self) -> Abilities;

    /// The experiences, in the order to show.
    async fn experiences(&self) -> Result<Vec<Experience>>;

    /// The day before today, where times of it that are after midnight may still be ahead. The calendar says whether
    /// any of them is open.
    fn last_evening(&self) -> Option<Day>;

    /// The state of every day asked for.
    async fn calendar(&self, question: &CalendarQuestion) -> Result<Vec<CalendarDay>>;

    /// The slots of a day by time, those that are not open included.
    async fn slots(&self, question: &SlotsQuestion) -> Result<Vec<Slot>>;

    /// Makes a booking. Repeating the key repeats the answer.
    async fn reserve(&self, order: &BookingRequest) -> Result<Booked>;

    /// The choices that guests have at an experience beside time and party size; by default those that the experience states.
    async fn offers(&self, experience_id: &ExperienceId) -> Result<Offers> {
        let experiences = self.experiences().await?;
        let mut found = experiences.into_iter().filter(|one| one.id == *experience_id);
        Ok(found.next().map_or_else(Offers::default, |experience| Offers {
            people: experience.people,
            add_ons: experience.add_ons,
        }))
    }

    /// The experiences as a guest with an access code sees them: it may open more. By default a code is refused.
    async fn experiences_with(&self, code: &AccessCode) -> Result<Vec<Experience>> {
        refuse_choices(&Choices::of_code(code.clone()), Attendees::MIN)?;
        self.experiences().await
    }

    /// The state of every day as a guest with these choices sees it. By default a code that the system does not take is
    /// refused, and the days do not depend on one.
    async fn calendar_with(
        &self,
        question: &CalendarQuestion,
        choices: &Choices,
    ) -> Result<Vec<CalendarDay>> {
        let faults = choices.faults(question.attendees, self.abilities());
        if !faults.is_empty() {
            return Err(VenueError::Fields(faults));
        }
        self.calendar(question).await
    }

    /// The slots of a day as a guest with these choices sees them: an access code may open more. What it opens is not
    /// cached. By default a choice is refused.
    async fn slots_with(&self, question: &SlotsQuestion, choices: &Choices) -> Result<Vec<Slot>> {
        refuse_choices(choices, question.attendees)?;
        self.slots(question).await
    }

    /// The price of a booking with these choices; none where the system states no prices. By default a choice is
    /// refused.
    async fn quote(&self, request: &QuoteRequest, choices: &Choices) -> Result<Option<Quote>> {
        refuse_choices(choices, request.attendees)?;
        Ok(None)
    }

    /// Makes a booking with these choices. Repeating the key repeats the answer, of the same choices only. By default a
    /// choice is refused.
    async fn reserve_with(&self, order: &BookingRequest, choices: &Choices) -> Result<Booked> {
        refuse_choices(choices, order.request.attendees)?;
        self.reserve(order).await
    }

    /// A reservation as its guest sees it.
    async fn reservation(&self, id: &ReservationId) -> Result<Reservation>;

    /// Reservations as guests see them, by day and time.
    async fn reservations(&self, question: &ReservationsQuestion) -> Result<Vec<Reservation>>;

    /// Changes a reservation, all of it or nothing. Changing it to what it is already is no fault.
    async fn change(&self, id: &ReservationId, change: &ReservationChange) -> Result<Reservation>;

    /// Takes a reservation to another status for its guest. A cancellation of one that has begun, whose guests have
    /// arrived or that is over is refused with [`VenueError::IllegalTransition`]; one that is cancelled stays so.
    async fn set_status(&self, id: &ReservationId, status: Status) -> Result<Reservation>;
}

/// Refuses every choice: none may be dropped without a word.
fn refuse_choices(choices: &Choices, attendees: Attendees) -> Result<()> {
    let faults = choices.faults(attendees, Abilities::NONE);
    if faults.is_empty() {
        Ok(())
    } else {
        Err(VenueError::Fields(faults))
    }
}
