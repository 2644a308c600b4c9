//! The secrets that a venue's settings name.

use crate::mail::Adapter;
use crate::payment::PaymentSettings;
use crate::secret::{is_name, is_reserved};
use crate::till::IkentooSettings;
use crate::venue::VenueSettings;

/// A setting that names a secret of the venue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedSecret<'a> {
    /// The setting, such as `mail.key`.
    pub setting: &'static str,
    /// The secret's name.
    pub name: &'a str,
}

impl VenueSettings {
    /// The secrets by which the venue's object calls other systems, in the order of the sections. The staff key is not
    /// one of them: the worker compares it before it calls the object.
    #[must_use]
    pub fn named_secrets(&self) -> Vec<NamedSecret<'_>> {
        let turnstile = self.turnstile.as_ref().map(|turnstile| turnstile.secret.as_str());
        let mail = self.mail.as_ref().filter(|mail| mail.adapter == Adapter::HttpApi);
        let stripe = match &self.payments {
            Some(PaymentSettings::Stripe(stripe)) => Some(stripe),
            Some(PaymentSettings::Demo) | None => None,
        };
        let ikentoo = self.till.as_ref().and_then(|till| till.ikentoo.as_ref());
        [
            ("turnstile.secret", turnstile),
            ("mail.key", mail.and_then(|mail| mail.key.as_deref())),
            (
                "payments.secretKey",
                stripe.map(|stripe| stripe.secret_key.as_str()),
            ),
            (
                "payments.webhookSecret",
                stripe.map(|stripe| stripe.webhook_secret.as_str()),
            ),
            (
                "fourspaces.key",
                self.fourspaces.as_ref().map(|fourspaces| fourspaces.key.as_str()),
            ),
            (
                "publication.key",
                self.publication
                    .as_ref()
                    .map(|publication| publication.key.as_str()),
            ),
            (
                "mews.clientToken",
                self.mews.as_ref().map(|mews| mews.client_token.as_str()),
            ),
            (
                "mews.accessToken",
                self.mews.as_ref().and_then(|mews| mews.access_token.as_deref()),
            ),
            (
                "molzait.key",
                self.molzait.as_ref().map(|molzait| molzait.key.as_str()),
            ),
        ]
        .into_iter()
        .chain(ikentoo.into_iter().flat_map(IkentooSettings::secrets))
        .filter_map(|(setting, name)| Some(NamedSecret { setting, name: name? }))
        .collect()
    }

    /// Whether they name a secret, the staff key included.
    #[must_use]
    pub fn names_secret(&self, name: &str) -> bool {
        self.staff_key.as_deref() == Some(name) || self.named_secrets().iter().any(|named| named.name == name)
    }

    /// A fault for each secret that is named like one of the deployment, and for a staff key that is not named.
    pub(crate) fn secret_faults(&self) -> Vec<String> {
        let staff_key = self.staff_key.as_deref();
        let unnamed = staff_key.filter(|name| !is_name(name));
        let unnamed =
            unnamed.map(|_| "staffKey: write the name of the secret, such as LINDE_STAFF_KEY".to_owned());
        let named = self.named_secrets();
        let staff_key = staff_key.map(|name| ("staffKey", name));
        let all = named
            .iter()
            .map(|named| (named.setting, named.name))
            .chain(staff_key);
        let reserved = all.filter(|(_, name)| is_reserved(name));
        let reserved = reserved.map(|(setting, name)| {
            format!("{setting}: {name} is the deployment's own, give the secret another name")
        });
        unnamed.into_iter().chain(reserved).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn settings(beside: &Value) -> VenueSettings {
        let mut settings = json!({
            "id": "linde", "name": "Linde", "timeZone": "Europe/Vienna", "currency": "EUR", "locales": ["en"],
            "guestFields": { "email": "optional", "phone": "optional", "defaultCountry": "AT" },
            "molzait": { "key": "LINDE_MOLZAIT_KEY", "horizonDays": 30 },
        });
        let members = settings.as_object_mut().unwrap();
        members.extend(beside.as_object().unwrap().clone());
        serde_json::from_value(settings).unwrap()
    }

    fn mail(adapter: &str, key: &str) -> Value {
        json!({
            "adapter": adapter, "key": key, "from": "house@example.com", "site": "https://book.example.com",
        })
    }

    fn stripe(secret_key: &str, webhook_secret: &str) -> Value {
        json!({
            "adapter": "stripe", "secretKey": secret_key, "webhookSecret": webhook_secret,
            "publishableKey": "pk_test_1",
        })
    }

    #[test]
    fn the_secrets_of_every_section_are_named_and_the_staff_key_is_not() {
        let settings = settings(&json!({
            "turnstile": { "siteKey": "1x0", "secret": "LINDE_TURNSTILE" },
            "mail": mail("http_api", "LINDE_MAIL"), "payments": stripe("LINDE_STRIPE", "LINDE_WEBHOOK"),
            "staffKey": "LINDE_STAFF",
        }));
        let named: Vec<_> = settings
            .named_secrets()
            .iter()
            .map(|named| (named.setting, named.name))
            .collect();
        assert_eq!(
            named,
            [
                ("turnstile.secret", "LINDE_TURNSTILE"),
                ("mail.key", "LINDE_MAIL"),
                ("payments.secretKey", "LINDE_STRIPE"),
                ("payments.webhookSecret", "LINDE_WEBHOOK"),
                ("molzait.key", "LINDE_MOLZAIT_KEY"),
            ]
        );
        assert_eq!(settings.faults(), Vec::<String>::new());
    }

    #[test]
    fn a_key_that_no_adapter_reads_is_no_secret_of_the_venue() {
        let settings = settings(&json!({
            "mail": mail("shown", "LINDE_MAIL"), "payments": { "adapter": "demo" },
        }));
        let named: Vec<_> = settings
            .named_secrets()
            .iter()
            .map(|named| named.setting)
            .collect();
        assert_eq!(named, ["molzait.key"]);
    }

    #[test]
    fn both_tokens_of_mews_are_secrets() {
        let mut settings = serde_json::to_value(settings(&json!({}))).unwrap();
        settings.as_object_mut().unwrap().remove("molzait");
        settings["mews"] = json!({
            "clientToken": "SEAL_KEY", "accessToken": "LINDE_MEWS", "horizonDays": 30,
            "experiences": [{ "id": "dinner", "serviceId": "a", "rateId": "b", "categoryId": "c", "units": 2 }],
        });
        let settings: VenueSettings = serde_json::from_value(settings).unwrap();
        let named: Vec<_> = settings
            .named_secrets()
            .iter()
            .map(|named| named.setting)
            .collect();
        assert_eq!(named, ["mews.clientToken", "mews.accessToken"]);
        let faults = settings.faults();
        assert!(
            faults.len() == 1 && faults[0].starts_with("mews.clientToken:"),
            "{faults:?}"
        );
    }

    #[test]
    fn no_secret_is_named_like_one_of_the_deployment() {
        for (beside, place) in [
            (
                json!({ "turnstile": { "siteKey": "1x0", "secret": "SEAL_KEY" } }),
                "turnstile.secret:",
            ),
            (
                json!({ "mail": mail("http_api", "SEAL_KEY_PREVIOUS") }),
                "mail.key:",
            ),
            (
                json!({ "payments": stripe("SEAL_KEY", "A") }),
                "payments.secretKey:",
            ),
            (
                json!({ "payments": stripe("A", "SEAL_KEY") }),
                "payments.webhookSecret:",
            ),
            (
                json!({ "molzait": { "key": "SEAL_KEY", "horizonDays": 30 } }),
                "molzait.key:",
            ),
            (json!({ "staffKey": "SEAL_KEY" }), "staffKey:"),
            (json!({ "staffKey": "OPERATOR_KEY" }), "staffKey:"),
        ] {
            let faults = settings(&beside).faults();
            assert!(faults.len() == 1 && faults[0].starts_with(place), "{faults:?}");
        }
    }

    #[test]
    fn a_key_in_place_of_its_name_is_a_fault_and_is_not_repeated() {
        for (beside, place) in [
            (json!({ "mail": mail("http_api", "re_1aB2") }), "mail.key:"),
            (json!({ "mail": mail("shown", "re_1aB2") }), "mail.key:"),
            (json!({ "staffKey": "re_1aB2" }), "staffKey:"),
            (json!({ "staffKey": "" }), "staffKey:"),
        ] {
            let faults = settings(&beside).faults();
            assert!(faults.len() == 1 && faults[0].starts_with(place), "{faults:?}");
            assert!(!faults[0].contains("re_1aB2"), "{faults:?}");
        }
    }
}
