//! Facts about the letter of the day before.

use std::time::Duration;

use edge::mail::MailError;
use edge::venue::message::Request;
use serde_json::{Value, json};
use shared::id::ReservationId;

use super::object::NOON;
use super::reservations::{book, restaurant, sent};

#[tokio::test]
async fn a_reminder_is_sent_before_the_reservations_day_or_not_at_all() {
    // It is due at ten o'clock of the day before, and the mail service takes nothing for so many seconds.
    for (seconds, reminded) in [(14 * 3600 - 2, vec!["reminder"]), (14 * 3600, vec![])] {
        let object = restaurant();
        let booked = book(&object, json!({}), "key-1").await;
        object.wake().await;
        sent(&object, &booked["id"]);
        object.office.says.borrow_mut().push_back(MailError::Away {
            retry_after: Some(Duration::from_secs(seconds)),
            cause: "busy".to_owned(),
        });
        object.run_until(NOON.plus_minutes(6 * 24 * 60)).await;
        assert_eq!(sent(&object, &booked["id"]), reminded);
        let waiting = object.rows("SELECT id FROM outbox WHERE letter IS NOT NULL");
        assert_eq!(waiting, Vec::<Value>::new());
    }
}

#[tokio::test]
async fn a_change_keeps_a_reminder_that_is_due_and_not_sent_yet() {
    let object = restaurant();
    let booked = book(&object, json!({}), "key-1").await;
    object.wake().await;
    sent(&object, &booked["id"]);
    // The mail service takes nothing for an hour, from when the reminder is due.
    object.office.says.borrow_mut().push_back(MailError::Away {
        retry_after: Some(Duration::from_hours(1)),
        cause: "busy".to_owned(),
    });
    let due = object.rows("SELECT at FROM due WHERE subject LIKE 'reminder-%'")[0]["at"].clone();
    let due = shared::time::Instant::from_unix(due.as_i64().unwrap());
    object.run_until(due.plus_minutes(1)).await;
    let id = ReservationId::parse(booked["id"].as_str().unwrap()).unwrap();
    let token = booked["manageToken"].as_str();
    for change in [json!({ "notes": "A dog" }), json!({ "minutes": 1_170 })] {
        let call = Request::Change(id.clone(), Box::new(serde_json::from_value(change).unwrap()));
        let response = object.say_with(token, call).await;
        assert!(response["Ok"].is_object(), "{response}");
    }
    object.run_until(due.plus_minutes(120)).await;
    let letters = object.office.taken.borrow().clone();
    let reminders: Vec<_> = letters
        .iter()
        .filter(|letter| letter.id.starts_with("reminder-"))
        .collect();
    // It says how the reservation stands now.
    assert_eq!(reminders.len(), 1);
    assert!(reminders[0].text.contains("19:30"), "{}", reminders[0].text);
    // Once it is sent no change sends another.
    let change = serde_json::from_value(json!({ "notes": "Two dogs" })).unwrap();
    object
        .say_with(token, Request::Change(id, Box::new(change)))
        .await;
    object.run_until(due.plus_minutes(180)).await;
    let letters = object.office.taken.borrow();
    let reminders = letters.iter().filter(|letter| letter.id.starts_with("reminder-"));
    assert_eq!(reminders.count(), 1);
}
