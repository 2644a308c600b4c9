//! Tokens that a vendor gives by itself, in deliveries. It sends again what was not taken in time, with neither a time nor an
//! order in it. So a token that was given before changes nothing, the first one of a connection does not take the place of
//! another, and the one before is stored beside the last: if the last was late, the vendor refuses it, and the other is used.

use secrecy::SecretString;
use sha2::{Digest as _, Sha256};
use shared::id::TokenName;

use super::message::GivenToken;
use super::rows::GivenTokenRow;
use super::sealed::SealedTexts;
use super::tokens::{self, REJECTED_AGE, access_name, earlier_name};
use crate::error::Result;
use crate::oauth::answer::Tokens;
use crate::storage::database::{Database, Statement, first};
use crate::storage::row::insert;
use crate::venue::context::Ctx;

/// For how long a token is used that has no end, in seconds: a hundred years.
const GIVEN_SECONDS: i64 = 100 * 365 * 24 * 60 * 60;

/// How long a token that was given is known again, in seconds: thirty days. The vendor sends again within minutes.
const KNOWN_SECONDS: i64 = 30 * 24 * 60 * 60;

/// Stores a token that the vendor has given. It is used until the vendor gives another one.
pub(super) fn store(ctx: Ctx<'_>, texts: SealedTexts<'_>, given: GivenToken) -> Result<()> {
    let GivenToken {
        name,
        token,
        is_first,
    } = given;
    let digest = digest(&name, &token);
    if is_known(ctx.database, &digest)? {
        return Ok(());
    }
    let mut statements = vec![insert(&GivenTokenRow { digest, at: ctx.now })?];
    let has_one = tokens::find(ctx.database, &name)?.is_some();
    if has_one && !is_first {
        let earlier = texts.open(&access_name(&name))?;
        statements.push(texts.store(&earlier_name(&name), &earlier)?);
    }
    if !has_one || !is_first {
        let token = SecretString::from(token);
        statements.extend(tokens::store(ctx, texts, (&name, None), &lasting(ctx, token))?);
    }
    Ok(ctx.database.write(statements)?)
}

/// The vendor has refused the token of a generation. If it is still the one in use and not new, the one before takes its place:
/// it is the other way round where a token came late, and again where both are refused for a while.
pub(super) fn reject(ctx: Ctx<'_>, texts: SealedTexts<'_>, name: &TokenName, generation: u64) -> Result<()> {
    let Some(row) = tokens::find(ctx.database, name)? else {
        return Ok(());
    };
    let is_old = row.changed_at.plus_seconds(REJECTED_AGE) <= ctx.now;
    if row.generation != generation || !is_old || !texts.is_stored(&earlier_name(name))? {
        return Ok(());
    }
    let refused = texts.open(&access_name(name))?;
    let earlier = texts.open(&earlier_name(name))?;
    let mut statements = tokens::store(ctx, texts, (name, None), &lasting(ctx, earlier))?;
    statements.push(texts.store(&earlier_name(name), &refused)?);
    Ok(ctx.database.write(statements)?)
}

/// Deletes a token whose connection the vendor has ended. What was given before is known again all the same.
pub(super) fn end(ctx: Ctx<'_>, name: &TokenName) -> Result<()> {
    Ok(ctx.database.write(tokens::delete(name))?)
}

/// The statement that forgets which tokens were given long ago.
pub(super) fn delete_ended(now: i64) -> Statement {
    let sql = "DELETE FROM given_tokens WHERE at <= ?";
    Statement::new(sql, vec![(now - KNOWN_SECONDS).into()])
}

/// A token without an end and without a refresh.
fn lasting(ctx: Ctx<'_>, access: SecretString) -> Tokens {
    Tokens {
        access,
        access_until: ctx.now.plus_seconds(GIVEN_SECONDS),
        refresh: None,
        refresh_until: None,
    }
}

/// The digest by which a token of a name is known again. It is drawn at random by the vendor, and cannot be guessed from it.
fn digest(name: &TokenName, token: &str) -> String {
    let digest = Sha256::new()
        .chain_update(name.as_str())
        .chain_update([0_u8])
        .chain_update(token);
    base16ct::lower::encode_string(&digest.finalize())
}

fn is_known(database: &dyn Database, digest: &str) -> Result<bool> {
    let sql = "SELECT * FROM given_tokens WHERE digest = ?";
    let row: Option<GivenTokenRow> = first(database, sql, vec![digest.into()])?;
    Ok(row.is_some())
}

#[cfg(test)]
#[path = "given_tokens_tests.rs"]
mod tests;
