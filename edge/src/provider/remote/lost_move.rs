//! Looks for the booking of a move whose old reservation was deleted at the remote system.

use std::rc::Rc;
use std::time::Duration;

use shared::reservation::Reservation;
use shared::time::Instant;

use super::journal::{self, Sent};
use super::reschedule_rows::Move;
use super::{Candidate, Inner, Reference, Traces, log_text, reconcile};
use crate::error::{Result, VenueError};
use crate::upstream::Scope;

/// A look-up may share the answer to one that began earlier, by no more than this.
const SHARED: Duration = Duration::from_secs(10);

/// Whether nothing that was sent then can turn up any more in a look-up that began now.
pub(super) fn is_over(inner: &Inner, sent_at: Instant, now: Instant) -> bool {
    let settle = inner.deps.rules.settle.saturating_add(SHARED);
    let settle = i64::try_from(settle.as_secs()).unwrap_or(i64::MAX);
    now.unix().saturating_sub(sent_at.unix()) > settle
}

/// Looks once for what a move had booked, by its reference alone: for a move whose old reservation, which has the
/// guest's data to compare with, is gone. The reservation, noted; none if it cannot turn up any more.
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
        sequence: None,
        notes: None,
        people: Vec::new(),
        add_ons: Vec::new(),
        answers: Vec::new(),
        total: None,
    };
    inner.forget_day(one.day);
    journal::made(inner.database(), &one.key, &answer, None).map_err(|error| unknown(&error.0))?;
    Ok(Some(answer))
}
