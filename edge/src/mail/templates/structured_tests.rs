//! Facts about what mail programs read of a reservation, and what its letter shows beside its text.

use serde_json::Value;

use super::super::tests::{LINK, localizer};
use super::super::{CalendarFacts, Message, ToGuest, samples, to_guest};
use super::*;
use config::VenueSettings;
use shared::locale::LocalizedText;
use shared::party::Attendees;
use shared::reservation::Guest;
use shared::time::{Day, Minutes};

fn venue() -> VenueSettings {
    let settings = json!({
        "id": "linde", "name": "Linde <&> \"Sons\"", "timeZone": "Europe/Vienna", "currency": "EUR", "locales": ["en"],
        "address": "Hauptplatz 1, 8010 Graz, Austria",
        "location": {
            "street": "Hauptplatz 1", "postalCode": "8010", "locality": "Graz", "country": "AT",
            "latitude": 47.07, "longitude": 15.44,
        },
        "policies": {
            "phone": "+4310000000", "phoneDisplay": "+43 1 000 00 00",
            "cancellation": { "en": "Free until two hours before." },
        },
        "guestFields": { "email": "required", "phone": "optional", "defaultCountry": "AT" },
        "theme": { "color": "#2a6048" },
    });
    serde_json::from_value(settings).unwrap()
}

fn letter(what: ToGuest, tag: &str) -> Message {
    let guest: Guest =
        serde_json::from_value(json!({ "firstName": "Ada", "lastName": "\"</script>" })).unwrap();
    let experience: LocalizedText = serde_json::from_value(json!({ "en": "Dinner" })).unwrap();
    let venue = venue();
    to_guest(
        what,
        &Restaurant::of(&venue),
        &localizer(tag),
        &ReservationFacts {
            number: "R-000007",
            day: Day::parse("2026-11-27").unwrap(),
            minutes: Minutes::parse(1140).unwrap(),
            attendees: Attendees::parse(2).unwrap(),
            experience: &experience,
            guest: &guest,
            area: None,
            people: &[],
            add_ons: &[],
            total: None,
            answers: &[],
            notes: None,
            message: None,
            payment: None,
            free_until: None,
            link: Some(LINK),
            calendar: Some(CalendarFacts {
                start: "2026-11-27T19:00:00+01:00",
                web_calendar: "https://calendar.example/?text=Linde&dates=x",
            }),
            picture: Some("https://book.example/pictures/linde/dinner.jpg"),
        },
    )
}

/// The data of a letter for mail programs.
fn data(message: &Message) -> Value {
    let (_, rest) = message
        .html
        .split_once("<script type=\"application/ld+json\">")
        .unwrap();
    let (text, _) = rest.split_once("</script>").unwrap();
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_mail_program_reads_the_reservation() {
    let found = data(&letter(ToGuest::Confirmed, "en"));
    assert_eq!(found["@type"], "FoodEstablishmentReservation");
    assert_eq!(found["reservationNumber"], "R-000007");
    assert_eq!(
        found["reservationStatus"],
        "https://schema.org/ReservationConfirmed"
    );
    assert_eq!(found["startTime"], "2026-11-27T19:00:00+01:00");
    assert_eq!(found["partySize"], 2);
    assert_eq!(found["underName"]["name"], "Ada \"</script>");
    assert_eq!(found["modifyReservationUrl"], LINK);
    let at = &found["reservationFor"];
    assert_eq!(at["name"], "Linde <&> \"Sons\"");
    assert_eq!(at["address"]["addressLocality"], "Graz");
    assert_eq!(at["geo"]["longitude"], 15.44);
}

#[test]
fn a_request_is_pending_and_what_is_called_off_is_cancelled() {
    for (what, status) in [
        (ToGuest::Requested, "ReservationPending"),
        (ToGuest::Changed, "ReservationConfirmed"),
        (ToGuest::Declined, "ReservationCancelled"),
        (ToGuest::Cancelled, "ReservationCancelled"),
    ] {
        let found = data(&letter(what, "en"));
        assert_eq!(
            found["reservationStatus"],
            format!("https://schema.org/{status}"),
            "{what:?}"
        );
    }
}

#[test]
fn a_letter_shows_the_picture_the_place_the_rule_and_the_ways_to_go_on() {
    let message = letter(ToGuest::Confirmed, "en");
    for part in [
        "<img src=\"https://book.example/pictures/linde/dinner.jpg\"",
        "Hauptplatz 1, 8010 Graz, Austria</p>",
        "Free until two hours before.",
        "href=\"https://calendar.example/?text=Linde&#38;dates=x\"",
        "https://www.google.com/maps/dir/?api=1&#38;destination=47.07%2C15.44",
        "<a href=\"tel:+4310000000\"",
        "+43 1 000 00 00",
        "background-color:#2a6048",
    ] {
        assert!(message.html.contains(part), "{part}: {}", message.html);
    }
    assert!(
        message.text.contains("Free until two hours before."),
        "{}",
        message.text
    );
    // Nothing leads on from what is called off.
    let over = letter(ToGuest::Cancelled, "en").html;
    assert!(
        !over.contains("calendar.example") && !over.contains("<img"),
        "{over}"
    );
}

#[test]
fn a_letter_is_written_by_the_region_of_the_booking() {
    for (tag, time) in [("en-GB", "19:00"), ("en-US", "7:00 PM"), ("de-AT", "19:00")] {
        assert!(letter(ToGuest::Confirmed, tag).text.contains(time), "{tag}");
    }
}

#[test]
fn every_sample_can_be_written_with_a_venues_colours() {
    let venue = venue();
    for message in samples(&Restaurant::of(&venue), &localizer("en")).unwrap() {
        assert!(message.html.contains("#2a6048"), "{}", message.subject);
    }
}
