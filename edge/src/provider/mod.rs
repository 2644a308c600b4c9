//! The port to booking systems: who knows the experiences, what is open, and who takes bookings. It
//! must not know any system behind it, nor HTTP.

pub mod engine;
pub mod marks;
pub mod molzait;
pub mod payment_type;
pub mod remote;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use shared::availability::{CalendarDay, MAX_CALENDAR_DAYS, Slot};
use shared::id::{ExperienceId, ReservationId};
use shared::party::Attendees;
use shared::problem::ProblemCode;
use shared::reservation::{Reservation, ReservationChange, ReservationRequest, Status};
use shared::time::Day;
use shared::validation::{FieldCode, FieldError};
use shared::venue::Experience;

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
    /// What is wrong with the range of days, whichever system is asked.
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
pub struct Order {
    /// What the guest asked for.
    pub request: ReservationRequest,
    /// The caller's `Idempotency-Key`.
    pub key: IdempotencyKey,
}

/// An `Idempotency-Key`: 1 to 255 visible ASCII characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// The longest key, in bytes.
    pub const MAX_BYTES: usize = 255;

    /// Takes a header's value as it is; none if it is no key.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_key =
            (1..=Self::MAX_BYTES).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        is_key.then(|| Self(text.to_owned()))
    }

    /// The key's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A booking that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reserved {
    /// What the guest is told.
    pub reservation: Reservation,
    /// Whether this is the answer to an earlier request with the same key.
    pub replayed: bool,
}

impl Reserved {
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
    /// Those of these statuses alone; all, if empty.
    pub statuses: Vec<Status>,
    /// Parties that came without a reservation too.
    pub include_walk_ins: bool,
}

/// What a booking system can do, as data: the venue's answer tells guests, the contract suite asks
/// each system for what it says it can do.
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
    /// A reservation is changed where it is. Elsewhere a change is another reservation in its place, with a
    /// number of its own: its own table is no help to it, and notes alone cannot be changed.
    pub in_place: bool,
}

/// Why a question was not answered or a booking not made, sorted by what the caller can do next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProviderError {
    /// The question itself is wrong: mend these fields.
    Fields(Vec<FieldError>),
    /// Someone was faster: choose among the day's slots as they are now.
    Taken {
        /// Open slots of the same day, by time.
        alternatives: Vec<Slot>,
    },
    /// Nobody has to wait for a table: these slots are open.
    SlotOpen {
        /// Open slots within what was wished, by time.
        alternatives: Vec<Slot>,
    },
    /// The guest waits for as many tables as the venue allows: withdraw a wish first.
    TooManyWishes,
    /// What was offered is not held any more.
    OfferOver,
    /// There is no such reservation.
    NotFound,
    /// The reservation's status does not allow this step: look at it again.
    IllegalTransition,
    /// A rule says no, and nothing was changed: the code says which.
    Refused(ProblemCode),
    /// The same booking is being made at this moment: ask again shortly, with the same key.
    InFlight,
    /// The key belongs to another booking: use a new one.
    KeyReused,
    /// The caller asks too often, and nothing was changed: come back after this many seconds.
    TooMany {
        /// Seconds.
        retry_after: u32,
    },
    /// The check that keeps robots out was not passed, and nothing was changed: pass it anew.
    ChallengeFailed,
    /// Nothing was changed, and the system is away: try again after this many seconds, if known.
    Away {
        /// Seconds.
        retry_after: Option<u32>,
        /// For the log, without personal data.
        cause: String,
    },
    /// Nothing was changed, and no answer came in time: try again.
    Timeout,
    /// Nothing was changed, and the answer could not be used; the text is for the log and holds no
    /// personal data.
    Failed(String),
    /// Whether the booking was made is not known yet: ask again, with the same key.
    OutcomeUnknown(String),
    /// Our own fault; the text is for the log and holds no personal data.
    Broken(String),
}

/// A booking system.
#[async_trait(?Send)]
pub trait Provider {
    /// What it can do.
    fn abilities(&self) -> Abilities;

    /// What can be booked, in the order to show.
    async fn experiences(&self) -> Result<Vec<Experience>, ProviderError>;

    /// The day before today, where times of it that are after midnight may still be ahead. The calendar says whether
    /// any of them is open.
    fn last_evening(&self) -> Option<Day>;

    /// The state of every day asked for.
    async fn calendar(&self, question: &CalendarQuestion) -> Result<Vec<CalendarDay>, ProviderError>;

    /// The slots of a day by time, those that are not open included.
    async fn slots(&self, question: &SlotsQuestion) -> Result<Vec<Slot>, ProviderError>;

    /// Makes a booking. Repeating the key repeats the answer.
    async fn reserve(&self, order: &Order) -> Result<Reserved, ProviderError>;

    /// A reservation as its guest sees it.
    async fn reservation(&self, id: &ReservationId) -> Result<Reservation, ProviderError>;

    /// Reservations as guests see them, by day and time.
    async fn reservations(&self, question: &ReservationsQuestion) -> Result<Vec<Reservation>, ProviderError>;

    /// Changes a reservation, all of it or nothing. Changing it to what it is already is no fault.
    async fn change(
        &self,
        id: &ReservationId,
        change: &ReservationChange,
    ) -> Result<Reservation, ProviderError>;

    /// Takes a reservation to another status.
    async fn set_status(&self, id: &ReservationId, status: Status) -> Result<Reservation, ProviderError>;
}
