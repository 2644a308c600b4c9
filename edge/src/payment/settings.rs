//! How a venue takes payments, as its settings state it. It must not hold a secret: those are named here and
//! read by the platform. `build.rs` compiles this file too.

use serde::{Deserialize, Serialize};

/// Who takes a venue's payments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "adapter", rename_all = "camelCase")]
pub enum Settings {
    /// Nobody: a page of our own plays at it. For demonstrations alone.
    Demo,
    /// Stripe.
    Stripe(StripeSettings),
}

/// A venue's account with Stripe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StripeSettings {
    /// The name of the secret with the account's secret key.
    pub secret_key: String,
    /// The name of the secret with which Stripe signs what it tells.
    pub webhook_secret: String,
    /// The account's publishable key, `pk_…`: browsers see it.
    pub publishable_key: String,
    /// Where the API is: scheme and host.
    #[serde(default = "api_base")]
    pub api_base: String,
    /// The name of a variable of the deployment that, where it is set, stands in for `api_base`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_base_variable: Option<String>,
    /// Where the script for the payer's browser is.
    #[serde(default = "script_url")]
    pub script_url: String,
    /// The name of a variable of the deployment that, where it is set, stands in for `script_url`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub script_url_variable: Option<String>,
    /// How old what Stripe tells may be when it arrives, in seconds.
    #[serde(default = "tolerance")]
    pub webhook_tolerance_seconds: u16,
    /// The ways to pay, such as `card`; where none is named, those that the account's dashboard allows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub payment_method_types: Vec<String>,
}

fn api_base() -> String {
    "https://api.stripe.com".to_owned()
}

fn script_url() -> String {
    "https://js.stripe.com/v3/".to_owned()
}

fn tolerance() -> u16 {
    300
}

impl Settings {
    /// The name by which the provider calls here, in `/v1/webhooks/{venue}/{source}`; none if it does not.
    #[must_use]
    pub fn source(&self) -> Option<&'static str> {
        match self {
            Self::Demo => None,
            Self::Stripe(_) => Some("stripe"),
        }
    }

    /// Every fault, as a line that names its place.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        match self {
            Self::Demo => Vec::new(),
            Self::Stripe(stripe) => stripe.faults(),
        }
    }
}

impl StripeSettings {
    /// The same with the addresses that variables of the deployment name.
    #[must_use]
    pub fn with_variables(&self, variable: &dyn Fn(&str) -> Option<String>) -> Self {
        let set = |name: &Option<String>| name.as_deref().and_then(variable);
        let mut settings = self.clone();
        if let Some(url) = set(&self.api_base_variable) {
            url.trim_end_matches('/').clone_into(&mut settings.api_base);
        }
        if let Some(url) = set(&self.script_url_variable) {
            settings.script_url = url;
        }
        settings
    }

    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (place, name) in [
            ("secretKey", Some(&self.secret_key)),
            ("webhookSecret", Some(&self.webhook_secret)),
            ("apiBaseVariable", self.api_base_variable.as_ref()),
            ("scriptUrlVariable", self.script_url_variable.as_ref()),
        ] {
            if name.is_some_and(|name| !is_name(name)) {
                // What stands there may be the secret itself: it is not repeated.
                faults.push(format!(
                    "{place}: write a name in capitals, such as LINDE_STRIPE_KEY"
                ));
            }
        }
        if !self.publishable_key.starts_with("pk_") {
            faults.push("publishableKey: write the key that begins with pk_".to_owned());
        }
        let is_address = |text: &str| text.starts_with("https://") || text.starts_with("http://");
        if !is_address(&self.api_base) || self.api_base.ends_with('/') {
            faults.push("apiBase: write scheme and host only, such as https://api.stripe.com".to_owned());
        }
        if !is_address(&self.script_url) {
            faults.push("scriptUrl: write a whole address, such as https://js.stripe.com/v3/".to_owned());
        }
        if !(1..=3_600).contains(&self.webhook_tolerance_seconds) {
            faults.push("webhookToleranceSeconds: write 1 to 3600".to_owned());
        }
        let is_type = |text: &String| {
            !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        };
        if !self.payment_method_types.iter().all(is_type) {
            faults.push("paymentMethodTypes: write names such as card".to_owned());
        }
        faults
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_of_secrets_and_a_public_key_are_enough() {
        let settings: Settings = serde_json::from_value(json!({
            "adapter": "stripe", "secretKey": "LINDE_STRIPE_KEY", "webhookSecret": "LINDE_STRIPE_WEBHOOK",
            "publishableKey": "pk_test_1",
        }))
        .unwrap();
        assert_eq!(settings.faults(), Vec::<String>::new());
        assert_eq!(settings.source(), Some("stripe"));
        let again = serde_json::from_value(serde_json::to_value(&settings).unwrap()).unwrap();
        assert_eq!(settings, again);
        let demo: Settings = serde_json::from_value(json!({ "adapter": "demo" })).unwrap();
        assert_eq!((demo.faults(), demo.source()), (vec![], None));
    }

    #[test]
    fn every_fault_names_its_place_and_repeats_no_secret() {
        let settings: Settings = serde_json::from_value(json!({
            "adapter": "stripe", "secretKey": "sk_live_1", "webhookSecret": "whsec_1", "publishableKey": "sk_live_1",
            "apiBase": "api.stripe.com", "scriptUrl": "/v3", "webhookToleranceSeconds": 0,
            "paymentMethodTypes": [""],
        }))
        .unwrap();
        let faults = settings.faults().join("\n");
        for place in [
            "secretKey:",
            "webhookSecret:",
            "publishableKey:",
            "apiBase:",
            "scriptUrl:",
            "webhookToleranceSeconds:",
            "paymentMethodTypes:",
        ] {
            assert!(faults.contains(place), "{faults}");
        }
        assert!(!faults.contains("sk_live") && !faults.contains("whsec"));
    }

    #[test]
    fn a_setting_that_there_is_not_is_refused() {
        let json = json!({
            "adapter": "stripe", "secretKey": "A", "webhookSecret": "B", "publishableKey": "pk_1", "colour": "red",
        });
        assert!(serde_json::from_value::<Settings>(json).is_err());
    }
}
