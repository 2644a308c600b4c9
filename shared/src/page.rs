//! Positions in lists that are read page by page.

use serde::{Deserialize, Serialize};

use crate::validation::FieldCode;

/// The number of a row at which a page of a list begins or ends. Later rows have larger numbers. Callers send back the one
/// that they were given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "requests", derive(deserr::Deserr))]
#[cfg_attr(feature = "requests", deserr(error = crate::validation::FieldErrors, try_from(String) = Self::try_from -> FieldCode))]
#[serde(transparent)]
pub struct PagePosition(pub u64);

impl PagePosition {
    /// Before every row.
    pub const MIN: Self = Self(0);
    /// After every row: the largest whole number that JavaScript holds exactly.
    pub const MAX: Self = Self((1 << 53) - 1);
}

impl TryFrom<String> for PagePosition {
    type Error = FieldCode;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let number = text.parse().ok().filter(|number| *number <= Self::MAX.0);
        number.map(Self).ok_or(FieldCode::Invalid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_a_whole_number_that_javascript_holds() {
        let read = |text: &str| PagePosition::try_from(text.to_owned());
        assert_eq!(read("0"), Ok(PagePosition::MIN));
        assert_eq!(read("9007199254740991"), Ok(PagePosition::MAX));
        for text in ["", "-1", "1.5", "9007199254740992", "99999999999999999999", "a"] {
            assert_eq!(read(text), Err(FieldCode::Invalid), "{text}");
        }
    }
}
