//! Facts about requests of staff about the waitlist.

use serde_json::{Value, json};

use super::super::test_support::ScriptedVenue;
use super::super::tests::{ask_staff, problem};
use super::*;

/// The answer to this body with fields in place of others, and the requests that reached the venue.
fn ask(fields: &Value) -> (Reply, Vec<Value>) {
    let mut body =
        json!({ "experienceId": "dinner", "attendees": 2, "lastName": "Muster", "quotedMinutes": 20 });
    if let (Value::Object(body), Value::Object(fields)) = (&mut body, fields) {
        body.extend(fields.clone());
    }
    let script = ScriptedVenue::default();
    let request = http::Request::post("/v1/staff/demo/waitlist")
        .header("authorization", "Bearer the-key-of-demo")
        .header("content-type", "application/json")
        .header("idempotency-key", "key-1");
    let reply = ask_staff(request, &body.to_string(), &script).0;
    (reply, script.requests())
}

#[test]
fn a_party_at_the_door_is_noted_with_the_wait_that_it_was_promised() {
    let (reply, requests) = ask(&json!({ "phone": "0660 1123345" }));
    assert_eq!(reply.status(), 201);
    let sent = &requests[0]["Staff"]["Waitlist"]["Add"];
    assert_eq!(
        (&sent["quoted_minutes"], &sent["phone"]),
        (&json!(20), &json!("+436601123345"))
    );
    let answer: Value = serde_json::from_slice(reply.body()).unwrap();
    assert_eq!(answer["quotedAt"], "2026-11-27T17:20:00Z");
}

#[test]
fn a_wait_that_is_too_long_and_an_invalid_number_are_named() {
    for (fields, pointer) in [
        (json!({ "quotedMinutes": 241 }), "/quotedMinutes"),
        (json!({ "phone": "12" }), "/phone"),
        (json!({ "attendees": 0 }), "/attendees"),
    ] {
        let (reply, requests) = ask(&fields);
        assert_eq!((reply.status().as_u16(), requests.len()), (422, 0), "{fields}");
        assert_eq!(problem(&reply)["errors"][0]["pointer"], pointer);
    }
}

#[test]
fn an_entry_is_withdrawn_by_staff() {
    let script = ScriptedVenue::default();
    let request =
        http::Request::delete("/v1/staff/demo/waitlist/w1").header("authorization", "Bearer the-key-of-demo");
    let reply = ask_staff(request, "", &script).0;
    assert_eq!(reply.status(), 200);
    assert_eq!(
        script.requests(),
        [json!({ "Staff": { "Waitlist": { "Withdraw": "w1" } } })]
    );
}
