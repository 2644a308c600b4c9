//! E-mails to guests on the waitlist.

use shared::locale::LocalizedText;
use shared::party::Attendees;
use shared::reservation::Guest;
use shared::time::{Day, Minutes};

use super::layout::{Extras, Layout};
use super::{Fact, Message, Restaurant, experience, whole_name};
use crate::localization::Localizer;

/// The subject of an e-mail to a guest on the waitlist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitingNews {
    /// The entry is on the list.
    Noted,
    /// A table is held for them.
    Offered {
        /// When they would come.
        minutes: Minutes,
        /// Until when it is held, as the venue's clock shows it.
        until: Option<(Day, Minutes)>,
    },
    /// It was not taken in time.
    Lapsed,
}

/// A waitlist entry's facts in e-mails.
#[derive(Clone, Copy)]
pub struct Waiting<'a> {
    /// The guest.
    pub guest: &'a Guest,
    /// The day.
    pub day: Day,
    /// The earliest and the latest time: minutes after its local midnight.
    pub between: (Minutes, Minutes),
    /// The party's size.
    pub attendees: Attendees,
    /// The wanted experience.
    pub experience: &'a LocalizedText,
    /// Their own link, with the token in its fragment.
    pub link: &'a str,
}

/// The e-mail to the guest.
#[must_use]
pub fn to_waiting(
    news: WaitingNews,
    restaurant: &Restaurant<'_>,
    localizer: &Localizer,
    waiting: &Waiting<'_>,
) -> Message {
    let (texts, name) = (localizer.texts(), restaurant.name);
    let day = localizer.day(waiting.day);
    let offered = match news {
        WaitingNews::Offered { minutes, .. } => Some(localizer.moment(waiting.day, minutes)),
        WaitingNews::Noted | WaitingNews::Lapsed => None,
    };
    let place = offered.is_some().then(|| restaurant.place());
    let (subject, heading, line, button) = match news {
        WaitingNews::Noted => (
            texts.waiting_subject(&day, name),
            texts.waiting_heading,
            texts.waiting_text.to_owned(),
            Some(texts.waiting_open),
        ),
        WaitingNews::Offered { minutes, until } => {
            let when = localizer.moment(waiting.day, minutes);
            let line = match until.map(|(day, minutes)| localizer.moment(day, minutes)) {
                Some(until) => texts.offered_text_until(&until, &when),
                None => texts.offered_text(&when),
            };
            (
                texts.offered_subject(name, &when),
                texts.offered_heading,
                line,
                Some(texts.offered_take),
            )
        }
        WaitingNews::Lapsed => (
            texts.lapsed_subject(&day, name),
            texts.lapsed_heading,
            texts.lapsed_text.to_owned(),
            None,
        ),
    };
    Layout {
        texts,
        subject,
        heading: heading.to_owned(),
        paragraphs: vec![texts.greeting(&whole_name(waiting.guest)), line],
        facts: waiting.facts(localizer, offered),
        button: button.map(|text| (text, waiting.link.to_owned())),
        sender: restaurant.sender(texts),
        more: Extras {
            place,
            ..Extras::default()
        },
    }
    .write()
}

impl Waiting<'_> {
    /// The facts of the entry, or of the table that is `offered` for it at this time.
    fn facts(&self, localizer: &Localizer, offered: Option<String>) -> Vec<Fact> {
        let texts = localizer.texts();
        let (from, to) = self.between;
        let mut facts = match offered {
            Some(when) => vec![(texts.fact_when, when)],
            None => vec![
                (texts.fact_day, localizer.day(self.day)),
                (
                    texts.fact_between,
                    texts.between(&localizer.time(from), &localizer.time(to)),
                ),
            ],
        };
        facts.push((texts.fact_party, localizer.party(self.attendees)));
        facts.extend(experience(localizer, self.experience));
        facts
    }
}

#[cfg(test)]
#[path = "waitlist_tests.rs"]
mod tests;
