//! Facts about what is kept of a delivery, and who answers it.

use serde_json::{Value, json};

use super::super::test_support::ScriptedVenue;
use super::super::tests::ask_staff;
use super::*;

fn request(uri: &str, headers: &[(&str, &str)], body: &str) -> Request {
    let mut request = http::Request::post(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Some(body.as_bytes().to_vec())).unwrap()
}

fn kept(uri: &str, headers: &[(&str, &str)], key_headers: &[&str]) -> Option<Delivery> {
    let names: Vec<String> = key_headers.iter().map(|name| (*name).to_owned()).collect();
    delivery(&request(uri, headers, "{}"), &names).ok()
}

#[test]
fn the_headers_that_may_matter_are_kept_and_no_other() {
    let headers = [
        ("authorization", "Basic abc"),
        ("X-Lightspeed-Idempotency-Key", "7"),
        ("x-key", "one"),
        ("cookie", "session=1"),
        ("x-forwarded-for", "192.0.2.1"),
    ];
    let without = kept("https://book.example/v1/webhooks/lightspeed", &headers, &[]).unwrap();
    let names: Vec<_> = without.headers.keys().map(String::as_str).collect();
    assert_eq!(names, ["authorization", "x-lightspeed-idempotency-key"]);
    let with = kept(
        "https://book.example/v1/webhooks/lightspeed",
        &headers,
        &["x-key"],
    )
    .unwrap();
    assert_eq!(with.header("x-key"), Some("one"));
    assert_eq!(with.body, b"{}");
}

#[test]
fn fields_that_were_sent_twice_are_left_out() {
    let headers = [("authorization", "Basic abc"), ("authorization", "Basic def")];
    let uri = "https://book.example/v1/webhooks/linde/ikentoo?key=1&key=2&other=%2B";
    let delivery = kept(uri, &headers, &[]).unwrap();
    assert_eq!(delivery.header("authorization"), None);
    assert_eq!(delivery.query.get("key"), None);
    assert_eq!(delivery.query.get("other").map(String::as_str), Some("+"));
}

#[test]
fn large_headers_and_queries_are_refused() {
    let long = "a".repeat(crate::delivery::MAX_FIELD_BYTES);
    let uri = "https://book.example/v1/webhooks/linde/ikentoo";
    assert!(kept(uri, &[("authorization", &long)], &[]).is_none());
    // A header that is not kept does not count.
    assert!(kept(uri, &[("x-other", &long)], &[]).is_some());
    let many: Vec<String> = (0..17).map(|number| format!("p{number}=1")).collect();
    assert!(kept(&format!("{uri}?{}", many.join("&")), &[], &[]).is_none());
}

#[test]
fn without_an_account_of_the_vendor_no_delivery_is_taken() {
    let script = ScriptedVenue::default();
    let (reply, record) = ask_staff(
        http::Request::post("https://book.example/v1/webhooks/ikentoo?key=secret"),
        "{}",
        &script,
    );
    assert_eq!(reply.status(), 404);
    assert_eq!(record.route, "webhook.account");
    assert!(script.requests().is_empty());
}

#[test]
fn the_query_reaches_the_object_and_no_record() {
    let script = ScriptedVenue::default();
    let (reply, record) = ask_staff(
        http::Request::post("https://book.example/v1/webhooks/demo/stripe?key=secret")
            .header("stripe-signature", "good"),
        "{ \"a\" : 1 }",
        &script,
    );
    assert_eq!(reply.status(), 200);
    let body: Value = serde_json::from_slice(reply.body()).unwrap();
    assert_eq!(body, json!({ "received": true }));
    let sent = &script.requests()[0]["Webhook"];
    assert_eq!(sent["query"], json!({ "key": "secret" }));
    assert_eq!(sent["headers"], json!({ "stripe-signature": "good" }));
    let logged = format!("{} {:?} {:?}", record.route, record.code, record.cause);
    assert!(!logged.contains("secret"), "{logged}");
}
