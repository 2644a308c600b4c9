//! A Durable Object's SQLite: typed reads, and writes that happen all together or not at all. It
//! must not know any table.

use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::*;
use worker::{Error, Result, SqlStorage, SqlStorageValue, Storage};

/// A statement with its bindings.
pub struct Statement {
    /// The SQL, with `?` for each binding.
    pub sql: &'static str,
    /// The bindings, in order.
    pub bindings: Vec<SqlStorageValue>,
}

impl Statement {
    /// The statement `sql` with `bindings`.
    #[must_use]
    pub fn new(sql: &'static str, bindings: Vec<SqlStorageValue>) -> Self {
        Self { sql, bindings }
    }
}

/// Carries out all statements in one transaction: `storage.transactionSync` of the Durable Objects
/// API, which `worker` does not wrap. If one fails, none has happened.
pub fn write_all(storage: &Storage, statements: Vec<Statement>) -> Result<()> {
    let sql: SqlStorage = storage.sql();
    let act = Closure::once(move || -> std::result::Result<(), JsValue> {
        for Statement { sql: text, bindings } in statements {
            sql.exec(text, bindings).map_err(JsValue::from)?;
        }
        Ok(())
    });
    let raw: &JsValue = storage.as_raw().as_ref();
    let transaction: Function = Reflect::get(raw, &JsValue::from_str("transactionSync"))
        .map_err(Error::from)?
        .dyn_into()
        .map_err(Error::from)?;
    transaction.call1(raw, act.as_ref()).map_err(Error::from)?;
    Ok(())
}
