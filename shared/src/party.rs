//! The size of a party, and ranges of sizes.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::validation::FieldCode;

/// A party's size: 1 to 50 guests.
///
/// ```
/// use shared::party::{Attendees, PartyRange};
/// use shared::validation::FieldCode;
///
/// # fn main() -> Result<(), FieldCode> {
/// let range = PartyRange { min: Attendees::MIN, max: Attendees::parse(8)? };
/// assert!(range.contains(Attendees::parse(8)?));
/// assert_eq!(Attendees::parse(51), Err(FieldCode::OutOfRange));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "requests", derive(deserr::Deserr))]
#[cfg_attr(feature = "requests", deserr(error = crate::validation::FieldErrors, try_from(i64) = Self::parse -> FieldCode))]
#[serde(try_from = "i64", into = "i64")]
pub struct Attendees(u8);

impl Attendees {
    /// One guest.
    pub const MIN: Self = Self(1);
    /// The largest party.
    pub const MAX: Self = Self(50);

    /// Takes 1 to 50; anything else is [`FieldCode::OutOfRange`].
    pub fn parse(number: i64) -> Result<Self, FieldCode> {
        u8::try_from(number)
            .ok()
            .filter(|number| (Self::MIN.0..=Self::MAX.0).contains(number))
            .map(Self)
            .ok_or(FieldCode::OutOfRange)
    }

    /// Takes the number as a text of a query.
    #[cfg(feature = "requests")]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "deserr hands over the text that it has read"
    )]
    pub(crate) fn parse_text(text: String) -> Result<Self, FieldCode> {
        let digits = !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = if digits {
            text.parse().map_err(|_| FieldCode::WrongType)?
        } else {
            return Err(FieldCode::WrongType);
        };
        Self::parse(number)
    }

    /// The number of guests.
    #[must_use]
    pub fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<i64> for Attendees {
    type Error = FieldCode;

    fn try_from(number: i64) -> Result<Self, FieldCode> {
        Self::parse(number)
    }
}

impl From<Attendees> for i64 {
    fn from(attendees: Attendees) -> Self {
        Self::from(attendees.0)
    }
}

impl fmt::Display for Attendees {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A range of party sizes, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PartyRange {
    /// The smallest party.
    pub min: Attendees,
    /// The largest party.
    pub max: Attendees,
}

impl PartyRange {
    /// Whether a party of this size is within it.
    #[must_use]
    pub fn contains(self, attendees: Attendees) -> bool {
        (self.min..=self.max).contains(&attendees)
    }
}
