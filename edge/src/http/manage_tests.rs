//! Facts about a reservation's address: the token that changes and cancellations need.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::tests::{ask, problem};

const ONE: &str = "/v1/venues/demo/reservations/r1";

fn with_token(request: http::request::Builder) -> http::request::Builder {
    request
        .header("authorization", "Bearer manage-secret")
        .header("content-type", "application/json")
}

#[test]
fn a_change_needs_a_token_and_a_body_of_json() {
    let body = json!({ "attendees": 3 }).to_string();
    let (reply, _) = ask(
        http::Request::patch(ONE).header("content-type", "application/json"),
        Some(&body),
    );
    assert_eq!(reply.status(), 401);
    let (reply, _) = ask(with_token(http::Request::patch(ONE)), Some("attendees=3"));
    assert_eq!(reply.status(), 400);
    let (reply, _) = ask(with_token(http::Request::patch(ONE)), Some(&body));
    assert_eq!(reply.status(), 200);
    assert_eq!(problem(&reply)["attendees"], 3);
    assert!(problem(&reply).get("manageToken").is_none_or(Value::is_null));
}

#[test]
fn every_faulty_field_of_a_change_is_named() {
    let body = json!({ "attendees": 0, "day": "tomorrow", "lastName": "Other" }).to_string();
    let (reply, _) = ask(with_token(http::Request::patch(ONE)), Some(&body));
    assert_eq!(reply.status(), 422);
    let errors = problem(&reply)["errors"].as_array().unwrap().clone();
    let named: BTreeSet<_> = errors
        .iter()
        .map(|error| error["pointer"].as_str().unwrap())
        .collect();
    assert_eq!(named, BTreeSet::from(["/attendees", "/day", "/lastName"]));
}

#[test]
fn a_cancellation_needs_the_token_and_an_unknown_reservation_is_not_found() {
    let cancel = |id: &str| http::Request::post(format!("/v1/venues/demo/reservations/{id}/cancel"));
    assert_eq!(ask(cancel("r1"), Some("")).0.status(), 401);
    assert_eq!(ask(with_token(cancel("nobody")), Some("")).0.status(), 404);
    // The scripted venue refuses every change of a status.
    let (reply, _) = ask(with_token(cancel("r1")), Some(""));
    assert_eq!(reply.status(), 409);
    assert_eq!(problem(&reply)["code"], "illegal_transition");
}

#[test]
fn the_reservations_own_table_counts_as_free_with_its_token_alone() {
    let path = "/v1/venues/demo/slots?experienceId=dinner&attendees=2&day=2026-11-27&reservationId=r1";
    assert_eq!(ask(http::Request::get(path), Some("")).0.status(), 401);
}

#[test]
fn a_foreign_page_changes_nothing() {
    let body = json!({ "attendees": 3 }).to_string();
    let request = with_token(http::Request::patch(ONE)).header("origin", "https://evil.example");
    assert_eq!(ask(request, Some(&body)).0.status(), 403);
}
