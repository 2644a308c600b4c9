//! Dead letters: pushes and deliveries that could not be done and wait for staff, who read the cause and replay them.

use serde::{Deserialize, Serialize};
use shared::id::ReservationId;
use shared::till::{DeadLetterKind, TillDeadLetter, TillDeadLetterPage};
use shared::time::Instant;

use super::push;
use crate::error::{Result, VenueError};
use crate::storage::database::{Database, DatabaseError, Statement, first, select};
use crate::storage::job_queue::{self, JobKind};
use crate::storage::row::{self, TableRow, insert_or_replace};
use crate::venue::context::Ctx;

/// The most dead letters on a page.
const PAGE: usize = 100;

/// A dead letter: without data of guests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TillDeadLetterRow {
    /// Its kind.
    pub kind: DeadLetterKind,
    /// The reservation's id of a push, the delivery's id of a delivery.
    pub subject: String,
    /// When it was given up.
    #[serde(with = "row::unix")]
    pub at: Instant,
    /// Why: a code of ours or of the till.
    pub cause: String,
    /// The reservation, if it is about one.
    pub reservation_id: Option<ReservationId>,
}

impl TableRow for TillDeadLetterRow {
    const TABLE: &'static str = "pos_dead_letters";
}

/// Statements that give up a push or a delivery: its job is settled, and staff find it with its cause.
pub fn give_up(row: &TillDeadLetterRow) -> Result<Vec<Statement>, DatabaseError> {
    Ok(vec![
        insert_or_replace(row)?,
        job_queue::settle(job_kind(row.kind), &row.subject),
    ])
}

/// Statement that removes the dead letter of a push that was sent after all.
#[must_use]
pub fn settle(kind: DeadLetterKind, subject: &str) -> Statement {
    Statement::new(
        "DELETE FROM pos_dead_letters WHERE kind = ? AND subject = ?",
        vec![kind.text().into(), subject.into()],
    )
}

/// The dead letter of a kind and an id, if there is one.
pub fn find(
    database: &dyn Database,
    kind: DeadLetterKind,
    subject: &str,
) -> Result<Option<TillDeadLetterRow>, DatabaseError> {
    first(
        database,
        "SELECT * FROM pos_dead_letters WHERE kind = ? AND subject = ?",
        vec![kind.text().into(), subject.into()],
    )
}

/// The dead letters, the newest first.
pub fn page(database: &dyn Database) -> Result<TillDeadLetterPage> {
    let rows: Vec<TillDeadLetterRow> = select(
        database,
        "SELECT * FROM pos_dead_letters ORDER BY at DESC, kind, subject LIMIT ?",
        vec![i64::try_from(PAGE + 1).unwrap_or(i64::MAX).into()],
    )?;
    Ok(TillDeadLetterPage {
        has_more: rows.len() > PAGE,
        dead_letters: rows.into_iter().take(PAGE).map(public).collect(),
    })
}

/// Replays a dead letter: its job is due again, with all its tries.
///
/// # Errors
///
/// [`VenueError::NotFound`] where there is none.
pub fn replay(ctx: Ctx<'_>, kind: DeadLetterKind, subject: &str) -> Result<()> {
    let row = find(ctx.database, kind, subject)?.ok_or(VenueError::NotFound)?;
    let mut statements = vec![settle(kind, subject)];
    match kind {
        // The till ignores a version that it has seen.
        DeadLetterKind::Push => statements.extend(push::renewed(subject, ctx.now)),
        DeadLetterKind::Delivery => {
            statements.push(job_queue::schedule(JobKind::PosNotice, subject, ctx.now));
        }
    }
    let cause = Some(serde_json::json!(row.cause));
    statements.extend(ctx.audit("till.replay", subject, cause, None)?);
    Ok(ctx.database.write(statements)?)
}

fn public(row: TillDeadLetterRow) -> TillDeadLetter {
    TillDeadLetter {
        kind: row.kind,
        id: row.subject,
        at: row.at,
        cause: row.cause,
        reservation_id: row.reservation_id,
    }
}

fn job_kind(kind: DeadLetterKind) -> JobKind {
    match kind {
        DeadLetterKind::Push => JobKind::PosPush,
        DeadLetterKind::Delivery => JobKind::PosNotice,
    }
}
