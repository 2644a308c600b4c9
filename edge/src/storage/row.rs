//! Rows of tables as structs: one struct per table, with a field per column of the column's name. `SELECT *` is read
//! into it and INSERTs are made of it, so that a column is named in one place. An UPDATE is SQL that names its columns.
//!
//! The modules below write a field in the form in which its column stores it: `#[serde(with = "row::unix")]`.

use std::fmt::Write as _;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::database::{DatabaseError, Statement, Value};

/// A row of one table.
pub trait TableRow: Serialize + DeserializeOwned {
    /// The table.
    const TABLE: &'static str;
}

/// Inserts a row. A row with its key is an error.
pub fn insert<R: TableRow>(row: &R) -> Result<Statement, DatabaseError> {
    statement("INSERT", R::TABLE, serde_json::to_value(row))
}

/// Inserts a row unless there is one with its key.
pub fn insert_if_absent<R: TableRow>(row: &R) -> Result<Statement, DatabaseError> {
    statement("INSERT OR IGNORE", R::TABLE, serde_json::to_value(row))
}

/// Inserts a row, in place of the one with its key if there is one.
pub fn insert_or_replace<R: TableRow>(row: &R) -> Result<Statement, DatabaseError> {
    statement("INSERT OR REPLACE", R::TABLE, serde_json::to_value(row))
}

/// The INSERT of a row. One function for all tables, so that the worker contains it once. Its errors name the column and
/// hold no value.
fn statement(
    verb: &str,
    table: &str,
    row: serde_json::Result<serde_json::Value>,
) -> Result<Statement, DatabaseError> {
    let fault = |what: &str| DatabaseError(format!("a row of {table} cannot be written: {what}"));
    let Ok(serde_json::Value::Object(columns)) = row else {
        return Err(fault("it has no columns"));
    };
    let mut sql = format!("{verb} INTO {table} (");
    let mut bindings = Vec::with_capacity(columns.len());
    for (place, (column, value)) in columns.into_iter().enumerate() {
        let separator = if place == 0 { "" } else { ", " };
        // Writing to a `String` does not fail.
        let _ = write!(sql, "{separator}{column}");
        bindings.push(match value {
            serde_json::Value::Null => Value::Null,
            serde_json::Value::String(text) => Value::Text(text),
            serde_json::Value::Number(number) => {
                Value::Integer(number.as_i64().ok_or_else(|| fault(&column))?)
            }
            serde_json::Value::Bool(_) | serde_json::Value::Array(_) | serde_json::Value::Object(_) => {
                return Err(fault(&column));
            }
        });
    }
    let marks = vec!["?"; bindings.len()].join(", ");
    let _ = write!(sql, ") VALUES ({marks})");
    Ok(Statement::new(sql, bindings))
}

/// An instant, as a column of whole seconds since 1970.
pub mod unix {
    use serde::{Deserialize as _, Deserializer, Serializer};
    use shared::time::Instant;

    /// Writes the column.
    pub fn serialize<S: Serializer>(at: &Instant, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(at.unix())
    }

    /// Reads the column.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Instant, D::Error> {
        i64::deserialize(deserializer).map(Instant::from_unix)
    }
}

/// An optional instant, as a column of whole seconds since 1970 or NULL.
pub mod optional_unix {
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};
    use shared::time::Instant;

    /// Writes the column.
    pub fn serialize<S: Serializer>(at: &Option<Instant>, serializer: S) -> Result<S::Ok, S::Error> {
        at.map(Instant::unix).serialize(serializer)
    }

    /// Reads the column.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Instant>, D::Error> {
        Ok(Option::<i64>::deserialize(deserializer)?.map(Instant::from_unix))
    }
}

/// A boolean, as a column of 1 or 0.
pub mod flag {
    use serde::{Deserialize as _, Deserializer, Serializer};

    /// Writes the column.
    pub fn serialize<S: Serializer>(is_so: &bool, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8((*is_so).into())
    }

    /// Reads the column.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
        Ok(u8::deserialize(deserializer)? != 0)
    }
}

/// A value, as a column of its JSON.
pub mod json {
    use serde::de::DeserializeOwned;
    use serde::ser::Error as _;
    use serde::{Deserialize as _, Deserializer, Serialize, Serializer};

    /// Writes the column.
    pub fn serialize<T: Serialize, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        let text = serde_json::to_string(value).map_err(S::Error::custom)?;
        serializer.serialize_str(&text)
    }

    /// Reads the column.
    pub fn deserialize<'de, T: DeserializeOwned, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<T, D::Error> {
        parse(&String::deserialize(deserializer)?)
    }

    /// Parses the column. The error holds nothing of the text, since errors are logged.
    pub(super) fn parse<T: DeserializeOwned, E: serde::de::Error>(text: &str) -> Result<T, E> {
        serde_json::from_str(text).map_err(|_| E::custom("a column of JSON cannot be read"))
    }
}

/// An optional value, as a column of its JSON or NULL.
pub mod optional_json {
    use serde::de::DeserializeOwned;
    use serde::{Deserialize as _, Deserializer, Serialize, Serializer};

    /// Writes the column.
    pub fn serialize<T: Serialize, S: Serializer>(
        value: &Option<T>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => super::json::serialize(value, serializer),
            None => serializer.serialize_none(),
        }
    }

    /// Reads the column.
    pub fn deserialize<'de, T: DeserializeOwned, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<T>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| super::json::parse(&text)).transpose()
    }
}

#[cfg(test)]
pub(crate) mod test_support {
    //! Compares a row's struct with its table.

    use std::collections::BTreeSet;

    use serde_json::{Map, Value as Json};

    use super::{TableRow, insert};
    use crate::storage::database::{Database as _, Statement};
    use crate::test_support::database::Memory;

    /// Checks that the struct has exactly the columns of its table in the newest schema, and that a stored row, given as
    /// `SELECT *` gives it, is written as it was read.
    pub(crate) fn check<R: TableRow>(stored: &Json) {
        check_in::<R>(&Memory::new(), stored);
    }

    /// The same in this database.
    pub(crate) fn check_in<R: TableRow>(memory: &Memory, stored: &Json) {
        let select = |sql: String| memory.rows(Statement::new(sql, vec![])).unwrap();
        let table = R::TABLE;
        let columns: BTreeSet<String> = select(format!("SELECT name FROM pragma_table_info('{table}')"))
            .iter()
            .map(|row| row["name"].as_str().unwrap().to_owned())
            .collect();
        let keys = |row: &Json| -> BTreeSet<String> {
            row.as_object().into_iter().flat_map(Map::keys).cloned().collect()
        };
        assert_eq!(keys(stored), columns, "the columns of {table}");
        let row: R = serde_json::from_value(stored.clone()).unwrap();
        let written = serde_json::to_value(&row).unwrap();
        assert_eq!(keys(&written), columns, "the fields of the row of {table}");
        assert_eq!(written, *stored, "{table}");
        memory.write(vec![insert(&row).unwrap()]).unwrap();
        assert_eq!(
            select(format!("SELECT * FROM {table}")),
            std::slice::from_ref(stored)
        );
    }
}

#[cfg(test)]
#[path = "row_tests.rs"]
mod tests;
