//! Rows of reservations that are being rescheduled: the new order, the old reservation and the stage. They hold
//! nothing about a guest.
//!
//! A guest knows a reservation by the id it was made with, permanently; its current id at the system is in a row of its
//! own. A rescheduling is `booking` from before anything is sent until its outcome is known, and `cancelling`
//! from the transaction that makes the new reservation the guest's, until the old one is cancelled.

use serde::{Deserialize, Serialize};
use shared::id::ReservationId;
use shared::party::Attendees;
use shared::time::{Day, Instant, Minutes};

use crate::storage::database::{Database, DatabaseError, Statement, first};
use crate::storage::idempotency::IdempotencyKey;
use crate::storage::job_queue::{self, JobKind};
use crate::storage::row::{self, TableRow};

type Result<T> = std::result::Result<T, DatabaseError>;

/// After how long an interrupted rescheduling is continued, in seconds.
const LOOKED_AFTER_SECONDS: i64 = 60;

/// How far a move has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Phase {
    /// The new reservation is being made, or was given up without an answer.
    Booking,
    /// The new one is the guest's, and the old one has to go.
    Cancelling,
}

/// A move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Move {
    /// The system's id of the reservation that is to be cancelled.
    pub(super) old_id: ReservationId,
    /// The id by which the guest knows the reservation.
    pub(super) guest_id: ReservationId,
    /// The idempotency key of the new booking.
    pub(super) key: IdempotencyKey,
    pub(super) phase: Phase,
    /// The day of the new reservation.
    pub(super) day: Day,
    pub(super) minutes: Minutes,
    pub(super) attendees: Attendees,
}

impl TableRow for Move {
    const TABLE: &'static str = "remote_moves";
}

/// The current id of a reservation that was moved.
#[derive(Serialize, Deserialize)]
struct RemotePlaceRow {
    /// The id by which the guest knows the reservation.
    guest_id: ReservationId,
    /// The system's current id of the reservation.
    current_id: ReservationId,
    /// Its day: the row is kept for some time after it.
    day: Day,
}

impl TableRow for RemotePlaceRow {
    const TABLE: &'static str = "remote_places";
}

/// The system's present id of the reservation that its guest knows by this id.
pub(super) fn current(database: &dyn Database, guest_id: &ReservationId) -> Result<ReservationId> {
    let sql = "SELECT * FROM remote_places WHERE guest_id = ?";
    let place: Option<RemotePlaceRow> = first(database, sql, vec![guest_id.as_str().into()])?;
    Ok(place.map_or_else(|| guest_id.clone(), |place| place.current_id))
}

/// The id by which the guest knows the reservation with this id at the system.
pub(super) fn known_as(database: &dyn Database, current_id: &ReservationId) -> Result<ReservationId> {
    let sql = "SELECT * FROM remote_places WHERE current_id = ?";
    let place: Option<RemotePlaceRow> = first(database, sql, vec![current_id.as_str().into()])?;
    Ok(place.map_or_else(|| current_id.clone(), |place| place.guest_id))
}

/// The move of the reservation that the system calls this, if it is not over.
pub(super) fn of(database: &dyn Database, old_id: &ReservationId) -> Result<Option<Move>> {
    let sql = "SELECT * FROM remote_moves WHERE old_id = ?";
    first(database, sql, vec![old_id.as_str().into()])
}

/// Notes a move before anything is sent. It is an error if the old reservation is being moved already.
pub(super) fn begin(database: &dyn Database, new: &Move, now: Instant) -> Result<()> {
    database.write(vec![
        row::insert(new)?,
        job_queue::schedule(
            JobKind::Move,
            new.old_id.as_str(),
            now.plus_seconds(LOOKED_AFTER_SECONDS),
        ),
    ])
}

/// Notes that the new reservation is made: from here on it is the guest's. Places of long ago are forgotten.
pub(super) fn booked(
    database: &dyn Database,
    one: &Move,
    new_id: &ReservationId,
    (now, oldest): (Instant, Day),
) -> Result<()> {
    database.write(vec![
        Statement::new(
            "DELETE FROM remote_places WHERE day < ?",
            vec![oldest.to_string().into()],
        ),
        Statement::new(
            "UPDATE remote_moves SET phase = 'cancelling' WHERE old_id = ?",
            vec![one.old_id.as_str().into()],
        ),
        row::insert_or_replace(&RemotePlaceRow {
            guest_id: one.guest_id.clone(),
            current_id: new_id.clone(),
            day: one.day,
        })?,
        job_queue::schedule(
            JobKind::Move,
            one.old_id.as_str(),
            now.plus_seconds(LOOKED_AFTER_SECONDS),
        ),
    ])
}

/// Records that nothing is left to do of a rescheduling: it is done, or has failed.
pub(super) fn over(database: &dyn Database, old_id: &ReservationId) -> Result<()> {
    database.write(vec![
        Statement::new(
            "DELETE FROM remote_moves WHERE old_id = ?",
            vec![old_id.as_str().into()],
        ),
        job_queue::settle(JobKind::Move, old_id.as_str()),
    ])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::storage::row::test_support::check;

    #[test]
    fn the_rows_are_the_tables() {
        check::<Move>(&json!({
            "old_id": "v1", "guest_id": "v0", "key": "key-1", "phase": "booking", "day": "2026-11-27",
            "minutes": 1_140, "attendees": 2,
        }));
        check::<RemotePlaceRow>(&json!({ "guest_id": "v0", "current_id": "v2", "day": "2026-11-27" }));
    }
}
