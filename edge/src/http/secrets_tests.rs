//! Facts about the endpoints of a venue's secrets.

use serde_json::{Value, json};

use super::super::test_support::ScriptedVenue;
use super::super::tests::{ask_staff, problem};
use super::*;

const LIST: &str = "/v1/staff/demo/secrets";
const KEY: &str = "/v1/staff/demo/secrets/LINDE_MAIL_KEY";

fn send(method: &str, path: &str, body: &str, token: Option<&str>) -> (Reply, ScriptedVenue) {
    let script = ScriptedVenue::default();
    let mut request = http::Request::builder()
        .method(method)
        .uri(path)
        .header("content-type", "application/json");
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    (ask_staff(request, body, &script).0, script)
}

fn staff(method: &str, path: &str, body: &Value) -> (Reply, ScriptedVenue) {
    send(method, path, &body.to_string(), Some("the-key-of-demo"))
}

#[test]
fn a_secret_is_set_and_deleted_without_an_answer() {
    let (reply, script) = staff("PUT", KEY, &json!({ "value": "re_123" }));
    assert_eq!((reply.status().as_u16(), reply.body().len()), (204, 0));
    assert_eq!(
        script.requests(),
        [json!({ "Staff": { "SetSecret": ["LINDE_MAIL_KEY", "re_123"] } })]
    );
    assert_eq!(script.visitors(), [json!(null)]);
    let (reply, script) = staff("DELETE", KEY, &json!({}));
    assert_eq!((reply.status().as_u16(), reply.body().len()), (204, 0));
    assert_eq!(
        script.requests(),
        [json!({ "Staff": { "DeleteSecret": "LINDE_MAIL_KEY" } })]
    );
}

#[test]
fn the_list_has_names_and_no_value() {
    let (reply, script) = staff("GET", LIST, &json!({}));
    assert_eq!(reply.status(), 200);
    assert_eq!(reply.headers()["cache-control"], "no-store");
    assert_eq!(
        problem(&reply),
        json!({ "secrets": [{
            "name": "LINDE_MAIL_KEY", "settings": ["mail.key"], "status": "sealed", "sealedAt": "2026-11-22T12:00:00Z",
        }] })
    );
    assert_eq!(script.requests(), [json!({ "Staff": "Secrets" })]);
}

#[test]
fn without_the_staff_key_no_request_reaches_the_venue() {
    for (method, path) in [("GET", LIST), ("PUT", KEY), ("DELETE", KEY)] {
        for token in [None, Some("the-key-of-nobody"), Some("manage-secret")] {
            let (reply, script) = send(method, path, r#"{"value":"re_123"}"#, token);
            assert_eq!(reply.status(), 401, "{method} {token:?}");
            assert!(script.requests().is_empty());
        }
    }
}

#[test]
fn a_value_that_is_refused_is_not_repeated_and_reaches_no_venue() {
    let long = "x".repeat(4097);
    for (value, code) in [
        (json!(""), "required"),
        (json!("re 123"), "invalid"),
        (json!("re_123\n"), "control_characters"),
        (json!(long), "too_long"),
        (json!(123), "wrong_type"),
        (json!(["re_123"]), "wrong_type"),
    ] {
        let (reply, script) = staff("PUT", KEY, &json!({ "value": value }));
        assert_eq!(reply.status(), 422, "{code}");
        let text = String::from_utf8(reply.body().clone()).unwrap();
        assert!(!text.contains("123") && !text.contains("xxx"), "{text}");
        assert_eq!(
            problem(&reply)["errors"],
            json!([{ "pointer": "/value", "code": code }])
        );
        assert!(script.requests().is_empty());
    }
}

#[test]
fn each_refusal_of_the_venue_has_a_code_of_its_own() {
    let value = json!({ "value": "re_123" });
    for (method, path, body, status, code) in [
        (
            "PUT",
            "/v1/staff/demo/secrets/OTHER",
            &value,
            422,
            "unknown_secret",
        ),
        (
            "DELETE",
            "/v1/staff/demo/secrets/other",
            &value,
            422,
            "unknown_secret",
        ),
        (
            "PUT",
            KEY,
            &json!({ "value": "without-a-key" }),
            409,
            "sealing_unavailable",
        ),
        ("PUT", "/v1/staff/demo/secrets/..", &value, 404, "not_found"),
        ("PUT", "/v1/staff/demo/secrets/A%20B", &value, 404, "not_found"),
        (
            "PUT",
            "/v1/staff/nobody/secrets/A",
            &value,
            404,
            "venue_not_found",
        ),
    ] {
        let (reply, _) = staff(method, path, body);
        assert_eq!(reply.status().as_u16(), status, "{method} {path}");
        assert_eq!(problem(&reply)["code"], code, "{method} {path}");
    }
}
