//! A scripted venue: the transport of HTTP tests. It answers each request to a venue's object as JSON and records it.

mod accounts;
mod bodies;
mod bookings;
mod directory;
mod gift_cards;
mod mail;
mod payments;
mod people;
mod phone_calls;
mod pictures;
mod requests;
mod settings;
mod staff;
mod staff_gift_cards;
mod streams;
mod tables;
mod tills;
mod waitlist;
mod webhooks;

use std::cell::{Cell, RefCell};
use std::time::Duration;

use async_trait::async_trait;
use config::VenueSettings;
use serde_json::{Value, json};
use shared::id::VenueId;
use shared::problem::ProblemCode;
use shared::time::{Day, Instant};

use crate::access::{Credential, StaffSender};
use crate::error::VenueError;
use crate::provider::Abilities;
use crate::provider::server_timing::ServerTiming;
use crate::upstream::Clock;
use crate::venue::client::{VenueClient, VenueFacts};
use crate::venue::message::operator::OperatorRequest;
use crate::venue::message::{Envelope, Request, Transport, TransportError};

use accounts::NativeAccount;
use pictures::PictureCopies;

pub(super) use bodies::body_of;
pub(super) use directory::NativeDirectory;
pub(super) use gift_cards::code;
pub(super) use people::SESSION;
pub(super) use pictures::PICTURE;
pub(super) use settings::copies_of;
pub(super) use staff::{ACCESS_KEY, reservation};

/// An answer as JSON.
type Answer = Result<Value, VenueError>;

/// A venue's object whose responses a test decides. No slot is open, unless it `serves`.
#[derive(Default)]
pub(super) struct ScriptedVenue {
    /// The envelopes that it has received.
    pub envelopes: RefCell<Vec<Value>>,
    /// The venue whose settings the isolate does not have, if one is named.
    pub changes_settings: Option<&'static str>,
    /// The settings that it has stored, with their version.
    pub stored_settings: Option<(u32, Value)>,
    /// The number of seconds for which its responses are valid.
    pub fresh_seconds: u32,
    /// Whether dinner is served: every day, at 19:00.
    pub serves: bool,
    /// Whether dinner asks for a deposit.
    pub is_paid: bool,
    /// Whether guests at dinner are counted by age, told a price, offered wine and asked for allergies.
    pub has_extras: bool,
    /// Whether its booking system changes the slot of no reservation.
    pub keeps_slots: Cell<bool>,
    /// The key of the booking that it has accepted; it accepts one.
    pub taken: RefCell<Option<String>>,
    /// The day before, while its evening goes on.
    pub last_evening: Cell<Option<Day>>,
    /// The error with which it answers a request for slots, if set.
    pub failure: RefCell<Option<VenueError>>,
    /// The keys of the gift-card orders that it has accepted.
    pub gift_card_keys: RefCell<Vec<String>>,
    /// The copies of pictures at the edge.
    pub picture_copies: PictureCopies,
    /// The streams of changes that it has opened.
    pub streams: RefCell<Vec<Value>>,
    /// Whether it is suspended.
    pub is_suspended: Cell<bool>,
    /// Whether the connection breaks during the next creation.
    pub breaks_off: Cell<bool>,
    /// The error with which it answers the next creation, if set.
    pub creation_error: RefCell<Option<VenueError>>,
    /// The directory beside it.
    pub directory: NativeDirectory,
    /// The account beside it.
    pub account: NativeAccount,
    /// The clock of the worker in front of it.
    pub clock: SteppedClock,
    /// The number of calls to another system that it makes for each response.
    pub upstream_calls: Cell<usize>,
}

/// A clock that moves on by a step each time it is looked at.
#[derive(Default)]
pub(super) struct SteppedClock {
    /// The step.
    pub step: Cell<Duration>,
    elapsed: Cell<Duration>,
}

#[async_trait(?Send)]
impl Clock for SteppedClock {
    fn now(&self) -> Instant {
        Instant::from_unix(0)
    }

    fn elapsed(&self) -> Duration {
        let before = self.elapsed.get();
        self.elapsed.set(before + self.step.get());
        before
    }

    async fn sleep(&self, _: Duration) {
        std::future::pending::<()>().await;
    }
}

impl ScriptedVenue {
    /// A client of the object of this id, whose settings are not known yet.
    pub(super) fn client_of(&self, id: &VenueId, timing: &ServerTiming) -> VenueClient<'_> {
        VenueClient::new(id.clone(), VenueFacts::UNKNOWN, Box::new(self), timing.clone())
    }

    /// A client of this venue, for one HTTP request.
    pub(super) fn client(&self, venue: &VenueSettings, timing: &ServerTiming) -> VenueClient<'_> {
        let facts = VenueFacts {
            abilities: Abilities {
                areas: true,
                notes: true,
                moving: false,
                listing: true,
                status: true,
                slot_changes: !self.keeps_slots.get(),
                in_place: true,
                ..Abilities::NONE
            },
            experiences: None,
            last_evening: self.last_evening.get(),
        };
        VenueClient::new(venue.id.clone(), facts, Box::new(self), timing.clone())
    }

    /// The requests that it has received, as JSON.
    pub(super) fn requests(&self) -> Vec<Value> {
        let envelopes = self.envelopes.borrow();
        envelopes
            .iter()
            .map(|envelope| envelope["call"].clone())
            .collect()
    }

    /// The staff who sent the requests; null for a request of others.
    pub(super) fn staff(&self) -> Vec<Value> {
        let envelopes = self.envelopes.borrow();
        envelopes
            .iter()
            .map(|envelope| envelope["staff"].clone())
            .collect()
    }

    /// The visitors of the requests; null for a request without one.
    pub(super) fn visitors(&self) -> Vec<Value> {
        let envelopes = self.envelopes.borrow();
        envelopes
            .iter()
            .map(|envelope| envelope["visitor"].clone())
            .collect()
    }

    fn answer(&self, request: &Request) -> Answer {
        match request {
            Request::Settings(known) => self.settings_in_force(*known),
            Request::Picture(name) => pictures::bytes(name),
            Request::Experiences | Request::ExperiencesWith(_) => Ok(self.experiences()),
            Request::Calendar(question) | Request::CalendarWith(question, _) => Ok(self.calendar(question)),
            Request::Slots(_) => self.slots(),
            Request::SlotsWith(_, code) => bookings::slots_with(code),
            Request::Quote(request, _) => Ok(bookings::quote(request)),
            Request::Reserve(order) | Request::ReserveWith(order, _) => self.reserve(order),
            Request::Reservation(id) => bookings::reservation(id),
            Request::Reservations(_) | Request::SoldOut(..) => Ok(json!([])),
            Request::Change(id, change) => self.change(id, change),
            Request::SetStatus(id, _) => bookings::set_status(id),
            Request::Metrics => Ok(json!("# EOF\n")),
            Request::GiftCards(request) => self.gift_cards(request),
            Request::Waitlist(request) => waitlist::answer(request),
            Request::PreviewMail(number) => Ok(mail::letters(*number)),
            Request::SignIn(request) => Ok(people::sign_in(request)),
            Request::Staff(request) => staff::answer(request),
            Request::Operator(request) => Ok(self.operator(request)),
            Request::Webhook { source, delivery } | Request::Forwarded { source, delivery } => {
                payments::webhook(source, delivery)
            }
            Request::ExtendHold(id) => payments::extend_hold(id),
            Request::DemoPayment(id, token, choice) => payments::demo_payment(id, token, *choice),
        }
    }
}

/// Whether the venue does not know the credential of a sender.
fn is_stranger(staff: Option<&StaffSender>) -> bool {
    staff.is_some_and(|staff| match &staff.credential {
        Credential::AccessKey(text) => text != ACCESS_KEY,
        Credential::Session(token, _) => token != SESSION,
        Credential::Operator | Credential::OperatorPerson(..) | Credential::StaffKey(_) => false,
    })
}

#[async_trait(?Send)]
impl Transport for &ScriptedVenue {
    async fn send(&self, message: String) -> Result<String, TransportError> {
        self.envelopes
            .borrow_mut()
            .push(serde_json::from_str(&message).unwrap());
        let Envelope { request, staff, .. } = serde_json::from_str(&message).unwrap();
        let is_creation = matches!(request, Request::Operator(OperatorRequest::Create(_)));
        if is_creation && self.breaks_off.take() {
            return Err(TransportError("broke off".to_owned()));
        }
        let is_refused = self.is_suspended.get() && request.policy().is_refused_when_suspended;
        let creation_error = is_creation.then(|| self.creation_error.take()).flatten();
        let answer = if let Some(error) = creation_error {
            Err(error)
        } else if is_stranger(staff.as_ref()) {
            Err(VenueError::Unauthorized)
        } else if is_refused {
            Err(VenueError::Refused(ProblemCode::VenueSuspended))
        } else {
            self.answer(&request)
        };
        let version = self.stored_settings.as_ref().map_or(0, |(version, _)| *version);
        let response = json!({
            "answer": answer, "freshSeconds": self.fresh_seconds, "settingsVersion": version,
            "isSuspended": self.is_suspended.get(),
            "marks": vec!["upstream;dur=1"; self.upstream_calls.get()],
        });
        Ok(response.to_string())
    }
}
