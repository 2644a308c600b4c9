//! Lightspeed K-Series behind the port to tills. A restaurant is one of many of the deployment's account: tokens, the
//! profile and the choice of a location are the account's, which is reached by [`LightspeedAccount`].
//!
//! Lightspeed answers a push before it carries it out. Only an error event, or that none comes for a while, says what came of
//! it: a push is [`Taken::Accepted`] and never more.

pub mod client;
pub mod decimal;
mod errors;
mod event_wire;
pub mod floor_plan;
mod map;
pub mod profile;
pub mod profile_wire;
pub mod read;
mod receipt;
pub mod wire;

use std::rc::Rc;

use async_trait::async_trait;
use config::LightspeedSettings;
use config::account::PlatformSettings;
use secrecy::SecretString;
use shared::money::Currency;

use self::client::{CallError, LightspeedClient};
use self::decimal::LocationId;
use self::wire::{BusinessLocation, IntegrationBody};
use super::{Connected, Connection, ConnectionState, Pos, PosAbilities, PosError, Push, Taken, Unreadable};
use crate::delivery::Delivery;
use crate::pos::fact::Notice;
use crate::upstream::{Scope, Upstream};

/// The code of an activation that was made before.
const ALREADY_ACTIVE: &str = "PLATFORM_ALREADY_ACTIVATED";

/// An access token of the account, which is lent for one call.
pub struct LentToken {
    /// Its text.
    pub token: SecretString,
    /// Its number, by which a refusal is reported.
    pub generation: u64,
}

/// The owner of the token that is requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenOwner {
    /// The platform: for pushes.
    Platform,
    /// The restaurant, whose manager has authorized it: for its connection.
    Restaurant,
}

/// How far a restaurant is connected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownRestaurant {
    /// Its location, if it was chosen.
    pub location: Option<LocationId>,
    /// Whether its manager has authorized it.
    pub is_authorized: bool,
    /// Whether Lightspeed has said last that it is connected.
    pub is_active: bool,
}

/// The account of which a restaurant is one.
#[async_trait(?Send)]
pub trait LightspeedAccount {
    /// A valid access token.
    async fn token(&self, owner: TokenOwner) -> Result<LentToken, PosError>;

    /// Reports that Lightspeed has refused the token of this generation.
    async fn reject(&self, owner: TokenOwner, generation: u64);

    /// Sets the platform's profile as the account's settings have it. The answer is the vendor's, as names and values.
    async fn set_profile(&self) -> Result<Vec<(String, String)>, PosError>;

    /// How far the restaurant is connected, as the account knows it.
    async fn restaurant(&self) -> Result<KnownRestaurant, PosError>;

    /// Begins the authorization of the restaurant, and returns the address at which its manager signs in.
    async fn authorize(&self) -> Result<String, PosError>;

    /// Stores that the restaurant is this venue, at this location. From then on its deliveries come to the venue.
    async fn join(&self, location: &LocationId) -> Result<(), PosError>;

    /// Stores whether the restaurant is connected, as Lightspeed has answered.
    async fn set_active(&self, is_active: bool) -> Result<(), PosError>;
}

/// A restaurant's Lightspeed.
pub struct Lightspeed {
    settings: LightspeedSettings,
    platform: PlatformSettings,
    currency: Currency,
    account: Rc<dyn LightspeedAccount>,
    upstream: Upstream,
    reads_floor_plans: bool,
}

impl Lightspeed {
    /// The restaurant of these settings. `currency` is the venue's.
    #[must_use]
    pub fn new(
        settings: LightspeedSettings,
        platform: PlatformSettings,
        currency: Currency,
        account: Rc<dyn LightspeedAccount>,
        upstream: Upstream,
    ) -> Self {
        Self {
            settings,
            platform,
            currency,
            account,
            upstream,
            reads_floor_plans: false,
        }
    }

    /// The same, which reads floor plans: the tokens of restaurants have [`floor_plan::SCOPE`].
    #[must_use]
    pub fn reading_floor_plans(self) -> Self {
        Self {
            reads_floor_plans: true,
            ..self
        }
    }

    fn client(&self) -> LightspeedClient<'_> {
        LightspeedClient {
            base: &self.platform.base_url,
            code: &self.platform.code,
            upstream: &self.upstream,
        }
    }

    /// Makes a call with a token of the account. One that is refused is reported, and the call made once more with the next.
    async fn with_token<T>(
        &self,
        owner: TokenOwner,
        call: impl AsyncFn(&SecretString) -> Result<T, CallError>,
    ) -> Result<T, CallError> {
        let lent = self.lend(owner).await?;
        match call(&lent.token).await {
            Err(CallError::TokenRefused) => {}
            outcome => return outcome,
        }
        self.account.reject(owner, lent.generation).await;
        let next = self.lend(owner).await?;
        if next.generation == lent.generation {
            return Err(CallError::TokenRefused);
        }
        call(&next.token).await
    }

    async fn lend(&self, owner: TokenOwner) -> Result<LentToken, CallError> {
        self.account.token(owner).await.map_err(|error| match error {
            PosError::Again { retry_after, cause } => CallError::Again { retry_after, cause },
            PosError::Unauthorised(_) | PosError::Refused(_) | PosError::Stale => CallError::TokenRefused,
        })
    }

    /// The locations that the restaurant's manager may connect.
    pub async fn locations(&self, scope: &Scope) -> Result<Vec<BusinessLocation>, PosError> {
        let client = self.client();
        let call = async |token: &SecretString| client.locations(scope, token).await;
        Ok(self.with_token(TokenOwner::Restaurant, call).await?)
    }

    /// Activates the restaurant at its location. Doing so twice is no fault.
    async fn activate(&self, scope: &Scope, location: &LocationId) -> Result<(), PosError> {
        let body = IntegrationBody {
            business_location_id: location,
            platform_restaurant_id: &self.settings.restaurant,
        };
        let client = self.client();
        let call = async |token: &SecretString| client.activate(scope, token, &body).await;
        match self.with_token(TokenOwner::Restaurant, call).await {
            Err(CallError::Refused { code: Some(code), .. }) if code == ALREADY_ACTIVE => Ok(()),
            outcome => Ok(outcome?),
        }
    }

    /// Deactivates the restaurant at a location. Where it is not active that is no fault.
    async fn deactivate(&self, scope: &Scope, location: &LocationId) -> Result<(), PosError> {
        let body = IntegrationBody {
            business_location_id: location,
            platform_restaurant_id: &self.settings.restaurant,
        };
        let client = self.client();
        let call = async |token: &SecretString| client.deactivate(scope, token, &body).await;
        match self.with_token(TokenOwner::Restaurant, call).await {
            // It was not active.
            Ok(()) | Err(CallError::Refused { status: 404, .. }) => self.account.set_active(false).await,
            Err(error) => Err(error.into()),
        }
    }

    /// The restaurant's location: the one that was chosen, or the only one that its manager has.
    async fn chosen(&self, scope: &Scope) -> Result<LocationId, PosError> {
        if let Some(location) = self.account.restaurant().await?.location {
            return Ok(location);
        }
        let locations = self.locations(scope).await?;
        let ids = locations
            .iter()
            .filter_map(|one| LocationId::of(&one.business_location_id));
        let ids: Vec<LocationId> = ids.collect();
        match <[LocationId; 1]>::try_from(ids) {
            Ok([only]) => Ok(only),
            Err(several) if several.is_empty() => Err(PosError::Refused("NO_LOCATION".to_owned())),
            Err(_) => Err(PosError::Refused("LOCATION_NOT_CHOSEN".to_owned())),
        }
    }
}

#[async_trait(?Send)]
impl Pos for Lightspeed {
    fn abilities(&self) -> PosAbilities {
        PosAbilities {
            statuses: map::STATUSES,
            needs_table: false,
            deposits: self.platform.deposit_supported,
            settles_after: self.platform.settles_after_seconds,
        }
    }

    async fn push(&self, scope: &Scope, push: &Push) -> Result<Taken, PosError> {
        let body = map::body(push, &self.settings, &self.platform)?;
        let client = self.client();
        let path = (self.settings.restaurant.as_str(), push.id.as_str());
        let call = async |token: &SecretString| client.push(scope, token, path, &body).await;
        let answer = self.with_token(TokenOwner::Platform, call).await?;
        if answer.accepted {
            Ok(Taken::Accepted)
        } else {
            Err(PosError::Refused("NOT_ACCEPTED".to_owned()))
        }
    }

    fn read(&self, delivery: &Delivery) -> Result<Vec<Notice>, Unreadable> {
        read::notices(&self.platform, self.currency, delivery)
    }

    async fn connection_state(&self, scope: &Scope) -> Result<Option<ConnectionState>, PosError> {
        let known = self.account.restaurant().await?;
        let locations = if known.is_authorized {
            self.locations(scope).await?
        } else {
            Vec::new()
        };
        let locations = locations.iter().filter_map(|one| {
            let id = LocationId::of(&one.business_location_id)?;
            Some((id.as_str().to_owned(), read::description(one)))
        });
        Ok(Some(ConnectionState {
            is_authorized: known.is_authorized,
            locations: locations.collect(),
            location: known.location.map(|id| id.as_str().to_owned()),
            is_connected: known.is_active,
        }))
    }

    async fn tables(&self, scope: &Scope) -> Result<Option<Vec<String>>, PosError> {
        if !self.reads_floor_plans {
            return Ok(None);
        }
        let known = self.account.restaurant().await?;
        let (true, Some(location)) = (known.is_authorized, known.location) else {
            return Ok(None);
        };
        let client = self.client();
        let call = async |token: &SecretString| client.floor_plans(scope, token, &location).await;
        let plans = self.with_token(TokenOwner::Restaurant, call).await?;
        Ok(Some(floor_plan::table_numbers(&plans)))
    }

    async fn authorize(&self) -> Result<Option<String>, PosError> {
        self.account.authorize().await.map(Some)
    }

    async fn choose_location(&self, scope: &Scope, location: &str) -> Result<(), PosError> {
        let ours = self.locations(scope).await?;
        let mut ids = ours
            .iter()
            .filter_map(|one| LocationId::of(&one.business_location_id));
        let chosen = ids.find(|id| id.as_str() == location);
        let chosen = chosen.ok_or_else(|| PosError::Refused("NO_SUCH_LOCATION".to_owned()))?;
        let known = self.account.restaurant().await?;
        // A restaurant is active at one location, and that of an earlier choice could not be named any more.
        if let Some(earlier) = known
            .location
            .filter(|earlier| known.is_active && *earlier != chosen)
        {
            self.deactivate(scope, &earlier).await?;
        }
        self.account.join(&chosen).await
    }

    /// Sets the platform's profile, whose addresses are the account's, and activates the restaurant at its location. One that
    /// has begun at Lightspeed is active without an authorization by its manager.
    async fn connect(&self, scope: &Scope, _: &Connection) -> Result<Connected, PosError> {
        let mut details = self.account.set_profile().await?;
        let known = self.account.restaurant().await?;
        let location = self.chosen(scope).await?;
        // First: the first delivery may come before the answer.
        self.account.join(&location).await?;
        if known.is_authorized || !known.is_active {
            self.activate(scope, &location).await?;
            // An activation that was made before has no event.
            self.account.set_active(true).await?;
        }
        details.push(("businessLocationId".to_owned(), location.as_str().to_owned()));
        Ok(Connected { details })
    }

    /// Deactivates the restaurant. The profile stays: it is that of all restaurants of the account.
    async fn disconnect(&self, scope: &Scope, _: &Connection) -> Result<(), PosError> {
        let Some(location) = self.account.restaurant().await?.location else {
            return Ok(());
        };
        self.deactivate(scope, &location).await
    }
}
