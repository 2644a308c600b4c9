//! Which form of a word goes with a number, from a table of our own, where there is no Intl. It must not
//! know any language but those the widget speaks.

/// One language's rules.
pub(super) struct Rules {
    is_french: bool,
    has_many: bool,
}

impl Rules {
    pub(super) fn new(language: &str) -> Self {
        Self {
            is_french: language == "fr",
            has_many: matches!(language, "fr" | "it" | "es"),
        }
    }

    /// The name that Unicode's CLDR gives the form.
    pub(super) fn category(&self, count: u32) -> String {
        let category = match count {
            1 => "one",
            0 if self.is_french => "one",
            1.. if self.has_many && count.is_multiple_of(1_000_000) => "many",
            _ => "other",
        };
        category.to_owned()
    }
}
