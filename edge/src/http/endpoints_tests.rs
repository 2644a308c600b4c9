//! Facts about the table of endpoints: the endpoint of each path, and manipulated paths that have none.

use std::collections::{BTreeMap, BTreeSet};

use shared::problem::ProblemCode;

use super::*;
use crate::http::endpoint::{Access, Body, Caching, Handler, RateLimit};
use crate::http::tests::ask;

/// An example path of a template.
pub(in crate::http) fn sample(template: &str) -> String {
    let samples = [
        ("{venue}", "demo"),
        ("{venueId}", "demo"),
        ("{source}", "stripe"),
        ("{number}", "1"),
        ("{index}", "0"),
        ("{language}", "en"),
        ("{code}", "222222-222222-222222"),
        ("{transactionId}", "external-abc"),
        ("{phoneNumberId}", "main"),
        ("{reservationId}", "abc"),
        ("{experienceId}", "dinner"),
        ("{orderId}", "abc"),
        ("{entryId}", "abc"),
        ("{ruleId}", "abc"),
        ("{floorPlanId}", "hall"),
        ("{paymentId}", "abc"),
        ("{keyId}", "aaaaaaaaaaaa"),
        ("{personId}", "aaaaaaaaaaaa"),
        ("{sessionId}", "aaaaaaaaaaaa"),
        ("{secretName}", "LINDE_MAIL_KEY"),
        ("{webhookId}", "aaaaaaaaaaaa"),
        ("{webhookHost}", "hooks.example.com"),
        ("{deadLetterKind}", "push"),
        ("{deadLetterId}", "abc"),
        ("{version}", "1"),
        ("{account}", "group"),
        ("{tokenName}", "platform"),
        ("{restaurantId}", "linde"),
        ("{deliveryNumber}", "1"),
        ("{pictureVenue}", "demo"),
        ("{pictureName}", "3fd0a1c2b5e64f7890ab12cd34ef5678.png"),
    ];
    samples
        .iter()
        .fold(template.to_owned(), |path, (name, text)| path.replace(name, text))
}

fn find(path: &str) -> Result<PathMatch<'_>, ProblemCode> {
    at(path).ok_or(ProblemCode::NotFound)?.checked()
}

#[test]
fn every_endpoint_is_found_by_its_path_and_method_and_no_other_is() {
    let mut known = BTreeSet::new();
    for endpoint in all() {
        assert!(
            known.insert((endpoint.path, endpoint.verb.text())),
            "{} {} stands twice",
            endpoint.verb.text(),
            endpoint.path
        );
        let path = sample(endpoint.path);
        assert!(!path.contains('{'), "{path}");
        let found = find(&path).ok().unwrap();
        assert!(found.endpoints().all(|found| found.path == endpoint.path));
        let method = endpoint.verb.text().parse().unwrap();
        assert_eq!(found.endpoint(&method).unwrap().route, endpoint.route);
    }
}

#[test]
fn the_fields_of_an_endpoint_are_consistent() {
    let mut routes = BTreeMap::new();
    for endpoint in all() {
        let Endpoint {
            path, route, verb, ..
        } = *endpoint;
        let is_external = matches!(endpoint.handler, Handler::External(_));
        // A path has one name in the log for all its methods; Molzait's API has one per operation.
        if !is_external {
            assert_eq!(*routes.entry(path).or_insert(route), route, "{path}");
        }
        assert_eq!(is_external, external::is_below(path), "{path}");
        assert!(!route.is_empty(), "{path}");
        // A safe method changes nothing; only others have an `Idempotency-Key` or a body.
        if verb.is_safe() {
            assert!(!endpoint.is_idempotent && !endpoint.takes_challenge, "{path}");
            assert!(
                endpoint.body == Body::Unread && endpoint.caching != Caching::Invalidates,
                "{path}"
            );
        } else {
            assert_ne!(endpoint.caching, Caching::Shared, "{path}");
        }
        // A secret is compared where guesses are counted.
        match endpoint.access {
            Access::Staff(_) | Access::StaffOrToken(_) | Access::Operator | Access::Client => {
                assert_eq!(endpoint.rate_limit, RateLimit::Staff);
            }
            Access::ReservationToken | Access::OrderToken | Access::EntryToken => {
                assert_eq!(endpoint.rate_limit, RateLimit::VenueObject, "{path}");
            }
            Access::Public | Access::PublicOrReservationToken | Access::Signature | Access::Page => {
                assert_ne!(endpoint.rate_limit, RateLimit::Staff, "{path}");
            }
        }
        // Cached responses belong to a venue.
        assert!(
            endpoint.caching == Caching::Unused || path.contains("{venue}"),
            "{path}"
        );
    }
}

#[test]
fn every_endpoint_refuses_what_the_table_says_it_does() {
    for endpoint in all().filter(|endpoint| !external::is_below(endpoint.path)) {
        let name = format!("{} {}", endpoint.verb.text(), endpoint.path);
        let request = || {
            http::Request::builder()
                .method(endpoint.verb.text())
                .uri(format!("https://book.example.com{}", sample(endpoint.path)))
        };
        let code = |request: http::request::Builder| {
            let reply = ask(request, Some("{}")).0;
            let text = String::from_utf8(reply.body().clone()).unwrap();
            let problem = serde_json::from_str::<serde_json::Value>(&text).unwrap_or_default();
            (
                reply.status().as_u16(),
                problem["code"].as_str().unwrap_or_default().to_owned(),
            )
        };
        let is = |status: u16, text: &str| (status, text.to_owned());
        let json = || request().header("content-type", "application/json");
        let requires_token =
            endpoint.access.takes_token() && endpoint.access != Access::PublicOrReservationToken;
        if requires_token {
            assert_eq!(code(json()), is(401, "unauthorized"), "{name}");
        } else if endpoint.is_idempotent {
            assert_eq!(code(json()), is(400, "idempotency_key_required"), "{name}");
        }
        // The operator's key opens each endpoint of staff too.
        let bearer = |request: http::request::Builder| {
            request.header("authorization", "Bearer the-key-of-the-operator")
        };
        if endpoint.body.is_json() {
            let text = bearer(request().header("content-type", "text/plain"));
            assert_eq!(code(text), is(415, "unsupported_media_type"), "{name}");
        }
        if !endpoint.is_read() {
            let foreign = bearer(json().header("origin", "https://evil.example"));
            assert_eq!(code(foreign), is(403, "forbidden"), "{name}");
        }
    }
}

#[test]
fn tricks_with_paths_find_nothing() {
    for path in [
        "",
        "*",
        "//",
        "//healthz",
        "/healthz/",
        "/Healthz",
        "/healthz;a=b",
        "/healthz%00",
        "/%68ealthz",
        "/./healthz",
        "/v1",
        "/V1/venues/demo",
        "/v1/venues/demo/",
        "/v1//venues/demo",
        "/v1%2fvenues/demo",
        "/v1\\venues/demo",
        "/v1/venues/demo/calendar/../slots",
        "/v1/venues/demo/calendar;x",
        "/v1/venues/demo/slots.json",
        "/v1/venues/demo/reservations/",
        "/v1/venues/demo/reservations/..",
        "/v1/venues/Demo/reservations/..",
        "/v1/venues/{venue}/slots/x",
        "/oauth/group",
        "/oauth/Group/token",
        "/oauth/group/token/",
        "/v1/webhooks/demo/Stripe",
        "/v1/webhooks/demo/",
        "/book",
        "/staff",
        "/staff/demo/",
        "/staff/demo/reservation/",
    ] {
        assert_eq!(find(path).err(), Some(ProblemCode::NotFound), "{path}");
    }
    for path in [
        "/v1/venues/Demo",
        "/v1/venues/{venue}",
        "/v1/venues/%64emo",
        "/v1/venues/demo%2fslots",
        "/v1/venues/demo;a",
        "/v1/venues/demo\\slots",
        "/v1/venues/..",
        "/v1/venues/%2e%2e",
        "/v1/venues/demo%00",
        "/v1/venues/d\u{e9}mo",
        "/v1/venues/%ff",
        "/book/de mo",
        "/v1/venues/",
    ] {
        assert_eq!(find(path).err(), Some(ProblemCode::VenueNotFound), "{path}");
    }
}

#[test]
fn bodies_are_as_long_as_their_path_needs() {
    for (path, bytes) in [
        ("/v1/webhooks/linde/stripe", 256 * 1024),
        ("/v1/staff/linde/pictures", 1024 * 1024),
        ("/v1/venues/linde/reservations", 16 * 1024),
        ("/v1/webhooks", 16 * 1024),
        ("/external/v1/webhooks/linde/stripe", 16 * 1024),
    ] {
        assert_eq!(max_body_bytes(path), bytes, "{path}");
    }
}

#[test]
fn each_path_takes_its_own_methods_only() {
    for (path, taken) in [
        ("/", &["GET", "HEAD", "OPTIONS"][..]),
        ("/book/demo", &["GET", "HEAD", "POST", "OPTIONS"]),
        ("/v1/venues/demo", &["GET", "HEAD", "OPTIONS"]),
        ("/v1/venues/demo/reservations", &["POST", "OPTIONS"]),
        (
            "/v1/venues/demo/reservations/abc",
            &["GET", "HEAD", "PATCH", "OPTIONS"],
        ),
        (
            "/v1/venues/demo/waitlist/abc",
            &["GET", "HEAD", "DELETE", "OPTIONS"],
        ),
    ] {
        let found = find(path).ok().unwrap();
        assert_eq!(found.allow(), taken.join(", "), "{path}");
        for method in [
            "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "get", "X",
        ] {
            let is_taken = found.endpoint(&method.parse().unwrap()).is_some();
            assert_eq!(is_taken, taken.contains(&method), "{method} {path}");
        }
    }
}

#[test]
fn pages_of_listed_origins_may_send_the_widgets_requests() {
    for (path, methods, headers) in [
        ("/v1/venues/demo", "GET", Some("access-code")),
        ("/v1/venues/demo/calendar", "GET", Some("access-code")),
        ("/v1/venues/demo/slots", "GET", Some("authorization, access-code")),
        (
            "/v1/venues/demo/quote",
            "POST",
            Some("authorization, content-type, access-code"),
        ),
        (
            "/v1/venues/demo/reservations",
            "POST",
            Some("content-type, idempotency-key, turnstile-token, access-code"),
        ),
        (
            "/v1/venues/demo/reservations/abc",
            "GET, PATCH",
            Some("authorization, content-type"),
        ),
        (
            "/v1/venues/demo/reservations/abc/cancel",
            "POST",
            Some("authorization"),
        ),
        ("/v1/venues/demo/gift-cards/balance", "POST", Some("content-type")),
        (
            "/v1/venues/demo/waitlist/abc",
            "GET, DELETE",
            Some("authorization"),
        ),
        // Neither staff's part of the API, nor webhooks, nor pages.
        ("/v1/venues/demo/reservations/abc/no-show", "GET", None),
        ("/v1/venues/demo/guests/erase", "GET", None),
        ("/v1/venues/demo/metrics", "GET", None),
        ("/v1/webhooks/demo/stripe", "GET", None),
        ("/book/demo", "GET", None),
        ("/staff/demo/reservation", "GET", None),
    ] {
        let found = find(path).ok().unwrap();
        assert_eq!(found.cross_origin_methods(), methods, "{path}");
        assert_eq!(
            found
                .cross_origin_headers()
                .as_ref()
                .map(|value| value.to_str().unwrap()),
            headers,
            "{path}"
        );
    }
}
