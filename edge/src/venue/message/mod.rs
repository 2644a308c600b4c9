//! The protocol between the worker and a venue's object: requests and responses as JSON.

pub mod gift_card;
pub mod payment;
pub mod staff;
pub mod visitor;
pub mod waitlist;

use async_trait::async_trait;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};
use shared::id::{PaymentId, ReservationId, VenueId};
use shared::reservation::{ReservationChange, Status};

use crate::error::VenueError;
use crate::limits::Creation;
use crate::payment::demo::Choice;
use crate::provider::{BookingRequest, CalendarQuestion, ReservationsQuestion, SlotsQuestion};
use crate::storage::idempotency::IdempotencyKey;
use crate::venue::message::gift_card::GiftCardsRequest;
use crate::venue::message::staff::StaffRequest;
use crate::venue::message::visitor::Visitor;
use crate::venue::message::waitlist::WaitlistRequest;

/// A message to the object.
#[derive(Debug, Serialize, Deserialize)]
pub struct Envelope {
    /// Which venue is meant: an object does not know its own name.
    pub venue: VenueId,
    /// What is wanted.
    pub call: Request,
    /// Who wants it; not said where the answer is the same for everybody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visitor: Option<Visitor>,
}

/// What can be asked of the object.
#[derive(Debug, Serialize, Deserialize)]
pub enum Request {
    /// Answered with what can be booked.
    Experiences,
    /// Answered with the state of each day.
    Calendar(CalendarQuestion),
    /// Answered with the day's slots.
    Slots(SlotsQuestion),
    /// Answered with the booking made.
    Reserve(Box<BookingRequest>),
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
    GiftCards(GiftCardsRequest),
    /// About the waitlist; the embedded engine alone answers.
    Waitlist(WaitlistRequest),
    /// Answered with the letters that are shown and not sent, or with the one of this number.
    PreviewMail(Option<u32>),
    /// For staff; the embedded engine alone answers.
    Staff(StaffRequest),
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

impl Request {
    /// Whether it changes something. Such a request is carried out to its end even if its caller has hung up.
    #[must_use]
    pub fn is_write(&self) -> bool {
        match self {
            Self::Reserve(_)
            | Self::Change(..)
            | Self::SetStatus(..)
            | Self::Webhook { .. }
            | Self::ExtendHold(_)
            | Self::Play(..)
            | Self::GiftCards(GiftCardsRequest::Create(_) | GiftCardsRequest::Withdraw(..))
            | Self::Staff(
                StaffRequest::Create(_)
                | StaffRequest::SetStatus(..)
                | StaffRequest::NoShow { .. }
                | StaffRequest::CreateCard(_)
                | StaffRequest::Redeem(..)
                | StaffRequest::EraseGuest(_),
            ) => true,
            Self::Waitlist(call) => call.is_write(),
            Self::Staff(
                StaffRequest::Slots(_)
                | StaffRequest::Reservation(_)
                | StaffRequest::Reservations(_)
                | StaffRequest::Card(_)
                | StaffRequest::ExportGuest(_),
            )
            | Self::GiftCards(
                GiftCardsRequest::Order(_) | GiftCardsRequest::Balance(_) | GiftCardsRequest::Sheet(_),
            )
            | Self::Experiences
            | Self::Calendar(_)
            | Self::Slots(_)
            | Self::Metrics
            | Self::PreviewMail(_)
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
            Self::GiftCards(GiftCardsRequest::Create(wanted)) => Some((Creation::GiftCardOrder, &wanted.key)),
            Self::Waitlist(WaitlistRequest::Leave(new)) => Some((Creation::WaitlistEntry, &new.key)),
            Self::GiftCards(
                GiftCardsRequest::Order(_)
                | GiftCardsRequest::Balance(_)
                | GiftCardsRequest::Sheet(_)
                | GiftCardsRequest::Withdraw(..),
            )
            | Self::Waitlist(
                WaitlistRequest::Look(_) | WaitlistRequest::Withdraw(_) | WaitlistRequest::Accept(_),
            )
            | Self::Experiences
            | Self::Calendar(_)
            | Self::Slots(_)
            | Self::Reservation(_)
            | Self::Reservations(_)
            | Self::Change(..)
            | Self::SetStatus(..)
            | Self::Metrics
            | Self::PreviewMail(_)
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
            | Self::GiftCards(_)
            | Self::Waitlist(_)
            | Self::PreviewMail(_)
            | Self::Staff(_) => false,
        }
    }
}

/// What the object says to a message.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Response {
    /// The answer as JSON; its type follows from the request.
    pub answer: Result<Box<RawValue>, VenueError>,
    /// What was decided on the way, each a metric of `Server-Timing`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<String>,
    /// For how many seconds the answer may be repeated to others; 0 is not at all.
    #[serde(default)]
    pub fresh_seconds: u32,
}

impl Response {
    /// An answer of which nothing more is to be said.
    #[must_use]
    pub fn plain<T: Serialize>(answer: Result<T, VenueError>) -> Self {
        Self {
            answer: answer.and_then(|answer| to_raw_value(&answer).map_err(broken)),
            marks: Vec::new(),
            fresh_seconds: 0,
        }
    }

    /// Reads what has travelled, answer apart.
    pub fn parse(said: &str) -> Result<Self, VenueError> {
        serde_json::from_str(said).map_err(broken)
    }

    /// The answer as what it was before it travelled.
    pub fn answer<T: DeserializeOwned>(self) -> Result<T, VenueError> {
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
fn broken(error: serde_json::Error) -> VenueError {
    VenueError::Broken(error.to_string())
}

/// The line to a venue's object.
#[async_trait(?Send)]
pub trait Transport {
    /// Says a message and hears the answer.
    async fn send(&self, message: String) -> Result<String, TransportError>;
}

/// The object could not be reached, or broke off; the text is for the log.
#[derive(Debug)]
pub struct TransportError(pub String);

/// Whether an answer says that nothing was made. Where that is not known, something may have been.
pub(super) fn is_refusal(answer: &str) -> bool {
    let answer = Response::parse(answer).and_then(|said| said.answer);
    answer.is_err_and(|error| !matches!(error, VenueError::OutcomeUnknown(_)))
}
