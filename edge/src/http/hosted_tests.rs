//! Facts about the first screen and the hosted page, over a system whose answers the test decides.

use super::tests::{ask, problem, venues};
use super::*;

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
fn a_screen_that_is_not_offered_is_refused_by_its_fields() {
    for (query, pointer) in [
        ("view=menu", "/view"),
        ("attendees=0", "/attendees"),
        ("attendees=x", "/attendees"),
        ("date=2026-02-30", "/date"),
        ("language=-", "/language"),
        ("experienceId=a%20b", "/experienceId"),
        ("color=%23aaaaaaaaaaaaaaaaa", "/color"),
        ("nothing=1", "/nothing"),
    ] {
        let reply = get(&format!("/v1/venues/demo/fragment?{query}"));
        assert_eq!(reply.status(), 422, "{query}");
        assert_eq!(problem(&reply)["errors"][0]["pointer"], pointer, "{query}");
    }
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
fn what_is_no_form_is_not_read() {
    let json = http::Request::post("/book/demo").header("content-type", "application/json");
    assert_eq!(ask(json, Some("{}")).0.status(), 415);
    assert_eq!(ask(post(), None).0.status(), 413);
    let many = "a=1&".repeat(60);
    assert_eq!(ask(post(), Some(&many)).0.status(), 400);
}

#[test]
fn what_an_address_says_is_never_markup() {
    let page = text(get(
        "/book/demo?date=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&time=%7B%7Bscreen%7D%7D",
    ));
    assert!(!page.contains("alert(1)"));
    assert_eq!(page.matches("<div class=\"couvert\"").count(), 1);
}

#[test]
fn venues_that_nobody_knows_have_no_page() {
    assert!(
        venues()
            .get(&shared::id::VenueId::parse("demo").unwrap())
            .is_some()
    );
    assert_eq!(get("/book/nobody").status(), 404);
    assert_eq!(get("/v1/venues/nobody/fragment").status(), 404);
}
