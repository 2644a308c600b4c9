//! E-mails to guests whose reservation a rule of the day meets, such as a closure.

use super::layout::{Extras, Layout};
use super::{Message, Reader, ReservationFacts, Restaurant};
use crate::localization::Localizer;

/// The subject of an e-mail about a rule of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayRuleNews {
    /// The whole restaurant is closed at the time of the reservation.
    Closed,
    /// Something else is not as it was when the guest booked.
    Changed,
}

/// The e-mail to the guest, with the restaurant's own text if it has written one. The reservation still stands.
#[must_use]
pub fn about_day_rule(
    (news, text): (DayRuleNews, Option<&str>),
    restaurant: &Restaurant<'_>,
    localizer: &Localizer,
    reservation: &ReservationFacts<'_>,
) -> Message {
    let texts = localizer.texts();
    let when = localizer.moment(reservation.day, reservation.minutes);
    let line = match news {
        DayRuleNews::Closed => texts.day_rule_closed,
        DayRuleNews::Changed => texts.day_rule_changed,
    };
    let mut paragraphs = vec![texts.greeting(&reservation.name()), line.to_owned()];
    paragraphs.extend(text.filter(|text| !text.is_empty()).map(str::to_owned));
    paragraphs.push(texts.day_rule_stands.to_owned());
    Layout {
        texts,
        subject: texts.day_rule_subject(restaurant.name, &when),
        heading: texts.day_rule_heading.to_owned(),
        paragraphs,
        facts: reservation.facts(localizer, Reader::Guest),
        button: reservation.link.map(|link| (texts.manage, link.to_owned())),
        sender: restaurant.sender(texts),
        more: Extras {
            place: Some(restaurant.place()),
            ..Extras::default()
        },
    }
    .write()
}

#[cfg(test)]
#[path = "day_rule_tests.rs"]
mod tests;
