//! The second step of a booking at a system that holds tables: the hold is confirmed, or given up.
//!
//! The hold is in the journal before its confirmation is sent. Wherever this is interrupted, the hold itself shows how far
//! it came: it is confirmed, it is one still, or it has lapsed. So a confirmation is repeated only of what is a hold still,
//! and a booking begins anew only once its hold is over: a guest has one table, or none.

use std::rc::Rc;

use shared::reservation::Reservation;

use super::booking::BookingAttempt;
use super::journal::{self, Sent};
use super::step::{Hold, Next, Step};
use super::{CancelReason, Cancellation, Inner, RemoteError, RemoteReservation, log_text};
use crate::error::{Result, VenueError};
use crate::provider::status::is_final;
use crate::storage::idempotency::IdempotencyKey;
use crate::upstream::Scope;

/// How often a hold may lapse under one request before its guest is told that the time is taken.
const MOST_LAPSED: u8 = 2;

fn not_confirmed(error: &RemoteError) -> VenueError {
    VenueError::OutcomeUnknown(format!(
        "held, and not known to be confirmed: {}",
        log_text(error)
    ))
}

impl BookingAttempt<'_> {
    /// Records the answer to a creation: a reservation ends the order, a hold is confirmed. A booking that is paid for here
    /// waits for its payment.
    pub(super) async fn created(
        &mut self,
        known: RemoteReservation,
        sent: Sent,
        match_key: Option<String>,
        is_replay: bool,
    ) -> Result<Next> {
        if self.is_paid_here(&known, &sent) {
            return self.await_payment(known, sent, match_key, is_replay).await;
        }
        if known.held_until.is_none() {
            let booked = self.finish(known, sent.terms, match_key, is_replay);
            return booked.map(Next::done);
        }
        self.check_current()?;
        let held = self.answer(known, sent.terms.clone());
        self.inner.forget_day(self.order.request.day);
        // Where the write fails it is still `sent`: the next request with this key finds the hold.
        journal::held(
            self.inner.database(),
            &self.order.key,
            &held,
            match_key.as_deref(),
        )
        .map_err(|error| VenueError::OutcomeUnknown(error.to_string()))?;
        Ok(Next::Go(Step::Confirm(Box::new(Hold {
            id: held.id,
            sent,
            match_key,
            is_found_again: false,
        }))))
    }

    /// Confirms a hold. One that is refused is released, and its guest is told as if the booking had been refused.
    pub(super) async fn confirm(&mut self, hold: Hold) -> Result<Next> {
        if hold.is_found_again
            && let Some(next) = self.look_at(&hold).await?
        {
            return Ok(next);
        }
        self.check_current()?;
        let error = match self.inner.system.confirm(self.scope, &hold.id).await {
            Ok(known) if known.held_until.is_none() && !is_final(known.status) => {
                let is_replay = self.is_replay;
                let booked = self.finish(known, hold.sent.terms, hold.match_key, is_replay);
                return booked.map(Next::done);
            }
            Ok(_) => RemoteError::Failed("a confirmation has left a hold as it was".to_owned()),
            Err(error) => error,
        };
        // What this confirmation is refused for may be that an earlier one, or this one, was carried out.
        if let Some(next) = self.look_at(&hold).await? {
            return Ok(next);
        }
        if error.is_outcome_unknown() || matches!(error, RemoteError::Away { .. }) {
            return Err(not_confirmed(&error));
        }
        self.abandon(&hold).await?;
        Err(self.refused(error).await)
    }

    /// The next step after a look at a hold; none while it is still a hold.
    async fn look_at(&mut self, hold: &Hold) -> Result<Option<Next>> {
        match self.inner.system.reservation(self.scope, &hold.id).await {
            Ok(known) if is_final(known.status) => self.lapsed().map(Some),
            Ok(known) if known.held_until.is_some() => Ok(None),
            Ok(known) => {
                let terms = hold.sent.terms.clone();
                let booked = self.finish(known, terms, hold.match_key.clone(), self.is_replay);
                booked.map(|booked| Some(Next::done(booked)))
            }
            Err(RemoteError::NotFound) => self.lapsed().map(Some),
            Err(error) => Err(not_confirmed(&error)),
        }
    }

    /// Starts the order again after a hold that has ended: nothing of the order is left at the system.
    fn lapsed(&mut self) -> Result<Next> {
        self.inner.forget_day(self.order.request.day);
        self.has_earlier = false;
        self.lapsed += 1;
        if self.lapsed < MOST_LAPSED {
            return Ok(Next::Go(Step::Check));
        }
        self.release()?;
        Err(VenueError::Taken {
            alternatives: Vec::new(),
        })
    }

    /// Releases a hold that is not to be confirmed. The order stays `held` unless the hold has certainly ended.
    pub(super) async fn abandon(&mut self, hold: &Hold) -> Result<()> {
        let cancellation = Cancellation::of(CancelReason::Abandoned);
        match self
            .inner
            .system
            .cancel(self.scope, &hold.id, &cancellation)
            .await
        {
            Ok(_) | Err(RemoteError::NotFound) => {}
            Err(error) => return Err(not_confirmed(&error)),
        }
        self.has_earlier = false;
        self.release()
    }
}

/// The reservation of an abandoned rescheduling whose hold was confirmed after all, recorded in the journal; none if the
/// hold has ended. Nothing is sent.
pub(super) async fn settle_hold(
    inner: &Rc<Inner>,
    scope: &Scope,
    key: &IdempotencyKey,
    hold: Reservation,
) -> Result<Option<Reservation>> {
    let known = match inner.system.reservation(scope, &hold.id).await {
        Ok(known) if is_final(known.status) => return Ok(None),
        Ok(known) if known.held_until.is_none() => known,
        Ok(_) => {
            let cause = "a hold that was not confirmed has not lapsed yet".to_owned();
            return Err(VenueError::OutcomeUnknown(cause));
        }
        Err(RemoteError::NotFound) => return Ok(None),
        Err(error) => return Err(not_confirmed(&error)),
    };
    let made = Reservation {
        status: known.status,
        ..hold
    };
    inner.forget_day(made.day);
    journal::made(inner.database(), key, &made, None)
        .map_err(|error| VenueError::OutcomeUnknown(error.to_string()))?;
    Ok(Some(made))
}

#[cfg(test)]
#[path = "confirmation_tests.rs"]
mod tests;
