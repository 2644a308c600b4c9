//! Numbers of Lightspeed's JSON, digit for digit: amounts are decimals there, and ids of locations pass 2^53. Neither goes
//! through a float.

use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

/// The most digits of an amount.
const MAX_DIGITS: usize = 18;

/// A decimal number as it stands in the JSON, as a number or in quotes.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct Decimal(Box<RawValue>);

impl Decimal {
    /// The number times ten to the power of `decimals`, rounded half away from zero; none if it is no number, or too large.
    #[must_use]
    pub fn scaled(&self, decimals: u32) -> Option<i64> {
        scaled(self.0.get().trim_matches('"'), decimals)
    }
}

fn scaled(text: &str, decimals: u32) -> Option<i64> {
    let (is_negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [whole, fraction].concat();
    if whole.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // The number of digits before the point once it has moved.
    let point = i32::try_from(whole.len())
        .ok()?
        .checked_add(exponent)?
        .checked_add(i32::try_from(decimals).ok()?)?;
    let length = usize::try_from(point.max(0)).ok()?;
    if length > MAX_DIGITS {
        return None;
    }
    let padded = digits.chars().chain(std::iter::repeat('0'));
    let kept: String = std::iter::once('0').chain(padded.take(length)).collect();
    let is_up = point >= 0 && digits.as_bytes().get(length).is_some_and(|digit| *digit >= b'5');
    let amount = kept.parse::<i64>().ok()? + i64::from(is_up);
    Some(if is_negative { -amount } else { amount })
}

/// The id of a business location: up to 19 digits, more than a number of JavaScript holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocationId(String);

impl LocationId {
    /// The id of this text; none if it is not 1 to 19 digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_id = (1..=19).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        is_id.then(|| Self(text.to_owned()))
    }

    /// The id of a value, which is a number in some places of Lightspeed's JSON and a text in others.
    #[must_use]
    pub fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Number(number) => Self::parse(&number.as_u64()?.to_string()),
            Value::String(text) => Self::parse(text),
            _ => None,
        }
    }

    /// Its digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Serialize for LocationId {
    /// As a number, as requests have it.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Nineteen digits fit.
        serializer.serialize_u64(self.0.parse().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn amounts_are_read_digit_for_digit() {
        for (text, decimals, amount) in [
            ("45", 2, Some(4_500)),
            ("4.5", 2, Some(450)),
            ("0.05", 2, Some(5)),
            ("-12.30", 2, Some(-1_230)),
            ("10.004999", 2, Some(1_000)),
            ("10.005", 2, Some(1_001)),
            ("10.800000000000001", 2, Some(1_080)),
            ("1.5e2", 2, Some(15_000)),
            ("15E-1", 2, Some(150)),
            ("5e-3", 2, Some(1)),
            ("4e-9", 2, Some(0)),
            ("1200", 0, Some(1_200)),
            ("1.19", 4, Some(11_900)),
            ("90071992547409.93", 2, Some(9_007_199_254_740_993)),
            ("1e30", 2, None),
            ("one", 2, None),
            ("", 2, None),
            (".5", 2, None),
        ] {
            assert_eq!(scaled(text, decimals), amount, "{text}");
        }
        let read: Vec<Decimal> = serde_json::from_str(r#"[12.5, "12.5", null]"#).unwrap();
        let amounts: Vec<_> = read.iter().map(|decimal| decimal.scaled(2)).collect();
        assert_eq!(amounts, [Some(1_250), Some(1_250), None]);
    }

    #[test]
    fn a_location_past_the_numbers_of_javascript_keeps_its_digits() {
        for digits in ["9765040300495493", "9007199254740993", "9223372036854775807", "7"] {
            let of_number: Value = serde_json::from_str(digits).unwrap();
            let of_text = json!(digits);
            for value in [of_number, of_text] {
                let id = LocationId::of(&value).unwrap();
                assert_eq!(id.as_str(), digits);
                assert_eq!(serde_json::to_string(&id).unwrap(), digits);
            }
        }
        for value in [
            json!(-1),
            json!(1.5),
            json!("1e5"),
            json!(null),
            json!("12345678901234567890"),
        ] {
            assert_eq!(LocationId::of(&value), None, "{value}");
        }
    }

    proptest! {
        #[test]
        fn whole_cents_are_read_back(cents in -1_000_000_000_000_i64..1_000_000_000_000) {
            let (sign, rest) = (if cents < 0 { "-" } else { "" }, cents.abs());
            let text = format!("{sign}{}.{:02}", rest / 100, rest % 100);
            prop_assert_eq!(scaled(&text, 2), Some(cents));
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in ".{0,40}", decimals in 0_u32..5) {
            let _ = scaled(&text, decimals);
        }
    }
}
