//! Texts with gaps, and texts about a number.
//!
//! Functions that fill gaps are compiled into the program that uses them (`inline`): called across crates it made a first booking
//! some hundred bytes larger.

use super::plural::PluralRules;

/// A text with gaps without names, each written `{}`.
#[derive(Clone, Copy)]
pub struct Phrase(&'static str);

impl Phrase {
    /// A text as its catalog has it.
    #[inline]
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Self(text)
    }

    /// The text with its gap filled.
    #[inline]
    #[must_use]
    pub fn with(self, filling: &str) -> String {
        fill_first(self.0, filling)
    }

    /// The text with its two gaps filled.
    #[inline]
    #[must_use]
    pub fn with_both(self, first: &str, second: &str) -> String {
        fill_first(&fill_first(self.0, first), second)
    }
}

/// A text about a number, in the forms that its language has for it.
pub struct Plural<R: 'static> {
    /// The name of each form and its text, all parted by tabs.
    forms: &'static str,
    rules: &'static R,
}

impl<R> Clone for Plural<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Plural<R> {}

impl<R: PluralRules> Plural<R> {
    /// Forms as their catalog has them, with the rules of its language.
    #[inline]
    #[must_use]
    pub fn new(forms: &'static str, rules: &'static R) -> Self {
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
        fill_first(text, &count.to_string())
    }
}

#[inline]
fn fill_first(text: &str, filling: &str) -> String {
    match text.split_once("{}") {
        Some((before, after)) => [before, filling, after].concat(),
        None => text.to_owned(),
    }
}

/// The text with its named gaps filled, each by the value of its name. A brace in a value stays a brace.
#[must_use]
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    for part in text.split('{') {
        let value = part.split_once('}').and_then(|(gap, rest)| {
            let (_, value) = values.iter().find(|(name, _)| *name == gap)?;
            Some([*value, rest])
        });
        match value {
            Some(parts) => filled.extend(parts),
            None => filled.push_str(part),
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TableRules;

    #[test]
    fn named_gaps_are_filled_in_any_order_and_only_once() {
        let values = [("restaurant", "{when} & Sons"), ("when", "19:00")];
        assert_eq!(
            fill("Your table at {restaurant}: {when}", &values),
            "Your table at {when} & Sons: 19:00"
        );
        assert_eq!(
            fill("{when}, {restaurant}, {when}", &values),
            "19:00, {when} & Sons, 19:00"
        );
        assert_eq!(fill("no gap", &values), "no gap");
    }

    #[test]
    fn a_number_stands_in_its_form() {
        static RULES: std::sync::LazyLock<TableRules> = std::sync::LazyLock::new(|| TableRules::new("fr"));
        let guests = Plural::new(
            "many\t{} de personnes\tone\t{} personne\tother\t{} personnes",
            &*RULES,
        );
        assert_eq!(
            [0, 1, 2, 1_000_000].map(|count| guests.of(count)),
            ["0 personne", "1 personne", "2 personnes", "1000000 de personnes"]
        );
    }
}
