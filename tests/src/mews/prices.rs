//! The prices of the simulated property, set with their tax included (`Gross`) or without it (`Net`), and the amounts of its
//! answers.

use serde_json::{Value, json};

use super::property::PRIVATE_RATE;

/// The one tax of the property.
pub(super) const TAX: &str = "AT-10";

/// Hundredths of a percent in a whole.
const WHOLE: i64 = 10_000;

/// Prices in cents, and their tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prices {
    /// A table for an hour, at the rate of every guest.
    pub hour: i64,
    /// A table for an hour, at the rate that the voucher opens.
    pub private_hour: i64,
    /// The product, for a person.
    pub wine: i64,
    /// The tax in hundredths of a percent.
    pub tax: i64,
    /// Whether prices are set without their tax, which is then added to a sum of them.
    pub is_net: bool,
}

impl Default for Prices {
    fn default() -> Self {
        Self {
            hour: 1_500,
            private_hour: 1_200,
            wine: 2_500,
            tax: 1_000,
            is_net: false,
        }
    }
}

impl Prices {
    /// The price of a table for an hour, as it is set.
    #[must_use]
    pub fn of_hour(&self, rate: &str) -> i64 {
        if rate == PRIVATE_RATE {
            self.private_hour
        } else {
            self.hour
        }
    }

    /// The cents of a sum of set prices without and with its tax.
    fn net_and_gross(&self, cents: i64) -> (i64, i64) {
        let rounded = |numerator: i64, denominator: i64| (numerator + denominator / 2) / denominator;
        if self.is_net {
            (cents, cents + rounded(cents * self.tax, WHOLE))
        } else {
            (rounded(cents * WHOLE, WHOLE + self.tax), cents)
        }
    }

    /// The price that a guest pays, of a sum of set prices.
    #[must_use]
    pub fn gross(&self, cents: i64) -> i64 {
        self.net_and_gross(cents).1
    }

    /// The amount of a sum of set prices, with its tax.
    pub(super) fn amount(&self, cents: i64) -> Value {
        let (net, gross) = self.net_and_gross(cents);
        let tax = money(gross - net);
        json!({
            "Currency": "EUR", "NetValue": money(net), "GrossValue": money(gross),
            "TaxValues": [{ "Code": TAX, "Value": tax }],
            "Breakdown": { "Items": [{ "TaxRateCode": TAX, "NetValue": money(net), "TaxValue": tax }] },
        })
    }

    /// The share of the tax as a number of JSON.
    pub(super) fn tax_share(&self) -> Value {
        let text = format!("{}.{:04}", self.tax / WHOLE, self.tax % WHOLE);
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }
}

/// An amount of cents as a number of JSON.
#[must_use]
pub fn money(cents: i64) -> Value {
    let text = format!("{}.{:02}", cents / 100, cents % 100);
    serde_json::from_str(&text).unwrap_or(Value::Null)
}
