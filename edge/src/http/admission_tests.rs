//! Facts about admission: every endpoint that compares a secret or reaches a venue's object answers 429 in the end.

use std::cell::RefCell;

use http::Method;
use secrecy::SecretString;

use super::matches;
use crate::http::endpoint::RateLimit;
use crate::http::endpoints;
use crate::http::endpoints::tests::sample;
use crate::http::test_support::ScriptedVenue;
use crate::http::tests::{ask_of, ask_staff, venues};
use crate::limits::Limiter;
use config::Venues;

/// A number of requests beyond every limit of the demo venue.
const MANY: usize = 1_200;

/// The number of requests after which the answer is 429, if it ever is.
fn requests_until_429(
    method: &Method,
    path: &str,
    address: impl Fn(usize) -> String,
    key: &str,
) -> Option<usize> {
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
fn every_endpoint_is_limited_here_or_in_the_venues_object() {
    let mut unlimited = Vec::new();
    for endpoint in endpoints::all() {
        let (verb, path) = (endpoint.verb.text(), sample(endpoint.path));
        match endpoint.rate_limit {
            RateLimit::Unlimited => unlimited.push(format!("{verb} {path}")),
            // Counted in the object by the same limiter, see `authorize_tests.rs`; or on a page that has to be
            // drawn, see `hosted_tests.rs`.
            RateLimit::VenueObject | RateLimit::IsolatePage(_) => {}
            RateLimit::Isolate(_) | RateLimit::Staff => {
                let method = verb.parse().unwrap();
                let found = requests_until_429(&method, &path, |_| "203.0.113.7".to_owned(), "guess");
                assert!(found.is_some(), "{verb} {path} is never refused");
            }
        }
    }
    // Endpoints that neither compare a secret nor reach an object.
    assert_eq!(
        unlimited,
        [
            "GET /healthz",
            "GET /v1/openapi.json",
            "GET /",
            "GET /de",
            "GET /book/demo/reservation",
            "GET /book/demo/gift-card",
            "GET /pay/demo/abc",
            "GET /staff/demo",
            "GET /staff/demo/tables",
            "GET /staff/demo/plan",
            "GET /staff/demo/reservation",
            "GET /house/demo",
            "POST /house/demo",
            "GET /staff/demo/sign-in",
            "GET /operator/sign-in",
        ]
    );
}

#[test]
fn guesses_at_a_staff_key_run_out_and_the_right_key_goes_on() {
    let of =
        |key: &str, path: &str| requests_until_429(&Method::GET, path, |_| "203.0.113.7".to_owned(), key);
    let burst = |rate: config::limits::Rate| rate.burst as usize;
    let limits = config::LimitSettings::default();
    for path in ["/external/reservations/r1", "/v1/venues/demo/metrics"] {
        assert_eq!(of("guess", path), Some(burst(limits.look_ups)), "{path}");
        assert_eq!(of("the-key-of-demo", path), Some(burst(limits.staff)), "{path}");
    }
}

/// The status of one request to `/external` from one address, with this `Authorization`.
fn status(venues: &Venues, limiter: &RefCell<Limiter>, authorization: Option<&str>) -> u16 {
    let mut request =
        http::Request::get("/external/reservations/r1").header("cf-connecting-ip", "203.0.113.7");
    if let Some(authorization) = authorization {
        request = request.header("authorization", authorization);
    }
    let reply = ask_of(venues, request, Some(""), limiter).0;
    assert_eq!(reply.status() == 429, reply.headers().contains_key("retry-after"));
    reply.status().as_u16()
}

const RIGHT: Option<&str> = Some("Bearer the-key-of-demo");

#[test]
fn a_right_key_is_refused_after_the_guesses_unless_it_was_right_before() {
    for was_right in [true, false] {
        let (venues, limiter) = (venues(), RefCell::new(Limiter::new([0; 32])));
        let ask = |authorization| status(&venues, &limiter, authorization);
        if was_right {
            assert!(!matches!(ask(RIGHT), 401 | 429));
        }
        while ask(Some("Bearer guess")) != 429 {}
        assert_eq!(ask(RIGHT) != 429, was_right);
    }
}

#[test]
fn guesses_are_bounded_where_the_right_key_is_known_too() {
    let (venues, limiter) = (venues(), RefCell::new(Limiter::new([0; 32])));
    assert!(!matches!(status(&venues, &limiter, RIGHT), 401 | 429));
    for number in 0..2_000 {
        let guess = format!("Bearer guess-{number}");
        assert!(matches!(status(&venues, &limiter, Some(&guess)), 401 | 429));
    }
    // A guess that is right is refused like all others by then.
    assert_eq!(status(&venues, &limiter, RIGHT), 429);
}

#[test]
fn a_request_without_a_key_is_no_guess() {
    for authorization in [None, Some("Bearer "), Some("Basic YTpi")] {
        let (venues, limiter) = (venues(), RefCell::new(Limiter::new([0; 32])));
        let burst = config::LimitSettings::default().reads.burst;
        for _ in 0..burst {
            assert_eq!(status(&venues, &limiter, authorization), 401);
        }
        assert_eq!(status(&venues, &limiter, authorization), 429);
        assert!(!matches!(status(&venues, &limiter, RIGHT), 401 | 429));
    }
}

#[test]
fn one_network_of_ipv6_has_no_end_of_guesses() {
    let path = "/external/reservations/r1";
    let burst = config::LimitSettings::default().look_ups.burst as usize;
    let of_56 = |turn: usize| format!("2001:db8:1:{:x}::1", turn % 256);
    let of_48 = |turn: usize| format!("2001:db8:1:{:x}::1", turn * 256 % 65_536);
    assert_eq!(
        requests_until_429(&Method::GET, path, of_56, "guess"),
        Some(burst * 4)
    );
    assert_eq!(
        requests_until_429(&Method::GET, path, of_48, "guess"),
        Some(burst * 16)
    );
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
fn a_page_shows_that_it_was_requested_too_often() {
    let page = endpoints::at("/book/demo").unwrap();
    for method in [Method::GET, Method::POST] {
        let endpoint = page.endpoint(&method).unwrap();
        assert!(matches!(endpoint.rate_limit, RateLimit::IsolatePage(_)));
    }
}

#[test]
fn the_staff_key_goes_no_further_than_the_worker() {
    let script = ScriptedVenue::default();
    for path in [
        "/external/reservations/r1",
        "/external/availability/experiences",
        "/v1/venues/demo/metrics",
    ] {
        let request = http::Request::get(path).header("authorization", "Bearer the-key-of-demo");
        assert_eq!(ask_staff(request, "", &script).0.status(), 200, "{path}");
    }
    assert!(script.visitors().iter().all(serde_json::Value::is_null));
    let sent = format!("{:?}", script.envelopes.borrow());
    assert!(
        sent.contains("staffKey") && !sent.contains("the-key-of-demo"),
        "{sent}"
    );
}
