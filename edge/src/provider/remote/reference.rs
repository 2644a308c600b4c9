//! The short reference by which a booking is found again at a remote system.

use std::fmt;

/// Digits and capital letters that are not confused with one another, read aloud or written by hand: no
/// 0 and O, 1, I and L, 5 and S, 8 and B, 2 and Z, U and V.
const ALPHABET: &[u8; 24] = b"34679ACDEFGHJKMNPQRTVWXY";

/// Ten characters that are not taken for one another, as `4F7K-93QDXM`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference(String);

impl Reference {
    const CHARS: usize = 10;
    /// After how many characters the hyphen stands.
    const HYPHEN: usize = 4;

    /// The reference of a keyed hash: each character takes three bytes of it, so that all are as
    /// likely as makes no difference.
    #[must_use]
    pub fn of(hash: &[u8; 32]) -> Self {
        let mut text = String::with_capacity(Self::CHARS + 1);
        for (place, bytes) in hash.chunks_exact(3).take(Self::CHARS).enumerate() {
            if place == Self::HYPHEN {
                text.push('-');
            }
            let number = bytes
                .iter()
                .fold(0, |number, byte| number << 8 | usize::from(*byte));
            text.extend(ALPHABET.get(number % ALPHABET.len()).copied().map(char::from));
        }
        Self(text)
    }

    /// The reference as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The reference as it stands in a reservation's notes, such as `(Ref. 4F7K-93QDXM)`.
    #[must_use]
    pub fn annotation(&self) -> String {
        format!("(Ref. {self})")
    }

    /// Whether this very reference stands in `text`.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        text.contains(&self.annotation())
    }

    /// The text without any reference in it.
    #[must_use]
    pub fn without_any(text: &str) -> String {
        let mut left = text.to_owned();
        while let Some(at) = Self::first_in(&left) {
            // An annotation is all ASCII.
            left.replace_range(at..at + "(Ref. ".len() + Self::CHARS + 2, "");
        }
        left
    }

    /// Whether any reference stands in `text`.
    #[must_use]
    pub fn any_in(text: &str) -> bool {
        Self::first_in(text).is_some()
    }

    fn first_in(text: &str) -> Option<usize> {
        let mut openings = text.match_indices("(Ref. ");
        openings.find_map(|(at, opening)| {
            let rest = text.as_bytes().get(at + opening.len()..).unwrap_or_default();
            let is_reference = rest.get(..=Self::CHARS + 1).is_some_and(|bytes| {
                bytes.iter().enumerate().all(|(place, byte)| match place {
                    Self::HYPHEN => *byte == b'-',
                    11 => *byte == b')',
                    _ => ALPHABET.contains(byte),
                })
            });
            is_reference.then_some(at)
        })
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
#[path = "reference_tests.rs"]
mod tests;
