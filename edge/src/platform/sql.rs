//! A Durable Object's SQLite behind the database port: reads as JSON, and writes in one transaction.

use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::*;
use worker::{Error, SqlStorageValue, Storage};

use crate::storage::database::{Database, DatabaseError, Statement, Value};

/// The SQLite of one Durable Object.
pub struct ObjectDatabase(Storage);

impl ObjectDatabase {
    /// The SQLite behind this storage.
    #[must_use]
    pub fn new(storage: Storage) -> Self {
        Self(storage)
    }

    /// `storage.transactionSync` of the Durable Objects API, which `worker` does not wrap.
    fn transact(&self, statements: Vec<Statement>) -> worker::Result<()> {
        let sql = self.0.sql();
        let act = Closure::once(move || -> Result<(), JsValue> {
            for Statement { sql: text, bindings } in statements {
                sql.exec(&text, values(bindings)).map_err(JsValue::from)?;
            }
            Ok(())
        });
        let raw: &JsValue = self.0.as_raw().as_ref();
        let transaction: Function = Reflect::get(raw, &JsValue::from_str("transactionSync"))
            .map_err(Error::from)?
            .dyn_into()
            .map_err(Error::from)?;
        transaction.call1(raw, act.as_ref()).map_err(Error::from)?;
        Ok(())
    }
}

impl Database for ObjectDatabase {
    // The bindings hand a whole number over as one, and SQL's NULL as JSON's.
    fn rows(&self, query: Statement) -> Result<Vec<serde_json::Value>, DatabaseError> {
        let cursor = self.0.sql().exec(&query.sql, values(query.bindings));
        cursor.and_then(|cursor| cursor.to_array()).map_err(refused)
    }

    fn write(&self, statements: Vec<Statement>) -> Result<(), DatabaseError> {
        self.transact(statements).map_err(refused)
    }
}

fn values(bindings: Vec<Value>) -> Vec<SqlStorageValue> {
    let value = |binding| match binding {
        Value::Null => SqlStorageValue::Null,
        Value::Integer(number) => SqlStorageValue::Integer(number),
        Value::Text(text) => SqlStorageValue::String(text),
    };
    bindings.into_iter().map(value).collect()
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that `map_err` takes")]
fn refused(error: Error) -> DatabaseError {
    DatabaseError(error.to_string())
}
