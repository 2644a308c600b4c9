//! The port to a booking system as the worker holds it: every question goes to the venue's object. It
//! must not know which system the object holds, nor how a message
//! travels.

use async_trait::async_trait;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::availability::{CalendarDay, Slot};
use shared::id::{ReservationId, VenueId};
use shared::reservation::{Reservation, ReservationChange, Status};
use shared::time::Day;
use shared::venue::Experience;

use super::call::{Call, Line, LineError, Message, Said};
use super::visitor::Visitor;
use crate::provider::marks::Marks;
use crate::provider::{
    Abilities, CalendarQuestion, Order, Provider, ProviderError, ReservationsQuestion, Reserved,
    SlotsQuestion,
};

/// What is known of a venue's system without asking its object.
pub struct Known {
    /// What it can do.
    pub abilities: Abilities,
    /// What can be booked, where the venue's settings say it.
    pub experiences: Option<Result<Vec<Experience>, ProviderError>>,
    /// The day before, where times of it may still be ahead at the request's instant.
    pub last_evening: Option<Day>,
}

/// One venue's booking system, for one request.
pub struct Desk<L> {
    venue: VenueId,
    known: Known,
    line: L,
    visitor: Option<Visitor>,
    marks: Marks,
}

impl<L: Line> Desk<L> {
    /// The system of `venue`, whose object is reached over `line`. What is decided goes to `marks`.
    pub fn new(venue: VenueId, known: Known, line: L, marks: Marks) -> Self {
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
    pub(super) async fn make<T: Serialize + DeserializeOwned>(&self, call: Call) -> Result<T, ProviderError> {
        // Whatever the answer's type is not needed for is compiled once, and in a box, so that it stays so.
        let said = Box::pin(self.put(call)).await?;
        said.answer()
    }

    async fn put(&self, call: Call) -> Result<Said, ProviderError> {
        let broken = |error: serde_json::Error| ProviderError::Broken(error.to_string());
        let (is_public, is_write) = (call.is_public(), call.is_write());
        let message = Message {
            venue: self.venue.clone(),
            call,
            // What everybody may hear is asked by nobody in particular.
            visitor: self.visitor.clone().filter(|_| !is_public),
        };
        let message = serde_json::to_string(&message).map_err(broken)?;
        let said = self.line.say(message).await.map_err(|LineError(cause)| {
            // Whether the object had heard all of it before the line broke cannot be known.
            if is_write {
                ProviderError::OutcomeUnknown(cause)
            } else {
                ProviderError::Broken(cause)
            }
        })?;
        let mut said = Said::parse(&said)?;
        self.marks.add(std::mem::take(&mut said.marks));
        self.marks
            .holds_for(if is_public { said.fresh_seconds } else { 0 });
        Ok(said)
    }
}

#[async_trait(?Send)]
impl<L: Line> Provider for Desk<L> {
    fn abilities(&self) -> Abilities {
        self.known.abilities
    }

    async fn experiences(&self) -> Result<Vec<Experience>, ProviderError> {
        match &self.known.experiences {
            Some(experiences) => experiences.clone(),
            None => self.make(Call::Experiences).await,
        }
    }

    fn last_evening(&self) -> Option<Day> {
        self.known.last_evening
    }

    async fn calendar(&self, question: &CalendarQuestion) -> Result<Vec<CalendarDay>, ProviderError> {
        self.make(Call::Calendar(question.clone())).await
    }

    async fn slots(&self, question: &SlotsQuestion) -> Result<Vec<Slot>, ProviderError> {
        self.make(Call::Slots(question.clone())).await
    }

    async fn reserve(&self, order: &Order) -> Result<Reserved, ProviderError> {
        self.make(Call::Reserve(Box::new(order.clone()))).await
    }

    async fn reservation(&self, id: &ReservationId) -> Result<Reservation, ProviderError> {
        self.make(Call::Reservation(id.clone())).await
    }

    async fn reservations(&self, question: &ReservationsQuestion) -> Result<Vec<Reservation>, ProviderError> {
        self.make(Call::Reservations(question.clone())).await
    }

    async fn change(
        &self,
        id: &ReservationId,
        change: &ReservationChange,
    ) -> Result<Reservation, ProviderError> {
        self.make(Call::Change(id.clone(), Box::new(change.clone())))
            .await
    }

    async fn set_status(&self, id: &ReservationId, status: Status) -> Result<Reservation, ProviderError> {
        self.make(Call::SetStatus(id.clone(), status)).await
    }
}

#[cfg(test)]
#[path = "desk_tests.rs"]
mod tests;
