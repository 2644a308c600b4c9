//! One step of a reservation at a time: a change, a cancellation, a no-show. The system is awaited between the read of
//! a reservation and the call that relies on it. Without a lock a second request would decide by a state that the first
//! is about to change: both would book, and only one booking has a link.
//!
//! The lock is in memory, in [`super::InProgress`]: the venue's object is the only one that changes its reservations,
//! and a crash releases all locks. What was sent before a crash is in the journal and in the rows of moves. A lock also
//! has a deadline, because the runtime may drop a request without running any more of its code.

use std::collections::HashMap;
use std::time::Duration;

use shared::id::ReservationId;
use shared::problem::ProblemCode;

use super::{Inner, reschedule_rows};
use crate::error::{Result, VenueError};
use crate::upstream::Scope;

/// How long after its deadline a request may still be at work: no call begins after the deadline.
pub(super) const GRACE: Duration = Duration::from_secs(5);

/// The locked reservations, by the id that the guest knows.
#[derive(Default)]
pub(super) struct Locks {
    held: HashMap<ReservationId, Held>,
    taken: u64,
}

struct Held {
    number: u64,
    until: Duration,
}

/// The right to take steps of one reservation, until it is dropped.
pub(super) struct Lock<'a> {
    inner: &'a Inner,
    guest_id: ReservationId,
    number: u64,
}

/// Nothing was changed; the same request succeeds once the other is done.
pub(super) const BUSY: VenueError = VenueError::Refused(ProblemCode::ChangeInProgress);

impl Inner {
    /// Locks the reservation that a guest, or the system, calls this; [`BUSY`] if another request has it.
    pub(super) fn lock(&self, id: &ReservationId, scope: &Scope) -> Result<Lock<'_>> {
        // Both names of a reservation that was moved are locked as one.
        let guest_id =
            reschedule_rows::known_as(self.database(), &reschedule_rows::current(self.database(), id)?)?;
        let now = self.elapsed();
        let mut locks = self.deps.in_progress.locks.borrow_mut();
        if locks.held.get(&guest_id).is_some_and(|held| now < held.until) {
            return Err(BUSY);
        }
        locks.taken += 1;
        let number = locks.taken;
        let until = scope.until.max(now) + GRACE;
        locks.held.insert(guest_id.clone(), Held { number, until });
        Ok(Lock {
            inner: self,
            guest_id,
            number,
        })
    }
}

impl Drop for Lock<'_> {
    fn drop(&mut self) {
        let held = &mut self.inner.deps.in_progress.locks.borrow_mut().held;
        // One whose deadline has passed may be another's by now.
        if held
            .get(&self.guest_id)
            .is_some_and(|held| held.number == self.number)
        {
            held.remove(&self.guest_id);
        }
    }
}

#[cfg(test)]
#[path = "lock_tests.rs"]
mod tests;
