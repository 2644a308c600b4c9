//! Facts about guests who had booked before a rule of the day came: whom it counts, whom it is written to, what they can
//! still change.

use edge::storage::database::Statement;
use edge::venue::message::Request;
use edge::venue::message::day_rule::DayRulesRequest;
use edge::venue::message::staff::StaffRequest;
use serde_json::{Value, json};
use shared::id::ReservationId;
use shared::reservation::Status;

use super::day_rules::{ask, book, closure, id, made};
use super::object::Object;
use super::waitlist::{entry, order, restaurant};

const DAY: &str = "2026-11-27";

async fn set_status(object: &Object, booked: &Value, to: Status) {
    let id = ReservationId::parse(booked["id"].as_str().unwrap()).unwrap();
    let answer = object.send(Request::Staff(StaffRequest::SetStatus(id, to))).await;
    assert!(answer["Ok"].is_object(), "{answer}");
}

#[tokio::test]
async fn a_table_that_comes_free_is_not_offered_beyond_the_limit_of_the_days_guests() {
    let object = restaurant();
    made(
        &object,
        json!({ "kind": "covers_limit", "day": DAY, "covers": 4 }),
    )
    .await;
    let first = book(&object, DAY, 1140, "first").await;
    let second = book(&object, DAY, 1140, "second").await;
    let joined = object
        .send(entry(DAY, (1140, 1260), 2, "ben@example.com", "w"))
        .await;
    assert_eq!(joined["Ok"]["wish"]["status"], "waiting", "{joined}");
    let waiting = || object.rows("SELECT status FROM waitlist")[0]["status"].clone();
    set_status(&object, &first, Status::Seated).await;
    set_status(&object, &first, Status::Finished).await;
    object.wake().await;
    object.wake().await;
    assert_eq!(waiting(), "waiting");
    let refused = object.send(order(DAY, 1260, 2, "new")).await;
    assert_eq!(refused["Err"], json!({ "Taken": { "alternatives": [] } }));
    // Guests who do not come are none of the day's.
    set_status(&object, &second, Status::Cancelled).await;
    object.wake().await;
    assert_eq!(waiting(), "offered");
}

#[tokio::test]
async fn the_guests_who_have_left_are_counted_after_a_restart() {
    let object = restaurant();
    made(
        &object,
        json!({ "kind": "covers_limit", "day": DAY, "covers": 2 }),
    )
    .await;
    let booked = book(&object, DAY, 1080, "first").await;
    set_status(&object, &booked, Status::Seated).await;
    set_status(&object, &booked, Status::Finished).await;
    let object = object.restarted();
    let refused = object.send(order(DAY, 1260, 2, "new")).await;
    assert_eq!(refused["Err"], json!({ "Taken": { "alternatives": [] } }));
}

#[tokio::test]
async fn guests_whom_the_restaurant_has_not_confirmed_are_met_and_written_to() {
    let object = restaurant();
    let booked = book(&object, DAY, 1140, "key-1").await;
    object.write(vec![Statement::new(
        "UPDATE reservations SET status = 'unconfirmed'",
        vec![],
    )]);
    let object = object.restarted();
    let impact = made(&object, closure(DAY)).await;
    assert_eq!(impact["meetsCount"], 1);
    assert_eq!(impact["meets"][0]["id"], booked["id"]);
    let notified = ask(&object, DayRulesRequest::Notify(id(&impact))).await;
    assert_eq!(
        notified["Ok"],
        json!({ "queued": 1, "withoutAddress": 0, "left": 0 })
    );
    assert_eq!(
        object.rows("SELECT status FROM reservations"),
        [json!({ "status": "unconfirmed" })]
    );
}

#[tokio::test]
async fn a_guest_who_is_still_paying_is_met_and_written_to_once_the_table_is_theirs() {
    let object = restaurant();
    let paying = book(&object, DAY, 1140, "key-1").await;
    book(&object, DAY, 1140, "key-2").await;
    let set_status = |object: Object, status: &str| {
        let sql = "UPDATE reservations SET status = ? WHERE id = ?";
        let id = paying["id"].as_str().unwrap();
        object.write(vec![Statement::new(sql, vec![status.into(), id.into()])]);
        object.restarted()
    };
    let object = set_status(object, "payment_pending");
    let impact = made(&object, closure(DAY)).await;
    assert_eq!(impact["meetsCount"], 2);
    let one = json!({ "queued": 1, "withoutAddress": 0, "left": 0 });
    let notified = ask(&object, DayRulesRequest::Notify(id(&impact))).await;
    assert_eq!(notified["Ok"], one);
    let object = set_status(object, "booked");
    for queued in [1, 0] {
        let notified = ask(&object, DayRulesRequest::Notify(id(&impact))).await;
        assert_eq!(notified["Ok"]["queued"], queued);
    }
}

#[tokio::test]
async fn a_letter_about_a_rule_that_was_removed_before_it_was_sent_is_not_sent() {
    let object = restaurant();
    book(&object, DAY, 1140, "key-1").await;
    object.wake().await;
    let impact = made(&object, closure(DAY)).await;
    ask(&object, DayRulesRequest::Notify(id(&impact))).await;
    let mut room = closure(DAY);
    room["areaId"] = json!("hall");
    let other = made(&object, room).await;
    ask(&object, DayRulesRequest::Notify(id(&other))).await;
    ask(&object, DayRulesRequest::Remove(id(&impact))).await;
    object.wake().await;
    let letters = object.office.taken.borrow();
    let about = |rule: &Value| {
        let beginning = format!("day-rule-{}-", id(rule));
        letters
            .iter()
            .filter(|letter| letter.id.starts_with(&beginning))
            .count()
    };
    assert_eq!((about(&impact), about(&other)), (0, 1));
}

#[tokio::test]
async fn a_letter_says_closed_only_where_the_whole_restaurant_is_seen_as_closed() {
    for (more, is_closed) in [
        (json!({}), true),
        (json!({ "fromMinutes": 1080, "untilMinutes": 1440 }), true),
        (json!({ "areaId": "hall" }), false),
        (json!({ "experienceId": "dinner" }), false),
        (json!({ "shownAs": "full" }), false),
    ] {
        let object = restaurant();
        book(&object, DAY, 1140, "key-1").await;
        let mut effect = closure(DAY);
        for (key, value) in more.as_object().unwrap() {
            effect[key] = value.clone();
        }
        let impact = made(&object, effect).await;
        ask(&object, DayRulesRequest::Notify(id(&impact))).await;
        object.wake().await;
        let letters = object.office.taken.borrow();
        let letter = letters.iter().find(|letter| letter.id.starts_with("day-rule-"));
        let text = &letter.unwrap().text;
        assert!(text.contains("The oven is broken."), "{text}");
        let says_closed = text.contains("We are closed at the time of your reservation");
        assert_eq!(says_closed, is_closed, "{more}: {text}");
    }
}

#[tokio::test]
async fn guests_can_come_with_fewer_and_write_notes_under_every_later_rule() {
    for effect in [
        closure(DAY),
        json!({ "kind": "pause", "until": "2026-11-27T22:00:00Z" }),
        json!({ "kind": "covers_limit", "day": DAY, "covers": 1 }),
        json!({
            "kind": "special_hours", "day": DAY, "experienceId": "dinner",
            "periods": [{ "firstMinutes": 720, "lastMinutes": 780 }],
        }),
    ] {
        let object = restaurant();
        let booked = object.send(order(DAY, 1140, 4, "key-1")).await["Ok"]["reservation"].clone();
        let reservation = ReservationId::parse(booked["id"].as_str().unwrap()).unwrap();
        made(&object, effect.clone()).await;
        let change = |change: Value| {
            let change = serde_json::from_value(change).unwrap();
            let call = Request::Change(reservation.clone(), Box::new(change));
            object.say_with(booked["manageToken"].as_str(), call)
        };
        let fewer = change(json!({ "day": DAY, "minutes": 1140, "attendees": 3, "notes": "A pram" })).await;
        assert_eq!(fewer["Ok"]["attendees"], 3, "{effect}: {fewer}");
        assert_eq!(fewer["Ok"]["notes"], "A pram", "{effect}: {fewer}");
        let more = change(json!({ "attendees": 4 })).await;
        assert!(more["Err"].is_object(), "{effect}: {more}");
        let later = change(json!({ "minutes": 1170 })).await;
        assert!(later["Err"].is_object(), "{effect}: {later}");
    }
}
