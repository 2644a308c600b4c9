//! Facts about keys of staff: which credential reaches the venue with which permission, and which endpoints refuse it.

use std::cell::RefCell;

use serde_json::{Value, json};

use super::super::endpoints;
use super::super::endpoints::tests::sample;
use super::super::test_support::{ACCESS_KEY, SESSION, ScriptedVenue, body_of, code};
use super::super::tests::{ask_of, ask_staff, problem, venues};
use super::*;
use crate::limits::Limiter;

const OPERATOR: &str = "the-key-of-the-operator";
const STAFF_KEY: &str = "the-key-of-demo";

fn ask(method: &str, path: &str, body: &str, token: &str) -> (Reply, ScriptedVenue) {
    let script = ScriptedVenue::default();
    let request = http::Request::builder()
        .method(method)
        .uri(format!("{ORIGIN}{path}"))
        .header("content-type", "application/json")
        .header("idempotency-key", "key-1")
        .header("if-match", "\"3\"")
        .header("authorization", format!("Bearer {token}"));
    let reply = ask_staff(request, body, &script).0;
    (reply, script)
}

#[test]
fn each_endpoint_of_staff_sends_its_permission_with_each_credential() {
    for endpoint in endpoints::all() {
        let (Access::Staff(permission) | Access::StaffOrToken(permission)) = endpoint.access else {
            continue;
        };
        let (method, path) = (
            endpoint.verb.text(),
            sample(endpoint.path)
                .replace("222222-222222-222222", &code().text())
                .replace("/external/reservations/abc", "/external/reservations/r1"),
        );
        for (token, credential) in [
            (STAFF_KEY, json!({ "staffKey": "DEMO_STAFF_KEY" })),
            (OPERATOR, json!("operator")),
            (ACCESS_KEY, json!({ "accessKey": ACCESS_KEY })),
        ] {
            // An operator's key names no venue, and these paths do not either.
            if path.starts_with("/external/") && token == OPERATOR {
                continue;
            }
            let body = body_of(method, &path);
            let address = format!("{path}{}", query_of(&path));
            let (reply, script) = ask(method, &address, &body.to_string(), token);
            let first = script.staff().into_iter().next().unwrap_or_default();
            let expected = json!({ "credential": credential, "permission": permission });
            let text = String::from_utf8_lossy(reply.body());
            assert_eq!(first, expected, "{method} {path}: {} {text}", reply.status());
            assert!(!matches!(reply.status().as_u16(), 401 | 403), "{method} {path}");
        }
    }
}

/// A query that the endpoint takes.
fn query_of(path: &str) -> &'static str {
    if path.ends_with("explain") {
        "?experienceId=dinner&day=2026-12-01&minutes=1140&attendees=2"
    } else if path.ends_with("slots") {
        "?experienceId=dinner&day=2026-12-01&attendees=2"
    } else if path.ends_with("diff") {
        "?from=1"
    } else if path == "/external/reservations" {
        "?from=2026-12-01&to=2026-12-02"
    } else {
        ""
    }
}

/// A request with the cookie of a session, and these headers beside it.
fn ask_with_session(
    (method, path): (&str, &str),
    headers: &[(&str, &str)],
    body: &Value,
) -> (Reply, ScriptedVenue) {
    let script = ScriptedVenue::default();
    let request = http::Request::builder()
        .method(method)
        .uri(format!("{ORIGIN}{path}{}", query_of(path)))
        .header("content-type", "application/json")
        .header("idempotency-key", "key-1")
        .header("if-match", "\"3\"")
        .header(
            "user-agent",
            "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0",
        )
        .header("cookie", format!("__Host-couvert-demo={SESSION}"));
    let request = headers
        .iter()
        .fold(request, |request, (name, value)| request.header(*name, *value));
    let reply = ask_staff(request, &body.to_string(), &script).0;
    (reply, script)
}

const ORIGIN: &str = "https://book.example.com";
/// An origin that the demo venue lists, of the same site.
const LISTED: &str = "https://www.example.com";

/// The endpoints of staff that take a session, with their permission and an example path.
fn of_sessions() -> impl Iterator<Item = (&'static Endpoint, Permission, String)> {
    endpoints::all().filter_map(|endpoint| match endpoint.access {
        Access::Staff(permission) | Access::StaffOrToken(permission)
            if !endpoint.path.starts_with("/external") =>
        {
            Some((endpoint, permission, sample(endpoint.path)))
        }
        _ => None,
    })
}

#[test]
fn each_endpoint_of_staff_takes_a_session_and_sends_its_permission() {
    let mut count = 0;
    for (endpoint, permission, path) in of_sessions() {
        let method = endpoint.verb.text();
        let (reply, script) =
            ask_with_session((method, &path), &[("origin", ORIGIN)], &body_of(method, &path));
        let device = json!({ "browser": "firefox", "system": "android" });
        let expected = json!({ "credential": { "session": [SESSION, device] }, "permission": permission });
        let first = script.staff().into_iter().next().unwrap_or_default();
        assert_eq!(first, expected, "{method} {path}");
        assert!(!matches!(reply.status().as_u16(), 401 | 403), "{method} {path}");
        count += 1;
    }
    assert!(count > 20, "{count}");
}

#[test]
fn a_write_or_a_web_socket_by_a_session_states_exactly_our_origin() {
    for (endpoint, _, path) in of_sessions().filter(|(endpoint, ..)| !endpoint.is_read()) {
        let method = endpoint.verb.text();
        for headers in [
            &[][..],
            &[("origin", LISTED)],
            &[("origin", "null"), ("sec-fetch-site", "same-origin")],
            &[("sec-fetch-site", "same-origin")],
            &[("origin", "http://book.example.com")],
            &[("origin", "https://evil.test")],
            &[("origin", ORIGIN), ("origin", ORIGIN)],
        ] {
            let (reply, script) = ask_with_session((method, &path), headers, &body_of(method, &path));
            assert_eq!(reply.status(), 403, "{method} {path} {headers:?}");
            assert_eq!(
                script.requests(),
                Vec::<Value>::new(),
                "{method} {path} {headers:?}"
            );
        }
    }
}

#[test]
fn a_page_of_another_origin_reads_nothing_by_a_session_and_nothing_of_staff_at_all() {
    let cors = |reply: &Reply| {
        let names = reply.headers().keys();
        names
            .filter(|name| name.as_str().starts_with("access-control-"))
            .count()
    };
    for (endpoint, _, path) in of_sessions() {
        let method = endpoint.verb.text();
        let own = &[("origin", ORIGIN)];
        let (reply, _) = ask_with_session((method, &path), own, &body_of(method, &path));
        assert_eq!(cors(&reply), 0, "{method} {path}");
        let key = format!("Bearer {STAFF_KEY}");
        let by_key = &[("origin", LISTED), ("authorization", key.as_str())];
        let (reply, _) = ask_with_session((method, &path), by_key, &body_of(method, &path));
        assert_eq!(cors(&reply), 0, "{method} {path}");
        if !endpoint.is_read() {
            continue;
        }
        for headers in [
            &[("origin", LISTED)][..],
            &[("origin", "null")],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "cross-site")],
        ] {
            let (reply, script) = ask_with_session((method, &path), headers, &json!({}));
            assert_eq!(
                (reply.status().as_u16(), cors(&reply)),
                (401, 0),
                "{path} {headers:?}"
            );
            assert_eq!(script.requests(), Vec::<Value>::new(), "{path} {headers:?}");
        }
    }
}

#[test]
fn a_key_goes_before_a_session() {
    let key = format!("Bearer {STAFF_KEY}");
    for (authorization, status) in [(key.as_str(), 200), ("Bearer guess", 401), ("Basic x", 401)] {
        let headers = &[("authorization", authorization)];
        let (reply, script) = ask_with_session(("GET", "/v1/staff/demo/me"), headers, &json!({}));
        assert_eq!(reply.status(), status, "{authorization}");
        let by_session = script
            .staff()
            .iter()
            .any(|sender| sender.to_string().contains("session"));
        assert!(!by_session, "{authorization}");
    }
}

#[test]
fn a_session_opens_neither_another_venue_nor_the_api_of_tills() {
    for path in ["/v1/staff/demo-molzait/me", "/external/availability/experiences"] {
        let (reply, script) = ask_with_session(("GET", path), &[], &json!({}));
        assert_eq!(reply.status(), 401, "{path}");
        assert_eq!(script.requests(), Vec::<Value>::new(), "{path}");
    }
}

#[test]
fn refused_sessions_are_counted_as_guesses() {
    let limiter = RefCell::new(Limiter::new([0; 32]));
    let ask = |token: &str| {
        let request = http::Request::get(format!("{ORIGIN}/v1/staff/demo/me"))
            .header("cf-connecting-ip", "203.0.113.7")
            .header("cookie", format!("__Host-couvert-demo={token}"));
        ask_of(&venues(), request, Some(""), &limiter).0.status().as_u16()
    };
    assert_eq!(ask(SESSION), 200);
    let guess = SESSION.replace('s', "t");
    let burst = config::LimitSettings::default().look_ups.burst;
    for _ in 0..burst {
        assert_eq!(ask(&guess), 401);
    }
    assert_eq!(ask(&guess), 429);
    // One that was right before from this address is not locked out.
    assert_eq!(ask(SESSION), 200);
}

/// Where staff, their systems and operators call.
const OF_STAFF: [&str; 3] = ["/v1/staff/", "/v1/operator/", "/external/"];
/// The paths there that callers without a key and a session use.
const BEFORE_SIGN_IN: [&str; 2] = ["/v1/staff/{venue}/session/link", "/v1/operator/session/link"];

#[test]
fn every_endpoint_below_the_paths_of_staff_requires_a_permission_and_a_key() {
    let mut checked = 0;
    for endpoint in endpoints::all() {
        let is_of_staff = matches!(
            endpoint.access,
            Access::Staff(_) | Access::StaffOrToken(_) | Access::Operator
        );
        let is_below = OF_STAFF.iter().any(|path| endpoint.path.starts_with(path));
        if is_below && !BEFORE_SIGN_IN.contains(&endpoint.path) {
            assert!(is_of_staff, "{} is open to all", endpoint.path);
        }
        if !is_of_staff {
            continue;
        }
        checked += 1;
        let (method, path) = (endpoint.verb.text(), sample(endpoint.path));
        let script = ScriptedVenue::default();
        let request = http::Request::builder().method(method).uri(&path);
        let request = request.header("content-type", "application/json");
        let (reply, _) = ask_staff(request, &body_of(method, &path).to_string(), &script);
        assert_eq!(reply.status(), 401, "{method} {path}");
        assert_eq!(script.requests(), Vec::<Value>::new(), "{method} {path}");
    }
    assert!(checked > 30, "{checked}");
}

#[test]
fn a_key_of_another_venue_reaches_no_venue() {
    let elsewhere = ACCESS_KEY.replace("_demo_", "_demo-b_");
    for (path, token) in [
        ("/v1/staff/demo/me", elsewhere.as_str()),
        ("/v1/staff/demo/me", "cvk_demo_aaaaaaaaaaaa_short"),
        ("/external/availability/experiences", OPERATOR),
    ] {
        let (reply, script) = ask("GET", path, "", token);
        assert_eq!(reply.status(), 401, "{path}");
        assert_eq!(script.requests(), Vec::<Value>::new(), "{path}");
    }
}

#[test]
fn an_unknown_access_key_is_refused_by_the_venue_on_every_way_in() {
    let unknown = ACCESS_KEY.replace('s', "t");
    for path in [
        "/v1/staff/demo/me",
        "/v1/venues/demo/metrics",
        "/external/availability/experiences",
        "/external/reservations/r1",
    ] {
        let (reply, script) = ask("GET", path, "", &unknown);
        assert_eq!(reply.status(), 401, "{path}");
        assert_eq!(script.requests().len(), 1, "{path}");
        assert!(!String::from_utf8_lossy(reply.body()).contains("tttt"), "{path}");
    }
}

#[test]
fn a_new_key_is_shown_with_its_token_and_revoked_by_its_id() {
    let new = r#"{ "name": "Till", "role": "manager", "permissions": ["giftCards"] }"#;
    let (reply, script) = ask("POST", "/v1/staff/demo/keys", new, STAFF_KEY);
    assert_eq!(
        (reply.status().as_u16(), &reply.headers()["cache-control"]),
        (201, &"no-store".parse().unwrap())
    );
    assert_eq!(problem(&reply)["token"], ACCESS_KEY);
    assert_eq!(
        script.requests(),
        [json!({ "Staff": { "CreateAccessKey": {
            "name": "Till", "role": "manager", "permissions": ["giftCards"],
        } } })]
    );
    let (reply, _) = ask("DELETE", "/v1/staff/demo/keys/aaaaaaaaaaaa", "", STAFF_KEY);
    assert_eq!((reply.status().as_u16(), reply.body().len()), (204, 0));
    let (reply, _) = ask("DELETE", "/v1/staff/demo/keys/bbbbbbbbbbbb", "", STAFF_KEY);
    assert_eq!(reply.status(), 404);
    for id in ["", "aaaaaaaaaaa", "AAAAAAAAAAAA", "..", "aaaaaaaaaaa1"] {
        let (reply, script) = ask("DELETE", &format!("/v1/staff/demo/keys/{id}"), "", STAFF_KEY);
        assert_eq!(reply.status(), 404, "{id}");
        assert_eq!(script.requests(), Vec::<Value>::new());
    }
}

#[test]
fn faulty_fields_of_a_key_are_named() {
    let (reply, script) = ask(
        "POST",
        "/v1/staff/demo/keys",
        r#"{ "name": "", "role": "king", "permissions": ["everything"], "secret": "mine" }"#,
        STAFF_KEY,
    );
    assert_eq!(reply.status(), 422);
    let mut pointers: Vec<_> = problem(&reply)["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["pointer"].as_str().unwrap().to_owned())
        .collect();
    pointers.sort();
    assert_eq!(pointers, ["/name", "/permissions/0", "/role", "/secret"]);
    assert_eq!(script.requests(), Vec::<Value>::new());
}

#[test]
fn a_page_of_the_log_begins_where_the_one_before_ended() {
    let (_, script) = ask("GET", "/v1/staff/demo/audit?before=7", "", STAFF_KEY);
    assert_eq!(script.requests(), [json!({ "Staff": { "Audit": 7 } })]);
    for before in ["-1", "x", "9007199254740992", ""] {
        let (reply, _) = ask(
            "GET",
            &format!("/v1/staff/demo/audit?before={before}"),
            "",
            STAFF_KEY,
        );
        assert_eq!(reply.status(), 422, "{before}");
    }
}
