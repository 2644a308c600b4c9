//! A venue's database in memory, with the limits of a Durable Object's.

use std::cell::Cell;
use std::rc::Rc;

use edge::storage::database::{Database, DatabaseError, Statement, Value};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, StatementStatus, params_from_iter};
use serde_json::{Map, Number};

/// The largest whole number that the runtime's bindings carry: they are JavaScript's.
const LARGEST: u64 = (1 << 53) - 1;
/// The most bindings of one statement (Cloudflare, Limits of Durable Objects).
const MOST_BINDINGS: usize = 100;

/// A database. A clone is another hold on the same one, as after a restart.
#[derive(Clone, Debug)]
pub struct MemoryDatabase(Rc<Connection>, Rc<Cell<Work>>);

/// The work that a database has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// The rows that its queries gave.
    pub rows: usize,
    /// The instructions that SQLite has run for its statements: each row that it looks at takes some, given or not.
    pub steps: usize,
}

impl MemoryDatabase {
    /// An empty database.
    pub fn new() -> Result<Self, DatabaseError> {
        Connection::open_in_memory()
            .map(|connection| Self(Rc::new(connection), Rc::default()))
            .map_err(|error| refused(&error))
    }

    /// Its work since it was made, without statements that have no bindings and give nothing.
    #[must_use]
    pub fn work(&self) -> Work {
        self.1.get()
    }

    fn carry_out(&self, statement: &Statement) -> Result<(), DatabaseError> {
        if statement.bindings.is_empty() {
            // Without bindings the runtime takes several statements at once.
            return self
                .0
                .execute_batch(&statement.sql)
                .map_err(|error| refused(&error));
        }
        self.rows(statement.clone()).map(drop)
    }
}

impl Database for MemoryDatabase {
    fn rows(&self, query: Statement) -> Result<Vec<serde_json::Value>, DatabaseError> {
        let bindings = bindings(query.bindings)?;
        let mut prepared = self
            .0
            .prepare_cached(&query.sql)
            .map_err(|error| refused(&error))?;
        let columns: Vec<String> = prepared.column_names().map(str::to_owned).collect();
        let mut rows = prepared
            .query(params_from_iter(bindings))
            .map_err(|error| refused(&error))?;
        let mut read = Vec::new();
        while let Some(row) = rows.next().map_err(|error| refused(&error))? {
            let mut object = Map::new();
            for (place, column) in columns.iter().enumerate() {
                let value = row.get_ref(place).map_err(|error| refused(&error))?;
                object.insert(column.clone(), json(value)?);
            }
            read.push(object.into());
        }
        drop(rows);
        let steps = prepared.reset_status(StatementStatus::VmStep);
        let Work { rows, steps: before } = self.work();
        self.1.set(Work {
            rows: rows + read.len(),
            steps: before + usize::try_from(steps).unwrap_or_default(),
        });
        Ok(read)
    }

    fn write(&self, statements: Vec<Statement>) -> Result<(), DatabaseError> {
        let transaction = self.0.unchecked_transaction().map_err(|error| refused(&error))?;
        for statement in &statements {
            self.carry_out(statement)?;
        }
        transaction.commit().map_err(|error| refused(&error))
    }
}

fn bindings(values: Vec<Value>) -> Result<Vec<rusqlite::types::Value>, DatabaseError> {
    if values.len() > MOST_BINDINGS {
        return Err(DatabaseError(format!("{} bindings", values.len())));
    }
    let bind = |value| match value {
        Value::Null => Ok(rusqlite::types::Value::Null),
        Value::Integer(number) => small(number).map(rusqlite::types::Value::Integer),
        Value::Text(text) => Ok(rusqlite::types::Value::Text(text)),
    };
    values.into_iter().map(bind).collect()
}

fn small(number: i64) -> Result<i64, DatabaseError> {
    if number.unsigned_abs() > LARGEST {
        return Err(DatabaseError("a whole number past 2^53".to_owned()));
    }
    Ok(number)
}

fn json(value: ValueRef<'_>) -> Result<serde_json::Value, DatabaseError> {
    Ok(match value {
        ValueRef::Null => serde_json::Value::Null,
        ValueRef::Integer(number) => small(number)?.into(),
        ValueRef::Real(number) => Number::from_f64(number).into(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into(),
        ValueRef::Blob(_) => return Err(DatabaseError("a blob".to_owned())),
    })
}

/// SQLite names tables and columns, never a binding.
fn refused(error: &rusqlite::Error) -> DatabaseError {
    match error {
        rusqlite::Error::SqliteFailure(cause, Some(text)) => {
            DatabaseError(format!("{:?}: {text}", cause.code))
        }
        other => DatabaseError(other.to_string()),
    }
}
