//! The codes by which staff's systems name gift cards: Couvert's own, and custom ones, such as those of cards that were
//! printed before the restaurant came to Couvert. Pure.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};
use shared::gift_card::GiftCardCode;
use shared::validation::{FieldCode, machine_readable};

/// The longest custom code, in bytes.
pub const MAX_CUSTOM_BYTES: usize = 64;

/// The fewest different characters of an own code that a caller has chosen. One that was drawn at random has fewer once in
/// 150,000 times.
const FEWEST_DIFFERENT: usize = 8;

/// The last part of a path beside those of codes, so that no card has it for a code.
const RESERVED: &str = "TEMPLATES";

/// A code of a gift card, of either form. A text that reads as one of Couvert's own codes is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum CardCode {
    /// One of Couvert's own: 84 random bits, which guests can redeem.
    Own(GiftCardCode),
    /// One of another form, which staff alone redeem.
    Custom(CustomCode),
}

/// A code of any form that is not Couvert's own: letters, digits, ASCII punctuation and spaces, up to
/// [`MAX_CUSTOM_BYTES`], with a letter or a digit in it. How hard it is to guess is not known. It is worth its card's
/// balance, so `Debug` does not show it.
#[derive(Clone)]
pub struct CustomCode {
    /// As its caller wrote it.
    written: String,
    /// The form that is compared.
    canonical: String,
}

impl CardCode {
    /// Reads a code. Empty is [`FieldCode::Required`].
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        if let Ok(own) = GiftCardCode::parse(text) {
            return Ok(Self::Own(own));
        }
        CustomCode::parse(text).map(Self::Custom)
    }

    /// Whether guests could redeem the card by a code that was not drawn at random, such as one character 18 times, whose
    /// check character is right too.
    #[must_use]
    pub fn is_pattern(&self) -> bool {
        let Self::Own(code) = self else {
            return false;
        };
        let text = code.text();
        let different: BTreeSet<char> = text.chars().filter(|one| *one != '-').collect();
        different.len() < FEWEST_DIFFERENT
    }

    /// The code as it is shown: an own one in its groups, a custom one as its caller wrote it.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Own(code) => code.text(),
            Self::Custom(code) => code.written.clone(),
        }
    }
}

impl From<GiftCardCode> for CardCode {
    fn from(code: GiftCardCode) -> Self {
        Self::Own(code)
    }
}

impl TryFrom<String> for CardCode {
    type Error = FieldCode;

    fn try_from(text: String) -> Result<Self, FieldCode> {
        Self::parse(&text)
    }
}

impl From<CardCode> for String {
    fn from(code: CardCode) -> Self {
        code.text()
    }
}

impl CustomCode {
    fn parse(text: &str) -> Result<Self, FieldCode> {
        let written = machine_readable(text);
        if written.is_empty() {
            return Err(FieldCode::Required);
        }
        if written.len() > MAX_CUSTOM_BYTES {
            return Err(FieldCode::TooLong);
        }
        // No combining marks: a letter has one way of being written.
        let is_known =
            |one: char| one.is_alphanumeric() || one.is_ascii_punctuation() || one == ' ' || is_dash(one);
        if !written.chars().all(is_known) {
            return Err(FieldCode::Invalid);
        }
        let canonical: String = written
            .chars()
            .filter(|one| !one.is_whitespace() && !is_dash(*one))
            .flat_map(char::to_uppercase)
            .collect();
        if canonical == RESERVED || !canonical.chars().any(char::is_alphanumeric) {
            return Err(FieldCode::Invalid);
        }
        Ok(Self { written, canonical })
    }

    /// The form that is compared: without case, spaces and dashes, which differ where people copy a code by hand.
    #[must_use]
    pub fn canonical(&self) -> &str {
        &self.canonical
    }
}

/// Equal however it is written.
impl PartialEq for CustomCode {
    fn eq(&self, other: &Self) -> bool {
        self.canonical == other.canonical
    }
}

impl Eq for CustomCode {}

impl fmt::Debug for CustomCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("CustomCode(…)")
    }
}

/// The hyphens and dashes that people and word processors write for one another.
fn is_dash(one: char) -> bool {
    matches!(one, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn canonical(text: &str) -> Result<String, FieldCode> {
        match CardCode::parse(text)? {
            CardCode::Own(code) => Ok(code.text()),
            CardCode::Custom(code) => Ok(code.canonical().to_owned()),
        }
    }

    #[test]
    fn case_spaces_and_dashes_make_no_other_code() {
        for text in [
            "GUT-2019/07",
            "gut-2019/07",
            " Gut 2019/07 ",
            "ＧＵＴ–２０１９/07",
            "GUT2019/07\u{200b}",
        ] {
            assert_eq!(canonical(text).as_deref(), Ok("GUT2019/07"), "{text}");
        }
        assert_ne!(canonical("GUT-2019.07"), canonical("GUT-2019/07"));
        assert_eq!(canonical("müller 1").as_deref(), Ok("MÜLLER1"));
        assert_eq!(
            CardCode::parse(" Gut 2019 ").map(String::from).as_deref(),
            Ok("Gut 2019")
        );
    }

    #[test]
    fn an_own_code_is_one_however_it_is_written() {
        let own = GiftCardCode::of_random(0..40).unwrap();
        for text in [own.text(), own.text().to_lowercase().replace('-', " ")] {
            assert_eq!(CardCode::parse(&text), Ok(CardCode::Own(own)));
        }
        let mistyped = own.text().replace('2', "3");
        assert!(matches!(CardCode::parse(&mistyped), Ok(CardCode::Custom(_))));
    }

    #[test]
    fn an_own_code_that_repeats_itself_was_not_drawn_at_random() {
        let drawn = |bytes: Vec<u8>| CardCode::from(GiftCardCode::of_random(bytes).unwrap());
        assert!(drawn(vec![0; 17]).is_pattern());
        assert!(drawn([1, 2, 3].repeat(6)).is_pattern());
        assert!(!drawn((0..17).collect()).is_pattern());
        // Guests redeem no code of another form.
        assert!(!CardCode::parse("1111").unwrap().is_pattern());
    }

    #[test]
    fn what_cannot_be_a_code_is_refused() {
        for (text, fault) in [
            ("", FieldCode::Required),
            (" \u{200b} ", FieldCode::Required),
            ("--", FieldCode::Invalid),
            ("..", FieldCode::Invalid),
            ("templates", FieldCode::Invalid),
            ("Tem plates", FieldCode::Invalid),
            ("a\nb", FieldCode::Invalid),
            ("a\u{0}b", FieldCode::Invalid),
            ("U\u{308}1", FieldCode::Invalid),
            (&"x".repeat(65), FieldCode::TooLong),
        ] {
            assert_eq!(CardCode::parse(text), Err(fault), "{text:?}");
        }
        assert!(CardCode::parse(&"x".repeat(64)).is_ok());
    }

    #[test]
    fn a_code_is_not_printed() {
        let code = CardCode::parse("GUT-2019").unwrap();
        assert_eq!(format!("{code:?}"), "Custom(CustomCode(…))");
    }

    proptest! {
        #[test]
        fn a_code_that_is_read_is_read_again_as_the_same(text in "\\PC{0,70}") {
            if let Ok(code) = CardCode::parse(&text) {
                let again = CardCode::parse(&code.text());
                prop_assert_eq!(again, Ok(code));
            }
        }
    }
}
