//! Facts about `/dev/mail`: found only where e-mails are shown, with a guest's input as escaped text.

use std::cell::RefCell;

use config::Venues;
use serde_json::{Value, json};

use super::super::test_support::ScriptedVenue;
use super::super::tests::{ask, ask_with, demo, venues};
use super::*;
use crate::demo::Allowed;
use crate::limits::Limiter;

/// The venues, of which `demo` alone shows its mail.
fn venues_with_shown_mail() -> Venues {
    let all: Vec<Value> = venues()
        .iter()
        .map(|venue| {
            let mut settings = serde_json::to_value(venue).unwrap();
            if venue.id.as_str() == "demo" {
                settings["mail"]["adapter"] = json!("shown");
            }
            settings
        })
        .collect();
    Venues::from_json(&Value::from(all).to_string()).unwrap()
}

/// Requests a page of a deployment where the mail of `demo` is shown, if demonstrations are allowed.
fn ask_shown(path: &str, demo: Option<Allowed>) -> Reply {
    let limiter = RefCell::new(Limiter::new([0; 32]));
    let (request, script) = (http::Request::get(path), ScriptedVenue::default());
    ask_with(
        &venues_with_shown_mail(),
        request,
        Some(""),
        &limiter,
        (&script, demo),
    )
    .0
}

fn get(path: &str) -> Reply {
    ask_shown(path, demo())
}

fn text(reply: &Reply) -> String {
    String::from_utf8(reply.body().clone()).unwrap()
}

#[test]
fn e_mails_are_listed_and_shown_with_their_type() {
    let list = get("/dev/mail");
    assert_eq!(list.status(), 200);
    let html = text(&list);
    assert!(
        html.contains("<a href=\"/dev/mail/demo/1\">Your &#60;i&#62;table&#60;/i&#62;</a>"),
        "{html}"
    );
    assert!(
        html.contains("&#60;b&#62;Ada&#60;/b&#62; &#60;ada@example.com&#62;"),
        "{html}"
    );
    let letter = get("/dev/mail/demo/1");
    assert_eq!(letter.headers()[CACHE_CONTROL], "no-store");
    let html = text(&letter);
    assert!(
        !html.contains("<script") && html.matches("</iframe>").count() == 1,
        "{html}"
    );
    assert!(
        html.contains("<iframe sandbox title=\"The letter\" srcdoc=\"&#60;p title=&#34;x&#34;&#62;Hello")
    );
    assert!(
        html.contains(
            "<a href=\"https://book.example.com/book/demo#manage=r1.t&#34;&#62;&#60;script&#62;\">"
        )
    );
    let policy = letter.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(
        policy.starts_with("default-src 'none'; style-src 'unsafe-inline'"),
        "{policy}"
    );
}

#[test]
fn pictures_of_a_shown_e_mail_are_at_the_server_that_shows_it() {
    let venues = venues_with_shown_mail();
    let venue = venues.iter().find(|venue| venue.id.as_str() == "demo").unwrap();
    let link = "<a href=\"http://localhost:8787/book/demo\">";
    let sent = format!("<img src=\"http://localhost:8787/pictures/demo/dinner.jpg\">{link}");
    assert_eq!(
        with_own_pictures(venue, &sent),
        format!("<img src=\"/pictures/demo/dinner.jpg\">{link}")
    );
}

#[test]
fn made_up_e_mails_are_shown_in_each_language() {
    let list = text(&get("/dev/mail"));
    for language in crate::localization::languages() {
        let path = format!("/dev/samples/demo/{}", language.as_str());
        assert!(list.contains(&format!("<a href=\"{path}\">")), "{list}");
        let page = get(&path);
        assert_eq!(page.status(), 200);
        let html = text(&page);
        let words = crate::localization::texts([&language]).reminder_heading;
        assert!(
            html.contains(words) && html.contains("<iframe sandbox"),
            "{words}: {html}"
        );
    }
    for path in [
        "/dev/samples/demo/pt",
        "/dev/samples/demo/1",
        "/dev/samples/nobody/en",
    ] {
        assert_eq!(get(path).status(), 404, "{path}");
    }
    let hidden = ask(http::Request::get("/dev/samples/demo/en"), Some("")).0;
    assert_eq!(hidden.status(), 404);
}

#[test]
fn a_file_is_given_under_its_name() {
    let file = get("/dev/mail/demo/1/0");
    assert_eq!(
        file.headers()[CONTENT_TYPE],
        "text/calendar; charset=utf-8; method=PUBLISH"
    );
    assert_eq!(
        file.headers()[CONTENT_DISPOSITION],
        "attachment; filename=\"reservation.ics\""
    );
    assert_eq!(file.body(), b"BEGIN:VCALENDAR\r\n");
}

#[test]
fn missing_e_mails_and_hidden_ones_are_not_found() {
    for path in [
        "/dev/mail/demo/2",
        "/dev/mail/demo/1/1",
        "/dev/mail/demo-checked/1",
        "/dev/mail/nobody/1",
        "/dev/mail/demo/x",
        "/dev/mail/demo",
        "/dev",
    ] {
        assert_eq!(get(path).status(), 404, "{path}");
    }
    // Where no venue's mail is shown, or no demonstration is allowed, there is no such page.
    for path in [
        "/dev/mail",
        "/dev/mail/demo/1",
        "/dev/mail/demo/1/0",
        "/dev/samples/demo/en",
    ] {
        assert_eq!(ask(http::Request::get(path), Some("")).0.status(), 404, "{path}");
        assert_eq!(ask_shown(path, None).status(), 404, "{path}");
    }
}
