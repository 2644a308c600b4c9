//! Facts about operators who sign in: their links, their cookie, what it opens, and what is refused.

use std::cell::RefCell;

use serde_json::{Value, json};

use super::super::endpoints;
use super::super::endpoints::tests::sample;
use super::super::test_support::{SESSION, ScriptedVenue};
use super::super::tests::{ask_with, demo, venues};
use super::*;
use crate::limits::Limiter;

const ORIGIN: &str = "https://book.example.com";
const KEY: (&str, &str) = ("authorization", "Bearer the-key-of-the-operator");
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const JSON: (&str, &str) = ("content-type", "application/json");
const OWN_ORIGIN: (&str, &str) = ("origin", ORIGIN);

fn send(script: &ScriptedVenue, (method, path): (&str, &str), headers: &[(&str, &str)], body: &str) -> Reply {
    send_by(
        &RefCell::new(Limiter::new([0; 32])),
        script,
        (method, path),
        headers,
        body,
    )
}

fn send_by(
    limiter: &RefCell<Limiter>,
    script: &ScriptedVenue,
    (method, path): (&str, &str),
    headers: &[(&str, &str)],
    body: &str,
) -> Reply {
    let request = http::Request::builder()
        .method(method)
        .uri(format!("{ORIGIN}{path}"))
        .header("accept-language", "en")
        .header("cf-connecting-ip", "203.0.113.7");
    let request = headers
        .iter()
        .fold(request, |request, (name, value)| request.header(*name, *value));
    ask_with(&venues(), request, Some(body), limiter, (script, demo())).0
}

fn json_of(reply: &Reply) -> Value {
    serde_json::from_slice(reply.body()).unwrap()
}

fn html_of(reply: &Reply) -> String {
    String::from_utf8(reply.body().clone()).unwrap()
}

/// Invites Ada by the operator's key: her id, and the token of her link.
fn invite(script: &ScriptedVenue) -> (String, String) {
    let body = r#"{ "name": "Ada", "email": "ada@example.com" }"#;
    let reply = send(script, ("POST", PEOPLE), &[KEY, JSON], body);
    assert_eq!(reply.status(), 201);
    let invited = json_of(&reply);
    assert_eq!(
        (&invited["role"], &invited["isMailed"]),
        (&json!("operator"), &json!(false))
    );
    let link = invited["signInLink"].as_str().unwrap();
    let token = link.strip_prefix("https://book.example.com/operator/sign-in#token=");
    (
        invited["id"].as_str().unwrap().to_owned(),
        token.unwrap().to_owned(),
    )
}

/// Presses the button of the page for signing in.
fn sign_in(script: &ScriptedVenue, token: &str) -> Reply {
    let body = format!("token={token}");
    send(script, ("POST", "/operator/sign-in"), &[FORM, OWN_ORIGIN], &body)
}

/// The cookie that a reply sets, as a browser sends it back.
fn cookie(reply: &Reply) -> String {
    let set = reply.headers()["set-cookie"].to_str().unwrap();
    assert!(
        set.ends_with("; Path=/; Max-Age=604800; Secure; HttpOnly; SameSite=Strict"),
        "{set}"
    );
    let cookie = set.split(';').next().unwrap();
    assert!(cookie.starts_with("__Host-couvert-operator="), "{set}");
    cookie.to_owned()
}

/// Ada's id, and the cookie of her session.
fn signed_in(script: &ScriptedVenue) -> (String, String) {
    let (id, token) = invite(script);
    (id, cookie(&sign_in(script, &token)))
}

#[test]
fn a_link_signs_an_operator_in_once_and_by_the_button_alone() {
    let script = ScriptedVenue::default();
    let (_, token) = invite(&script);
    // A mail scanner opens the page, whose address does not have the token.
    let page = send(&script, ("GET", "/operator/sign-in"), &[], "");
    assert_eq!(
        (page.status().as_u16(), &page.headers()["referrer-policy"]),
        (200, &"same-origin".parse().unwrap())
    );
    assert!(html_of(&page).contains("action=\"/operator/sign-in\""));
    let signed_in = sign_in(&script, &token);
    assert!(
        html_of(&signed_in).contains("You are signed in as Ada."),
        "{}",
        html_of(&signed_in)
    );
    let cookie = cookie(&signed_in);
    let again = sign_in(&script, &token);
    assert!(html_of(&again).contains("has been used already"));
    assert!(again.headers().get("set-cookie").is_none());
    let list = send(
        &script,
        ("GET", "/v1/operator/venues"),
        &[("cookie", cookie.as_str())],
        "",
    );
    assert_eq!(list.status(), 200);
    assert_eq!(script.requests(), Vec::<Value>::new());
}

#[test]
fn a_session_opens_what_the_key_does_and_the_logs_name_its_person() {
    let script = ScriptedVenue::default();
    let (id, cookie) = signed_in(&script);
    let headers = [("cookie", cookie.as_str()), OWN_ORIGIN];
    let suspended = send(
        &script,
        ("POST", "/v1/operator/venues/demo/suspend"),
        &headers,
        "",
    );
    assert_eq!(json_of(&suspended)["status"], "suspended");
    // The venue's object gets the ids, and not the token.
    let sender = script.staff().pop().unwrap();
    assert_eq!(
        (&sender["credential"]["operatorPerson"][0], &sender["permission"]),
        (&json!(id), &json!("directory"))
    );
    let log = send(&script, ("GET", "/v1/operator/audit"), &headers, "");
    let log = json_of(&log);
    let newest = &log["entries"][0];
    assert_eq!(
        (&newest["action"], &newest["actor"]),
        (&json!("venue.status"), &json!(format!("operator:{id}")))
    );
    assert!(!log.to_string().contains("ada@example.com"));
}

#[test]
fn a_write_by_a_session_states_exactly_our_origin_and_a_read_no_other() {
    let script = ScriptedVenue::default();
    let (_, cookie) = signed_in(&script);
    for endpoint in endpoints::all().filter(|endpoint| endpoint.access == Access::Operator) {
        let (method, path) = (endpoint.verb.text(), sample(endpoint.path));
        let (foreign, status) = if endpoint.verb.is_safe() {
            (
                [
                    &[("origin", "null")][..],
                    &[("sec-fetch-site", "cross-site")],
                    &[("sec-fetch-site", "same-site")],
                ],
                401,
            )
        } else {
            (
                [
                    &[][..],
                    &[("origin", "null")],
                    &[("origin", "https://www.example.com")],
                ],
                403,
            )
        };
        for headers in foreign {
            let headers = [headers, &[JSON, ("cookie", cookie.as_str())]].concat();
            let reply = send(&script, (method, &path), &headers, "{}");
            assert_eq!(reply.status(), status, "{method} {path} {headers:?}");
        }
    }
    assert_eq!(script.requests(), Vec::<Value>::new());
}

#[test]
fn a_session_is_listed_and_ended_and_opens_nothing_then() {
    let script = ScriptedVenue::default();
    let (id, cookie) = signed_in(&script);
    let headers = [("cookie", cookie.as_str()), OWN_ORIGIN];
    let sessions =
        || json_of(&send(&script, ("GET", "/v1/operator/sessions"), &headers, ""))["sessions"].clone();
    let list = sessions();
    assert_eq!(
        (&list[0]["person"], &list[0]["name"], &list[0]["isCurrent"]),
        (&json!(id), &json!("Ada"), &json!(true))
    );
    let session = list[0]["id"].as_str().unwrap();
    let path = format!("/v1/operator/sessions/{session}");
    assert_eq!(send(&script, ("DELETE", &path), &[KEY], "").status(), 204);
    assert_eq!(send(&script, ("DELETE", &path), &[KEY], "").status(), 404);
    assert_eq!(
        send(&script, ("GET", "/v1/operator/sessions"), &headers, "").status(),
        401
    );
}

#[test]
fn signing_out_ends_the_session_and_deletes_the_cookie() {
    let cleared = "__Host-couvert-operator=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict";
    for (method, path, status) in [
        ("DELETE", "/v1/operator/session", 204),
        ("POST", "/operator/sign-out", 200),
    ] {
        let script = ScriptedVenue::default();
        let (_, cookie) = signed_in(&script);
        let headers = [("cookie", cookie.as_str()), OWN_ORIGIN, FORM];
        let reply = send(&script, (method, path), &headers, "");
        assert_eq!(
            (reply.status().as_u16(), &reply.headers()["set-cookie"]),
            (status, &cleared.parse().unwrap())
        );
        assert_eq!(
            send(&script, ("GET", "/v1/operator/venues"), &headers, "").status(),
            401
        );
    }
    let script = ScriptedVenue::default();
    assert_eq!(
        send(&script, ("DELETE", "/v1/operator/session"), &[KEY], "").status(),
        404
    );
}

#[test]
fn an_operator_who_is_removed_is_signed_out_and_their_link_opens_nothing() {
    let script = ScriptedVenue::default();
    let (id, cookie) = signed_in(&script);
    let (_, token) = invite(&script);
    let reply = send(&script, ("DELETE", &format!("{PEOPLE}/{id}")), &[KEY], "");
    assert_eq!(json_of(&reply)["managersLeft"], 0);
    let list = send(&script, ("GET", PEOPLE), &[("cookie", cookie.as_str())], "");
    assert_eq!(list.status(), 401);
    assert!(html_of(&sign_in(&script, &token)).contains("This link is not valid"));
    let list = json_of(&send(&script, ("GET", PEOPLE), &[KEY], ""));
    assert!(list["people"][0]["removedAt"].is_string() && list["people"][0].get("email").is_none());
}

#[test]
fn a_question_for_a_link_is_answered_alike_for_every_address() {
    let script = ScriptedVenue::default();
    invite(&script);
    for email in ["ada@example.com", "nobody@example.com"] {
        let body = json!({ "email": email }).to_string();
        let reply = send(&script, ("POST", "/v1/operator/session/link"), &[JSON], &body);
        assert_eq!((reply.status().as_u16(), reply.body().len()), (202, 0));
        let body = format!("email={}", email.replace('@', "%40"));
        let reply = send(&script, ("POST", "/operator/sign-in"), &[FORM, OWN_ORIGIN], &body);
        assert!(html_of(&reply).contains("If somebody with this address works here"));
    }
}

#[test]
fn a_page_of_another_origin_neither_signs_in_nor_out() {
    let script = ScriptedVenue::default();
    let (_, token) = invite(&script);
    for headers in [
        &[FORM][..],
        &[FORM, ("origin", "https://evil.test")],
        &[FORM, ("origin", "null")],
    ] {
        for path in ["/operator/sign-in", "/operator/sign-out"] {
            let reply = send(&script, ("POST", path), headers, &format!("token={token}"));
            assert_eq!(
                (reply.status().as_u16(), reply.headers().get("set-cookie")),
                (403, None),
                "{path}"
            );
        }
    }
    cookie(&sign_in(&script, &token));
}

#[test]
fn refused_sessions_are_counted_as_guesses_and_a_venues_session_is_one() {
    let script = ScriptedVenue::default();
    let limiter = RefCell::new(Limiter::new([0; 32]));
    let ask = |name: &str| {
        let cookie = format!("__Host-couvert-{name}={SESSION}");
        let headers = [("cookie", cookie.as_str())];
        let reply = send_by(&limiter, &script, ("GET", "/v1/operator/venues"), &headers, "");
        reply.status().as_u16()
    };
    assert_eq!(ask("demo"), 401);
    for _ in 0..config::LimitSettings::default().look_ups.burst {
        assert_eq!(ask("operator"), 401);
    }
    assert_eq!(ask("operator"), 429);
}

#[test]
fn no_venue_takes_the_name_of_the_operators_cookie() {
    let script = ScriptedVenue::default();
    let mut settings = json!(venues().iter().next().unwrap());
    settings["id"] = json!("operator");
    let body = json!({ "id": "operator", "name": "Operator", "settings": settings }).to_string();
    let reply = send(&script, ("POST", "/v1/operator/venues"), &[KEY, JSON], &body);
    assert_eq!(reply.status(), 422);
    let refused = json_of(&reply);
    let faults = refused["faults"].as_array().unwrap();
    assert!(faults.iter().any(|fault| fault["pointer"] == "/id"), "{refused}");
}
