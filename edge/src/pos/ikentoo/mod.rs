//! iKentoo as a till, by its interface for check-ins. It must not know other tills, nor how the network is reached.
//!
//! Gaps in its documentation, and how they are handled here:
//!
//! - It takes a party that sits down, and nothing else: neither bookings nor changes, versions or cancellations. So a
//!   reservation is told once each time that it is seated, and a party that moves is moved at the till.
//! - A check-in that was taken may still fail: an event says so, and the next push sends it again.
//! - There is no operation that removes a webhook. Disconnecting removes the provider's configuration; events that come
//!   all the same are refused as soon as the venue has another till or none.
//! - Nothing describes what comes with `CANCELLED` and `TABLE_STATUS_UPDATE`: the fields of every event are read.
//! - A check-out names no payments and no rates of taxes.

mod client;
pub mod map;
pub mod wire;

use async_trait::async_trait;
use config::{IkentooAuthentication, IkentooSettings};
use secrecy::{ExposeSecret as _, SecretString};
use shared::id::VenueId;
use shared::money::Currency;
use shared::reservation::Status;

use self::client::IkentooClient;
pub use self::client::IkentooCredentials;
use super::scalar::Scalar;
use super::{Connected, Connection, Notice, Pos, PosAbilities, PosError, Push, Taken, Unreadable};
use crate::delivery::Delivery;
use crate::delivery::auth::Authentication;
use crate::upstream::{Scope, Upstream};

/// How long, in seconds, an event may still say that a check-in failed.
const SETTLES_AFTER: u32 = 300;

/// The most pages of businesses that are searched for the location.
const MOST_PAGES: u32 = 20;

/// The secrets of a venue's iKentoo.
pub struct IkentooSecrets {
    /// The credentials of our calls.
    pub credentials: IkentooCredentials,
    /// The password of the deliveries' basic authentication.
    pub webhook_password: SecretString,
    /// The key of the provider's configuration, where the settings name one.
    pub api_key: Option<SecretString>,
}

impl IkentooSecrets {
    /// The secrets that the settings name; `secret` reads one by its name, or fails.
    pub fn read<E>(
        settings: &IkentooSettings,
        secret: impl Fn(&str) -> Result<SecretString, E>,
    ) -> Result<Self, E> {
        let credentials = match &settings.authentication {
            None => IkentooCredentials::None,
            Some(IkentooAuthentication {
                username: Some(username),
                secret: name,
            }) => IkentooCredentials::Basic {
                username: username.clone(),
                password: secret(name)?,
            },
            Some(IkentooAuthentication {
                username: None,
                secret: name,
            }) => IkentooCredentials::Bearer(secret(name)?),
        };
        let configuration = settings.configuration.as_ref();
        let api_key = configuration.and_then(|configuration| configuration.api_key.as_deref());
        Ok(Self {
            credentials,
            webhook_password: secret(&settings.webhook_password)?,
            api_key: api_key.map(secret).transpose()?,
        })
    }
}

/// The iKentoo of one venue.
pub struct Ikentoo {
    client: IkentooClient,
    settings: IkentooSettings,
    endpoint: String,
    currency: Currency,
    webhook_password: SecretString,
    api_key: Option<SecretString>,
}

impl Ikentoo {
    /// The iKentoo of a venue with these settings. Where the deployment has another address for it, `settings.base_url` is
    /// that already.
    #[must_use]
    pub fn new(
        settings: IkentooSettings,
        (venue, currency): (&VenueId, Currency),
        secrets: IkentooSecrets,
        upstream: Upstream,
    ) -> Self {
        let endpoint = settings.endpoint_id.clone();
        Self {
            client: IkentooClient::new(&settings, secrets.credentials, upstream),
            endpoint: endpoint.unwrap_or_else(|| venue.to_string()),
            settings,
            currency,
            webhook_password: secrets.webhook_password,
            api_key: secrets.api_key,
        }
    }

    /// How the deliveries of this iKentoo prove their origin.
    #[must_use]
    pub fn authentication(&self) -> Authentication {
        Authentication::Basic {
            username: SecretString::from(self.settings.webhook_username.as_str()),
            password: SecretString::from(self.webhook_password.expose_secret()),
        }
    }

    fn location(&self) -> Result<u64, PosError> {
        let id = &self.settings.business_location_id;
        id.parse()
            .map_err(|_| PosError::Refused("the setting businessLocationId is no number".to_owned()))
    }

    /// The names of the location and of its business.
    async fn find_location(&self, scope: &Scope) -> Result<(String, String), PosError> {
        let wanted = &self.settings.business_location_id;
        let name = |scalar: &Scalar| scalar.text().unwrap_or("—").to_owned();
        for number in 0..MOST_PAGES {
            let page = self.client.businesses(scope, number).await?;
            for business in &page.businesses {
                let mut locations = business.locations.iter().flatten();
                if let Some(found) = locations.find(|location| location.id.text() == Some(wanted.as_str())) {
                    return Ok((name(&found.name), name(&business.name)));
                }
            }
            if !page.has_next {
                break;
            }
        }
        let cause = "iKentoo does not show the location of the setting businessLocationId";
        Err(PosError::Refused(cause.to_owned()))
    }

    /// Registers the webhook, or changes it where it is another; what was done.
    async fn ensure_webhook(&self, scope: &Scope, url: &str) -> Result<&'static str, PosError> {
        let webhook = wire::Webhook {
            endpoint_id: self.endpoint.clone(),
            url: url.to_owned(),
            with_basic_auth: true,
            username: self.settings.webhook_username.clone(),
            password: self.webhook_password.expose_secret().to_owned(),
        };
        match self.client.webhook(scope, &self.endpoint).await? {
            Some(known) if known.is(&webhook) => Ok("unchanged"),
            Some(_) => {
                self.client.update(scope, &webhook).await?;
                Ok("updated")
            }
            None => {
                self.client.register(scope, &webhook).await?;
                Ok("registered")
            }
        }
    }
}

#[async_trait(?Send)]
impl Pos for Ikentoo {
    fn abilities(&self) -> PosAbilities {
        PosAbilities {
            statuses: &[Status::Seated, Status::Ordered],
            needs_table: true,
            deposits: false,
            settles_after: SETTLES_AFTER,
        }
    }

    async fn push(&self, scope: &Scope, push: &Push) -> Result<Taken, PosError> {
        match push.status {
            Status::Seated | Status::Ordered if !push.is_known && !push.is_from_till => {
                let check_in = map::check_in(push, self.location()?, &self.endpoint)
                    .ok_or_else(|| PosError::Refused("the party has no table".to_owned()))?;
                self.client.check_in(scope, &check_in).await?;
                Ok(Taken::Accepted)
            }
            Status::Seated | Status::Ordered | Status::Paid | Status::Finished => Ok(Taken::Applied),
            // Staff took the party back, or it never sat: when it does, it is checked in.
            Status::Requested
            | Status::Unconfirmed
            | Status::PaymentPending
            | Status::Booked
            | Status::Reconfirmed
            | Status::Arrived
            | Status::Declined
            | Status::Cancelled
            | Status::NoShow
            | Status::Voided => Ok(Taken::Dropped),
        }
    }

    fn read(&self, delivery: &Delivery) -> Result<Vec<Notice>, Unreadable> {
        map::notices(delivery, self.currency)
    }

    async fn connect(&self, scope: &Scope, connection: &Connection) -> Result<Connected, PosError> {
        let location = self.location()?;
        let (name, business) = self.find_location(scope).await?;
        let webhook = self.ensure_webhook(scope, &connection.url).await?;
        let mut details = vec![
            ("business".to_owned(), business),
            ("location".to_owned(), name),
            ("endpoint".to_owned(), self.endpoint.clone()),
            ("webhook".to_owned(), webhook.to_owned()),
        ];
        if let Some(configuration) = &self.settings.configuration {
            let wanted = wire::ProviderConfiguration {
                business_location_id: location,
                restaurant_id: configuration.restaurant_id.clone(),
                api_key: self.api_key.as_ref().map(|key| key.expose_secret().to_owned()),
            };
            let provider = &configuration.provider;
            self.client.set_configuration(scope, provider, &wanted).await?;
            details.push(("provider".to_owned(), provider.clone()));
        }
        Ok(Connected { details })
    }

    async fn disconnect(&self, scope: &Scope, _: &Connection) -> Result<(), PosError> {
        match &self.settings.configuration {
            Some(configuration) => {
                let location = self.location()?;
                self.client
                    .remove_configuration(scope, &configuration.provider, location)
                    .await
            }
            None => Ok(()),
        }
    }
}
