//! The venue's till as rows: the push of each reservation, the deliveries, the notices of each reservation taken together,
//! and the dead letters.
//!
//! A push is one row per reservation, whose version grows in the transaction that changes the reservation: so no change
//! is lost, and of several only the newest is sent. A delivery is stored before it is answered, and worked off by a job.

pub mod dead_letter;
pub mod inbox;
pub mod push;
pub mod state;

use shared::time::Instant;

use crate::storage::database::Statement;

/// How long deliveries that could not be worked off, dead letters and notices are stored, in days: the accounts of a month
/// are closed by then.
pub const STORED_DAYS: i64 = 35;

/// Statements that delete what is older than [`STORED_DAYS`], or than the venue stores guests' data if that is less. What
/// was spent stays with its reservation, and so does the version of its push, which must never go back.
#[must_use]
pub fn delete_before(now: Instant, before: Instant) -> Vec<Statement> {
    let since = before.max(now.plus_seconds(-STORED_DAYS * 24 * 60 * 60)).unix();
    [
        "DELETE FROM pos_deliveries WHERE received_at < ?",
        "DELETE FROM pos_notices WHERE received_at < ?",
        "DELETE FROM pos_dead_letters WHERE at < ?",
    ]
    .into_iter()
    .map(|sql| Statement::new(sql, vec![since.into()]))
    .collect()
}

#[cfg(test)]
#[path = "tills_tests.rs"]
mod tests;
