//! Facts about webhooks over HTTP.

use serde_json::{Value, json};

use super::super::test_support::ScriptedVenue;
use super::super::tests::ask_staff;

fn ask(method: &str, path: &str, body: &Value) -> (u16, Value, Vec<Value>) {
    let script = ScriptedVenue::default();
    let mut request = http::Request::builder()
        .method(method)
        .uri(format!("/v1/staff/demo/webhooks{path}"))
        .header("authorization", "Bearer the-key-of-demo");
    let mut text = String::new();
    if !body.is_null() {
        request = request.header("content-type", "application/json");
        text = body.to_string();
    }
    let (reply, _) = ask_staff(request, &text, &script);
    let answer = serde_json::from_slice(reply.body()).unwrap_or_default();
    (reply.status().as_u16(), answer, script.requests())
}

const ID: &str = "aaaaaaaaaaaa";

#[test]
fn each_request_about_webhooks_reaches_the_venue() {
    let new = json!({ "url": "HTTPS://Hooks.Example.com:443/a", "kinds": ["reservation", "gift_card"] });
    let stored = json!({ "url": "https://hooks.example.com/a", "kinds": ["reservation", "gift_card"] });
    for (method, path, body, status, request) in [
        ("GET", String::new(), Value::Null, 200, json!("List")),
        ("POST", String::new(), new, 201, json!({ "Create": stored })),
        (
            "DELETE",
            format!("/{ID}"),
            Value::Null,
            204,
            json!({ "Delete": ID }),
        ),
        (
            "POST",
            format!("/{ID}/secret"),
            Value::Null,
            200,
            json!({ "RotateSecret": ID }),
        ),
        (
            "GET",
            format!("/{ID}/dead-letters?before=7"),
            Value::Null,
            200,
            json!({ "DeadLetters": [ID, 7] }),
        ),
        (
            "POST",
            format!("/{ID}/replay"),
            Value::Null,
            200,
            json!({ "Replay": ID }),
        ),
    ] {
        let (found, answer, requests) = ask(method, &path, &body);
        assert_eq!(found, status, "{method} {path}: {answer}");
        assert_eq!(
            requests,
            [json!({ "Staff": { "Webhooks": request } })],
            "{method} {path}"
        );
    }
}

#[test]
fn the_secret_is_in_the_answer_to_its_creation_and_rotation_alone() {
    let new = json!({ "url": "https://hooks.example.com/", "kinds": ["reservation"] });
    let (_, created, _) = ask("POST", "", &new);
    let (_, rotated, _) = ask("POST", &format!("/{ID}/secret"), &Value::Null);
    for answer in [created, rotated] {
        assert!(answer["secret"].as_str().unwrap().starts_with("whsec_"));
        assert_eq!(answer["status"], "waiting");
    }
    let (_, list, _) = ask("GET", "", &Value::Null);
    assert!(!list.to_string().contains("whsec_"));
}

#[test]
fn webhooks_to_other_addresses_and_of_other_kinds_are_refused() {
    let of = |url: &str| json!({ "url": url, "kinds": ["reservation"] });
    for (body, pointer) in [
        (of("http://hooks.example.com/"), "/url"),
        (of("https://127.0.0.1/"), "/url"),
        (of("https://[::1]/"), "/url"),
        (of("https://user:word@hooks.example.com/"), "/url"),
        (of("https://localhost/"), "/url"),
        (
            json!({ "url": "https://hooks.example.com/", "kinds": ["guest"] }),
            "/kinds/0",
        ),
        (json!({ "url": "https://hooks.example.com/" }), "/kinds"),
        (json!({ "kinds": ["reservation"] }), "/url"),
    ] {
        let (status, answer, requests) = ask("POST", "", &body);
        assert_eq!((status, requests.len()), (422, 0), "{body}");
        assert_eq!(answer["errors"][0]["pointer"], pointer, "{body}");
    }
    for (method, path) in [
        ("DELETE", "/short"),
        ("POST", "/AAAAAAAAAAAA/secret"),
        ("POST", "/a.b/replay"),
    ] {
        let (status, _, requests) = ask(method, path, &Value::Null);
        assert_eq!((status, requests.len()), (404, 0), "{path}");
    }
}
