//! Idempotency records: decides about a request whose `Idempotency-Key` may have been seen before, by the rules of the
//! IETF draft "The Idempotency-Key HTTP Header Field", and stores what was answered.
//!
//! A key is kept for [`KEPT_SECONDS`]. What is kept is the answer to a booking that was made. A
//! refusal is not kept: nothing was written, so the same request may be decided anew, and a guest
//! who tries again is told what is open then and not what was open before.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shared::reservation::Reservation;
use shared::time::Instant;

use super::database::{Database, DatabaseError, Statement, first};
use super::row::{self, TableRow};

/// How long a key is remembered: two days, twice what the draft's example services promise.
pub const KEPT_SECONDS: i64 = 48 * 60 * 60;

/// An `Idempotency-Key`: 1 to 255 visible ASCII characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// The longest key, in bytes.
    pub const MAX_BYTES: usize = 255;

    /// Takes a header's value as it is; none if it is no key.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_key =
            (1..=Self::MAX_BYTES).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        is_key.then(|| Self(text.to_owned()))
    }

    /// The key's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is stored under a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdempotencyRow {
    /// The key.
    pub key: IdempotencyKey,
    /// The [`fingerprint`] of the request it came with first.
    pub fingerprint: String,
    /// The answer; none while the booking is being made.
    #[serde(with = "row::optional_json")]
    pub answer: Option<Reservation>,
    /// When it was stored.
    #[serde(with = "row::unix")]
    pub created_at: Instant,
}

impl TableRow for IdempotencyRow {
    const TABLE: &'static str = "idempotency";
}

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The key is new: carry the request out.
    CarryOut,
    /// It has been carried out: answer the same again.
    Repeat(Box<Reservation>),
    /// It is being carried out at this moment.
    InFlight,
    /// The key belongs to another request.
    Reused,
}

/// Decides by what is stored under the request's key.
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

/// Tells requests apart without keeping what they say: SHA-256 over the request as it was
/// understood, so that spaces or the order of fields make no difference.
#[must_use]
pub fn fingerprint<T: Serialize>(request: &T) -> String {
    let canonical = serde_json::to_vec(request).unwrap_or_default();
    base16ct::lower::encode_string(&Sha256::digest(canonical))
}

/// Keeps the answer under the key it was asked with.
pub fn keep(
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

/// Forgets the keys that have been kept long enough.
#[must_use]
pub fn forget(now: Instant) -> Statement {
    let before = now.unix() - KEPT_SECONDS;
    Statement::new(
        "DELETE FROM idempotency WHERE created_at < ?",
        vec![before.into()],
    )
}

/// What is kept under a key.
pub fn kept(
    database: &dyn Database,
    key: &IdempotencyKey,
    now: Instant,
) -> Result<Option<IdempotencyRow>, DatabaseError> {
    let sql = "SELECT * FROM idempotency WHERE key = ? AND created_at >= ?";
    let since = now.unix() - KEPT_SECONDS;
    first(database, sql, vec![key.as_str().into(), since.into()])
}

#[cfg(test)]
#[path = "idempotency_tests.rs"]
mod tests;
