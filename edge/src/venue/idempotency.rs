//! What to do with a request whose `Idempotency-Key` may have been seen before: the rules of the
//! IETF draft "The Idempotency-Key HTTP Header Field". Pure; it must not know storage.
//!
//! A key is kept for [`KEPT_SECONDS`]. What is kept is the answer to a booking that was made. A
//! refusal is not kept: nothing was written, so the same request may be decided anew, and a guest
//! who tries again is told what is open then and not what was open before.

use serde::Serialize;
use sha2::{Digest, Sha256};
use shared::reservation::Reservation;

/// How long a key is remembered: two days, twice what the draft's example services promise.
pub const KEPT_SECONDS: i64 = 48 * 60 * 60;

/// What is stored under a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The [`fingerprint`] of the request it came with first.
    pub fingerprint: String,
    /// The answer; none while the booking is being made.
    pub answer: Option<Reservation>,
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

/// Decides by what is kept under the request's key.
#[must_use]
pub fn decide(kept: Option<Kept>, fingerprint: &str) -> Decision {
    match kept {
        None => Decision::CarryOut,
        Some(kept) if kept.fingerprint != fingerprint => Decision::Reused,
        Some(Kept {
            answer: Some(reservation),
            ..
        }) => Decision::Repeat(Box::new(reservation)),
        Some(Kept { answer: None, .. }) => Decision::InFlight,
    }
}

/// Tells requests apart without keeping what they say: SHA-256 over the request as it was
/// understood, so that spaces or the order of fields make no difference.
#[must_use]
pub fn fingerprint<T: Serialize>(request: &T) -> String {
    let canonical = serde_json::to_vec(request).unwrap_or_default();
    base16ct::lower::encode_string(&Sha256::digest(canonical))
}

#[cfg(test)]
#[path = "idempotency_tests.rs"]
mod tests;
