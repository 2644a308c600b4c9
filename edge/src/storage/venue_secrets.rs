//! The secrets of one venue, by the names that its settings give: the worker's secret of a name first, if it is assigned
//! to the venue, else the secret that is sealed in the venue's database, the table `sealed_secrets`. No secret of another
//! venue can be reached: the database is the venue's own, what is sealed in it opens for this venue alone, and a worker
//! secret is assigned by an operator (the table `assigned_secrets`) or by the deployment's file of the venue.

use std::fmt;

use config::secret::is_reserved;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use shared::id::VenueId;
use shared::time::Instant;

use crate::storage::database::{Database, DatabaseError, Statement, first, select};
use crate::storage::row::{self, TableRow};
use crate::storage::sealed_secret::{NONCE_BYTES, SealError, SealKeys};

/// A sealed secret as it is stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SealedSecretRow {
    /// The name by which settings refer to it.
    pub name: String,
    /// See [`crate::storage::sealed_secret`].
    pub sealed: String,
    /// When its value was set; sealing it again does not change this.
    #[serde(with = "row::unix")]
    pub updated_at: Instant,
    /// The person or key that set its value.
    pub updated_by: String,
}

impl TableRow for SealedSecretRow {
    const TABLE: &'static str = "sealed_secrets";
}

/// Every sealed secret of a venue, by name.
pub fn sealed(database: &dyn Database) -> Result<Vec<SealedSecretRow>, DatabaseError> {
    select(database, "SELECT * FROM sealed_secrets ORDER BY name", vec![])
}

/// The sealed secret of a name, if there is one.
pub fn sealed_of(database: &dyn Database, name: &str) -> Result<Option<SealedSecretRow>, DatabaseError> {
    let sql = "SELECT * FROM sealed_secrets WHERE name = ?";
    first(database, sql, vec![name.into()])
}

/// A worker secret that is assigned to the venue.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AssignedSecretRow {
    /// Its name.
    pub name: String,
    /// When it was assigned.
    #[serde(with = "row::unix")]
    pub assigned_at: Instant,
    /// The author of the assignment.
    pub assigned_by: String,
}

impl TableRow for AssignedSecretRow {
    const TABLE: &'static str = "assigned_secrets";
}

/// Every assigned worker secret of a venue, by name; those that its file names are not among them.
pub fn assigned(database: &dyn Database) -> Result<Vec<AssignedSecretRow>, DatabaseError> {
    select(database, "SELECT * FROM assigned_secrets ORDER BY name", vec![])
}

/// The assignment of a name, if there is one.
pub fn assigned_of(database: &dyn Database, name: &str) -> Result<Option<AssignedSecretRow>, DatabaseError> {
    let sql = "SELECT * FROM assigned_secrets WHERE name = ?";
    first(database, sql, vec![name.into()])
}

/// Withdraws the assignment of a name.
#[must_use]
pub fn withdraw(name: &str) -> Statement {
    Statement::new("DELETE FROM assigned_secrets WHERE name = ?", vec![name.into()])
}

/// Deletes the sealed secret of a name.
#[must_use]
pub fn delete(name: &str) -> Statement {
    Statement::new("DELETE FROM sealed_secrets WHERE name = ?", vec![name.into()])
}

/// Why a secret cannot be read or sealed. `Display` is a message for the operator, and holds no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretError {
    /// No assigned worker secret and no sealed one has this name.
    Missing {
        /// The name.
        name: String,
        /// The venue.
        venue: VenueId,
    },
    /// The name of a secret of the deployment itself.
    Reserved(String),
    /// It cannot be sealed or opened.
    Seal(SealError),
    /// The database failed.
    Database(DatabaseError),
    /// The runtime has no random source.
    NoRandomness,
}

impl fmt::Display for SecretError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { name, venue } => write!(
                formatter,
                "the secret {name} is not set: `npx wrangler secret put {name}` sets it for the deployment, a \
                 line `{name}=…` in .dev.vars for this machine, PUT /v1/staff/{venue}/secrets/{name} for the venue. \
                 A venue without a file reads only the worker secrets that an operator has assigned to it: \
                 `cargo xtask venue assign {venue} {name}`"
            ),
            Self::Reserved(name) => write!(
                formatter,
                "the settings name {name}, which is the deployment's own secret: give the secret another name"
            ),
            Self::Seal(error) => error.fmt(formatter),
            Self::Database(error) => error.fmt(formatter),
            Self::NoRandomness => formatter.write_str("the runtime has no random source"),
        }
    }
}

impl std::error::Error for SecretError {}

impl From<SealError> for SecretError {
    fn from(error: SealError) -> Self {
        Self::Seal(error)
    }
}

impl From<DatabaseError> for SecretError {
    fn from(error: DatabaseError) -> Self {
        Self::Database(error)
    }
}

/// Reads and seals the secrets of one venue.
#[derive(Clone, Copy)]
pub struct VenueSecrets<'a> {
    /// The venue.
    pub venue: &'a VenueId,
    /// Its database.
    pub database: &'a dyn Database,
    /// Reads a secret of the worker by its name; none if it is not set.
    pub of_worker: &'a dyn Fn(&str) -> Option<SecretString>,
    /// Whether the deployment's file of a venue names a worker secret.
    pub in_file: &'a dyn Fn(&VenueId, &str) -> bool,
    /// Cryptographic randomness, 16 bytes at a time; none if the runtime has none.
    pub random: &'a dyn Fn() -> Option<[u8; 16]>,
}

impl VenueSecrets<'_> {
    /// The secret of this name. One that the previous master key has sealed is sealed with the current one.
    pub fn require(self, name: &str) -> Result<SecretString, SecretError> {
        if is_reserved(name) {
            return Err(SecretError::Reserved(name.to_owned()));
        }
        if let Some(secret) = self.worker_secret(name)? {
            return Ok(secret);
        }
        let row = sealed_of(self.database, name)?.ok_or_else(|| SecretError::Missing {
            name: name.to_owned(),
            venue: self.venue.clone(),
        })?;
        let opened = self.keys()?.open(self.venue, name, &row.sealed)?;
        if !opened.is_current {
            self.seal_again(&row, &opened.secret)?;
        }
        Ok(opened.secret)
    }

    /// The worker secret of this name; none if it is not set, or is not assigned to the venue.
    pub fn worker_secret(self, name: &str) -> Result<Option<SecretString>, DatabaseError> {
        let found = (self.of_worker)(name);
        Ok(match found {
            Some(secret) if self.is_assigned(name)? => Some(secret),
            _ => None,
        })
    }

    /// Whether the venue may read the worker secret of this name.
    pub fn is_assigned(self, name: &str) -> Result<bool, DatabaseError> {
        if is_reserved(name) {
            return Ok(false);
        }
        Ok((self.in_file)(self.venue, name) || assigned_of(self.database, name)?.is_some())
    }

    /// The master keys of the deployment.
    pub fn keys(self) -> Result<SealKeys, SealError> {
        SealKeys::read(self.of_worker)
    }

    /// Seals a secret of this name with the current master key.
    pub fn seal(self, name: &str, secret: &SecretString) -> Result<String, SecretError> {
        if is_reserved(name) {
            return Err(SecretError::Reserved(name.to_owned()));
        }
        let random = (self.random)().ok_or(SecretError::NoRandomness)?;
        let mut nonce = [0; NONCE_BYTES];
        nonce.copy_from_slice(&random[..NONCE_BYTES]);
        Ok(self.keys()?.seal(self.venue, name, secret, nonce)?)
    }

    /// Stores an opened secret sealed with the current master key.
    fn seal_again(self, row: &SealedSecretRow, secret: &SecretString) -> Result<(), SecretError> {
        Ok(self.database.write(vec![self.sealed_again(row, secret)?])?)
    }

    /// The statement that stores an opened secret sealed with the current master key.
    pub fn sealed_again(
        self,
        row: &SealedSecretRow,
        secret: &SecretString,
    ) -> Result<Statement, SecretError> {
        let sealed = self.seal(&row.name, secret)?;
        Ok(Statement::new(
            "UPDATE sealed_secrets SET sealed = ? WHERE name = ? AND sealed = ?",
            vec![
                sealed.into(),
                row.name.as_str().into(),
                row.sealed.as_str().into(),
            ],
        ))
    }
}

#[cfg(test)]
#[path = "venue_secrets_tests.rs"]
mod tests;
