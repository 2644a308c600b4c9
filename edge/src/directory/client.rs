//! The directory's client on the worker's side: sends one request to its object and returns the typed response.

use serde::de::DeserializeOwned;
use serde_json::Value;
use shared::audit::{AuditPage, AuditPosition};
use shared::directory::{DirectoryPage, DirectoryVenue, VenueStatus};
use shared::id::{PersonId, SessionId, VenueId};
use shared::person::{ChangedPerson, NewOperator, PersonList, SessionList};
use shared::validation::{Email, Name};

use super::message::{
    DirectoryEnvelope, DirectoryRequest, DirectoryResponse, FileVenue, VenueCreation, VenueSubject,
};
use crate::access::{Credential, Device};
use crate::error::{Result, VenueError};
use crate::venue::message::operator::Suspension;
use crate::venue::message::person::{Invitation, SessionsRequest, SignInOutcome, SignInRequest, SignInToken};
use crate::venue::message::{Transport, TransportError};

/// The client of the directory's object, for one HTTP request of an operator.
pub struct DirectoryClient<'a> {
    transport: Box<dyn Transport + 'a>,
    operator: Option<Credential>,
}

impl<'a> DirectoryClient<'a> {
    /// A client over this connection.
    #[must_use]
    pub fn new(transport: Box<dyn Transport + 'a>) -> Self {
        Self {
            transport,
            operator: None,
        }
    }

    /// The same client with the operator who sends the HTTP request.
    #[must_use]
    pub fn with_operator(self, operator: Option<Credential>) -> Self {
        Self { operator, ..self }
    }

    /// A page of venues, with those of the deployment's files.
    pub async fn list(
        &self,
        (after, status): (Option<VenueId>, Option<VenueStatus>),
        limit: u16,
        files: Vec<FileVenue>,
    ) -> Result<DirectoryPage> {
        self.request(DirectoryRequest::List {
            after,
            status,
            limit,
            files,
        })
        .await
    }

    /// A venue.
    pub async fn venue(&self, subject: VenueSubject) -> Result<DirectoryVenue> {
        self.request(DirectoryRequest::Venue(subject)).await
    }

    /// Begins the creation of a venue.
    pub async fn begin(&self, creation: VenueCreation) -> Result<DirectoryVenue> {
        self.request(DirectoryRequest::Begin(Box::new(creation))).await
    }

    /// The settings of a venue whose creation has begun and is not completed.
    pub async fn unfinished(&self, id: &VenueId) -> Result<Option<Value>> {
        self.request(DirectoryRequest::Unfinished(id.clone())).await
    }

    /// Completes a creation, once the venue's object has its settings.
    pub async fn complete(&self, id: &VenueId) -> Result<DirectoryVenue> {
        self.request(DirectoryRequest::Complete(id.clone())).await
    }

    /// Gives a venue another display name.
    pub async fn rename(&self, subject: VenueSubject, name: Name) -> Result<DirectoryVenue> {
        self.request(DirectoryRequest::Rename(subject, name)).await
    }

    /// Stores that a venue's object has suspended or resumed it.
    pub async fn set_suspended(
        &self,
        subject: VenueSubject,
        suspension: Suspension,
    ) -> Result<DirectoryVenue> {
        self.request(DirectoryRequest::SetSuspended(subject, suspension))
            .await
    }

    /// Gives the id of a creation free that the venue's object has refused.
    pub async fn abandon(&self, id: &VenueId, settings: Value) -> Result<()> {
        self.request(DirectoryRequest::Abandon(id.clone(), Box::new(settings)))
            .await
    }

    /// Makes a venue known that its object has, of a file that is there or was.
    pub async fn adopt(&self, subject: VenueSubject, name: String) -> Result<DirectoryVenue> {
        self.request(DirectoryRequest::Adopt(subject, name)).await
    }

    /// A page of the audit log: the entries before this one, or the newest.
    pub async fn audit(&self, before: Option<AuditPosition>) -> Result<AuditPage> {
        self.request(DirectoryRequest::Audit(before)).await
    }

    /// The operators.
    pub async fn operators(&self) -> Result<PersonList> {
        self.request(DirectoryRequest::Operators).await
    }

    /// Invites an operator.
    pub async fn invite(&self, new: NewOperator) -> Result<Invitation> {
        self.request(DirectoryRequest::InviteOperator(Box::new(new)))
            .await
    }

    /// Removes an operator.
    pub async fn remove_operator(&self, id: PersonId) -> Result<ChangedPerson> {
        self.request(DirectoryRequest::RemoveOperator(id)).await
    }

    /// The sessions of operators.
    pub async fn sessions(&self) -> Result<SessionList> {
        self.request(DirectoryRequest::Sessions(SessionsRequest::List))
            .await
    }

    /// Ends a session.
    pub async fn end_session(&self, id: SessionId) -> Result<()> {
        self.request(DirectoryRequest::Sessions(SessionsRequest::End(id)))
            .await
    }

    /// Ends the session of the request.
    pub async fn sign_out(&self) -> Result<()> {
        self.request(DirectoryRequest::Sessions(SessionsRequest::SignOut))
            .await
    }

    /// Queues a letter with a link, if an operator has this address.
    pub async fn send_sign_in_link(&self, email: Email) -> Result<()> {
        self.request(DirectoryRequest::SignIn(SignInRequest::SendLink(email)))
            .await
    }

    /// Signs an operator in by a link's token.
    pub async fn sign_in(&self, token: String, device: Device) -> Result<SignInOutcome> {
        let request = SignInRequest::Open(SignInToken(token), device);
        self.request(DirectoryRequest::SignIn(request)).await
    }

    /// The operator of a session's token, and the session; [`VenueError::Unauthorized`] for one that is over.
    pub async fn identify(&self, token: String, device: Device) -> Result<Credential> {
        let request = DirectoryRequest::Identify(SignInToken(token), device);
        let (person, session) = self.request(request).await?;
        Ok(Credential::OperatorPerson(person, session))
    }

    /// Sends a request and reads the response into its type.
    async fn request<T: DeserializeOwned>(&self, request: DirectoryRequest) -> Result<T> {
        let broken = |error: serde_json::Error| VenueError::Broken(error.to_string());
        let is_write = request.is_write();
        let envelope = DirectoryEnvelope {
            operator: self.operator.clone(),
            request,
        };
        let text = serde_json::to_string(&envelope).map_err(broken)?;
        let text = self.transport.send(text).await.map_err(|TransportError(cause)| {
            // The object may have carried out the write before the connection broke.
            if is_write {
                VenueError::OutcomeUnknown(cause)
            } else {
                VenueError::Broken(cause)
            }
        })?;
        let response: DirectoryResponse = serde_json::from_str(&text).map_err(broken)?;
        serde_json::from_str(response?.get()).map_err(broken)
    }
}
