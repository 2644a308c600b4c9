//! Facts about the list of telephone calls.

use serde_json::{Value, json};

use super::super::test_support::ScriptedVenue;
use super::super::tests::ask_staff;

fn get(path: &str, key: Option<&str>) -> (u16, Value, Vec<Value>) {
    let script = ScriptedVenue::default();
    let mut request = http::Request::get(path);
    if let Some(key) = key {
        request = request.header("authorization", key);
    }
    let (reply, _) = ask_staff(request, "", &script);
    let body = serde_json::from_slice(reply.body()).unwrap_or_default();
    (reply.status().as_u16(), body, script.requests())
}

#[test]
fn the_newest_calls_are_listed_page_by_page() {
    let key = Some("Bearer the-key-of-demo");
    let (status, body, requests) = get("/v1/staff/demo/calls", key);
    assert_eq!(
        (status, body, requests),
        (
            200,
            json!({ "calls": [], "next": 7 }),
            vec![json!({ "Staff": { "PhoneCalls": { "List": null } } })]
        )
    );
    let (_, _, requests) = get("/v1/staff/demo/calls?before=7", key);
    assert_eq!(requests, [json!({ "Staff": { "PhoneCalls": { "List": 7 } } })]);
    for (query, key, expected) in [("?before=x", key, 422), ("?before=-1", key, 422), ("", None, 401)] {
        let (status, _, requests) = get(&format!("/v1/staff/demo/calls{query}"), key);
        assert_eq!((status, requests.len()), (expected, 0), "{query}");
    }
}
