//! Facts about the page for signing in: what sends a token, and what sets and deletes the cookie.

use serde_json::{Value, json};

use super::super::test_support::{SESSION, ScriptedVenue};
use super::super::tests::ask_staff;
use super::*;

const ORIGIN: &str = "https://book.example.com";

fn ask(method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> (Reply, String, ScriptedVenue) {
    let script = ScriptedVenue::default();
    let request = http::Request::builder()
        .method(method)
        .uri(format!("{ORIGIN}/staff/demo/{path}"))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("accept-language", "en");
    let request = headers
        .iter()
        .fold(request, |request, (name, value)| request.header(*name, *value));
    let reply = ask_staff(request, body, &script).0;
    let html = String::from_utf8(reply.body().clone()).unwrap();
    (reply, html, script)
}

fn send(body: &str) -> (Reply, String, ScriptedVenue) {
    ask("POST", "sign-in", &[("origin", ORIGIN)], body)
}

fn cookie(reply: &Reply) -> Option<&str> {
    let mut values = reply.headers().get_all("set-cookie").iter();
    let first = values.next()?.to_str().unwrap();
    assert!(values.next().is_none());
    Some(first)
}

#[test]
fn opening_the_page_or_running_its_script_sends_nothing() {
    for method in ["GET", "HEAD"] {
        let (reply, html, script) = ask(method, "sign-in", &[], "");
        assert_eq!(reply.status(), 200);
        assert_eq!(script.requests(), Vec::<Value>::new());
        assert_eq!(cookie(&reply), None);
        assert_eq!(reply.headers()["cache-control"], "no-store");
        // Under `no-referrer` the form would not state its origin.
        assert_eq!(reply.headers()["referrer-policy"], "same-origin");
        assert!(!html.contains("name=\"referrer\""));
    }
    let (_, html, _) = ask("GET", "sign-in?token=x", &[], "");
    assert_eq!(html.matches("<button>Sign in</button>").count(), 1);
    assert!(!html.contains(".submit("));
}

#[test]
fn the_button_signs_in_and_sets_the_cookie() {
    let (reply, html, script) = send("token=+right%0A");
    assert_eq!(reply.status(), 200);
    let expected =
        format!("__Host-couvert-demo={SESSION}; Path=/; Max-Age=608000; Secure; HttpOnly; SameSite=Strict");
    assert_eq!(cookie(&reply), Some(expected.as_str()));
    assert!(html.contains("You are signed in as Ada &#60;b&#62;."), "{html}");
    assert!(html.contains("12 hours"), "{html}");
    assert!(!html.contains("right") && !html.contains(SESSION));
    let device = json!({ "browser": "other", "system": "other" });
    assert_eq!(
        script.requests(),
        [json!({ "SignIn": { "Open": ["right", device] } })]
    );
    assert_eq!(reply.headers()["cache-control"], "no-store");
}

#[test]
fn a_link_that_is_pasted_as_a_whole_signs_in_too() {
    for pasted in [
        "https%3A%2F%2Fbook.example.com%2Fstaff%2Fdemo%2Fsign-in%23token%3Dright",
        "+%2Fstaff%2Fdemo%2Fsign-in%23token%3Dright%0A",
    ] {
        let (_, _, script) = send(&format!("token={pasted}"));
        assert_eq!(script.requests()[0]["SignIn"]["Open"][0], "right", "{pasted}");
    }
}

#[test]
fn the_session_of_the_person_before_ends_once_the_new_one_has_begun() {
    let session = format!("__Host-couvert-demo={SESSION}");
    let headers = [("origin", ORIGIN), ("cookie", session.as_str())];
    for (token, ends) in [("right", true), ("used", false), ("wrong", false)] {
        let (reply, _, script) = ask("POST", "sign-in", &headers, &format!("token={token}"));
        assert_eq!(cookie(&reply).is_some(), ends, "{token}");
        let requests = script.requests();
        let ended = json!({ "Staff": { "Sessions": "SignOut" } });
        assert_eq!(
            requests.iter().skip(1).any(|request| *request == ended),
            ends,
            "{token}"
        );
    }
}

#[test]
fn a_link_that_does_not_sign_in_says_why() {
    for (token, words) in [
        ("used", "has been used already"),
        ("expired", "The time of this link is over"),
        ("wrong", "This link is not valid"),
        ("", "This link is not valid"),
    ] {
        let (reply, html, _) = send(&format!("token={token}"));
        assert!(html.contains(words), "{token}: {html}");
        assert!(html.contains("role=\"alert\""), "{token}");
        assert_eq!(cookie(&reply), None, "{token}");
    }
}

#[test]
fn the_page_asks_for_a_link_and_says_the_same_of_every_address() {
    for address in ["ada%40example.com", "nobody%40example.com"] {
        let (reply, html, script) = send(&format!("email={address}"));
        assert_eq!((reply.status().as_u16(), cookie(&reply)), (200, None));
        assert!(
            html.contains("If somebody with this address works here"),
            "{html}"
        );
        assert!(!html.contains("example.com\""));
        let sent = json!({ "SignIn": { "SendLink": address.replace("%40", "@") } });
        assert_eq!(script.requests(), [sent]);
    }
    let (_, html, script) = send("email=ada");
    assert!(html.contains("Please check the e-mail address."));
    assert_eq!(script.requests(), Vec::<Value>::new());
}

#[test]
fn a_page_of_another_origin_neither_signs_in_nor_out() {
    let session = format!("__Host-couvert-demo={SESSION}");
    for headers in [
        &[][..],
        &[("origin", "https://www.example.com")],
        &[("origin", "https://evil.test")],
        &[("origin", "null"), ("sec-fetch-site", "same-origin")],
    ] {
        for path in ["sign-in", "sign-out"] {
            let headers = [headers, &[("cookie", session.as_str())]].concat();
            let (reply, _, script) = ask("POST", path, &headers, "token=right");
            assert_eq!(
                (reply.status().as_u16(), cookie(&reply)),
                (403, None),
                "{headers:?}"
            );
            assert_eq!(script.requests(), Vec::<Value>::new(), "{headers:?}");
        }
    }
}

#[test]
fn signing_out_ends_the_session_and_deletes_the_cookie_of_one_that_is_over() {
    for (token, requests) in [
        (Some(SESSION.to_owned()), 1),
        (Some(SESSION.replace('s', "t")), 1),
        (None, 0),
    ] {
        let session = token.map(|token| format!("__Host-couvert-demo={token}"));
        let mut headers = vec![("origin", ORIGIN)];
        headers.extend(session.as_deref().map(|session| ("cookie", session)));
        let (reply, html, script) = ask("POST", "sign-out", &headers, "");
        assert_eq!(reply.status(), 200);
        let cleared = "__Host-couvert-demo=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict";
        assert_eq!(cookie(&reply), Some(cleared));
        assert!(html.contains("You are signed out."));
        assert_eq!(script.requests().len(), requests);
    }
    assert_eq!(ask("GET", "sign-out", &[], "").0.status(), 405);
}
