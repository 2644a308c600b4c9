//! Bookings that are paid for here: a hold waits for its payment, and is confirmed, or given up, in steps of their own.
//!
//! A booking counts as made once it is held: its record and the rows of its payment are one transaction. All that follows
//! is recorded by the venue's service, which calls this module for each step.

use shared::availability::Slot;
use shared::id::ReservationId;
use shared::money::Money;
use shared::reservation::{Reservation, Status};
use shared::time::Instant;
use shared::validation::{FieldCode, FieldError};

use super::booking::BookingAttempt;
use super::deposit::Deposit;
use super::journal::{self, Sent};
use super::step::{Hold, Next};
use super::{Cancellation, HeldBooking, Remote, RemoteError, RemoteReservation, answers, lost_move};
use crate::error::{Result, VenueError};
use crate::provider::status::is_final;
use crate::storage::database::Statement;
use crate::upstream::Scope;

/// The state, at the remote system, of a booking that is paid for here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaidBookingState {
    /// Held, and not confirmed yet.
    Held,
    /// Confirmed.
    Confirmed,
    /// Lapsed or cancelled: nothing is left of it.
    Gone,
    /// Over: its guests were there, or did not come.
    Ended,
}

impl PaidBookingState {
    fn of(known: &RemoteReservation) -> Self {
        match known.status {
            Status::Cancelled | Status::Declined | Status::Voided => Self::Gone,
            Status::Finished | Status::NoShow => Self::Ended,
            _ if known.held_until.is_some() => Self::Held,
            Status::PaymentPending | Status::Unconfirmed | Status::Requested => Self::Held,
            Status::Booked
            | Status::Reconfirmed
            | Status::Arrived
            | Status::Seated
            | Status::Ordered
            | Status::Paid => Self::Confirmed,
        }
    }

    /// The state by the answer to a call. A booking that the system does not find is gone.
    fn read(
        answer: std::result::Result<RemoteReservation, RemoteError>,
    ) -> std::result::Result<Self, RemoteError> {
        match answer {
            Ok(known) => Ok(Self::of(&known)),
            Err(RemoteError::NotFound) => Ok(Self::Gone),
            Err(error) => Err(error),
        }
    }
}

impl Remote {
    /// The state of a booking.
    pub async fn state_of(
        &self,
        scope: &Scope,
        id: &ReservationId,
    ) -> std::result::Result<PaidBookingState, RemoteError> {
        PaidBookingState::read(self.inner.system.reservation(scope, id).await)
    }

    /// Confirms a booking whose payment has come. The outcome may be unknown.
    pub async fn confirm(
        &self,
        scope: &Scope,
        id: &ReservationId,
    ) -> std::result::Result<PaidBookingState, RemoteError> {
        PaidBookingState::read(self.inner.system.confirm(scope, id).await)
    }

    /// Cancels a booking, or releases its hold. The outcome may be unknown.
    pub async fn cancel(
        &self,
        scope: &Scope,
        id: &ReservationId,
        cancellation: &Cancellation,
    ) -> std::result::Result<PaidBookingState, RemoteError> {
        let state = PaidBookingState::read(self.inner.system.cancel(scope, id, cancellation).await);
        if let Ok(Some(remembered)) = journal::reservation(self.inner.database(), id) {
            self.inner.forget_day(remembered.day);
        }
        state
    }

    /// The references of the deposits that the books have for a reservation.
    pub async fn deposits(
        &self,
        scope: &Scope,
        id: &ReservationId,
    ) -> std::result::Result<Vec<String>, RemoteError> {
        self.inner.system.deposits(scope, id).await
    }

    /// Notes for the staff that a deposit in the books goes back to the guest here.
    pub async fn note_refund(
        &self,
        scope: &Scope,
        id: &ReservationId,
        amount: Money,
    ) -> std::result::Result<(), RemoteError> {
        self.inner.system.note_refund(scope, id, amount).await
    }

    /// Whether nothing that was sent then can be found any more by a look-up that begins now.
    #[must_use]
    pub fn is_settled(&self, sent_at: Instant, now: Instant) -> bool {
        lost_move::is_over(&self.inner, sent_at, now)
    }

    /// Posts a deposit. The outcome may be unknown, and posting again may post twice.
    pub async fn post_deposit(
        &self,
        scope: &Scope,
        id: &ReservationId,
        deposit: &Deposit,
    ) -> std::result::Result<(), RemoteError> {
        self.inner.system.post_deposit(scope, id, deposit).await
    }
}

fn refused(pointer: &str, code: FieldCode) -> VenueError {
    VenueError::Fields(vec![FieldError::new(pointer, code)])
}

impl BookingAttempt<'_> {
    /// Refuses a slot that costs something in advance where that cannot be taken.
    pub(super) fn check_payment(&self, slot: &Slot) -> Result<()> {
        let request = &self.order.request;
        match (&slot.payment, self.payments) {
            (None, Some(_)) if request.gift_card_code.is_some() => {
                Err(refused("/giftCardCode", FieldCode::NothingToPay))
            }
            (None, _) => Ok(()),
            (Some(terms), Some(payments)) if self.start().is_some() => payments.check(request, terms),
            // A payment cannot be transferred by a move.
            (Some(_), _) => Err(refused("/minutes", FieldCode::NotOffered)),
        }
    }

    fn start(&self) -> Option<Instant> {
        let request = &self.order.request;
        self.inner.start(request.day, request.minutes)
    }

    /// Whether what was created waits for a payment that is taken here.
    pub(super) fn is_paid_here(&self, known: &RemoteReservation, sent: &Sent) -> bool {
        self.payments.is_some() && sent.terms.payment.is_some() && !is_final(known.status)
    }

    /// Stores a held booking with its payment, and answers it. Where the payment cannot be stored the hold is released.
    pub(super) async fn await_payment(
        &mut self,
        known: RemoteReservation,
        sent: Sent,
        match_key: Option<String>,
        is_replay: bool,
    ) -> Result<Next> {
        self.check_current()?;
        let held_until = known.held_until;
        let reservation = Reservation {
            status: Status::PaymentPending,
            ..self.answer(known, sent.terms.clone())
        };
        self.inner.forget_day(self.order.request.day);
        let beside = match self.begin_payment(&reservation, held_until) {
            Ok(beside) => beside,
            Err(error) => {
                let hold = Hold {
                    id: reservation.id,
                    sent,
                    match_key,
                    is_found_again: false,
                };
                self.abandon(&hold).await?;
                return Err(error);
            }
        };
        // Where the write fails it is still `sent`: the next request with this key finds the hold.
        journal::made_with(
            self.inner.database(),
            &self.order.key,
            &reservation,
            match_key,
            beside,
        )
        .map_err(|error| VenueError::OutcomeUnknown(error.to_string()))?;
        Ok(Next::done(self.inner.reserved(reservation, is_replay)))
    }

    fn begin_payment(
        &self,
        reservation: &Reservation,
        held_until: Option<Instant>,
    ) -> Result<Vec<Statement>> {
        let start = self.start();
        let (Some(payments), Some(start)) = (self.payments, start) else {
            return Err(VenueError::Broken(
                "a booking with a payment has no start, or the venue takes no payments".to_owned(),
            ));
        };
        payments.begin(&HeldBooking {
            request: &self.order.request,
            reservation,
            answers: &answers::given(self.questions, &self.order.request),
            start,
            held_until,
            takes_deposit: self.inner.system.abilities().deposits,
        })
    }
}

#[cfg(test)]
#[path = "paid_tests.rs"]
mod tests;
