//! 4spaces as a marketplace, to which experiences of the embedded engine are published.

use std::rc::Rc;

use async_trait::async_trait;
use config::PublicationSettings;
use config::fourspaces::ApiAccess;
use config::upstream::MAX_WRITE_DEADLINE;
use secrecy::SecretString;
use shared::publication::Publication;
use shared::validation::FieldError;

use super::client::Client;
use super::marketplace_listing;
use crate::error::{Result, VenueError};
use crate::provider::marketplace::{Marketplace, MarketplaceListing};
use crate::provider::remote::RemoteError;
use crate::upstream::{Ports, Scope, Upstream};

/// 4spaces with the organization that a venue publishes for.
pub struct FourspacesMarketplace {
    client: Client,
    settings: PublicationSettings,
    ports: Rc<Ports>,
}

impl FourspacesMarketplace {
    /// The marketplace that is reached so, with the venue's key.
    #[must_use]
    pub fn new(
        settings: PublicationSettings,
        access: ApiAccess,
        key: SecretString,
        (upstream, ports): (Upstream, Rc<Ports>),
    ) -> Self {
        Self {
            client: Client::new(access, key, upstream),
            settings,
            ports,
        }
    }
}

#[async_trait(?Send)]
impl Marketplace for FourspacesMarketplace {
    async fn publish(&self, listing: &MarketplaceListing<'_>) -> Result<Publication> {
        let scope = Scope::new(self.ports.clock.elapsed() + MAX_WRITE_DEADLINE).of_write();
        let services = self.client.services(&scope).await.map_err(not_sent)?;
        // One that cannot be read may be the one that was published.
        if let Some(fault) = services.unreadable.first() {
            return Err(VenueError::Failed(format!("services: {fault}")));
        }
        let known = marketplace_listing::known(&services.all, listing, &self.settings.organization_id);
        let Some(known) = known else {
            let body = marketplace_listing::insertion(listing, &self.settings).map_err(of_field)?;
            let made = self.client.publish(&scope, &body).await.map_err(sent)?;
            return Ok(Publication {
                service_id: made.id,
                is_new: true,
            });
        };
        let mut is_changed = false;
        for (path, body) in marketplace_listing::updates(listing, &known).map_err(of_field)? {
            let updated = self.client.update(&scope, path, &body).await;
            updated.map_err(|error| {
                if is_changed {
                    half_done(&error)
                } else {
                    sent(error)
                }
            })?;
            is_changed = true;
        }
        Ok(Publication {
            service_id: known.id,
            is_new: false,
        })
    }
}

fn of_field(fault: FieldError) -> VenueError {
    VenueError::Fields(vec![fault])
}

/// The error of a call after which nothing is changed.
fn not_sent(error: RemoteError) -> VenueError {
    match error {
        RemoteError::Away { retry_after, cause } => VenueError::Away { retry_after, cause },
        RemoteError::Timeout => VenueError::Timeout,
        RemoteError::Refused(cause) | RemoteError::Failed(cause) => VenueError::Failed(cause),
        RemoteError::NotFound | RemoteError::Conflict | RemoteError::Fields(_) | RemoteError::Declined(_) => {
            VenueError::Failed("publish: turned down".to_owned())
        }
    }
}

/// The error of a write: one that may have been carried out is found when the experience is published again.
fn sent(error: RemoteError) -> VenueError {
    if error.is_outcome_unknown() {
        return VenueError::OutcomeUnknown("publish: the answer was lost".to_owned());
    }
    not_sent(error)
}

/// The error of an update after another one was carried out.
fn half_done(error: &RemoteError) -> VenueError {
    VenueError::OutcomeUnknown(format!(
        "publish: a part was brought up to date, another was not: {error:?}"
    ))
}
