//! The texts of letters, calendar files, gift cards on paper and plain pages, in the widget's languages, and how
//! days, times and money are written beside them. `words/` has the texts, one file per language; the build script
//! checks them against each other and makes the fields of [`Texts`] of the English keys. The language decides
//! the texts, its region the formats of days and times.

pub mod choices;
pub mod questions;

use std::sync::OnceLock;

use message_catalog::TableRules as Rules;
use shared::locale::{Language, regional};
use shared::money::Money;
use shared::party::Attendees;
use shared::payment::PaymentProblem;
use shared::time::{Day, Minutes};

use crate::render::{Formats, formats};

/// A text about a number.
type Plural = message_catalog::Plural<Rules>;

include!(concat!(env!("OUT_DIR"), "/texts.rs"));
include!(concat!(env!("OUT_DIR"), "/delivered.rs"));

/// The parsed texts of each language, once they were needed.
static CACHE: [OnceLock<Texts>; LANGUAGES.len()] = [const { OnceLock::new() }; LANGUAGES.len()];

/// The languages that there are texts in, English first.
#[must_use]
pub fn languages() -> Vec<Language> {
    let tags = LANGUAGES.into_iter();
    tags.filter_map(|tag| Language::parse(tag).ok()).collect()
}

/// The texts for a reader of the first of these languages that is one of ours; English for readers of none.
pub fn texts<'a>(wanted: impl IntoIterator<Item = &'a Language>) -> &'static Texts {
    let best = wanted
        .into_iter()
        .find_map(|want| LANGUAGES.iter().position(|tag| *tag == want.primary()))
        .unwrap_or_default();
    CACHE[best].get_or_init(|| {
        let (tag, delivered) = DELIVERED[best];
        // The first line is the tag.
        let mut lines = delivered.lines().skip(1);
        let rules = Box::leak(Box::new(Rules::new(tag)));
        Texts::fill(tag, rules, || lines.next().unwrap_or_default())
    })
}

/// Writes for one reader: the texts of their language, and days, times and money by their region.
pub struct Localizer {
    texts: &'static Texts,
    language: Language,
    formats: Box<dyn Formats>,
}

impl Localizer {
    /// For a reader of the first of these languages that there are texts in. Days and prices are written by the
    /// reader's region, or `region` where it is not known.
    pub fn of<'a>(wanted: impl IntoIterator<Item = &'a Language> + Clone, region: &str) -> Option<Self> {
        let texts = texts(wanted.clone());
        let language = regional(texts.language, wanted, region)?;
        Some(Self {
            texts,
            formats: formats(&language),
            language,
        })
    }

    /// The texts of the reader's language.
    #[must_use]
    pub fn texts(&self) -> &'static Texts {
        self.texts
    }

    /// The language with the region that days and prices are written by.
    #[must_use]
    pub fn language(&self) -> &Language {
        &self.language
    }

    /// A day and a time. A time after midnight stands on the day that it is by then.
    #[must_use]
    pub fn moment(&self, day: Day, minutes: Minutes) -> String {
        let day = if minutes.is_next_day() {
            day.plus(1).unwrap_or(day)
        } else {
            day
        };
        self.texts
            .moment(&self.formats.day(day), &self.formats.time(minutes))
    }

    /// A day.
    #[must_use]
    pub fn day(&self, day: Day) -> String {
        self.formats.day(day)
    }

    /// A time.
    #[must_use]
    pub fn time(&self, minutes: Minutes) -> String {
        self.formats.time(minutes)
    }

    /// An amount.
    #[must_use]
    pub fn money(&self, amount: Money) -> String {
        self.formats.money(amount)
    }

    /// A party's size, such as `2 guests`.
    #[must_use]
    pub fn party(&self, attendees: Attendees) -> String {
        self.texts.party(attendees)
    }
}

impl Texts {
    /// A problem with a reservation's payment, on a page of the restaurant.
    #[must_use]
    pub fn payment_problem(&self, problem: PaymentProblem) -> &'static str {
        match problem {
            PaymentProblem::AuthorisationLost => self.no_show_page_authorisation_lost,
            PaymentProblem::CaptureFailed => self.no_show_page_capture_failed,
            PaymentProblem::RefundFailed => self.no_show_page_refund_failed,
            PaymentProblem::RefundStuck => self.no_show_page_refund_stuck,
            PaymentProblem::Disputed => self.no_show_page_disputed,
            PaymentProblem::DisputeLost => self.no_show_page_dispute_lost,
        }
    }

    /// A party's size, such as `2 guests`.
    #[must_use]
    pub fn party(&self, attendees: Attendees) -> String {
        self.guests.of(attendees.get().into())
    }
}

#[cfg(test)]
#[path = "localization_tests.rs"]
mod tests;
