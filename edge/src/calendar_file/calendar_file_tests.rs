//! Facts about a reservation's calendar file: its content, and the rules of iTIP.

use calcard::icalendar::{ICalendarComponentType, ICalendarProperty, ICalendarStatus};
use calcard::{Entry, Parser};
use serde_json::{Value, json};

use super::*;
use crate::localization::texts;

fn texts_of(tag: &str) -> &'static Texts {
    texts(&[Language::parse(tag).unwrap()])
}

fn venue() -> VenueSettings {
    let settings = json!({
        "id": "linde", "name": "Linde", "timeZone": "Europe/Vienna", "currency": "EUR", "locales": ["de"],
        "guestFields": { "email": "optional", "phone": "optional", "defaultCountry": "AT" },
        "address": "Hauptplatz 1, 8010 Graz",
        "policies": { "phone": "+4310000000", "cancellation": { "en": "Free of charge, always." } },
    });
    serde_json::from_value(settings).unwrap()
}

fn with_mail() -> VenueSettings {
    let mail =
        json!({ "adapter": "shown", "from": "tables@linde.example", "site": "https://book.example.com" });
    VenueSettings {
        mail: serde_json::from_value(mail).unwrap(),
        ..venue()
    }
}

fn reservation(change: &Value) -> Reservation {
    let mut reservation = json!({
        "id": "r1", "number": "R-000007", "status": "booked", "day": "2026-11-27", "minutes": 1140,
        "duration": 120, "attendees": 2, "manageToken": "manage-secret",
        "experience": { "id": "dinner", "name": { "en": "Dinner", "de": "Abendessen" } },
    });
    let members = reservation.as_object_mut().unwrap();
    members.extend(change.as_object().unwrap().clone());
    serde_json::from_value(reservation).unwrap()
}

fn written(change: &Value, tag: &str) -> Vec<String> {
    let now = Instant::from_unix(1_795_257_000);
    let file = calendar_file(&venue(), &reservation(change), None, texts_of(tag), now).unwrap();
    let unfolded = file.text.replace("\r\n ", "");
    let event = unfolded.split("BEGIN:VEVENT\r\n").nth(1).unwrap();
    event.split("\r\n").map(str::to_owned).collect()
}

#[test]
fn a_reservation_is_an_event_of_its_venue() {
    assert_eq!(
        written(&json!({}), "en"),
        [
            "UID:r1@linde",
            "SEQUENCE:217420200",
            "DTSTAMP:20261121T103000Z",
            "DTSTART;TZID=Europe/Vienna:20261127T190000",
            "DTEND;TZID=Europe/Vienna:20261127T210000",
            "SUMMARY:Linde: Dinner",
            "LOCATION:Hauptplatz 1\\, 8010 Graz",
            "DESCRIPTION:Reservation R-000007 for 2 guests\\nTelephone: +43 100 000 00\\nFree of charge\\, always.",
            "STATUS:CONFIRMED",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
    );
}

#[test]
fn its_sequence_number_is_the_reservations_own_where_it_has_one() {
    for (sequence, line) in [(0, "SEQUENCE:0"), (300_000_002, "SEQUENCE:300000002")] {
        let lines = written(&json!({ "sequence": sequence }), "en");
        assert_eq!(lines[1], line);
    }
}

#[test]
fn an_unconfirmed_reservation_is_described_as_such_in_the_guests_language() {
    let lines = written(&json!({ "status": "requested", "attendees": 1 }), "de");
    assert!(lines.contains(&"SUMMARY:Linde: Abendessen".to_owned()));
    assert!(lines.contains(&"STATUS:TENTATIVE".to_owned()));
    let description = lines
        .iter()
        .find(|line| line.starts_with("DESCRIPTION:"))
        .unwrap();
    assert!(description.contains("Reservierung R-000007 für 1 Person\\nSie ist noch nicht bestätigt."));
}

#[test]
fn late_times_are_on_the_following_day() {
    let lines = written(&json!({ "minutes": 1470 }), "en");
    assert!(lines.contains(&"DTSTART;TZID=Europe/Vienna:20261128T003000".to_owned()));
}

#[test]
fn the_guests_token_is_not_in_it() {
    for status in Status::ALL {
        let lines = written(&json!({ "status": status }), "en").join("\n");
        assert!(!lines.contains("manage"), "{lines}");
    }
}

#[test]
fn a_reservation_that_will_not_take_place_is_cancelled() {
    for (status, method) in [
        ("cancelled", "CANCEL"),
        ("declined", "CANCEL"),
        ("booked", "PUBLISH"),
    ] {
        let reservation = reservation(&json!({ "status": status }));
        let file = |venue: &VenueSettings, guest: Option<&str>| {
            let guest = guest.map(|address| Email::parse(address).unwrap());
            calendar_file(
                venue,
                &reservation,
                guest.as_ref(),
                texts_of("en"),
                Instant::from_unix(0),
            )
            .unwrap()
        };
        let message = file(&with_mail(), Some("ada@example.com"));
        assert_eq!(message.method, Some(method));
        assert_eq!(
            message.media_type(),
            format!("text/calendar; charset=utf-8; method={method}")
        );
        // Without an address of the guest or of the restaurant it is a plain calendar.
        let plain = file(&venue(), Some("ada@example.com"));
        assert_eq!(
            (plain.method, plain.media_type().as_str()),
            (None, "text/calendar; charset=utf-8")
        );
        assert_eq!(
            file(&with_mail(), None).method,
            Some("PUBLISH").filter(|_| method == "PUBLISH")
        );
    }
}

/// The number of times that a property may occur: the restriction tables of RFC 5546, sections 3.2.1 (PUBLISH)
/// and 3.2.5 (CANCEL), for the properties that these files could have.
const TABLE: [(ICalendarProperty, [usize; 2], [usize; 2]); 15] = {
    use ICalendarProperty as P;
    const MANY: usize = usize::MAX;
    [
        (P::Dtstamp, [1, 1], [1, 1]),
        (P::Dtstart, [1, 1], [0, 1]),
        (P::Organizer, [1, 1], [1, 1]),
        (P::Summary, [1, 1], [0, 1]),
        (P::Uid, [1, 1], [1, 1]),
        (P::RecurrenceId, [0, 0], [0, 0]),
        (P::Sequence, [1, 1], [1, 1]),
        // All attendees, if the whole event is cancelled.
        (P::Attendee, [0, 0], [1, MANY]),
        (P::Description, [0, 1], [0, 1]),
        (P::Dtend, [0, 1], [0, 1]),
        (P::Duration, [0, 0], [0, 0]),
        (P::Location, [0, 1], [0, 1]),
        (P::Status, [0, 1], [0, 1]),
        (P::RequestStatus, [0, 0], [0, 0]),
        (P::Rrule, [0, 0], [0, 0]),
    ]
};

#[test]
fn every_file_is_a_message_of_itip_for_another_parser() {
    let guest = Email::parse("o'neill+x%y@example.com").unwrap();
    for status in Status::ALL {
        for minutes in [1140, 1470] {
            for (venue, guest) in [
                (venue(), Some(&guest)),
                (with_mail(), None),
                (with_mail(), Some(&guest)),
            ] {
                let reservation = reservation(&json!({ "status": status, "minutes": minutes }));
                let file = calendar_file(
                    &venue,
                    &reservation,
                    guest,
                    texts_of("de"),
                    Instant::from_unix(1_795_257_000),
                )
                .unwrap();
                let mut parser = Parser::new(&file.text);
                let Entry::ICalendar(parsed) = parser.entry() else {
                    panic!("{status:?}: no calendar: {}", file.text);
                };
                assert_eq!(parser.entry(), Entry::Eof, "{status:?}: {}", file.text);
                let entries = parsed.components.iter().flat_map(|each| &each.entries);
                let unknown: Vec<_> = entries
                    .filter(|entry| matches!(entry.name, ICalendarProperty::Other(_)))
                    .collect();
                assert!(unknown.is_empty(), "{status:?}: {unknown:?}");
                let one = |kind: ICalendarComponentType| {
                    let mut found = parsed
                        .components
                        .iter()
                        .filter(|each| each.component_type == kind);
                    let first = found.next().unwrap();
                    assert!(found.next().is_none(), "{status:?}: {kind:?} twice");
                    first
                };
                let calendar = one(ICalendarComponentType::VCalendar);
                let event = one(ICalendarComponentType::VEvent);
                one(ICalendarComponentType::VTimezone);
                let text = |property: ICalendarProperty| {
                    let values = event.property(&property).map(|entry| entry.values.clone());
                    values.and_then(|values| Some(values.first()?.as_text()?.to_owned()))
                };
                let methods: Vec<_> = calendar.properties(&ICalendarProperty::Method).collect();
                assert_eq!(methods.len(), usize::from(file.method.is_some()), "{status:?}");
                let count = |property: &ICalendarProperty| event.properties(property).count();
                let Some(method) = file.method else {
                    assert_eq!(
                        count(&ICalendarProperty::Organizer) + count(&ICalendarProperty::Attendee),
                        0
                    );
                    continue;
                };
                for (property, publish, cancel) in &TABLE {
                    let [least, most] = if method == "PUBLISH" { publish } else { cancel };
                    let found = count(property);
                    assert!(
                        (*least..=*most).contains(&found),
                        "{status:?}, {method}: {found} of {property:?}"
                    );
                }
                assert_eq!(
                    text(ICalendarProperty::Organizer).as_deref(),
                    Some("mailto:tables@linde.example")
                );
                if method == "CANCEL" {
                    assert_eq!(
                        text(ICalendarProperty::Attendee).as_deref(),
                        Some("mailto:o'neill+x%25y@example.com")
                    );
                    assert_eq!(event.status(), Some(&ICalendarStatus::Cancelled));
                }
                assert_eq!(text(ICalendarProperty::Uid).as_deref(), Some("r1@linde"));
            }
        }
    }
}
