//! Phone numbers in E.164, with a default country for numbers written without a country code. Whether a number is in use is
//! not checked: a numbering plan of the world is larger than the widget.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::text::machine_readable;
use super::{FieldCode, numbering};

/// A phone number in E.164: `+`, then 7 to 15 digits, the first of which is not 0.
///
/// ```
/// use shared::validation::{Country, FieldCode, Phone};
///
/// # fn main() -> Result<(), FieldCode> {
/// let austria = Some(Country::parse("AT")?);
/// for text in ["0660 55 12 234", "+43 (0)660 / 5512234", "0043-660-5512234"] {
///     assert_eq!(Phone::parse(text, austria)?.as_str(), "+436605512234");
/// }
/// assert_eq!(Phone::parse("0660 55 12 234", None), Err(FieldCode::InvalidPhone));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "requests", derive(deserr::Deserr))]
#[cfg_attr(feature = "requests", deserr(error = super::FieldErrors, try_from(String) = Self::received -> FieldCode))]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

/// A country (ISO 3166-1 alpha-2) whose calling code is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Country {
    calling_code: &'static str,
}

impl Country {
    /// Takes two letters, in any case; [`FieldCode::Unknown`] where the calling code is not known.
    pub fn parse(code: &str) -> Result<Self, FieldCode> {
        let code = code.to_ascii_uppercase();
        if code.len() != 2 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Err(FieldCode::Invalid);
        }
        match numbering::calling_code(&code) {
            Some(calling_code) if code != "ZZ" => Ok(Self { calling_code }),
            _ => Err(FieldCode::Unknown),
        }
    }
}

impl Phone {
    /// Takes a number as people write it: with spaces, dots, hyphens, slashes and brackets, with `+` or the exit
    /// code of `country` (`00` without one) before a calling code, or without one if `country` is given. The
    /// calling code's trunk prefix is left out, also where it is written after the calling code, as in
    /// `+43 (0)1 …`. What cannot be a number is [`FieldCode::InvalidPhone`], nothing at all [`FieldCode::Required`].
    pub fn parse(text: &str, country: Option<Country>) -> Result<Self, FieldCode> {
        let text = machine_readable(text);
        if text.is_empty() {
            return Err(FieldCode::Required);
        }
        // `(+43) 660 …`
        let plus = text.trim_start_matches(['(', ' ']).strip_prefix('+');
        let written: String = text
            .chars()
            .filter(|character| !character.is_whitespace())
            .collect();
        let international = |digits: &str| numbering::international(digits, written.contains("(0)"));
        let mut digits = String::new();
        for character in plus.unwrap_or(&text).chars() {
            match character {
                '0'..='9' => digits.push(character),
                '.' | '-' | '/' | '(' | ')' | '\u{2010}'..='\u{2015}' | '\u{2212}' => {}
                space if space.is_whitespace() => {}
                _ => return Err(FieldCode::InvalidPhone),
            }
        }
        let calling_code = country.map(|country| country.calling_code);
        let number = if plus.is_some() {
            // Some write both.
            international(digits.strip_prefix("00").unwrap_or(&digits))
        } else if let Some(rest) = numbering::after_exit_code(&digits, calling_code) {
            international(rest)
        } else {
            calling_code.and_then(|code| international(&format!("{code}{digits}")))
        };
        number
            .filter(|number| (7..=15).contains(&number.len()))
            .map(|number| Self(format!("+{number}")))
            .ok_or(FieldCode::InvalidPhone)
    }

    /// On the wire a number has its country code.
    #[cfg(feature = "requests")]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "deserr hands over the text that it has read"
    )]
    fn received(text: String) -> Result<Self, FieldCode> {
        Self::parse(&text, None)
    }

    /// The number with spaces, for people: after the calling code and then in threes, the last group with two to four
    /// digits. Where an area ends is not known.
    #[must_use]
    pub fn grouped(&self) -> String {
        let digits = self.0.trim_start_matches('+');
        let (code, mut rest) = numbering::after_calling_code(digits);
        let mut text = ["+", code].concat();
        while !rest.is_empty() {
            let length = if rest.len() <= 4 { rest.len() } else { 3 };
            let (group, after) = rest.split_at(length);
            text.push(' ');
            text.push_str(group);
            rest = after;
        }
        text
    }

    /// The number in E.164.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Phone(…)")
    }
}

impl TryFrom<String> for Phone {
    type Error = FieldCode;

    /// Takes a number in E.164 that has been checked before, such as one that was stored: the rules may have become
    /// stricter since.
    fn try_from(text: String) -> Result<Self, FieldCode> {
        let digits = text.strip_prefix('+').unwrap_or_default();
        let is_number = (7..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        if is_number {
            Ok(Self(text))
        } else {
            Err(FieldCode::InvalidPhone)
        }
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.0
    }
}

#[cfg(test)]
#[path = "phone_tests.rs"]
mod tests;
