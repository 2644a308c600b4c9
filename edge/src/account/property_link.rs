//! The account as the booking system of one of its properties reaches it: for the access token, and for the calls that all
//! venues with this token share.

use std::rc::Rc;
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
use crate::upstream::{CallLeases, Kind, Lease, Ports, deadline};

/// The account of a property that is this venue.
pub struct PropertyLink {
    /// The account's client.
    pub client: AccountClient<'static>,
    /// The token by which the venue calls.
    pub token: TokenName,
    /// The venue.
    pub venue: VenueId,
    /// The clock by which it waits for the account.
    pub ports: Rc<Ports>,
}

/// How long the account is waited for when it is asked for a token.
const PATIENCE: Duration = Duration::from_secs(5);

impl PropertyLink {
    async fn in_time<T>(&self, answer: impl Future<Output = Result<T, VenueError>>) -> Result<T, VenueError> {
        let clock = &*self.ports.clock;
        let answer = deadline::until(clock, clock.elapsed() + PATIENCE, answer).await;
        answer.unwrap_or_else(|| Err(VenueError::Broken("no answer in time".to_owned())))
    }
}

#[async_trait(?Send)]
impl MewsAccount for PropertyLink {
    async fn access(&self) -> Result<Option<LentAccess>, RemoteError> {
        let lent = self.in_time(self.client.access_token(self.token.clone()));
        match lent.await {
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
        let _ = self
            .in_time(self.client.reject_token(self.token.clone(), generation))
            .await;
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
