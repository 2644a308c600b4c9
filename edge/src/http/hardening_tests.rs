//! Facts about hostile requests: foreign pages, forged hosts, odd methods and types, excessive sizes. Each is a table of
//! requests and their outcomes.

use http::header::{CONTENT_TYPE, HOST, ORIGIN};
use http::request::Builder;
use serde_json::json;

use super::tests::{ask, ask_of, booking, post, problem, venues};
use super::*;

const OWN: &str = "https://book.example.com";

fn to(method: &str, path: &str) -> Builder {
    http::Request::builder()
        .method(method)
        .uri(format!("{OWN}{path}"))
}

fn header<'a>(reply: &'a Reply, name: &str) -> Option<&'a str> {
    reply
        .headers()
        .get(name)
        .map(|value| value.to_str().unwrap_or("not text"))
}

/// Origins as a client sends them, and whether a page there may read answers and book. The venue
/// lists `https://www.example.com`.
const ORIGINS: [(&[&str], bool, bool); 17] = [
    (&[], false, true),
    (&["https://www.example.com"], true, true),
    (&[OWN], false, true),
    (&["null"], false, false),
    (&[""], false, false),
    (&["*"], false, false),
    (&["https://example.com"], false, false),
    (&["https://www.example.com.evil.test"], false, false),
    (&["https://evilwww.example.com"], false, false),
    (&["https://www.example.com:444"], false, false),
    (&["https://www.example.com:443"], false, false),
    (&["http://www.example.com"], false, false),
    (&["http://book.example.com"], false, false),
    (&["https://WWW.example.com"], false, false),
    (&["https://www.example.com/"], false, false),
    (&["https://www.example.com", "https://evil.test"], false, false),
    (
        &["https://www.example.com", "https://www.example.com"],
        false,
        false,
    ),
];

fn from(builder: Builder, origins: &[&str]) -> Builder {
    origins
        .iter()
        .fold(builder, |builder, origin| builder.header(ORIGIN, *origin))
}

#[test]
fn a_page_reads_an_answer_where_the_venue_lists_exactly_its_origin() {
    for (origins, may_read, may_book) in ORIGINS {
        let (reply, _) = ask(from(to("GET", "/v1/venues/demo"), origins), Some(""));
        let (status, expected) = match (may_read, may_book) {
            (true, _) => (200, Some(origins[0])),
            // No page, or one of ours: neither needs permission.
            (false, true) => (200, None),
            // The refusal is all that it may read.
            (false, false) => (403, Some("*")),
        };
        assert_eq!(reply.status(), status, "{origins:?}");
        assert_eq!(
            header(&reply, "access-control-allow-origin"),
            expected,
            "{origins:?}"
        );
        // A browser that has the public venue asks again once its guest has an access code. A refusal has no venue in it.
        let vary: Vec<_> = reply.headers().get_all("vary").iter().collect();
        let expected = if status == 403 {
            &["Origin"][..]
        } else {
            &["access-code", "Origin"]
        };
        assert_eq!(vary, expected, "{origins:?}");
        assert_eq!(header(&reply, "access-control-allow-credentials"), None);
    }
}

#[test]
fn a_foreign_page_books_nothing() {
    for (origins, _, may_book) in ORIGINS {
        let request = from(post().uri(format!("{OWN}/v1/venues/demo/reservations")), origins);
        let (reply, _) = ask(request, Some(&booking()));
        // The scripted provider refuses every booking.
        let expected = if may_book { "slot_taken" } else { "forbidden" };
        assert_eq!(problem(&reply)["code"], expected, "{origins:?}");
    }
}

#[test]
fn a_preflight_permits_what_the_resource_takes_and_only_to_listed_origins() {
    let (listed, code) = ("https://www.example.com", Some("access-code"));
    for (path, allow, methods, headers) in [
        ("/v1/venues/demo", "GET, HEAD, OPTIONS", "GET", code),
        ("/v1/venues/demo/calendar", "GET, HEAD, OPTIONS", "GET", code),
        (
            "/v1/venues/demo/slots",
            "GET, HEAD, OPTIONS",
            "GET",
            Some("authorization, access-code"),
        ),
        (
            "/v1/venues/demo/reservations/abc",
            "GET, HEAD, PATCH, OPTIONS",
            "GET, PATCH",
            Some("authorization, content-type"),
        ),
        (
            "/v1/venues/demo/reservations/abc/cancel",
            "POST, OPTIONS",
            "POST",
            Some("authorization"),
        ),
        (
            "/v1/venues/demo/reservations",
            "POST, OPTIONS",
            "POST",
            Some("content-type, idempotency-key, turnstile-token, access-code"),
        ),
        (
            "/v1/venues/demo/gift-cards",
            "POST, OPTIONS",
            "POST",
            Some("content-type, idempotency-key, turnstile-token"),
        ),
    ] {
        let preflight = |origin| {
            ask(
                to("OPTIONS", path)
                    .header(ORIGIN, origin)
                    .header("access-control-request-method", "DELETE"),
                Some(""),
            )
            .0
        };
        let reply = preflight(listed);
        assert_eq!((reply.status().as_u16(), reply.body().len()), (204, 0), "{path}");
        assert_eq!(header(&reply, "allow"), Some(allow), "{path}");
        assert_eq!(
            header(&reply, "access-control-allow-methods"),
            Some(methods),
            "{path}"
        );
        assert_eq!(header(&reply, "access-control-allow-headers"), headers, "{path}");
        assert_eq!(header(&reply, "access-control-max-age"), Some("600"), "{path}");
        assert_eq!(
            header(&reply, "access-control-allow-origin"),
            Some(listed),
            "{path}"
        );
        let reply = preflight("https://evil.test");
        for name in ["origin", "methods", "headers"] {
            let name = format!("access-control-allow-{name}");
            assert_eq!(header(&reply, &name), None, "{path} {name}");
        }
    }
}

#[test]
fn a_forged_host_changes_no_address() {
    for (name, value) in [
        (HOST.as_str(), "evil.test"),
        ("x-forwarded-host", "evil.test"),
        ("x-forwarded-proto", "http"),
        ("forwarded", "host=evil.test;proto=http"),
        ("x-original-url", "/evil.test"),
        ("x-host", "evil.test"),
    ] {
        for path in ["/v1/venues/demo", "/", "/book/demo"] {
            let (plain, _) = ask(to("GET", path), Some(""));
            let (forged, _) = ask(to("GET", path).header(name, value), Some(""));
            assert_eq!(forged.body(), plain.body(), "{name} {path}");
            assert_eq!(forged.headers(), plain.headers(), "{name} {path}");
        }
    }
}

#[test]
fn a_response_with_the_requested_host_is_not_for_shared_caches() {
    for host in ["https://book.example.com", "http://evil.test:8080"] {
        let request = http::Request::get(format!("{host}/v1/venues/demo"));
        let (reply, _) = ask(request, Some(""));
        let body = String::from_utf8(reply.body().clone()).unwrap_or_default();
        assert!(body.contains(&format!("\"{host}/")), "{host}");
        assert_eq!(
            header(&reply, "cache-control"),
            Some("private, max-age=60"),
            "{host}"
        );
    }
}

#[test]
fn every_answer_carries_its_protection() {
    for (path, origin) in [
        ("/", OWN),
        ("/book/demo", OWN),
        ("/healthz", OWN),
        ("/v1/venues/demo", OWN),
        ("/v1/venues/demo", "http://localhost:8787"),
        ("/v1/venues/nobody", OWN),
        ("/nothing", OWN),
    ] {
        let (reply, _) = ask(http::Request::get(format!("{origin}{path}")), Some(""));
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "strict-origin-when-cross-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(header(&reply, name), Some(value), "{path} {name}");
        }
        let policy = header(&reply, "content-security-policy").unwrap_or_default();
        for directive in [
            "default-src 'none'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action",
        ] {
            assert!(policy.contains(directive), "{path} {policy}");
        }
        for unsafe_source in ["'unsafe-inline'", "'unsafe-eval'", "*", "http:"] {
            assert!(
                !policy.split([' ', ';']).any(|word| word == unsafe_source),
                "{path} {policy}"
            );
        }
        assert!(header(&reply, "permissions-policy").is_some_and(|text| text.contains("camera=()")));
        let transport = header(&reply, "strict-transport-security");
        assert_eq!(
            transport.is_some(),
            origin.starts_with("https:"),
            "{path} {origin}"
        );
    }
}

#[test]
fn head_is_answered_as_get_without_its_body() {
    for path in [
        "/",
        "/healthz",
        "/v1/venues/demo",
        "/v1/venues/nobody",
        "/nothing",
    ] {
        let (got, _) = ask(to("GET", path), Some(""));
        let (head, _) = ask(to("HEAD", path), Some(""));
        assert_eq!(head.status(), got.status(), "{path}");
        assert!(head.body().is_empty(), "{path}");
        assert_eq!(
            header(&head, "content-length"),
            Some(got.body().len().to_string().as_str())
        );
        assert_eq!(
            head.headers()[CONTENT_TYPE],
            got.headers()[CONTENT_TYPE],
            "{path}"
        );
    }
}

#[test]
fn another_method_is_answered_with_the_allowed_ones() {
    for (method, path, allow) in [
        ("POST", "/", "GET, HEAD, OPTIONS"),
        ("DELETE", "/v1/venues/demo", "GET, HEAD, OPTIONS"),
        ("TRACE", "/v1/venues/demo/slots", "GET, HEAD, OPTIONS"),
        ("GET", "/v1/venues/demo/reservations", "POST, OPTIONS"),
        ("HEAD", "/v1/venues/demo/reservations", "POST, OPTIONS"),
        ("PUT", "/v1/venues/demo/reservations", "POST, OPTIONS"),
        ("BREW", "/healthz", "GET, HEAD, OPTIONS"),
    ] {
        let request = to(method, path).header("x-http-method-override", "GET");
        let (reply, record) = ask(request, Some(""));
        assert_eq!(reply.status(), 405, "{method} {path}");
        assert_eq!(header(&reply, "allow"), Some(allow), "{method} {path}");
        assert_eq!(record.code, Some("method_not_allowed"));
    }
}

#[test]
fn a_body_says_once_that_it_is_json_in_utf_8() {
    for (types, encoding, is_taken) in [
        (&["application/json"][..], None, true),
        (&["Application/JSON ; charset=UTF-8"], None, true),
        (&["application/json;charset=\"utf-8\""], None, true),
        (&["application/json; charset=utf-16"], None, false),
        (&["application/json", "text/plain"], None, false),
        (&["application/json, text/plain"], None, false),
        (&["text/plain"], None, false),
        (&["text/plain; application/json"], None, false),
        (&["application/x-www-form-urlencoded"], None, false),
        (&["multipart/form-data; boundary=a"], None, false),
        (&["application/jsonp"], None, false),
        (&["application/json"], Some("gzip"), false),
        (&[], None, false),
    ] {
        let request = to("POST", "/v1/venues/demo/reservations").header("idempotency-key", "key-1");
        let request = types
            .iter()
            .fold(request, |request, media| request.header(CONTENT_TYPE, *media));
        let request = encoding
            .into_iter()
            .fold(request, |request, name| request.header("content-encoding", name));
        let (reply, _) = ask(request, Some(&booking()));
        let expected = if is_taken { 409 } else { 415 };
        assert_eq!(reply.status(), expected, "{types:?} {encoding:?}");
    }
}

#[test]
fn a_request_is_bounded_in_every_part() {
    let good = "experienceId=dinner&attendees=2&from=2026-11-27&to=2026-11-28";
    let calendar = |query: &str| to("GET", &format!("/v1/venues/demo/calendar?{query}"));
    let many = "&p=1".repeat(40);
    for (request, status, detail) in [
        (calendar(good), 200, None),
        (
            calendar(&format!("{good}{many}")),
            400,
            Some("the query has too many parameters"),
        ),
        (
            calendar(&format!("{good}&x={}", "a".repeat(5000))),
            400,
            Some("the query is too long"),
        ),
        (
            calendar(&format!("{good}&x=%ff")),
            400,
            Some("the query is not UTF-8"),
        ),
        (calendar(&format!("{good}&attendees=3")), 422, None),
        (calendar(&format!("{good}&x=1")), 422, None),
        (calendar("experienceId=dinner%00&attendees=2"), 422, None),
        (
            to("GET", &format!("/v1/venues/{}", "a".repeat(600))),
            400,
            Some("the path is too long"),
        ),
        (
            to("GET", "/healthz").header("x-more", "a".repeat(40_000)),
            400,
            Some("the headers are too long"),
        ),
    ] {
        let place = format!("{:?}", request.uri_ref());
        let (reply, _) = ask(request, Some(""));
        assert_eq!(reply.status(), status, "{place}");
        if let Some(detail) = detail {
            assert_eq!(problem(&reply)["detail"], json!(detail), "{place}");
        }
    }
}

#[test]
fn a_page_loads_cloudflares_check_where_the_venue_asks_for_it() {
    let all = venues();
    let demo = all.get(&shared::id::VenueId::parse("demo").unwrap()).unwrap();
    let policy = |venue: &VenueSettings| {
        let venues = Venues::from_json(&serde_json::to_string(&[venue]).unwrap()).unwrap();
        let limiter = RefCell::new(Limiter::new([0; 32]));
        let (reply, _) = ask_of(&venues, http::Request::get("/book/demo"), Some(""), &limiter);
        header(&reply, "content-security-policy")
            .unwrap_or_default()
            .to_owned()
    };
    assert!(!policy(demo).contains("challenges.cloudflare.com"));
    let turnstile = json!({ "siteKey": "1x00000000000000000000AA", "secret": "KEY" });
    let guarded = VenueSettings {
        turnstile: Some(serde_json::from_value(turnstile).unwrap()),
        ..demo.clone()
    };
    let policy = policy(&guarded);
    for part in [
        "script-src 'self' 'wasm-unsafe-eval' https://challenges.cloudflare.com",
        "frame-src https://challenges.cloudflare.com",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
}
