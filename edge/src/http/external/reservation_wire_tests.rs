//! Facts about the choices of a party in staff's view of its reservation.

use serde_json::json;

use super::super::reservation_input as input;
use super::*;
use crate::http::test_support::reservation;

#[test]
fn choices_are_a_field_of_their_own_and_stand_below_the_notes() {
    let mut one = serde_json::to_value(reservation(Status::Booked)).unwrap();
    let plain: StaffReservation = serde_json::from_value(one.clone()).unwrap();
    let venue = VenueId::parse("demo").unwrap();
    let plain = serde_json::to_value(Reservation::of(&venue, &[], &plain)).unwrap();
    assert!(plain.get("couvert").is_none());
    assert_eq!(plain["specialRequestNotes"], "By the window");
    let eur = |amount: i64| json!({ "amount": amount, "currency": "EUR" });
    let people = json!([{ "category": "adults", "name": { "en": "Adults" }, "count": 2 }]);
    let add_ons = json!([{ "id": "wine", "name": { "en": "Wine" }, "quantity": 2, "total": eur(3_800) }]);
    let answers = json!([{ "question": "allergies", "label": { "en": "Allergies" }, "value": "Nuts" }]);
    one["reservation"]["people"] = people.clone();
    one["reservation"]["addOns"] = add_ons.clone();
    one["reservation"]["answers"] = answers.clone();
    one["reservation"]["total"] = eur(10_600);
    let one = serde_json::from_value(one).unwrap();
    let body = serde_json::to_value(Reservation::of(&venue, &[], &one)).unwrap();
    assert_eq!(
        body["couvert"],
        json!({ "people": people, "addOns": add_ons, "answers": answers, "total": eur(10_600) })
    );
    assert_eq!(
        body["specialRequestNotes"],
        "By the window\n--\n2 × Adults\n2 × Wine\nAllergies: Nuts"
    );
}

#[test]
fn choices_below_the_notes_are_not_read_back_as_notes() {
    for (written, read) in [
        ("By the window\n--\n2 × Adults", json!({ "set": "By the window" })),
        ("--\n2 × Adults", json!("clear")),
        (
            "By the window -- or not",
            json!({ "set": "By the window -- or not" }),
        ),
    ] {
        let change = input::change(json!({ "specialRequestNotes": written }), None)
            .ok()
            .unwrap();
        assert_eq!(serde_json::to_value(&change).unwrap()["notes"], read, "{written}");
    }
}

#[test]
fn notes_come_back_as_they_were_with_any_text_of_their_guest() {
    let venue = VenueId::parse("demo").unwrap();
    let answers =
        json!([{ "question": "allergies", "label": { "en": "Allergies" }, "value": "Nuts\n--\nEggs" }]);
    for notes in ["By the window", "By the window\n--\nAda", "--", "A\n--"] {
        for answers in [json!([]), answers.clone()] {
            let mut one = serde_json::to_value(reservation(Status::Booked)).unwrap();
            one["notes"] = json!(notes);
            one["reservation"]["answers"] = answers;
            let one: StaffReservation = serde_json::from_value(one).unwrap();
            let body = serde_json::to_value(Reservation::of(&venue, &[], &one)).unwrap();
            let sent_back = json!({ "specialRequestNotes": body["specialRequestNotes"] });
            let change = input::change(sent_back, None).ok().unwrap();
            let read = serde_json::to_value(&change).unwrap();
            assert_eq!(read["notes"], json!({ "set": notes }), "{body}");
        }
    }
}

#[test]
fn a_new_reservation_names_its_choices_in_the_same_field() {
    let mut body = json!({
        "experienceId": "brunch", "day": "2026-11-29", "minutes": 660, "attendees": 3, "lastName": "Muster",
        "locale": "en",
    });
    let chosen = json!({
        "people": [{ "category": "adults", "count": 2 }, { "category": "children", "count": 1 }],
        "addOns": [{ "id": "wine", "quantity": 2 }],
        "answers": [{ "question": "allergies", "value": "Nuts" }],
    });
    body["couvert"] = chosen.clone();
    let read = input::creation(body.clone(), None, None).ok().unwrap();
    let request = serde_json::to_value(&read.request).unwrap();
    for name in ["people", "addOns", "answers"] {
        assert_eq!(request[name], chosen[name], "{name}");
    }
    for wrong in [
        json!("wine"),
        json!({ "addOns": [{ "id": "wine", "quantity": -1 }] }),
        json!({ "people": "3" }),
    ] {
        body["couvert"] = wrong.clone();
        assert!(input::creation(body.clone(), None, None).is_err(), "{wrong}");
    }
}
