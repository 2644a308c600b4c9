//! Looks for the booking of a move that was given up without an answer: by the guest of the old reservation, and by its
//! reference alone where that was deleted at the remote system.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use shared::reservation::Reservation;
use shared::time::Instant;

use super::booking::BookingAttempt;
use super::in_flight::InFlight;
use super::journal::{self, Sent};
use super::reconcile::{Found, match_key};
use super::reschedule_rows::Move;
use super::{Candidate, Inner, Reference, Traces, log_text, reconcile};
use crate::error::{Result, VenueError};
use crate::provider::BookingRequest;
use crate::provider::choices::Choices;
use crate::upstream::Scope;

/// A look-up may share the answer to one that began earlier, by no more than this.
const SHARED: Duration = Duration::from_secs(10);

/// Whether nothing that was sent then can be found any more by a look-up that begins now.
pub(super) fn is_over(inner: &Inner, sent_at: Instant, now: Instant) -> bool {
    let settle = inner.deps.rules.settle.saturating_add(SHARED);
    let settle = i64::try_from(settle.as_secs()).unwrap_or(i64::MAX);
    now.unix().saturating_sub(sent_at.unix()) > settle
}

/// Looks for a booking that was sent under this key, and sends nothing. Returns the reservation, recorded in the journal;
/// none if it certainly was not made.
pub(super) async fn look(
    inner: &Rc<Inner>,
    scope: &Scope,
    order: &BookingRequest,
    sent: Sent,
) -> Result<Option<Reservation>> {
    let attempt = BookingAttempt {
        inner,
        scope,
        order,
        choices: &Choices::default(),
        payments: None,
        questions: None,
        letters: None,
        in_flight: InFlight::begin(inner, scope, order),
        reference: Reference::of(&inner.deps.secret.hash("reference", order.key.as_str())),
        has_earlier: true,
        is_replay: true,
        lapsed: 0,
        booked: RefCell::default(),
    };
    let found = attempt.look_for(&sent, "the answer was lost").await?;
    let (known, match_key) = match found {
        Some(Found::ByReference(known)) => (known, None),
        Some(Found::ByMatchKey(known)) => (known, Some(match_key(&order.request))),
        None => return Ok(None),
    };
    if known.held_until.is_some() {
        // Nothing is sent from here: it lapses by itself.
        let cause = "a hold that was not confirmed has not lapsed yet".to_owned();
        return Err(VenueError::OutcomeUnknown(cause));
    }
    let reserved = attempt.finish(known, sent.terms, match_key, true)?;
    Ok(Some(reserved.reservation))
}

/// Looks once for the booking of a move, by its reference alone: the old reservation, which has the guest's data to compare
/// with, was deleted. Returns the reservation, recorded in the journal; none if it cannot be found any more.
pub(super) async fn look_by_reference(
    inner: &Rc<Inner>,
    scope: &Scope,
    one: &Move,
    sent: &Sent,
) -> Result<Option<Reservation>> {
    let reference = Reference::of(&inner.deps.secret.hash("reference", one.key.as_str()));
    let began = inner.now();
    let (from, to) = reconcile::days_of((one.day, one.minutes), &inner.deps.rules.zone);
    let unknown =
        |cause: &str| VenueError::OutcomeUnknown(format!("a move whose old reservation is gone: {cause}"));
    let traces = inner.system.find(scope, &reference, (from, to)).await;
    let is_ours = |one: &Candidate| one.notes.as_deref().is_some_and(|notes| reference.is_in(notes));
    let found = match traces.map_err(|error| unknown(&log_text(&error)))? {
        Traces::Exact(found) => found,
        Traces::Alike(candidates) => candidates.into_iter().find(is_ours).map(|one| one.known),
    };
    let Some(known) = found else {
        return if is_over(inner, sent.at, began) {
            Ok(None)
        } else {
            Err(unknown("not found yet"))
        };
    };
    if known.held_until.is_some() {
        return Err(unknown("a hold that was not confirmed has not lapsed yet"));
    }
    let answer = Reservation {
        id: known.id,
        number: known.number,
        status: known.status,
        day: one.day,
        minutes: one.minutes,
        duration: known.duration.unwrap_or(sent.terms.duration),
        attendees: one.attendees,
        experience: known
            .experience
            .ok_or_else(|| unknown("an answer does not say what is booked"))?,
        manage_token: None,
        payment: sent.terms.payment.clone(),
        checkout: None,
        gift_card: None,
        refund_until: None,
        free_until: None,
        sequence: None,
        notes: None,
        area: None,
        people: Vec::new(),
        add_ons: Vec::new(),
        answers: Vec::new(),
        total: None,
    };
    inner.forget_day(one.day);
    journal::made(inner.database(), &one.key, &answer, None).map_err(|error| unknown(&error.0))?;
    Ok(Some(answer))
}
