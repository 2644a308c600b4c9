//! Facts about the list that the page's document has.

use serde_json::{Value, json};
use widget::i18n::Tables;

use super::*;

const HOST: [Permission; 4] = [
    Permission::Identify,
    Permission::ReadReservations,
    Permission::WriteReservations,
    Permission::WriteDay,
];

fn reservation(number: u8, minutes: u16, status: &str) -> Value {
    json!({
        "id": format!("r{number}"), "number": format!("R-{number:06}"), "status": status, "sequence": 1,
        "day": "2026-11-27", "minutes": minutes, "duration": 120, "startsAt": "2026-11-27T18:00:00Z",
        "endsAt": "2026-11-27T20:00:00Z", "attendees": 2,
        "experience": { "id": "dinner", "name": { "en": "Dinner" } }, "shorthand": "DIN", "source": "app",
        "guest": { "firstName": "Ada", "lastName": format!("Muster{number}") }, "guestId": "g1", "locale": "en",
        "notes": "Window", "labels": [], "tables": [{ "id": "w1", "name": "W1" }],
    })
}

/// The evening at 18:00 in Vienna, seen on the day `today`.
fn evening(reservations: &[Value], today: &str) -> StaffDay {
    serde_json::from_value(json!({
        "day": "2026-11-27", "today": today, "now": "2026-11-27T17:00:00Z", "utcOffsetMinutes": 60, "cursor": 5,
        "limits": { "seated": 40 },
        "services": [{
            "experienceId": "dinner", "name": { "en": "Dinner", "de": "Abendessen" }, "shorthand": "DIN",
            "firstMinutes": 1_080, "lastMinutes": 1_290, "intervalMinutes": 15, "limits": {},
        }],
        "areas": [], "rules": [], "reservations": reservations,
    }))
    .unwrap()
}

fn list(day: StaffDay, granted: &[Permission], language: &str) -> FirstList {
    let tag = Language::parse(language).unwrap();
    first_list(day, granted, &tag, &Tables::new(language))
}

#[test]
fn the_list_has_the_programs_order_and_its_words() {
    let all = [
        reservation(1, 1_140, "booked"),
        reservation(2, 1_140, "cancelled"),
        reservation(3, 1_170, "requested"),
    ];
    let shown = list(evening(&all, "2026-11-27"), &HOST, "de");
    let titles: Vec<&str> = shown.sections.iter().map(|one| one.title.as_str()).collect();
    assert_eq!(titles[1], "Abendessen");
    let names: Vec<&str> = shown
        .sections
        .iter()
        .flat_map(|section| &section.groups)
        .flat_map(|group| &group.rows)
        .map(|row| row.name.as_str())
        .collect();
    assert_eq!(names, ["Ada Muster3", "Ada Muster1", "Ada Muster2"]);
    let dinner = &shown.sections[1].groups[0];
    assert_eq!(dinner.time, "19:00");
    assert_eq!(
        (dinner.rows[0].covers, dinner.rows[0].tables.as_str()),
        (2, "Tisch W1")
    );
    assert_eq!(dinner.rows[0].notes, [("note", "Window".to_owned())]);
    assert!(shown.clock.is_some_and(|clock| clock.contains("18:00")));
    assert_eq!(shown.nothing, None);
}

#[test]
fn a_request_says_which_table_is_held_for_it_and_has_both_answers() {
    let shown = list(
        evening(&[reservation(3, 1_170, "requested")], "2026-11-27"),
        &HOST,
        "en",
    );
    let row = &shown.sections[0].groups[0].rows[0];
    let room = row.room.as_ref().unwrap();
    assert_eq!(room.held, "Table W1 is held for them.");
    assert_eq!(room.load, "2 guests of at most 40 at that time, with them.");
    let steps = row.steps.as_ref().unwrap();
    assert_eq!((steps.main, steps.decline), (Some("Accept"), Some("Decline")));
}

#[test]
fn controls_are_named_only_to_a_person_who_may_use_them() {
    let day = || evening(&[reservation(1, 1_140, "booked")], "2026-11-27");
    let host = list(day(), &HOST, "en");
    assert_eq!(
        host.panels,
        [
            "Book for a caller",
            "Walk-in",
            "Settings of the day",
            "Why is nothing open?",
            "The week",
            "Waitlist"
        ]
    );
    let reader = list(day(), &[Permission::ReadReservations], "en");
    assert_eq!(reader.panels, ["Why is nothing open?", "The week", "Waitlist"]);
    assert!(reader.sections[0].groups[0].rows[0].steps.is_none());
}

#[test]
fn on_a_day_to_come_no_party_arrives() {
    let shown = list(
        evening(&[reservation(1, 1_140, "booked")], "2026-11-26"),
        &HOST,
        "en",
    );
    let steps = shown.sections[0].groups[0].rows[0].steps.as_ref().unwrap();
    assert_eq!((steps.main, steps.has_more), (None, true));
}

#[test]
fn a_day_without_reservations_says_so() {
    let shown = list(evening(&[], "2026-11-27"), &HOST, "en");
    assert_eq!(shown.nothing, Some("No reservations on this day."));
    assert!(shown.sections.is_empty());
}
