//! Facts about the journal of changes over HTTP.

use serde_json::{Value, json};

use super::super::test_support::ScriptedVenue;
use super::super::tests::ask_staff;

fn get(query: &str, key: Option<&str>) -> (u16, Value, Vec<Value>) {
    let script = ScriptedVenue::default();
    let mut request = http::Request::get(format!("/v1/staff/demo/changes{query}"));
    if let Some(key) = key {
        request = request.header("authorization", key);
    }
    let (reply, _) = ask_staff(request, "", &script);
    let body = serde_json::from_slice(reply.body()).unwrap_or_default();
    (reply.status().as_u16(), body, script.requests())
}

const KEY: Option<&str> = Some("Bearer the-key-of-demo");

#[test]
fn changes_are_read_from_a_cursor_on() {
    for (query, request) in [
        ("", json!({})),
        ("?after=7", json!({ "after": 7 })),
        (
            "?after=9007199254740991&limit=500",
            json!({ "after": 9_007_199_254_740_991_u64, "limit": 500 }),
        ),
    ] {
        let (status, body, requests) = get(query, KEY);
        assert_eq!(status, 200, "{query}");
        assert_eq!(body, json!({ "changes": [], "cursor": 9, "more": false }));
        assert_eq!(requests, [json!({ "Staff": { "Changes": request } })], "{query}");
    }
}

#[test]
fn an_old_cursor_is_answered_with_the_cursor_of_now() {
    let (status, body, _) = get("?after=2", KEY);
    assert_eq!(
        (status, &body["code"], &body["cursor"]),
        (410, &json!("resync"), &json!(9))
    );
}

#[test]
fn a_cursor_that_is_none_and_a_limit_that_is_too_large_are_refused() {
    for (query, key, expected) in [
        ("?after=x", KEY, 422),
        ("?after=-1", KEY, 422),
        ("?after=9007199254740992", KEY, 422),
        ("?after=1&after=2", KEY, 422),
        ("?limit=0", KEY, 422),
        ("?limit=501", KEY, 422),
        ("?since=1", KEY, 422),
        ("", None, 401),
    ] {
        let (status, _, requests) = get(query, key);
        assert_eq!((status, requests.len()), (expected, 0), "{query}");
    }
}
