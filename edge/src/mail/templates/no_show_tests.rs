//! Facts about letters on cards that were charged, or were not.

use serde_json::json;
use shared::locale::Language;
use shared::money::Currency;

use super::*;

fn written(news: NoShowNews, tag: &str) -> Message {
    let guest: Guest = serde_json::from_value(json!({
        "firstName": "Ada", "lastName": "<Muster>", "email": "ada@example.com", "phone": "+436605512234",
    }))
    .unwrap();
    let letter = NoShowLetter {
        number: "R-000007",
        day: Day::parse("2026-11-27").unwrap(),
        minutes: Minutes::parse(1140).unwrap(),
        attendees: Attendees::parse(2).unwrap(),
        guest: &guest,
        amount: Money::new(4_000, Currency::EUR).unwrap(),
        payment: "p1",
    };
    let restaurant = Restaurant {
        name: "Linde",
        address: Some("Hauptplatz 1, 8010 Graz"),
        phone: Some("+4310000000"),
        venue: None,
    };
    letter.write(
        news,
        &restaurant,
        &Localizer::of(&[Language::parse(tag).unwrap()], "US").unwrap(),
    )
}

#[test]
fn a_guest_reads_what_was_charged_and_why_and_whom_to_ask() {
    for (tag, facts) in [
        (
            "en",
            [
                "€40",
                "nobody came",
                "Friday, 27 November 2026, 7:00 PM",
                "contact us",
            ],
        ),
        (
            "de",
            [
                "40 €",
                "niemand kam",
                "Freitag, 27. November 2026, 19:00 Uhr",
                "melden Sie sich",
            ],
        ),
    ] {
        let message = written(NoShowNews::Charged, tag);
        for fact in facts.into_iter().chain(["R-000007", "+4310000000", "2 "]) {
            let text = message.text.replace('\u{a0}', " ");
            assert!(text.contains(fact), "{tag} lacks {fact}: {text}");
        }
        assert!(message.html.contains("&#60;Muster&#62;") && !message.html.contains("<Muster>"));
        assert!(message.subject.ends_with("(R-000007)"), "{}", message.subject);
    }
}

#[test]
fn the_restaurant_reads_why_nothing_came_and_whom_to_call() {
    for (refusal, english, german) in [
        (
            ChargeRefusal::AuthenticationRequired,
            "wants the guest to confirm",
            "Bestätigung durch den Gast",
        ),
        (ChargeRefusal::CardDeclined, "has declined", "hat abgelehnt"),
        (
            ChargeRefusal::Unreachable,
            "no usable answer",
            "keine brauchbare Antwort",
        ),
    ] {
        for (tag, why) in [("en", english), ("de", german)] {
            let text = written(NoShowNews::Uncharged(refusal), tag).text;
            for fact in [why, "ada@example.com", "+436605512234", "p1", "R-000007"] {
                assert!(text.contains(fact), "{tag} lacks {fact}: {text}");
            }
        }
    }
}
