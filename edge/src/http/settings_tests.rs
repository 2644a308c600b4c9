//! Facts about requests for a venue's settings, and about the isolate's copy of them.

use std::cell::RefCell;

use serde_json::{Value, json};

use super::super::test_support::ScriptedVenue;
use super::super::tests::{ask_staff, ask_with, demo, problem, venues};
use super::*;
use crate::limits::Limiter;

const SETTINGS: &str = "/v1/staff/demo/settings";

fn put(body: &str, tags: &[&str]) -> (Reply, ScriptedVenue) {
    let script = ScriptedVenue::default();
    let mut request = http::Request::put(SETTINGS)
        .header("content-type", "application/json")
        .header("authorization", "Bearer the-key-of-demo");
    for tag in tags {
        request = request.header("if-match", *tag);
    }
    let reply = ask_staff(request, body, &script).0;
    (reply, script)
}

fn get(path: &str) -> (Reply, ScriptedVenue) {
    let script = ScriptedVenue::default();
    let request = http::Request::get(path).header("authorization", "Bearer the-key-of-demo");
    let reply = ask_staff(request, "", &script).0;
    (reply, script)
}

#[test]
fn a_change_names_the_version_that_was_read() {
    let body = json!({ "settings": { "name": "Linde" }, "reason": "Winter hours" }).to_string();
    let (reply, script) = put(&body, &["\"3\""]);
    assert_eq!(
        (reply.status().as_u16(), reply.headers()["etag"].to_str().unwrap()),
        (200, "\"4\"")
    );
    assert_eq!(
        script.requests(),
        [json!({ "Staff": { "Settings": { "Replace": {
            "expected": 3,
            "new": { "settings": { "name": "Linde" }, "reason": "Winter hours", "checkOnly": false },
        } } } })]
    );
    // Made weak on its way.
    let (reply, _) = put(&body, &["W/\"3\""]);
    assert_eq!(reply.status(), 200);
    let (reply, _) = put(&body, &["\"2\""]);
    assert_eq!(
        (reply.status().as_u16(), &problem(&reply)["code"]),
        (412, &json!("version_mismatch"))
    );
}

#[test]
fn a_change_without_one_plain_version_reaches_no_venue() {
    let body = json!({ "settings": {} }).to_string();
    for (tags, status) in [
        (&[][..], 428),
        (&["\"3\"", "\"4\""], 428),
        (&["*"], 400),
        (&["3"], 400),
        (&["w/\"3\""], 400),
        (&["\"3\", \"4\""], 400),
        (&["\"\""], 400),
        (&["\"-1\""], 400),
        (&["\"4294967296\""], 400),
    ] {
        let (reply, script) = put(&body, tags);
        assert_eq!(reply.status(), status, "{tags:?}");
        assert_eq!(script.requests(), Vec::<Value>::new());
    }
}

#[test]
fn each_fault_of_settings_is_in_the_answer() {
    let (reply, _) = put(&json!({ "settings": { "name": "" } }).to_string(), &["\"3\""]);
    let problem = problem(&reply);
    assert_eq!(
        (reply.status().as_u16(), &problem["code"]),
        (422, &json!("settings_invalid"))
    );
    assert_eq!(
        problem["faults"],
        json!([{ "pointer": "/name", "code": "invalid", "message": "must not be empty" }])
    );
    assert_eq!(problem["detail"], "/name: must not be empty");
}

#[test]
fn versions_are_read_listed_and_compared() {
    let (reply, _) = get(SETTINGS);
    assert_eq!(
        (reply.status().as_u16(), reply.headers()["etag"].to_str().unwrap()),
        (200, "\"3\"")
    );
    for (path, status, request) in [
        ("/versions?before=7", 200, json!({ "Versions": 7 })),
        ("/versions/2", 200, json!({ "Read": 2 })),
        ("/versions/9", 404, json!({ "Read": 9 })),
        ("/diff?from=1", 200, json!({ "Diff": [1, null] })),
        ("/diff?from=1&to=2", 200, json!({ "Diff": [1, 2] })),
    ] {
        let (reply, script) = get(&format!("{SETTINGS}{path}"));
        assert_eq!(reply.status(), status, "{path}");
        assert_eq!(script.requests(), [json!({ "Staff": { "Settings": request } })]);
    }
    for (path, status) in [
        ("/versions/x", 404),
        ("/versions/-1", 404),
        ("/diff", 422),
        ("/diff?from=x", 422),
    ] {
        let (reply, script) = get(&format!("{SETTINGS}{path}"));
        assert_eq!(reply.status(), status, "{path}");
        assert_eq!(script.requests(), Vec::<Value>::new());
    }
}

/// The reply to a request of a guest, and the requests that it made, with this scripted venue.
fn guest(path: &str, script: &ScriptedVenue) -> (Reply, Vec<Value>) {
    let limiter = RefCell::new(Limiter::new([0; 32]));
    let reply = ask_with(
        &venues(),
        http::Request::get(path),
        Some(""),
        &limiter,
        (script, demo()),
    )
    .0;
    (reply, script.requests())
}

#[test]
fn an_isolate_without_a_copy_asks_the_venue_first() {
    let mut stored = json!(venues().iter().find(|venue| venue.id.as_str() == "demo").unwrap());
    stored["name"] = json!("Under another name");
    let script = ScriptedVenue {
        changes_settings: Some("demo"),
        stored_settings: Some((3, stored)),
        ..ScriptedVenue::default()
    };
    let (reply, requests) = guest("/v1/venues/demo", &script);
    assert_eq!(problem(&reply)["name"], "Under another name");
    assert_eq!(requests[0], json!({ "Settings": null }));
    let script = ScriptedVenue {
        changes_settings: Some("demo"),
        ..ScriptedVenue::default()
    };
    let (reply, _) = guest("/v1/venues/demo", &script);
    assert_eq!(reply.status(), 200);
}

#[test]
fn a_venue_of_no_file_is_served_as_it_is_stored_and_an_unknown_one_is_not_found() {
    let mut stored = json!(venues().iter().find(|venue| venue.id.as_str() == "demo").unwrap());
    stored["id"] = json!("linde");
    let script = ScriptedVenue {
        stored_settings: Some((1, stored)),
        ..ScriptedVenue::default()
    };
    let (reply, _) = guest("/v1/venues/linde", &script);
    assert_eq!(
        (reply.status().as_u16(), &problem(&reply)["id"]),
        (200, &json!("linde"))
    );
    let script = ScriptedVenue {
        changes_settings: Some("no-venue"),
        ..ScriptedVenue::default()
    };
    let (reply, requests) = guest("/v1/venues/no-venue", &script);
    assert_eq!(
        (reply.status().as_u16(), &problem(&reply)["code"]),
        (404, &json!("venue_not_found"))
    );
    assert_eq!(requests, [json!({ "Settings": null })]);
}
