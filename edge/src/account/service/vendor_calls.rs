//! The calls of a vendor's API that are the account's own: the profile of a platform of Lightspeed, and answers to onboardings.

use std::time::Duration;

use config::AccountSettings;
use config::account::PlatformSettings;
use secrecy::SecretString;
use shared::account::{
    AccountProfile, AccountProfileField, OnboardingAnswer, OnboardingOutcome, RestaurantAssignment,
};
use shared::id::TokenName;

use super::AccountService;
use crate::access::Actor;
use crate::account::{onboardings, restaurants, tokens};
use crate::error::{Result, VenueError};
use crate::pos::PosError;
use crate::pos::lightspeed::client::{CallError, LightspeedClient};
use crate::pos::lightspeed::decimal::LocationId;
use crate::pos::lightspeed::profile::{self, MissingSecret};
use crate::pos::lightspeed::wire::OnboardingBody;
use crate::upstream::Scope;

/// How long a call of the vendor's API may take.
const DEADLINE: Duration = Duration::from_secs(10);

/// Our code in the answer to an onboarding.
const ACCEPTED: &str = "ACCEPTED";
/// The vendor's codes of an onboarding that has come to its end.
const DONE: [&str; 2] = ["ACCEPTED", "DONE"];

impl AccountService {
    /// The vendor's profile.
    pub(super) async fn profile(&self, settings: &AccountSettings) -> Result<AccountProfile> {
        let call = async |client: LightspeedClient<'_>, scope: &Scope, token: &SecretString| {
            client.profile(scope, token).await
        };
        Ok(shown(&self.with_platform_token(settings, call).await?))
    }

    /// Sets the vendor's profile as the settings have it.
    pub(super) async fn set_profile(&self, settings: &AccountSettings) -> Result<AccountProfile> {
        let platform = self.platform(settings)?;
        let secrets = |name: &str| (self.deps.worker_secret)(name);
        let profile = profile::of(settings, &platform, &secrets).map_err(away)?;
        let profile = &profile;
        let call = async |client: LightspeedClient<'_>, scope: &Scope, token: &SecretString| {
            client.set_profile(scope, token, profile).await
        };
        Ok(shown(&self.with_platform_token(settings, call).await?))
    }

    /// Sets how deliveries prove their origin, and nothing else. Without credentials that is done by the profile alone.
    pub(super) async fn set_webhook_auth(&self, settings: &AccountSettings) -> Result<AccountProfile> {
        let secrets = |name: &str| (self.deps.worker_secret)(name);
        let details = profile::details(settings, &secrets).map_err(away)?;
        let Some(auth) = profile::new_auth(&details) else {
            return self.set_profile(settings).await;
        };
        let auth = &auth;
        let call = async |client: LightspeedClient<'_>, scope: &Scope, token: &SecretString| {
            client.set_auth(scope, token, auth).await
        };
        let answer = self.with_platform_token(settings, call).await?;
        if !answer.accepted {
            return Err(VenueError::Failed(
                "the vendor has not accepted the credentials of its deliveries".to_owned(),
            ));
        }
        self.profile(settings).await
    }

    /// Sets the statuses of tables in service, and nothing else.
    pub(super) async fn set_courses(&self, settings: &AccountSettings) -> Result<AccountProfile> {
        let platform = self.platform(settings)?;
        let courses = &profile::courses(&platform);
        let call = async |client: LightspeedClient<'_>, scope: &Scope, token: &SecretString| {
            client.set_courses(scope, token, courses).await
        };
        self.with_platform_token(settings, call).await?;
        self.profile(settings).await
    }

    /// Answers an onboarding with a restaurant, which is this venue from then on if the vendor agrees.
    pub(super) async fn answer_onboarding(
        &self,
        settings: &AccountSettings,
        actor: &Actor,
        given: OnboardingAnswer,
    ) -> Result<OnboardingOutcome> {
        let onboarding = onboardings::find(self.ctx_of(actor).database, &given.onboarding)?;
        let onboarding = onboarding.ok_or(VenueError::NotFound)?;
        let location = LocationId::parse(&onboarding.location).ok_or_else(|| {
            VenueError::Broken("the location of an onboarding is not a valid id".to_owned())
        })?;
        let assignment = RestaurantAssignment {
            venue: given.venue,
            location: Some(location.as_str().to_owned()),
        };
        // First: the vendor takes one answer.
        restaurants::check(self.ctx_of(actor).database, &given.restaurant, &assignment)?;
        let body = &OnboardingBody {
            onboarding_id: &onboarding.id,
            onboarding_code: ACCEPTED,
            platform_restaurant_id: given.restaurant.as_str(),
            business_location_id: &location,
        };
        let call = async |client: LightspeedClient<'_>, scope: &Scope, token: &SecretString| {
            client.answer_onboarding(scope, token, body).await
        };
        let reply = self.with_platform_token(settings, call).await?;
        let is_connected = DONE.contains(&reply.onboarding_code.as_str());
        let ctx = self.ctx_of(actor);
        onboardings::settle(ctx, &onboarding.id, &given.restaurant, &reply.onboarding_code)?;
        if is_connected {
            restaurants::assign(ctx, given.restaurant, assignment)?;
        }
        Ok(OnboardingOutcome {
            code: reply.onboarding_code,
            is_connected,
        })
    }

    /// The platform of the settings, with the deployment's variables.
    fn platform(&self, settings: &AccountSettings) -> Result<PlatformSettings> {
        let platform = settings.lightspeed.as_ref().ok_or(VenueError::NotFound)?;
        Ok(platform.with_variables(&*self.deps.variable))
    }

    /// Makes a call with the account's own token. One that is refused is refreshed, and the call made once more.
    async fn with_platform_token<T>(
        &self,
        settings: &AccountSettings,
        call: impl AsyncFn(LightspeedClient<'_>, &Scope, &SecretString) -> std::result::Result<T, CallError>,
    ) -> Result<T> {
        let platform = self.platform(settings)?;
        let connection = self.connection(&settings.id)?;
        let client = LightspeedClient {
            base: &platform.base_url,
            code: &platform.code,
            upstream: &connection.api,
        };
        let name = TokenName::parse(tokens::PLATFORM)
            .map_err(|_| VenueError::Broken("the name of the account's token is not valid".to_owned()))?;
        let scope = Scope::new(connection.ports.clock.elapsed() + DEADLINE);
        let lent = self.access_token(settings, &name).await?;
        match call(client, &scope, &SecretString::from(lent.token)).await {
            Err(CallError::TokenRefused) => {}
            outcome => return outcome.map_err(of_vendor),
        }
        tokens::reject(self.ctx_of(&Actor::Unaudited), &name, lent.generation)?;
        let next = self.access_token(settings, &name).await?;
        if next.generation == lent.generation {
            return Err(of_vendor(CallError::TokenRefused));
        }
        let outcome = call(client, &scope, &SecretString::from(next.token)).await;
        outcome.map_err(of_vendor)
    }
}

fn shown(profile: &serde_json::Value) -> AccountProfile {
    let fields = profile::shown(profile).into_iter();
    let fields = fields.map(|(name, value)| AccountProfileField { name, value });
    AccountProfile {
        fields: fields.collect(),
    }
}

fn away(MissingSecret(name): MissingSecret) -> VenueError {
    VenueError::Away {
        retry_after: None,
        cause: format!("the secret {name} is not set"),
    }
}

fn of_vendor(error: CallError) -> VenueError {
    match error {
        CallError::Again { retry_after, cause } => VenueError::Away { retry_after, cause },
        CallError::TokenRefused => tokens::LOST,
        error => VenueError::Failed(PosError::from(error).to_string()),
    }
}

#[cfg(test)]
#[path = "vendor_calls_tests.rs"]
mod tests;
