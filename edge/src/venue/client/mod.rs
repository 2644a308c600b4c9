//! The venue's client on the worker's side: sends one request to the Durable Object and returns its typed response.

pub mod change_stream;
mod gift_cards;
mod operator;
mod payments;
mod people;
mod phone_calls;
mod pictures;
pub mod settings;
mod staff;
mod staff_gift_cards;
mod waitlist;
mod webhooks;

use self::settings::Copies;
use async_trait::async_trait;
use serde::de::DeserializeOwned;
use shared::availability::{CalendarDay, Slot};
use shared::choices::AccessCode;
use shared::id::{AddOnId, ExperienceId, ReservationId, VenueId};
use shared::quote::{Quote, QuoteRequest};
use shared::reservation::{Reservation, ReservationChange, Status};
use shared::time::Day;
use shared::venue::Experience;

use crate::access::StaffSender;
use crate::error::VenueError;
use crate::mail::preview::PreviewedEmail;
use crate::provider::choices::Choices;
use crate::provider::server_timing::ServerTiming;
use crate::provider::{
    Abilities, Booked, BookingRequest, CalendarQuestion, Provider, ReservationsQuestion, SlotsQuestion,
};
use crate::venue::message::visitor::Visitor;
use crate::venue::message::{Envelope, Request, Response, Transport, TransportError};

/// Facts about a venue's booking system that the worker reads from the settings, without a request to the object.
pub struct VenueFacts {
    /// The abilities of the system.
    pub abilities: Abilities,
    /// The experiences on offer; none where only the remote system knows them.
    pub experiences: Option<Result<Vec<Experience>, VenueError>>,
    /// The day before, where times of it may still be ahead at the request's instant.
    pub last_evening: Option<Day>,
}

impl VenueFacts {
    /// Those of a venue whose settings are not known yet.
    pub const UNKNOWN: Self = Self {
        abilities: Abilities::NONE,
        experiences: None,
        last_evening: None,
    };
}

/// The client of one venue's object, for one HTTP request. It implements [`Provider`] as a proxy of the booking system
/// behind the object.
pub struct VenueClient<'a> {
    venue: VenueId,
    facts: VenueFacts,
    // Not a type parameter: each HTTP handler would be compiled once per transport.
    transport: Box<dyn Transport + 'a>,
    visitor: Option<Visitor>,
    staff: Option<StaffSender>,
    copies: Option<Copies>,
    server_timing: ServerTiming,
}

impl<'a> VenueClient<'a> {
    /// The client of `venue`, whose object is reached by `transport`. The object's decisions go to `server_timing`.
    #[must_use]
    pub fn new(
        venue: VenueId,
        facts: VenueFacts,
        transport: Box<dyn Transport + 'a>,
        server_timing: ServerTiming,
    ) -> Self {
        Self {
            venue,
            facts,
            transport,
            visitor: None,
            staff: None,
            copies: None,
            server_timing,
        }
    }

    /// The same client with the sender of the HTTP request; the object counts its requests and compares its token.
    #[must_use]
    pub fn with_visitor(self, visitor: Visitor) -> Self {
        Self {
            visitor: Some(visitor),
            ..self
        }
    }

    /// The same client, which confirms or drops the isolate's copy of the settings by each response.
    #[must_use]
    pub fn with_copies(self, copies: Copies) -> Self {
        Self {
            copies: Some(copies),
            ..self
        }
    }

    /// The same client for a request of staff.
    #[must_use]
    pub fn with_staff(self, staff: Option<StaffSender>) -> Self {
        Self { staff, ..self }
    }

    /// The e-mails that are shown instead of sent, the latest first; or the one of this number, if it is there.
    pub async fn preview_mail(&self, number: Option<u32>) -> Result<Vec<PreviewedEmail>, VenueError> {
        self.request(Request::PreviewMail(number)).await
    }

    /// The add-ons of an experience of which nothing is left on a day.
    pub async fn sold_out(&self, experience: &ExperienceId, day: Day) -> Result<Vec<AddOnId>, VenueError> {
        self.request(Request::SoldOut(experience.clone(), day)).await
    }

    /// Sends a request and reads the response into its type.
    async fn request<T: DeserializeOwned>(&self, request: Request) -> Result<T, VenueError> {
        // The part that does not depend on `T` is compiled once; the box keeps it out of each instance.
        Box::pin(self.send(request)).await?.into_result()
    }

    async fn send(&self, request: Request) -> Result<Response, VenueError> {
        let broken = |error: serde_json::Error| VenueError::Broken(error.to_string());
        let policy = request.policy();
        let (is_public, is_write) = (policy.is_public(), policy.is_write);
        let envelope = Envelope {
            venue: self.venue.clone(),
            request,
            // The response to a public request is the same for all: no visitor is sent with it.
            visitor: self.visitor.clone().filter(|_| !is_public),
            staff: self.staff.clone().filter(|_| !is_public),
        };
        let text = serde_json::to_string(&envelope).map_err(broken)?;
        let text = self.transport.send(text).await.map_err(|TransportError(cause)| {
            // The object may have carried out the write before the connection broke.
            if is_write {
                VenueError::OutcomeUnknown(cause)
            } else {
                VenueError::Broken(cause)
            }
        })?;
        let mut response = Response::parse(&text)?;
        if let Some(copies) = &self.copies {
            copies.confirm(&self.venue, response.settings_version, response.is_suspended);
        }
        self.server_timing
            .add(std::mem::take(&mut response.server_timing));
        let fresh_seconds = if is_public { response.fresh_seconds } else { 0 };
        self.server_timing.holds_for(fresh_seconds);
        Ok(response)
    }
}

#[async_trait(?Send)]
impl Provider for VenueClient<'_> {
    fn abilities(&self) -> Abilities {
        self.facts.abilities
    }

    async fn experiences(&self) -> Result<Vec<Experience>, VenueError> {
        match &self.facts.experiences {
            Some(experiences) => experiences.clone(),
            None => self.request(Request::Experiences).await,
        }
    }

    fn last_evening(&self) -> Option<Day> {
        self.facts.last_evening
    }

    async fn calendar(&self, question: &CalendarQuestion) -> Result<Vec<CalendarDay>, VenueError> {
        self.request(Request::Calendar(question.clone())).await
    }

    async fn slots(&self, question: &SlotsQuestion) -> Result<Vec<Slot>, VenueError> {
        self.request(Request::Slots(question.clone())).await
    }

    async fn experiences_with(&self, code: &AccessCode) -> Result<Vec<Experience>, VenueError> {
        self.request(Request::ExperiencesWith(code.clone())).await
    }

    async fn calendar_with(
        &self,
        question: &CalendarQuestion,
        choices: &Choices,
    ) -> Result<Vec<CalendarDay>, VenueError> {
        match &choices.access_code {
            Some(code) => {
                let request = Request::CalendarWith(question.clone(), code.clone());
                self.request(request).await
            }
            None => self.calendar(question).await,
        }
    }

    async fn slots_with(&self, question: &SlotsQuestion, choices: &Choices) -> Result<Vec<Slot>, VenueError> {
        match &choices.access_code {
            Some(code) => {
                let request = Request::SlotsWith(question.clone(), code.clone());
                self.request(request).await
            }
            None => self.slots(question).await,
        }
    }

    async fn quote(&self, request: &QuoteRequest, choices: &Choices) -> Result<Option<Quote>, VenueError> {
        let request = Box::new(choices.within_quote(request));
        self.request(Request::Quote(request, choices.access_code.clone()))
            .await
    }

    async fn reserve_with(&self, order: &BookingRequest, choices: &Choices) -> Result<Booked, VenueError> {
        let order = BookingRequest {
            request: choices.within(&order.request),
            key: order.key.clone(),
        };
        match &choices.access_code {
            Some(code) => {
                let request = Request::ReserveWith(Box::new(order), code.clone());
                self.request(request).await
            }
            None => self.reserve(&order).await,
        }
    }

    async fn reserve(&self, order: &BookingRequest) -> Result<Booked, VenueError> {
        self.request(Request::Reserve(Box::new(order.clone()))).await
    }

    async fn reservation(&self, id: &ReservationId) -> Result<Reservation, VenueError> {
        self.request(Request::Reservation(id.clone())).await
    }

    async fn reservations(&self, question: &ReservationsQuestion) -> Result<Vec<Reservation>, VenueError> {
        self.request(Request::Reservations(question.clone())).await
    }

    async fn change(
        &self,
        id: &ReservationId,
        change: &ReservationChange,
    ) -> Result<Reservation, VenueError> {
        self.request(Request::Change(id.clone(), Box::new(change.clone())))
            .await
    }

    async fn set_status(&self, id: &ReservationId, status: Status) -> Result<Reservation, VenueError> {
        self.request(Request::SetStatus(id.clone(), status)).await
    }
}

#[cfg(test)]
#[path = "client_tests.rs"]
mod tests;
