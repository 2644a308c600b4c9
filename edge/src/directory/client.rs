//! The directory's client on the worker's side: sends one request to its object and returns the typed response.

use serde::de::DeserializeOwned;
use serde_json::Value;
use shared::audit::AuditPage;
use shared::directory::{DirectoryPage, DirectoryVenue, VenueStatus};
use shared::id::VenueId;
use shared::page::PagePosition;
use shared::validation::Name;

use super::message::{DirectoryRequest, DirectoryResponse, FileVenue, VenueCreation, VenueSubject};
use crate::error::{Result, VenueError};
use crate::venue::message::{Transport, TransportError};

/// The client of the directory's object, for one HTTP request of an operator.
pub struct DirectoryClient<'a> {
    transport: Box<dyn Transport + 'a>,
}

impl<'a> DirectoryClient<'a> {
    /// A client over this connection.
    #[must_use]
    pub fn new(transport: Box<dyn Transport + 'a>) -> Self {
        Self { transport }
    }

    /// A page of venues, with those of the deployment's files.
    pub async fn list(
        &self,
        (after, status): (Option<VenueId>, Option<VenueStatus>),
        limit: u16,
        files: Vec<FileVenue>,
    ) -> Result<DirectoryPage> {
        self.request(&DirectoryRequest::List {
            after,
            status,
            limit,
            files,
        })
        .await
    }

    /// A venue.
    pub async fn venue(&self, subject: VenueSubject) -> Result<DirectoryVenue> {
        self.request(&DirectoryRequest::Venue(subject)).await
    }

    /// Begins the creation of a venue.
    pub async fn begin(&self, creation: VenueCreation) -> Result<DirectoryVenue> {
        self.request(&DirectoryRequest::Begin(Box::new(creation))).await
    }

    /// The settings of a venue whose creation has begun and is not completed.
    pub async fn unfinished(&self, id: &VenueId) -> Result<Option<Value>> {
        self.request(&DirectoryRequest::Unfinished(id.clone())).await
    }

    /// Completes a creation, once the venue's object has its settings.
    pub async fn complete(&self, id: &VenueId) -> Result<DirectoryVenue> {
        self.request(&DirectoryRequest::Complete(id.clone())).await
    }

    /// Gives a venue another display name.
    pub async fn rename(&self, subject: VenueSubject, name: Name) -> Result<DirectoryVenue> {
        self.request(&DirectoryRequest::Rename(subject, name)).await
    }

    /// Notes that a venue's object has suspended or resumed it.
    pub async fn set_suspended(&self, subject: VenueSubject, is_suspended: bool) -> Result<DirectoryVenue> {
        self.request(&DirectoryRequest::SetSuspended(subject, is_suspended))
            .await
    }

    /// A page of the audit log: the entries before this one, or the newest.
    pub async fn audit(&self, before: Option<PagePosition>) -> Result<AuditPage> {
        self.request(&DirectoryRequest::Audit(before)).await
    }

    /// Sends a request and reads the response into its type.
    async fn request<T: DeserializeOwned>(&self, request: &DirectoryRequest) -> Result<T> {
        let broken = |error: serde_json::Error| VenueError::Broken(error.to_string());
        let text = serde_json::to_string(request).map_err(broken)?;
        let text = self.transport.send(text).await.map_err(|TransportError(cause)| {
            // The object may have carried out the write before the connection broke.
            if request.is_write() {
                VenueError::OutcomeUnknown(cause)
            } else {
                VenueError::Broken(cause)
            }
        })?;
        let response: DirectoryResponse = serde_json::from_str(&text).map_err(broken)?;
        serde_json::from_str(response?.get()).map_err(broken)
    }
}
