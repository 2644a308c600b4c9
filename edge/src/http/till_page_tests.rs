//! Facts about the page of the till: who may take which step, and what each sends to the venue.

use std::cell::RefCell;

use config::Venues;
use serde_json::{Value, json};

use super::super::test_support::{SESSION, ScriptedVenue};
use super::super::tests::{ask_with, demo, venues};
use super::*;
use crate::limits::Limiter;

const ORIGIN: &str = "https://book.example.com";

/// The demonstration venues, of which `demo` has a till at Lightspeed.
fn with_tills() -> Venues {
    let mut all: Vec<Value> = venues().iter().map(|venue| json!(venue)).collect();
    let demo = all.iter_mut().find(|venue| venue["id"] == "demo").unwrap();
    demo["till"] = json!({ "lightspeed": { "account": "group", "restaurant": "linde" } });
    Venues::from_json(&json!(all).to_string()).unwrap()
}

fn ask(method: &str, venue: &str, headers: &[(&str, &str)], body: &str) -> (Reply, String, ScriptedVenue) {
    let script = ScriptedVenue::default();
    let request = http::Request::builder()
        .method(method)
        .uri(format!("{ORIGIN}/staff/{venue}/till"))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("accept-language", "en");
    let request = headers
        .iter()
        .fold(request, |request, (name, value)| request.header(*name, *value));
    let limiter = RefCell::new(Limiter::new([0; 32]));
    let reply = ask_with(&with_tills(), request, Some(body), &limiter, (&script, demo())).0;
    let html = String::from_utf8(reply.body().clone()).unwrap();
    (reply, html, script)
}

fn press(venue: &str, body: &str) -> (Reply, String, ScriptedVenue) {
    let cookie = format!("__Host-couvert-{venue}={SESSION}");
    ask("POST", venue, &[("origin", ORIGIN), ("cookie", &cookie)], body)
}

fn till(request: &Value) -> Value {
    json!({ "Staff": { "Till": request } })
}

#[test]
fn the_page_shows_the_step_that_comes_next() {
    let cookie = format!("__Host-couvert-demo={SESSION}");
    let (reply, html, script) = ask("GET", "demo", &[("cookie", &cookie)], "");
    assert_eq!(reply.status(), 200);
    assert_eq!(script.requests(), [till(&json!("ConnectionState"))]);
    let sender = &script.staff()[0];
    assert_eq!(sender["permission"], json!(Permission::WriteSettings));
    assert!(html.contains("1. You have agreed at Lightspeed."), "{html}");
    assert!(html.contains("2. The restaurant is Linde, 1010 Wien."), "{html}");
    assert!(
        html.contains(r#"<button name="act" value="connect">Connect</button>"#),
        "{html}"
    );
    // There is nothing to choose, and nothing to end.
    assert!(!html.contains(r#"name="location""#) && !html.contains("disconnect"));
    assert_eq!(reply.headers()["referrer-policy"], "same-origin");
    assert!(!html.contains("<script"));
}

#[test]
fn a_till_that_is_connected_in_one_step_is_not_asked_how_far_it_is() {
    let cookie = format!("__Host-couvert-demo-ikentoo={SESSION}");
    let (_, html, script) = ask("GET", "demo-ikentoo", &[("cookie", &cookie)], "");
    assert_eq!(script.requests(), Vec::<Value>::new());
    for act in ["connect", "disconnect"] {
        assert!(html.contains(&format!(r#"value="{act}""#)), "{html}");
    }
    let (_, html, script) = press("demo-ikentoo", "act=connect");
    assert_eq!(script.requests(), [till(&json!({ "Connect": ORIGIN }))]);
    assert!(html.contains(r#"<p role="status">This has worked."#), "{html}");
}

#[test]
fn each_button_takes_its_step() {
    for (body, sent, shows) in [
        (
            "location=97",
            json!({ "ChooseLocation": "97" }),
            "2. The restaurant",
        ),
        ("act=connect", json!({ "Connect": ORIGIN }), "This has worked."),
        (
            "act=disconnect",
            json!({ "Disconnect": ORIGIN }),
            "The till is disconnected.",
        ),
    ] {
        let (reply, html, script) = press("demo", body);
        assert_eq!(reply.status(), 200, "{body}");
        let expected = [till(&sent), till(&json!("ConnectionState"))];
        assert_eq!(script.requests(), expected, "{body}");
        assert!(html.contains(shows), "{body}: {html}");
    }
    for body in ["", "act=", "act=delete"] {
        let (reply, _, script) = press("demo", body);
        assert_eq!(
            (reply.status().as_u16(), script.requests().len()),
            (400, 0),
            "{body}"
        );
    }
}

#[test]
fn the_first_step_leads_to_the_vendor() {
    let (reply, html, script) = press("demo", "act=authorize");
    assert_eq!(reply.status(), 200);
    assert_eq!(script.requests(), [till(&json!("Authorize"))]);
    let at_once = r#"<meta http-equiv="refresh" content="0; url=https://auth.example/auth?state=s">"#;
    assert!(html.contains(at_once), "{html}");
    // The vendor is not told from which page.
    assert_eq!(reply.headers()["referrer-policy"], "no-referrer");
    let cookie = reply.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("__Host-oauth-authorization="), "{cookie}");
}

#[test]
fn without_a_session_nothing_is_shown_and_no_step_is_taken() {
    let foreign = [
        ("cookie", "__Host-couvert-demo-ikentoo=x"),
        ("sec-fetch-site", "same-origin"),
    ];
    let right = format!("__Host-couvert-demo={SESSION}");
    let elsewhere = [("cookie", right.as_str()), ("sec-fetch-site", "cross-site")];
    for headers in [&[][..], &foreign, &elsewhere] {
        let (reply, html, script) = ask("GET", "demo", headers, "");
        assert_eq!((reply.status().as_u16(), script.requests().len()), (403, 0));
        assert!(html.contains(r#"<a href="/staff/demo/sign-in">"#), "{html}");
    }
    for headers in [&[("origin", ORIGIN)][..], &[("cookie", right.as_str())]] {
        let (reply, _, script) = ask("POST", "demo", headers, "act=connect");
        assert_eq!((reply.status().as_u16(), script.requests().len()), (403, 0));
    }
    // A session that is over.
    let over = right.replace("ssss", "tttt");
    let (reply, html, _) = ask("GET", "demo", &[("cookie", &over)], "");
    assert_eq!(reply.status(), 403);
    assert!(html.contains("Please sign in first"), "{html}");
}

#[test]
fn a_venue_without_a_till_has_no_such_page() {
    for method in ["GET", "POST"] {
        let (reply, ..) = ask(method, "demo-checked", &[("origin", ORIGIN)], "act=connect");
        assert_eq!(reply.status(), 404, "{method}");
    }
}
