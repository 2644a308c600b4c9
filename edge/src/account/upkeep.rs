//! Regular work of an account's object: deletes what has ended, and names the tokens that are to be renewed though no caller
//! needs them.

use shared::id::TokenName;
use shared::time::Instant;

use super::{authorizations, deliveries, given_tokens, issuing, onboardings, tokens};
use crate::error::Result;
use crate::issuer::keys;
use crate::oauth::refresh::is_renewal_due;
use crate::storage::database::{Database, Statement};
use crate::storage::meta;
use crate::venue::context::Ctx;

/// The time between two runs, in seconds.
pub(super) const EVERY_SECONDS: i64 = 6 * 60 * 60;

/// How long entries of the audit log are stored, in seconds: two years.
const AUDIT_SECONDS: i64 = 2 * 365 * 24 * 60 * 60;

/// The name of the next run's time in the table `meta`.
const NEXT: &str = "upkeep";

/// The time of the next run, if one is set.
pub(super) fn next(database: &dyn Database) -> Result<Option<Instant>> {
    let stored = meta::get(database, NEXT)?.and_then(|text| text.parse().ok());
    Ok(stored.map(Instant::from_unix))
}

/// Sets the time of the next run.
pub(super) fn schedule(at: Instant) -> Statement {
    meta::set(NEXT, &at.unix().to_string())
}

/// Deletes what has ended.
pub(super) fn delete_ended(ctx: Ctx<'_>) -> Result<()> {
    authorizations::delete_ended(ctx)?;
    let now = ctx.now.unix();
    let mut statements = vec![
        onboardings::delete_ended(now),
        deliveries::delete_ended(now),
        given_tokens::delete_ended(now),
        Statement::new("DELETE FROM used_assertions WHERE over_at <= ?", vec![now.into()]),
        Statement::new(
            "DELETE FROM audit WHERE at <= ?",
            vec![(now - AUDIT_SECONDS).into()],
        ),
    ];
    let ended = issuing::all(ctx.database)?.into_iter();
    let ended = ended.filter(|row| !keys::is_published(&row.times(), ctx.now));
    statements.extend(ended.flat_map(|row| issuing::delete(&row.kid)));
    Ok(ctx.database.write(statements)?)
}

/// The tokens that are to be renewed now.
pub(super) fn due(ctx: Ctx<'_>) -> Result<Vec<TokenName>> {
    let rows = tokens::all(ctx.database)?.into_iter();
    let due = rows.filter(|row| is_renewal_due(&row.state(), ctx.now));
    Ok(due.map(|row| row.name).collect())
}
