//! Facts about a booking request: what is read, and that every fault is named with its place.

use serde_json::{Value, json};

use super::*;
use crate::validation::{FieldCode, FieldError, read_json};

fn request() -> Value {
    json!({
        "experienceId": "dinner",
        "day": "2026-11-27",
        "minutes": 1140,
        "attendees": 2,
        "guest": { "firstName": "Ada", "lastName": "Muster", "email": "ada@example.com", "phone": "+436605512234" },
        "notes": "Window, please",
        "locale": "en",
        "areaId": "garden",
        "marketingConsent": true,
    })
}

fn faults(body: Value) -> Vec<FieldError> {
    read_json::<ReservationRequest>(body).unwrap_err().into_vec()
}

#[test]
fn a_request_is_read_and_written_alike() {
    let read: ReservationRequest = read_json(request()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), request());
}

#[test]
fn only_the_last_name_is_needed_of_a_guest() {
    let mut body = request();
    body["guest"] = json!({ "lastName": "Muster" });
    for optional in ["notes", "areaId", "marketingConsent"] {
        body.as_object_mut().unwrap().remove(optional);
    }
    let read: ReservationRequest = read_json(body).unwrap();
    assert!(!read.marketing_consent);
    assert_eq!(read.notes, None);
}

#[test]
fn every_fault_is_reported_at_once_with_its_pointer() {
    let mut body = request();
    body["day"] = json!("2027-02-29");
    body["minutes"] = json!(2880);
    body["attendees"] = json!("two");
    body["guest"] =
        json!({ "lastName": "x".repeat(10_000), "email": "nobody", "phone": "call me", "age": 3 });
    body["locale"] = json!("klingon");
    body["price"] = json!(0);
    body.as_object_mut().unwrap().remove("experienceId");
    let mut found: Vec<_> = faults(body)
        .into_iter()
        .map(|fault| (fault.pointer, fault.code))
        .collect();
    found.sort_by(|one, other| one.0.cmp(&other.0));
    let expected = [
        ("/attendees", FieldCode::WrongType),
        ("/day", FieldCode::InvalidDay),
        ("/experienceId", FieldCode::Required),
        ("/guest/age", FieldCode::UnknownField),
        ("/guest/email", FieldCode::InvalidEmail),
        ("/guest/lastName", FieldCode::TooLong),
        ("/guest/phone", FieldCode::InvalidPhone),
        ("/locale", FieldCode::InvalidLanguage),
        ("/minutes", FieldCode::OutOfRange),
        ("/price", FieldCode::UnknownField),
    ];
    assert_eq!(found, expected.map(|(pointer, code)| (pointer.to_owned(), code)));
}

#[test]
fn numbers_are_whole_and_in_range() {
    for (attendees, code) in [
        (json!(0), FieldCode::OutOfRange),
        (json!(51), FieldCode::OutOfRange),
        (json!(-2), FieldCode::OutOfRange),
        (json!(2.5), FieldCode::WrongType),
        (json!(u64::MAX), FieldCode::OutOfRange),
        (Value::Null, FieldCode::WrongType),
    ] {
        let mut body = request();
        body["attendees"] = attendees.clone();
        assert_eq!(faults(body), [FieldError::new("/attendees", code)], "{attendees}");
    }
}

#[test]
fn a_body_that_is_no_object_is_one_fault_at_the_root() {
    assert_eq!(faults(json!([1])), [FieldError::new("", FieldCode::WrongType)]);
}

#[test]
fn an_unknown_key_that_may_be_personal_is_not_echoed() {
    let mut body = request();
    body["ada@example.com"] = json!(1);
    assert_eq!(faults(body), [FieldError::new("", FieldCode::UnknownField)]);
}

#[test]
fn the_fourteen_statuses_are_those_of_the_seed() {
    let texts: Vec<_> = Status::ALL.iter().map(|status| status.text()).collect();
    assert_eq!(
        texts,
        [
            "requested",
            "unconfirmed",
            "payment_pending",
            "booked",
            "reconfirmed",
            "arrived",
            "seated",
            "ordered",
            "paid",
            "declined",
            "finished",
            "cancelled",
            "no_show",
            "voided"
        ]
    );
    for status in Status::ALL {
        assert_eq!(serde_json::to_value(status).unwrap(), status.text());
        assert_eq!(Status::from_text(status.text()), Some(*status));
    }
}

#[test]
fn people_add_ons_answers_and_the_price_shown_are_read_and_written_alike() {
    let mut body = request();
    body["people"] = json!([{ "category": "adults", "count": 1 }, { "category": "children", "count": 1 }]);
    body["addOns"] = json!([{ "id": "wine", "quantity": 1 }]);
    body["answers"] = json!([
        { "question": "allergies", "value": "Nuts" },
        { "question": "high_chair", "value": 1 },
        { "question": "wheelchair", "value": false },
    ]);
    let eur = |amount: i64| json!({ "amount": amount, "currency": "EUR" });
    body["quoted"] = json!({ "total": eur(8_750), "dueNow": eur(0) });
    let read: ReservationRequest = read_json(body.clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), body);
    let asked = read.quote_request();
    assert_eq!((asked.people, asked.add_ons), (read.people, read.add_ons));
}

#[test]
fn faults_of_choices_are_named_by_their_place() {
    let mut body = request();
    body["people"] = json!([{ "category": "adults", "count": -1 }]);
    body["addOns"] = json!([{ "id": "wine" }]);
    body["answers"] = json!([{ "question": "allergies", "value": [] }]);
    body["quoted"] = json!({ "total": { "amount": 1, "currency": "euro" } });
    let mut found: Vec<_> = faults(body)
        .into_iter()
        .map(|fault| (fault.pointer, fault.code))
        .collect();
    found.sort_by(|one, other| one.0.cmp(&other.0));
    let expected = [
        ("/addOns/0/quantity", FieldCode::Required),
        ("/answers/0/value", FieldCode::WrongType),
        ("/people/0/count", FieldCode::WrongType),
        ("/quoted/dueNow", FieldCode::Required),
        ("/quoted/total/currency", FieldCode::Invalid),
    ];
    assert_eq!(found, expected.map(|(pointer, code)| (pointer.to_owned(), code)));
}

#[test]
fn a_change_leaves_choices_as_they_are_or_states_all_of_them() {
    let change: ReservationChange = read_json(json!({ "attendees": 3 })).unwrap();
    assert_eq!(change.people, None);
    let body = json!({ "people": [{ "category": "adults", "count": 3 }], "addOns": [], "answers": [] });
    let change: ReservationChange = read_json(body.clone()).unwrap();
    assert_eq!(change.add_ons, Some(vec![]));
    assert_eq!(serde_json::to_value(&change).unwrap(), body);
}

#[test]
fn a_reservation_without_choices_has_no_fields_for_them() {
    let plain = json!({
        "id": "r1", "number": "R-000001", "status": "booked", "day": "2026-11-27", "minutes": 1140, "duration": 120,
        "attendees": 2, "experience": { "id": "dinner", "name": { "en": "Dinner" } },
    });
    let read: Reservation = serde_json::from_value(plain.clone()).unwrap();
    assert_eq!(serde_json::to_value(read).unwrap(), plain);
}
