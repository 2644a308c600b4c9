//! Facts about opening the stream of changes over HTTP: who is let through to the venue's object, and with what.

use serde_json::{Value, json};

use super::super::test_support::{ACCESS_KEY, SESSION, ScriptedVenue};
use super::super::tests::{ask_staff, problem};
use super::*;

const PATH: &str = "https://book.example.com/v1/staff/demo/changes/stream";

/// The reply to GET with these headers.
fn get(script: &ScriptedVenue, query: &str, headers: &[(&str, &str)]) -> Reply {
    let request = http::Request::get(format!("{PATH}{query}"));
    let request = headers
        .iter()
        .fold(request, |request, (name, value)| request.header(*name, *value));
    ask_staff(request, "", script).0
}

const UPGRADE_TO_WEB_SOCKET: (&str, &str) = ("upgrade", "websocket");

fn bearer(key: &str) -> String {
    format!("Bearer {key}")
}

#[test]
fn a_key_opens_a_stream_from_a_cursor_on() {
    for (query, after) in [("", json!(null)), ("?after=7", json!(7))] {
        for upgrade in ["websocket", "WebSocket", "h2c, websocket"] {
            let script = ScriptedVenue::default();
            let key = bearer(ACCESS_KEY);
            let reply = get(
                &script,
                query,
                &[("upgrade", upgrade), ("authorization", key.as_str())],
            );
            assert_eq!(reply.status(), 101, "{query} {upgrade}");
            assert!(reply.body().is_empty());
            let opened = script.streams.borrow();
            let permission = json!("readReservations");
            assert_eq!(
                *opened,
                [json!({
                    "venue": "demo", "after": after,
                    "staff": { "credential": { "accessKey": ACCESS_KEY }, "permission": permission },
                })]
            );
            // Nothing of it goes the way of other requests.
            assert_eq!(script.requests(), Vec::<Value>::new());
        }
    }
}

#[test]
fn a_session_opens_a_stream_for_a_page_of_this_host_alone() {
    let cookie = format!("__Host-couvert-demo={SESSION}");
    for (origin, status) in [
        (Some("https://book.example.com"), 101),
        (None, 403),
        // The venue lists this one for its widget.
        (Some("https://www.example.com"), 403),
        (Some("https://evil.example"), 403),
        (Some("https://book.example.com:8443"), 403),
        (Some("null"), 403),
    ] {
        let script = ScriptedVenue::default();
        let mut headers = vec![UPGRADE_TO_WEB_SOCKET, ("cookie", cookie.as_str())];
        headers.extend(origin.map(|origin| ("origin", origin)));
        let reply = get(&script, "", &headers);
        assert_eq!(reply.status(), status, "{origin:?}");
        assert_eq!(
            script.streams.borrow().len(),
            usize::from(status == 101),
            "{origin:?}"
        );
    }
}

#[test]
fn a_key_that_is_wrong_or_missing_opens_none() {
    let wrong = bearer(&ACCESS_KEY.replace('s', "t"));
    for (headers, status) in [
        (vec![UPGRADE_TO_WEB_SOCKET], 401),
        (
            vec![UPGRADE_TO_WEB_SOCKET, ("authorization", "Bearer wrong")],
            401,
        ),
        (
            vec![UPGRADE_TO_WEB_SOCKET, ("authorization", wrong.as_str())],
            401,
        ),
        // A key is never in the address.
        (
            vec![UPGRADE_TO_WEB_SOCKET, ("cookie", "__Host-couvert-demo=x")],
            401,
        ),
    ] {
        let script = ScriptedVenue::default();
        let reply = get(&script, "", &headers);
        assert_eq!(reply.status(), status, "{headers:?}");
        assert_eq!(*script.streams.borrow(), Vec::<Value>::new());
    }
    let script = ScriptedVenue::default();
    let reply = get(&script, &format!("?key={ACCESS_KEY}"), &[UPGRADE_TO_WEB_SOCKET]);
    assert_eq!(reply.status(), 401);
}

#[test]
fn without_an_upgrade_there_is_no_stream() {
    let key = bearer(ACCESS_KEY);
    for (upgrade, after, status) in [(None, "", 426), (Some("h2c"), "", 426), (None, "?after=x", 422)] {
        let script = ScriptedVenue::default();
        let mut headers = vec![("authorization", key.as_str())];
        headers.extend(upgrade.map(|upgrade| ("upgrade", upgrade)));
        let reply = get(&script, after, &headers);
        assert_eq!(reply.status(), status, "{upgrade:?} {after}");
        if status == 426 {
            assert_eq!(problem(&reply)["code"], "upgrade_required");
            assert_eq!(reply.headers()["upgrade"], "websocket");
        }
        assert_eq!(*script.streams.borrow(), Vec::<Value>::new());
    }
    // Who may not listen is refused as by any other endpoint.
    let script = ScriptedVenue::default();
    let wrong = bearer(&ACCESS_KEY.replace('s', "t"));
    assert_eq!(
        get(&script, "", &[("authorization", wrong.as_str())]).status(),
        401
    );
    // HEAD is answered as GET, but opens nothing.
    let request = http::Request::head(PATH)
        .header("upgrade", "websocket")
        .header("authorization", key.as_str());
    assert_eq!(ask_staff(request, "", &script).0.status(), 426);
    assert_eq!(*script.streams.borrow(), Vec::<Value>::new());
}

#[test]
fn a_suspended_venue_opens_no_stream() {
    let script = ScriptedVenue::default();
    script.is_suspended.set(true);
    let key = bearer(ACCESS_KEY);
    let reply = get(
        &script,
        "",
        &[UPGRADE_TO_WEB_SOCKET, ("authorization", key.as_str())],
    );
    assert_eq!(
        (reply.status().as_u16(), &problem(&reply)["code"]),
        (503, &json!("venue_suspended"))
    );
}
