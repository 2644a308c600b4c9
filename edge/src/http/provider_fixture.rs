//! A booking system whose answers a test decides, and which counts the questions. It must not know
//! how they are asked.

use std::cell::{Cell, RefCell};

use async_trait::async_trait;
use shared::availability::{CalendarDay, Slot};
use shared::id::ReservationId;
use shared::reservation::{Reservation, Status};
use shared::venue::Experience;

use crate::provider::marks::Marks;
use crate::provider::{
    Abilities, CalendarQuestion, Order, Provider, ProviderError, ReservationsQuestion, Reserved,
    SlotsQuestion,
};

/// Answers every question with nothing and every order with a refusal.
#[derive(Default)]
pub(super) struct System {
    /// How many questions were asked.
    pub(super) asked: Cell<u32>,
    /// For how many seconds its answers hold.
    pub(super) fresh_seconds: u32,
    /// What it answers to a question for slots instead.
    pub(super) failure: RefCell<Option<ProviderError>>,
}

/// The system, for one request.
pub(super) struct Asked<'a>(pub(super) &'a System, pub(super) Marks);

impl Asked<'_> {
    fn nothing<T>(&self) -> Vec<T> {
        let Self(system, marks) = self;
        system.asked.set(system.asked.get() + 1);
        marks.holds_for(system.fresh_seconds);
        vec![]
    }
}

#[async_trait(?Send)]
impl Provider for Asked<'_> {
    fn abilities(&self) -> Abilities {
        Abilities {
            areas: true,
            notes: true,
            moving: false,
            listing: true,
            status: true,
        }
    }

    async fn experiences(&self) -> Result<Vec<Experience>, ProviderError> {
        Ok(self.nothing())
    }

    async fn calendar(&self, _: &CalendarQuestion) -> Result<Vec<CalendarDay>, ProviderError> {
        Ok(self.nothing())
    }

    async fn slots(&self, _: &SlotsQuestion) -> Result<Vec<Slot>, ProviderError> {
        let slots = self.nothing();
        match self.0.failure.borrow().clone() {
            Some(failure) => Err(failure),
            None => Ok(slots),
        }
    }

    async fn reserve(&self, _: &Order) -> Result<Reserved, ProviderError> {
        Err(ProviderError::Taken { alternatives: vec![] })
    }

    async fn reservation(&self, _: &ReservationId) -> Result<Reservation, ProviderError> {
        Err(ProviderError::NotFound)
    }

    async fn reservations(&self, _: &ReservationsQuestion) -> Result<Vec<Reservation>, ProviderError> {
        Ok(self.nothing())
    }

    async fn set_status(&self, _: &ReservationId, _: Status) -> Result<Reservation, ProviderError> {
        Err(ProviderError::IllegalTransition)
    }
}
