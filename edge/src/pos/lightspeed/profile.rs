//! The platform's profile at Lightspeed, from the account's settings. Pure: the values of secrets are arguments.

use std::collections::BTreeMap;

use config::AccountSettings;
use config::account::{ApiKeySettings, ClientMethod, NotificationType, PlatformSettings, WebhookSettings};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use super::client::NewAuth;
use super::map::utc;
use super::profile_wire::{
    ApiKeyDetails, AuthDetails, BasicDetails, BearerDetails, ClientDetails, PlatformProfile, WebhookAuthType,
};
use super::wire::CourseSettings;

/// Reads the value of a secret by its name; none if it is not set.
pub type Secrets<'a> = &'a dyn Fn(&str) -> Option<SecretString>;

/// A secret that the settings name and the deployment does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingSecret(pub String);

/// The profile: all notifications come to the account's one address.
pub fn of(
    account: &AccountSettings,
    platform: &PlatformSettings,
    secrets: Secrets<'_>,
) -> Result<PlatformProfile, MissingSecret> {
    let types = platform.notification_types();
    let url = |wanted: &[NotificationType]| {
        let is_sent = wanted.iter().any(|kind| types.contains(kind));
        is_sent.then(|| account.audience())
    };
    Ok(PlatformProfile {
        base_url: Some(account.site.as_str().to_owned()),
        deposit_supported: platform.deposit_supported,
        display_name: platform.display_name.clone(),
        errors_webhook_url: url(&[NotificationType::Error]),
        integration_webhook_url: url(&[
            NotificationType::IntegrationActivated,
            NotificationType::IntegrationDeactivated,
        ]),
        onboarding_webhook_url: url(&[NotificationType::OnboardingStarted]),
        order_webhook_url: url(&[
            NotificationType::OrderOpened,
            NotificationType::OrderUpdated,
            NotificationType::OrderClosed,
        ]),
        pos_reservation_update_webhook_url: url(&[NotificationType::PosReservationUpdated]),
        notification_types: types.to_vec(),
        own_notifications_only: platform.own_notifications_only,
        webhook_auth_details: Some(details(account, secrets)?),
        webhook_auth_type: auth_type(&account.webhooks),
        allow_course_number_updates: platform.allow_course_number_updates,
        in_service_table_statuses: platform.in_service_table_statuses.clone(),
        allowed_pos_statuses: platform.allowed_pos_statuses.clone(),
    })
}

/// The settings of courses alone.
#[must_use]
pub fn courses(platform: &PlatformSettings) -> CourseSettings<'_> {
    CourseSettings {
        allow_course_number_updates: platform.allow_course_number_updates,
        in_service_table_statuses: &platform.in_service_table_statuses,
    }
}

/// How deliveries prove their origin.
#[must_use]
pub fn auth_type(webhooks: &WebhookSettings) -> WebhookAuthType {
    match webhooks {
        WebhookSettings::Basic(_) => WebhookAuthType::BasicAuth,
        WebhookSettings::Bearer(_) => WebhookAuthType::BearerToken,
        WebhookSettings::ApiKeys(_) => WebhookAuthType::ApiKeys,
        WebhookSettings::Oauth2(_) => WebhookAuthType::OAuth2,
        WebhookSettings::None => WebhookAuthType::None,
    }
}

/// The credentials of deliveries: those of the type in use, and no other.
pub fn details(account: &AccountSettings, secrets: Secrets<'_>) -> Result<AuthDetails, MissingSecret> {
    let value = |name: &str| -> Result<String, MissingSecret> {
        let secret = secrets(name).ok_or_else(|| MissingSecret(name.to_owned()))?;
        Ok(secret.expose_secret().to_owned())
    };
    let mut details = AuthDetails::default();
    match &account.webhooks {
        WebhookSettings::Basic(settings) => {
            details.basic = Some(BasicDetails {
                username: settings.username.clone(),
                password: value(&settings.password)?,
            });
        }
        WebhookSettings::Bearer(settings) => {
            details.bearer = Some(BearerDetails {
                token: value(&settings.token)?,
                ttl: settings.expires_at.map(utc),
            });
        }
        WebhookSettings::ApiKeys(settings) => details.api_keys = Some(api_keys(settings, &value)?),
        WebhookSettings::Oauth2(settings) => {
            let name = settings.client_secret.as_deref().unwrap_or_default();
            details.oauth2 = Some(ClientDetails {
                authorization_grant_type: "CLIENT_CREDENTIALS".to_owned(),
                client_authorization_method: method(&settings.methods).to_owned(),
                client_id: settings.client_id.clone(),
                client_name: None,
                client_secret: value(name)?,
                provider_jwk_set_uri: Some(format!("{}/jwks.json", account.issuer())),
                provider_token_uri: format!("{}/token", account.issuer()),
                scopes: settings.scopes.clone(),
            });
        }
        WebhookSettings::None => {}
    }
    Ok(details)
}

/// The details as the request that changes them alone; none for deliveries without credentials, for which there is none.
#[must_use]
pub fn new_auth(details: &AuthDetails) -> Option<NewAuth<'_>> {
    let AuthDetails {
        api_keys,
        basic,
        bearer,
        oauth2,
    } = details;
    api_keys
        .as_ref()
        .map(NewAuth::ApiKeys)
        .or_else(|| basic.as_ref().map(NewAuth::Basic))
        .or_else(|| bearer.as_ref().map(NewAuth::Bearer))
        .or_else(|| oauth2.as_ref().map(NewAuth::OAuth2))
}

/// The vendor's profile for operators and managers: its names and values, without credentials, which answers do not have.
#[must_use]
pub fn shown(profile: &Value) -> Vec<(String, String)> {
    let members = profile.as_object().into_iter().flatten();
    members
        .filter(|(name, _)| *name != "webhookAuthDetails")
        .map(|(name, value)| {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            (name.clone(), text)
        })
        .collect()
}

fn api_keys(
    settings: &ApiKeySettings,
    value: &dyn Fn(&str) -> Result<String, MissingSecret>,
) -> Result<ApiKeyDetails, MissingSecret> {
    type Named = BTreeMap<String, String>;
    let all = |names: &Named| -> Result<Named, MissingSecret> {
        names
            .iter()
            .map(|(name, secret)| Ok((name.clone(), value(secret)?)))
            .collect()
    };
    Ok(ApiKeyDetails {
        headers: all(&settings.headers)?,
        parameters: all(&settings.parameters)?,
    })
}

/// How Lightspeed authenticates at our issuer: by the first of the ways that the settings allow and it knows.
fn method(methods: &[ClientMethod]) -> &'static str {
    let known = methods.iter().find_map(|method| match method {
        ClientMethod::ClientSecretBasic => Some("CLIENT_SECRET_BASIC"),
        ClientMethod::ClientSecretPost => Some("CLIENT_SECRET_POST"),
        ClientMethod::ClientSecretJwt => Some("CLIENT_SECRET_JWT"),
        ClientMethod::PrivateKeyJwt => None,
    });
    known.unwrap_or("CLIENT_SECRET_BASIC")
}

#[cfg(test)]
#[path = "profile_tests.rs"]
mod tests;
