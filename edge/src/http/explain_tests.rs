//! Facts about the request for the reasons why a time is not open.

use serde_json::{Value, json};

use super::super::test_support::ScriptedVenue;
use super::super::tests::{ask_staff, problem};
use super::*;

fn ask(query: &str, token: Option<&str>) -> (Reply, Vec<Value>) {
    let script = ScriptedVenue::default();
    let mut request = http::Request::get(format!("/v1/staff/demo/explain?{query}"));
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let reply = ask_staff(request.header("accept-language", "de-AT, en;q=0.5"), "", &script).0;
    (reply, script.requests())
}

const QUERY: &str = "experienceId=dinner&day=2026-12-01&minutes=1500&attendees=3";

#[test]
fn the_question_reaches_the_venue_with_the_languages_of_its_reader() {
    let (reply, requests) = ask(QUERY, Some("the-key-of-demo"));
    assert_eq!(reply.status(), 200);
    assert_eq!(reply.headers()["cache-control"], "no-store");
    assert_eq!(
        problem(&reply),
        json!({ "isOpen": true, "rules": [], "tables": [] })
    );
    assert_eq!(
        requests,
        [json!({ "Staff": { "Explain": {
            "question": { "experience_id": "dinner", "attendees": 3, "day": "2026-12-01", "moving": null },
            "minutes": 1500, "languages": ["de-AT", "en"],
        } } })]
    );
    let (_, requests) = ask(&format!("{QUERY}&language=fr"), Some("the-key-of-demo"));
    assert_eq!(
        requests[0]["Staff"]["Explain"]["languages"],
        json!(["fr", "de-AT", "en"])
    );
}

#[test]
fn without_the_staff_key_no_request_reaches_the_venue() {
    for token in [None, Some("the-key-of-nobody"), Some("manage-secret")] {
        let (reply, requests) = ask(QUERY, token);
        assert_eq!(reply.status(), 401, "{token:?}");
        assert_eq!(requests, Vec::<Value>::new());
    }
}

#[test]
fn each_faulty_parameter_is_named() {
    let (reply, requests) = ask(
        "day=2026-02-30&minutes=2880&attendees=0&guests=2",
        Some("the-key-of-demo"),
    );
    assert_eq!(reply.status(), 422);
    let mut pointers: Vec<_> = problem(&reply)["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["pointer"].as_str().unwrap().to_owned())
        .collect();
    pointers.sort();
    assert_eq!(
        pointers,
        ["/attendees", "/day", "/experienceId", "/guests", "/minutes"]
    );
    assert_eq!(requests, Vec::<Value>::new());
}
