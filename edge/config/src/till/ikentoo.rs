//! A venue's `[till.ikentoo]`: the address of its iKentoo, the location, the credentials of our calls, and those of its
//! deliveries.

use serde::{Deserialize, Serialize};

use crate::secret::is_name;

/// The longest name of an endpoint, a provider or a restaurant, in characters.
const MAX_NAME: usize = 64;

/// How to reach a venue's iKentoo.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IkentooSettings {
    /// Where the API is: scheme and host.
    pub base_url: String,
    /// The name of a variable of the deployment that, where it is set, stands in for `baseUrl`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_url_variable: Option<String>,
    /// The paths of the API, which has moved once.
    #[serde(default)]
    pub paths: IkentooPaths,
    /// The id of the location, digit for digit.
    pub business_location_id: String,
    /// Our name of the address of deliveries, unique at iKentoo: 1 to 64 letters, digits, hyphens and underscores. The
    /// venue's id if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint_id: Option<String>,
    /// How our calls prove who we are; nothing does if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authentication: Option<IkentooAuthentication>,
    /// The provider's configuration at iKentoo, which connecting sets and disconnecting removes; none if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub configuration: Option<IkentooConfiguration>,
    /// The user name of the deliveries' basic authentication.
    pub webhook_username: String,
    /// The name of the secret with its password.
    pub webhook_password: String,
}

/// The paths of iKentoo's API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum IkentooPaths {
    /// Those of iKentoo's own host, such as `/reservation/1/checkin`.
    #[default]
    Ikentoo,
    /// Those of the host of Lightspeed K-Series, where iKentoo lives on: `/r/reservation/1/checkin`.
    KSeries,
}

/// How our calls to iKentoo prove who we are: a user name with a password, or a token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IkentooAuthentication {
    /// The user name, for basic authentication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The name of the secret with the password, or with the bearer token if there is no user name.
    pub secret: String,
}

/// The configuration of a reservation provider at iKentoo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IkentooConfiguration {
    /// The provider's name at iKentoo: 1 to 64 letters, digits, hyphens and underscores.
    pub provider: String,
    /// The provider's id of the restaurant, 1 to 64 letters, digits, hyphens and underscores.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restaurant_id: Option<String>,
    /// The name of the secret with the provider's key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_key: Option<String>,
}

impl IkentooSettings {
    /// The same with the variables of the deployment: `variable` reads one by its name.
    #[must_use]
    pub fn with_variables(&self, variable: &dyn Fn(&str) -> Option<String>) -> Self {
        let mut settings = self.clone();
        if let Some(url) = self.base_url_variable.as_deref().and_then(variable) {
            url.trim_end_matches('/').clone_into(&mut settings.base_url);
        }
        settings
    }

    /// The settings that name a secret, each with the secret's name.
    pub(crate) fn secrets(&self) -> [(&'static str, Option<&str>); 3] {
        let authentication = self.authentication.as_ref();
        let configuration = self.configuration.as_ref();
        [
            (
                "till.ikentoo.authentication.secret",
                authentication.map(|authentication| authentication.secret.as_str()),
            ),
            (
                "till.ikentoo.configuration.apiKey",
                configuration.and_then(|configuration| configuration.api_key.as_deref()),
            ),
            (
                "till.ikentoo.webhookPassword",
                Some(self.webhook_password.as_str()),
            ),
        ]
    }

    /// Every fault, as a line that begins with the setting's name.
    pub(super) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut fault = |found: bool, line: &str| {
            if found {
                faults.push(line.to_owned());
            }
        };
        let is_origin = self.base_url.starts_with("https://") || self.base_url.starts_with("http://");
        fault(
            !is_origin || self.base_url.ends_with('/'),
            "baseUrl: write scheme and host only, such as https://api.lsk.lightspeed.app",
        );
        let variable = self.base_url_variable.as_deref();
        fault(
            variable.is_some_and(|name| !is_name(name)),
            "baseUrlVariable: write the name of a variable, such as IKENTOO_URL",
        );
        let id = &self.business_location_id;
        let is_number = id.bytes().all(|byte| byte.is_ascii_digit());
        fault(
            !(1..=19).contains(&id.len()) || !is_number,
            "businessLocationId: write 1 to 19 digits",
        );
        let endpoint = self.endpoint_id.as_deref();
        fault(
            endpoint.is_some_and(|name| !is_identifier(name)),
            "endpointId: write 1 to 64 letters, digits, hyphens and underscores",
        );
        fault(
            self.webhook_username.is_empty() || self.webhook_username.contains(':'),
            "webhookUsername: write a name without a colon",
        );
        fault(
            !is_name(&self.webhook_password),
            "webhookPassword: write the name of the secret, such as LINDE_IKENTOO_WEBHOOK",
        );
        if let Some(authentication) = &self.authentication {
            let username = authentication.username.as_deref();
            fault(
                username.is_some_and(|name| name.is_empty() || name.contains(':')),
                "authentication.username: write a name without a colon, or leave it out for a bearer token",
            );
            fault(
                !is_name(&authentication.secret),
                "authentication.secret: write the name of the secret, such as LINDE_IKENTOO",
            );
        }
        if let Some(configuration) = &self.configuration {
            fault(
                !is_identifier(&configuration.provider),
                "configuration.provider: write 1 to 64 letters, digits, hyphens and underscores",
            );
            let restaurant = configuration.restaurant_id.as_deref();
            fault(
                restaurant.is_some_and(|id| !is_identifier(id)),
                "configuration.restaurantId: write 1 to 64 letters, digits, hyphens and underscores",
            );
            let key = configuration.api_key.as_deref();
            fault(
                key.is_some_and(|name| !is_name(name)),
                "configuration.apiKey: write the name of the secret, such as LINDE_IKENTOO_PROVIDER",
            );
        }
        faults
    }
}

/// Whether it is 1 to [`MAX_NAME`] letters, digits, hyphens and underscores.
fn is_identifier(text: &str) -> bool {
    (1..=MAX_NAME).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn settings(beside: &Value) -> IkentooSettings {
        let mut settings = json!({
            "baseUrl": "https://api.lsk.lightspeed.app", "businessLocationId": "25769803788",
            "webhookUsername": "couvert", "webhookPassword": "LINDE_IKENTOO_WEBHOOK",
        });
        let members = settings.as_object_mut().unwrap();
        members.extend(beside.as_object().unwrap().clone());
        serde_json::from_value(settings).unwrap()
    }

    #[test]
    fn the_paths_of_ikentoo_itself_and_no_authentication_are_the_default() {
        let least = settings(&json!({}));
        assert_eq!(least.paths, IkentooPaths::Ikentoo);
        assert_eq!((&least.authentication, &least.configuration), (&None, &None));
        assert_eq!(least.faults(), Vec::<String>::new());
        let today = settings(&json!({
            "paths": "kSeries", "endpointId": "couvert-linde", "baseUrlVariable": "IKENTOO_URL",
            "authentication": { "username": "couvert", "secret": "LINDE_IKENTOO" },
            "configuration": { "provider": "couvert", "restaurantId": "linde", "apiKey": "LINDE_KEY" },
        }));
        assert_eq!(today.paths, IkentooPaths::KSeries);
        assert_eq!(today.faults(), Vec::<String>::new());
    }

    #[test]
    fn each_fault_names_its_setting() {
        for (beside, setting) in [
            (json!({ "baseUrl": "api.example" }), "baseUrl"),
            (json!({ "baseUrl": "https://api.example/" }), "baseUrl"),
            (json!({ "baseUrlVariable": "a-b" }), "baseUrlVariable"),
            (json!({ "businessLocationId": "" }), "businessLocationId"),
            (
                json!({ "businessLocationId": "12345678901234567890" }),
                "businessLocationId",
            ),
            (json!({ "businessLocationId": "-1" }), "businessLocationId"),
            (json!({ "endpointId": "a b" }), "endpointId"),
            (json!({ "endpointId": "" }), "endpointId"),
            (json!({ "webhookUsername": "a:b" }), "webhookUsername"),
            (json!({ "webhookPassword": "in clear" }), "webhookPassword"),
            (
                json!({ "authentication": { "secret": "in clear" } }),
                "authentication.secret",
            ),
            (
                json!({ "authentication": { "username": "a:b", "secret": "S" } }),
                "authentication.username",
            ),
            (
                json!({ "configuration": { "provider": "a/b" } }),
                "configuration.provider",
            ),
            (
                json!({ "configuration": { "provider": "p", "restaurantId": "" } }),
                "configuration.restaurantId",
            ),
            (
                json!({ "configuration": { "provider": "p", "apiKey": "in clear" } }),
                "configuration.apiKey",
            ),
        ] {
            let faults = settings(&beside).faults();
            assert_eq!(faults.len(), 1, "{beside}: {faults:?}");
            assert!(
                faults[0].starts_with(&format!("{setting}: ")),
                "{beside}: {faults:?}"
            );
        }
    }

    #[test]
    fn a_variable_of_the_deployment_stands_in_for_the_address() {
        let named = settings(&json!({ "baseUrlVariable": "IKENTOO_URL" }));
        let set = |name: &str| (name == "IKENTOO_URL").then(|| "http://localhost:8791/".to_owned());
        assert_eq!(named.with_variables(&set).base_url, "http://localhost:8791");
        assert_eq!(
            named.with_variables(&|_| None).base_url,
            "https://api.lsk.lightspeed.app"
        );
        let unnamed = settings(&json!({}));
        assert_eq!(
            unnamed.with_variables(&set).base_url,
            "https://api.lsk.lightspeed.app"
        );
    }
}
