//! The few words that 4spaces has no field for, in the languages of the widget: names of age categories for guests, and
//! those of the comment for staff. Pure.

use shared::locale::{Language, LocalizedText};

/// A word in each language.
pub type Word = [(&'static str, &'static str); 6];

/// Guests of full age.
pub const ADULTS: Word = [
    ("de", "Erwachsene"),
    ("en", "Adults"),
    ("es", "Adultos"),
    ("fr", "Adultes"),
    ("it", "Adulti"),
    ("nl", "Volwassenen"),
];

/// Guests who are children.
pub const CHILDREN: Word = [
    ("de", "Kinder"),
    ("en", "Children"),
    ("es", "Niños"),
    ("fr", "Enfants"),
    ("it", "Bambini"),
    ("nl", "Kinderen"),
];

/// Guests of any age.
pub const GUESTS: Word = [
    ("de", "Gäste"),
    ("en", "Guests"),
    ("es", "Comensales"),
    ("fr", "Convives"),
    ("it", "Ospiti"),
    ("nl", "Gasten"),
];

/// The price of all.
pub const TOTAL: Word = [
    ("de", "Summe"),
    ("en", "Total"),
    ("es", "Total"),
    ("fr", "Total"),
    ("it", "Totale"),
    ("nl", "Totaal"),
];

/// A word in all languages.
#[must_use]
pub fn texts(word: &Word) -> LocalizedText {
    word.iter()
        .filter_map(|(language, text)| Some((Language::parse(language).ok()?, (*text).to_owned())))
        .collect()
}

/// A word in one language, English if it has none.
#[must_use]
pub fn text(word: &Word, language: &Language) -> &'static str {
    let of = |wanted: &str| word.iter().find(|(known, _)| *known == wanted);
    let found = of(language.primary()).or_else(|| of("en"));
    found.map_or("", |(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_written_in_the_readers_language_or_in_english() {
        let language = |tag: &str| Language::parse(tag).unwrap();
        assert_eq!(text(&CHILDREN, &language("de-AT")), "Kinder");
        assert_eq!(text(&CHILDREN, &language("pt")), "Children");
        assert_eq!(texts(&TOTAL).get(&language("it")), "Totale");
    }
}
