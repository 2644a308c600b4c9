//! What the worker and a venue's object say to each other. It must not know how a message travels.

use async_trait::async_trait;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};
use shared::id::{PaymentId, ReservationId, VenueId};
use shared::reservation::{ReservationChange, Status};

use super::cards::call::CardCall;
use super::staff::StaffCall;
use super::visitor::Visitor;
use super::waitlist::call::WaitCall;
use crate::limits::Creation;
use crate::payment::demo::Choice;
use crate::provider::{
    CalendarQuestion, IdempotencyKey, Order, ProviderError, ReservationsQuestion, SlotsQuestion,
};

/// A message to the object.
#[derive(Debug, Serialize, Deserialize)]
pub struct Message {
    /// Which venue is meant: an object does not know its own name.
    pub venue: VenueId,
    /// What is wanted.
    pub call: Call,
    /// Who wants it; not said where the answer is the same for everybody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visitor: Option<Visitor>,
}

/// What can be asked of the object.
#[derive(Debug, Serialize, Deserialize)]
pub enum Call {
    /// Answered with what can be booked.
    Experiences,
    /// Answered with the state of each day.
    Calendar(CalendarQuestion),
    /// Answered with the day's slots.
    Slots(SlotsQuestion),
    /// Answered with the booking made.
    Reserve(Box<Order>),
    /// Answered with the reservation as its guest sees it.
    Reservation(ReservationId),
    /// Answered with the reservations as guests see them.
    Reservations(ReservationsQuestion),
    /// Answered with the reservation as it is now.
    Change(ReservationId, Box<ReservationChange>),
    /// Answered with the reservation in its new status.
    SetStatus(ReservationId, Status),
    /// Answered with what has been counted since the object was opened, as OpenMetrics text.
    Metrics,
    /// About gift cards, whichever system takes the bookings.
    Cards(CardCall),
    /// About the waitlist; the embedded engine alone answers.
    Waitlist(WaitCall),
    /// Answered with the letters that are shown and not sent, or with the one of this number.
    ShownMail(Option<u32>),
    /// For staff; the embedded engine alone answers.
    Staff(StaffCall),
    /// Something that a taker of payments tells; answered with what was made of it.
    Webhook {
        /// Who says it is.
        source: String,
        /// The header that proves it.
        signature: Option<String>,
        /// The body, byte for byte, in base64.
        body: String,
    },
    /// Answered with the reservation, which can be paid for longer.
    ExtendHold(ReservationId),
    /// Plays a demonstration's payment, whose token this is; answered with what its page shows.
    Play(PaymentId, String, Option<Choice>),
}

/// What was made of something that a taker of payments told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Heard {
    /// It was read.
    Now,
    /// It was read before.
    Before,
    /// It was not told by them, or too long ago.
    Forged,
}

impl Call {
    /// Whether it changes something. Such a call is carried out even if nobody waits any more.
    #[must_use]
    pub fn is_write(&self) -> bool {
        match self {
            Self::Reserve(_)
            | Self::Change(..)
            | Self::SetStatus(..)
            | Self::Webhook { .. }
            | Self::ExtendHold(_)
            | Self::Play(..)
            | Self::Cards(CardCall::Create(_) | CardCall::Withdraw(..))
            | Self::Staff(
                StaffCall::Create(_)
                | StaffCall::SetStatus(..)
                | StaffCall::NoShow { .. }
                | StaffCall::CreateCard(_)
                | StaffCall::Redeem(..)
                | StaffCall::EraseGuest(_),
            ) => true,
            Self::Waitlist(call) => call.is_write(),
            Self::Staff(
                StaffCall::Slots(_)
                | StaffCall::Reservation(_)
                | StaffCall::Reservations(_)
                | StaffCall::Card(_)
                | StaffCall::ExportGuest(_),
            )
            | Self::Cards(CardCall::Order(_) | CardCall::Balance(_) | CardCall::Sheet(_))
            | Self::Experiences
            | Self::Calendar(_)
            | Self::Slots(_)
            | Self::Metrics
            | Self::ShownMail(_)
            | Self::Reservation(_)
            | Self::Reservations(_) => false,
        }
    }

    /// What the call creates that costs money or sends mail, with its idempotency key. Such a call needs the check
    /// against robots and counts against the venue's quota. Calls that need the token of something created before,
    /// or the staff key, do neither.
    #[must_use]
    pub fn creation(&self) -> Option<(Creation, &IdempotencyKey)> {
        match self {
            Self::Reserve(order) => Some((Creation::Reservation, &order.key)),
            Self::Cards(CardCall::Create(wanted)) => Some((Creation::GiftCardOrder, &wanted.key)),
            Self::Waitlist(WaitCall::Leave(new)) => Some((Creation::WaitlistEntry, &new.key)),
            Self::Cards(
                CardCall::Order(_) | CardCall::Balance(_) | CardCall::Sheet(_) | CardCall::Withdraw(..),
            )
            | Self::Waitlist(WaitCall::Look(_) | WaitCall::Withdraw(_) | WaitCall::Accept(_))
            | Self::Experiences
            | Self::Calendar(_)
            | Self::Slots(_)
            | Self::Reservation(_)
            | Self::Reservations(_)
            | Self::Change(..)
            | Self::SetStatus(..)
            | Self::Metrics
            | Self::ShownMail(_)
            | Self::Staff(_)
            | Self::Webhook { .. }
            | Self::ExtendHold(_)
            | Self::Play(..) => None,
        }
    }

    /// Whether the answer is the same for every guest, so that it may be repeated to another.
    #[must_use]
    pub fn is_public(&self) -> bool {
        match self {
            Self::Experiences | Self::Calendar(_) => true,
            Self::Slots(question) => question.moving.is_none(),
            Self::Reserve(_)
            | Self::Change(..)
            | Self::Reservation(_)
            | Self::Reservations(_)
            | Self::SetStatus(..)
            | Self::Metrics
            | Self::Webhook { .. }
            | Self::ExtendHold(_)
            | Self::Play(..)
            | Self::Cards(_)
            | Self::Waitlist(_)
            | Self::ShownMail(_)
            | Self::Staff(_) => false,
        }
    }
}

/// What the object says to a message.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Said {
    /// The answer, as JSON: what type it is of, whoever asked knows.
    pub answer: Result<Box<RawValue>, ProviderError>,
    /// What was decided on the way, each a metric of `Server-Timing`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<String>,
    /// For how many seconds the answer may be repeated to others; 0 is not at all.
    #[serde(default)]
    pub fresh_seconds: u32,
}

impl Said {
    /// An answer of which nothing more is to be said.
    #[must_use]
    pub fn plain<T: Serialize>(answer: Result<T, ProviderError>) -> Self {
        Self {
            answer: answer.and_then(|answer| to_raw_value(&answer).map_err(broken)),
            marks: Vec::new(),
            fresh_seconds: 0,
        }
    }

    /// Reads what has travelled, answer apart.
    pub fn parse(said: &str) -> Result<Self, ProviderError> {
        serde_json::from_str(said).map_err(broken)
    }

    /// The answer as what it was before it travelled.
    pub fn answer<T: DeserializeOwned>(self) -> Result<T, ProviderError> {
        serde_json::from_str(self.answer?.get()).map_err(broken)
    }

    /// How it travels.
    #[must_use]
    pub fn text(&self) -> String {
        // Answers are plain data: they always serialise. An empty text would be heard as a broken line.
        serde_json::to_string(self).unwrap_or_default()
    }
}

#[expect(clippy::needless_pass_by_value, reason = "what `map_err` hands over")]
fn broken(error: serde_json::Error) -> ProviderError {
    ProviderError::Broken(error.to_string())
}

/// The line to a venue's object.
#[async_trait(?Send)]
pub trait Line {
    /// Says a message and hears the answer.
    async fn say(&self, message: String) -> Result<String, LineError>;
}

/// The object could not be reached, or broke off; the text is for the log.
#[derive(Debug)]
pub struct LineError(pub String);

/// Whether an answer says that nothing was made. Where that is not known, something may have been.
pub(super) fn is_refusal(answer: &str) -> bool {
    let answer = Said::parse(answer).and_then(|said| said.answer);
    answer.is_err_and(|error| !matches!(error, ProviderError::OutcomeUnknown(_)))
}
