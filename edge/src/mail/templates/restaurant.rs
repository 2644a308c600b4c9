//! E-mails to the restaurant about its guests' reservations.

use shared::validation::{Email, Phone};

use super::layout::{Extras, Layout};
use super::{Message, Reader, ReservationFacts, Restaurant, contact};
use crate::localization::Localizer;
use crate::mail::unlinked;

/// The subject of an e-mail to the restaurant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToRestaurant {
    /// A table is booked.
    Booked,
    /// A request that waits for an answer.
    Requested,
    /// A reservation is different now.
    Changed,
    /// A reservation is cancelled.
    Cancelled,
    /// A request that the restaurant had not answered by its start: it was declined.
    Unanswered,
}

impl ToRestaurant {
    /// Every one there is.
    pub const ALL: [Self; 5] = [
        Self::Booked,
        Self::Requested,
        Self::Changed,
        Self::Cancelled,
        Self::Unanswered,
    ];
}

/// The e-mail to the restaurant, with all that the guest has entered.
#[must_use]
pub fn to_restaurant(
    what: ToRestaurant,
    restaurant: &Restaurant<'_>,
    localizer: &Localizer,
    reservation: &ReservationFacts<'_>,
) -> Message {
    let texts = localizer.texts();
    let heading = match what {
        ToRestaurant::Booked => texts.restaurant_booked,
        ToRestaurant::Requested => texts.restaurant_requested,
        ToRestaurant::Changed => texts.restaurant_changed,
        ToRestaurant::Cancelled => texts.restaurant_cancelled,
        ToRestaurant::Unanswered => texts.restaurant_unanswered,
    };
    let (when, party) = (
        localizer.moment(reservation.day, reservation.minutes),
        localizer.party(reservation.attendees),
    );
    let (guest, name) = (reservation.guest, reservation.name());
    let subject = texts.restaurant_subject(&name, heading, reservation.number, &party, &when);
    let mut facts = reservation.facts(localizer, Reader::Restaurant);
    facts.extend(contact(
        localizer,
        name,
        guest.email.as_ref().map(Email::as_str),
        guest.phone.as_ref().map(Phone::as_str),
    ));
    facts.extend(reservation.notes.map(|notes| (texts.fact_notes, unlinked(notes))));
    let text = match what {
        ToRestaurant::Requested => Some(texts.restaurant_requested_text),
        ToRestaurant::Unanswered => Some(texts.restaurant_unanswered_text),
        ToRestaurant::Booked | ToRestaurant::Changed | ToRestaurant::Cancelled => None,
    };
    // A request is answered, and only a reservation that is certain has a no-show.
    let page = match what {
        ToRestaurant::Requested => Some((texts.restaurant_answer_text, texts.restaurant_answer)),
        ToRestaurant::Booked | ToRestaurant::Changed => {
            Some((texts.restaurant_no_show_text, texts.restaurant_no_show))
        }
        ToRestaurant::Cancelled | ToRestaurant::Unanswered => None,
    };
    let page = page.zip(reservation.link);
    let about_page = page.map(|((text, _), _)| text);
    Layout {
        texts,
        subject,
        heading: heading.to_owned(),
        paragraphs: text.into_iter().chain(about_page).map(str::to_owned).collect(),
        facts,
        button: page.map(|((_, name), link)| (name, link.to_owned())),
        sender: restaurant.sender_to_restaurant(),
        more: Extras::default(),
    }
    .write()
}
