//! The protocol between the worker and the directory's object: requests as JSON. The response is the result as JSON, or
//! the error.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use shared::directory::VenueStatus;
use shared::id::VenueId;
use shared::page::PagePosition;
use shared::validation::Name;

use crate::error::VenueError;

/// The response: the result as JSON, whose type follows from the request, or the error.
pub type DirectoryResponse = Result<Box<RawValue>, VenueError>;

/// A request to the directory's object.
#[derive(Debug, Serialize, Deserialize)]
pub enum DirectoryRequest {
    /// Answered with a page of venues.
    List {
        /// Only venues with later ids than this.
        after: Option<VenueId>,
        /// Only venues in this state.
        status: Option<VenueStatus>,
        /// The number of venues on the page.
        limit: u16,
        /// The venues of the deployment's files, of which the directory has rows only after a change.
        files: Vec<FileVenue>,
    },
    /// Answered with the venue.
    Venue(VenueSubject),
    /// Answered with the venue, whose creation has begun; the same creation again is answered alike. The settings are
    /// checked.
    Begin(Box<VenueCreation>),
    /// Answered with the venue's settings, if its creation has begun and is not completed.
    Unfinished(VenueId),
    /// Answered with the venue, whose creation is completed.
    Complete(VenueId),
    /// Answered with the venue under its new display name.
    Rename(VenueSubject, Name),
    /// Answered with the venue, which its own object has suspended or resumed.
    SetSuspended(VenueSubject, bool),
    /// Answered with a page of the audit log: the entries before this one.
    Audit(Option<PagePosition>),
}

impl DirectoryRequest {
    /// Whether it writes.
    #[must_use]
    pub fn is_write(&self) -> bool {
        match self {
            Self::List { .. } | Self::Venue(_) | Self::Unfinished(_) | Self::Audit(_) => false,
            Self::Begin(_) | Self::Complete(_) | Self::Rename(..) | Self::SetSuspended(..) => true,
        }
    }
}

/// A venue of the deployment's files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileVenue {
    /// Its id.
    pub id: VenueId,
    /// Its name in the file.
    pub name: String,
}

/// The venue that a request is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VenueSubject {
    /// Its id.
    pub id: VenueId,
    /// Its name in the deployment's file, if a file has it.
    pub file_name: Option<String>,
}

/// A venue to create.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VenueCreation {
    /// Its id.
    pub id: VenueId,
    /// Its display name.
    pub name: Name,
    /// Its settings as they will be stored, members in the order of their type: the same settings are the same text.
    pub settings: Value,
}
