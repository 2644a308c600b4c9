//! Facts about requests for reservations that staff make.

use serde_json::{Value, json};

use super::super::test_support::ScriptedVenue;
use super::super::tests::{ask_staff, problem};
use super::*;

/// The answer to this body with fields in place of others, and the requests that reached the venue.
fn ask(fields: &Value) -> (Reply, Vec<Value>) {
    let mut body = json!({
        "experienceId": "dinner", "day": "2026-11-27", "minutes": 1140, "attendees": 2, "lastName": "Muster",
    });
    if let (Value::Object(body), Value::Object(fields)) = (&mut body, fields) {
        body.extend(fields.clone());
    }
    let script = ScriptedVenue::default();
    let request = http::Request::post("/v1/staff/demo/reservations")
        .header("authorization", "Bearer the-key-of-demo")
        .header("content-type", "application/json")
        .header("idempotency-key", "key-1");
    let reply = ask_staff(request, &body.to_string(), &script).0;
    (reply, script.requests())
}

#[test]
fn a_caller_is_booked_with_the_number_as_the_country_writes_it() {
    let (reply, requests) = ask(&json!({ "phone": "0660 1123345", "internalNotes": "Regular" }));
    assert_eq!(reply.status(), 201);
    assert_eq!(reply.headers()["idempotency-replayed"], "true");
    let sent = &requests[0]["Staff"]["Create"];
    assert_eq!(sent["guest"]["phone"], "+436601123345");
    assert_eq!(
        (&sent["source"], &sent["key"]),
        (&json!("phone"), &json!("key-1"))
    );
    assert_eq!(sent["details"]["internal_notes"], "Regular");
    let answer: Value = serde_json::from_slice(reply.body()).unwrap();
    assert_eq!(answer["reservation"]["id"], "r1");
    assert_eq!(answer["warnings"], json!([]));
}

#[test]
fn an_invalid_number_and_too_many_tables_are_named() {
    for (fields, pointer) in [
        (json!({ "phone": "12" }), "/phone"),
        (json!({ "tableIds": vec!["w1"; 17] }), "/tableIds"),
        (json!({ "lastName": "" }), "/lastName"),
    ] {
        let (reply, requests) = ask(&fields);
        assert_eq!((reply.status().as_u16(), requests.len()), (422, 0), "{fields}");
        assert_eq!(problem(&reply)["errors"][0]["pointer"], pointer);
    }
}

#[test]
fn a_guest_is_found_by_the_number_as_the_country_writes_it() {
    let script = ScriptedVenue::default();
    let request = http::Request::post("/v1/staff/demo/guests/history")
        .header("authorization", "Bearer the-key-of-demo")
        .header("content-type", "application/json");
    let body = json!({ "phone": " 0660 1123345 " }).to_string();
    let reply = ask_staff(request, &body, &script).0;
    assert_eq!(reply.status(), 200);
    assert_eq!(
        script.requests(),
        [json!({ "Staff": { "PhoneCalls": { "History": "+436601123345" } } })]
    );
    let answer: Value = serde_json::from_slice(reply.body()).unwrap();
    assert_eq!(answer["upcoming"][0]["id"], "r1");
}

#[test]
fn a_guest_is_found_by_a_name_that_is_in_no_address() {
    let search = |body: &str| {
        let script = ScriptedVenue::default();
        let request = http::Request::post("/v1/staff/demo/guests/search")
            .header("authorization", "Bearer the-key-of-demo")
            .header("content-type", "application/json");
        let reply = ask_staff(request, body, &script).0;
        (reply, script.requests())
    };
    let (reply, requests) = search(r#"{ "name": " Ada Love " }"#);
    assert_eq!(reply.status(), 200);
    assert_eq!(requests[0]["Staff"], json!({ "FindGuests": "Ada Love" }));
    let answer: Value = serde_json::from_slice(reply.body()).unwrap();
    assert_eq!(answer["guests"][0]["id"], "r1");
    let (reply, requests) = search(r#"{ "name": "" }"#);
    assert_eq!((reply.status().as_u16(), requests.len()), (422, 0));
}
