//! Bookings that are paid for here: a hold waits for its payment, and is confirmed, or given up, in steps of their own.
//!
//! A booking counts as made once it is held: its record and what its payment needs are one write. All that follows is
//! written down by the taker of the payment, which asks here for each call.

use shared::availability::Slot;
use shared::id::ReservationId;
use shared::money::Money;
use shared::reservation::{Reservation, Status};
use shared::time::Instant;
use shared::validation::{FieldCode, FieldError};

use super::booking::Job;
use super::deposit::Deposit;
use super::journal::{self, Sent};
use super::step::{Hold, Next};
use super::{Cancellation, HeldBooking, Remote, RemoteError, RemoteReservation, answers, lost_move};
use crate::error::{Result, VenueError};
use crate::provider::status::is_final;
use crate::storage::database::Statement;
use crate::upstream::Scope;

/// How a booking that is paid for here stands at the remote system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is held, and waits for its confirmation.
    Waiting,
    /// It is confirmed.
    Certain,
    /// There is nothing of it any more: it has lapsed, or was cancelled.
    Gone,
    /// Its evening is over: its guests were there, or did not come.
    Ended,
}

impl Standing {
    fn of(known: &RemoteReservation) -> Self {
        match known.status {
            Status::Cancelled | Status::Declined | Status::Voided => Self::Gone,
            Status::Finished | Status::NoShow => Self::Ended,
            _ if known.held_until.is_some() => Self::Waiting,
            Status::PaymentPending | Status::Unconfirmed | Status::Requested => Self::Waiting,
            Status::Booked
            | Status::Reconfirmed
            | Status::Arrived
            | Status::Seated
            | Status::Ordered
            | Status::Paid => Self::Certain,
        }
    }

    /// The same of an answer; one that nothing is known of is gone.
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
    /// How a booking stands.
    pub async fn standing(
        &self,
        scope: &Scope,
        id: &ReservationId,
    ) -> std::result::Result<Standing, RemoteError> {
        Standing::read(self.inner.system.reservation(scope, id).await)
    }

    /// Confirms a booking whose payment has come. The outcome may be unknown.
    pub async fn confirm(
        &self,
        scope: &Scope,
        id: &ReservationId,
    ) -> std::result::Result<Standing, RemoteError> {
        Standing::read(self.inner.system.confirm(scope, id).await)
    }

    /// Cancels a booking, or releases its hold. The outcome may be unknown.
    pub async fn cancel(
        &self,
        scope: &Scope,
        id: &ReservationId,
        cancellation: &Cancellation,
    ) -> std::result::Result<Standing, RemoteError> {
        let standing = Standing::read(self.inner.system.cancel(scope, id, cancellation).await);
        if let Ok(Some(remembered)) = journal::reservation(self.inner.database(), id) {
            self.inner.forget_day(remembered.day);
        }
        standing
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

    /// Whether nothing that was sent then can turn up any more in a look that began now.
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

impl Job<'_> {
    /// Refuses a slot that costs something in advance where that cannot be taken.
    pub(super) fn check_payment(&self, slot: &Slot) -> Result<()> {
        let request = &self.order.request;
        match (&slot.payment, self.payments) {
            (None, Some(_)) if request.gift_card_code.is_some() => {
                Err(refused("/giftCardCode", FieldCode::NothingToPay))
            }
            (None, _) => Ok(()),
            (Some(terms), Some(payments)) if self.start().is_some() => payments.check(request, terms),
            // A move takes no money along.
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

    /// Writes a held booking down with its payment, and answers it. Where its payment cannot be stored it is released.
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
        // Unwritten, it is `sent` still: the next request with this key will find the hold.
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
                "a booking with a payment has no start, or nobody takes it".to_owned(),
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
