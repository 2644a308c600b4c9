//! Facts about `/external`: its requests and responses as JSON, and the callers that are refused.

use http::header::{AUTHORIZATION, ORIGIN};
use serde_json::{Value, json};

use crate::http::Reply;
use crate::http::test_support::ScriptedVenue;
use crate::http::tests::ask_staff;

pub(super) const KEY: &str = "Bearer the-key-of-demo";

/// Sends a request of staff with these headers beside the key; returns the reply and the requests to the object.
pub(super) fn send(method: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> (Reply, Vec<Value>) {
    let script = ScriptedVenue::default();
    let mut request = http::Request::builder()
        .method(method)
        .uri(format!("https://book.example.com{path}"))
        .header(AUTHORIZATION, KEY)
        .header("content-type", "application/json");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let (reply, _) = ask_staff(request, &body, &script);
    (reply, script.requests())
}

pub(super) fn call(method: &str, path: &str, body: &Value) -> (u16, Value, Vec<Value>) {
    let (reply, requests) = send(method, path, &[], body);
    let answer = serde_json::from_slice(reply.body()).unwrap_or_default();
    (reply.status().as_u16(), answer, requests)
}

pub(super) fn get(path: &str) -> (u16, Value, Vec<Value>) {
    call("GET", path, &Value::Null)
}

#[test]
fn experiences_name_their_pictures_by_whole_addresses() {
    let (status, body, _) = get("/external/availability/experiences");
    assert_eq!((status, body), (200, json!([])));
}

#[test]
fn the_description_is_served_with_a_key() {
    let (status, document, requests) = get("/external/openapi.json");
    assert_eq!((status, &document["openapi"]), (200, &json!("3.1.0")));
    assert_eq!(requests, [json!({ "Staff": "Identity" })]);
}

#[test]
fn a_caller_without_the_key_gets_401_and_nothing_else() {
    let script = ScriptedVenue::default();
    for (key, path) in [
        (None, "/external/reservations/r1"),
        (Some("Bearer wrong"), "/external/reservations/r1"),
        (Some("the-key-of-demo"), "/external/reservations/r1"),
        (Some("Bearer wrong"), "/external/no/such/place"),
        (Some("Bearer wrong"), "/external"),
    ] {
        let mut request = http::Request::get(path);
        if let Some(key) = key {
            request = request.header(AUTHORIZATION, key);
        }
        let (reply, record) = ask_staff(request, "", &script);
        assert_eq!(reply.status(), 401, "{path}");
        assert_eq!(
            serde_json::from_slice::<Value>(reply.body()).unwrap(),
            json!({ "statusCode": 401, "message": "Unauthorized", "error": "Invalid or expired token" })
        );
        assert_eq!((record.route, record.venue), ("external", None));
    }
    assert!(script.requests().is_empty());
}

#[test]
fn a_page_is_refused_even_with_the_key() {
    for origin in ["https://www.example.com", "https://book.example.com", "null"] {
        let request = http::Request::get("https://book.example.com/external/reservations/r1")
            .header(AUTHORIZATION, KEY)
            .header(ORIGIN, origin);
        let (reply, _) = ask_staff(request, "", &ScriptedVenue::default());
        assert_eq!(reply.status(), 403, "{origin}");
        assert!(reply.headers().get("access-control-allow-origin").is_none());
        assert_eq!(reply.headers()["cache-control"], "no-store");
    }
}

#[test]
fn repeated_parameters_and_fields_are_refused() {
    let script = ScriptedVenue::default();
    for (path, body) in [
        ("/external/reservations", r#"{"attendees":2,"attendees":3}"#),
        ("/external/gift-cards", r#"{"amount":5000,"amount":1}"#),
        (
            "/external/reservations",
            r#"{"day":"2026-11-27","guest":{"lastName":"A","lastName":"B"}}"#,
        ),
    ] {
        let request = http::Request::post(path)
            .header(AUTHORIZATION, KEY)
            .header("content-type", "application/json");
        let (reply, _) = ask_staff(request, body, &script);
        let answer: Value = serde_json::from_slice(reply.body()).unwrap();
        assert_eq!(reply.status(), 400, "{answer}");
        let message = answer["message"].as_str().unwrap();
        assert!(message.starts_with("not JSON at line 1"), "{message}");
    }
    let (status, body, _) = get("/external/reservations?from=2026-11-27&to=2026-11-27&from=2026-11-28");
    assert_eq!((status, &body["message"]), (400, &json!(["from: write it once"])));
    assert!(script.requests().is_empty());
}

#[test]
fn slots_are_asked_for_with_or_without_a_reservation_to_move() {
    let query = "attendees=2&day=2026-11-27&experienceId=dinner";
    let (status, body, requests) = get(&format!(
        "/external/availability/slots?{query}&reservationId=r1&x=1"
    ));
    assert_eq!((status, body), (200, json!({ "slots": [] })));
    assert_eq!(requests[0]["Staff"]["Slots"]["moving"], "r1");
    let (status, body, requests) = get("/external/availability/slots?attendees=two&day=2026-02-30");
    assert_eq!(status, 400);
    assert_eq!(body["error"], "Bad Request");
    let messages = body["message"].as_array().unwrap();
    for message in [
        "attendees: wrong_type",
        "day: invalid_day",
        "experienceId: required",
    ] {
        assert!(messages.contains(&json!(message)), "{body}");
    }
    assert!(requests.is_empty());
}
