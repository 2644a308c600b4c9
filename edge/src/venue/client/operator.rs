//! Requests of operators about one venue, by a client that has their sender ([`VenueClient::with_staff`]).

use serde_json::Value;
use shared::directory::AssignedSecrets;
use shared::id::SecretName;

use super::VenueClient;
use crate::error::VenueError;
use crate::venue::message::Request;
use crate::venue::message::operator::{OperatorRequest, Suspension};

impl VenueClient<'_> {
    /// Creates the venue with these settings as version 1. The same again changes nothing.
    pub async fn create(&self, settings: Value) -> Result<(), VenueError> {
        let request = OperatorRequest::Create(Box::new(settings));
        self.request(Request::Operator(request)).await
    }

    /// Suspends or resumes the venue.
    pub async fn set_suspended(&self, is_suspended: bool) -> Result<Suspension, VenueError> {
        let request = OperatorRequest::SetSuspended(is_suspended);
        self.request(Request::Operator(request)).await
    }

    /// The worker secrets that are assigned to the venue.
    pub async fn worker_secrets(&self) -> Result<AssignedSecrets, VenueError> {
        self.request(Request::Operator(OperatorRequest::WorkerSecrets))
            .await
    }

    /// Assigns a worker secret to the venue.
    pub async fn assign_secret(&self, name: SecretName) -> Result<(), VenueError> {
        let request = OperatorRequest::AssignSecret(name);
        self.request(Request::Operator(request)).await
    }

    /// Withdraws a worker secret from the venue.
    pub async fn withdraw_secret(&self, name: SecretName) -> Result<(), VenueError> {
        let request = OperatorRequest::WithdrawSecret(name);
        self.request(Request::Operator(request)).await
    }
}
