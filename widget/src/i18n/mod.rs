//! Every sentence the widget says, in every language it speaks. The compiler sees to it that no
//! language lacks one. It must not know when a sentence is said.

mod de;
mod en;
mod format;
#[cfg(feature = "hydrate")]
mod intl;
#[cfg(any(feature = "ssr", test))]
mod tables;

use shared::availability::{DayStatus, Reason};
use shared::check::FieldCode;
use shared::locale::{Language, negotiate};
use shared::problem::Code;

pub use format::Formats;
#[cfg(feature = "hydrate")]
pub use intl::Intl;
#[cfg(any(feature = "ssr", test))]
pub use tables::Tables;

use crate::flow::Field;

/// The languages the widget speaks; the first is for readers of none of them.
#[must_use]
pub fn spoken() -> Vec<Language> {
    ["en", "de"]
        .into_iter()
        .filter_map(|tag| Language::parse(tag).ok())
        .collect()
}

/// The texts for the best language for a reader who wants `wanted`, in their order.
#[must_use]
pub fn texts(wanted: &[Language]) -> &'static Texts {
    match negotiate(wanted, &spoken()).map(Language::primary) {
        Some("de") => &de::TEXTS,
        _ => &en::TEXTS,
    }
}

/// A text with gaps, each written `{}`.
#[derive(Clone, Copy)]
pub struct Phrase(&'static str);

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

/// A text about a number, in the forms that English and German have for it.
#[derive(Clone, Copy)]
pub struct Plural {
    one: &'static str,
    other: &'static str,
}

impl Plural {
    /// The text for `count`.
    #[must_use]
    pub fn of(self, count: u32) -> String {
        match count {
            1 => self.one.to_owned(),
            _ => fill(self.other, &count.to_string()),
        }
    }
}

fn fill(text: &str, filling: &str) -> String {
    match text.split_once("{}") {
        Some((before, after)) => [before, filling, after].concat(),
        None => text.to_owned(),
    }
}

impl Texts {
    /// What there is to say of a day.
    #[must_use]
    pub fn day_status(&self, status: DayStatus) -> &'static str {
        (self.day_status)(status)
    }

    /// Why a time cannot be had.
    #[must_use]
    pub fn reason(&self, reason: &Reason) -> &'static str {
        (self.reason)(reason)
    }

    /// A field's name.
    #[must_use]
    pub fn field(&self, field: Field) -> &'static str {
        (self.field)(field)
    }

    /// What a field is for, where that needs saying.
    #[must_use]
    pub fn field_hint(&self, field: Field) -> Option<&'static str> {
        (self.field_hint)(field)
    }

    /// What is wrong with a field.
    #[must_use]
    pub fn fault(&self, field: Field, code: FieldCode) -> &'static str {
        (self.fault)(field, code)
    }

    /// What has gone wrong.
    #[must_use]
    pub fn problem(&self, code: Code) -> &'static str {
        (self.problem)(code)
    }

    /// A span in words: hours and minutes up to a day, whole days from two days on.
    #[must_use]
    pub fn duration(&self, minutes: u32) -> String {
        if minutes >= 2880 && minutes.is_multiple_of(1440) {
            return self.days.of(minutes / 1440);
        }
        match (minutes / 60, minutes % 60) {
            (0, rest) => self.minutes.of(rest),
            (hours, 0) => self.hours.of(hours),
            (hours, rest) => [self.hours.of(hours), self.minutes.of(rest)].join(" "),
        }
    }
}

/// What the widget says in one language.
#[expect(missing_docs, reason = "a text's name and the text itself say what it is")]
pub struct Texts {
    pub language: &'static str,
    pub direction: &'static str,

    pub loading: &'static str,
    pub retry: &'static str,
    pub back: &'static str,
    pub go_on: &'static str,
    pub change: Phrase,
    pub optional: &'static str,
    pub opens_elsewhere: &'static str,
    pub progress: Phrase,
    pub steps: [&'static str; 3],

    pub find_title: &'static str,
    pub experience_legend: &'static str,
    pub more_about: Phrase,
    pub on_request: &'static str,
    pub party_legend: &'static str,
    pub party_more: &'static str,
    pub guests: Plural,
    pub larger_party: Phrase,
    pub day_legend: &'static str,
    pub earlier_month: &'static str,
    pub later_month: &'static str,
    pub today: &'static str,
    pub chosen: &'static str,
    day_status: fn(DayStatus) -> &'static str,
    pub calendar_failed: &'static str,

    pub choose_day_first: &'static str,
    pub choose_day_hint: &'static str,
    pub no_times: &'static str,
    pub no_times_hint: &'static str,
    pub times_failed: &'static str,
    pub parts_of_day: [&'static str; 5],
    pub full: &'static str,
    pub few_left: &'static str,
    pub next_day: &'static str,
    pub until: Phrase,
    pub lasts: Phrase,
    pub minutes: Plural,
    pub hours: Plural,
    pub days: Plural,
    pub times_found: Plural,
    reason: fn(&Reason) -> &'static str,

    pub details_title: &'static str,
    field: fn(Field) -> &'static str,
    field_hint: fn(Field) -> Option<&'static str>,
    pub characters_left: Phrase,
    pub characters_over: Phrase,
    pub area_legend: &'static str,
    pub any_area: &'static str,
    pub consent: Phrase,
    pub privacy_lead: &'static str,
    pub privacy_link: &'static str,
    pub faults_title: Plural,
    fault: fn(Field, FieldCode) -> &'static str,
    pub to_review: &'static str,

    pub review_title: &'static str,
    pub your_booking: &'static str,
    pub experience: &'static str,
    pub party: &'static str,
    pub day: &'static str,
    pub time: &'static str,
    pub area: &'static str,
    pub name: &'static str,
    pub cancellation: &'static str,
    pub payment: &'static str,
    pub prepayment: Phrase,
    pub deposit: Phrase,
    pub card_guarantee: Phrase,
    pub pay_within: Phrase,
    pub refund_until: Phrase,
    pub no_refund: &'static str,
    pub pay_later: &'static str,
    pub request_explained: &'static str,
    pub terms_link: &'static str,
    pub confirm: &'static str,
    pub confirm_request: &'static str,
    pub confirm_payment: &'static str,
    pub sending: &'static str,
    pub unsure_title: &'static str,
    pub unsure: &'static str,
    pub send_again: &'static str,

    pub booked_title: &'static str,
    pub booked: Phrase,
    pub requested_title: &'static str,
    pub requested: Phrase,
    pub pending_title: &'static str,
    pub pending: Phrase,
    pub number: &'static str,
    pub book_another: &'static str,

    pub slot_lost_title: &'static str,
    pub slot_lost: Phrase,
    pub still_open: &'static str,
    pub nothing_else_open: &'static str,
    pub time_not_open: Phrase,
    pub day_not_open: Phrase,
    pub not_booked: &'static str,
    problem: fn(Code) -> &'static str,
    pub offline: &'static str,
    pub unreadable: &'static str,
    pub unavailable_title: &'static str,
    pub hosted_link: &'static str,
    pub call: &'static str,
    pub nothing_offered: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readers_get_their_language_and_else_english() {
        let pick = |tags: &[&str]| {
            let wanted: Vec<_> = tags.iter().map(|tag| Language::parse(tag).unwrap()).collect();
            texts(&wanted).language
        };
        assert_eq!(pick(&["de-AT"]), "de");
        assert_eq!(pick(&["fr", "de"]), "de");
        assert_eq!(pick(&["fr"]), "en");
        assert_eq!(pick(&[]), "en");
    }

    #[test]
    fn every_known_reason_has_a_sentence_of_its_own_kind_and_unknown_ones_have_one_too() {
        for texts in [&de::TEXTS, &en::TEXTS] {
            let unknown = (texts.reason)(&Reason::other("something_new".to_owned()));
            assert!(!unknown.is_empty());
            for reason in [
                Reason::PARTY_TOO_SMALL,
                Reason::PARTY_TOO_LARGE,
                Reason::IN_THE_PAST,
                Reason::LEAD_TIME_TOO_SHORT,
                Reason::BEYOND_HORIZON,
                Reason::CLOSED,
                Reason::TIME_DOES_NOT_EXIST,
            ] {
                assert_ne!((texts.reason)(&reason), unknown, "{reason:?}");
            }
        }
    }

    #[test]
    fn every_problem_and_every_status_has_a_sentence() {
        for texts in [&de::TEXTS, &en::TEXTS] {
            for code in Code::ALL {
                assert!((texts.problem)(*code).ends_with('.'), "{code:?}");
            }
            for field in Field::ALL {
                assert!(!(texts.field)(field).is_empty());
                assert!(
                    (texts.fault)(field, FieldCode::Required).ends_with('.'),
                    "{field:?}"
                );
            }
        }
    }

    #[test]
    fn plurals_are_the_languages_own() {
        assert_eq!(en::TEXTS.guests.of(1), "1 guest");
        assert_eq!(en::TEXTS.guests.of(2), "2 guests");
        assert_eq!(de::TEXTS.guests.of(1), "1 Person");
        assert_eq!(de::TEXTS.guests.of(2), "2 Personen");
        assert_eq!(en::TEXTS.duration(60), "1 hour");
        assert_eq!(en::TEXTS.duration(90), "1 hour 30 minutes");
        assert_eq!(en::TEXTS.duration(2880), "2 days");
        assert_eq!(de::TEXTS.duration(1440), "24 Stunden");
    }
}
