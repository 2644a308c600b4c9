//! Facts about rules of days and the waitlist: offers that a rule meets, and what a rule's end gives back.

use edge::venue::message::Request;
use edge::venue::message::day_rule::DayRulesRequest;
use edge::venue::message::staff::StaffRequest;
use edge::venue::message::waitlist::WaitlistRequest;
use serde_json::{Value, json};
use shared::id::{ReservationId, WaitlistEntryId};
use shared::reservation::Status;

use super::day_rules::{ask, book, closure, id, made};
use super::object::Object;
use super::waitlist::{entry, restaurant};

const DAY: &str = "2026-11-27";

async fn cancel(object: &Object, booked: &Value) {
    let id = ReservationId::parse(booked["id"].as_str().unwrap()).unwrap();
    let call = StaffRequest::SetStatus(id, Status::Cancelled);
    let answer = object.send(Request::Staff(call)).await;
    assert!(answer["Ok"].is_object(), "{answer}");
}

/// A venue whose table `t1` is offered to the guest of this entry, while `t2` is taken by this reservation.
async fn offered() -> (Object, Value, Value) {
    let object = restaurant();
    let small = book(&object, DAY, 1140, "small").await;
    let large = book(&object, DAY, 1140, "large").await;
    let joined = object
        .send(entry(DAY, (1110, 1170), 2, "ben@example.com", "w"))
        .await;
    cancel(&object, &small).await;
    object.wake().await;
    assert_eq!(entry_of(&object)["status"], "offered", "{joined}");
    (object, joined["Ok"]["wish"].clone(), large)
}

fn entry_of(object: &Object) -> Value {
    object.rows("SELECT status, reservation_id, last_name FROM waitlist")[0].clone()
}

async fn accept(object: &Object, entry: &Value) -> Value {
    let id = WaitlistEntryId::parse(entry["id"].as_str().unwrap()).unwrap();
    let call = Request::Waitlist(WaitlistRequest::Accept(id));
    object.say_with(entry["wishToken"].as_str(), call).await
}

#[tokio::test]
async fn an_offer_that_a_new_rule_meets_is_taken_back_and_its_guest_waits_again() {
    let block = json!({
        "kind": "blocked_tables", "tableIds": ["t1"], "from": "2026-11-27T17:00:00Z", "until": "2026-11-27T22:00:00Z",
    });
    let hours = json!({
        "kind": "special_hours", "day": DAY, "experienceId": "dinner",
        "periods": [{ "firstMinutes": 1230, "lastMinutes": 1260 }],
    });
    for (effect, met) in [(closure(DAY), 1), (block, 0), (hours, 1)] {
        let (object, waiting, large) = offered().await;
        let impact = made(&object, effect.clone()).await;
        assert_eq!(impact["meetsCount"], met, "{effect}");
        object.wake().await;
        let waits = json!({ "status": "waiting", "reservation_id": null, "last_name": "Warter" });
        assert_eq!(entry_of(&object), waits, "{effect}");
        assert_eq!(accept(&object, &waiting).await["Err"], "OfferOver");
        let held = object.rows(
            "SELECT status, last_name, blanked_at IS NULL AS is_named FROM reservations WHERE id NOT IN
                (SELECT id FROM reservations WHERE status IN ('booked', 'cancelled'))",
        );
        assert_eq!(
            held,
            [json!({ "status": "voided", "last_name": "-", "is_named": 0 })]
        );
        let statuses = object.rows("SELECT status FROM reservations WHERE status = 'booked'");
        assert_eq!(statuses.len(), 1, "{large}");
        // Without the rule it is offered to the same guest again.
        ask(&object, DayRulesRequest::Remove(id(&impact))).await;
        object.wake().await;
        assert_eq!(entry_of(&object)["status"], "offered", "{effect}");
        let accepted = accept(&object, &waiting).await;
        assert_eq!(accepted["Ok"]["status"], "booked", "{accepted}");
    }
}

#[tokio::test]
async fn a_guest_whose_offer_is_taken_back_is_offered_another_table() {
    let (object, _, large) = offered().await;
    cancel(&object, &large).await;
    let block = json!({
        "kind": "blocked_tables", "tableIds": ["t1"], "from": "2026-11-27T17:00:00Z", "until": "2026-11-27T22:00:00Z",
    });
    made(&object, block).await;
    object.wake().await;
    assert_eq!(entry_of(&object)["status"], "offered");
    assert_eq!(
        object.rows("SELECT table_ids FROM reservations WHERE status = 'unconfirmed'"),
        [json!({ "table_ids": "[\"t2\"]" })]
    );
}

#[tokio::test]
async fn an_offer_that_no_rule_meets_stands() {
    let (object, waiting, _) = offered().await;
    made(&object, closure("2026-11-28")).await;
    made(
        &object,
        json!({ "kind": "pause", "until": "2026-11-27T22:00:00Z" }),
    )
    .await;
    made(
        &object,
        json!({ "kind": "covers_limit", "day": DAY, "covers": 1 }),
    )
    .await;
    assert_eq!(entry_of(&object)["status"], "offered");
    let accepted = accept(&object, &waiting).await;
    assert_eq!(accepted["Ok"]["status"], "booked", "{accepted}");
}

#[tokio::test]
async fn what_a_closure_past_midnight_took_from_the_next_day_is_offered_after_its_end() {
    let object = restaurant();
    let night = json!({
        "kind": "closure", "from": "2026-11-26", "fromMinutes": 1380, "untilMinutes": 2760, "shownAs": "full",
    });
    let impact = made(&object, night).await;
    let joined = object
        .send(entry(DAY, (1110, 1170), 2, "ben@example.com", "w"))
        .await;
    assert_eq!(joined["Ok"]["wish"]["status"], "waiting", "{joined}");
    ask(&object, DayRulesRequest::Remove(id(&impact))).await;
    object.wake().await;
    assert_eq!(entry_of(&object)["status"], "offered");
}

#[tokio::test]
async fn an_offer_of_a_time_that_special_hours_added_is_taken_back_with_them() {
    let hours = |periods: Value| json!({ "kind": "special_hours", "day": DAY, "experienceId": "dinner", "periods": periods });
    let lunch =
        json!([{ "firstMinutes": 720, "lastMinutes": 780 }, { "firstMinutes": 1080, "lastMinutes": 1260 }]);
    for (minutes, is_left) in [(720, false), (1140, true)] {
        let object = restaurant();
        let added = made(&object, hours(lunch.clone())).await;
        let small = book(&object, DAY, minutes, "small").await;
        book(&object, DAY, minutes, "large").await;
        let window = (minutes, minutes + 15);
        let joined = object.send(entry(DAY, window, 2, "ben@example.com", "w")).await;
        cancel(&object, &small).await;
        object.wake().await;
        assert_eq!(entry_of(&object)["status"], "offered", "{joined}");
        ask(&object, DayRulesRequest::Remove(id(&added))).await;
        object.wake().await;
        let accepted = accept(&object, &joined["Ok"]["wish"]).await;
        if is_left {
            assert_eq!(accepted["Ok"]["status"], "booked", "{accepted}");
        } else {
            assert_eq!(entry_of(&object)["status"], "waiting");
            assert_eq!(accepted["Err"], "OfferOver");
            // The guest who booked the time before keeps it.
            let booked = object.rows("SELECT minutes FROM reservations WHERE status = 'booked'");
            assert_eq!(booked, [json!({ "minutes": minutes })]);
        }
    }
}
