//! Pushes to the till: one row per reservation, with the version of its newest change.

use serde::{Deserialize, Serialize};
use shared::id::ReservationId;
use shared::time::Instant;

use crate::storage::database::{Database, DatabaseError, Statement, first, select};
use crate::storage::job_queue::{self, Job, JobKind};
use crate::storage::row::{self, TableRow};

/// The push of a reservation: its newest version, and the newest that the till has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushRow {
    /// The reservation.
    pub reservation_id: ReservationId,
    /// The version of its newest change.
    pub version: u64,
    /// When that was made.
    #[serde(with = "row::unix")]
    pub changed_at: Instant,
    /// The newest version that the till has taken; 0 before the first, and once it has nothing of the reservation.
    pub sent_version: u64,
    /// When it took it.
    #[serde(with = "row::optional_unix")]
    pub sent_at: Option<Instant>,
    /// Until when a notice may still say that it failed.
    #[serde(with = "row::optional_unix")]
    pub settles_at: Option<Instant>,
    /// How many notices have said that this version failed.
    pub failures: u32,
}

impl TableRow for PushRow {
    const TABLE: &'static str = "pos_pushes";
}

/// Statements that queue a push of the reservation, for the transaction that changes it. The next version is due at once,
/// also where an earlier one waits.
#[must_use]
pub fn changed(id: &ReservationId, now: Instant) -> Vec<Statement> {
    vec![
        Statement::new(
            "INSERT INTO pos_pushes (reservation_id, version, changed_at) VALUES (?1, 1, ?2)
             ON CONFLICT (reservation_id) DO UPDATE SET version = version + 1, changed_at = ?2, failures = 0",
            vec![id.as_str().into(), now.unix().into()],
        ),
        job_queue::schedule(JobKind::PosPush, id.as_str(), now),
    ]
}

/// Statements that queue a push of every reservation that is not over, for a till that is new to the venue.
#[must_use]
pub fn introduce(now: Instant) -> Vec<Statement> {
    let now = now.unix();
    vec![
        Statement::new(
            "INSERT INTO pos_pushes (reservation_id, version, changed_at)
             SELECT id, 1, ?1 FROM reservations WHERE ends_at > ?1 AND blanked_at IS NULL
                AND status NOT IN ('declined', 'finished', 'cancelled', 'no_show', 'voided')
             ON CONFLICT (reservation_id) DO UPDATE SET version = version + 1, changed_at = ?1, failures = 0",
            vec![now.into()],
        ),
        Statement::new(
            "INSERT OR REPLACE INTO due (kind, subject, at, tries)
             SELECT 'pos_push', reservation_id, ?1, 0 FROM pos_pushes WHERE changed_at = ?1",
            vec![now.into()],
        ),
    ]
}

/// The push of a reservation; none if it was never to be pushed.
pub fn find(database: &dyn Database, id: &ReservationId) -> Result<Option<PushRow>, DatabaseError> {
    let sql = "SELECT * FROM pos_pushes WHERE reservation_id = ?";
    first(database, sql, vec![id.as_str().into()])
}

/// Every push, by reservation.
pub fn all(database: &dyn Database) -> Result<Vec<PushRow>, DatabaseError> {
    select(
        database,
        "SELECT * FROM pos_pushes ORDER BY reservation_id",
        vec![],
    )
}

/// Statements that store that the till has taken this version. A change that was made meanwhile stays due.
#[must_use]
pub fn sent(job: &Job, version: u64, now: Instant, settles_at: Option<Instant>) -> Vec<Statement> {
    let version = i64::try_from(version).unwrap_or(i64::MAX);
    vec![
        Statement::new(
            "UPDATE pos_pushes SET sent_version = MAX(sent_version, ?1), sent_at = ?2, settles_at = ?3
             WHERE reservation_id = ?4",
            vec![
                version.into(),
                now.unix().into(),
                settles_at.map(Instant::unix).into(),
                job.subject.as_str().into(),
            ],
        ),
        job_queue::settle_tried(job),
    ]
}

/// Statement that stores that the till has nothing of the reservation any more.
#[must_use]
pub fn dropped(id: &ReservationId) -> Statement {
    Statement::new(
        "UPDATE pos_pushes SET sent_version = 0 WHERE reservation_id = ?",
        vec![id.as_str().into()],
    )
}

/// Statements that make a push due again as a new version, with all its tries.
#[must_use]
pub fn renewed(id: &str, now: Instant) -> Vec<Statement> {
    vec![
        Statement::new(
            "UPDATE pos_pushes SET version = version + 1, failures = 0 WHERE reservation_id = ?",
            vec![id.into()],
        ),
        job_queue::schedule(JobKind::PosPush, id, now),
    ]
}

/// Statements that send the newest version of a push again after a failure that may pass: a new version, since the till
/// ignores one that it has seen.
#[must_use]
pub fn again(row: &PushRow, at: Instant) -> Vec<Statement> {
    vec![
        Statement::new(
            "UPDATE pos_pushes SET version = version + 1, failures = failures + 1 WHERE reservation_id = ?",
            vec![row.reservation_id.as_str().into()],
        ),
        job_queue::schedule(JobKind::PosPush, row.reservation_id.as_str(), at),
    ]
}
