//! E-mails to the guest about a reservation.

use super::layout::{Extras, Layout};
use super::structured::{self, ReservationStatus};
use super::{Message, Reader, ReservationFacts, Restaurant};
use crate::localization::Localizer;
use crate::mail::unlinked;

/// The subject of an e-mail to a guest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToGuest {
    /// The table is theirs.
    Confirmed,
    /// The restaurant has yet to answer.
    Requested,
    /// The restaurant has declined.
    Declined,
    /// Something about it is different now.
    Changed,
    /// It is cancelled.
    Cancelled,
    /// It is tomorrow.
    Reminder,
}

impl ToGuest {
    /// Every one there is.
    pub const ALL: [Self; 6] = [
        Self::Confirmed,
        Self::Requested,
        Self::Declined,
        Self::Changed,
        Self::Cancelled,
        Self::Reminder,
    ];

    /// Whether there is still something to see or to change.
    fn has_link(self) -> bool {
        !matches!(self, Self::Declined | Self::Cancelled)
    }

    /// The status as mail programs know it.
    fn status(self) -> ReservationStatus {
        match self {
            Self::Confirmed | Self::Changed | Self::Reminder => ReservationStatus::Confirmed,
            Self::Requested => ReservationStatus::Pending,
            Self::Declined | Self::Cancelled => ReservationStatus::Cancelled,
        }
    }
}

/// The e-mail to the guest.
#[must_use]
pub fn to_guest(
    what: ToGuest,
    restaurant: &Restaurant<'_>,
    localizer: &Localizer,
    reservation: &ReservationFacts<'_>,
) -> Message {
    let (texts, name) = (localizer.texts(), restaurant.name);
    let when = localizer.moment(reservation.day, reservation.minutes);
    let (subject, heading, text) = match what {
        ToGuest::Confirmed => (
            texts.confirmed_subject(name, &when),
            texts.confirmed_heading,
            texts.confirmed_text,
        ),
        ToGuest::Requested => (
            texts.requested_subject(name, &when),
            texts.requested_heading,
            texts.requested_text,
        ),
        ToGuest::Declined => (
            texts.declined_subject(name, &when),
            texts.declined_heading,
            texts.declined_text,
        ),
        ToGuest::Changed => (
            texts.changed_subject(name, &when),
            texts.changed_heading,
            texts.changed_text,
        ),
        ToGuest::Cancelled => (
            texts.cancelled_subject(name, &when),
            texts.cancelled_heading,
            texts.cancelled_text,
        ),
        ToGuest::Reminder => (
            texts.reminder_subject(name, &when),
            texts.reminder_heading,
            texts.reminder_text,
        ),
    };
    let mut paragraphs = vec![texts.greeting(&reservation.name()), text.to_owned()];
    paragraphs.extend(
        reservation
            .message
            .map(|message| format!("{}\n{}", texts.message_from(name), unlinked(message))),
    );
    // What is paid for has its own rule among the facts.
    if reservation.payment.is_none() && what.has_link() {
        let until = reservation.free_until;
        let rule = until.map(|(day, minutes)| texts.free_until(&localizer.moment(day, minutes)));
        let general = restaurant.cancellation();
        let general = general.map(|rule| rule.get(localizer.language()).to_owned());
        paragraphs.extend(rule.or(general));
    }
    let mut links = Vec::new();
    if what.has_link() {
        let calendar = reservation.calendar;
        links.extend(calendar.map(|calendar| (texts.web_calendar, calendar.web_calendar.to_owned())));
        links.extend(restaurant.directions().map(|way| (texts.directions, way)));
    }
    Layout {
        texts,
        subject,
        heading: heading.to_owned(),
        paragraphs,
        // Without the notes: a booker can give another person's address, and write anything into them.
        facts: reservation.facts(localizer, Reader::Guest),
        button: reservation
            .link
            .filter(|_| what.has_link())
            .map(|link| (texts.manage, link.to_owned())),
        sender: restaurant.sender(texts),
        more: Extras {
            picture: reservation.picture.filter(|_| what.has_link()).map(str::to_owned),
            place: Some(restaurant.place()),
            links,
            json_ld: structured::reservation(restaurant, reservation, what.status()),
            ..Extras::default()
        },
    }
    .write()
}
