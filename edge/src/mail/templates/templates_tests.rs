//! Facts about letters: complete in every language, escaped, and on one line where they have to be.

use proptest::prelude::*;
use serde_json::json;
use shared::locale::Language;
use shared::money::Currency;

use super::*;
use crate::localization::languages;

#[path = "ordered_tests.rs"]
mod ordered;

pub(super) const LINK: &str = "https://book.example.com/book/linde#manage=r1.token";

pub(super) fn localizer(tag: &str) -> Localizer {
    Localizer::of(&[Language::parse(tag).unwrap()], "US").unwrap()
}

fn guest(first: &str, last: &str) -> Guest {
    serde_json::from_value(json!({
        "firstName": first, "lastName": last, "email": "ada@example.com", "phone": "+436605512234",
    }))
    .unwrap()
}

pub(super) fn euros(amount: i64) -> Money {
    Money::new(amount, Currency::EUR).unwrap()
}

pub(super) const RESTAURANT: Restaurant<'static> = Restaurant {
    name: "Linde & Sons",
    address: Some("Hauptplatz 1, 8010 Graz"),
    phone: Some("+4310000000"),
    venue: None,
};

fn with_reservation<T>(
    guest: &Guest,
    notes: Option<&str>,
    write: impl FnOnce(&ReservationFacts<'_>) -> T,
) -> T {
    let experience: LocalizedText =
        serde_json::from_value(json!({ "en": "Dinner", "de": "Abendessen" })).unwrap();
    write(&ReservationFacts {
        number: "R-000007",
        day: Day::parse("2026-11-27").unwrap(),
        minutes: Minutes::parse(1140).unwrap(),
        attendees: Attendees::parse(2).unwrap(),
        experience: &experience,
        guest,
        area: None,
        people: &[],
        add_ons: &[],
        total: None,
        answers: &[],
        notes,
        message: None,
        payment: Some(Payment {
            kind: PaymentKind::Deposit,
            amount: euros(5000),
            back_until: Some((Day::parse("2026-11-25").unwrap(), Minutes::parse(1140).unwrap())),
            state: PaymentState::Paid,
        }),
        free_until: None,
        link: Some(LINK),
        calendar: None,
        picture: None,
    })
}

/// Every letter about a reservation in every language.
fn every(guest: &Guest, notes: Option<&str>) -> Vec<(String, Message)> {
    let mut letters = Vec::new();
    for language in languages() {
        let tag = language.as_str();
        let localizer = localizer(tag);
        for what in ToGuest::ALL {
            let message = with_reservation(guest, notes, |reservation| {
                to_guest(what, &RESTAURANT, &localizer, reservation)
            });
            letters.push((format!("{what:?} {tag}"), message));
        }
        for what in ToRestaurant::ALL {
            let message = with_reservation(guest, notes, |reservation| {
                to_restaurant(what, &RESTAURANT, &localizer, reservation)
            });
            letters.push((format!("restaurant {what:?} {tag}"), message));
        }
    }
    letters
}

#[test]
fn every_letter_is_complete_in_every_language() {
    let letters = every(&guest("Ada", "Muster"), Some("By the window"));
    assert_eq!(letters.len(), 66);
    for (name, message) in &letters {
        let facts = match &name[name.len() - 2..] {
            "de" => [
                "Freitag, 27. November 2026, 19:00 Uhr",
                "2 Personen",
                "Abendessen",
                "50 €, bezahlt",
                "Mittwoch, 25. November 2026",
            ],
            "fr" => [
                "vendredi 27 novembre 2026 à 19:00",
                "2 personnes",
                "Dinner",
                "50 €, payés",
                "mercredi 25 novembre 2026",
            ],
            "it" => [
                "venerdì 27 novembre 2026 alle 19:00",
                "2 persone",
                "Dinner",
                "50 €, pagati",
                "mercoledì 25 novembre 2026",
            ],
            "es" => [
                "viernes, 27 de noviembre de 2026, 19:00",
                "2 personas",
                "Dinner",
                "50 €, pagados",
                "miércoles, 25 de noviembre de 2026",
            ],
            "nl" => [
                "vrijdag 27 november 2026, 19:00 uur",
                "2 personen",
                "Dinner",
                "€ 50, betaald",
                "woensdag 25 november 2026",
            ],
            _ => [
                "Friday, 27 November 2026, 7:00 PM",
                "2 guests",
                "Dinner",
                "€50, paid",
                "Wednesday, 25 November 2026",
            ],
        };
        // Notes are the restaurant's to read.
        let to_restaurant = name.starts_with("restaurant");
        assert_eq!(message.text.contains("By the window"), to_restaurant, "{name}");
        assert_eq!(message.html.contains("By the window"), to_restaurant, "{name}");
        for fact in facts.into_iter().chain(["R-000007", "Ada Muster"]) {
            assert!(
                message.text.contains(fact),
                "{name} lacks {fact}: {}",
                message.text
            );
            assert!(message.html.contains(fact), "{name} lacks {fact} in HTML");
        }
        assert!(
            message.html.contains("Linde &#38; Sons") && message.text.contains("Linde & Sons"),
            "{name}"
        );
        for fact in ["Hauptplatz 1, 8010 Graz", "+4310000000"] {
            assert_eq!(message.text.contains(fact), !to_restaurant, "{name}: {fact}");
        }
        for fact in ["ada@example.com", "+436605512234"] {
            assert_eq!(message.text.contains(fact), to_restaurant, "{name}: {fact}");
        }
        // The restaurant's link leads to the page that answers a request or marks a no-show.
        let without: &[&str] = if to_restaurant {
            &["Cancelled", "Unanswered"]
        } else {
            &["Cancelled", "Declined"]
        };
        let has_link = !without.iter().any(|word| name.contains(word));
        assert_eq!(message.text.contains(LINK), has_link, "{name}");
        assert_eq!(message.html.contains(LINK), has_link, "{name}");
        assert!(
            !message.subject.is_empty() && !message.html.contains("{{"),
            "{name}"
        );
    }
}

#[test]
fn no_line_of_a_letter_as_text_ends_in_two_marks() {
    for (name, message) in every(&guest("Ada", "Muster"), None) {
        for line in message.text.lines().filter(|line| line.ends_with(':')) {
            let label = line.trim_end_matches(':').trim_end();
            assert!(!label.ends_with(['?', '!', '.']), "{name}: {line}");
        }
    }
}

#[test]
fn no_two_occasions_have_the_same_words() {
    let letters = every(&guest("Ada", "Muster"), None);
    for (index, (name, message)) in letters.iter().enumerate() {
        for (other, second) in &letters[..index] {
            assert!(message.text != second.text, "{name} says what {other} says");
        }
    }
}

#[test]
fn a_letter_reads_like_one() {
    let guest = guest("Ada", "Muster");
    let message = with_reservation(&guest, Some("One\nTwo"), |reservation| {
        to_guest(ToGuest::Confirmed, &RESTAURANT, &localizer("en"), reservation)
    });
    assert_eq!(
        message.subject,
        "Your table at Linde & Sons: Friday, 27 November 2026, 7:00 PM"
    );
    assert_eq!(
        message.text,
        "Your table is reserved\n\nDear Ada Muster,\n\nWe look forward to seeing you.\n\n\
         When: Friday, 27 November 2026, 7:00 PM\nFor: 2 guests\nWhat: Dinner\nNumber: R-000007\n\
         Deposit: €50, paid; you get it back if you cancel by Wednesday, 25 November 2026, 7:00 PM\n\n\
         Manage your reservation:\n\
         https://book.example.com/book/linde#manage=r1.token\n\n-- \nLinde & Sons\nHauptplatz 1, 8010 Graz\n\
         Telephone: +4310000000\n"
    );
}

#[test]
fn what_others_wrote_has_no_address_that_could_be_linked_and_guests_get_no_notes() {
    // As the rules for names once were.
    let guest = guest("Click https://evil.example/win", "www.evil.example");
    let notes = "see http://evil.example or t.me/evil";
    for (occasion, message) in every(&guest, Some(notes)) {
        for written in [&message.subject, &message.text, &message.html] {
            assert!(
                !written.contains("evil.example") && !written.contains("t.me"),
                "{occasion}: {written}"
            );
            assert!(
                !written.contains("https://evil") && !written.contains("www.evil"),
                "{occasion}: {written}"
            );
        }
        assert!(
            message.text.contains("evil. example"),
            "{occasion}: {}",
            message.text
        );
    }
    for what in ToGuest::ALL {
        let message = with_reservation(&guest, Some("A stranger's words"), |reservation| {
            to_guest(what, &RESTAURANT, &localizer("en"), reservation)
        });
        assert!(
            !message.text.contains("stranger") && !message.html.contains("stranger"),
            "{what:?}"
        );
    }
    let card = GiftCardForYou {
        purchaser: "evil.example",
        recipient: Some("t.me/evil"),
        amount: euros(7500),
        code: "ABCD-EFGH",
        expires_on: None,
        message: Some("Win at https://evil.example/win"),
        picture: None,
        link: "https://book.example.com/book/linde",
    };
    let message = gift_card_for_you(&RESTAURANT, &localizer("en"), &card);
    for written in [&message.subject, &message.text, &message.html] {
        assert!(
            !written.contains("evil.example") && !written.contains("t.me"),
            "{written}"
        );
    }
    assert!(
        message.text.contains("https: //evil. example/win"),
        "{}",
        message.text
    );
}

#[test]
fn a_guest_who_is_declined_reads_the_restaurants_message_as_text() {
    let guest = guest("Ada", "Muster");
    let message = with_reservation(&guest, None, |reservation| {
        let reservation = ReservationFacts {
            message: Some("Come on <b>Friday</b>,\nsee https://evil.example/win"),
            ..*reservation
        };
        to_guest(ToGuest::Declined, &RESTAURANT, &localizer("en"), &reservation)
    });
    let text = "Message from Linde & Sons:\nCome on <b>Friday</b>,\nsee https: //evil. example/win\n\n";
    assert!(message.text.contains(text), "{}", message.text);
    assert!(
        message
            .html
            .contains("Linde &#38; Sons:<br>Come on &#60;b&#62;Friday&#60;/b&#62;,<br>see https: //evil. example/win</p>"),
        "{}",
        message.html
    );
}

#[test]
fn nothing_is_loaded_and_nothing_runs() {
    for (name, message) in every(&guest("Ada", "Muster"), None) {
        for word in ["<script", "<img", "src=", "url(", "@import", "<link", "<form"] {
            assert!(!message.html.contains(word), "{name} has {word}");
        }
    }
}

#[test]
fn a_reservations_letter_says_where_its_money_is() {
    let guest = guest("Ada", "Muster");
    for (state, text_of_state, promises) in [
        (PaymentState::Agreed, "Deposit: €50; you get it back", true),
        (PaymentState::Paid, "Deposit: €50, paid; you get it back", true),
        (
            PaymentState::Refunded,
            "Deposit: €50, on its way back to you\n",
            false,
        ),
        (PaymentState::Kept, "Deposit: €50, paid; not refunded\n", false),
    ] {
        let text = with_reservation(&guest, None, |reservation| {
            let payment = reservation.payment.map(|payment| Payment { state, ..payment });
            to_guest(
                ToGuest::Cancelled,
                &RESTAURANT,
                &localizer("en"),
                &ReservationFacts {
                    payment,
                    ..*reservation
                },
            )
            .text
        });
        assert!(text.contains(text_of_state), "{text}");
        assert_eq!(text.contains("if you cancel"), promises, "{text}");
    }
}

proptest! {
    #[test]
    fn nothing_typed_by_a_guest_becomes_markup_or_a_header(
        name in "[<>&\"'{}a-z/=]{1,30}", notes in "(?s)[<>&\"'{}\r\na-z/= ]{1,60}",
    ) {
        let plain = every(&guest("Ada", "Muster"), Some("x"));
        for ((occasion, message), (_, plain)) in every(&guest("Ada", &name), Some(&notes)).iter().zip(plain) {
            prop_assert_eq!(
                message.html.replace("<br>", "").matches('<').count(),
                plain.html.replace("<br>", "").matches('<').count(),
                "{}", occasion
            );
            prop_assert_eq!(message.html.matches('"').count(), plain.html.matches('"').count());
            prop_assert!(!message.subject.contains(['\r', '\n']));
        }
    }

    #[test]
    fn no_name_ends_a_subject(name in "(?s).{0,300}") {
        let restaurant = Restaurant { name: &name, address: None, phone: None, venue: None };
        let subject = with_reservation(&guest("Ada", "Muster"), None, |reservation| {
            to_guest(ToGuest::Confirmed, &restaurant, &localizer("en"), reservation).subject
        });
        prop_assert!(subject.chars().all(|character| !character.is_control()));
        prop_assert!(subject.chars().count() <= 200);
    }
}
