//! How a letter looks: `mail/layout.html` and, in plain text, `mail/layout.txt`, which escape what they are given.
//!

use askama::Template;

use super::{Fact, Message};
use crate::localization::Texts;
use crate::mail::one_line;

/// The longest subject, in characters. More would not be shown, and a name may be long.
const MAX_SUBJECT: usize = 200;

/// A letter before it is written.
#[derive(Template)]
#[template(path = "mail/layout.html")]
pub(super) struct Layout {
    pub(super) texts: &'static Texts,
    pub(super) subject: String,
    pub(super) heading: String,
    pub(super) paragraphs: Vec<String>,
    pub(super) facts: Vec<Fact>,
    /// The button's text and its address.
    pub(super) button: Option<(&'static str, String)>,
    /// The sender's lines.
    pub(super) foot: Vec<String>,
}

/// The same letter in plain text.
#[derive(Template)]
#[template(path = "mail/layout.txt")]
struct Plain<'a> {
    texts: &'static Texts,
    heading: &'a str,
    paragraphs: &'a [String],
    facts: Vec<(&'static str, String)>,
    button: &'a Option<(&'static str, String)>,
    foot: &'a [String],
}

impl Layout {
    pub(super) fn write(self) -> Message {
        let sheet = self.printable();
        let plain = Plain {
            texts: sheet.texts,
            heading: &sheet.heading,
            paragraphs: &sheet.paragraphs,
            // Lines that follow are set in, so that none looks like a fact of its own.
            facts: sheet
                .facts
                .iter()
                .map(|(name, value)| (*name, value.replace('\n', "\n    ")))
                .collect(),
            button: &sheet.button,
            foot: &sheet.foot,
        };
        Message {
            // Writing to a text does not fail.
            text: plain.render().unwrap_or_default() + "\n",
            html: sheet.render().unwrap_or_default() + "\n",
            subject: one_line(&sheet.subject).chars().take(MAX_SUBJECT).collect(),
        }
    }

    /// Without control characters in what others have written.
    fn printable(self) -> Self {
        let all = |texts: Vec<String>| texts.iter().map(|text| printable(text)).collect();
        let facts = self.facts.iter();
        Self {
            heading: printable(&self.heading),
            facts: facts.map(|(name, value)| (*name, printable(value))).collect(),
            button: self.button.map(|(name, link)| (name, printable(&link))),
            paragraphs: all(self.paragraphs),
            foot: all(self.foot),
            ..self
        }
    }
}

/// Without control characters, but for the ends of lines.
fn printable(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .filter(|character| *character == '\n' || !character.is_control())
        .collect()
}

#[cfg(test)]
#[path = "layout_tests.rs"]
mod tests;
