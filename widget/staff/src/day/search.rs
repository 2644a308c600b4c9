//! Finding reservations of the day by the guest's name or company, a telephone number, or the reservation's number.

use shared::staff_day::ReservationForStaff;
use shared::validation::{Name, Phone};

/// A search as it was typed, read once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// The words, each of which must begin a word of the name or stand in it.
    words: Vec<String>,
    /// The digits, without the zeros and signs before a number that differ by country.
    digits: String,
}

/// The fewest digits that are looked for in telephone numbers: fewer are in most of them.
const LEAST_DIGITS: usize = 3;

impl Search {
    /// Reads what was typed.
    #[must_use]
    pub fn of(typed: &str) -> Self {
        let is_number = typed
            .chars()
            .all(|letter| letter.is_ascii_digit() || " +-/().".contains(letter));
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        Self {
            words: typed.split_whitespace().map(folded).collect(),
            digits: if is_number {
                digits.trim_start_matches('0').to_owned()
            } else {
                String::new()
            },
        }
    }

    /// Whether nothing is searched for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether a reservation is found.
    #[must_use]
    pub fn finds(&self, one: &ReservationForStaff) -> bool {
        self.is_empty() || self.finds_name(one) || self.finds_number(one) || self.finds_phone(one)
    }

    fn finds_name(&self, one: &ReservationForStaff) -> bool {
        let parts = [
            one.guest.first_name.as_ref().map(Name::as_str),
            Some(one.guest.last_name.as_str()),
            one.company.as_ref().map(Name::as_str),
        ];
        let names: Vec<String> = parts.into_iter().flatten().map(folded).collect();
        self.words
            .iter()
            .all(|word| names.iter().any(|name| name.contains(word.as_str())))
    }

    /// By the number that the guest gives, with or without its letters and zeros: `7` finds `R-000007`.
    fn finds_number(&self, one: &ReservationForStaff) -> bool {
        let [word] = self.words.as_slice() else {
            return false;
        };
        let bare = one
            .number
            .trim_start_matches(|letter: char| !letter.is_ascii_digit());
        folded(&one.number) == *word
            || (!self.digits.is_empty() && bare.trim_start_matches('0') == self.digits)
    }

    fn finds_phone(&self, one: &ReservationForStaff) -> bool {
        let phone = one.guest.phone.as_ref().map(Phone::as_str);
        self.digits.len() >= LEAST_DIGITS && phone.is_some_and(|phone| phone.contains(&self.digits))
    }
}

/// Whether a text is worth asking about as the beginning of a name: it has two letters at least, and no digit.
#[must_use]
pub fn is_name(text: &str) -> bool {
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    letters >= 2 && !text.chars().any(|letter| letter.is_ascii_digit())
}

/// A text in small letters and without the accents of the languages of Europe. An `e` after `a`, `o` and `u` is left out and
/// a double `s` is one, so that `muller`, `mueller` and `müller` are one name.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        let plain = match letter {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'æ' | 'ā' | 'ă' | 'ą' => 'a',
            'ç' | 'ć' | 'č' => 'c',
            'ď' | 'đ' => 'd',
            'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => 'e',
            'ğ' => 'g',
            'ì' | 'í' | 'î' | 'ï' | 'ı' => 'i',
            'ł' | 'ľ' => 'l',
            'ñ' | 'ń' | 'ň' => 'n',
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' | 'œ' => 'o',
            'ř' => 'r',
            'ś' | 'š' | 'ş' | 'ß' => 's',
            'ť' | 'ţ' => 't',
            'ù' | 'ú' | 'û' | 'ü' | 'ů' | 'ű' => 'u',
            'ý' | 'ÿ' => 'y',
            'ź' | 'ż' | 'ž' => 'z',
            other => other,
        };
        match (plain, folded.chars().next_back()) {
            ('e', Some('a' | 'o' | 'u')) | ('s', Some('s')) => {}
            _ => folded.push(plain),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::test_support::{named, reservation};
    use super::*;

    #[test]
    fn a_guest_is_found_by_parts_of_the_name_in_any_order() {
        let one = named(reservation("r1", 1_140, 2), "Zoë", "Müller-Lüdenscheidt");
        for typed in [
            "muel",
            "muller",
            "müller",
            "zoe",
            "Zoë Müller",
            "lued zo",
            "MÜLLER",
            "  ",
        ] {
            assert!(Search::of(typed).finds(&one), "{typed}");
        }
        assert!(!Search::of("meier").finds(&one));
        assert!(!Search::of("zo meier").finds(&one));
    }

    #[test]
    fn a_reservation_is_found_by_its_number_as_it_is_said() {
        let one = reservation("r7", 1_140, 2);
        assert_eq!(one.number, "R-000007");
        for (typed, is_found) in [
            ("R-000007", true),
            ("r-000007", true),
            ("7", true),
            ("0007", true),
            ("70", false),
        ] {
            assert_eq!(Search::of(typed).finds(&one), is_found, "{typed}");
        }
    }

    #[test]
    fn a_caller_is_found_by_the_digits_of_the_number_however_it_is_written() {
        let mut one = reservation("r1", 1_140, 2);
        one.guest.phone = Some(serde_json::from_value(serde_json::json!("+436601123345")).unwrap());
        for (typed, is_found) in [
            ("+43 660 112 33 45", true),
            ("0660/1123345", true),
            ("3345", true),
            ("33", false),
            ("0660 999", false),
        ] {
            assert_eq!(Search::of(typed).finds(&one), is_found, "{typed}");
        }
    }

    #[test]
    fn a_number_and_a_single_letter_are_not_searched_as_a_name() {
        for (text, is_one) in [
            ("Lo", true),
            ("l", false),
            ("R-000007", false),
            ("0660 112", false),
            (" ", false),
        ] {
            assert_eq!(is_name(text), is_one, "{text}");
        }
    }

    proptest! {
        #[test]
        fn each_prefix_of_a_last_name_finds_its_guest(name in "[A-Za-zäöüéß]{2,12}", length in 1usize..12) {
            let one = named(reservation("r1", 1_140, 2), "Ada", &name);
            let prefix: String = name.chars().take(length).collect();
            prop_assert!(Search::of(&prefix).finds(&one));
        }
    }
}
