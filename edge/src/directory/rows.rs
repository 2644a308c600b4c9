//! The table `venues` of the directory, and its migrations.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::directory::{DirectoryVenue, VenueSource, VenueStatus};
use shared::id::VenueId;
use shared::time::Instant;

use crate::storage::database::{Database, DatabaseError, Statement, first, select};
use crate::storage::row::{self, TableRow};
use crate::storage::schema::Migrations;

/// The migrations of the directory's database.
pub const MIGRATIONS: Migrations = &[
    include_str!("migrations/0001_venues.sql"),
    include_str!("migrations/0002_suspensions.sql"),
    include_str!("migrations/0003_operators.sql"),
    // Operators sign in by the same code as the people of a venue, on the same tables: a later migration of those is one
    // of the directory too.
    include_str!("../storage/migrations/0037_people.sql"),
];

/// A row of the table.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct VenueRow {
    /// The venue's id.
    pub id: VenueId,
    /// Its display name.
    pub name: String,
    /// Its state.
    pub status: VenueStatus,
    /// Its origin.
    pub source: VenueSource,
    /// When the row was made.
    #[serde(with = "row::unix")]
    pub created_at: Instant,
    /// The author of the row.
    pub created_by: String,
    /// The hash of what was to be created, by which the same creation is known again; none for a venue of a file.
    pub fingerprint: Option<String>,
    /// The settings, while the creation is not completed.
    #[serde(with = "row::optional_json")]
    pub settings: Option<Value>,
    /// The number of the last change by which its object was suspended or resumed.
    pub suspension_change: u64,
}

impl VenueRow {
    /// A live venue of a file, or of one that was taken away.
    #[must_use]
    pub fn of_file(id: VenueId, name: String, now: Instant) -> Self {
        Self {
            id,
            name,
            status: VenueStatus::Live,
            source: VenueSource::File,
            created_at: now,
            created_by: "file".to_owned(),
            fingerprint: None,
            settings: None,
            suspension_change: 0,
        }
    }
}

impl TableRow for VenueRow {
    const TABLE: &'static str = "venues";
}

impl From<VenueRow> for DirectoryVenue {
    fn from(row: VenueRow) -> Self {
        let is_of_api = row.source == VenueSource::Api;
        Self {
            id: row.id,
            name: row.name,
            status: row.status,
            source: row.source,
            created_at: is_of_api.then_some(row.created_at),
            created_by: is_of_api.then_some(row.created_by),
            is_file_missing: false,
        }
    }
}

/// The row of a venue, if there is one.
pub fn find(database: &dyn Database, id: &VenueId) -> Result<Option<VenueRow>, DatabaseError> {
    let sql = "SELECT * FROM venues WHERE id = ?";
    first(database, sql, vec![id.as_str().into()])
}

/// The rows after an id, in this state, by id. Settings are left unread.
pub fn page(
    database: &dyn Database,
    after: Option<&VenueId>,
    status: Option<VenueStatus>,
    limit: usize,
) -> Result<Vec<VenueRow>, DatabaseError> {
    let (after, limit) = (
        after.map_or("", VenueId::as_str),
        i64::try_from(limit).unwrap_or(i64::MAX),
    );
    match status {
        None => select(
            database,
            "SELECT id, name, status, source, created_at, created_by, fingerprint, NULL AS settings, \
             suspension_change FROM venues WHERE id > ? ORDER BY id LIMIT ?",
            vec![after.into(), limit.into()],
        ),
        Some(status) => select(
            database,
            "SELECT id, name, status, source, created_at, created_by, fingerprint, NULL AS settings, \
             suspension_change FROM venues WHERE status = ? AND id > ? ORDER BY id LIMIT ?",
            vec![text(status).into(), after.into(), limit.into()],
        ),
    }
}

/// Which of these ids have a row.
pub fn known<'a>(
    database: &dyn Database,
    ids: impl Iterator<Item = &'a VenueId>,
) -> Result<Vec<VenueId>, DatabaseError> {
    #[derive(Deserialize)]
    struct Row {
        id: VenueId,
    }
    // One binding for all: a statement may have a hundred.
    let ids = serde_json::json!(ids.collect::<Vec<_>>()).to_string();
    let sql = "SELECT id FROM venues WHERE id IN (SELECT value FROM json_each(?))";
    let rows: Vec<Row> = select(database, sql, vec![ids.into()])?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Sets the state of a venue. One that is created needs its settings no longer.
#[must_use]
pub fn set_status(id: &VenueId, status: VenueStatus) -> Statement {
    Statement::new(
        "UPDATE venues SET status = ?, settings = NULL WHERE id = ?",
        vec![text(status).into(), id.as_str().into()],
    )
}

/// Stores whether a venue is suspended, and by which change.
#[must_use]
pub fn set_suspension(id: &VenueId, status: VenueStatus, change: u64) -> Statement {
    Statement::new(
        "UPDATE venues SET status = ?, suspension_change = ?, settings = NULL WHERE id = ?",
        vec![
            text(status).into(),
            i64::try_from(change).unwrap_or(i64::MAX).into(),
            id.as_str().into(),
        ],
    )
}

/// Deletes the row of a venue whose creation its object has refused: there never was such a venue.
#[must_use]
pub fn delete(id: &VenueId) -> Statement {
    Statement::new("DELETE FROM venues WHERE id = ?", vec![id.as_str().into()])
}

/// Sets the display name of a venue.
#[must_use]
pub fn set_name(id: &VenueId, name: &str) -> Statement {
    Statement::new(
        "UPDATE venues SET name = ? WHERE id = ?",
        vec![name.into(), id.as_str().into()],
    )
}

/// A state as it is stored.
#[must_use]
pub const fn text(status: VenueStatus) -> &'static str {
    match status {
        VenueStatus::Creating => "creating",
        VenueStatus::Live => "live",
        VenueStatus::Suspended => "suspended",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::storage::row::test_support::check_in;
    use crate::storage::schema;
    use crate::test_support::database::Memory;

    #[test]
    fn the_row_has_the_columns_of_its_table() {
        let memory = Memory::empty();
        schema::run(&memory, MIGRATIONS).unwrap();
        check_in::<VenueRow>(
            &memory,
            &json!({
                "id": "linde", "name": "Linde", "status": "creating", "source": "api", "created_at": 1_795_000_000,
                "created_by": "operator", "fingerprint": "ab", "settings": "{}", "suspension_change": 2,
            }),
        );
    }

    #[test]
    fn a_state_is_stored_as_the_api_names_it() {
        for status in [VenueStatus::Creating, VenueStatus::Live, VenueStatus::Suspended] {
            assert_eq!(json!(status), text(status));
        }
    }
}
