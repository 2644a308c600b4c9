//! The protocol between the worker and a venue's object: requests and responses as JSON.

pub mod change_stream;
pub mod day_rule;
pub mod floor_plan;
pub mod gift_card;
pub mod operator;
pub mod payment;
pub mod person;
pub mod phone_call;
pub mod picture;
pub mod policy;
pub mod request_answer;
pub mod settings;
pub mod staff;
pub mod staff_gift_card;
pub mod staff_reservation;
pub mod table;
pub mod visitor;
pub mod waitlist;
pub mod webhook;

use async_trait::async_trait;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use shared::choices::AccessCode;
use shared::id::{ExperienceId, PaymentId, PictureName, ReservationId, VenueId};
use shared::quote::QuoteRequest;
use shared::reservation::{ReservationChange, Status};
use shared::settings::SettingsVersion;
use shared::time::Day;

use crate::access::StaffSender;
use crate::error::VenueError;
use crate::limits::{Class, Creation};
use crate::provider::{BookingRequest, CalendarQuestion, ReservationsQuestion, SlotsQuestion};
use crate::venue::message::gift_card::GiftCardsRequest;
use crate::venue::message::operator::OperatorRequest;
use crate::venue::message::payment::Choice;
use crate::venue::message::person::SignInRequest;
use crate::venue::message::policy::{Authorization, Policy};
use crate::venue::message::staff::StaffRequest;
use crate::venue::message::visitor::Visitor;
use crate::venue::message::waitlist::WaitlistRequest;

/// A request on its way to the object.
#[derive(Debug, Serialize, Deserialize)]
pub struct Envelope {
    /// The venue's id: an object does not know its own name.
    pub venue: VenueId,
    /// The request.
    #[serde(rename = "call")]
    pub request: Request,
    /// Its sender; none where the response is the same for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visitor: Option<Visitor>,
    /// The staff member, system or operator that sends it, for requests of staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<StaffSender>,
}

/// A request to the object.
#[derive(Debug, Serialize, Deserialize)]
pub enum Request {
    /// Answered with the settings in force, for a worker that has those of this version.
    Settings(Option<SettingsVersion>),
    /// Answered with the bytes of an uploaded picture in base64.
    Picture(PictureName),
    /// Answered with the experiences on offer.
    Experiences,
    /// The same for a guest with an access code.
    ExperiencesWith(AccessCode),
    /// Answered with the state of each day.
    Calendar(CalendarQuestion),
    /// The same for a guest with an access code.
    CalendarWith(CalendarQuestion, AccessCode),
    /// Answered with the day's slots.
    Slots(SlotsQuestion),
    /// The same for a guest with an access code.
    SlotsWith(SlotsQuestion, AccessCode),
    /// Answered with the add-ons of an experience of which nothing is left on a day.
    SoldOut(ExperienceId, Day),
    /// Answered with what a booking would cost a guest, who may have an access code; null where the booking system states no
    /// prices.
    Quote(Box<QuoteRequest>, Option<AccessCode>),
    /// Answered with the booking made.
    Reserve(Box<BookingRequest>),
    /// The same for a guest with an access code.
    ReserveWith(Box<BookingRequest>, AccessCode),
    /// Answered with the reservation as its guest sees it.
    Reservation(ReservationId),
    /// Answered with the reservations as guests see them.
    Reservations(ReservationsQuestion),
    /// Answered with the reservation after its change.
    Change(ReservationId, Box<ReservationChange>),
    /// Answered with the reservation in its new status.
    SetStatus(ReservationId, Status),
    /// Answered with the counters since the object was started, as OpenMetrics text.
    Metrics,
    /// About gift cards, for venues of any booking system.
    GiftCards(GiftCardsRequest),
    /// About the waitlist; the embedded engine alone answers.
    Waitlist(WaitlistRequest),
    /// Signing in.
    SignIn(SignInRequest),
    /// Answered with the letters that are shown and not sent, or with the one of this number.
    PreviewMail(Option<u32>),
    /// For staff; the embedded engine alone answers.
    Staff(StaffRequest),
    /// For operators of the deployment, for venues of any booking system.
    Operator(OperatorRequest),
    /// A webhook of a payment provider; answered with its outcome.
    Webhook {
        /// The provider's name, as the webhook's address claims it.
        source: String,
        /// The signature header, which proves the origin.
        signature: Option<String>,
        /// The body, byte for byte, in base64.
        body: String,
    },
    /// Answered with the reservation, whose payment deadline is extended.
    ExtendHold(ReservationId),
    /// A payment of a demonstration by its token, after the choice made on its page, if one was made; answered with
    /// the payment.
    #[serde(rename = "Play")]
    DemoPayment(PaymentId, String, Option<Choice>),
}

impl Request {
    /// Its policy.
    #[must_use]
    pub fn policy(&self) -> Policy<'_> {
        match self {
            Self::Settings(_) | Self::Picture(_) => Policy::PUBLIC,
            Self::Experiences
            | Self::Calendar(_)
            | Self::Slots(SlotsQuestion { moving: None, .. })
            | Self::SoldOut(..) => Policy::PUBLIC.refused_when_suspended(),
            Self::Slots(SlotsQuestion { moving: Some(id), .. })
            | Self::SlotsWith(SlotsQuestion { moving: Some(id), .. }, _) => {
                Policy::look_up(Authorization::ReservationToken(id)).refused_when_suspended()
            }
            Self::ExperiencesWith(_)
            | Self::CalendarWith(..)
            | Self::SlotsWith(SlotsQuestion { moving: None, .. }, _) => {
                Policy::look_up(Authorization::Visitor).refused_when_suspended()
            }
            Self::Quote(request, code) => {
                if let Some(id) = &request.reservation_id {
                    return Policy::look_up(Authorization::ReservationToken(id)).refused_when_suspended();
                }
                let policy = Policy::look_up(Authorization::Visitor).refused_when_suspended();
                if request.gift_card_code.is_some() || code.is_some() {
                    return policy;
                }
                Policy {
                    rate_classes: &[Class::Read],
                    ..policy
                }
            }
            Self::Reservation(id) => Policy::look_up(Authorization::ReservationToken(id)),
            Self::Reserve(order) if order.request.gift_card_code.is_none() => {
                Policy::create(Creation::Reservation, &order.key)
            }
            // The response shows whether a card or a rate of this code exists, as does that to a request for a card's
            // balance.
            Self::Reserve(order) | Self::ReserveWith(order, _) => Policy {
                rate_classes: &[Class::Write, Class::LookUp],
                ..Policy::create(Creation::Reservation, &order.key)
            },
            // A move takes another table.
            Self::Change(id, change) if change.moves() => {
                Policy::write(Authorization::ReservationToken(id)).refused_when_suspended()
            }
            Self::Change(id, _) | Self::SetStatus(id, _) | Self::ExtendHold(id) => {
                Policy::write(Authorization::ReservationToken(id))
            }
            Self::Reservations(_) | Self::PreviewMail(_) => Policy::READ_BY_WORKER,
            Self::Metrics => Policy::READ_BY_STAFF,
            Self::Webhook { .. } => Policy::WRITE_BY_WORKER,
            Self::DemoPayment(..) => Policy {
                is_write: true,
                ..Policy::look_up(Authorization::Visitor)
            },
            Self::GiftCards(request) => request.policy(),
            Self::Waitlist(request) => request.policy(),
            Self::SignIn(request) => request.policy(),
            Self::Staff(request) => request.policy(),
            Self::Operator(request) => request.policy(),
        }
    }
}

/// The object's response.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Response {
    /// The result as JSON; its type follows from the request.
    #[serde(rename = "answer")]
    pub result: Result<Box<RawValue>, VenueError>,
    /// Decisions on the way to the result, each a metric of `Server-Timing`.
    #[serde(rename = "marks", default, skip_serializing_if = "Vec::is_empty")]
    pub server_timing: Vec<String>,
    /// For how many seconds the result may be cached and given to other callers; 0 forbids it.
    #[serde(default)]
    pub fresh_seconds: u32,
    /// The version of the settings in force after the request; none where the venue is unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settings_version: Option<SettingsVersion>,
    /// Whether the venue is suspended after the request.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_suspended: bool,
}

impl From<VenueError> for Response {
    fn from(error: VenueError) -> Self {
        Self {
            result: Err(error),
            server_timing: Vec::new(),
            fresh_seconds: 0,
            settings_version: None,
            is_suspended: false,
        }
    }
}

impl Response {
    /// Reads a response; its result stays JSON.
    pub fn parse(text: &str) -> Result<Self, VenueError> {
        serde_json::from_str(text).map_err(broken)
    }

    /// Reads the result into its type.
    pub fn into_result<T: DeserializeOwned>(self) -> Result<T, VenueError> {
        serde_json::from_str(self.result?.get()).map_err(broken)
    }

    /// The response as JSON.
    #[must_use]
    pub fn text(&self) -> String {
        // Responses are plain data: they always serialise. An empty text would be read as a broken connection.
        serde_json::to_string(self).unwrap_or_default()
    }
}

#[expect(clippy::needless_pass_by_value, reason = "what `map_err` hands over")]
fn broken(error: serde_json::Error) -> VenueError {
    VenueError::Broken(error.to_string())
}

/// The connection to a venue's object.
#[async_trait(?Send)]
pub trait Transport {
    /// Sends an [`Envelope`] as JSON, and returns the [`Response`] as JSON.
    async fn send(&self, message: String) -> Result<String, TransportError>;
}

/// The object could not be reached, or broke off; the text is for the log.
#[derive(Debug)]
pub struct TransportError(pub String);
