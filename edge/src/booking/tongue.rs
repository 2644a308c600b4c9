//! The languages that letters and calendar files are written in. It must not know what they say.

use shared::locale::Language;

/// A language that letters are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    /// English.
    English,
    /// German.
    German,
}

impl Tongue {
    /// Every one there is.
    pub const ALL: [Self; 2] = [Self::English, Self::German];

    /// The one for a reader of the first of these that is one of ours; English for readers of none.
    pub fn of<'a>(wanted: impl IntoIterator<Item = &'a Language>) -> Self {
        wanted
            .into_iter()
            .find_map(|language| {
                Self::ALL
                    .into_iter()
                    .find(|tongue| tongue.tag() == language.primary())
            })
            .unwrap_or(Self::English)
    }

    /// Its tag (BCP 47).
    #[must_use]
    pub fn tag(self) -> &'static str {
        self.pick("en", "de")
    }

    /// What is said in this language, of what is said in both.
    pub fn pick<T>(self, english: T, german: T) -> T {
        match self {
            Self::English => english,
            Self::German => german,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guest_is_written_to_in_their_language_or_else_in_the_venues() {
        let language = |tag: &str| Language::parse(tag).unwrap();
        let of = |tags: &[&str]| {
            let tags: Vec<_> = tags.iter().map(|tag| language(tag)).collect();
            Tongue::of(&tags)
        };
        assert_eq!(of(&["de-AT", "en"]), Tongue::German);
        assert_eq!(of(&["fr", "it", "de"]), Tongue::German);
        assert_eq!(of(&["fr"]), Tongue::English);
        assert_eq!(of(&[]), Tongue::English);
    }
}
