//! The venue's client on the worker's side: sends one request to the Durable Object and returns its typed response.

use async_trait::async_trait;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::availability::{CalendarDay, Slot};
use shared::id::{ReservationId, VenueId};
use shared::reservation::{Reservation, ReservationChange, Status};
use shared::time::Day;
use shared::venue::Experience;

use crate::error::VenueError;
use crate::provider::server_timing::ServerTiming;
use crate::provider::{
    Abilities, Booked, BookingRequest, CalendarQuestion, Provider, ReservationsQuestion, SlotsQuestion,
};
use crate::venue::message::visitor::Visitor;
use crate::venue::message::{Envelope, Request, Response, Transport, TransportError};

/// What is known of a venue's system without asking its object.
pub struct Known {
    /// What it can do.
    pub abilities: Abilities,
    /// What can be booked, where the venue's settings say it.
    pub experiences: Option<Result<Vec<Experience>, VenueError>>,
    /// The day before, where times of it may still be ahead at the request's instant.
    pub last_evening: Option<Day>,
}

/// One venue's booking system, for one request.
pub struct VenueClient<L> {
    venue: VenueId,
    known: Known,
    line: L,
    visitor: Option<Visitor>,
    marks: ServerTiming,
}

impl<L: Transport> VenueClient<L> {
    /// The system of `venue`, whose object is reached over `line`. What is decided goes to `marks`.
    pub fn new(venue: VenueId, known: Known, line: L, marks: ServerTiming) -> Self {
        Self {
            venue,
            known,
            line,
            visitor: None,
            marks,
        }
    }

    /// The same, for this guest.
    #[must_use]
    pub fn with_visitor(self, visitor: Visitor) -> Self {
        Self {
            visitor: Some(visitor),
            ..self
        }
    }

    /// Puts a call to the object and reads its answer.
    pub(super) async fn make<T: Serialize + DeserializeOwned>(&self, call: Request) -> Result<T, VenueError> {
        // Whatever the answer's type is not needed for is compiled once, and in a box, so that it stays so.
        let said = Box::pin(self.put(call)).await?;
        said.answer()
    }

    async fn put(&self, call: Request) -> Result<Response, VenueError> {
        let broken = |error: serde_json::Error| VenueError::Broken(error.to_string());
        let (is_public, is_write) = (call.is_public(), call.is_write());
        let message = Envelope {
            venue: self.venue.clone(),
            call,
            // What everybody may hear is asked by nobody in particular.
            visitor: self.visitor.clone().filter(|_| !is_public),
        };
        let message = serde_json::to_string(&message).map_err(broken)?;
        let said = self.line.send(message).await.map_err(|TransportError(cause)| {
            // Whether the object had heard all of it before the line broke cannot be known.
            if is_write {
                VenueError::OutcomeUnknown(cause)
            } else {
                VenueError::Broken(cause)
            }
        })?;
        let mut said = Response::parse(&said)?;
        self.marks.add(std::mem::take(&mut said.marks));
        self.marks
            .holds_for(if is_public { said.fresh_seconds } else { 0 });
        Ok(said)
    }
}

#[async_trait(?Send)]
impl<L: Transport> Provider for VenueClient<L> {
    fn abilities(&self) -> Abilities {
        self.known.abilities
    }

    async fn experiences(&self) -> Result<Vec<Experience>, VenueError> {
        match &self.known.experiences {
            Some(experiences) => experiences.clone(),
            None => self.make(Request::Experiences).await,
        }
    }

    fn last_evening(&self) -> Option<Day> {
        self.known.last_evening
    }

    async fn calendar(&self, question: &CalendarQuestion) -> Result<Vec<CalendarDay>, VenueError> {
        self.make(Request::Calendar(question.clone())).await
    }

    async fn slots(&self, question: &SlotsQuestion) -> Result<Vec<Slot>, VenueError> {
        self.make(Request::Slots(question.clone())).await
    }

    async fn reserve(&self, order: &BookingRequest) -> Result<Booked, VenueError> {
        self.make(Request::Reserve(Box::new(order.clone()))).await
    }

    async fn reservation(&self, id: &ReservationId) -> Result<Reservation, VenueError> {
        self.make(Request::Reservation(id.clone())).await
    }

    async fn reservations(&self, question: &ReservationsQuestion) -> Result<Vec<Reservation>, VenueError> {
        self.make(Request::Reservations(question.clone())).await
    }

    async fn change(
        &self,
        id: &ReservationId,
        change: &ReservationChange,
    ) -> Result<Reservation, VenueError> {
        self.make(Request::Change(id.clone(), Box::new(change.clone())))
            .await
    }

    async fn set_status(&self, id: &ReservationId, status: Status) -> Result<Reservation, VenueError> {
        self.make(Request::SetStatus(id.clone(), status)).await
    }
}

#[cfg(test)]
#[path = "client_tests.rs"]
mod tests;
