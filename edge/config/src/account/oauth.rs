//! An account's `[oauth]`: the deployment's client at the vendor.

use serde::{Deserialize, Serialize};

use crate::address::is_secure;
use crate::secret::is_name;

/// The deployment's client at the vendor (OAuth 2.0).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OAuthSettings {
    /// The client's id.
    pub client_id: String,
    /// The name of the secret with the client's secret.
    pub client_secret: String,
    /// The address at which a person authorizes the client.
    pub authorize_url: String,
    /// The address at which tokens are fetched.
    pub token_url: String,
    /// The name of a variable of the deployment that, where it is set, stands in for scheme and host of both addresses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url_variable: Option<String>,
    /// Where the client's secret stands in a request.
    #[serde(default)]
    pub secret_in: SecretPlace,
    /// The scopes of the account's own token.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub platform_scopes: Vec<String>,
    /// The scopes of the token of each restaurant, which its manager authorizes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restaurant_scopes: Vec<String>,
}

/// Where the secret of the deployment's client stands in a request for tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SecretPlace {
    /// In the form.
    #[default]
    Form,
    /// In the header `Authorization`.
    Header,
}

impl OAuthSettings {
    /// The same with the host of the deployment's variable, if it is set.
    #[must_use]
    pub fn with_variables(&self, variable: &dyn Fn(&str) -> Option<String>) -> Self {
        let host = self.url_variable.as_deref().and_then(variable);
        let Some(host) = host else {
            return self.clone();
        };
        let moved = |url: &str| {
            let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
            let path = rest.find('/').map_or("", |place| &rest[place..]);
            format!("{}{path}", host.trim_end_matches('/'))
        };
        Self {
            authorize_url: moved(&self.authorize_url),
            token_url: moved(&self.token_url),
            ..self.clone()
        }
    }

    pub(super) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.client_id.is_empty() {
            faults.push("clientId: must not be empty".to_owned());
        }
        for (name, url) in [
            ("authorizeUrl", &self.authorize_url),
            ("tokenUrl", &self.token_url),
        ] {
            if !is_secure(url) {
                faults.push(format!("{name}: write an address that begins with https://"));
            }
        }
        if self.url_variable.as_deref().is_some_and(|name| !is_name(name)) {
            faults.push("urlVariable: write the name of a variable, such as LIGHTSPEED_AUTH_URL".to_owned());
        }
        let scopes = [
            ("platformScopes", &self.platform_scopes),
            ("restaurantScopes", &self.restaurant_scopes),
        ];
        faults.extend(
            scopes
                .iter()
                .filter_map(|(name, scopes)| scope_fault(name, scopes)),
        );
        faults
    }
}

/// A fault for scopes of which one is not of RFC 6749, section 3.3.
pub(super) fn scope_fault(setting: &str, scopes: &[String]) -> Option<String> {
    let is_scope = |scope: &String| {
        let is_allowed = |byte: u8| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\';
        !scope.is_empty() && scope.bytes().all(is_allowed)
    };
    let wrong = scopes.iter().position(|scope| !is_scope(scope))?;
    Some(format!("{setting}[{wrong}]: write one scope, without spaces"))
}
