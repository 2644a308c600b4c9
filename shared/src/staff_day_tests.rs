//! Facts about days and reservations as staff read and change them.

use serde_json::json;

use super::*;

#[test]
fn a_reservation_is_read_as_it_is_written_and_printed_without_its_guest() {
    let written = json!({
        "id": "r1", "number": "R-000007", "status": "booked", "sequence": 3, "day": "2026-11-27", "minutes": 1140,
        "duration": 120, "startsAt": "2026-11-27T18:00:00Z", "endsAt": "2026-11-27T20:00:00Z", "attendees": 2,
        "experience": { "id": "dinner", "name": { "en": "Dinner" } }, "shorthand": "DIN", "source": "app",
        "guest": { "firstName": "Ada", "lastName": "Muster" }, "guestId": "g1", "locale": "en",
        "notes": "By the window",
        "people": [{ "category": "children", "name": { "en": "Children" }, "count": 1 }],
        "answers": [{ "question": "allergies", "label": { "en": "Allergies" }, "value": "Nuts" }],
        "labels": [{ "id": "vip", "name": "VIP" }],
        "tables": [{ "id": "w1", "name": "W1" }],
        "payment": {
            "terms": {
                "type": "card_guarantee", "amount": { "amount": 4_000, "currency": "EUR" }, "dueMinutes": 15,
                "refundMinutes": null,
            },
            "state": "authorized",
        },
    });
    let read: ReservationForStaff = serde_json::from_value(written.clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), written);
    let printed = format!("{read:?}");
    assert!(printed.contains("r1") && !printed.contains("Muster"), "{printed}");
}

#[test]
fn a_change_states_what_it_changes_and_nothing_else() {
    let change = StaffReservationPatch {
        if_sequence: Some(7),
        status: Some(Status::Seated),
        ..StaffReservationPatch::default()
    };
    assert_eq!(
        serde_json::to_value(change).unwrap(),
        json!({ "ifSequence": 7, "status": "seated" })
    );
}
