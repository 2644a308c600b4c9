//! A venue's `[publication]`: where the experiences of the embedded engine are published as services, and with whose ids.

use serde::{Deserialize, Serialize};

use crate::fourspaces::{AnswerFormat, ApiAccess, SignIn, is_id};

/// How to publish experiences of the embedded engine as services of 4spaces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PublicationSettings {
    /// The name of the secret that holds the token, or the password where `signIn` is `credentials`.
    pub key: String,
    /// How a call shows that it is allowed: 4spaces does not document it.
    #[serde(default)]
    pub sign_in: SignIn,
    /// The name of the user who signs in, where `signIn` is `credentials`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    /// The path that takes the name and the password, where `signIn` is `credentials`.
    #[serde(default = "crate::fourspaces::sign_in_path")]
    pub sign_in_path: String,
    /// Where the API is: scheme and host.
    #[serde(default = "crate::fourspaces::base_url")]
    pub base_url: String,
    /// The name of a variable of the deployment that, where it is set, stands in for `baseUrl`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_url_variable: Option<String>,
    /// The id of the organization whose services they are.
    pub organization_id: String,
    /// The id of the currency of their prices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency_id: Option<String>,
    /// The id of the configuration of their payments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_provider_config_id: Option<String>,
    /// The id of the configuration of their invoices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoicing_provider_config_id: Option<String>,
}

impl PublicationSettings {
    /// The way to the API.
    #[must_use]
    pub fn access(&self) -> ApiAccess {
        ApiAccess {
            sign_in: self.sign_in,
            user_name: self.user_name.clone(),
            sign_in_path: self.sign_in_path.clone(),
            base_url: self.base_url.clone(),
            format: AnswerFormat::Json,
        }
    }

    /// Every fault, as a line that names its place.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let mut faults = self.access().faults(&self.key, self.base_url_variable.as_deref());
        let ids = [
            ("organizationId", Some(&self.organization_id)),
            ("currencyId", self.currency_id.as_ref()),
            (
                "paymentProviderConfigId",
                self.payment_provider_config_id.as_ref(),
            ),
            (
                "invoicingProviderConfigId",
                self.invoicing_provider_config_id.as_ref(),
            ),
        ];
        let wrong = ids.into_iter().filter(|(_, id)| id.is_some_and(|id| !is_id(id)));
        faults.extend(
            wrong.map(|(key, _)| format!("{key}: write the id that 4spaces shows, 32 hexadecimal digits")),
        );
        faults
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn settings(beside: &Value) -> PublicationSettings {
        let mut settings = json!({ "key": "LINDE_4SPACES", "organizationId": "0a".repeat(16) });
        let members = settings.as_object_mut().unwrap();
        members.extend(beside.as_object().unwrap().clone());
        serde_json::from_value(settings).unwrap()
    }

    #[test]
    fn a_key_and_an_organization_are_enough() {
        let settings = settings(&json!({}));
        assert_eq!(settings.faults(), Vec::<String>::new());
        assert_eq!(settings.access().base_url, "https://api.4spaces.io");
    }

    #[test]
    fn each_fault_names_its_place() {
        for (beside, place) in [
            (json!({ "key": "the token itself" }), "key:"),
            (json!({ "signIn": "credentials" }), "userName:"),
            (json!({ "signInPath": "auth" }), "signInPath:"),
            (json!({ "baseUrl": "api.4spaces.io" }), "baseUrl:"),
            (json!({ "baseUrlVariable": "a b" }), "baseUrlVariable:"),
            (json!({ "organizationId": "linde" }), "organizationId:"),
            (json!({ "currencyId": "EUR" }), "currencyId:"),
            (
                json!({ "paymentProviderConfigId": "1" }),
                "paymentProviderConfigId:",
            ),
            (
                json!({ "invoicingProviderConfigId": "1" }),
                "invoicingProviderConfigId:",
            ),
        ] {
            let faults = settings(&beside).faults();
            assert!(faults.len() == 1 && faults[0].starts_with(place), "{faults:?}");
        }
    }
}
