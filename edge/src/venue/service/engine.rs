//! The embedded engine behind the port of booking systems. Each operation runs on the venue's reservations in one
//! turn, so that no other request comes between a check and the write that relies on it. The reservation's payment
//! begins at its provider after that turn.

use async_trait::async_trait;
use config::{EngineSettings, VenueSettings};
use shared::availability::{CalendarDay, Slot};
use shared::choices::AccessCode;
use shared::id::{AddOnId, ExperienceId, ReservationId};
use shared::quote::{Quote, QuoteRequest};
use shared::reservation::{Reservation, ReservationChange, Status};
use shared::time::Day;
use shared::venue::Experience;

use crate::access::Actor;
use crate::error::{Result, VenueError};
use crate::localization::questions;
use crate::provider::choices::Choices;
use crate::provider::engine::adapter;
use crate::provider::{
    Abilities, Booked, BookingRequest, CalendarQuestion, Provider, ReservationsQuestion, SlotsQuestion,
};
use crate::venue::context::Ctx;
use crate::venue::reservations::Reservations;
use crate::venue::service::VenueService;

/// The embedded engine of one venue, for one request of this actor.
pub(super) struct EmbeddedEngine<'a> {
    pub(super) actor: &'a Actor,
    pub(super) service: &'a VenueService,
    pub(super) settings: &'a VenueSettings,
    pub(super) engine: &'a EngineSettings,
}

impl EmbeddedEngine<'_> {
    /// The add-ons of an experience of which nothing is left on a day.
    pub(super) fn sold_out(&self, experience: &ExperienceId, day: Day) -> Result<Vec<AddOnId>> {
        self.run(|reservations, ctx| reservations.sold_out(ctx, experience, day))
    }

    /// Runs `work` on the venue's reservations in one turn.
    pub(super) fn run<T>(&self, work: impl FnOnce(&mut Reservations, Ctx<'_>) -> Result<T>) -> Result<T> {
        self.service.with_reservations_of(self.settings, self.actor, work)
    }

    /// The reservation with its payment, where the venue takes payments.
    pub(super) async fn with_checkout(&self, reservation: Reservation) -> Reservation {
        if self.settings.payments.is_none() {
            return reservation;
        }
        self.service.with_checkout(self.settings, reservation).await
    }

    /// Whether this is the experience of the reservation that is to be changed: its guest has the token of it, and may see
    /// its times and prices without an access code.
    fn is_of_own(&self, reservation: Option<&ReservationId>, experience: &ExperienceId) -> bool {
        let Some(id) = reservation else {
            return false;
        };
        let own = self.run(|reservations, ctx| reservations.reservation(ctx, id));
        own.is_ok_and(|own| own.experience.id == *experience)
    }

    /// Makes a booking of an experience that its guest may book.
    async fn book(&self, order: &BookingRequest) -> Result<Booked> {
        let booked = self.run(|reservations, ctx| reservations.reserve(ctx, order))?;
        Ok(Booked {
            reservation: self.with_checkout(booked.reservation).await,
            replayed: booked.replayed,
        })
    }

    /// Extends the payment deadline of a reservation, once.
    pub(super) async fn extend_hold(&self, id: &ReservationId) -> Result<Reservation> {
        if self.settings.payments.is_none() {
            return Err(VenueError::NotFound);
        }
        let reservation = self.run(|reservations, ctx| reservations.extend_hold(ctx, id))?;
        Ok(self.with_checkout(reservation).await)
    }
}

#[async_trait(?Send)]
impl Provider for EmbeddedEngine<'_> {
    fn abilities(&self) -> Abilities {
        adapter::ABILITIES
    }

    async fn experiences(&self) -> Result<Vec<Experience>> {
        adapter::experiences(self.engine, self.settings.currency, questions::words)
    }

    fn last_evening(&self) -> Option<Day> {
        let (today, now) = self.settings.time_zone.local(self.service.ctx().now)?;
        adapter::last_evening(self.engine, today, now)
    }

    async fn experiences_with(&self, code: &AccessCode) -> Result<Vec<Experience>> {
        adapter::experiences_with(self.engine, self.settings.currency, questions::words, code)
    }

    async fn calendar_with(
        &self,
        question: &CalendarQuestion,
        choices: &Choices,
    ) -> Result<Vec<CalendarDay>> {
        adapter::check_access(self.engine, &question.experience_id, choices.access_code.as_ref())?;
        self.run(|reservations, ctx| reservations.calendar(question, ctx.now))
    }

    async fn calendar(&self, question: &CalendarQuestion) -> Result<Vec<CalendarDay>> {
        adapter::check_access(self.engine, &question.experience_id, None)?;
        self.run(|reservations, ctx| reservations.calendar(question, ctx.now))
    }

    async fn slots(&self, question: &SlotsQuestion) -> Result<Vec<Slot>> {
        if !self.is_of_own(question.moving.as_ref(), &question.experience_id) {
            adapter::check_access(self.engine, &question.experience_id, None)?;
        }
        self.run(|reservations, ctx| reservations.slots(question, ctx.now))
    }

    async fn slots_with(&self, question: &SlotsQuestion, choices: &Choices) -> Result<Vec<Slot>> {
        adapter::check_access(self.engine, &question.experience_id, choices.access_code.as_ref())?;
        self.run(|reservations, ctx| reservations.slots(question, ctx.now))
    }

    async fn quote(&self, request: &QuoteRequest, choices: &Choices) -> Result<Option<Quote>> {
        let code = choices.access_code.as_ref();
        if code.is_some() || !self.is_of_own(request.reservation_id.as_ref(), &request.experience_id) {
            adapter::check_access(self.engine, &request.experience_id, code)?;
        }
        let request = choices.within_quote(request);
        self.run(|reservations, ctx| reservations.quote(ctx, &request))
            .map(Some)
    }

    async fn reserve_with(&self, order: &BookingRequest, choices: &Choices) -> Result<Booked> {
        let request = choices.within(&order.request);
        adapter::check_access(self.engine, &request.experience_id, choices.access_code.as_ref())?;
        let order = BookingRequest {
            request,
            key: order.key.clone(),
        };
        self.book(&order).await
    }

    async fn reserve(&self, order: &BookingRequest) -> Result<Booked> {
        adapter::check_access(self.engine, &order.request.experience_id, None)?;
        self.book(order).await
    }

    async fn reservation(&self, id: &ReservationId) -> Result<Reservation> {
        let reservation = self.run(|reservations, ctx| reservations.reservation(ctx, id))?;
        Ok(self.with_checkout(reservation).await)
    }

    async fn reservations(&self, question: &ReservationsQuestion) -> Result<Vec<Reservation>> {
        self.run(|reservations, ctx| reservations.reservations(ctx, question))
    }

    async fn change(&self, id: &ReservationId, change: &ReservationChange) -> Result<Reservation> {
        let reservation = self.run(|reservations, ctx| reservations.change(ctx, id, change))?;
        Ok(self.with_checkout(reservation).await)
    }

    async fn set_status(&self, id: &ReservationId, status: Status) -> Result<Reservation> {
        self.run(|reservations, ctx| reservations.set_status(ctx, id, status))
    }
}
