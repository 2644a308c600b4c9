//! The directory's service: answers each request in one turn, without awaiting anything.
//!
//! A venue is created in three steps, so that a crash leaves nothing half done for good: its row is written as `creating`,
//! its own object stores the settings, and the row becomes `live`. Each step does nothing when it is repeated.

use std::rc::Rc;

use serde::Serialize;
use serde_json::json;
use serde_json::value::to_raw_value;
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
use crate::storage::row::insert;
use crate::storage::schema::MigratedDatabase;

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
            DirectoryRequest::Rename(subject, name) => answer(&self.rename(subject, name.as_str())?),
            DirectoryRequest::SetSuspended(subject, is_suspended) => {
                answer(&self.set_suspended(subject, *is_suspended)?)
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
        let stored = rows::page(&*self.database, after, status, limit.saturating_add(1))?;
        let has_row = rows::known(&*self.database, files.iter().map(|file| &file.id))?;
        let is_wanted = |file: &&FileVenue| {
            after.is_none_or(|after| file.id > *after)
                && status.is_none_or(|status| status == VenueStatus::Live)
                && !has_row.contains(&file.id)
        };
        let of_files = files.iter().filter(is_wanted).map(of_file);
        let mut venues: Vec<DirectoryVenue> = of_files.collect();
        venues.extend(stored.into_iter().map(DirectoryVenue::from));
        venues.sort_by(|one, other| one.id.cmp(&other.id));
        let is_last = venues.len() <= limit;
        venues.truncate(limit);
        Ok(DirectoryPage {
            next: venues.last().filter(|_| !is_last).map(|venue| venue.id.clone()),
            venues,
        })
    }

    fn venue(&self, subject: &VenueSubject) -> Result<DirectoryVenue> {
        Ok(self.row(subject)?.into())
    }

    /// The row of a venue; for a venue of a file that has none, the one that it would get.
    fn row(&self, subject: &VenueSubject) -> Result<VenueRow> {
        let stored = rows::find(&*self.database, &subject.id)?;
        let of_file = || {
            let name = subject.file_name.clone()?;
            Some(VenueRow {
                id: subject.id.clone(),
                name,
                status: VenueStatus::Live,
                source: VenueSource::File,
                created_at: (self.now)(),
                created_by: "file".to_owned(),
                fingerprint: None,
                settings: None,
            })
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
        };
        let after = json!({ "name": row.name, "status": row.status });
        let audit = self.audit("venue.create", &row.id, None, after)?;
        self.database.write(vec![insert(&row)?, audit])?;
        Ok(row.into())
    }

    fn complete(&self, id: &VenueId) -> Result<DirectoryVenue> {
        let row = rows::find(&*self.database, id)?.ok_or(VenueError::UnknownVenue)?;
        if row.status != VenueStatus::Creating {
            return Ok(row.into());
        }
        self.change_status(row, VenueStatus::Live, Vec::new())
    }

    fn rename(&self, subject: &VenueSubject, name: &str) -> Result<DirectoryVenue> {
        let mut row = self.row(subject)?;
        if row.name == name {
            return Ok(row.into());
        }
        let mut statements = self.insert_if_missing(&row)?;
        statements.push(rows::set_name(&row.id, name));
        statements.push(self.audit("venue.rename", &row.id, Some(json!(row.name)), json!(name))?);
        self.database.write(statements)?;
        name.clone_into(&mut row.name);
        Ok(row.into())
    }

    fn set_suspended(&self, subject: &VenueSubject, is_suspended: bool) -> Result<DirectoryVenue> {
        let row = self.row(subject)?;
        let status = if is_suspended {
            VenueStatus::Suspended
        } else {
            VenueStatus::Live
        };
        if row.status == status {
            return Ok(row.into());
        }
        let statements = self.insert_if_missing(&row)?;
        self.change_status(row, status, statements)
    }

    fn change_status(
        &self,
        mut row: VenueRow,
        status: VenueStatus,
        mut statements: Vec<Statement>,
    ) -> Result<DirectoryVenue> {
        statements.push(rows::set_status(&row.id, status));
        statements.push(self.audit("venue.status", &row.id, Some(json!(row.status)), json!(status))?);
        self.database.write(statements)?;
        row.status = status;
        Ok(row.into())
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
        before: Option<serde_json::Value>,
        after: serde_json::Value,
    ) -> Result<Statement> {
        let row = AuditRow {
            id: None,
            at: (self.now)(),
            actor: Actor::Operator.name().unwrap_or_default(),
            action: action.to_owned(),
            subject: id.to_string(),
            before,
            after: Some(after),
        };
        Ok(insert(&row)?)
    }
}

fn of_file(file: &FileVenue) -> DirectoryVenue {
    DirectoryVenue {
        id: file.id.clone(),
        name: file.name.clone(),
        status: VenueStatus::Live,
        source: VenueSource::File,
        created_at: None,
        created_by: None,
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
