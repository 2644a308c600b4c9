//! A venue's `[payments]`: the provider that takes them, its account, and the amounts that it can charge.

pub mod stripe_currency;

use serde::{Deserialize, Serialize};
use shared::money::Currency;

use crate::secret::is_name;

/// A venue's payment provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "adapter", rename_all = "camelCase")]
pub enum PaymentSettings {
    /// None: a page of the worker's stands in for a payment form. For demonstrations alone.
    Demo,
    /// Stripe.
    Stripe(Box<StripeSettings>),
}

/// A venue's account with Stripe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StripeSettings {
    /// The name of the secret with the account's secret key.
    pub secret_key: String,
    /// The name of the secret with which Stripe signs its webhooks.
    pub webhook_secret: String,
    /// The account's publishable key, `pk_…`: browsers see it.
    pub publishable_key: String,
    /// Where the API is: scheme and host.
    #[serde(default = "api_base")]
    pub api_base: String,
    /// The name of a variable of the deployment that, where it is set, stands in for `apiBase`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_base_variable: Option<String>,
    /// Where the script for the payer's browser is.
    #[serde(default = "script_url")]
    pub script_url: String,
    /// The name of a variable of the deployment that, where it is set, stands in for `scriptUrl`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub script_url_variable: Option<String>,
    /// The greatest age of a webhook of Stripe's when it arrives, in seconds, 1 to 3600.
    #[serde(default = "tolerance")]
    pub webhook_tolerance_seconds: u16,
    /// The ways to pay, such as `card`; where none is named, those that the account's dashboard allows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub payment_method_types: Vec<String>,
    /// The least that is charged, in minor units of the venue's currency. Needed where Stripe publishes no minimum for
    /// that currency, and where the account is paid out in another one, whose minimum then applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least_charge: Option<i64>,
}

/// The amounts of a currency that can be charged, in its minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChargeLimits {
    /// The least.
    pub least: i64,
    /// The step: each amount is a multiple of it.
    pub step: i64,
}

/// The step of refunds in this currency, in minor units: each is a multiple of it, as charges are.
#[must_use]
pub fn refund_step(currency: Currency) -> i64 {
    stripe_currency::step(currency).unwrap_or(1)
}

/// The part of an amount, in minor units, that can be refunded. What is left over is less than [`refund_step`]: a
/// redemption at a till need not be a multiple of it.
#[must_use]
pub fn refundable(amount: i64, currency: Currency) -> i64 {
    amount - amount % refund_step(currency)
}

impl ChargeLimits {
    /// Whether this can be charged.
    #[must_use]
    pub fn allow(self, amount: i64) -> bool {
        amount >= self.least && amount % self.step == 0
    }

    /// The part of a price that a balance pays, so that the rest is nothing or can be charged.
    #[must_use]
    pub fn share(self, balance: i64, price: i64) -> i64 {
        if balance >= price {
            return price;
        }
        let rest = (price - balance).max(self.least);
        // Upwards to what can be charged.
        let rest = rest + (self.step - rest % self.step) % self.step;
        (price - rest).max(0)
    }
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

impl PaymentSettings {
    /// The name by which the provider calls here, in `/v1/webhooks/{venue}/{source}`; none if it does not.
    #[must_use]
    pub fn source(&self) -> Option<&'static str> {
        match self {
            Self::Demo => None,
            Self::Stripe(_) => Some("stripe"),
        }
    }

    /// The amounts that can be charged in this currency; none if the provider does not charge it, or the venue has not set the least
    /// amount: [`Self::faults`] reports both.
    #[must_use]
    pub fn charge_limits(&self, currency: Currency) -> Option<ChargeLimits> {
        match self {
            // A demonstration refuses what a real venue would.
            Self::Demo => Some(ChargeLimits {
                least: stripe_currency::least(currency).unwrap_or(1),
                step: stripe_currency::step(currency).unwrap_or(1),
            }),
            Self::Stripe(stripe) => Some(ChargeLimits {
                least: stripe
                    .least_charge
                    .into_iter()
                    .chain(stripe_currency::least(currency))
                    .max()?,
                step: stripe_currency::step(currency)?,
            }),
        }
    }

    /// Every fault of a venue with this currency, as a line that names its place.
    #[must_use]
    pub fn faults(&self, currency: Currency) -> Vec<String> {
        match self {
            Self::Demo => Vec::new(),
            Self::Stripe(stripe) => stripe.faults(currency),
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

    fn faults(&self, currency: Currency) -> Vec<String> {
        let mut faults = Vec::new();
        let (code, published) = (currency.code(), stripe_currency::least(currency));
        match (stripe_currency::step(currency), self.least_charge) {
            (None, _) => faults.push(format!(
                "adapter: Stripe does not charge {code}: see https://docs.stripe.com/currencies"
            )),
            (Some(_), None) if published.is_none() => faults.push(format!(
                "leastCharge: Stripe publishes no minimum for {code}: write yours, in minor units"
            )),
            (Some(step), Some(least)) if least < published.unwrap_or(1) || least % step != 0 => {
                let least = published.unwrap_or(step);
                faults.push(format!(
                    "leastCharge: write {least} or more, a multiple of {step}"
                ));
            }
            _ => {}
        }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn names_of_secrets_and_a_public_key_are_enough() {
        let settings: PaymentSettings = serde_json::from_value(json!({
            "adapter": "stripe", "secretKey": "LINDE_STRIPE_KEY", "webhookSecret": "LINDE_STRIPE_WEBHOOK",
            "publishableKey": "pk_test_1",
        }))
        .unwrap();
        assert_eq!(settings.faults(Currency::EUR), Vec::<String>::new());
        assert_eq!(settings.source(), Some("stripe"));
        let again = serde_json::from_value(serde_json::to_value(&settings).unwrap()).unwrap();
        assert_eq!(settings, again);
        let demo: PaymentSettings = serde_json::from_value(json!({ "adapter": "demo" })).unwrap();
        assert_eq!((demo.faults(Currency::EUR), demo.source()), (vec![], None));
    }

    #[test]
    fn every_fault_names_its_place_and_repeats_no_secret() {
        let settings: PaymentSettings = serde_json::from_value(json!({
            "adapter": "stripe", "secretKey": "sk_live_1", "webhookSecret": "whsec_1", "publishableKey": "sk_live_1",
            "apiBase": "api.stripe.com", "scriptUrl": "/v3", "webhookToleranceSeconds": 0,
            "paymentMethodTypes": [""],
        }))
        .unwrap();
        let faults = settings.faults(Currency::EUR).join("\n");
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

    fn stripe(least_charge: Option<i64>) -> PaymentSettings {
        serde_json::from_value(json!({
            "adapter": "stripe", "secretKey": "A", "webhookSecret": "B", "publishableKey": "pk_1",
            "leastCharge": least_charge,
        }))
        .unwrap()
    }

    #[test]
    fn a_currency_is_refused_that_is_not_charged_or_has_no_least_amount() {
        let no_minimum = "leastCharge: Stripe publishes no minimum for ISK: write yours, in minor units";
        for (code, least, fault) in [
            ("EUR", None, None),
            ("EUR", Some(100), None),
            (
                "EUR",
                Some(49),
                Some("leastCharge: write 50 or more, a multiple of 1"),
            ),
            (
                "CZK",
                Some(50),
                Some("leastCharge: write 1500 or more, a multiple of 1"),
            ),
            ("ISK", None, Some(no_minimum)),
            ("ISK", Some(100), None),
            (
                "ISK",
                Some(0),
                Some("leastCharge: write 1 or more, a multiple of 1"),
            ),
            (
                "KWD",
                Some(205),
                Some("leastCharge: write 10 or more, a multiple of 10"),
            ),
            (
                "IQD",
                Some(100),
                Some("adapter: Stripe does not charge IQD: see https://docs.stripe.com/currencies"),
            ),
        ] {
            let faults = stripe(least).faults(Currency::parse(code).unwrap());
            assert_eq!(faults, Vec::from_iter(fault), "{code} {least:?}");
        }
    }

    #[test]
    fn what_can_be_refunded_is_a_multiple_of_the_step() {
        for (amount, code, sent) in [
            (5_245, "EUR", 5_245),
            (5_245, "KWD", 5_240),
            (5_245, "MGA", 5_200),
            (9, "KWD", 0),
        ] {
            assert_eq!(refundable(amount, Currency::parse(code).unwrap()), sent, "{code}");
        }
    }

    #[test]
    fn what_can_be_charged_is_the_larger_of_both_least_amounts() {
        let limits = |least, code| stripe(least).charge_limits(Currency::parse(code).unwrap());
        assert_eq!(
            limits(None, "CZK"),
            Some(ChargeLimits {
                least: 1_500,
                step: 1
            })
        );
        assert_eq!(
            limits(Some(2_000), "CZK"),
            Some(ChargeLimits {
                least: 2_000,
                step: 1
            })
        );
        assert_eq!(
            limits(Some(100), "KWD"),
            Some(ChargeLimits { least: 100, step: 10 })
        );
        assert_eq!(limits(None, "ISK"), None);
        assert_eq!(limits(Some(100), "IQD"), None);
        let demo = PaymentSettings::Demo.charge_limits(Currency::EUR);
        assert_eq!(demo, Some(ChargeLimits { least: 50, step: 1 }));
    }

    #[test]
    fn a_balance_pays_what_it_can_and_leaves_nothing_that_cannot_be_charged() {
        let euro = ChargeLimits { least: 50, step: 1 };
        let dinar = ChargeLimits { least: 200, step: 10 };
        for (limits, balance, price, paid) in [
            (euro, 0, 6_800, 0),
            (euro, 2_000, 6_800, 2_000),
            (euro, 6_750, 6_800, 6_750),
            (euro, 6_799, 6_800, 6_750),
            (euro, 6_800, 6_800, 6_800),
            (euro, 10_000, 6_800, 6_800),
            (euro, 20, 30, 0),
            (euro, 30, 30, 30),
            (dinar, 1_004, 5_000, 1_000),
            (dinar, 4_995, 5_000, 4_800),
            (dinar, 5_000, 5_000, 5_000),
        ] {
            assert_eq!(limits.share(balance, price), paid, "{balance} of {price}");
        }
    }

    proptest! {
        #[test]
        fn what_is_left_to_charge_is_nothing_or_can_be_charged(
            least in 1..20_000_i64, step in prop_oneof![Just(1_i64), Just(10), Just(100)],
            balance in 0..200_000_i64, steps in 1..2_000_i64,
        ) {
            let limits = ChargeLimits { least, step };
            let price = steps * step;
            let paid = limits.share(balance, price);
            prop_assert!(0 <= paid && paid <= balance.min(price));
            let rest = price - paid;
            // A price that cannot be charged at all is refused in the settings.
            prop_assert!(rest == 0 || limits.allow(rest) || !limits.allow(price));
        }
    }

    #[test]
    fn a_setting_that_there_is_not_is_refused() {
        let json = json!({
            "adapter": "stripe", "secretKey": "A", "webhookSecret": "B", "publishableKey": "pk_1", "colour": "red",
        });
        assert!(serde_json::from_value::<PaymentSettings>(json).is_err());
    }
}
