//! The port to a venue's SQLite: queries, and writes of several statements in one transaction.

use std::borrow::Cow;
use std::fmt;

use serde::de::DeserializeOwned;

use crate::error::VenueError;

/// A value bound to a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// SQL's NULL.
    Null,
    /// A whole number: 64 bits in SQLite, of which the runtime's bindings pass 53.
    Integer(i64),
    /// A text.
    Text(String),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// A statement with its bindings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The SQL, with `?` for each binding.
    pub sql: Cow<'static, str>,
    /// The bindings, in order.
    pub bindings: Vec<Value>,
}

impl Statement {
    /// The statement `sql` with `bindings`.
    #[must_use]
    pub fn new(sql: impl Into<Cow<'static, str>>, bindings: Vec<Value>) -> Self {
        Self {
            sql: sql.into(),
            bindings,
        }
    }
}

/// The database refused; the text is for the log and holds no binding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatabaseError(pub String);

impl fmt::Display for DatabaseError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for DatabaseError {}

impl From<DatabaseError> for VenueError {
    fn from(error: DatabaseError) -> Self {
        Self::Broken(error.0)
    }
}

/// A venue's SQLite.
pub trait Database {
    /// The rows of a query, each an object by column.
    fn rows(&self, query: Statement) -> Result<Vec<serde_json::Value>, DatabaseError>;

    /// Runs all statements in one transaction: either all take effect, or none does.
    fn write(&self, statements: Vec<Statement>) -> Result<(), DatabaseError>;
}

/// The rows of a query, read into their type.
pub fn select<T: DeserializeOwned>(
    database: &dyn Database,
    sql: &'static str,
    bindings: Vec<Value>,
) -> Result<Vec<T>, DatabaseError> {
    let rows = database.rows(Statement::new(sql, bindings))?;
    rows.into_iter()
        .map(|row| match row {
            // Deserialized as an object, and not also as a list: the code for both would be compiled for each type.
            serde_json::Value::Object(row) => {
                T::deserialize(row).map_err(|error| DatabaseError(error.to_string()))
            }
            _ => Err(DatabaseError("a row has no columns".to_owned())),
        })
        .collect()
}

/// The first row of a query, read into its type; none if there is no row.
pub fn first<T: DeserializeOwned>(
    database: &dyn Database,
    sql: &'static str,
    bindings: Vec<Value>,
) -> Result<Option<T>, DatabaseError> {
    Ok(select(database, sql, bindings)?.into_iter().next())
}
