//! Texts with gaps, and texts about a number. It must not know what is said.

use super::rules::Rules;

/// A text with gaps, each written `{}`.
#[derive(Clone, Copy)]
pub struct Phrase(pub(super) &'static str);

impl Phrase {
    /// The text with its gap filled.
    #[must_use]
    pub fn with(self, filling: &str) -> String {
        fill(self.0, filling)
    }

    /// The text with its two gaps filled.
    #[must_use]
    pub fn with_both(self, first: &str, second: &str) -> String {
        fill(&fill(self.0, first), second)
    }
}

/// A text about a number, in the forms that its language has for it.
#[derive(Clone, Copy)]
pub struct Plural {
    /// The name of each form and its text, all parted by tabs.
    forms: &'static str,
    rules: &'static Rules,
}

impl Plural {
    pub(super) fn new(forms: &'static str, rules: &'static Rules) -> Self {
        Self { forms, rules }
    }

    /// The text for `count`.
    #[must_use]
    pub fn of(self, count: u32) -> String {
        let wanted = self.rules.category(count);
        let mut parts = self.forms.split('\t');
        let mut text = "";
        while let (Some(form), Some(words)) = (parts.next(), parts.next()) {
            text = words;
            if form == wanted {
                break;
            }
        }
        fill(text, &count.to_string())
    }
}

fn fill(text: &str, filling: &str) -> String {
    match text.split_once("{}") {
        Some((before, after)) => [before, filling, after].concat(),
        None => text.to_owned(),
    }
}
