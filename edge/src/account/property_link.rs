//! The account as the booking system of one of its properties reaches it: for the access token, and for the calls that all
//! venues with this token share.

use std::time::Duration;

use async_trait::async_trait;
use secrecy::SecretString;
use shared::id::{TokenName, VenueId};
use shared::problem::ProblemCode;

use super::client::AccountClient;
use super::message::CallLeaseRequest;
use crate::error::VenueError;
use crate::provider::mews::access::{LentAccess, MewsAccount};
use crate::provider::remote::RemoteError;
use crate::upstream::{CallLeases, Kind, Lease};

/// The account of a property that is this venue.
pub struct PropertyLink {
    /// The account's client.
    pub client: AccountClient<'static>,
    /// The token by which the venue calls.
    pub token: TokenName,
    /// The venue.
    pub venue: VenueId,
}

#[async_trait(?Send)]
impl MewsAccount for PropertyLink {
    async fn access(&self) -> Result<Option<LentAccess>, RemoteError> {
        match self.client.access_token(self.token.clone()).await {
            Ok(lent) => Ok(Some(LentAccess {
                token: SecretString::from(lent.token),
                generation: lent.generation,
            })),
            Err(VenueError::Refused(ProblemCode::AccountNotConnected)) => Ok(None),
            Err(error) => Err(RemoteError::Away {
                retry_after: None,
                cause: format!("the account: {}", error.log_text()),
            }),
        }
    }

    async fn reject(&self, generation: u64) {
        // Where that fails the next call is refused again, and reported again.
        let _ = self.client.reject_token(self.token.clone(), generation).await;
    }
}

#[async_trait(?Send)]
impl CallLeases for PropertyLink {
    async fn lease(&self, share: Kind, calls: u32) -> Option<Lease> {
        let request = CallLeaseRequest {
            venue: self.venue.clone(),
            token: self.token.clone(),
            share,
            calls,
        };
        let lease = self.client.lease(request).await.ok()?;
        Some(Lease {
            calls: lease.calls,
            valid: Duration::from_secs(lease.valid_seconds.into()),
            retry_after: Duration::from_secs(lease.retry_after.into()),
        })
    }
}

#[cfg(test)]
#[path = "property_link_tests.rs"]
mod tests;
