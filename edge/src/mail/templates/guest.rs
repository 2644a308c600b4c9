//! E-mails to the guest about a reservation.

use super::layout::Layout;
use super::{Message, Reader, ReservationFacts, Restaurant};
use crate::localization::{Localizer, Texts};
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
        foot: restaurant.foot(texts),
    }
    .write()
}

impl Restaurant<'_> {
    /// The sender: name, address and telephone number.
    pub(super) fn foot(&self, texts: &Texts) -> Vec<String> {
        let mut lines = vec![self.name.to_owned()];
        lines.extend(self.address.map(str::to_owned));
        lines.extend(self.phone.map(|phone| texts.named(texts.fact_phone, phone)));
        lines
    }
}
