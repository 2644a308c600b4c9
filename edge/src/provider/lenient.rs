//! Lenient JSON values: whole numbers that come as `2.0`, a null for a missing value, a value of an unexpected
//! type.

use std::fmt;

use serde::de::{DeserializeOwned, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, de};
use shared::money::MAX_AMOUNT;
use shared::time::Minutes;

use crate::upstream::Upstream;

/// A whole number, however it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whole(pub i64);

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Lenient::deserialize(deserializer)? {
            Lenient::Whole(number) => Ok(Self(number)),
            _ => Err(D::Error::custom("not a whole number")),
        }
    }
}

/// A value that may be of any type: what is neither a whole number nor a text is as good as nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Lenient {
    /// A whole number within ±2^53.
    Whole(i64),
    /// A text.
    Text(String),
    /// Yes or no.
    Truth(bool),
    /// Anything else.
    #[default]
    Other,
}

impl Lenient {
    /// The number, if it is one.
    #[must_use]
    pub fn whole(&self) -> Option<i64> {
        match self {
            Self::Whole(number) => Some(*number),
            _ => None,
        }
    }

    /// The text, if it is one with something in it.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) if !text.trim().is_empty() => Some(text),
            _ => None,
        }
    }

    /// Whether it is true.
    #[must_use]
    pub fn is_true(&self) -> bool {
        *self == Self::Truth(true)
    }

    fn of_number(number: i64) -> Self {
        if (-MAX_AMOUNT..=MAX_AMOUNT).contains(&number) {
            Self::Whole(number)
        } else {
            Self::Other
        }
    }
}

struct LooseVisitor;

impl<'de> Visitor<'de> for LooseVisitor {
    type Value = Lenient;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("anything")
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Lenient, E> {
        Ok(Lenient::Truth(truth))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Lenient, E> {
        Ok(Lenient::of_number(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Lenient, E> {
        Ok(i64::try_from(number).map_or(Lenient::Other, Lenient::of_number))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Lenient, E> {
        // A whole number of this size is exact as a float, and its digits are those of the integer.
        #[expect(
            clippy::cast_possible_truncation,
            reason = "checked to be whole and within 2^53"
        )]
        let whole =
            (number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0).then_some(number as i64);
        Ok(whole.map_or(Lenient::Other, Lenient::of_number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Lenient, E> {
        Ok(Lenient::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Lenient, E> {
        Ok(Lenient::Text(text))
    }

    fn visit_none<E>(self) -> Result<Lenient, E> {
        Ok(Lenient::Other)
    }

    fn visit_unit<E>(self) -> Result<Lenient, E> {
        Ok(Lenient::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Lenient, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Lenient::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Lenient, A::Error> {
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Lenient::Other)
    }
}

impl<'de> Deserialize<'de> for Lenient {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LooseVisitor)
    }
}

/// A part that is optional as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part<T> {
    /// It is null or was left out.
    #[default]
    Absent,
    /// It is there and can be read.
    Read(T),
    /// It is there and of another shape.
    Strange,
}

impl<T> Part<T> {
    /// The part, if it could be read.
    #[must_use]
    pub fn read(&self) -> Option<&T> {
        match self {
            Self::Read(part) => Some(part),
            Self::Absent | Self::Strange => None,
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Part<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match serde_json::Value::deserialize(deserializer)? {
            serde_json::Value::Null => Self::Absent,
            value => serde_json::from_value(value).map_or(Self::Strange, Self::Read),
        })
    }
}

/// A list whose elements are read one by one: one that cannot be read is left out, and costs no other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elements<T> {
    /// The elements that could be read, in their order.
    pub all: Vec<T>,
    /// Why an element could not be read, one text for each: with its position and the field, without anything that was in
    /// it.
    pub unreadable: Vec<String>,
}

impl<T> Elements<T> {
    /// The elements that could be read. That the others of the answer to the call of this name were left out is logged.
    pub fn readable(self, upstream: &Upstream, call: &'static str) -> Vec<T> {
        if let Some(first) = self.unreadable.first() {
            upstream.log_unreadable(call, self.unreadable.len(), first);
        }
        self.all
    }
}

impl<T> Default for Elements<T> {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            unreadable: Vec::new(),
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Elements<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut elements = Self::default();
        for (position, value) in (0..).zip(Vec::<serde_json::Value>::deserialize(deserializer)?) {
            match serde_json::from_value(value) {
                Ok(element) => elements.all.push(element),
                Err(error) => elements
                    .unreadable
                    .push(fault(&error, &format!("element {position}"))),
            }
        }
        Ok(elements)
    }
}

/// A whole number that is a `T` by the rule of `T`.
pub fn number<'de, D: Deserializer<'de>, T: TryFrom<i64>>(deserializer: D) -> Result<T, D::Error> {
    let Whole(number) = Whole::deserialize(deserializer)?;
    T::try_from(number).map_err(|_| D::Error::custom("a number out of range"))
}

/// Minutes after a day's midnight.
pub fn minutes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Minutes, D::Error> {
    let Whole(number) = Whole::deserialize(deserializer)?;
    Minutes::parse(number).map_err(|_| D::Error::custom("no minutes of a day"))
}

/// Reads a whole answer. The error names the field that is missing and the place of what is of another
/// type, and repeats nothing of what was there: that may be personal data.
pub fn read<T: de::DeserializeOwned>(answer: &[u8]) -> Result<T, String> {
    let answer = str::from_utf8(answer).map_err(|_| "no JSON".to_owned())?;
    serde_json::from_str(answer).map_err(|error| {
        if error.is_data() {
            fault(
                &error,
                &format!("line {}, column {}", error.line(), error.column()),
            )
        } else {
            "no JSON".to_owned()
        }
    })
}

/// Why the value at `place` is of no use.
fn fault(error: &serde_json::Error, place: &str) -> String {
    let text = error.to_string();
    let missing = text
        .strip_prefix("missing field `")
        .and_then(|rest| rest.split_once('`'));
    match missing {
        Some((field, _)) => format!("`{field}` is missing at {place}"),
        None => format!("another type at {place}"),
    }
}
