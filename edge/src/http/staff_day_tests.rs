//! Facts about requests for a day and its reservations.

use serde_json::{Value, json};

use super::super::test_support::ScriptedVenue;
use super::super::tests::{ask_staff, problem};
use super::*;

const KEY: &str = "Bearer the-key-of-demo";

fn ask(method: &str, path: &str, body: &str) -> (Reply, Vec<Value>) {
    ask_with_key(method, path, body, "key-1")
}

fn ask_with_key(method: &str, path: &str, body: &str, key: &str) -> (Reply, Vec<Value>) {
    let script = ScriptedVenue::default();
    let request = http::Request::builder()
        .method(method)
        .uri(format!("/v1/staff/demo/{path}"))
        .header("authorization", KEY)
        .header("idempotency-key", key)
        .header("content-type", "application/json");
    let reply = ask_staff(request, body, &script).0;
    (reply, script.requests())
}

fn read_json(reply: &Reply) -> Value {
    serde_json::from_slice(reply.body()).unwrap()
}

#[test]
fn a_day_is_read_by_its_date_or_as_the_one_that_goes_on() {
    let (reply, requests) = ask("GET", "day?day=2026-11-27", "");
    assert_eq!(reply.status(), 200);
    assert_eq!(reply.headers()["cache-control"], "no-store");
    assert_eq!(requests, [json!({ "Staff": { "Day": "2026-11-27" } })]);
    let answer = read_json(&reply);
    assert_eq!(answer["reservations"][0]["guest"]["lastName"], "Muster");
    assert_eq!(answer["cursor"], 9);
    assert_eq!(
        ask("GET", "day", "").1,
        [json!({ "Staff": { "Day": Value::Null } })]
    );
    let (reply, requests) = ask("GET", "day?day=2026-02-30", "");
    assert_eq!((reply.status().as_u16(), requests.len()), (422, 0));
}

#[test]
fn a_reservation_is_shown_with_what_staff_need() {
    let shown = read_json(&ask("GET", "reservations/r1", "").0);
    assert_eq!(shown["internalNotes"], "The owner's aunt");
    assert_eq!(shown["tables"], json!([{ "id": "w1", "name": "W1" }]));
    assert_eq!(shown["labels"], json!([{ "id": "vip", "name": "VIP" }]));
    assert_eq!(shown["startsAt"], "2026-11-27T18:00:00Z");
    assert_eq!(ask("GET", "reservations/r2", "").0.status(), 404);
}

#[test]
fn a_change_reaches_the_venue_with_the_sequence_that_its_sender_has_read() {
    let body = r#"{ "ifSequence": 3, "status": "seated", "tableIds": ["w1"], "internalNotes": "" }"#;
    let (reply, requests) = ask("PATCH", "reservations/r1", body);
    assert_eq!(reply.status(), 200);
    assert_eq!(read_json(&reply)["status"], "seated");
    let sent = &requests[0]["Staff"]["Change"];
    assert_eq!(sent[0], "r1");
    assert_eq!(
        (
            &sent[1]["if_sequence"],
            &sent[1]["status"],
            &sent[1]["internal_notes"]
        ),
        (&json!(3), &json!("seated"), &json!("clear"))
    );
}

#[test]
fn a_change_that_is_not_possible_says_why() {
    for (body, status, code) in [
        (r#"{ "status": "paid" }"#, 409, "illegal_transition"),
        (r#"{ "tableIds": ["t9"] }"#, 409, "slot_taken"),
        (r#"{ "status": "eaten" }"#, 422, "validation_failed"),
        (r#"{ "ifSequence": -1 }"#, 422, "validation_failed"),
        (
            r#"{ "ifSequence": 2, "status": "arrived" }"#,
            409,
            "reservation_changed",
        ),
    ] {
        let (reply, _) = ask("PATCH", "reservations/r1", body);
        let answered = (reply.status().as_u16(), problem(&reply)["code"].clone());
        assert_eq!(answered, (status, json!(code)), "{body}");
    }
    let many = json!({ "tableIds": vec!["w1"; 17] }).to_string();
    assert_eq!(ask("PATCH", "reservations/r1", &many).0.status(), 422);
}

#[test]
fn a_party_without_a_reservation_is_seated_at_tables_of_the_staffs_choice() {
    let (reply, requests) = ask("POST", "walk-ins", r#"{ "tableIds": ["w1"], "attendees": 2 }"#);
    assert_eq!(reply.status(), 201);
    assert_eq!(read_json(&reply)["status"], "seated");
    let sent = json!({ "Seat": { "ids": ["w1"], "attendees": 2, "key": "key-1" } });
    assert_eq!(requests, [json!({ "Staff": { "Tables": sent } })]);
    let waiting = r#"{ "tableIds": ["w1"], "attendees": 2, "waitlistEntryId": "w7" }"#;
    let (reply, requests) = ask("POST", "walk-ins", waiting);
    assert_eq!(reply.status(), 201);
    assert_eq!(requests[0]["Staff"]["Tables"]["Seat"]["waiting"], "w7");
    for body in [
        json!({ "tableIds": [], "attendees": 2 }),
        json!({ "tableIds": vec!["w1"; 17], "attendees": 2 }),
        json!({ "tableIds": ["w1"], "attendees": 51 }),
    ] {
        let (reply, requests) = ask("POST", "walk-ins", &body.to_string());
        assert_eq!((reply.status().as_u16(), requests.len()), (422, 0), "{body}");
    }
}

#[test]
fn a_party_is_seated_once_per_key_and_a_repetition_is_marked() {
    let body = r#"{ "tableIds": ["w1"], "attendees": 2 }"#;
    let first = ask("POST", "walk-ins", body).0;
    assert!(!first.headers().contains_key("idempotency-replayed"));
    let again = ask_with_key("POST", "walk-ins", body, "key-of-before").0;
    assert_eq!(again.status(), 201);
    assert_eq!(again.headers()["idempotency-replayed"], "true");
    let (refused, requests) = ask_with_key("POST", "walk-ins", body, "");
    assert_eq!((refused.status().as_u16(), requests.len()), (400, 0));
    assert_eq!(problem(&refused)["code"], "idempotency_key_required");
}
