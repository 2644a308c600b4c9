//! Sample letters to a guest, one of each kind, for reviewing a language.

use shared::locale::{Language, LocalizedText};
use shared::money::{Currency, Money};
use shared::party::Attendees;
use shared::payment::PaymentKind;
use shared::reservation::Guest;
use shared::time::{Day, Minutes};
use shared::validation::{Email, Name};

use super::{
    GiftCardForYou, Message, Payment, PaymentState, ReservationFacts, Restaurant, ToGuest, Waiting,
    WaitingNews, gift_card_for_you, to_guest, to_waiting,
};
use crate::localization::Localizer;

/// Where the links of made-up letters lead.
const LINK: &str = "https://book.example.com/book/linde#manage=r1.token";

/// One letter of each kind that guests get without anything having gone wrong.
#[must_use]
pub fn samples(restaurant: &Restaurant<'_>, localizer: &Localizer) -> Option<Vec<Message>> {
    let guest = Guest {
        first_name: Some(Name::parse("Ada").ok()?),
        last_name: Name::parse("O’Neill").ok()?,
        email: Some(Email::parse("ada@example.com").ok()?),
        phone: None,
    };
    let name = |tag: &str, text: &str| Some((Language::parse(tag).ok()?, text.to_owned()));
    let experience: LocalizedText = [name("en", "Dinner")?, name("de", "Abendessen")?]
        .into_iter()
        .collect();
    let (day, before) = (Day::parse("2026-11-27").ok()?, Day::parse("2026-11-25").ok()?);
    let (minutes, attendees) = (Minutes::parse(1140).ok()?, Attendees::parse(2).ok()?);
    let reservation = ReservationFacts {
        number: "R-000007",
        day,
        minutes,
        attendees,
        experience: &experience,
        guest: &guest,
        area: None,
        people: &[],
        add_ons: &[],
        total: None,
        answers: &[],
        notes: None,
        message: None,
        payment: Some(Payment {
            kind: PaymentKind::Deposit,
            amount: Money::new(5_000, Currency::EUR).ok()?,
            back_until: Some((before, minutes)),
            state: PaymentState::Paid,
        }),
        free_until: None,
        link: Some(LINK),
        calendar: None,
        picture: None,
    };
    let waiting = Waiting {
        guest: &guest,
        day,
        between: (Minutes::parse(1080).ok()?, Minutes::parse(1200).ok()?),
        attendees: Attendees::parse(1).ok()?,
        experience: &experience,
        link: LINK,
    };
    let offered = WaitingNews::Offered {
        minutes,
        until: Some((before, minutes)),
    };
    let card = GiftCardForYou {
        purchaser: "Ben Muster",
        recipient: Some("Ada"),
        amount: Money::new(7_550, Currency::EUR).ok()?,
        code: "7KQ2MD-X49HTW-RC83FN",
        expires_on: Some(Day::parse("2029-12-31").ok()?),
        message: None,
        picture: None,
        link: LINK,
    };
    let about_reservation = ToGuest::ALL.map(|what| to_guest(what, restaurant, localizer, &reservation));
    let about_entry = [WaitingNews::Noted, offered, WaitingNews::Lapsed]
        .map(|news| to_waiting(news, restaurant, localizer, &waiting));
    let card = gift_card_for_you(restaurant, localizer, &card);
    Some(
        about_reservation
            .into_iter()
            .chain(about_entry)
            .chain([card])
            .collect(),
    )
}

#[cfg(test)]
#[path = "samples_tests.rs"]
mod tests;
