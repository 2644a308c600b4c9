//! Facts about pages of demonstrations: shown where demonstrations are allowed, and not found elsewhere.

use http::StatusCode;
use http::header::CONTENT_TYPE;

use std::cell::RefCell;

use crate::http::Reply;
use crate::http::test_support::ScriptedVenue;
use crate::http::tests::{ask_with, get, venues};
use crate::limits::Limiter;

/// Requests a page of a deployment that allows no demonstrations, and serves a venue all the same.
fn ask_without_demo(path: &str) -> Reply {
    let limiter = RefCell::new(Limiter::new([0; 32]));
    let (request, script) = (http::Request::get(path), ScriptedVenue::default());
    ask_with(&venues(), request, Some(""), &limiter, (&script, None)).0
}

#[test]
fn the_first_page_is_the_demo_restaurants_only_where_demonstrations_are_allowed() {
    let text = |reply: &Reply| String::from_utf8(reply.body().clone()).unwrap();
    let (demo, host) = (get("/").0, ask_without_demo("/"));
    assert!(text(&demo).contains("Quitte"));
    assert_eq!(host.status(), StatusCode::OK);
    assert_eq!(host.headers()[CONTENT_TYPE], "text/html; charset=utf-8");
    let host = text(&host);
    assert!(host.contains("This host serves booking widgets"), "{host}");
    assert!(!venues().iter().any(|venue| host.contains(&venue.name)), "{host}");
    assert_eq!(get("/de").0.status(), StatusCode::OK);
    assert_eq!(ask_without_demo("/de").status(), StatusCode::NOT_FOUND);
}

#[test]
fn the_demo_page_leads_to_the_hosted_page_where_no_script_runs() {
    for (path, language) in [("/", "en"), ("/de", "de")] {
        let html = String::from_utf8(get(path).0.into_body()).unwrap();
        let text = html
            .split("<noscript>")
            .nth(1)
            .unwrap()
            .split("</noscript>")
            .next()
            .unwrap();
        let address = format!("/book/demo?language={language}");
        assert!(text.contains(&format!("<a href=\"{address}\">")), "{text}");
        assert!(get(&address).0.status().is_success());
    }
}

#[test]
fn no_payment_is_played_where_demonstrations_are_not_allowed() {
    assert_eq!(get("/pay/demo/abc").0.status(), StatusCode::OK);
    assert_eq!(ask_without_demo("/pay/demo/abc").status(), StatusCode::NOT_FOUND);
}
