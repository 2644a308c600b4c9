//! The directory's service: answers each request in one turn, without awaiting anything.
//!
//! A venue is created in three steps, so that a crash leaves nothing half done for good: its row is written as `creating`,
//! its own object stores the settings, and the row becomes `live`. Each step does nothing when it is repeated. If the object
//! refuses the settings, the row is deleted; if it has another venue already, the row becomes that one's.

use std::rc::Rc;

use serde::Serialize;
use serde_json::value::to_raw_value;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use shared::directory::{DirectoryPage, DirectoryVenue, VenueSource, VenueStatus};
use shared::id::VenueId;
use shared::problem::ProblemCode;
use shared::time::Instant;

use super::message::{DirectoryRequest, DirectoryResponse, FileVenue, VenueCreation, VenueSubject};
use super::rows::{self, VenueRow};
use crate::access::Actor;
use crate::error::{Result, VenueError};
use crate::storage::audit::{self, AuditRow};
use crate::storage::database::{Database as _, Statement};
use crate::storage::row::{insert, insert_or_replace};
use crate::storage::schema::MigratedDatabase;
use crate::venue::message::operator::Suspension;

/// The service of the directory's object.
pub struct DirectoryService {
    database: Rc<MigratedDatabase>,
    now: Box<dyn Fn() -> Instant>,
}

impl DirectoryService {
    /// The service on this database, whose migrations are [`rows::MIGRATIONS`].
    #[must_use]
    pub fn new(database: Rc<MigratedDatabase>, now: Box<dyn Fn() -> Instant>) -> Self {
        Self { database, now }
    }

    /// Answers a request of the operator, whom the worker has authorised.
    pub fn handle(&self, request: &DirectoryRequest) -> DirectoryResponse {
        match request {
            DirectoryRequest::List {
                after,
                status,
                limit,
                files,
            } => answer(&self.list(after.as_ref(), *status, (*limit).into(), files)?),
            DirectoryRequest::Venue(subject) => answer(&self.venue(subject)?),
            DirectoryRequest::Begin(creation) => answer(&self.begin(creation)?),
            DirectoryRequest::Unfinished(id) => {
                let row = rows::find(&*self.database, id)?;
                let unfinished = row.filter(|row| row.status == VenueStatus::Creating);
                answer(&unfinished.and_then(|row| row.settings))
            }
            DirectoryRequest::Complete(id) => answer(&self.complete(id)?),
            DirectoryRequest::Abandon(id, settings) => answer(&self.abandon(id, settings)?),
            DirectoryRequest::Adopt(subject, name) => answer(&self.adopt(subject, name)?),
            DirectoryRequest::Rename(subject, name) => answer(&self.rename(subject, name.as_str())?),
            DirectoryRequest::SetSuspended(subject, suspension) => {
                answer(&self.set_suspended(subject, *suspension)?)
            }
            DirectoryRequest::Audit(before) => answer(&audit::page(&*self.database, *before)?),
        }
    }

    /// A page of the venues, those of files among the others.
    fn list(
        &self,
        after: Option<&VenueId>,
        status: Option<VenueStatus>,
        limit: usize,
        files: &[FileVenue],
    ) -> Result<DirectoryPage> {
        self.store_missing(files)?;
        let mut rows = rows::page(&*self.database, after, status, limit.saturating_add(1))?;
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
    fn store_missing(&self, files: &[FileVenue]) -> Result<()> {
        let known = rows::known(&*self.database, files.iter().map(|file| &file.id))?;
        let missing = files.iter().filter(|file| !known.contains(&file.id));
        let statements = missing.map(|file| {
            let row = VenueRow::of_file(file.id.clone(), file.name.clone(), (self.now)());
            Ok(insert(&row)?)
        });
        let statements = statements.collect::<Result<Vec<_>>>()?;
        if !statements.is_empty() {
            self.database.write(statements)?;
        }
        Ok(())
    }

    fn venue(&self, subject: &VenueSubject) -> Result<DirectoryVenue> {
        Ok(public(self.row(subject)?, subject.file_name.is_some()))
    }

    /// The row of a venue; for a venue of a file that has none, the one that it would get.
    fn row(&self, subject: &VenueSubject) -> Result<VenueRow> {
        let stored = rows::find(&*self.database, &subject.id)?;
        let of_file = || {
            let name = subject.file_name.clone()?;
            Some(VenueRow::of_file(subject.id.clone(), name, (self.now)()))
        };
        stored.or_else(of_file).ok_or(VenueError::UnknownVenue)
    }

    /// Begins a creation, or finds the same one begun or completed.
    fn begin(&self, creation: &VenueCreation) -> Result<DirectoryVenue> {
        let fingerprint = fingerprint(creation);
        if let Some(row) = rows::find(&*self.database, &creation.id)? {
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
            created_at: (self.now)(),
            created_by: Actor::Operator.name().unwrap_or_default(),
            fingerprint: Some(fingerprint),
            settings: Some(creation.settings.clone()),
            suspension_change: 0,
        };
        let after = json!({ "name": row.name, "status": row.status });
        let audit = self.audit("venue.create", &row.id, None, Some(after))?;
        self.database.write(vec![insert(&row)?, audit])?;
        Ok(row.into())
    }

    fn complete(&self, id: &VenueId) -> Result<DirectoryVenue> {
        let mut row = rows::find(&*self.database, id)?.ok_or(VenueError::UnknownVenue)?;
        if row.status == VenueStatus::Creating {
            let status = VenueStatus::Live;
            let (before, after) = (Some(json!(row.status)), Some(json!(status)));
            let audit = self.audit("venue.status", id, before, after)?;
            self.database.write(vec![rows::set_status(id, status), audit])?;
            row.status = status;
        }
        Ok(row.into())
    }

    /// Gives the id of a refused creation free, unless another one has begun since or it was completed.
    fn abandon(&self, id: &VenueId, settings: &Value) -> Result<()> {
        let row = rows::find(&*self.database, id)?;
        let is_it =
            |row: &VenueRow| row.status == VenueStatus::Creating && row.settings.as_ref() == Some(settings);
        let Some(row) = row.filter(is_it) else {
            return Ok(());
        };
        let before = json!({ "name": row.name, "status": row.status });
        let audit = self.audit("venue.abandon", id, Some(before), None)?;
        Ok(self.database.write(vec![rows::delete(id), audit])?)
    }

    /// Makes a venue known that its object has, as one of a file, in place of a creation that was begun.
    fn adopt(&self, subject: &VenueSubject, name: &str) -> Result<DirectoryVenue> {
        let (id, has_file) = (&subject.id, subject.file_name.is_some());
        let before = match rows::find(&*self.database, id)? {
            Some(row) if row.status != VenueStatus::Creating => return Ok(public(row, has_file)),
            Some(row) => Some(json!(row.status)),
            None => None,
        };
        let row = VenueRow::of_file(id.clone(), name.to_owned(), (self.now)());
        let after = json!({ "name": name, "status": row.status });
        let audit = self.audit("venue.adopt", id, before, Some(after))?;
        self.database.write(vec![insert_or_replace(&row)?, audit])?;
        Ok(public(row, has_file))
    }

    fn rename(&self, subject: &VenueSubject, name: &str) -> Result<DirectoryVenue> {
        let mut row = self.row(subject)?;
        if row.name != name {
            let mut statements = self.insert_if_missing(&row)?;
            statements.push(rows::set_name(&row.id, name));
            let (before, after) = (Some(json!(row.name)), Some(json!(name)));
            statements.push(self.audit("venue.rename", &row.id, before, after)?);
            self.database.write(statements)?;
            name.clone_into(&mut row.name);
        }
        Ok(public(row, subject.file_name.is_some()))
    }

    /// Stores what a venue's object has become. Two changes may arrive in another order than that in which it has carried
    /// them out: the earlier one is left out.
    fn set_suspended(&self, subject: &VenueSubject, suspension: Suspension) -> Result<DirectoryVenue> {
        let Suspension { is_suspended, change } = suspension;
        let mut row = self.row(subject)?;
        let status = if is_suspended {
            VenueStatus::Suspended
        } else {
            VenueStatus::Live
        };
        let is_news =
            change > row.suspension_change || (change == row.suspension_change && row.status != status);
        if is_news {
            let mut statements = self.insert_if_missing(&row)?;
            statements.push(rows::set_suspension(&row.id, status, change));
            if row.status != status {
                let (before, after) = (Some(json!(row.status)), Some(json!(status)));
                statements.push(self.audit("venue.status", &row.id, before, after)?);
            }
            self.database.write(statements)?;
            row.status = status;
        }
        Ok(public(row, subject.file_name.is_some()))
    }

    /// The INSERT of a venue of a file that has no row yet.
    fn insert_if_missing(&self, row: &VenueRow) -> Result<Vec<Statement>> {
        match rows::find(&*self.database, &row.id)? {
            Some(_) => Ok(Vec::new()),
            None => Ok(vec![insert(row)?]),
        }
    }

    fn audit(
        &self,
        action: &'static str,
        id: &VenueId,
        before: Option<Value>,
        after: Option<Value>,
    ) -> Result<Statement> {
        let row = AuditRow {
            id: None,
            at: (self.now)(),
            actor: Actor::Operator.name().unwrap_or_default(),
            action: action.to_owned(),
            subject: id.to_string(),
            before,
            after,
        };
        Ok(insert(&row)?)
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

/// A result as JSON.
fn answer<T: Serialize>(value: &T) -> DirectoryResponse {
    to_raw_value(value).map_err(|error| VenueError::Broken(error.to_string()))
}

#[cfg(test)]
#[path = "service_tests.rs"]
mod tests;
