//! Idempotency records: decides about a request whose `Idempotency-Key` may have been seen before, by the rules of the
//! IETF draft "The Idempotency-Key HTTP Header Field", and stores the responses.
//!
//! A record holds the response to a successful booking for [`RETENTION_SECONDS`]. A refusal is not stored: it wrote nothing,
//! so the same request may be decided anew, and a guest who tries again sees the slots that are open by then.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shared::reservation::Reservation;
use shared::time::Instant;

use super::database::{Database, DatabaseError, Statement, first};
use super::row::{self, TableRow};

/// Lifetime of a record in seconds: two days, twice what the draft's example services promise.
pub const RETENTION_SECONDS: i64 = 48 * 60 * 60;

/// An `Idempotency-Key`: 1 to 255 visible ASCII characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// The longest key, in bytes.
    pub const MAX_BYTES: usize = 255;

    /// Parses a header's value, without trimming; none if it is no key.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_key =
            (1..=Self::MAX_BYTES).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        is_key.then(|| Self(text.to_owned()))
    }

    /// The key under which a request of staff is recorded: none that a guest can send, since it contains a space.
    #[must_use]
    pub fn of_staff(&self) -> Self {
        Self(format!("staff {}", self.0))
    }

    /// The key's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The record of a key: a row of the table `idempotency`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdempotencyRow {
    /// The key.
    pub key: IdempotencyKey,
    /// The [`fingerprint`] of the first request with this key.
    pub fingerprint: String,
    /// The answer; none while the booking is being made.
    #[serde(with = "row::optional_json")]
    pub answer: Option<Reservation>,
    /// The instant at which the row was written.
    #[serde(with = "row::unix")]
    pub created_at: Instant,
}

impl TableRow for IdempotencyRow {
    const TABLE: &'static str = "idempotency";
}

/// The decision about a request with a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The key is new: the request is carried out.
    CarryOut,
    /// The request has been carried out: its response is repeated.
    Repeat(Box<Reservation>),
    /// The request is being carried out at this moment.
    InFlight,
    /// The key belongs to another request.
    Reused,
}

/// Decides by the record that is stored under the request's key.
#[must_use]
pub fn decide(stored: Option<IdempotencyRow>, fingerprint: &str) -> Decision {
    match stored {
        None => Decision::CarryOut,
        Some(stored) if stored.fingerprint != fingerprint => Decision::Reused,
        Some(IdempotencyRow {
            answer: Some(reservation),
            ..
        }) => Decision::Repeat(Box::new(reservation)),
        Some(IdempotencyRow { answer: None, .. }) => Decision::InFlight,
    }
}

/// Identifies a request without storing its content: SHA-256 of the parsed request in hexadecimal, so that spaces or the
/// order of fields make no difference.
#[must_use]
pub fn fingerprint<T: Serialize>(request: &T) -> String {
    let canonical = serde_json::to_vec(request).unwrap_or_default();
    base16ct::lower::encode_string(&Sha256::digest(canonical))
}

/// Stores the response under the key of its request.
pub fn store(
    key: &IdempotencyKey,
    fingerprint: &str,
    answer: &Reservation,
    now: Instant,
) -> Result<Statement, DatabaseError> {
    row::insert_or_replace(&IdempotencyRow {
        key: key.clone(),
        fingerprint: fingerprint.to_owned(),
        answer: Some(answer.clone()),
        created_at: now,
    })
}

/// Deletes the records whose lifetime is over.
#[must_use]
pub fn delete_expired(now: Instant) -> Statement {
    let before = now.unix() - RETENTION_SECONDS;
    Statement::new(
        "DELETE FROM idempotency WHERE created_at < ?",
        vec![before.into()],
    )
}

/// The record of a key, if there is one whose lifetime is not over.
pub fn find(
    database: &dyn Database,
    key: &IdempotencyKey,
    now: Instant,
) -> Result<Option<IdempotencyRow>, DatabaseError> {
    let sql = "SELECT * FROM idempotency WHERE key = ? AND created_at >= ?";
    let since = now.unix() - RETENTION_SECONDS;
    first(database, sql, vec![key.as_str().into(), since.into()])
}

#[cfg(test)]
#[path = "idempotency_tests.rs"]
mod tests;
