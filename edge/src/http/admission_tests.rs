//! Every door is counted: whatever compares a secret or reaches a venue's object answers 429 in the end.

use std::cell::RefCell;

use http::Method;
use secrecy::SecretString;

use super::matches;
use crate::http::counting::Counting;
use crate::http::openapi_tests::routes;
use crate::http::route::{Page, Route};
use crate::http::tests::{ask_of, venues};
use crate::limits::Limiter;

/// More than any allowance of the demo venue.
const MANY: usize = 1_200;

fn path(route: &Route) -> String {
    let template = match route {
        Route::External => "/external/reservations/{id}",
        _ => route.template(),
    };
    ["{id}", "{orderId}", "{wishId}"]
        .iter()
        .fold(template.replace("{venue}", "demo"), |path, name| {
            path.replace(name, "abc")
        })
        .replace("{source}", "stripe")
}

/// After how many requests from one address the answer is 429, if it ever is.
fn asked(method: &Method, path: &str, address: impl Fn(usize) -> String, key: &str) -> Option<usize> {
    let (venues, limiter) = (venues(), RefCell::new(Limiter::new([0; 32])));
    (0..MANY).find(|turn| {
        let request = http::Request::builder()
            .method(method)
            .uri(path)
            .header("cf-connecting-ip", address(*turn))
            .header("content-type", "application/x-www-form-urlencoded")
            .header("authorization", format!("Bearer {key}"));
        ask_of(&venues, request, Some(r#"{ "a" : 1 }"#), &limiter)
            .0
            .status()
            == 429
    })
}

#[test]
fn every_door_is_counted_here_or_in_the_venues_object() {
    let mut fixed = Vec::new();
    for route in routes().into_iter().chain([Route::External]) {
        for method in [Method::GET, Method::POST, Method::PATCH, Method::DELETE] {
            if !route.takes(&method) {
                continue;
            }
            let path = path(&route);
            match route.counting(&method) {
                Counting::Fixed => fixed.push(format!("{method} {path}")),
                // Counted in the object by the same limiter, see `gate_tests.rs`; or on a page that has to be
                // drawn, see `hosted_tests.rs`.
                Counting::InObject | Counting::OnPage(_) => {}
                Counting::Here(_) | Counting::ByKey => {
                    let found = asked(&method, &path, |_| "203.0.113.7".to_owned(), "guess");
                    assert!(found.is_some(), "{method} {path} is never refused");
                }
            }
        }
    }
    // These neither compare a secret nor reach an object.
    assert_eq!(
        fixed,
        [
            "GET /healthz",
            "GET /v1/openapi.json",
            "GET /",
            "GET /de",
            "GET /pay/demo/abc",
            "GET /house/demo",
        ]
    );
}

#[test]
fn guesses_at_a_staff_key_run_out_and_the_right_key_goes_on() {
    let of = |key: &str, path: &str| asked(&Method::GET, path, |_| "203.0.113.7".to_owned(), key);
    let burst = |rate: crate::limits::Rate| rate.burst as usize;
    let limits = crate::limits::Settings::default();
    for path in ["/external/reservations/r1", "/v1/venues/demo/metrics"] {
        assert_eq!(of("guess", path), Some(burst(limits.look_ups)), "{path}");
        assert_eq!(of("the-key-of-demo", path), Some(burst(limits.staff)), "{path}");
    }
}

#[test]
fn a_caller_whose_guesses_have_run_out_is_refused_with_the_right_key_too() {
    let (venues, limiter) = (venues(), RefCell::new(Limiter::new([0; 32])));
    let ask = |key: &str| {
        let request = http::Request::get("/external/reservations/r1")
            .header("cf-connecting-ip", "203.0.113.7")
            .header("authorization", format!("Bearer {key}"));
        ask_of(&venues, request, Some(""), &limiter).0
    };
    while ask("guess").status() != 429 {}
    let reply = ask("the-key-of-demo");
    assert_eq!(reply.status(), 429);
    assert!(reply.headers().contains_key("retry-after"));
}

#[test]
fn one_network_of_ipv6_has_no_end_of_guesses() {
    let path = "/external/reservations/r1";
    let burst = crate::limits::Settings::default().look_ups.burst as usize;
    let of_56 = |turn: usize| format!("2001:db8:1:{:x}::1", turn % 256);
    let of_48 = |turn: usize| format!("2001:db8:1:{:x}::1", turn * 256 % 65_536);
    assert_eq!(asked(&Method::GET, path, of_56, "guess"), Some(burst * 4));
    assert_eq!(asked(&Method::GET, path, of_48, "guess"), Some(burst * 16));
}

#[test]
fn only_the_whole_secret_matches() {
    let secret = |text: &str| SecretString::from(text);
    assert!(matches(&secret("s3cret"), &secret("s3cret")));
    for wrong in ["s3cre", "s3cret ", "S3cret", "s3creu", ""] {
        assert!(!matches(&secret(wrong), &secret("s3cret")), "{wrong}");
    }
}

#[test]
fn a_page_says_itself_that_it_was_asked_for_too_often() {
    let route = Route::of("/book/demo").unwrap();
    assert!(matches!(route, Route::Page(Page::Booking(_))));
    assert!(matches!(route.counting(&Method::POST), Counting::OnPage(_)));
}
