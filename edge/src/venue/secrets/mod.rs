//! The secrets of a venue: sealed ones, which its staff set, list and delete, and worker secrets, which operators assign
//! to it. A value goes in and never comes out.

use config::VenueSettings;
use config::secret::is_reserved;
use shared::directory::{AssignedSecret, AssignedSecrets};
use shared::id::SecretName;
use shared::problem::ProblemCode;
use shared::validation::{FieldCode, FieldError};
use shared::venue_secret::{SecretList, SecretState, SecretStatus};

use crate::error::{Result, VenueError};
use crate::storage::database::Statement;
use crate::storage::row;
use crate::storage::sealed_secret::{SealError, SealKeys};
use crate::storage::venue_secrets::{self, AssignedSecretRow, SealedSecretRow, SecretError, VenueSecrets};
use crate::venue::context::Ctx;
use crate::venue::message::staff::Resealed;

/// Refuses a name that the settings do not name.
pub fn require_named(settings: &VenueSettings, name: &SecretName) -> Result<()> {
    let is_named = settings
        .named_secrets()
        .iter()
        .any(|named| named.name == name.as_str());
    is_named
        .then_some(())
        .ok_or(VenueError::Refused(ProblemCode::UnknownSecret))
}

/// Refuses a name that the settings do not name, unless a secret of it is sealed, as before they changed.
pub fn require_known(ctx: Ctx<'_>, settings: &VenueSettings, name: &SecretName) -> Result<()> {
    match venue_secrets::sealed_of(ctx.database, name.as_str())? {
        Some(_) => Ok(()),
        None => require_named(settings, name),
    }
}

/// Stores a sealed secret. The audit log has its name alone.
pub fn store(ctx: Ctx<'_>, name: &SecretName, sealed: String) -> Result<()> {
    let row = SealedSecretRow {
        name: name.to_string(),
        sealed,
        updated_at: ctx.now,
        updated_by: ctx.actor.name().unwrap_or_default(),
    };
    let mut statements = vec![row::insert_or_replace(&row)?];
    statements.extend(ctx.audit("secret.set", name.as_str(), None, None)?);
    Ok(ctx.database.write(statements)?)
}

/// Deletes the sealed secret of this name, if there is one.
pub fn delete(ctx: Ctx<'_>, name: &SecretName) -> Result<()> {
    if venue_secrets::sealed_of(ctx.database, name.as_str())?.is_none() {
        return Ok(());
    }
    let mut statements = vec![venue_secrets::delete(name.as_str())];
    statements.extend(ctx.audit("secret.delete", name.as_str(), None, None)?);
    Ok(ctx.database.write(statements)?)
}

/// The secrets that the settings name, and those that are sealed.
pub fn list(secrets: VenueSecrets<'_>, settings: &VenueSettings) -> Result<SecretList> {
    let (rows, keys) = (venue_secrets::sealed(secrets.database)?, secrets.keys());
    let in_settings = settings.named_secrets();
    let mut names: Vec<&str> = Vec::new();
    for name in in_settings
        .iter()
        .map(|named| named.name)
        .chain(rows.iter().map(|row| row.name.as_str()))
    {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let states = names.into_iter().map(|name| {
        let row = rows.iter().find(|row| row.name == name);
        let settings = in_settings.iter().filter(|named| named.name == name);
        Ok(SecretState {
            name: read_name(name)?,
            settings: settings.map(|named| named.setting.to_owned()).collect(),
            status: status(secrets, &keys, name, row)?,
            sealed_at: row.map(|row| row.updated_at),
        })
    });
    Ok(SecretList {
        secrets: states.collect::<Result<_>>()?,
    })
}

fn status(
    secrets: VenueSecrets<'_>,
    keys: &Result<SealKeys, SealError>,
    name: &str,
    row: Option<&SealedSecretRow>,
) -> Result<SecretStatus> {
    if secrets.worker_secret(name)?.is_some() {
        return Ok(SecretStatus::Worker);
    }
    let Some(row) = row else {
        return Ok(SecretStatus::Missing);
    };
    let opened = keys
        .as_ref()
        .ok()
        .and_then(|keys| keys.open(secrets.venue, name, &row.sealed).ok());
    Ok(match opened.map(|opened| opened.is_current) {
        Some(true) => SecretStatus::Sealed,
        Some(false) => SecretStatus::SealedWithPreviousKey,
        None => SecretStatus::Unreadable,
    })
}

/// The worker secrets that an operator has assigned to the venue.
pub fn assigned(ctx: Ctx<'_>) -> Result<AssignedSecrets> {
    let secrets = venue_secrets::assigned(ctx.database)?.into_iter().map(|row| {
        Ok(AssignedSecret {
            name: read_name(&row.name)?,
            assigned_at: row.assigned_at,
            assigned_by: row.assigned_by,
        })
    });
    Ok(AssignedSecrets {
        secrets: secrets.collect::<Result<_>>()?,
    })
}

/// The number of worker secrets that can be assigned to a venue: more than a deployment may have.
const MOST_ASSIGNED: usize = 128;

/// Assigns a worker secret to the venue. The deployment's own are refused.
pub fn assign(ctx: Ctx<'_>, name: &SecretName) -> Result<()> {
    if is_reserved(name.as_str()) {
        return Err(VenueError::Forbidden);
    }
    if venue_secrets::assigned_of(ctx.database, name.as_str())?.is_some() {
        return Ok(());
    }
    if venue_secrets::assigned(ctx.database)?.len() >= MOST_ASSIGNED {
        let full = FieldError::new("", FieldCode::OutOfRange);
        return Err(VenueError::Fields(vec![full]));
    }
    let row = AssignedSecretRow {
        name: name.to_string(),
        assigned_at: ctx.now,
        assigned_by: ctx.actor.name().unwrap_or_default(),
    };
    let mut statements = vec![row::insert(&row)?];
    statements.extend(ctx.audit("worker_secret.assign", name.as_str(), None, None)?);
    Ok(ctx.database.write(statements)?)
}

/// Withdraws a worker secret from the venue, if it is assigned.
pub fn withdraw(ctx: Ctx<'_>, name: &SecretName) -> Result<()> {
    if venue_secrets::assigned_of(ctx.database, name.as_str())?.is_none() {
        return Ok(());
    }
    let mut statements = vec![venue_secrets::withdraw(name.as_str())];
    statements.extend(ctx.audit("worker_secret.withdraw", name.as_str(), None, None)?);
    Ok(ctx.database.write(statements)?)
}

/// Seals every sealed secret with the current master key, those too that a worker secret goes before: the counts, and the
/// statements that store it. Without a sealed secret no key is needed.
pub fn reseal(secrets: VenueSecrets<'_>) -> Result<(Resealed, Vec<Statement>), SecretError> {
    let (rows, mut statements) = (venue_secrets::sealed(secrets.database)?, Vec::new());
    let mut resealed = Resealed::default();
    if rows.is_empty() {
        return Ok((resealed, statements));
    }
    let keys = secrets.keys()?;
    for row in rows {
        match keys.open(secrets.venue, &row.name, &row.sealed) {
            Ok(opened) if opened.is_current => resealed.current += 1,
            Ok(opened) => {
                statements.push(secrets.sealed_again(&row, &opened.secret)?);
                resealed.resealed += 1;
            }
            Err(_) => resealed.unreadable.extend(SecretName::parse(&row.name).ok()),
        }
    }
    Ok((resealed, statements))
}

fn read_name(name: &str) -> Result<SecretName> {
    SecretName::parse(name).map_err(|_| VenueError::Broken("the name of a secret cannot be read".to_owned()))
}
