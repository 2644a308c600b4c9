//! Facts about the first screen and the hosted page, over a scripted venue.

use pollster::block_on;
use serde_json::json;
use shared::time::Day;

use super::openapi_tests::assert_described;
use super::test_support::{ScriptedVenue, copies_of};
use super::tests::{ask, demo, problem, venues};
use super::*;
use crate::error::VenueError;

fn get(path: &str) -> Reply {
    ask(http::Request::get(path), Some("")).0
}

fn text(reply: Reply) -> String {
    String::from_utf8(reply.into_body()).unwrap()
}

fn post() -> http::request::Builder {
    http::Request::post("/book/demo").header("content-type", "application/x-www-form-urlencoded")
}

#[test]
fn the_first_screen_comes_with_the_addresses_of_what_takes_it_over() {
    let reply = get("/v1/venues/demo/fragment?view=reservation&language=de-AT");
    assert_eq!(reply.status(), 200);
    let fragment = problem(&reply);
    assert_eq!(fragment["language"], "de-AT");
    assert_eq!(fragment["venue"]["id"], "demo");
    assert_eq!(fragment["code"], "/assets/abc/couvert.js");
    assert_eq!(fragment["module"], "/assets/abc/couvert_bg.wasm");
    let html = fragment["html"].as_str().unwrap();
    assert!(html.starts_with(r#"<div class="couvert" part="root" lang="de" dir="ltr">"#));
}

#[test]
fn a_view_that_only_scripts_can_render_is_not_drawn_and_calls_no_booking_system() {
    for (view, part) in [
        ("manage", r#"<a href="/book/demo/reservation?language=de">"#),
        ("gift-card", r#"<a href="/book/demo/gift-card?language=de">"#),
        ("waitlist", "Diese Seite braucht JavaScript."),
    ] {
        let html = text(get(&format!("/book/demo?view={view}&language=de")));
        assert!(html.contains(&format!(" view=\"{view}\"")), "{html}");
        assert!(html.contains(part) && html.contains(SCRIPT_TAG), "{html}");
        assert!(!html.contains("<form") && !html.contains("<style"), "{html}");
    }
    for language in crate::localization::languages() {
        let tag = language.as_str();
        let html = text(get(&format!("/book/demo?view=waitlist&language={tag}")));
        let words = crate::localization::texts([&language]).page_needs_script;
        assert!(html.contains(words), "{words}: {html}");
    }
    for view in ["reservation", "menu"] {
        let html = text(get(&format!("/book/demo?view={view}")));
        assert!(
            !html.contains(" view=") && html.contains("class=\"couvert\""),
            "{html}"
        );
    }
}

#[test]
fn choices_are_passed_to_the_waitlist() {
    let html = text(get(
        "/book/demo?view=waitlist&experience=dinner&attendees=3&date=2026-11-27&time=18:30",
    ));
    let attributes = [
        "experience=\"dinner\"",
        "attendees=\"3\"",
        "date=\"2026-11-27\"",
        "time=\"18:30\"",
    ];
    for attribute in attributes {
        assert!(html.contains(&format!(" {attribute}")), "{html}");
    }
}

const SCRIPT_TAG: &str = r#"<script src="/embed.js" async></script>"#;

#[test]
fn a_screen_that_is_not_offered_is_refused_by_its_fields() {
    for (query, pointer) in [("view=menu", "/view"), ("nothing=1", "/nothing")] {
        let reply = get(&format!("/v1/venues/demo/fragment?{query}"));
        assert_eq!(reply.status(), 422, "{query}");
        assert_eq!(problem(&reply)["errors"][0]["pointer"], pointer, "{query}");
    }
    let long = "1".repeat(101);
    for name in ["language", "experienceId", "attendees", "date", "time", "color"] {
        let reply = get(&format!("/v1/venues/demo/fragment?{name}={long}"));
        let error = &problem(&reply)["errors"][0];
        assert_eq!(error["pointer"], format!("/{name}"));
        assert_eq!(error["code"], "too_long");
    }
}

#[test]
fn settings_that_cannot_be_read_are_left_to_the_guest() {
    let with = |query: &str| send(&serving(), &format!("/v1/venues/demo/fragment?{query}"), None);
    let plain = with("");
    let odd = with("attendees=many&date=tomorrow&time=7+pm&experienceId=a%20b&color=red");
    assert_eq!((odd.status(), odd.body()), (plain.status(), plain.body()));
}

#[test]
fn the_page_has_its_screen_in_it_and_a_script_only_before_a_form_is_sent() {
    let page = text(get("/book/demo"));
    assert!(page.contains(r#"<template shadowrootmode="open">"#));
    assert!(page.contains(r#"<div class="couvert""#));
    assert!(page.contains("/embed.js"));
    let (reply, _) = ask(post(), Some("language=en"));
    assert_eq!(reply.headers()[CACHE_CONTROL], "no-store");
    assert!(!text(reply).contains("<script"));
}

#[test]
fn the_page_is_titled_by_its_step_and_described_for_search_engines_and_chats() {
    let script = serving();
    let title = |html: &str| {
        let (_, rest) = html.split_once("<title>").unwrap();
        rest.split_once("</title>").unwrap().0.to_owned()
    };
    let find = text(send(&script, "/book/demo?language=en", None));
    assert_eq!(title(&find), "Reserve a table · Quitte");
    let details = text(send(&script, &format!("/book/demo?{CHOICE}"), None));
    assert_eq!(title(&details), "Your details · Quitte");
    for part in [
        "<meta name=\"robots\" content=\"noindex\">",
        "<meta name=\"description\" content=\"Seasonal cooking",
        "<meta property=\"og:title\" content=\"Quitte\">",
        "<link rel=\"canonical\" href=\"",
        "<link rel=\"icon\" href=\"data:image/svg+xml;base64,",
        "<script type=\"application/ld+json\">{",
        "\"ReserveAction\"",
    ] {
        assert!(find.contains(part), "{part}: {find}");
    }
}

#[test]
fn the_pages_own_colour_is_there_from_the_beginning_and_its_policy_allows_that_sheet_alone() {
    let reply = get("/book/demo");
    let policy = reply.headers()["content-security-policy"]
        .to_str()
        .unwrap()
        .to_owned();
    let html = text(reply);
    let (_, rest) = html.split_once("<style>").unwrap();
    let (sheet, _) = rest.split_once("</style>").unwrap();
    assert!(sheet.starts_with(".couvert,.frame{--theme:#"), "{sheet}");
    let hash = <base64ct::Base64 as base64ct::Encoding>::encode_string(
        &<sha2::Sha256 as sha2::Digest>::digest(sheet),
    );
    assert!(
        policy.contains(&format!("style-src 'self' 'sha256-{hash}';")),
        "{policy}"
    );
}

#[test]
fn a_form_is_taken_from_pages_that_may_embed_the_venue_and_no_others() {
    for (origin, status) in [
        ("https://www.example.com", 200),
        ("https://evil.example", 403),
        ("null", 403),
    ] {
        let (reply, _) = ask(post().header("origin", origin), Some("language=en"));
        assert_eq!(reply.status(), status, "{origin}");
    }
    let same = post()
        .header("origin", "null")
        .header("sec-fetch-site", "same-origin");
    assert_eq!(ask(same, Some("")).0.status(), 200);
}

#[test]
fn only_forms_are_read() {
    let json = http::Request::post("/book/demo").header("content-type", "application/json");
    assert_eq!(ask(json, Some("{}")).0.status(), 415);
    assert_eq!(ask(post(), None).0.status(), 413);
    let many = "a=1&".repeat(129);
    assert_eq!(ask(post(), Some(&many)).0.status(), 400);
}

#[test]
fn parameters_of_an_address_are_never_markup() {
    let page = text(get(
        "/book/demo?date=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&time=%7B%7Bscreen%7D%7D",
    ));
    assert!(!page.contains("alert(1)"));
    assert_eq!(page.matches("<div class=\"couvert\"").count(), 1);
}

/// The response to a request for a venue's page or fragment: by POST with a body, else by GET.
pub(super) fn send(script: &ScriptedVenue, path: &str, body: Option<&str>) -> Reply {
    let (server_timing, limiter) = (ServerTiming::default(), RefCell::new(Limiter::new([0; 32])));
    let (venues, response_cache) = (venues(), ResponseCache::default());
    let now = Instant::from_unix(1_795_000_000);
    let copies = copies_of(venues.iter(), script, now);
    let context = Context {
        demo: demo(),
        venues: &venues,
        settings_cache: &copies.cache,
        settings_client: &|id| script.client_of(id, &server_timing).with_copies(copies.clone()),
        venue_client: &|venue| script.client(venue, &server_timing),
        streams: script,
        directory: &|| script.directory.client(),
        accounts: script.account.accounts(),
        account: &|id| script.account.client(id),
        secret: &|_| None,
        variable: &|_| None,
        server_timing: &server_timing,
        limiter: &limiter,
        response_cache: &response_cache,
        picture_cache: &script.picture_copies,
        clock: &script.clock,
        now,
        request_id: "id-1".to_owned(),
        random: [7; 16],
        assets: "/assets/abc",
    };
    let method = if body.is_some() { Method::POST } else { Method::GET };
    let request = http::Request::builder()
        .method(&method)
        .uri(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Some(body.unwrap_or_default().as_bytes().to_vec()))
        .unwrap();
    let route = request.uri().path().to_owned();
    let (reply, record) = block_on(handle(request, &context));
    assert_described(&method, &route, &reply);
    let logged = serde_json::to_string(&record).unwrap();
    assert!(
        !logged.contains("Muster") && !logged.contains("manage-secret"),
        "{logged}"
    );
    reply
}

pub(super) fn serving() -> ScriptedVenue {
    ScriptedVenue {
        serves: true,
        ..ScriptedVenue::default()
    }
}

const CHOICE: &str = "experience=dinner&attendees=2&date=2026-11-27&time=19%3A00&language=en";
const GUEST: &str = "lastName=Muster&email=ada%40example.com&phone=%2B436605512234";
const KEY: &str = "key=000000000000000000000000000000ff";

#[test]
fn the_first_screen_is_drawn_for_browsers_with_odd_languages() {
    for (named, written) in [
        ("en-US%40posix", "en-US"),
        ("de_DE", "de-DE"),
        ("de_AT.UTF-8", "de-AT"),
        ("en-GB-u-hc-h23", "en-GB"),
        ("DE", "de-AT"),
        ("C", "en-AT"),
        ("german", "en-AT"),
        ("", "en-AT"),
    ] {
        let path = format!("/v1/venues/demo/fragment?language={named}");
        let reply = send(&serving(), &path, None);
        assert_eq!(reply.status(), 200, "{named}");
        assert_eq!(problem(&reply)["language"], written, "{named}");
    }
}

#[test]
fn the_first_screen_and_its_data_agree() {
    let path = "/v1/venues/demo/fragment?attendees=2&date=2026-11-27&experienceId=dinner";
    let fragment = problem(&send(&serving(), path, None));
    let html = fragment["html"].as_str().unwrap();
    assert!(html.contains(r#"name="date" value="2026-11-28""#));
    assert!(html.contains(r#"name="time" value="19:00""#));
    assert_eq!(fragment["calendars"][0]["to"], "2026-11-30");
    assert_eq!(fragment["slots"]["day"], "2026-11-27");
    // Formatted texts are sent along.
    assert_eq!(fragment["formatted"]["t1140"], "19:00");
    assert!(html.contains(">19:00<"));
}

#[test]
fn the_first_screen_has_the_evening_before_while_it_goes_on() {
    let path = "/v1/venues/demo/fragment?language=en&experienceId=dinner&attendees=2";
    let script = serving();
    let first = |script: &ScriptedVenue| {
        let fragment = problem(&send(script, path, None));
        let html = fragment["html"].as_str().unwrap();
        let day = html.split("id=\"day-2026-11-17\"").nth(1).unwrap();
        let (day, _) = day.split_once('>').unwrap();
        let is_open = day.contains("tables free") && !day.contains("aria-disabled");
        let venue = &fragment["venue"];
        assert_eq!(venue["today"], "2026-11-18");
        let from = fragment["calendars"][0]["from"].clone();
        (venue["firstDay"].clone(), from, is_open)
    };
    assert_eq!(first(&script), (json!("2026-11-18"), json!("2026-11-18"), false));
    script.last_evening.set(Day::parse("2026-11-17").ok());
    assert_eq!(first(&script), (json!("2026-11-17"), json!("2026-11-17"), true));
}

#[test]
fn slots_that_cannot_be_read_are_left_to_the_browser() {
    let script = serving();
    script
        .failure
        .replace(Some(VenueError::Failed("garbage".to_owned())));
    let path = "/v1/venues/demo/fragment?attendees=2&date=2026-11-27&experienceId=dinner";
    let reply = send(&script, path, None);
    assert_eq!(reply.status(), 200);
    let fragment = problem(&reply);
    assert_eq!(fragment["slots"], serde_json::Value::Null);
    assert!(fragment["html"].as_str().unwrap().contains("aria-busy"));
    assert!(!fragment.to_string().contains("garbage"));
    // The page of forms has no script that could load the slots.
    let page = text(send(&script, &format!("/book/demo?{CHOICE}"), None));
    assert!(!page.contains("aria-busy"));
}

#[test]
fn a_table_is_booked_by_forms_alone() {
    let script = serving();
    let find = text(send(&script, "/book/demo?language=en&month=2026-12-01", None));
    assert!(find.contains(r#"value="2026-12-24""#));
    let details = text(send(&script, &format!("/book/demo?{CHOICE}"), None));
    assert!(details.contains(r#"data-step="details""#));
    assert!(details.contains(r#"name="time" value="19:00""#));

    let faulty = text(send(
        &script,
        "/book/demo",
        Some(&format!("{CHOICE}&email=nonsense")),
    ));
    assert!(faulty.contains(r#"data-step="details""#));
    assert_eq!(faulty.matches("aria-invalid").count(), 2);
    assert!(faulty.contains(r#"id="faults" tabindex="-1" role="group""#) && faulty.contains("autofocus"));

    // Nothing is paid: the details themselves end with the button that books.
    let filled = text(send(&script, "/book/demo", Some(&format!("{CHOICE}&{GUEST}"))));
    assert!(filled.contains(r#"data-step="details""#));
    assert!(filled.contains(r#"name="act" value="confirm""#));
    assert!(filled.contains(r#"name="key" value="07070707070707070707070707070707""#));
    assert!(script.taken.borrow().is_none());

    let confirm = format!("{CHOICE}&{GUEST}&{KEY}&act=confirm");
    for _ in 0..2 {
        // Repeated by a reload: the table is taken, by this form's own booking.
        let done = text(send(&script, "/book/demo", Some(&confirm)));
        assert!(done.contains("R-000123"), "{done}");
        // In a form alone, and in no address.
        assert_eq!(done.matches(r#" value="r1.manage-secret""#).count(), 1, "{done}");
        assert_eq!(done.matches("manage-secret").count(), 1, "{done}");
    }
}

#[test]
fn a_time_that_is_lost_leads_back_to_the_choice() {
    let script = serving();
    script.taken.replace(Some("another-key".to_owned()));
    let confirm = format!("{CHOICE}&{GUEST}&{KEY}&act=confirm");
    let page = text(send(&script, "/book/demo", Some(&confirm)));
    assert!(page.contains(r#"data-step="find""#));
    assert!(page.contains(r#"id="notice""#));
    assert!(!page.contains("Muster"));
}

#[path = "hosted_extras_tests.rs"]
mod extras;

#[path = "hosted_steps_tests.rs"]
mod steps;

#[path = "fragment_tests.rs"]
mod fragment;

#[path = "hosted_paid_tests.rs"]
mod paid;

#[path = "hosted_late_tests.rs"]
mod late;
