//! Facts about the waitlist over HTTP. The course of an entry is scripted.

use http::Method;
use serde_json::{Value, json};

use super::super::tests::{ask, problem};
use super::*;

fn body(attendees: u8) -> Value {
    json!({
        "experienceId": "dinner", "day": "2026-11-27", "from": 1_080, "to": 1_200, "attendees": attendees,
        "guest": { "lastName": "Muster", "email": "ada@example.com", "phone": "+436605512234" },
        "locale": "en",
    })
}

fn post(body: &Value, key: &str) -> Reply {
    let request = http::Request::post("/v1/venues/demo/waitlist")
        .header("content-type", "application/json")
        .header("idempotency-key", key);
    ask(request, Some(&body.to_string())).0
}

fn at(method: Method, path: &str, token: Option<&str>) -> Reply {
    let mut request = http::Request::builder()
        .method(method)
        .uri(format!("/v1/venues/demo/waitlist/{path}"));
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    ask(request, Some("")).0
}

#[test]
fn an_entry_is_answered_with_its_token() {
    let reply = post(&body(2), "a");
    assert_eq!(reply.status(), 201);
    assert_eq!(reply.headers()["cache-control"], "no-store");
    let entry = problem(&reply);
    assert_eq!(
        (&entry["status"], &entry["wishToken"]),
        (&json!("waiting"), &json!("wish-secret"))
    );
    assert_eq!(post(&body(2), "again").headers()["idempotency-replayed"], "true");
}

#[test]
fn an_entry_with_an_open_slot_or_beyond_the_limit_is_refused_with_the_reason() {
    for (attendees, code) in [(1, "slot_open"), (3, "too_many_wishes")] {
        let reply = post(&body(attendees), "a");
        assert_eq!(reply.status(), 409);
        assert_eq!(problem(&reply)["code"], code);
    }
    let mut wrong = body(2);
    wrong["guest"].as_object_mut().unwrap().remove("email");
    wrong["from"] = json!("soon");
    let reply = post(&wrong, "a");
    assert_eq!(reply.status(), 422);
    let errors = problem(&reply)["errors"].as_array().unwrap().len();
    assert_eq!(errors, 2);
    let request = http::Request::post("/v1/venues/demo/waitlist").header("content-type", "application/json");
    let (reply, _) = ask(request, Some(&body(2).to_string()));
    assert_eq!(problem(&reply)["code"], "idempotency_key_required");
}

#[test]
fn an_entry_is_shown_withdrawn_and_accepted_with_its_token() {
    for (method, path) in [
        (Method::GET, "w1"),
        (Method::DELETE, "w1"),
        (Method::POST, "w1/acceptance"),
    ] {
        assert_eq!(at(method.clone(), path, None).status(), 401, "{method} {path}");
        let reply = at(method.clone(), path, Some("t"));
        assert_eq!(reply.status(), 200, "{method} {path}");
        assert_eq!(problem(&reply).get("wishToken"), None);
        let other = path.replace("w1", "w9");
        assert_eq!(at(method, &other, Some("t")).status(), 404);
    }
    let taken = problem(&at(Method::POST, "w1/acceptance", Some("t")));
    assert_eq!(
        (&taken["status"], &taken["manageToken"]),
        (&json!("booked"), &json!("manage-secret"))
    );
    let late = at(Method::POST, "w2/acceptance", Some("t"));
    assert_eq!(
        (late.status().as_u16(), &problem(&late)["code"]),
        (409, &json!("offer_over"))
    );
}
