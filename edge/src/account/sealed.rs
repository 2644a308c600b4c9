//! The sealed texts of an account: the table `sealed_texts`. What the previous master key has sealed is sealed with the current
//! one when it is opened.

use secrecy::SecretString;
use shared::id::AccountId;
use shared::problem::ProblemCode;

use super::rows::SealedTextRow;
use crate::error::{Result, VenueError};
use crate::storage::database::{Database, Statement, first};
use crate::storage::row::insert_or_replace;
use crate::storage::sealed_secret::{NONCE_BYTES, SealError, SealKeys};

/// Seals and opens the texts of one account.
#[derive(Clone, Copy)]
pub struct SealedTexts<'a> {
    /// The account.
    pub account: &'a AccountId,
    /// Its database.
    pub database: &'a dyn Database,
    /// Reads a secret of the worker by its name; none if it is not set.
    pub of_worker: &'a dyn Fn(&str) -> Option<SecretString>,
    /// Cryptographic randomness, 16 bytes at a time; none if the runtime has none.
    pub random: &'a dyn Fn() -> Option<[u8; 16]>,
}

impl SealedTexts<'_> {
    /// The statement that stores a text under a name. Without a master key nothing is stored.
    pub fn store(self, name: &str, text: &SecretString) -> Result<Statement> {
        let random = (self.random)();
        let random =
            random.ok_or_else(|| VenueError::Broken("the runtime has no random source".to_owned()))?;
        let mut nonce = [0; NONCE_BYTES];
        nonce.copy_from_slice(&random[..NONCE_BYTES]);
        let keys = SealKeys::read(self.of_worker).map_err(|error| refused(&error))?;
        let sealed = keys
            .seal(self.account, name, text, nonce)
            .map_err(|error| refused(&error))?;
        Ok(insert_or_replace(&SealedTextRow {
            name: name.to_owned(),
            sealed,
        })?)
    }

    /// Whether there is a text of a name.
    pub fn is_stored(self, name: &str) -> Result<bool> {
        let sql = "SELECT * FROM sealed_texts WHERE name = ?";
        let row: Option<SealedTextRow> = first(self.database, sql, vec![name.into()])?;
        Ok(row.is_some())
    }

    /// The text of a name, which has to be there.
    pub fn open(self, name: &str) -> Result<SecretString> {
        let sql = "SELECT * FROM sealed_texts WHERE name = ?";
        let row: Option<SealedTextRow> = first(self.database, sql, vec![name.into()])?;
        let row = row.ok_or_else(|| VenueError::Broken(format!("the sealed text {name} is missing")))?;
        let keys = SealKeys::read(self.of_worker).map_err(|error| refused(&error))?;
        let opened = keys
            .open(self.account, name, &row.sealed)
            .map_err(|error| refused(&error))?;
        if !opened.is_current {
            self.database.write(vec![self.store(name, &opened.secret)?])?;
        }
        Ok(opened.secret)
    }
}

/// The statement that deletes the text of a name.
#[must_use]
pub fn delete(name: &str) -> Statement {
    Statement::new("DELETE FROM sealed_texts WHERE name = ?", vec![name.into()])
}

/// A deployment without a key is told so; every other error is for its log.
fn refused(error: &SealError) -> VenueError {
    match error {
        SealError::KeyMissing => VenueError::Refused(ProblemCode::SealingUnavailable),
        other => VenueError::Broken(other.to_string()),
    }
}
