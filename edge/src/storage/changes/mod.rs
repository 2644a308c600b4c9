//! The table `changes`: the journal of a venue's changes, for systems that follow it.
//!
//! Triggers on the journaled tables write it, in the transaction of the change, so no write can leave it out: see
//! [`tables`] for what is reported of which table. A row says what was changed and not what it is now. Rows are kept for
//! [`KEPT_SECONDS`], and the newest [`KEPT_ROWS`] of them.

pub mod tables;
mod triggers;

pub(super) use triggers::install;

use serde::{Deserialize, Serialize};
use shared::change::{ChangeAction, ChangeKind, ChangeLimit, ChangePage, ChangesQuery, VenueChange};
use shared::page::PagePosition;
use shared::time::Instant;

use self::tables::field_names;
use super::database::{Database, DatabaseError, Statement, first, select};
use super::row::{self, TableRow};
use crate::error::VenueError;

/// How long a change is kept, in seconds: 7 days.
pub const KEPT_SECONDS: i64 = 7 * 24 * 60 * 60;

/// The most changes that the daily run leaves. A busy venue of a hundred reservations a day, each written ten times, makes
/// 7,000 in a week.
pub const KEPT_ROWS: i64 = 50_000;

/// A row of the table.
#[derive(Serialize, Deserialize)]
pub struct ChangeRow {
    /// Its number: later changes have larger ones.
    sequence: u64,
    /// When it was made.
    #[serde(with = "row::unix")]
    at: Instant,
    /// The kind of its subject.
    kind: ChangeKind,
    /// The step that it reports of its subject.
    action: ChangeAction,
    /// The id of the subject.
    subject: String,
    /// The subject's revision after the change, where its kind has one.
    revision: Option<u32>,
    /// A bit for each field that is different, in the order of [`tables::fields`].
    fields: u64,
}

impl TableRow for ChangeRow {
    const TABLE: &'static str = "changes";
}

impl From<ChangeRow> for VenueChange {
    fn from(row: ChangeRow) -> Self {
        let fields = match row.action {
            ChangeAction::Changed => field_names(row.kind, row.fields),
            ChangeAction::Created | ChangeAction::Deleted => Vec::new(),
        };
        Self {
            cursor: PagePosition(row.sequence),
            at: row.at,
            kind: row.kind,
            action: row.action,
            id: row.subject,
            revision: row.revision,
            fields,
        }
    }
}

/// The changes after a cursor.
#[derive(Debug, PartialEq, Eq)]
pub enum ChangesAfter {
    /// All of them are kept, as far as the page has them.
    Kept(ChangePage),
    /// Some are no longer kept, or the cursor is of another journal: what the listener knows may be out of date, and has to
    /// be read again.
    Resync {
        /// The cursor of now.
        cursor: PagePosition,
    },
}

/// The first changes after a cursor. Reads rows by their number, one more than the limit.
pub fn changes_after(
    database: &dyn Database,
    after: PagePosition,
    limit: ChangeLimit,
) -> Result<ChangesAfter, DatabaseError> {
    let Bounds { oldest, newest } = bounds(database)?;
    let PagePosition(after) = after;
    // The newest row is never deleted, so a listener that has seen all of them is never behind.
    if after > newest || after.saturating_add(1) < oldest {
        return Ok(ChangesAfter::Resync {
            cursor: PagePosition(newest),
        });
    }
    let limit = limit.get();
    let mut rows: Vec<ChangeRow> = select(
        database,
        "SELECT * FROM changes WHERE sequence > ? ORDER BY sequence LIMIT ?",
        vec![number(after).into(), (i64::from(limit) + 1).into()],
    )?;
    let more = rows.len() > usize::from(limit);
    rows.truncate(limit.into());
    let changes: Vec<VenueChange> = rows.into_iter().map(VenueChange::from).collect();
    let cursor = changes.last().map_or(PagePosition(after), |last| last.cursor);
    Ok(ChangesAfter::Kept(ChangePage {
        changes,
        cursor,
        more,
    }))
}

/// The answer to a query: without a cursor, that of now and no changes. Fails with [`VenueError::Resync`].
pub fn page(database: &dyn Database, query: &ChangesQuery) -> Result<ChangePage, VenueError> {
    let Some(after) = query.after else {
        return Ok(ChangePage {
            changes: Vec::new(),
            cursor: newest(database)?,
            more: false,
        });
    };
    match changes_after(database, after, query.limit.unwrap_or_default())? {
        ChangesAfter::Kept(page) => Ok(page),
        ChangesAfter::Resync { cursor } => Err(VenueError::Resync { cursor }),
    }
}

/// The cursor of now: that of the newest change, [`PagePosition::MIN`] before the first.
pub fn newest(database: &dyn Database) -> Result<PagePosition, DatabaseError> {
    bounds(database).map(|bounds| PagePosition(bounds.newest))
}

/// The numbers of the oldest and of the newest row; 0 and 0 before the first.
#[derive(Deserialize)]
struct Bounds {
    oldest: u64,
    newest: u64,
}

fn bounds(database: &dyn Database) -> Result<Bounds, DatabaseError> {
    // Each half is one step in the table's own order; `MIN` and `MAX` of one SELECT would read all rows.
    let sql = "SELECT COALESCE((SELECT MIN(sequence) FROM changes), 0) AS oldest,
        COALESCE((SELECT MAX(sequence) FROM changes), 0) AS newest";
    let found = first(database, sql, vec![])?;
    Ok(found.unwrap_or(Bounds { oldest: 0, newest: 0 }))
}

/// Whether there are rows without a time: those that a migration has written.
pub(super) fn has_undated(database: &dyn Database) -> Result<bool, DatabaseError> {
    let sql = "SELECT sequence FROM changes WHERE at = 0 LIMIT 1";
    Ok(!database.rows(Statement::new(sql, vec![]))?.is_empty())
}

/// Statement that dates the rows that the transaction has written before it.
pub(super) fn date_rows(now: Instant) -> Statement {
    Statement::new("UPDATE changes SET at = ? WHERE at = 0", vec![now.unix().into()])
}

/// Statement that deletes the oldest rows of those that are not kept, `most` at most, and whether there are as many. The
/// newest row stays.
pub fn delete_oldest(
    database: &dyn Database,
    now: Instant,
    most: i64,
) -> Result<(Statement, bool), DatabaseError> {
    #[derive(Deserialize)]
    struct Found {
        last: Option<u64>,
        count: i64,
    }
    let PagePosition(newest) = newest(database)?;
    let found: Option<Found> = first(
        database,
        "SELECT MAX(sequence) AS last, COUNT(*) AS count
         FROM (SELECT sequence, at FROM changes WHERE sequence < ?1 ORDER BY sequence LIMIT ?4)
         WHERE at < ?2 OR sequence <= ?3",
        vec![
            number(newest).into(),
            (now.unix() - KEPT_SECONDS).into(),
            number(newest).saturating_sub(KEPT_ROWS).into(),
            most.into(),
        ],
    )?;
    let found = found.unwrap_or(Found { last: None, count: 0 });
    let statement = Statement::new(
        "DELETE FROM changes WHERE sequence <= ?",
        vec![number(found.last.unwrap_or(0)).into()],
    );
    Ok((statement, found.count >= most))
}

fn number(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[cfg(test)]
#[path = "changes_tests.rs"]
mod tests;
