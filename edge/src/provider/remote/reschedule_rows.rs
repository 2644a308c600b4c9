//! Moves of reservations as rows: what is to be booked in place of what, and how far that has come. They hold
//! nothing of a guest. It must not know how anything is booked or cancelled.
//!
//! A guest knows a reservation by the id it was made with, for ever; where it is now stands in a row of its
//! own. A move is `booking` from before anything is sent until it is known what came of it, and `cancelling`
//! from the very write that makes the new reservation the guest's, until the old one is gone.

use serde::Deserialize;
use shared::id::ReservationId;
use shared::party::Attendees;
use shared::time::{Day, Instant, Minutes};

use crate::storage::database::{Database, DatabaseError, Statement, select};
use crate::storage::idempotency::IdempotencyKey;
use crate::storage::job_queue::{self, JobKind};

type Result<T> = std::result::Result<T, DatabaseError>;

/// After how long somebody looks whether a move was broken off, in seconds.
const LOOKED_AFTER_SECONDS: i64 = 60;

/// How far a move has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Phase {
    /// The new reservation is being made, or was given up unheard.
    Booking,
    /// The new one is the guest's, and the old one has to go.
    Cancelling,
}

/// A move.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Move {
    /// The reservation that goes, as the system knows it.
    pub(super) old_id: ReservationId,
    /// The reservation as its guest knows it.
    pub(super) guest_id: ReservationId,
    /// What the new one is booked under.
    pub(super) key: IdempotencyKey,
    pub(super) phase: Phase,
    /// Where the new one is.
    pub(super) day: Day,
    pub(super) minutes: Minutes,
    pub(super) attendees: Attendees,
}

/// What the system calls the reservation that its guest knows by this id.
pub(super) fn current(database: &dyn Database, guest_id: &ReservationId) -> Result<ReservationId> {
    let sql = "SELECT current_id AS id FROM remote_places WHERE guest_id = ?";
    Ok(one(database, sql, guest_id)?.unwrap_or_else(|| guest_id.clone()))
}

/// By what its guest knows the reservation that the system calls this.
pub(super) fn known_as(database: &dyn Database, current_id: &ReservationId) -> Result<ReservationId> {
    let sql = "SELECT guest_id AS id FROM remote_places WHERE current_id = ?";
    Ok(one(database, sql, current_id)?.unwrap_or_else(|| current_id.clone()))
}

fn one(database: &dyn Database, sql: &'static str, id: &ReservationId) -> Result<Option<ReservationId>> {
    #[derive(Deserialize)]
    struct Row {
        id: ReservationId,
    }
    let rows: Vec<Row> = select(database, sql, vec![id.as_str().into()])?;
    Ok(rows.into_iter().next().map(|row| row.id))
}

/// The move of the reservation that the system calls this, if it is not over.
pub(super) fn of(database: &dyn Database, old_id: &ReservationId) -> Result<Option<Move>> {
    let sql =
        "SELECT old_id, guest_id, key, phase, day, minutes, attendees FROM remote_moves WHERE old_id = ?";
    let rows = select(database, sql, vec![old_id.as_str().into()])?;
    Ok(rows.into_iter().next())
}

/// Notes a move before anything is sent. It is an error if the old reservation is being moved already.
pub(super) fn begin(database: &dyn Database, new: &Move, now: Instant) -> Result<()> {
    database.write(vec![
        Statement::new(
            "INSERT INTO remote_moves (old_id, guest_id, key, phase, day, minutes, attendees)
             VALUES (?, ?, ?, 'booking', ?, ?, ?)",
            vec![
                new.old_id.as_str().into(),
                new.guest_id.as_str().into(),
                new.key.as_str().into(),
                new.day.to_string().into(),
                i64::from(new.minutes).into(),
                i64::from(new.attendees).into(),
            ],
        ),
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
        Statement::new(
            "INSERT OR REPLACE INTO remote_places (guest_id, current_id, day) VALUES (?, ?, ?)",
            vec![
                one.guest_id.as_str().into(),
                new_id.as_str().into(),
                one.day.to_string().into(),
            ],
        ),
        job_queue::schedule(
            JobKind::Move,
            one.old_id.as_str(),
            now.plus_seconds(LOOKED_AFTER_SECONDS),
        ),
    ])
}

/// Notes that nothing is left to do of a move: it is done, or nothing came of it.
pub(super) fn over(database: &dyn Database, old_id: &ReservationId) -> Result<()> {
    database.write(vec![
        Statement::new(
            "DELETE FROM remote_moves WHERE old_id = ?",
            vec![old_id.as_str().into()],
        ),
        job_queue::settle(JobKind::Move, old_id.as_str()),
    ])
}
