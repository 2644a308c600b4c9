//! Which form of a text goes with a number (Unicode's CLDR, plural rules).

/// The names of all forms.
pub(crate) const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// The forms that whole numbers have in a language. None for a language that is not named here: its texts cannot
/// be checked.
pub(crate) fn forms(language: &str) -> Option<&'static [&'static str]> {
    match language {
        "en" | "de" | "nl" => Some(&["one", "other"]),
        "fr" | "it" | "es" => Some(&["one", "many", "other"]),
        _ => None,
    }
}

/// The rules of one language.
pub trait PluralRules {
    /// The name of the form for `count`, as CLDR has it.
    fn category(&self, count: u32) -> String;
}

/// Rules from a table, for programs that have no `Intl`.
pub struct TableRules {
    is_french: bool,
    has_many: bool,
}

impl TableRules {
    /// The rules of the language with this tag, one of those that [`crate::source::faults`] accepts.
    #[must_use]
    pub fn new(language: &str) -> Self {
        Self {
            is_french: language == "fr",
            has_many: forms(language).is_some_and(|forms| forms.contains(&"many")),
        }
    }
}

impl PluralRules for TableRules {
    fn category(&self, count: u32) -> String {
        let category = match count {
            1 => "one",
            0 if self.is_french => "one",
            1.. if self.has_many && count.is_multiple_of(1_000_000) => "many",
            _ => "other",
        };
        category.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_take_the_forms_of_cldr() {
        for (language, count, form) in [
            ("en", 0, "other"),
            ("en", 1, "one"),
            ("en", 1_000_000, "other"),
            ("de", 2, "other"),
            ("fr", 0, "one"),
            ("fr", 1, "one"),
            ("fr", 2, "other"),
            ("fr", 2_000_000, "many"),
            ("it", 0, "other"),
            ("es", 1_000_000, "many"),
            ("nl", 21, "other"),
        ] {
            assert_eq!(
                TableRules::new(language).category(count),
                form,
                "{count} in {language}"
            );
        }
    }

    #[test]
    fn a_number_takes_only_forms_that_its_language_is_checked_for() {
        for language in ["en", "de", "fr", "it", "es", "nl"] {
            let forms = forms(language).unwrap();
            for count in [0, 1, 2, 11, 1_000_000, 1_000_001, u32::MAX] {
                let form = TableRules::new(language).category(count);
                assert!(forms.contains(&form.as_str()), "{count} in {language}: {form}");
            }
        }
    }
}
