//! An account's `[webhooks]`: how the vendor authenticates when it calls here.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use shared::time::Instant;

use super::oauth::scope_fault;

/// How a vendor authenticates when it calls here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum WebhookSettings {
    /// By a name and a password.
    Basic(BasicSettings),
    /// By a token.
    Bearer(BearerSettings),
    /// By keys in headers or in the query.
    ApiKeys(ApiKeySettings),
    /// By tokens that it fetches here.
    Oauth2(IssuerSettings),
    /// Not at all: its calls are logged, and change nothing.
    None,
}

/// A name and a password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BasicSettings {
    /// The name.
    pub username: String,
    /// The name of the secret with the password.
    pub password: String,
}

/// A token that the vendor was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BearerSettings {
    /// The name of the secret with the token.
    pub token: String,
    /// From when the token is not valid any more; none if it does not end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Instant>,
}

/// Keys in headers or in the query. All of them have to be right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApiKeySettings {
    /// The names of the secrets with the values of headers, by the headers' names in small letters.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// The names of the secrets with the values of parameters of the query, by the parameters' names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, String>,
}

/// The vendor's client at our issuer of tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IssuerSettings {
    /// The client's id.
    pub client_id: String,
    /// The name of the secret with the client's secret; none where it has a key alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<String>,
    /// The client's public key, for assertions that it signs; none where it has a secret alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_key: Option<PublicKeySettings>,
    /// The ways in which the client may authenticate.
    #[serde(default = "methods")]
    pub methods: Vec<ClientMethod>,
    /// The scopes that the client may have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<String>,
}

/// A public key on P-256, by the members of its JSON Web Key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PublicKeySettings {
    /// The x coordinate, in 43 characters of base64url.
    pub x: String,
    /// The y coordinate, in 43 characters of base64url.
    pub y: String,
}

/// A way in which a client of our issuer authenticates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClientMethod {
    /// Its secret in the header `Authorization`.
    ClientSecretBasic,
    /// Its secret in the form.
    ClientSecretPost,
    /// An assertion signed with its secret (HS256), which has 32 bytes at least.
    ClientSecretJwt,
    /// An assertion signed with its private key (ES256).
    PrivateKeyJwt,
}

impl ClientMethod {
    /// Whether it takes the client's secret.
    const fn takes_secret(self) -> bool {
        match self {
            Self::ClientSecretBasic | Self::ClientSecretPost | Self::ClientSecretJwt => true,
            Self::PrivateKeyJwt => false,
        }
    }
}

fn methods() -> Vec<ClientMethod> {
    vec![ClientMethod::ClientSecretBasic]
}

impl IssuerSettings {
    pub(super) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut fault = |is_found: bool, line: &str| {
            if is_found {
                faults.push(line.to_owned());
            }
        };
        fault(
            self.client_id.is_empty() || self.client_id.contains(':'),
            "clientId: must not be empty, nor contain a colon",
        );
        fault(self.methods.is_empty(), "methods: name one at least");
        fault(
            self.client_secret.is_none() && self.methods.iter().any(|method| method.takes_secret()),
            "clientSecret: name the secret, or leave out the methods that take one",
        );
        let takes_key = self.methods.contains(&ClientMethod::PrivateKeyJwt);
        fault(
            takes_key != self.public_key.is_some(),
            "publicKey: state it with the method private_key_jwt, and only with it",
        );
        let is_coordinate = |text: &str| {
            let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
            text.len() == 43 && text.bytes().all(is_digit)
        };
        fault(
            self.public_key
                .as_ref()
                .is_some_and(|key| !is_coordinate(&key.x) || !is_coordinate(&key.y)),
            "publicKey: write x and y of the JSON Web Key, 43 characters each",
        );
        faults.extend(scope_fault("scopes", &self.scopes));
        faults
    }
}

impl WebhookSettings {
    /// The vendor's client at our issuer, if it has one.
    #[must_use]
    pub fn issuer(&self) -> Option<&IssuerSettings> {
        match self {
            Self::Oauth2(settings) => Some(settings),
            Self::Basic(_) | Self::Bearer(_) | Self::ApiKeys(_) | Self::None => None,
        }
    }

    pub(super) fn faults(&self) -> Vec<String> {
        match self {
            Self::Basic(settings) if settings.username.is_empty() || settings.username.contains(':') => {
                vec!["username: must not be empty, nor contain a colon".to_owned()]
            }
            Self::ApiKeys(settings) if settings.headers.is_empty() && settings.parameters.is_empty() => {
                vec!["headers: name one at least, or a parameter".to_owned()]
            }
            Self::ApiKeys(settings) => {
                let is_header = |name: &&String| {
                    let is_allowed =
                        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
                    !name.is_empty() && name.bytes().all(is_allowed)
                };
                let wrong = settings.headers.keys().filter(|name| !is_header(name));
                wrong
                    .map(|name| format!("headers.{name}: write the header's name in small letters"))
                    .collect()
            }
            Self::Oauth2(settings) => settings.faults(),
            Self::Basic(_) | Self::Bearer(_) | Self::None => Vec::new(),
        }
    }
}
