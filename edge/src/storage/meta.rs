//! The table `meta`: single values of a venue, each under a name.

use serde::Deserialize;

use super::database::{Database, DatabaseError, Statement, first};

/// The value of a name, if there is one.
pub fn get(database: &dyn Database, key: &str) -> Result<Option<String>, DatabaseError> {
    #[derive(Deserialize)]
    struct Row {
        value: String,
    }
    let row = first(database, "SELECT value FROM meta WHERE key = ?", vec![key.into()])?;
    Ok(row.map(|Row { value }| value))
}

/// Stores a value under a name.
#[must_use]
pub fn set(key: &str, value: &str) -> Statement {
    Statement::new(
        "INSERT OR REPLACE INTO meta VALUES (?, ?)",
        vec![key.into(), value.into()],
    )
}
