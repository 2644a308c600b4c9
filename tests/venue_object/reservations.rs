//! Facts about what is written when reservations are made, answered and called off.

use base64ct::{Base64, Encoding as _};
use edge::mail::OutgoingEmail;
use edge::provider::BookingRequest;
use edge::storage::database::Statement;
use edge::storage::idempotency::IdempotencyKey;
use edge::venue::message::{Request, staff::StaffRequest};
use serde_json::{Value, json};
use shared::id::ReservationId;
use shared::reservation::Status;

use super::object::{Object, settings};

/// One table for dinner at once, and for a banquet that the restaurant answers itself.
pub fn engine() -> Value {
    let experience = |id: &str, confirmation: &str| {
        json!({
            "id": id, "name": { "en": "Dinner" }, "shorthand": "DIN",
            "shortDescription": { "en": "Served" }, "descriptionHtml": { "en": "<p>Served</p>" },
            "isDefault": id == "dinner", "attendees": { "min": 1, "max": 2 },
            "confirmation": confirmation, "slotIntervalMinutes": 30,
            "durations": [{ "upTo": 2, "minutes": 90 }],
            "periods": [{ "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "firstMinutes": 1080,
                "lastMinutes": 1320 }],
        })
    };
    let table = json!({
        "id": "t1", "name": "1", "minPartySize": 1, "maxPartySize": 2, "type": "rect_two", "x": 0, "y": 0,
    });
    json!({
        "horizonDays": 30,
        "rooms": [{ "id": "hall", "name": { "en": "Hall" }, "sortIndex": 0, "tables": [table] }],
        "experiences": [experience("dinner", "instant"), experience("banquet", "request")],
    })
}

pub fn restaurant() -> Object {
    let settings = settings(&json!({
        "engine": engine(),
        "address": "Hauptplatz 1, 8010 Graz",
        "mail": {
            "adapter": "shown", "from": "linde@example.com", "restaurant": "table@example.com",
            "site": "https://book.example.com",
        },
    }));
    assert_eq!(settings.faults(), Vec::<String>::new());
    Object::of(settings)
}

fn order(change: &Value, key: &str) -> Request {
    let mut request = json!({
        "experienceId": "dinner", "day": "2026-11-27", "minutes": 1140, "attendees": 2, "locale": "de-AT",
        "notes": "Beim Fenster",
        "guest": { "firstName": "Ada", "lastName": "Muster", "email": "ada@example.com" },
    });
    let members = request.as_object_mut().unwrap();
    members.extend(change.as_object().unwrap().clone());
    Request::Reserve(Box::new(BookingRequest {
        request: serde_json::from_value(request).unwrap(),
        key: IdempotencyKey::parse(key).unwrap(),
    }))
}

pub async fn book(object: &Object, change: Value, key: &str) -> Value {
    let answer = object.send(order(&change, key)).await;
    assert!(answer["Ok"].is_object(), "{answer}");
    answer["Ok"]["reservation"].clone()
}

async fn set(object: &Object, id: &Value, status: Status) {
    let id = ReservationId::parse(id.as_str().unwrap()).unwrap();
    let answer = object
        .send(Request::Staff(StaffRequest::SetStatus(id, status)))
        .await;
    assert_eq!(answer["Ok"]["reservation"]["status"], status.text(), "{answer}");
}

/// The e-mails since the last call: their names without the reservation's id.
pub fn sent(object: &Object, id: &Value) -> Vec<String> {
    let end = format!("-{}", id.as_str().unwrap());
    let letters: Vec<OutgoingEmail> = object.office.taken.borrow_mut().drain(..).collect();
    let mut names: Vec<_> = letters
        .iter()
        .map(|letter| letter.id.split_once(&end).unwrap().0.to_owned())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_booking_sends_one_email_to_the_guest_and_one_to_the_restaurant() {
    let object = restaurant();
    let booked = book(&object, json!({}), "key-1").await;
    let again = book(&object, json!({}), "key-1").await;
    assert_eq!(booked, again);
    object.wake().await;
    let letters = object.office.taken.borrow().clone();
    let [to_guest, to_restaurant] = letters.as_slice() else {
        panic!("{} letters", letters.len());
    };
    assert_eq!(to_guest.to.address, "ada@example.com");
    assert_eq!(to_guest.to.name.as_deref(), Some("Ada Muster"));
    assert_eq!(to_guest.from.address, "linde@example.com");
    assert!(
        to_guest.subject.contains("Freitag, 27. November 2026, 19:00 Uhr"),
        "{}",
        to_guest.subject
    );
    let (id, token) = (
        booked["id"].as_str().unwrap(),
        booked["manageToken"].as_str().unwrap(),
    );
    let link = format!("https://book.example.com/book/linde?view=manage#manage={id}.{token}");
    assert!(to_guest.text.contains(&link) && to_guest.html.contains(&link));
    let file = &to_guest.attachments[0];
    assert_eq!(file.media_type, "text/calendar; charset=utf-8; method=PUBLISH");
    let file = String::from_utf8(Base64::decode_vec(&file.content).unwrap()).unwrap();
    assert!(
        file.contains("DTSTART;TZID=Europe/Vienna:20261127T190000\r\n"),
        "{file}"
    );
    assert!(!file.contains(token));
    assert_eq!(to_restaurant.to.address, "table@example.com");
    assert_eq!(
        to_restaurant.reply_to.as_ref().unwrap().address,
        "ada@example.com"
    );
    assert!(
        to_restaurant.subject.starts_with("New reservation: "),
        "{}",
        to_restaurant.subject
    );
    assert!(to_restaurant.text.contains("Beim Fenster") && !to_restaurant.text.contains(token));
}

#[tokio::test]
async fn every_change_sends_an_email_and_the_reminder_moves_with_the_day() {
    let object = restaurant();
    let booked = book(&object, json!({}), "key-1").await;
    object.wake().await;
    assert_eq!(sent(&object, &booked["id"]), ["confirmed", "restaurant-booked"]);
    let id = ReservationId::parse(booked["id"].as_str().unwrap()).unwrap();
    let change =
        |change: Value| Request::Change(id.clone(), Box::new(serde_json::from_value(change).unwrap()));
    let answer = object
        .say_with(
            booked["manageToken"].as_str(),
            change(json!({ "day": "2026-11-29", "minutes": 1200 })),
        )
        .await;
    assert_eq!(answer["Ok"]["day"], "2026-11-29", "{answer}");
    object.wake().await;
    assert_eq!(sent(&object, &booked["id"]), ["changed", "restaurant-moved"]);
    // The same once more is no change.
    object
        .say_with(
            booked["manageToken"].as_str(),
            change(json!({ "day": "2026-11-29", "minutes": 1200 })),
        )
        .await;
    object.wake().await;
    assert_eq!(sent(&object, &booked["id"]), Vec::<String>::new());
    // Ten o'clock on the 28th, and not on the 26th: noon of the 21st is six days and 22 hours before.
    assert_eq!(object.wake_when_asked().await, (6 * 24 + 22) * 3600);
    assert_eq!(sent(&object, &booked["id"]), ["reminder"]);
}

/// The subjects of the letters sent since this was asked last, to the guest and to the restaurant.
fn subjects(object: &Object) -> (Vec<String>, Vec<String>) {
    let letters: Vec<OutgoingEmail> = object.office.taken.borrow_mut().drain(..).collect();
    let (guest, restaurant): (Vec<_>, Vec<_>) = letters
        .iter()
        .partition(|letter| letter.to.address == "ada@example.com");
    let subjects =
        |letters: Vec<&OutgoingEmail>| letters.iter().map(|letter| letter.subject.clone()).collect();
    (subjects(guest), subjects(restaurant))
}

#[tokio::test]
async fn each_of_several_changes_within_a_second_sends_an_email() {
    let object = restaurant();
    let booked = book(&object, json!({}), "key-1").await;
    object.wake().await;
    subjects(&object);
    let id = ReservationId::parse(booked["id"].as_str().unwrap()).unwrap();
    for minutes in [1170, 1200, 1230] {
        let change = serde_json::from_value(json!({ "minutes": minutes })).unwrap();
        let call = Request::Change(id.clone(), Box::new(change));
        let answer = object.say_with(booked["manageToken"].as_str(), call).await;
        assert_eq!(answer["Ok"]["minutes"], minutes, "{answer}");
    }
    object.wake().await;
    let (guest, restaurant) = subjects(&object);
    for subjects in [guest, restaurant] {
        assert_eq!(subjects.len(), 3, "{subjects:?}");
        assert!(
            subjects[2].contains("20:30") || subjects[2].contains("8:30"),
            "{subjects:?}"
        );
    }
}

/// The numbers of the calendar files in the letters to the guest, in the order in which the letters were sent.
fn sequences(object: &Object) -> Vec<u32> {
    let letters = object
        .office
        .taken
        .borrow_mut()
        .drain(..)
        .collect::<Vec<OutgoingEmail>>();
    let file = |letter: &OutgoingEmail| {
        let file = letter.attachments.first()?;
        let text = String::from_utf8(Base64::decode_vec(&file.content).unwrap()).unwrap();
        text.lines()
            .find_map(|line| line.strip_prefix("SEQUENCE:")?.parse().ok())
    };
    letters.iter().filter_map(file).collect()
}

#[tokio::test]
async fn each_calendar_file_has_a_larger_number_and_the_reservation_has_the_last() {
    // One whose calendar files were numbered by the clock before continues above that.
    for base in [0, 300_000_000] {
        let object = restaurant();
        let booked = book(&object, json!({}), "key-1").await;
        let id = ReservationId::parse(booked["id"].as_str().unwrap()).unwrap();
        object.wake().await;
        assert_eq!(sequences(&object), [0]);
        if base > 0 {
            let sql = "UPDATE reservations SET sequence_base = 300000000";
            object.write(vec![Statement::new(sql, vec![])]);
        }
        for minutes in [1170, 1200] {
            let change = serde_json::from_value(json!({ "minutes": minutes })).unwrap();
            let call = Request::Change(id.clone(), Box::new(change));
            let answer = object.say_with(booked["manageToken"].as_str(), call).await;
            assert_eq!(answer["Ok"]["minutes"], minutes, "{answer}");
        }
        object.wake().await;
        assert_eq!(sequences(&object), [base + 1, base + 2]);
        let token = booked["manageToken"].as_str();
        let seen = object.say_with(token, Request::Reservation(id.clone())).await;
        assert_eq!(seen["Ok"]["sequence"], base + 2);
        let cancelled = object
            .say_with(token, Request::SetStatus(id.clone(), Status::Cancelled))
            .await;
        assert_eq!(cancelled["Ok"]["sequence"], base + 3);
        object.wake().await;
        assert_eq!(sequences(&object), [base + 3]);
        // A second cancellation writes nothing.
        let again = object
            .say_with(token, Request::SetStatus(id, Status::Cancelled))
            .await;
        assert_eq!(again["Ok"]["sequence"], base + 3);
    }
}

#[tokio::test]
async fn a_request_that_is_accepted_again_after_a_move_is_confirmed_again() {
    let object = restaurant();
    let booked = book(&object, json!({ "experienceId": "banquet" }), "key-1").await;
    set(&object, &booked["id"], Status::Booked).await;
    object.wake().await;
    assert_eq!(
        sent(&object, &booked["id"]),
        ["confirmed", "requested", "restaurant-asked"]
    );
    let id = ReservationId::parse(booked["id"].as_str().unwrap()).unwrap();
    let change = serde_json::from_value(json!({ "minutes": 1200 })).unwrap();
    let call = Request::Change(id, Box::new(change));
    let answer = object.say_with(booked["manageToken"].as_str(), call).await;
    assert_eq!(answer["Ok"]["status"], "requested", "{answer}");
    set(&object, &booked["id"], Status::Booked).await;
    object.wake().await;
    assert_eq!(
        sent(&object, &booked["id"]),
        ["confirmed", "requested", "restaurant-asked"]
    );
}

#[tokio::test]
async fn a_guest_is_reminded_at_ten_on_the_day_before() {
    let object = restaurant();
    let booked = book(&object, json!({}), "key-1").await;
    object.wake().await;
    assert_eq!(sent(&object, &booked["id"]), ["confirmed", "restaurant-booked"]);
    // From noon of the 21st to ten in the morning of the 26th.
    assert_eq!(object.wake_when_asked().await, (5 * 24 - 2) * 3600);
    assert_eq!(sent(&object, &booked["id"]), ["reminder"]);
    assert!(object.is_at_rest());
}

#[tokio::test]
async fn who_books_later_than_that_is_not_reminded() {
    let object = restaurant();
    let booked = book(&object, json!({ "day": "2026-11-22" }), "key-1").await;
    object.wake().await;
    assert_eq!(sent(&object, &booked["id"]), ["confirmed", "restaurant-booked"]);
    assert!(object.is_at_rest());
}

#[tokio::test]
async fn a_cancellation_sends_emails_and_drops_the_reminder() {
    let object = restaurant();
    let booked = book(&object, json!({}), "key-1").await;
    object.wake().await;
    sent(&object, &booked["id"]);
    set(&object, &booked["id"], Status::Cancelled).await;
    object.wake().await;
    let file = object.office.taken.borrow()[0].attachments[0].media_type.clone();
    assert_eq!(file, "text/calendar; charset=utf-8; method=CANCEL");
    assert_eq!(
        sent(&object, &booked["id"]),
        ["cancelled", "restaurant-called-off"]
    );
    assert!(object.is_at_rest());
}

#[tokio::test]
async fn a_request_sends_an_email_and_the_restaurant_s_answer_another() {
    let object = restaurant();
    let request = json!({ "experienceId": "banquet" });
    let booked = book(&object, request.clone(), "key-1").await;
    object.wake().await;
    assert_eq!(sent(&object, &booked["id"]), ["requested", "restaurant-asked"]);
    assert!(object.rows("SELECT at FROM due WHERE kind = 'mail'").is_empty());
    set(&object, &booked["id"], Status::Booked).await;
    object.wake().await;
    assert_eq!(sent(&object, &booked["id"]), ["confirmed"]);
    set(&object, &booked["id"], Status::Reconfirmed).await;
    object.wake_when_asked().await;
    assert_eq!(sent(&object, &booked["id"]), ["reminder"]);
    set(&object, &booked["id"], Status::Cancelled).await;
    object.wake().await;
    sent(&object, &booked["id"]);
    let declined = book(&object, request, "key-2").await;
    set(&object, &declined["id"], Status::Declined).await;
    object.wake().await;
    assert_eq!(
        sent(&object, &declined["id"]),
        ["declined", "requested", "restaurant-asked"]
    );
}

#[tokio::test]
async fn no_reminder_is_sent_to_who_did_not_come_or_never_was() {
    for (status, letters) in [
        (
            Status::Voided,
            vec![
                "cancelled",
                "confirmed",
                "restaurant-booked",
                "restaurant-called-off",
            ],
        ),
        (Status::NoShow, vec!["confirmed", "restaurant-booked"]),
    ] {
        let object = restaurant();
        let booked = book(&object, json!({}), "key-1").await;
        set(&object, &booked["id"], status).await;
        object.wake().await;
        assert_eq!(sent(&object, &booked["id"]), letters);
        assert!(object.is_at_rest());
    }
}

#[tokio::test]
async fn a_guest_without_an_address_is_not_written_to() {
    let object = restaurant();
    let booked = book(&object, json!({ "guest": { "lastName": "Muster" } }), "key-1").await;
    object.wake().await;
    assert!(object.office.taken.borrow()[0].reply_to.is_none());
    assert_eq!(sent(&object, &booked["id"]), ["restaurant-booked"]);
    assert!(object.is_at_rest());
}

#[tokio::test]
async fn a_venue_without_mail_writes_nothing() {
    let object = Object::of(settings(&json!({ "engine": engine() })));
    let booked = book(&object, json!({}), "key-1").await;
    set(&object, &booked["id"], Status::Cancelled).await;
    object.wake().await;
    assert!(object.office.taken.borrow().is_empty());
    assert!(object.is_at_rest());
    assert_eq!(*object.complaints.borrow(), Vec::<String>::new());
}

#[tokio::test]
async fn a_refused_booking_sends_no_email() {
    let object = restaurant();
    let booked = book(&object, json!({}), "key-1").await;
    object.wake().await;
    sent(&object, &booked["id"]);
    let refused = object.send(order(&json!({}), "key-2")).await;
    assert!(refused["Err"]["Taken"].is_object(), "{refused}");
    object.wake().await;
    assert!(object.office.taken.borrow().is_empty());
}
