//! Facts about quotes and access codes over HTTP.

use http::header::CACHE_CONTROL;
use serde_json::{Value, json};

use super::super::tests::{ask, problem};
use super::super::{Record, Reply};

const QUOTE: &str = "/v1/venues/demo/quote";
const SLOTS: &str = "/v1/venues/demo/slots?experienceId=dinner&attendees=2&day=2026-11-27";

fn question() -> Value {
    json!({ "experienceId": "dinner", "day": "2026-11-27", "minutes": 1140, "attendees": 2 })
}

fn quote(body: &Value) -> (Reply, Record) {
    let request = http::Request::post(QUOTE).header("content-type", "application/json");
    ask(request, Some(&body.to_string()))
}

#[test]
fn a_quote_says_what_is_due_now_and_at_the_venue() {
    let (reply, _) = quote(&question());
    assert_eq!(reply.status(), 200);
    assert_eq!(reply.headers()[CACHE_CONTROL], "no-store");
    let quote = problem(&reply);
    assert_eq!(quote["total"], json!({ "amount": 7_800, "currency": "EUR" }));
    assert_eq!(quote["dueNow"]["amount"], 0);
}

#[test]
fn every_faulty_field_of_a_question_is_named() {
    let mut body = question();
    body["people"] = json!([{ "category": "a/b", "count": 1 }]);
    body["total"] = json!(1);
    let (reply, _) = quote(&body);
    assert_eq!(reply.status(), 422);
    let pointers: Vec<_> = problem(&reply)["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["pointer"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(pointers.len(), 2, "{pointers:?}");
    for pointer in ["/people/0/category", "/total"] {
        assert!(pointers.iter().any(|found| found == pointer), "{pointers:?}");
    }
}

#[test]
fn the_price_of_changing_a_reservation_needs_its_token() {
    let mut body = question();
    body["reservationId"] = json!("r1");
    assert_eq!(quote(&body).0.status(), 401);
}

#[test]
fn a_code_opens_slots_and_one_that_opens_nothing_is_named() {
    let slots = |code: &str| ask(http::Request::get(SLOTS).header("access-code", code), Some("")).0;
    let opened = slots("SPRING");
    assert_eq!(opened.status(), 200);
    assert_eq!(opened.headers()[CACHE_CONTROL], "no-store");
    assert_eq!(problem(&opened)["slots"][0]["minutes"], 1_200);
    let refused = slots("AUTUMN");
    assert_eq!(refused.status(), 422);
    let refused = problem(&refused);
    assert_eq!(refused["code"], "access_code_unknown");
    assert_eq!(refused["errors"][0]["pointer"], "/accessCode");
    assert!(!refused.to_string().contains("AUTUMN"));
}

#[test]
fn a_code_is_not_in_the_log() {
    let request = http::Request::get(SLOTS).header("access-code", "SPRING");
    let (_, record) = ask(request, Some(""));
    let logged = serde_json::to_string(&record).unwrap();
    assert!(!logged.contains("SPRING"), "{logged}");
}
