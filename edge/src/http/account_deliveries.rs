//! Deliveries to the account of a vendor: authenticated as the account's settings say, and passed on to the venue that is the
//! restaurant they name. One for a restaurant that is no venue, or for a venue that cannot be reached, is kept in the account. What
//! is about the account itself, such as a token that the vendor gives, stays there.

use config::AccountSettings;
use config::account::WebhookSettings;
use secrecy::SecretString;
use serde_json::json;
use shared::id::{AccountRestaurantId, VenueId};
use shared::problem::{Problem, ProblemCode};

use super::Context;
use super::error::ApiError;
use crate::account::client::AccountClient;
use crate::account::events::{self, AccountEvent, TokenChange};
use crate::account::message::{DeliveryRoute, NewOnboarding, NewUnassignedDelivery};
use crate::delivery::auth::oauth2::{AccessTokens, VerifyingKeys};
use crate::delivery::auth::{Authentication, Forged, Trust};
use crate::delivery::{Delivery, WebhookOutcome};
use crate::error::VenueError;
use crate::issuer::jwk::JwkSet;
use crate::pos::Unreadable;
use crate::pos::fact::{Fact, Notice, Onboarding};

/// The keys that an account's issuer publishes.
struct PublishedKeys(JwkSet);

impl VerifyingKeys for PublishedKeys {
    fn verify(&self, key_id: &str, message: &[u8], signature: &[u8]) -> bool {
        self.0.has_signed(key_id, message, signature)
    }
}

/// The outcome of a delivery, and a line for the operator's log where there is a cause.
type Received = (WebhookOutcome, Option<String>);

/// The accounts that the deployment has with a vendor.
pub(super) fn accounts<'a>(context: &Context<'a>, source: &str) -> Vec<&'a AccountSettings> {
    let all = context.accounts.iter();
    all.filter(|account| account.vendor == source).collect()
}

/// The headers in which a vendor has keys, in small letters.
pub(super) fn key_headers(accounts: &[&AccountSettings]) -> Vec<String> {
    let of_account = |account: &&AccountSettings| match &account.webhooks {
        WebhookSettings::ApiKeys(settings) => settings.headers.keys().cloned().collect(),
        WebhookSettings::Basic(_)
        | WebhookSettings::Bearer(_)
        | WebhookSettings::Oauth2(_)
        | WebhookSettings::None => Vec::new(),
    };
    accounts.iter().flat_map(of_account).collect()
}

/// Takes a delivery for the first of these accounts whose vendor it proves to come from. An account whose secrets are missing
/// keeps no delivery from the others.
pub(super) async fn receive(
    context: &Context<'_>,
    accounts: &[&AccountSettings],
    delivery: &Delivery,
) -> Result<Received, ApiError> {
    let mut refused = (WebhookOutcome::Rejected, None);
    let mut unready = None;
    for account in accounts {
        let authentication = match authentication(context, account, delivery).await {
            Ok(authentication) => authentication,
            Err(error) => {
                unready.get_or_insert(error);
                continue;
            }
        };
        match authentication.check(delivery, context.now) {
            Ok(Trust::Proven) => return accept(context, account, delivery).await,
            Ok(Trust::Unproven) => {
                let cause = format!(
                    "account {}: a delivery was not used: nothing proves its origin",
                    account.id
                );
                refused = (WebhookOutcome::Processed, Some(cause));
            }
            Err(Forged(cause)) => {
                let cause = format!("account {}: {cause}", account.id);
                refused.1.get_or_insert(cause);
            }
        }
    }
    // It may be for the account that cannot be asked: its sender tries again.
    unready.map_or(Ok(refused), |error| Err(error.into()))
}

/// How deliveries to an account prove their origin. The account is asked for its keys only by one that has a token.
async fn authentication(
    context: &Context<'_>,
    account: &AccountSettings,
    delivery: &Delivery,
) -> Result<Authentication, VenueError> {
    let secret = |name: &str| {
        (context.secret)(name).ok_or_else(|| VenueError::Away {
            retry_after: None,
            cause: format!("account {}: the secret {name} is not set", account.id),
        })
    };
    let named =
        |(name, secret_name): (&String, &String)| secret(secret_name).map(|value| (name.clone(), value));
    Ok(match &account.webhooks {
        WebhookSettings::Basic(settings) => Authentication::Basic {
            username: SecretString::from(settings.username.clone()),
            password: secret(&settings.password)?,
        },
        WebhookSettings::Bearer(settings) => Authentication::Bearer {
            token: secret(&settings.token)?,
            expires_at: settings.expires_at,
        },
        WebhookSettings::ApiKeys(settings) => Authentication::ApiKeys {
            headers: settings.headers.iter().map(named).collect::<Result<_, _>>()?,
            query: settings.parameters.iter().map(named).collect::<Result<_, _>>()?,
        },
        WebhookSettings::Oauth2(_) => Authentication::OAuth2(AccessTokens {
            issuer: account.issuer(),
            audience: account.audience(),
            scope: None,
            keys: Box::new(PublishedKeys(if delivery.header("authorization").is_some() {
                (context.account)(&account.id).keys().await?
            } else {
                JwkSet { keys: Vec::new() }
            })),
        }),
        WebhookSettings::None => Authentication::None,
    })
}

/// Processes an authenticated delivery.
async fn accept(
    context: &Context<'_>,
    account: &AccountSettings,
    delivery: &Delivery,
) -> Result<Received, ApiError> {
    let event = events::read(account, delivery).map_err(|Unreadable(cause)| {
        let problem = Problem::new(ProblemCode::Malformed).with_detail("the event cannot be read");
        ApiError {
            problem: Box::new(problem),
            cause: Some(format!("account {}: {cause}", account.id)),
        }
    })?;
    match event {
        AccountEvent::Notices(notices) => accept_notices(context, account, (&notices, delivery)).await,
        AccountEvent::Changes(restaurant) => {
            let outcome = accept_changes(context, account, (restaurant, delivery)).await?;
            Ok((outcome, None))
        }
        AccountEvent::Reported(words, change) => {
            let client = (context.account)(&account.id);
            match change {
                Some(TokenChange::Given(given)) => {
                    let stored = client.store_token(given).await;
                    stored.map_err(|error| unstored(account, &error))?;
                }
                Some(TokenChange::Ended(name)) => client.end_token(name).await?,
                None => {}
            }
            let line = format!("account {}: the vendor reports {words}", account.id);
            Ok((WebhookOutcome::Processed, Some(line)))
        }
    }
}

/// The error of a token that cannot be stored, such as without a key to seal it with: the vendor sends it again.
fn unstored(account: &AccountSettings, error: &VenueError) -> VenueError {
    VenueError::Away {
        retry_after: None,
        cause: format!(
            "account {}: a token is not stored: {}",
            account.id,
            error.log_text()
        ),
    }
}

/// Passes a delivery about changes to the venue of its restaurant. Nothing is stored: the vendor repeats a delivery that was
/// not taken, and changes at a restaurant without a venue are of no use here.
async fn accept_changes(
    context: &Context<'_>,
    account: &AccountSettings,
    (restaurant, delivery): (Option<AccountRestaurantId>, &Delivery),
) -> Result<WebhookOutcome, VenueError> {
    let venue = match restaurant {
        Some(restaurant) => (context.account)(&account.id).venue(restaurant).await?,
        None => None,
    };
    let Some(venue) = venue else {
        return Ok(WebhookOutcome::Processed);
    };
    let outcome = forward(context, account, &venue, delivery).await?;
    context.response_cache.remove_venue(&venue);
    Ok(outcome)
}

/// Processes the notices of a till: those about the account here, all others at the venue.
async fn accept_notices(
    context: &Context<'_>,
    account: &AccountSettings,
    (notices, delivery): (&[Notice], &Delivery),
) -> Result<Received, ApiError> {
    let client = (context.account)(&account.id);
    let (mut cause, mut is_for_venue) = (None, false);
    for notice in notices {
        for fact in &notice.facts {
            match fact {
                Fact::Onboarding(onboarding) => {
                    client.begin_onboarding(new_onboarding(onboarding)).await?;
                }
                Fact::Integration(is_active) => {
                    if let Some(restaurant) = restaurant_of(notice) {
                        client.set_active(restaurant, *is_active).await?;
                    }
                }
                Fact::PushFailed { code, .. } if notice.to.reservation.is_none() => {
                    cause = Some(format!("account {}: the vendor reports {code}", account.id));
                }
                _ => is_for_venue = true,
            }
        }
    }
    if !is_for_venue {
        return Ok((WebhookOutcome::Processed, cause));
    }
    let restaurant = notices.iter().find_map(restaurant_of);
    pass_on(context, account, &client, (restaurant, delivery)).await
}

/// Passes a delivery on to the venue of its restaurant, or keeps it.
async fn pass_on(
    context: &Context<'_>,
    account: &AccountSettings,
    client: &AccountClient<'_>,
    (restaurant, delivery): (Option<AccountRestaurantId>, &Delivery),
) -> Result<Received, ApiError> {
    let route = match &restaurant {
        Some(restaurant) => client.route(restaurant.clone()).await?,
        None => DeliveryRoute::default(),
    };
    let mut cause = None;
    if let (Some(restaurant), Some(venue)) = (&restaurant, &route.venue) {
        if route.has_kept {
            hand_over(context, account, restaurant, venue).await?;
        }
        match forward(context, account, venue, delivery).await {
            Ok(outcome) => return Ok((outcome, None)),
            Err(error) => {
                let why = error.log_text();
                cause = Some(format!(
                    "account {}: a delivery for {venue} is kept: {why}",
                    account.id
                ));
            }
        }
    }
    client.keep_delivery(kept(restaurant, delivery)).await?;
    Ok((WebhookOutcome::Processed, cause))
}

/// Hands the deliveries that were kept for a restaurant to its venue, the oldest first, as far as it takes them.
pub(super) async fn hand_over(
    context: &Context<'_>,
    account: &AccountSettings,
    restaurant: &AccountRestaurantId,
    venue: &VenueId,
) -> Result<(), VenueError> {
    let client = (context.account)(&account.id);
    for kept in client.deliveries_of(restaurant.clone()).await? {
        // One that cannot be read will not be later.
        if let Ok(delivery) = serde_json::from_value::<Delivery>(kept.delivery)
            && forward(context, account, venue, &delivery).await.is_err()
        {
            // It stays for the next time.
            return Ok(());
        }
        client.forget_delivery(kept.id).await?;
    }
    Ok(())
}

async fn forward(
    context: &Context<'_>,
    account: &AccountSettings,
    venue: &VenueId,
    delivery: &Delivery,
) -> Result<WebhookOutcome, VenueError> {
    let venue = (context.settings_client)(venue);
    venue.forward(&account.vendor, delivery).await
}

fn kept(restaurant: Option<AccountRestaurantId>, delivery: &Delivery) -> NewUnassignedDelivery {
    NewUnassignedDelivery {
        digest: delivery.key(),
        restaurant,
        delivery: json!(delivery.without_credentials()),
    }
}

fn restaurant_of(notice: &Notice) -> Option<AccountRestaurantId> {
    let id = notice.to.restaurant.as_deref()?;
    AccountRestaurantId::parse(id).ok()
}

fn new_onboarding(onboarding: &Onboarding) -> NewOnboarding {
    NewOnboarding {
        id: onboarding.id.clone(),
        reference: Some(onboarding.reference.clone()),
        location: onboarding.location.clone(),
        business: json!({ "description": onboarding.description }),
        ends_at: onboarding.deadline,
    }
}

#[cfg(test)]
#[path = "account_deliveries_tests.rs"]
mod tests;
