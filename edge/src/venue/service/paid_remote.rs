//! A remote system behind the port of booking systems, with the venue's own questions, and with the bookings there that are
//! paid for here: these are answered with their payment, which begins at its provider after the booking is stored.

use async_trait::async_trait;
use config::{System, VenueSettings};
use shared::availability::{CalendarDay, Slot};
use shared::choices::AccessCode;
use shared::id::{ExperienceId, ReservationId};
use shared::payment::PaymentTerms;
use shared::quote::{Quote, QuoteRequest};
use shared::reservation::{Reservation, ReservationChange, ReservationRequest, Status};
use shared::time::Day;
use shared::venue::Experience;

use super::VenueService;
use super::remote_letters::VenueLetters;
use crate::error::{Result, VenueError};
use crate::paid_booking::{Event, Stage};
use crate::provider::choices::Choices;
use crate::provider::offer::Offers;
use crate::provider::remote::{ForRequest, HeldBooking, TakesPayments, VenuePorts, WritesLetters};
use crate::provider::status::is_ahead;
use crate::provider::{
    Abilities, Booked, BookingRequest, CalendarQuestion, Provider, ReservationsQuestion, SlotsQuestion,
};
use crate::storage::database::Statement;
use crate::venue::remote_bookings::{self, RemoteBookingRow};
use crate::venue::remote_questions::VenueQuestions;

/// The remote system of one venue, for one request of a guest.
pub(super) struct PaidRemote<'a> {
    pub(super) request: ForRequest,
    pub(super) service: &'a VenueService,
    pub(super) settings: &'a VenueSettings,
}

/// The venue, as it takes the payments of its bookings at the remote system.
struct VenuePayments<'a> {
    service: &'a VenueService,
    settings: &'a VenueSettings,
}

impl TakesPayments for VenuePayments<'_> {
    fn check(&self, request: &ReservationRequest, terms: &PaymentTerms) -> Result<()> {
        remote_bookings::check(self.service.ctx(), self.settings, request, terms)
    }

    fn quoted(&self, request: &QuoteRequest, quote: Quote) -> Result<Quote> {
        let code = request.gift_card_code.as_ref();
        remote_bookings::quoted(self.service.ctx(), self.settings, code, quote)
    }

    fn begin(&self, held: &HeldBooking<'_>) -> Result<Vec<Statement>> {
        remote_bookings::begin(self.service.ctx(), self.settings, held)
    }
}

impl PaidRemote<'_> {
    /// The taker of payments; none where bookings are not paid for here.
    fn payments(&self) -> Option<VenuePayments<'_>> {
        let is_paid_here =
            self.settings.payments.is_some() && self.settings.system().is_some_and(System::is_paid_here);
        is_paid_here.then_some(VenuePayments {
            service: self.service,
            settings: self.settings,
        })
    }

    /// The booking of this id, if it is one that is paid for here; [`VenueError::NotFound`] once its guest's data was
    /// blanked.
    fn booking(&self, id: &ReservationId) -> Result<Option<RemoteBookingRow>> {
        let row = remote_bookings::find(self.service.ctx(), id)?;
        if row.as_ref().is_some_and(RemoteBookingRow::is_blanked) {
            return Err(VenueError::NotFound);
        }
        Ok(row)
    }

    /// The reservation with what is known here of it and its payment.
    async fn with_payment(&self, reservation: Reservation) -> Result<Reservation> {
        let Some(row) = self.booking(&reservation.id)? else {
            return Ok(reservation);
        };
        let manage_token = reservation.manage_token.clone();
        let shown = remote_bookings::shown(self.service.ctx(), &row, Some(&reservation))?;
        let shown = self.service.with_checkout(self.settings, shown).await;
        Ok(Reservation {
            manage_token,
            ..shown
        })
    }

    /// The reservation as it is written here.
    async fn as_written(&self, id: &ReservationId) -> Result<Reservation> {
        let row = self.booking(id)?.ok_or(VenueError::NotFound)?;
        let shown = remote_bookings::shown(self.service.ctx(), &row, None)?;
        Ok(self.service.with_checkout(self.settings, shown).await)
    }

    /// A booking that is certain, as it is at the remote system now. One that was cancelled there is over here too.
    async fn certain(&self, id: &ReservationId) -> Result<Reservation> {
        let there = self.request.reservation(id).await?;
        let is_gone = matches!(
            there.status,
            Status::Cancelled | Status::Declined | Status::Voided
        );
        if is_gone {
            self.service.cancelled_there(self.settings, id).await?;
        }
        Ok(there)
    }

    /// Cancels a booking that is paid for here, by the terms that are stored with it.
    async fn cancel(&self, row: &RemoteBookingRow) -> Result<Reservation> {
        let id = &row.id;
        if row.booking().stage == Stage::Booked {
            let there = self.certain(id).await?;
            // Its staff may have written down since the guest looked that the guests are there.
            let now = self.service.ctx().now;
            let row = self.booking(id)?.ok_or(VenueError::NotFound)?;
            let is_certain = row.booking().stage == Stage::Booked;
            if is_certain && !is_ahead(there.status, Some(row.starts_at), now) {
                return Err(VenueError::IllegalTransition);
            }
        }
        let ctx = self.service.ctx();
        let row = self.booking(id)?.ok_or(VenueError::NotFound)?;
        // Before it is certain everything goes back.
        let gives_back = row.refund_until.is_some_and(|until| ctx.now <= until);
        let row = remote_bookings::apply(ctx, self.settings, id, Event::CancellationBegun { gives_back })?;
        if row.booking().stage == Stage::Cancelling {
            self.service.cancel_elsewhere(self.settings, id).await?;
            let row = self.booking(id)?.ok_or(VenueError::NotFound)?;
            if row.booking().stage == Stage::Booked {
                return Err(VenueError::IllegalTransition);
            }
        }
        self.as_written(id).await
    }
}

#[async_trait(?Send)]
impl Provider for PaidRemote<'_> {
    fn abilities(&self) -> Abilities {
        self.request.abilities()
    }

    async fn experiences(&self) -> Result<Vec<Experience>> {
        let experiences = self.request.experiences().await?;
        Ok(VenueQuestions(self.settings).within(experiences))
    }

    fn last_evening(&self) -> Option<Day> {
        self.request.last_evening()
    }

    async fn experiences_with(&self, code: &AccessCode) -> Result<Vec<Experience>> {
        let experiences = self.request.experiences_with(code).await?;
        Ok(VenueQuestions(self.settings).within(experiences))
    }

    async fn calendar(&self, question: &CalendarQuestion) -> Result<Vec<CalendarDay>> {
        self.request.calendar(question).await
    }

    async fn calendar_with(
        &self,
        question: &CalendarQuestion,
        choices: &Choices,
    ) -> Result<Vec<CalendarDay>> {
        self.request.calendar_with(question, choices).await
    }

    async fn slots(&self, question: &SlotsQuestion) -> Result<Vec<Slot>> {
        self.request.slots(question).await
    }

    async fn reserve(&self, order: &BookingRequest) -> Result<Booked> {
        self.reserve_with(order, &Choices::default()).await
    }

    async fn offers(&self, experience_id: &ExperienceId) -> Result<Offers> {
        self.request.offers(experience_id).await
    }

    async fn slots_with(&self, question: &SlotsQuestion, choices: &Choices) -> Result<Vec<Slot>> {
        self.request.slots_with(question, choices).await
    }

    async fn quote(&self, request: &QuoteRequest, choices: &Choices) -> Result<Option<Quote>> {
        let quote = self.request.quote(request, choices).await?;
        match (quote, self.payments()) {
            (Some(quote), Some(payments)) => payments.quoted(request, quote).map(Some),
            (quote, _) => Ok(quote),
        }
    }

    async fn reserve_with(&self, order: &BookingRequest, choices: &Choices) -> Result<Booked> {
        let (payments, questions) = (self.payments(), VenueQuestions(self.settings));
        let letters = VenueLetters::of(self.service, self.settings);
        let ports = VenuePorts {
            payments: payments.as_ref().map(|payments| payments as &dyn TakesPayments),
            questions: Some(&questions),
            letters: letters.as_ref().map(|letters| letters as &dyn WritesLetters),
        };
        let booked = self.request.reserve_through(order, choices, ports).await?;
        Ok(Booked {
            reservation: self.with_payment(booked.reservation).await?,
            replayed: booked.replayed,
        })
    }

    async fn reservation(&self, id: &ReservationId) -> Result<Reservation> {
        match self.booking(id)? {
            None => self.request.reservation(id).await,
            Some(row) if row.booking().stage == Stage::Booked => {
                let there = self.certain(id).await?;
                self.with_payment(there).await
            }
            // What is written here is ahead of what the remote system has.
            Some(_) => self.as_written(id).await,
        }
    }

    async fn reservations(&self, question: &ReservationsQuestion) -> Result<Vec<Reservation>> {
        self.request.reservations(question).await
    }

    async fn change(&self, id: &ReservationId, change: &ReservationChange) -> Result<Reservation> {
        match self.booking(id)? {
            None => {
                let is_written = self.service.expect_letter(self.settings, id)?;
                let changed = self.request.change(id, change).await;
                if is_written && changed.is_ok() {
                    self.service.letter_is_due(self.settings, id);
                }
                changed
            }
            Some(row) if row.booking().stage == Stage::Booked => {
                let changed = self.request.change(id, change).await?;
                remote_bookings::moved(self.service.ctx(), self.settings, &changed)?;
                self.with_payment(changed).await
            }
            // A hold is confirmed as it was made.
            Some(_) => Err(VenueError::IllegalTransition),
        }
    }

    async fn set_status(&self, id: &ReservationId, status: Status) -> Result<Reservation> {
        match self.booking(id)? {
            Some(row) if status == Status::Cancelled => self.cancel(&row).await,
            Some(_) => {
                let there = self.request.set_status(id, status).await?;
                self.with_payment(there).await
            }
            None => {
                let is_written =
                    status == Status::Cancelled && self.service.expect_letter(self.settings, id)?;
                let taken = self.request.set_status(id, status).await;
                if is_written && taken.is_ok() {
                    self.service.letter_is_due(self.settings, id);
                }
                taken
            }
        }
    }
}
