//! The JSON of a platform's profile at Lightspeed, and nothing else.

use std::collections::BTreeMap;

use config::account::{NotificationType, PlatformStatus, TableStatusSettings};
use serde::{Deserialize, Serialize};

/// The profile of a platform, as it is set and as it is answered. It cannot be printed: it holds credentials.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlatformProfile {
    /// Where the platform is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_url: Option<String>,
    /// Whether it takes deposits.
    #[serde(default)]
    pub deposit_supported: bool,
    /// Its name.
    pub display_name: String,
    /// The address of errors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub errors_webhook_url: Option<String>,
    /// The address of activations and deactivations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub integration_webhook_url: Option<String>,
    /// The address of onboardings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub onboarding_webhook_url: Option<String>,
    /// The address of orders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_webhook_url: Option<String>,
    /// The address of reservations that are changed at the till.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pos_reservation_update_webhook_url: Option<String>,
    /// The kinds of notifications that are sent.
    #[serde(default)]
    pub notification_types: Vec<NotificationType>,
    /// Whether orders are sent only where they belong to a reservation of the platform.
    #[serde(default)]
    pub own_notifications_only: bool,
    /// The credentials of deliveries; answers leave them out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook_auth_details: Option<AuthDetails>,
    /// How deliveries prove their origin.
    pub webhook_auth_type: WebhookAuthType,
    /// Whether statuses of tables may be numbers of courses.
    #[serde(default)]
    pub allow_course_number_updates: bool,
    /// The statuses of tables in service.
    #[serde(default)]
    pub in_service_table_statuses: Vec<TableStatusSettings>,
    /// The statuses that may be set at the till.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowed_pos_statuses: Vec<PlatformStatus>,
}

/// How deliveries prove their origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum WebhookAuthType {
    /// By a name and a password.
    BasicAuth,
    /// By a token.
    BearerToken,
    /// By keys in headers and in the query.
    ApiKeys,
    /// By tokens that are fetched from our issuer.
    #[serde(rename = "OAUTH2")]
    OAuth2,
    /// Not at all.
    None,
}

/// The credentials of deliveries: those of the type in use.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthDetails {
    /// Keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_keys: Option<ApiKeyDetails>,
    /// A name and a password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basic: Option<BasicDetails>,
    /// A token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bearer: Option<BearerDetails>,
    /// A client of our issuer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oauth2: Option<ClientDetails>,
}

/// Keys in headers and in the query.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKeyDetails {
    /// Headers.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// Parameters of the query.
    #[serde(default)]
    pub parameters: BTreeMap<String, String>,
}

/// A name and a password.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BasicDetails {
    /// The name.
    pub username: String,
    /// The password.
    pub password: String,
}

/// A token.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BearerDetails {
    /// The token.
    pub token: String,
    /// When it is over, in UTC without a zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ttl: Option<String>,
}

/// A client of our issuer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClientDetails {
    /// The grant: `CLIENT_CREDENTIALS`.
    pub authorization_grant_type: String,
    /// How the client authenticates, such as `CLIENT_SECRET_BASIC`.
    pub client_authorization_method: String,
    /// Its id.
    pub client_id: String,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_name: Option<String>,
    /// Its secret.
    pub client_secret: String,
    /// Where our keys are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_jwk_set_uri: Option<String>,
    /// Where it fetches tokens.
    pub provider_token_uri: String,
    /// Their scopes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<String>,
}
