//! Amounts as Mews writes them: decimal numbers of whole units of a currency, such as `93.46`. They are read and written
//! by their digits; no float touches them. Pure.

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::value::RawValue;
use shared::money::{Currency, Money};

/// A decimal number by its digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decimal(String);

impl Decimal {
    /// The number of an amount of money.
    #[must_use]
    pub fn of(money: Money) -> Self {
        let decimals = usize::try_from(money.currency().decimals()).unwrap_or_default();
        let digits = money.amount().unsigned_abs().to_string();
        let digits = format!("{digits:0>width$}", width = decimals + 1);
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        let sign = if money.amount() < 0 { "-" } else { "" };
        let point = if decimals == 0 { "" } else { "." };
        Self(format!("{sign}{whole}{point}{fraction}"))
    }

    /// The number as a text for people, such as `68.00`.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The amount in minor units of a currency, half a unit rounded away from zero; none where it is too large.
    #[must_use]
    pub fn money(&self, currency: Currency) -> Option<Money> {
        let (sign, digits) = match self.0.strip_prefix('-') {
            Some(digits) => (-1, digits),
            None => (1, self.0.as_str()),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let decimals = usize::try_from(currency.decimals()).unwrap_or_default();
        let kept: String = fraction
            .chars()
            .chain(std::iter::repeat('0'))
            .take(decimals)
            .collect();
        let amount: i64 = format!("{whole}{kept}").parse().ok()?;
        let rounds_up = fraction
            .as_bytes()
            .get(decimals)
            .is_some_and(|digit| *digit >= b'5');
        let amount = amount.checked_add(i64::from(rounds_up))?;
        Money::new(sign * amount, currency).ok()
    }

    /// A share of one in hundredths of a percent, half of one rounded up: `1000` of 0.1, `2062` of 0.2062. None of a share
    /// that is less than nothing or too large.
    #[must_use]
    pub fn basis_points(&self) -> Option<u16> {
        let (whole, fraction) = self.0.split_once('.').unwrap_or((&self.0, ""));
        let kept: String = fraction.chars().chain(std::iter::repeat('0')).take(4).collect();
        let rounds_up = fraction.as_bytes().get(4).is_some_and(|digit| *digit >= b'5');
        let points: u16 = format!("{whole}{kept}").parse().ok()?;
        points.checked_add(u16::from(rounds_up))
    }

    /// Takes a number in the notation of JSON (RFC 8259, section 6), without an exponent.
    fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let is_number = |part: &str| {
            !part.is_empty() && part.len() <= 40 && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        (is_number(whole) && is_number(fraction)).then(|| Self(text.to_owned()))
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number = RawValue::from_string(self.0.clone()).map_err(S::Error::custom)?;
        number.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = Box::<RawValue>::deserialize(deserializer)?;
        Self::parse(number.get()).ok_or_else(|| D::Error::custom("no decimal number"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(json: &str) -> Option<Decimal> {
        serde_json::from_str(json).ok()
    }

    fn cents(json: &str) -> Option<i64> {
        read(json)?.money(Currency::EUR).map(Money::amount)
    }

    #[test]
    fn numbers_are_read_by_their_digits() {
        for (json, amount) in [
            ("100", 10_000),
            ("93.46", 9_346),
            ("0.1", 10),
            ("6.545", 655),
            ("6.5449999999", 654),
            ("-6.545", -655),
            ("0", 0),
            ("20.833333333333332", 2_083),
            ("1.005", 101),
        ] {
            assert_eq!(cents(json), Some(amount), "{json}");
        }
    }

    #[test]
    fn a_currency_has_decimals_of_its_own() {
        let of = |json: &str, code: &str| {
            let currency = Currency::parse(code).unwrap();
            let money = read(json).unwrap().money(currency).unwrap();
            (money.amount(), Decimal::of(money).0)
        };
        assert_eq!(of("4500.4", "JPY"), (4_500, "4500".to_owned()));
        assert_eq!(of("1.2345", "KWD"), (1_235, "1.235".to_owned()));
    }

    #[test]
    fn other_values_and_numbers_that_are_too_large_are_no_amounts() {
        for json in ["\"12\"", "null", "true", "1e3", "[1]"] {
            assert_eq!(read(json), None, "{json}");
        }
        assert_eq!(cents("99999999999999999999"), None);
    }

    #[test]
    fn an_amount_keeps_its_digits_in_a_list_that_is_read_one_by_one() {
        let value: serde_json::Value = serde_json::from_str("[93.46]").unwrap();
        let read: Vec<Decimal> = serde_json::from_value(value).unwrap();
        assert_eq!(read, [Decimal("93.46".to_owned())]);
    }

    #[test]
    fn a_share_is_read_in_hundredths_of_a_percent() {
        for (json, points) in [
            ("0.1", Some(1_000)),
            ("0.2062", Some(2_062)),
            ("0.206255", Some(2_063)),
            ("0.055", Some(550)),
            ("0", Some(0)),
            ("1", Some(10_000)),
            ("7", None),
            ("-0.1", None),
        ] {
            assert_eq!(read(json).unwrap().basis_points(), points, "{json}");
        }
    }

    proptest! {
        #[test]
        fn money_is_read_back_as_it_was_written(amount in -9_000_000_000_i64..9_000_000_000) {
            for code in ["EUR", "JPY", "KWD"] {
                let money = Money::new(amount, Currency::parse(code).unwrap()).unwrap();
                let json = serde_json::to_string(&Decimal::of(money)).unwrap();
                prop_assert_eq!(read(&json).unwrap().money(money.currency()), Some(money));
            }
        }
    }
}
