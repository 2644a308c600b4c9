//! Facts about rules of days in a venue's object: what guests can book under them, whom they meet, and how they end.

use edge::storage::idempotency::IdempotencyKey;
use edge::venue::message::Request;
use edge::venue::message::day_rule::{DayRulesRequest, NewDayRule};
use edge::venue::message::staff::StaffRequest;
use serde_json::{Value, json};
use shared::id::DayRuleId;
use shared::time::Instant;

use super::object::{NOON, Object, settings};
use super::reservations::engine;
use super::waitlist::{entry, order, restaurant};

const DAY: &str = "2026-11-27";

pub async fn ask(object: &Object, request: DayRulesRequest) -> Value {
    object.send(Request::Staff(StaffRequest::DayRules(request))).await
}

async fn create(object: &Object, effect: Value, key: &str) -> Value {
    let request = json!({ "effect": effect, "reason": "The cook is ill" });
    let new = NewDayRule {
        request: serde_json::from_value(request).unwrap(),
        key: IdempotencyKey::parse(key).unwrap(),
    };
    ask(object, DayRulesRequest::Create(Box::new(new))).await
}

/// The rule made, with whom it meets.
pub async fn made(object: &Object, effect: Value) -> Value {
    let answer = create(object, effect.clone(), &effect.to_string().replace(' ', "")).await;
    assert!(answer["Ok"].is_object(), "{answer}");
    answer["Ok"]["impact"].clone()
}

pub fn id(impact: &Value) -> DayRuleId {
    DayRuleId::parse(impact["rule"]["id"].as_str().unwrap()).unwrap()
}

pub async fn book(object: &Object, day: &str, minutes: u16, key: &str) -> Value {
    let answer = object.send(order(day, minutes, 2, key)).await;
    assert!(answer["Ok"].is_object(), "{answer}");
    answer["Ok"]["reservation"].clone()
}

pub fn closure(day: &str) -> Value {
    json!({ "kind": "closure", "from": day, "text": { "en": "The oven is broken.", "de": "Der Ofen ist kaputt." } })
}

async fn slots(object: &Object, day: &str) -> Vec<Value> {
    let question = json!({ "experience_id": "dinner", "attendees": 2, "day": day, "moving": null });
    let answer = object
        .send(Request::Slots(serde_json::from_value(question).unwrap()))
        .await;
    answer["Ok"].as_array().unwrap().clone()
}

async fn open(object: &Object, day: &str) -> usize {
    let slots = slots(object, day).await;
    slots.iter().filter(|slot| slot["status"] == "open").count()
}

#[tokio::test]
async fn a_closure_lists_whom_it_meets_and_cancels_none() {
    let object = restaurant();
    let late = book(&object, DAY, 1200, "late").await;
    let early = book(&object, DAY, 1080, "early").await;
    book(&object, "2026-11-28", 1080, "other").await;
    let impact = made(&object, closure(DAY)).await;
    assert_eq!(impact["meetsCount"], 2);
    let met = |booked: &Value, minutes: u16| {
        json!({
            "id": booked["id"], "number": booked["number"], "day": DAY, "minutes": minutes, "attendees": 2,
        })
    };
    assert_eq!(impact["meets"], json!([met(&early, 1080), met(&late, 1200)]));
    assert_eq!(
        impact["rule"],
        json!({
            "id": impact["rule"]["id"],
            "effect": {
                "kind": "closure", "from": DAY, "to": DAY, "shownAs": "closed",
                "text": { "en": "The oven is broken.", "de": "Der Ofen ist kaputt." },
            },
            "reason": "The cook is ill", "endsAt": "2026-11-28T22:59:00Z", "createdAt": NOON,
            "createdBy": "staff_key",
        })
    );
    assert_eq!(open(&object, DAY).await, 0);
    let refused = object.send(order(DAY, 1140, 2, "new")).await;
    assert_eq!(
        refused["Err"],
        json!({ "Fields": [{ "pointer": "/minutes", "code": "not_a_slot" }] })
    );
    let statuses = object.rows("SELECT status FROM reservations");
    assert!(
        statuses.iter().all(|row| row["status"] == "booked"),
        "{statuses:?}"
    );
}

#[tokio::test]
async fn a_rule_is_created_once_per_key_and_outlives_a_restart() {
    let object = restaurant();
    let first = create(&object, closure(DAY), "key-1").await;
    let again = create(&object, closure(DAY), "key-1").await;
    assert_eq!(again["Ok"]["impact"], first["Ok"]["impact"]);
    assert_eq!(
        (&first["Ok"]["replayed"], &again["Ok"]["replayed"]),
        (&json!(false), &json!(true))
    );
    assert_eq!(
        create(&object, closure("2026-11-28"), "key-1").await["Err"],
        "KeyReused"
    );
    let object = object.restarted();
    let list = ask(&object, DayRulesRequest::List).await;
    assert_eq!(list["Ok"]["rules"], json!([first["Ok"]["impact"]["rule"]]));
    assert_eq!(open(&object, DAY).await, 0);
}

#[tokio::test]
async fn a_removed_rule_lets_guests_in_again_and_its_removal_can_be_repeated() {
    let object = restaurant();
    let impact = made(&object, closure(DAY)).await;
    let removed = ask(&object, DayRulesRequest::Remove(id(&impact))).await;
    assert_eq!(removed["Ok"]["removedAt"], json!(NOON));
    object.run_until(NOON.plus_minutes(5)).await;
    assert_eq!(ask(&object, DayRulesRequest::Remove(id(&impact))).await, removed);
    assert!(open(&object, DAY).await > 0);
    assert_eq!(
        ask(&object, DayRulesRequest::List).await["Ok"]["rules"],
        json!([])
    );
    // The same request again is the one that was answered, and closes nothing.
    let key = closure(DAY).to_string().replace(' ', "");
    let again = create(&object, closure(DAY), &key).await;
    assert_eq!(again["Ok"]["impact"]["rule"]["removedAt"], json!(NOON));
    assert!(open(&object, DAY).await > 0);
    let unknown = DayRuleId::parse("unknown").unwrap();
    for request in [
        DayRulesRequest::Rule(unknown.clone()),
        DayRulesRequest::Remove(unknown.clone()),
        DayRulesRequest::Notify(unknown),
    ] {
        assert_eq!(ask(&object, request).await["Err"], "NotFound");
    }
}

#[tokio::test]
async fn guests_whom_a_rule_meets_are_written_to_once_in_their_language() {
    let object = restaurant();
    let booked = book(&object, DAY, 1140, "key-1").await;
    object.wake().await;
    object.office.taken.borrow_mut().clear();
    let impact = made(&object, closure(DAY)).await;
    let notify = || ask(&object, DayRulesRequest::Notify(id(&impact)));
    assert_eq!(
        notify().await["Ok"],
        json!({ "queued": 1, "withoutAddress": 0, "left": 0 })
    );
    assert_eq!(
        notify().await["Ok"],
        json!({ "queued": 0, "withoutAddress": 0, "left": 0 })
    );
    object.wake().await;
    let letters = object.office.taken.borrow().clone();
    let [letter] = letters.as_slice() else {
        panic!("{} letters", letters.len());
    };
    assert_eq!(letter.to.address, "ada@example.com");
    assert!(letter.text.contains("The oven is broken."), "{}", letter.text);
    assert!(letter.text.contains(booked["number"].as_str().unwrap()));
    let seen = ask(&object, DayRulesRequest::Rule(id(&impact))).await;
    assert_eq!(seen["Ok"]["meets"][0]["notifiedAt"], json!(NOON));
    // A rule that is over meets no reservation.
    ask(&object, DayRulesRequest::Remove(id(&impact))).await;
    assert_eq!(notify().await["Err"], json!({ "Refused": "day_rule_over" }));
    assert_eq!(
        ask(&object, DayRulesRequest::Rule(id(&impact))).await["Ok"]["meetsCount"],
        0
    );
}

#[tokio::test]
async fn a_venue_that_sends_no_mail_says_so_where_guests_would_be_written_to() {
    let object = Object::of(settings(&json!({ "engine": engine() })));
    let impact = made(&object, closure(DAY)).await;
    let notified = ask(&object, DayRulesRequest::Notify(id(&impact))).await;
    assert_eq!(notified["Err"], json!({ "Refused": "no_mail" }));
}

#[tokio::test]
async fn many_guests_are_written_to_in_several_requests() {
    let object = restaurant();
    let impact = made(&object, closure("2026-11-27")).await;
    ask(&object, DayRulesRequest::Remove(id(&impact))).await;
    let insert = "WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 120)
        INSERT INTO reservations (id, number, experience_id, day, minutes, starts_at, ends_at, attendees, status,
            table_ids, last_name, email, locale, marketing_consent, created_at, source, revision, sequence_base)
        SELECT 'r' || n, n, 'dinner', '2026-11-27', 1140, 1795802400, 1795807800, 2, 'booked', '[]', 'Muster',
            CASE n WHEN 1 THEN NULL ELSE 'g' || n || '@example.com' END, 'en', 0, 1795258800, 'app', 0, 0 FROM many";
    object.write(vec![edge::storage::database::Statement::new(insert, vec![])]);
    let object = object.restarted();
    let impact = made(&object, json!({ "kind": "closure", "from": DAY })).await;
    assert_eq!(impact["meetsCount"], 120);
    let notify = || ask(&object, DayRulesRequest::Notify(id(&impact)));
    for (queued, left) in [(100, 19), (19, 0), (0, 0)] {
        assert_eq!(
            notify().await["Ok"],
            json!({ "queued": queued, "withoutAddress": 1, "left": left })
        );
    }
    assert_eq!(object.rows("SELECT id FROM outbox").len(), 119);
}

#[tokio::test]
async fn what_a_removed_rule_took_away_is_offered_to_the_waitlist_at_once() {
    let object = restaurant();
    let full = json!({ "kind": "closure", "from": DAY, "shownAs": "full" });
    let impact = made(&object, full).await;
    let joined = object
        .send(entry(DAY, (1110, 1170), 2, "ben@example.com", "w"))
        .await;
    assert_eq!(joined["Ok"]["wish"]["status"], "waiting", "{joined}");
    object.wake().await;
    object.office.taken.borrow_mut().clear();
    ask(&object, DayRulesRequest::Remove(id(&impact))).await;
    assert_eq!(object.asked_for(), Some(NOON));
    object.wake().await;
    object.wake().await;
    let letters = object.office.taken.borrow().clone();
    assert_eq!(letters.len(), 1);
    assert!(letters[0].id.starts_with("offered-"), "{}", letters[0].id);
}

#[tokio::test]
async fn special_hours_are_offered_to_the_waitlist_too() {
    let object = restaurant();
    for (number, minutes) in [(0, 1080), (1, 1080), (2, 1170), (3, 1170), (4, 1260), (5, 1260)] {
        book(&object, DAY, minutes, &format!("key-{number}")).await;
    }
    let joined = object
        .send(entry(DAY, (1080, 1440), 2, "ben@example.com", "w"))
        .await;
    assert_eq!(joined["Ok"]["wish"]["status"], "waiting", "{joined}");
    object.wake().await;
    object.office.taken.borrow_mut().clear();
    let hours = json!({
        "kind": "special_hours", "day": DAY, "experienceId": "dinner",
        "periods": [{ "firstMinutes": 1080, "lastMinutes": 1410 }],
    });
    let impact = made(&object, hours).await;
    assert_eq!(impact["meetsCount"], 0);
    object.wake().await;
    object.wake().await;
    assert!(
        object
            .office
            .taken
            .borrow()
            .iter()
            .any(|letter| letter.id.starts_with("offered-"))
    );
}

#[tokio::test]
async fn a_pause_ends_by_itself() {
    let object = restaurant();
    let evening = Instant::try_from("2026-11-27T16:00:00Z".to_owned()).unwrap();
    object.run_until(evening).await;
    assert_eq!(open(&object, DAY).await, 7);
    made(
        &object,
        json!({ "kind": "pause", "until": "2026-11-27T18:30:00Z" }),
    )
    .await;
    assert_eq!(open(&object, DAY).await, 4);
    let refused = object.send(order(DAY, 1080, 2, "new")).await;
    assert_eq!(
        refused["Err"]["Taken"]["alternatives"].as_array().unwrap().len(),
        4
    );
    object.run_until(evening.plus_minutes(150)).await;
    assert_eq!(
        ask(&object, DayRulesRequest::List).await["Ok"]["rules"],
        json!([])
    );
}

#[tokio::test]
async fn rules_that_are_over_are_deleted_with_the_names_of_their_letters() {
    let object = restaurant();
    book(&object, DAY, 1140, "key-1").await;
    let over = made(&object, closure(DAY)).await;
    ask(&object, DayRulesRequest::Notify(id(&over))).await;
    made(&object, closure("2026-12-24")).await;
    object.run_until(NOON.plus_minutes(60 * 24 * 8)).await;
    assert_eq!(
        object.rows("SELECT id FROM day_rules").len(),
        2,
        "its key can still be repeated"
    );
    object.run_until(NOON.plus_minutes(60 * 24 * 12)).await;
    assert_eq!(object.rows("SELECT id FROM day_rules").len(), 1);
    assert_eq!(object.rows("SELECT rule_id FROM day_rule_letters").len(), 0);
}

#[tokio::test]
async fn a_venue_has_only_so_many_rules_at_once() {
    let object = restaurant();
    let note = |number: u32| json!({ "kind": "note", "day": DAY, "text": format!("Note {number}") });
    for number in 0..200 {
        let answer = create(&object, note(number), &format!("key-{number}")).await;
        assert!(answer["Ok"].is_object(), "{answer}");
    }
    let refused = create(&object, note(200), "key-200").await;
    assert_eq!(refused["Err"], json!({ "Refused": "too_many_day_rules" }));
    let first = ask(&object, DayRulesRequest::List).await["Ok"]["rules"][0]["id"].clone();
    ask(
        &object,
        DayRulesRequest::Remove(DayRuleId::parse(first.as_str().unwrap()).unwrap()),
    )
    .await;
    assert!(create(&object, note(201), "key-201").await["Ok"].is_object());
}

#[tokio::test]
async fn faulty_rules_are_refused_and_leave_nothing() {
    let object = restaurant();
    let refused = create(
        &object,
        json!({ "kind": "closure", "from": DAY, "to": "2026-11-26" }),
        "k",
    )
    .await;
    assert_eq!(
        refused["Err"],
        json!({ "Fields": [{ "pointer": "/effect/to", "code": "ends_before_start" }] })
    );
    assert_eq!(object.rows("SELECT id FROM day_rules"), Vec::<Value>::new());
}

#[tokio::test]
async fn guests_read_in_the_venues_languages_why_a_day_is_closed_until_the_rule_is_removed() {
    let object = restaurant();
    let day = async || {
        let question = json!({ "experience_id": "dinner", "attendees": 2, "from": DAY, "to": DAY });
        let question = serde_json::from_value(question).unwrap();
        object.send(Request::Calendar(question)).await["Ok"][0].clone()
    };
    assert_eq!(day().await, json!({ "day": DAY, "status": "open" }));
    let mut effect = closure(DAY);
    effect["text"]["ja"] = json!("Kyugyo");
    let impact = made(&object, effect).await;
    let notice = &day().await["notice"];
    assert_eq!(notice["en"], "The oven is broken.");
    assert_eq!(notice["ja"], Value::Null);
    ask(&object, DayRulesRequest::Remove(id(&impact))).await;
    assert_eq!(day().await, json!({ "day": DAY, "status": "open" }));
    // Where the venue has none of the languages, a text that few can read is better than none.
    let mut effect = closure(DAY);
    effect["text"] = json!({ "ja": "Kyugyo" });
    made(&object, effect).await;
    assert_eq!(day().await["notice"], json!({ "ja": "Kyugyo" }));
}
