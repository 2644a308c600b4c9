//! The table `audit`: changes by staff, their systems and operators, each written in the transaction of its change. Rows
//! are only added.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::audit::{AuditEntry, AuditPage};
use shared::page::PagePosition;
use shared::time::Instant;

use super::database::{Database, DatabaseError, select};
use super::row::{self, TableRow};

/// The number of entries on a page.
const PAGE: usize = 100;

/// A row of the table.
#[derive(Serialize, Deserialize)]
pub struct AuditRow {
    /// The entry's number; none for one that is to be inserted.
    pub id: Option<u64>,
    /// When the change was made.
    #[serde(with = "row::unix")]
    pub at: Instant,
    /// Its author, as [`Actor::name`] writes it.
    ///
    /// [`Actor::name`]: crate::access::Actor::name
    pub actor: String,
    /// The kind of change, such as `reservation.status`.
    pub action: String,
    /// The id or name of the thing that was changed.
    pub subject: String,
    /// The value before.
    #[serde(with = "row::optional_json")]
    pub before: Option<Value>,
    /// The value after.
    #[serde(with = "row::optional_json")]
    pub after: Option<Value>,
}

impl TableRow for AuditRow {
    const TABLE: &'static str = "audit";
}

/// A page of the log, the newest entry first.
pub fn page(database: &dyn Database, before: Option<PagePosition>) -> Result<AuditPage, DatabaseError> {
    let PagePosition(before) = before.unwrap_or(PagePosition::MAX);
    let number = |number: u64| i64::try_from(number).unwrap_or_default();
    let mut rows: Vec<AuditRow> = select(
        database,
        "SELECT * FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?",
        vec![number(before).into(), number(PAGE as u64 + 1).into()],
    )?;
    let is_last = rows.len() <= PAGE;
    rows.truncate(PAGE);
    let entries: Vec<_> = rows
        .into_iter()
        .map(|row| AuditEntry {
            id: row.id.unwrap_or_default(),
            at: row.at,
            actor: row.actor,
            action: row.action,
            subject: row.subject,
            before: row.before,
            after: row.after,
        })
        .collect();
    Ok(AuditPage {
        next: entries.last().filter(|_| !is_last).map(|entry| entry.id),
        entries,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::storage::row::insert;
    use crate::test_support::database::Memory;

    #[test]
    fn the_row_has_the_columns_of_its_table() {
        row::test_support::check::<AuditRow>(&json!({
            "id": 1, "at": 1_795_000_000, "actor": "key:aaaaaaaaaaaa", "action": "reservation.status",
            "subject": "r1", "before": "\"booked\"", "after": "\"seated\"",
        }));
    }

    #[test]
    fn the_log_is_read_in_pages_from_the_newest_entry_back() {
        let memory = Memory::new();
        let row = || AuditRow {
            id: None,
            at: Instant::from_unix(0),
            actor: "operator".to_owned(),
            action: "a".to_owned(),
            subject: "s".to_owned(),
            before: None,
            after: None,
        };
        for _ in 0..=PAGE {
            memory.write(vec![insert(&row()).unwrap()]).unwrap();
        }
        let first = page(&memory, None).unwrap();
        let ids = |page: &AuditPage| page.entries.iter().map(|entry| entry.id).collect::<Vec<_>>();
        assert_eq!(ids(&first), (2..=101).rev().collect::<Vec<_>>());
        assert_eq!(first.next, Some(2));
        let second = page(&memory, first.next.map(PagePosition)).unwrap();
        assert_eq!((ids(&second), second.next), (vec![1], None));
    }
}
