//! How a letter looks: `mail/layout.html` and, in plain text, `mail/layout.txt`, which escape what they are given.

use askama::Template;

use super::sender::Sender;
use super::{Fact, Message};
use crate::localization::Texts;
use crate::mail::one_line;

/// The longest subject, in characters. More would not be shown, and a name may be long.
const MAX_SUBJECT: usize = 200;

/// The facts with which the letter of a drawn card begins, and which the card has on it: its worth, its code and the day
/// until which it is valid.
const CARD_FACTS: usize = 3;

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
    /// The sender.
    pub(super) sender: Sender,
    /// The parts that letters in HTML have beside those of plain text.
    pub(super) more: Extras,
}

/// The parts of a letter in HTML that its plain text does without, or has as facts.
#[derive(Default)]
pub(super) struct Extras {
    /// The absolute address of a picture.
    pub(super) picture: Option<String>,
    /// The line below the first fact, which is then drawn large with it: where the guest is awaited.
    pub(super) place: Option<String>,
    /// The gift card, drawn as one.
    pub(super) card: Option<CardFace>,
    /// Further links, each with its text.
    pub(super) links: Vec<(&'static str, String)>,
    /// The text of an element with data for mail programs.
    pub(super) json_ld: Option<String>,
}

/// A gift card as letters draw it.
pub(super) struct CardFace {
    /// The absolute address of the picture of its design.
    pub(super) picture: Option<String>,
    /// Its worth, as it is read.
    pub(super) worth: String,
    /// Its code.
    pub(super) code: String,
    /// Until when it is valid.
    pub(super) until: String,
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
    foot: Vec<&'a str>,
}

impl Sender {
    fn text_lines(&self) -> Vec<&str> {
        let call = self.call.as_ref().map(|(_, line)| line.as_str());
        self.lines.iter().map(String::as_str).chain(call).collect()
    }
}

impl Layout {
    /// The facts that stand in the table: those that are not drawn large, and not on the card.
    fn listed(&self) -> &[Fact] {
        let on_card = if self.more.card.is_some() { CARD_FACTS } else { 0 };
        let drawn = usize::from(self.more.place.is_some()) + on_card;
        self.facts.get(drawn..).unwrap_or_default()
    }

    /// The first fact's value with the place, which are drawn large.
    fn large(&self) -> Option<(&str, &str)> {
        let (_, when) = self.facts.first()?;
        Some((when.as_str(), self.more.place.as_deref()?))
    }

    /// Whether a fact of this name is a telephone number.
    fn is_phone(&self, name: &str) -> bool {
        name == self.texts.fact_phone
    }

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
            foot: sheet.sender.text_lines(),
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
            sender: Sender {
                lines: all(self.sender.lines),
                ..self.sender
            },
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
