//! Letters to the restaurant about its guests' reservations. It must not know when they are written.

use super::layout::Sheet;
use super::{House, Message, Pen, Reader, Stay};
use crate::mail::unlinked;

/// What the restaurant is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToRestaurant {
    /// A table is booked.
    Booked,
    /// Somebody waits for an answer.
    Requested,
    /// A reservation is different now.
    Changed,
    /// A reservation is called off.
    Cancelled,
}

impl ToRestaurant {
    /// Every one there is.
    pub const ALL: [Self; 4] = [Self::Booked, Self::Requested, Self::Changed, Self::Cancelled];
}

/// The letter that tells the restaurant of it, with everything that the guest has said.
#[must_use]
pub fn to_restaurant(what: ToRestaurant, house: &House<'_>, pen: &Pen, stay: &Stay<'_>) -> Message {
    let tongue = pen.tongue;
    let heading = match what {
        ToRestaurant::Booked => tongue.pick("New reservation", "Neue Reservierung"),
        ToRestaurant::Requested => tongue.pick("New request", "Neue Anfrage"),
        ToRestaurant::Changed => tongue.pick("Reservation changed", "Reservierung geändert"),
        ToRestaurant::Cancelled => tongue.pick("Reservation cancelled", "Reservierung storniert"),
    };
    let (when, party) = (pen.moment(stay.day, stay.minutes), pen.party(stay.attendees));
    let mut facts = stay.facts(pen, Reader::Restaurant);
    facts.push((tongue.pick("Guest", "Gast"), stay.name()));
    if let Some(email) = &stay.guest.email {
        facts.push((tongue.pick("E-mail", "E-Mail"), email.as_str().to_owned()));
    }
    if let Some(phone) = &stay.guest.phone {
        facts.push((tongue.pick("Telephone", "Telefon"), phone.as_str().to_owned()));
    }
    if let Some(notes) = stay.notes {
        facts.push((tongue.pick("Wishes", "Wünsche"), unlinked(notes)));
    }
    // Whoever is called off, or not certain yet, cannot fail to come.
    let link = stay
        .link
        .filter(|_| matches!(what, ToRestaurant::Booked | ToRestaurant::Changed));
    let mut paragraphs = match what {
        ToRestaurant::Requested => {
            let text = tongue.pick(
                "The guest is waiting for your answer.",
                "Der Gast wartet auf Ihre Antwort.",
            );
            vec![text.to_owned()]
        }
        ToRestaurant::Booked | ToRestaurant::Changed | ToRestaurant::Cancelled => vec![],
    };
    if link.is_some() {
        let text = tongue.pick(
            "If nobody comes, tell us once the reservation has begun: then the guest's card is charged.",
            "Falls niemand kommt, melden Sie es nach Beginn der Reservierung: Dann wird die Karte des Gastes belastet.",
        );
        paragraphs.push(text.to_owned());
    }
    Sheet {
        tongue,
        subject: format!("{heading}: {when}, {party}, {} ({})", stay.name(), stay.number),
        heading: heading.to_owned(),
        paragraphs,
        facts,
        button: link.map(|link| (tongue.pick("Nobody came?", "Niemand gekommen?"), link.to_owned())),
        foot: vec![house.name.to_owned()],
    }
    .write()
}
