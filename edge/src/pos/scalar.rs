//! Single values of tills' JSON as they are written there: the digits of a number beyond 2^53, `2.0` for the table `2`,
//! a number where a text was announced.

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use shared::time::Instant;

use super::decimal::DecimalNumber;

/// The last second of the year 9999: later ones cannot be written (RFC 3339).
const LATEST: i64 = 253_402_300_799;

/// The instant of seconds since 1970; none for one before that, or after the year 9999.
#[must_use]
pub fn instant(seconds: i64) -> Option<Instant> {
    (0..=LATEST)
        .contains(&seconds)
        .then(|| Instant::from_unix(seconds))
}

/// A text, a number or a boolean by its characters. Null, a list and an object count as absent.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Scalar(String);

impl Scalar {
    /// The characters without spaces around them; none if there are none.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        Some(self.0.trim()).filter(|text| !text.is_empty())
    }

    /// The number; none if it is none.
    #[must_use]
    pub fn decimal(&self) -> Option<DecimalNumber> {
        DecimalNumber::parse(self.text()?)
    }

    /// The whole number; none if it is none, or too large.
    #[must_use]
    pub fn whole(&self) -> Option<i64> {
        let number = self.decimal()?;
        let (whole, thousandths) = (number.in_units(0)?, number.in_units(3)?);
        (whole.checked_mul(1_000) == Some(thousandths)).then_some(whole)
    }

    /// The whole number that is not negative, such as a number of guests; none if it is none.
    #[must_use]
    pub fn count(&self) -> Option<u16> {
        u16::try_from(self.whole()?).ok()
    }

    /// The instant of milliseconds since 1970; none if it is no such number.
    #[must_use]
    pub fn milliseconds(&self) -> Option<Instant> {
        instant(self.whole()?.div_euclid(1_000))
    }

    /// Whether it is true.
    #[must_use]
    pub fn is_true(&self) -> bool {
        self.text() == Some("true")
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let text = raw.get();
        Ok(Self(match text.as_bytes().first() {
            Some(b'"') => serde_json::from_str(text).map_err(D::Error::custom)?,
            Some(b'[' | b'{' | b'n') | None => String::new(),
            Some(_) => text.to_owned(),
        }))
    }
}

/// A value; none where it is null or of another type. It is read from its text, since a tree of values between would round the
/// digits beyond 2^53.
pub fn lenient<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    Ok(serde_json::from_str::<Option<T>>(raw.get()).ok().flatten())
}

/// A list without the elements that are of another type; none where it is null or no list.
pub fn lenient_list<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    deserializer: D,
) -> Result<Option<Vec<T>>, D::Error> {
    let elements: Option<Vec<Box<RawValue>>> = lenient(deserializer)?;
    Ok(elements.map(|elements| {
        let read = elements.iter().map(|element| serde_json::from_str(element.get()));
        read.filter_map(Result::ok).collect()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_of_another_type_counts_as_absent() {
        #[derive(Debug, PartialEq, Eq, Deserialize)]
        struct Item {
            number: u8,
        }
        #[derive(Deserialize)]
        struct Bill {
            #[serde(default, deserialize_with = "lenient")]
            first: Option<Item>,
            #[serde(default, deserialize_with = "lenient_list")]
            all: Option<Vec<Item>>,
        }
        let item = || Item { number: 1 };
        for (json, first, all) in [
            (
                r#"{ "first": { "number": 1 }, "all": [{ "number": 1 }] }"#,
                Some(item()),
                Some(vec![item()]),
            ),
            (
                r#"{ "first": 1, "all": [7, { "number": 1 }, { "number": "one" }, null] }"#,
                None,
                Some(vec![item()]),
            ),
            (r#"{ "first": null, "all": null }"#, None, None),
            (r#"{ "first": "1", "all": { "number": 1 } }"#, None, None),
            ("{}", None, None),
        ] {
            let bill: Bill = serde_json::from_str(json).unwrap();
            assert_eq!((bill.first, bill.all), (first, all), "{json}");
        }
    }

    fn scalar(json: &str) -> Scalar {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_value_has_the_characters_of_its_json() {
        for (json, text) in [
            ("25769803788", Some("25769803788")),
            ("9223372036854775807", Some("9223372036854775807")),
            ("2.0", Some("2.0")),
            ("\" 2 \"", Some("2")),
            ("\"a\\u00e9\"", Some("aé")),
            ("true", Some("true")),
            ("\"\"", None),
            ("null", None),
            ("[1]", None),
            ("{\"a\":1}", None),
        ] {
            assert_eq!(scalar(json).text(), text, "{json}");
        }
        assert!(scalar("true").is_true());
        assert!(!scalar("false").is_true());
        assert!(!scalar("null").is_true());
    }

    #[test]
    fn an_instant_is_in_a_year_of_four_digits() {
        for (json, seconds) in [
            ("1795629600999", Some(1_795_629_600)),
            ("\"1795629600000\"", Some(1_795_629_600)),
            ("1795629600000.0", Some(1_795_629_600)),
            ("0", Some(0)),
            ("253402300799999", Some(LATEST)),
            ("253402300800000", None),
            ("-1", None),
            ("1795629600000.5", None),
            ("99999999999999999999", None),
            ("null", None),
        ] {
            let read = scalar(json).milliseconds();
            assert_eq!(read.map(Instant::unix), seconds, "{json}");
        }
    }

    #[test]
    fn a_count_is_whole() {
        for (json, count) in [
            ("2", Some(2)),
            ("2.0", Some(2)),
            ("\"2\"", Some(2)),
            ("2.5", None),
            ("-1", None),
            ("70000", None),
            ("null", None),
        ] {
            assert_eq!(scalar(json).count(), count, "{json}");
        }
    }
}
