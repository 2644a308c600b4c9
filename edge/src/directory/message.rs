//! The protocol between the worker and the directory's object: requests as JSON. The response is the result as JSON, or
//! the error.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use shared::audit::AuditPosition;
use shared::directory::VenueStatus;
use shared::id::{PersonId, VenueId};
use shared::person::NewOperator;
use shared::validation::Name;

use crate::access::{Credential, Device};
use crate::error::VenueError;
use crate::venue::message::operator::Suspension;
use crate::venue::message::person::{SessionsRequest, SignInRequest, SignInToken};

/// The response: the result as JSON, whose type follows from the request, or the error.
pub type DirectoryResponse = Result<Box<RawValue>, VenueError>;

/// A request on its way to the directory's object.
#[derive(Debug, Serialize, Deserialize)]
pub struct DirectoryEnvelope {
    /// The operator who sends it, as the worker has authorised them; none for requests to sign in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<Credential>,
    /// The request.
    pub request: DirectoryRequest,
}

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
        /// The venues of the deployment's files. Those without a row get one, so that they stay known.
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
    /// Answered with nothing. The venue's object has refused its creation with these settings: the id is free again.
    Abandon(VenueId, Box<Value>),
    /// Answered with the venue of this display name, which is known from now on: its object has one, of a file that is
    /// there or was. A creation of the id that was begun is over.
    Adopt(VenueSubject, String),
    /// Answered with the venue under its new display name.
    Rename(VenueSubject, Name),
    /// Answered with the venue, which its own object has suspended or resumed; an earlier change than the one stored is
    /// left out.
    SetSuspended(VenueSubject, Suspension),
    /// Answered with a page of the audit log: the entries before this one.
    Audit(Option<AuditPosition>),
    /// Answered with the operators.
    Operators,
    /// Answered with the [`Invitation`](crate::venue::message::person::Invitation).
    InviteOperator(Box<NewOperator>),
    /// Answered with the operator, who is removed.
    RemoveOperator(PersonId),
    /// About sessions of operators.
    Sessions(SessionsRequest),
    /// Of somebody who is not signed in yet.
    SignIn(SignInRequest),
    /// Answered with the ids of the operator and of the session with this token.
    Identify(SignInToken, Device),
}

impl DirectoryRequest {
    /// Whether it writes.
    #[must_use]
    pub fn is_write(&self) -> bool {
        match self {
            Self::List { .. }
            | Self::Venue(_)
            | Self::Unfinished(_)
            | Self::Audit(_)
            | Self::Operators
            | Self::Identify(..) => false,
            Self::Sessions(request) => request.policy().is_write,
            Self::Begin(_)
            | Self::Complete(_)
            | Self::Abandon(..)
            | Self::Adopt(..)
            | Self::Rename(..)
            | Self::SetSuspended(..)
            | Self::InviteOperator(_)
            | Self::RemoveOperator(_)
            | Self::SignIn(_) => true,
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
