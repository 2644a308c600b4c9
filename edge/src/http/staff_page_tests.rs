//! Facts about the restaurant's own page.

use serde_json::{Value, json};
use shared::reservation::Status;

use super::super::test_support::{SESSION, ScriptedVenue, reservation};
use super::super::tests::{ask_staff, get, venues};
use super::*;

fn text(path: &str) -> String {
    String::from_utf8(get(path).0.into_body()).unwrap()
}

#[test]
fn the_page_is_the_same_for_all_and_runs_nothing_but_its_own_program() {
    let (reply, _) = get("/staff/demo");
    assert_eq!(reply.status(), 200);
    let policy = reply.headers()["content-security-policy"].to_str().unwrap();
    for directive in [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    ] {
        assert!(policy.split("; ").any(|part| part == directive), "{policy}");
    }
    assert!(
        !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
        "{policy}"
    );
    let html = String::from_utf8(reply.into_body()).unwrap();
    assert!(html.contains("data-venue=\"demo\""), "{html}");
    assert!(html.contains("/staff.js\"") && !html.contains("style="), "{html}");
}

#[test]
fn the_page_speaks_the_readers_language_or_the_venues() {
    assert!(text("/staff/demo?language=de").contains("<html lang=\"de\">"));
    assert!(text("/staff/demo?language=en-GB").contains("<html lang=\"en\">"));
    assert!(text("/staff/demo?language=de-AT").contains("<html lang=\"de\">"));
    assert!(text("/staff/demo?language=it").contains("<html lang=\"it\">"));
    assert!(text("/staff/demo?language=fi").contains("<html lang=\"en\">"));
}

#[test]
fn the_page_is_served_in_each_language_of_its_program() {
    let words = concat!(env!("CARGO_MANIFEST_DIR"), "/../widget/staff/src/i18n/words");
    let files = std::fs::read_dir(words).unwrap();
    let mut tags: Vec<String> = files
        .map(|file| file.unwrap().file_name().to_string_lossy().replace(".txt", ""))
        .collect();
    tags.sort_unstable();
    let mut served = LANGUAGES;
    served.sort_unstable();
    assert_eq!(tags, served);
}

#[test]
fn each_screen_is_the_same_program() {
    for path in ["/staff/demo/tables", "/staff/demo/plan"] {
        assert_eq!(text(path), text("/staff/demo"), "{path}");
    }
}

#[test]
fn an_unknown_venue_has_no_page() {
    assert_eq!(get("/staff/nobody").0.status(), 404);
}

/// The page as a person of the demo restaurant gets it, who is signed in with this token.
fn signed_in(address: &str, token: &str, script: &ScriptedVenue) -> Reply {
    let request = http::Request::get(format!("https://book.example.com{address}"))
        .header("cookie", format!("__Host-couvert-demo={token}"))
        .header("accept-language", "en");
    ask_staff(request, "", script).0
}

fn html(reply: Reply) -> String {
    String::from_utf8(reply.into_body()).unwrap()
}

/// The document without a session, in English.
fn without_list() -> String {
    html(ask_staff(english(), "", &ScriptedVenue::default()).0)
}

fn english() -> http::request::Builder {
    http::Request::get("https://book.example.com/staff/demo").header("accept-language", "en")
}

#[test]
fn a_person_who_is_signed_in_gets_the_list_with_the_document_and_no_cache_stores_it() {
    let script = ScriptedVenue::default();
    let reply = signed_in("/staff/demo", SESSION, &script);
    assert_eq!(reply.headers()["cache-control"], "private, no-store");
    let policy = reply.headers()["content-security-policy"].clone();
    let bare = ask_staff(english(), "", &ScriptedVenue::default()).0;
    assert_eq!(policy, bare.headers()["content-security-policy"]);
    let text = html(reply);
    for part in [
        "id=\"first-list\"",
        "Ada Muster",
        "Table W1",
        "7:00",
        "Booked",
        "By the window",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let read = |staff: &Value| staff["permission"] == "readReservations";
    assert!(script.staff().len() == 2 && script.staff().iter().all(read));
}

#[test]
fn the_day_of_the_address_is_the_day_of_the_list() {
    let script = ScriptedVenue::default();
    signed_in("/staff/demo?day=2026-11-28", SESSION, &script);
    assert!(
        script
            .requests()
            .contains(&json!({ "Staff": { "Day": "2026-11-28" } }))
    );
}

#[test]
fn without_a_valid_session_the_document_has_no_list_and_no_guest() {
    let script = ScriptedVenue::default();
    let refused = signed_in("/staff/demo", &SESSION.replace('s', "x"), &script);
    assert_eq!(refused.headers()["cache-control"], "no-cache");
    let text = html(refused);
    assert_eq!(text, without_list());
    assert!(!text.contains("first-list") && !text.contains("Muster"), "{text}");
}

#[test]
fn a_page_of_another_origin_and_a_key_get_no_list() {
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("authorization", "Bearer the-key-of-demo"),
    ] {
        let script = ScriptedVenue::default();
        let request = english()
            .header("cookie", format!("__Host-couvert-demo={SESSION}"))
            .header(name, value);
        let reply = ask_staff(request, "", &script).0;
        assert_eq!((html(reply), script.staff().len()), (without_list(), 0), "{name}");
    }
}

#[test]
fn a_list_that_does_not_come_in_time_is_left_to_the_program() {
    let script = ScriptedVenue::default();
    script.clock.step.set(LIST_WAIT);
    assert_eq!(html(signed_in("/staff/demo", SESSION, &script)), without_list());
}

#[test]
fn the_other_screens_have_no_list() {
    for path in ["/staff/demo/tables", "/staff/demo/plan"] {
        let script = ScriptedVenue::default();
        let reply = signed_in(path, SESSION, &script);
        assert_eq!((html(reply), script.staff().len()), (without_list(), 0), "{path}");
    }
}

#[test]
fn what_guests_write_is_text_in_the_list() {
    let mut one = json!(reservation(Status::Booked).for_staff());
    one["guest"]["lastName"] = json!("<b>&\"Muster");
    one["notes"] = json!("</li><script>alert(1)</script>");
    one["labels"][0]["name"] = json!("<img src=x>");
    one["tables"][0]["name"] = json!("<w1>");
    let day = json!({
        "day": "2026-11-27", "today": "2026-11-27", "now": "2026-11-27T17:00:00Z", "utcOffsetMinutes": 60, "cursor": 9,
        "limits": {}, "services": [], "areas": [], "rules": [], "reservations": [one],
    });
    let english = Language::parse("en").unwrap();
    let list = render::first_list(
        serde_json::from_value(day).unwrap(),
        &[Permission::ReadReservations],
        &english,
        &[],
    );
    let venues = venues();
    let page = StaffPage {
        language: "en",
        venue: venues.iter().find(|venue| venue.id.as_str() == "demo").unwrap(),
        assets: "/assets/abc",
        needs_script: "",
        list: Some(&list),
    };
    let text = page.render().unwrap();
    for markup in ["<b>", "<script>alert", "<img", "<w1>"] {
        assert!(!text.contains(markup), "{markup}: {text}");
    }
    assert!(text.contains("alert(1)"), "{text}");
}
