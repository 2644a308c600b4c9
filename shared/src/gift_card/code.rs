//! A gift card's code, with a check character that reveals a mistyped one without a look-up.
//!
//! A code is 17 random characters and one that checks them, in three groups: `7KQ2MD-X49HTW-RC83FN`. The alphabet has 31 characters, a prime. Each place has a weight of its own from 1 to 18, and the
//! weighted sum of a code is a multiple of 31: a single wrong character changes the sum by a product of two
//! numbers smaller than 31, and so do two that change places, wherever they stand. Neither product can be a
//! multiple of a prime.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::validation::{FieldCode, machine_readable};

/// How many characters there are.
const COUNT: u8 = 31;
/// Digits and capitals without those that look alike: 0 and O, 1, I and L.
const ALPHABET: &[u8; COUNT as usize] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/// How many characters a code has, the last of which checks the others: 31^17 are 84 bits.
const LENGTH: usize = 18;
/// How many stand together.
const GROUP: usize = 6;
/// The longest text that is read, in bytes: a code with every character apart, and some more.
const MAX_BYTES: usize = 64;

/// A gift card's code, 84 random bits. It is worth its card's balance, so `Debug` does not show it.
///
/// ```
/// use shared::gift_card::GiftCardCode;
/// use shared::validation::FieldCode;
///
/// let code = GiftCardCode::of_random(0..32).unwrap();
/// assert!(code.text().starts_with("234567-89ABCD-EFGHJ"));
/// assert_eq!(GiftCardCode::parse(&code.text().to_lowercase().replace('-', " ")), Ok(code));
/// assert_eq!(GiftCardCode::parse("O23456-789ABC-DEFGHJ"), Err(FieldCode::LookAlike));
/// assert_eq!(format!("{code:?}"), "GiftCardCode(…)");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "requests", derive(deserr::Deserr))]
#[cfg_attr(feature = "requests", deserr(error = crate::validation::FieldErrors, try_from(String) = Self::try_from -> FieldCode))]
#[serde(try_from = "String", into = "String")]
pub struct GiftCardCode([u8; LENGTH]);

/// The weighted sum of the characters' numbers, modulo their count. The last place weighs 1.
fn sum(numbers: &[u8]) -> usize {
    let weighted = numbers
        .iter()
        .enumerate()
        .map(|(place, number)| (LENGTH - place) * usize::from(*number));
    weighted.sum::<usize>() % ALPHABET.len()
}

impl GiftCardCode {
    /// The code of random bytes: those that would favour some characters are passed over. None where
    /// the bytes come to an end before the code does, of 32 random ones less than once in 10^15 times.
    #[must_use]
    pub fn of_random(bytes: impl IntoIterator<Item = u8>) -> Option<Self> {
        /// The largest byte of the last whole round through the alphabet.
        const FAIR: u8 = u8::MAX - (u8::MAX % COUNT + 1) % COUNT;
        let mut code = [0; LENGTH];
        let (drawn, check) = code.split_at_mut(LENGTH - 1);
        let mut bytes = bytes.into_iter().filter(|byte| *byte <= FAIR);
        for place in &mut *drawn {
            *place = bytes.next()? % COUNT;
        }
        // At most 30, so it fits.
        let rest = u8::try_from(sum(drawn)).unwrap_or_default();
        if let [check] = check {
            *check = (COUNT - rest) % COUNT;
        }
        Some(Self(code))
    }

    /// Takes a code as people write it: small or capital letters, of full width too, with spaces,
    /// dashes and invisible characters anywhere. Empty
    /// is [`FieldCode::Required`]; a character outside the alphabet that looks like one of it is
    /// [`FieldCode::LookAlike`]; one or two wrong characters are [`FieldCode::Mistyped`]; all else is
    /// [`FieldCode::Invalid`].
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let text = machine_readable(text);
        if text.len() > MAX_BYTES {
            return Err(FieldCode::TooLong);
        }
        let mut numbers = Vec::with_capacity(LENGTH);
        let mut looks_alike = false;
        for character in text.chars() {
            // The hyphens and dashes that phones and word processors write of their own accord.
            if character.is_whitespace() || matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}') {
                continue;
            }
            let capital = character.to_ascii_uppercase();
            if let Some(number) = ALPHABET.iter().position(|known| char::from(*known) == capital) {
                numbers.push(u8::try_from(number).unwrap_or_default());
            } else if matches!(capital, '0' | 'O' | '1' | 'I' | 'L') {
                looks_alike = true;
                numbers.push(0);
            } else {
                return Err(FieldCode::Invalid);
            }
        }
        if numbers.is_empty() {
            return Err(FieldCode::Required);
        }
        let numbers: [u8; LENGTH] = numbers.try_into().map_err(|_| FieldCode::Invalid)?;
        if looks_alike {
            Err(FieldCode::LookAlike)
        } else if sum(&numbers) == 0 {
            Ok(Self(numbers))
        } else {
            Err(FieldCode::Mistyped)
        }
    }

    /// The code as it is shown, in three groups of six characters.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(LENGTH + LENGTH / GROUP - 1);
        for (place, number) in self.0.iter().enumerate() {
            if place > 0 && place % GROUP == 0 {
                text.push('-');
            }
            text.extend(ALPHABET.get(usize::from(*number)).copied().map(char::from));
        }
        text
    }
}

impl fmt::Debug for GiftCardCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("GiftCardCode(…)")
    }
}

impl TryFrom<String> for GiftCardCode {
    type Error = FieldCode;

    fn try_from(text: String) -> Result<Self, FieldCode> {
        Self::parse(&text)
    }
}

impl From<GiftCardCode> for String {
    fn from(code: GiftCardCode) -> Self {
        code.text()
    }
}

#[cfg(test)]
#[path = "code_tests.rs"]
mod tests;
