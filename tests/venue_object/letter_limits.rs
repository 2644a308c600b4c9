//! Facts about the most letters a day to one address: only what a guest's own request causes is left out.

use config::VenueSettings;
use edge::mail::MailError;
use edge::venue::message::Request;
use edge::venue::message::staff::StaffRequest;
use serde_json::Value;
use shared::id::ReservationId;
use shared::reservation::Status;

use super::object::{NOON, Object};
use super::waitlist::{entry, order, restaurant};

const DAY: &str = "2026-11-27";

/// One letter a day to each address.
fn strict() -> Object {
    let mut settings: VenueSettings = restaurant().settings;
    if let Some(mail) = &mut settings.mail {
        mail.daily_per_recipient = 1;
    }
    Object::of(settings)
}

async fn book(object: &Object, minutes: u16, attendees: u8, key: &str) -> Value {
    let answer = object.send(order(DAY, minutes, attendees, key)).await;
    answer["Ok"]["reservation"].clone()
}

fn id(booked: &Value) -> ReservationId {
    ReservationId::parse(booked["id"].as_str().unwrap()).unwrap()
}

/// The occasions of the letters to this address, in their order.
fn sent(object: &Object, to: &str) -> Vec<String> {
    let taken = object.office.taken.borrow();
    let of = taken.iter().filter(|letter| letter.to.address == to);
    let occasion = |id: &str| id.split('-').next().unwrap_or_default().to_owned();
    of.map(|letter| occasion(&letter.id)).collect()
}

#[tokio::test]
async fn a_cancellation_by_the_restaurant_is_sent_and_one_by_the_guest_is_left_out() {
    let object = strict();
    let first = book(&object, 1_140, 2, "a").await;
    let second = book(&object, 1_140, 4, "b").await;
    object.wake().await;
    assert_eq!(sent(&object, "ada@example.com"), ["confirmed"]);
    let call = Request::SetStatus(id(&first), Status::Cancelled);
    let response = object.say_with(first["manageToken"].as_str(), call).await;
    assert_eq!(response["Ok"]["status"], "cancelled");
    object.wake().await;
    assert_eq!(sent(&object, "ada@example.com"), ["confirmed"]);
    let call = Request::Staff(StaffRequest::SetStatus(id(&second), Status::Cancelled));
    assert!(object.send(call).await["Ok"].is_object());
    object.wake().await;
    assert_eq!(sent(&object, "ada@example.com"), ["confirmed", "cancelled"]);
}

#[tokio::test]
async fn a_booking_by_staff_is_confirmed_beyond_the_limit() {
    let object = strict();
    book(&object, 1_140, 2, "a").await;
    object.wake().await;
    let wanted = serde_json::json!({
        "experienceId": "dinner", "day": DAY, "minutes": 1_140, "attendees": 4, "locale": "en",
        "guest": { "lastName": "Muster", "email": "ada@example.com" },
    });
    let new = Box::new(serde_json::from_value(wanted).unwrap());
    let answer = object.send(Request::Staff(StaffRequest::Create(new))).await;
    assert!(answer["Ok"].is_object(), "{answer}");
    object.wake().await;
    assert_eq!(sent(&object, "ada@example.com"), ["confirmed", "confirmed"]);
}

#[tokio::test]
async fn an_offer_of_a_table_and_its_end_are_sent_beyond_the_limit() {
    let object = strict();
    let booked = book(&object, 1_140, 2, "a").await;
    book(&object, 1_140, 4, "b").await;
    for key in ["c", "d"] {
        let minutes = if key == "c" {
            (1_110, 1_170)
        } else {
            (1_110, 1_140)
        };
        let response = object.send(entry(DAY, minutes, 2, "ben@example.com", key)).await;
        assert!(response["Ok"].is_object(), "{response}");
    }
    object.wake().await;
    assert_eq!(sent(&object, "ben@example.com"), ["waiting"]);
    let call = Request::Staff(StaffRequest::SetStatus(id(&booked), Status::Cancelled));
    assert!(object.send(call).await["Ok"].is_object());
    object.wake().await;
    assert_eq!(sent(&object, "ben@example.com"), ["waiting", "offered"]);
    object.run_until(NOON.plus_minutes(12 * 60)).await;
    assert!(sent(&object, "ben@example.com").contains(&"passed".to_owned()));
}

#[tokio::test]
async fn a_letter_is_counted_once_however_often_the_mail_service_takes_nothing() {
    let object = strict();
    let away = || MailError::Away {
        retry_after: None,
        cause: "status 429".to_owned(),
    };
    object.office.says.borrow_mut().extend((0..25).map(|_| away()));
    book(&object, 1_140, 2, "a").await;
    object.run_until(NOON.plus_minutes(60)).await;
    assert!(object.office.says.borrow().is_empty());
    assert_eq!(sent(&object, "ada@example.com"), ["confirmed"]);
    // It was the day's one letter.
    book(&object, 1_140, 4, "b").await;
    object.run_until(NOON.plus_minutes(120)).await;
    assert_eq!(sent(&object, "ada@example.com"), ["confirmed"]);
    let counts = object.rows("SELECT letters FROM letter_counts");
    assert_eq!(counts, [serde_json::json!({ "letters": 2 })]);
}
