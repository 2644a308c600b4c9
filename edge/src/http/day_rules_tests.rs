//! Facts about the requests for rules of days.

use serde_json::{Value, json};

use super::super::test_support::ScriptedVenue;
use super::super::tests::{ask_staff, problem};
use super::*;

const KEY: &str = "Bearer the-key-of-demo";

fn ask(method: &str, path: &str, body: &str) -> (Reply, Vec<Value>) {
    let script = ScriptedVenue::default();
    let request = http::Request::builder()
        .method(method)
        .uri(format!("/v1/staff/demo/day-rules{path}"))
        .header("authorization", KEY)
        .header("content-type", "application/json")
        .header("idempotency-key", "key-1");
    let reply = ask_staff(request, body, &script).0;
    (reply, script.requests())
}

#[test]
fn each_request_reaches_the_venue() {
    let effect = json!({ "kind": "covers_limit", "day": "2026-12-01", "covers": 40 });
    let body = json!({ "effect": effect, "reason": "One cook" });
    for (method, path, sent, status, request) in [
        ("GET", "", String::new(), 200, json!("List")),
        (
            "POST",
            "",
            body.to_string(),
            201,
            json!({ "Create": { "request": body, "key": "key-1" } }),
        ),
        ("GET", "/d1", String::new(), 200, json!({ "Rule": "d1" })),
        ("DELETE", "/d1", String::new(), 200, json!({ "Remove": "d1" })),
        (
            "POST",
            "/d1/notify",
            String::new(),
            200,
            json!({ "Notify": "d1" }),
        ),
    ] {
        let (reply, requests) = ask(method, path, &sent);
        assert_eq!(reply.status(), status, "{method} {path}");
        assert_eq!(reply.headers()["cache-control"], "no-store");
        assert_eq!(requests, [json!({ "Staff": { "DayRules": request } })]);
    }
}

#[test]
fn a_repeated_creation_is_marked() {
    let script = ScriptedVenue::default();
    let body = r#"{ "effect": { "kind": "pause" }, "reason": "again" }"#;
    let request = http::Request::post("/v1/staff/demo/day-rules")
        .header("authorization", KEY)
        .header("content-type", "application/json")
        .header("idempotency-key", "key-1");
    let reply = ask_staff(request, body, &script).0;
    assert_eq!(reply.status(), 201);
    assert_eq!(reply.headers()["idempotency-replayed"], "true");
}

#[test]
fn a_faulty_rule_names_its_fields_and_reaches_no_venue() {
    let (reply, requests) = ask(
        "POST",
        "",
        r#"{ "effect": { "kind": "closure", "from": "2026-02-30" } }"#,
    );
    assert_eq!(reply.status(), 422);
    assert_eq!(
        problem(&reply)["errors"],
        json!([{ "pointer": "/effect/from", "code": "invalid_day" }])
    );
    assert_eq!(requests, Vec::<Value>::new());
    let (reply, _) = ask(
        "POST",
        "",
        r#"{ "effect": { "kind": "note", "day": "2026-12-01", "text": "full" } }"#,
    );
    assert_eq!(
        (reply.status().as_u16(), problem(&reply)["code"].as_str()),
        (409, Some("too_many_day_rules"))
    );
}

#[test]
fn without_the_staff_key_no_request_reaches_the_venue() {
    for (method, path) in [
        ("GET", ""),
        ("POST", ""),
        ("GET", "/d1"),
        ("DELETE", "/d1"),
        ("POST", "/d1/notify"),
    ] {
        let script = ScriptedVenue::default();
        let request = http::Request::builder()
            .method(method)
            .uri(format!("/v1/staff/demo/day-rules{path}"))
            .header("content-type", "application/json")
            .header("idempotency-key", "key-1");
        let reply = ask_staff(request, "{}", &script).0;
        assert_eq!(reply.status(), 401, "{method} {path}");
        assert_eq!(script.requests(), Vec::<Value>::new());
    }
}
