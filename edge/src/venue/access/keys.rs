//! Access keys of a venue: created, listed, compared and revoked.

use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use shared::access::{AccessKey, AccessKeys, CreatedAccessKey, Grant, NewAccessKey, Permission, Role};
use shared::id::{AccessKeyId, VenueId};
use shared::time::Instant;
use shared::validation::{FieldCode, FieldError};

use crate::access::Actor;
use crate::access::key::{NewKey, PresentedAccessKey};
use crate::error::{Result, VenueError};
use crate::storage::database::{Database, Statement, first, select};
use crate::storage::row::{self, TableRow, insert};
use crate::venue::access::grants::{grant_to_give, require_cover};
use crate::venue::context::Ctx;

/// For how many seconds the stored time of a key's last use may be behind: each write of it costs money.
const LAST_USE_SECONDS: i64 = 3600;

/// The number of valid keys that a venue may have, of those that it may create in 24 hours, since revoked ones stay, and
/// of the revoked ones that are listed.
const MAX_KEYS: usize = 100;

const DAY_SECONDS: i64 = 24 * 60 * 60;

/// A row of the table `access_keys`.
#[derive(Serialize, Deserialize)]
struct KeyRow {
    id: AccessKeyId,
    name: String,
    role: Role,
    #[serde(with = "row::optional_json")]
    permissions: Option<Vec<Permission>>,
    secret_hash: String,
    #[serde(with = "row::unix")]
    created_at: Instant,
    created_by: String,
    #[serde(with = "row::optional_unix")]
    last_used_at: Option<Instant>,
    #[serde(with = "row::optional_unix")]
    revoked_at: Option<Instant>,
}

impl TableRow for KeyRow {
    const TABLE: &'static str = "access_keys";
}

impl KeyRow {
    fn grant(&self) -> Grant {
        Grant {
            role: self.role,
            permissions: self.permissions.clone(),
        }
    }

    fn public(self) -> AccessKey {
        AccessKey {
            grant: self.grant(),
            id: self.id,
            name: self.name,
            created_at: self.created_at,
            created_by: self.created_by,
            last_used_at: self.last_used_at,
            revoked_at: self.revoked_at,
        }
    }
}

/// The actor behind an access key: [`VenueError::Unauthorized`] for one that this venue does not have or has revoked.
pub(super) fn actor_of(ctx: Ctx<'_>, venue: &VenueId, text: &str) -> Result<Actor> {
    let presented = PresentedAccessKey::parse(text).filter(|key| key.venue == *venue);
    let presented = presented.ok_or(VenueError::Unauthorized)?;
    let row = find(ctx.database, presented.id())?;
    let row = row.filter(|row| row.revoked_at.is_none() && presented.matches(&row.secret_hash));
    let row = row.ok_or(VenueError::Unauthorized)?;
    let is_recent = row
        .last_used_at
        .is_some_and(|at| ctx.now.unix() - at.unix() < LAST_USE_SECONDS);
    if !is_recent {
        ctx.database.write(vec![Statement::new(
            "UPDATE access_keys SET last_used_at = ? WHERE id = ?",
            vec![ctx.now.unix().into(), row.id.as_str().into()],
        )])?;
    }
    let grant = row.grant();
    Ok(Actor::AccessKey(row.id, grant))
}

/// The rights of a key's bearer at this moment; none if it was revoked.
pub(super) fn grant_of(ctx: Ctx<'_>, id: &AccessKeyId) -> Result<Option<Grant>> {
    let row = find(ctx.database, id)?;
    Ok(row.filter(|row| row.revoked_at.is_none()).map(|row| row.grant()))
}

fn find(database: &dyn Database, id: &AccessKeyId) -> Result<Option<KeyRow>> {
    let row = first(
        database,
        "SELECT * FROM access_keys WHERE id = ?",
        vec![id.as_str().into()],
    )?;
    Ok(row)
}

/// The valid keys and those that were revoked last, the newest first.
pub fn keys(ctx: Ctx<'_>) -> Result<AccessKeys> {
    let rows: Vec<KeyRow> = select(
        ctx.database,
        "SELECT * FROM access_keys WHERE revoked_at IS NULL OR id IN
            (SELECT id FROM access_keys WHERE revoked_at IS NOT NULL ORDER BY revoked_at DESC, id LIMIT ?)
         ORDER BY created_at DESC, id",
        vec![i64::try_from(MAX_KEYS).unwrap_or_default().into()],
    )?;
    Ok(AccessKeys {
        keys: rows.into_iter().map(KeyRow::public).collect(),
    })
}

/// The valid keys that an actor of this name has created.
pub(super) fn valid_keys_of(ctx: Ctx<'_>, creator: &str) -> Result<Vec<AccessKeyId>> {
    let rows: Vec<KeyRow> = select(
        ctx.database,
        "SELECT * FROM access_keys WHERE created_by = ? AND revoked_at IS NULL ORDER BY created_at DESC, id",
        vec![creator.into()],
    )?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Refuses another key where too many were created in the last 24 hours.
fn check_rate(ctx: Ctx<'_>) -> Result<()> {
    let lately: Vec<KeyRow> = select(
        ctx.database,
        "SELECT * FROM access_keys WHERE created_at > ? LIMIT ?",
        vec![
            (ctx.now.unix() - DAY_SECONDS).into(),
            i64::try_from(MAX_KEYS).unwrap_or_default().into(),
        ],
    )?;
    if lately.len() < MAX_KEYS {
        Ok(())
    } else {
        Err(VenueError::TooMany { retry_after: 3600 })
    }
}

/// Creates a key. A key can have no permission that its creator does not have, and is never an operator's.
pub fn create_key(ctx: Ctx<'_>, venue: &VenueId, new: &NewAccessKey) -> Result<CreatedAccessKey> {
    let grant = grant_to_give(ctx.actor, new.role, new.permissions.as_deref())?;
    if keys(ctx)?
        .keys
        .iter()
        .filter(|key| key.revoked_at.is_none())
        .count()
        >= MAX_KEYS
    {
        return Err(VenueError::Fields(vec![FieldError::new(
            "",
            FieldCode::OutOfRange,
        )]));
    }
    check_rate(ctx)?;
    let broken = || VenueError::Broken("an access key could not be made".to_owned());
    let NewKey {
        id,
        token,
        secret_hash,
    } = NewKey::of_random(venue, ctx.random()?, ctx.key()?).ok_or_else(broken)?;
    let row = KeyRow {
        id,
        name: new.name.as_str().to_owned(),
        role: grant.role,
        permissions: grant.permissions,
        secret_hash,
        created_at: ctx.now,
        created_by: ctx.actor.name().unwrap_or_default(),
        last_used_at: None,
        revoked_at: None,
    };
    let mut statements = vec![insert(&row)?];
    let after = serde_json::json!({ "name": row.name, "role": row.role, "permissions": row.permissions });
    statements.extend(ctx.audit("key.create", row.id.as_str(), None, Some(after))?);
    ctx.database.write(statements)?;
    Ok(CreatedAccessKey {
        key: row.public(),
        token: token.expose_secret().to_owned(),
    })
}

/// Revokes a key at once; one that is revoked already stays so.
pub fn revoke_key(ctx: Ctx<'_>, id: &AccessKeyId) -> Result<()> {
    let row = find(ctx.database, id)?.ok_or(VenueError::NotFound)?;
    if row.revoked_at.is_some() {
        return Ok(());
    }
    // A scoped key must not lock out the keys above it.
    require_cover(ctx.actor, &row.grant())?;
    let mut statements = vec![Statement::new(
        "UPDATE access_keys SET revoked_at = ? WHERE id = ?",
        vec![ctx.now.unix().into(), id.as_str().into()],
    )];
    statements.extend(ctx.audit("key.revoke", id.as_str(), None, None)?);
    ctx.database.write(statements)?;
    Ok(())
}

#[cfg(test)]
#[path = "keys_tests.rs"]
mod tests;
