//! The venues of the directory: listed, created, adopted, renamed, suspended.
//!
//! A venue is created in three steps, so that a crash leaves nothing half done for good: its row is written as `creating`,
//! its own object stores the settings, and the row becomes `live`. Each step does nothing when it is repeated. If the object
//! refuses the settings, the row is deleted; if it has another venue already, the row becomes that one's.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use shared::directory::{DirectoryPage, DirectoryVenue, VenueSource, VenueStatus};
use shared::id::VenueId;
use shared::problem::ProblemCode;

use super::message::{FileVenue, VenueCreation, VenueSubject};
use super::rows::{self, VenueRow};
use crate::error::{Result, VenueError};
use crate::storage::database::Statement;
use crate::storage::row::{insert, insert_or_replace};
use crate::venue::context::Ctx;
use crate::venue::message::operator::Suspension;

/// A page of the venues, those of files among the others.
pub(super) fn list(
    ctx: Ctx<'_>,
    after: Option<&VenueId>,
    status: Option<VenueStatus>,
    limit: usize,
    files: &[FileVenue],
) -> Result<DirectoryPage> {
    store_missing(ctx, files)?;
    let mut rows = rows::page(ctx.database, after, status, limit.saturating_add(1))?;
    let is_last = rows.len() <= limit;
    rows.truncate(limit);
    let has_file = |id: &VenueId| files.iter().any(|file| file.id == *id);
    let venues: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let has_file = has_file(&row.id);
            public(row, has_file)
        })
        .collect();
    Ok(DirectoryPage {
        next: venues.last().filter(|_| !is_last).map(|venue| venue.id.clone()),
        venues,
    })
}

/// Stores the venues of files that have no row yet, so that they are still known once their files are taken away.
fn store_missing(ctx: Ctx<'_>, files: &[FileVenue]) -> Result<()> {
    let known = rows::known(ctx.database, files.iter().map(|file| &file.id))?;
    let missing = files.iter().filter(|file| !known.contains(&file.id));
    let statements = missing.map(|file| {
        let row = VenueRow::of_file(file.id.clone(), file.name.clone(), ctx.now);
        Ok(insert(&row)?)
    });
    let statements = statements.collect::<Result<Vec<_>>>()?;
    if !statements.is_empty() {
        ctx.database.write(statements)?;
    }
    Ok(())
}

pub(super) fn venue(ctx: Ctx<'_>, subject: &VenueSubject) -> Result<DirectoryVenue> {
    Ok(public(row(ctx, subject)?, subject.file_name.is_some()))
}

/// The row of a venue; for a venue of a file that has none, the one that it would get.
fn row(ctx: Ctx<'_>, subject: &VenueSubject) -> Result<VenueRow> {
    let stored = rows::find(ctx.database, &subject.id)?;
    let of_file = || {
        let name = subject.file_name.clone()?;
        Some(VenueRow::of_file(subject.id.clone(), name, ctx.now))
    };
    stored.or_else(of_file).ok_or(VenueError::UnknownVenue)
}

/// Begins a creation, or finds the same one begun or completed.
pub(super) fn begin(ctx: Ctx<'_>, creation: &VenueCreation) -> Result<DirectoryVenue> {
    let fingerprint = fingerprint(creation);
    if let Some(row) = rows::find(ctx.database, &creation.id)? {
        return if row.fingerprint.as_ref() == Some(&fingerprint) {
            Ok(row.into())
        } else {
            Err(VenueError::Refused(ProblemCode::VenueExists))
        };
    }
    let row = VenueRow {
        id: creation.id.clone(),
        name: creation.name.as_str().to_owned(),
        status: VenueStatus::Creating,
        source: VenueSource::Api,
        created_at: ctx.now,
        created_by: ctx.actor.name().unwrap_or_default(),
        fingerprint: Some(fingerprint),
        settings: Some(creation.settings.clone()),
        suspension_change: 0,
    };
    let after = json!({ "name": row.name, "status": row.status });
    let mut statements = vec![insert(&row)?];
    statements.extend(ctx.audit("venue.create", row.id.as_str(), None, Some(after))?);
    ctx.database.write(statements)?;
    Ok(row.into())
}

/// The settings of a venue whose creation has begun and is not completed.
pub(super) fn unfinished(ctx: Ctx<'_>, id: &VenueId) -> Result<Option<Value>> {
    let row = rows::find(ctx.database, id)?;
    let unfinished = row.filter(|row| row.status == VenueStatus::Creating);
    Ok(unfinished.and_then(|row| row.settings))
}

pub(super) fn complete(ctx: Ctx<'_>, id: &VenueId) -> Result<DirectoryVenue> {
    let mut row = rows::find(ctx.database, id)?.ok_or(VenueError::UnknownVenue)?;
    if row.status == VenueStatus::Creating {
        let status = VenueStatus::Live;
        let (before, after) = (Some(json!(row.status)), Some(json!(status)));
        let mut statements = vec![rows::set_status(id, status)];
        statements.extend(ctx.audit("venue.status", id.as_str(), before, after)?);
        ctx.database.write(statements)?;
        row.status = status;
    }
    Ok(row.into())
}

/// Gives the id of a refused creation free, unless another one has begun since or it was completed.
pub(super) fn abandon(ctx: Ctx<'_>, id: &VenueId, settings: &Value) -> Result<()> {
    let row = rows::find(ctx.database, id)?;
    let is_it =
        |row: &VenueRow| row.status == VenueStatus::Creating && row.settings.as_ref() == Some(settings);
    let Some(row) = row.filter(is_it) else {
        return Ok(());
    };
    let before = json!({ "name": row.name, "status": row.status });
    let mut statements = vec![rows::delete(id)];
    statements.extend(ctx.audit("venue.abandon", id.as_str(), Some(before), None)?);
    Ok(ctx.database.write(statements)?)
}

/// Makes a venue known that its object has, as one of a file, in place of a creation that was begun.
pub(super) fn adopt(ctx: Ctx<'_>, subject: &VenueSubject, name: &str) -> Result<DirectoryVenue> {
    let (id, has_file) = (&subject.id, subject.file_name.is_some());
    let before = match rows::find(ctx.database, id)? {
        Some(row) if row.status != VenueStatus::Creating => return Ok(public(row, has_file)),
        Some(row) => Some(json!(row.status)),
        None => None,
    };
    let row = VenueRow::of_file(id.clone(), name.to_owned(), ctx.now);
    let after = json!({ "name": name, "status": row.status });
    let mut statements = vec![insert_or_replace(&row)?];
    statements.extend(ctx.audit("venue.adopt", id.as_str(), before, Some(after))?);
    ctx.database.write(statements)?;
    Ok(public(row, has_file))
}

pub(super) fn rename(ctx: Ctx<'_>, subject: &VenueSubject, name: &str) -> Result<DirectoryVenue> {
    let mut row = row(ctx, subject)?;
    if row.name != name {
        let mut statements = insert_if_missing(ctx, &row)?;
        statements.push(rows::set_name(&row.id, name));
        let (before, after) = (Some(json!(row.name)), Some(json!(name)));
        statements.extend(ctx.audit("venue.rename", row.id.as_str(), before, after)?);
        ctx.database.write(statements)?;
        name.clone_into(&mut row.name);
    }
    Ok(public(row, subject.file_name.is_some()))
}

/// Stores what a venue's object has become. Two changes may arrive in another order than that in which it has carried
/// them out: the earlier one is left out.
pub(super) fn set_suspended(
    ctx: Ctx<'_>,
    subject: &VenueSubject,
    suspension: Suspension,
) -> Result<DirectoryVenue> {
    let Suspension { is_suspended, change } = suspension;
    let mut row = row(ctx, subject)?;
    let status = if is_suspended {
        VenueStatus::Suspended
    } else {
        VenueStatus::Live
    };
    let is_news = change > row.suspension_change || (change == row.suspension_change && row.status != status);
    if is_news {
        let mut statements = insert_if_missing(ctx, &row)?;
        statements.push(rows::set_suspension(&row.id, status, change));
        if row.status != status {
            let (before, after) = (Some(json!(row.status)), Some(json!(status)));
            statements.extend(ctx.audit("venue.status", row.id.as_str(), before, after)?);
        }
        ctx.database.write(statements)?;
        row.status = status;
    }
    Ok(public(row, subject.file_name.is_some()))
}

/// The INSERT of a venue of a file that has no row yet.
fn insert_if_missing(ctx: Ctx<'_>, row: &VenueRow) -> Result<Vec<Statement>> {
    match rows::find(ctx.database, &row.id)? {
        Some(_) => Ok(Vec::new()),
        None => Ok(vec![insert(row)?]),
    }
}

/// A venue as operators see it; `has_file` where the deployment has a file of its id.
fn public(row: VenueRow, has_file: bool) -> DirectoryVenue {
    let is_file_missing = row.source == VenueSource::File && !has_file;
    DirectoryVenue {
        is_file_missing,
        ..row.into()
    }
}

/// The hash by which the same creation is known again: SHA-256 of name and settings, in lower-case hexadecimal.
fn fingerprint(creation: &VenueCreation) -> String {
    let text = json!([creation.name, creation.settings]).to_string();
    base16ct::lower::encode_string(&Sha256::digest(text.as_bytes()))
}
