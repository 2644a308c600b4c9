//! Facts about cached responses: which are repeated without calling the booking system, and which never are.

use async_trait::async_trait;
use pollster::block_on;

use super::test_support::{ACCESS_KEY, ScriptedVenue, copies_of};
use super::tests::{demo, venues};
use super::*;
use crate::error::VenueError;
use crate::venue::client::VenueFacts;
use crate::venue::message::{Transport, TransportError};

const SLOTS: &str = "/v1/venues/demo/slots?experienceId=dinner&attendees=2&day=2026-11-27";
/// 2026-11-20, 22:59:50 in Vienna.
const LATE: i64 = 1_795_211_990;

/// One isolate in front of a venue.
struct Isolate<'a> {
    script: &'a ScriptedVenue,
    venues: Venues,
    response_cache: ResponseCache,
}

impl<'a> Isolate<'a> {
    fn before(script: &'a ScriptedVenue) -> Self {
        Self {
            script,
            venues: venues(),
            response_cache: ResponseCache::default(),
        }
    }

    fn at(&self, seconds: i64, request: http::request::Builder, body: Option<&str>) -> Reply {
        self.with(seconds, request, body, &|venue, timing| {
            self.script.client(venue, timing)
        })
    }

    /// The same with this client of the venue's object.
    fn with<'c>(
        &'c self,
        seconds: i64,
        request: http::request::Builder,
        body: Option<&str>,
        client: &'c dyn Fn(&VenueSettings, &ServerTiming) -> VenueClient<'c>,
    ) -> Reply {
        let (server_timing, limiter) = (ServerTiming::default(), RefCell::new(Limiter::new([0; 32])));
        let now = Instant::from_unix(LATE + seconds);
        let copies = copies_of(self.venues.iter(), self.script, now);
        let context = Context {
            demo: demo(),
            venues: &self.venues,
            settings_cache: &copies.cache,
            settings_client: &|id| self.script.client_of(id, &server_timing),
            venue_client: &|venue| client(venue, &server_timing),
            streams: self.script,
            directory: &|| self.script.directory.client(),
            accounts: self.script.account.accounts(),
            account: &|id| self.script.account.client(id),
            secret: &|_| None,
            variable: &|_| None,
            server_timing: &server_timing,
            limiter: &limiter,
            response_cache: &self.response_cache,
            picture_cache: &self.script.picture_copies,
            clock: &self.script.clock,
            now,
            request_id: "id-1".to_owned(),
            random: [7; 16],
            assets: "/assets/abc",
        };
        let request = request.body(body.map(|text| text.as_bytes().to_vec())).unwrap();
        block_on(handle(request, &context)).0
    }

    fn get(&self, seconds: i64, address: &str) -> Reply {
        self.at(seconds, http::Request::get(address), Some(""))
    }

    /// Whether this request calls the venue's object.
    fn calls_venue(&self, seconds: i64, address: &str) -> bool {
        let before = self.script.requests().len();
        self.get(seconds, address);
        self.script.requests().len() > before
    }
}

fn holding(fresh_seconds: u32) -> ScriptedVenue {
    ScriptedVenue {
        fresh_seconds,
        ..ScriptedVenue::default()
    }
}

#[test]
fn a_valid_response_is_repeated_as_it_was() {
    let script = holding(30);
    let isolate = Isolate::before(&script);
    let first = isolate.get(0, SLOTS);
    let again = isolate.get(29, SLOTS);
    assert_eq!(script.requests().len(), 1);
    assert_eq!(again.headers()["server-timing"], "cache;desc=edge");
    assert_eq!(
        (again.status(), again.body(), &again.headers()["content-type"]),
        (first.status(), first.body(), &first.headers()["content-type"])
    );
    assert!(isolate.calls_venue(30, SLOTS));
}

#[test]
fn a_page_of_another_origin_gets_its_own_cors_headers_with_the_same_response() {
    let script = holding(30);
    let isolate = Isolate::before(&script);
    isolate.get(0, SLOTS);
    let listed = http::Request::get(SLOTS).header("origin", "https://www.example.com");
    let foreign = http::Request::get(SLOTS).header("origin", "https://evil.example");
    let allowed_origin = |reply: &Reply| reply.headers().get("access-control-allow-origin").cloned();
    assert_eq!(
        allowed_origin(&isolate.at(1, listed, Some(""))).unwrap(),
        "https://www.example.com"
    );
    let refused = isolate.at(1, foreign, Some(""));
    assert_eq!(refused.status(), 403);
    assert_eq!(allowed_origin(&refused).unwrap(), "*");
    assert_eq!(allowed_origin(&isolate.get(1, SLOTS)), None);
    assert_eq!(script.requests().len(), 1);
}

#[test]
fn what_an_access_code_opens_is_neither_repeated_nor_kept() {
    let script = holding(30);
    let isolate = Isolate::before(&script);
    isolate.get(0, SLOTS);
    let with_code = || {
        let request = http::Request::get(SLOTS).header("access-code", "SPRING");
        isolate.at(1, request, Some("")).into_body()
    };
    let opened = with_code();
    assert_eq!((with_code(), script.requests().len()), (opened.clone(), 3));
    assert_ne!(isolate.get(2, SLOTS).into_body(), opened);
    assert_eq!(script.requests().len(), 3);
}

#[test]
fn another_url_or_host_calls_the_venue() {
    let script = holding(30);
    let isolate = Isolate::before(&script);
    for address in [
        SLOTS,
        &SLOTS.replace("=2&", "=3&"),
        "https://one.example/v1/venues/demo",
        "https://two.example/v1/venues/demo",
    ] {
        assert!(isolate.calls_venue(0, address), "{address}");
        assert!(!isolate.calls_venue(1, address), "{address}");
    }
}

#[test]
fn no_failure_and_no_response_without_validity_is_repeated() {
    let script = ScriptedVenue::default();
    let isolate = Isolate::before(&script);
    assert!(isolate.calls_venue(0, SLOTS) && isolate.calls_venue(0, SLOTS));
    let script = holding(30);
    script.failure.replace(Some(VenueError::Timeout));
    let isolate = Isolate::before(&script);
    assert_eq!(isolate.get(0, SLOTS).status(), 504);
    script.failure.take();
    assert_eq!(isolate.get(0, SLOTS).status(), 200);
}

#[test]
fn nothing_is_repeated_on_the_next_day() {
    let script = holding(7200);
    let isolate = Isolate::before(&script);
    assert!(isolate.calls_venue(0, "/v1/venues/demo"));
    assert!(!isolate.calls_venue(3600, "/v1/venues/demo"));
    assert!(isolate.calls_venue(3610, "/v1/venues/demo"));
}

#[test]
fn a_booking_removes_the_venues_cached_responses() {
    let script = holding(30);
    let isolate = Isolate::before(&script);
    isolate.get(0, SLOTS);
    let order = serde_json::json!({
        "experienceId": "dinner", "day": "2026-11-27", "minutes": 1140, "attendees": 2, "locale": "en",
        "guest": { "lastName": "Muster", "email": "muster@example.com", "phone": "+43 660 1234567" },
    });
    let request = http::Request::post("/v1/venues/demo/reservations")
        .header("content-type", "application/json")
        .header("idempotency-key", "key-1");
    let refused = isolate.at(1, request, Some(&order.to_string()));
    assert_eq!(
        refused.status(),
        409,
        "{}",
        String::from_utf8_lossy(refused.body())
    );
    assert!(isolate.calls_venue(2, SLOTS));
}

#[test]
fn a_write_in_molzaits_format_removes_the_venues_cached_responses() {
    let script = holding(30);
    let isolate = Isolate::before(&script);
    for (method, path) in [
        ("POST", "/external/reservations"),
        ("PATCH", "/external/reservations/r1"),
        ("PUT", "/external/reservations/r1"),
        ("POST", "/external/floorplans"),
    ] {
        isolate.get(0, SLOTS);
        assert!(!isolate.calls_venue(1, SLOTS), "{method} {path}");
        let request = http::Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {ACCESS_KEY}"))
            .header("content-type", "application/json");
        isolate.at(1, request, Some("{}"));
        assert!(isolate.calls_venue(2, SLOTS), "{method} {path}");
    }
}

/// A venue's object whose response comes after another request of the isolate has written.
struct Overtaken<'a>(&'a ScriptedVenue, &'a ResponseCache);

#[async_trait(?Send)]
impl Transport for Overtaken<'_> {
    async fn send(&self, message: String) -> Result<String, TransportError> {
        let response = self.0.send(message).await;
        self.1.remove_venue(&VenueId::parse("demo").unwrap());
        response
    }
}

#[test]
fn a_response_that_a_write_has_overtaken_is_not_repeated() {
    let script = holding(30);
    let isolate = Isolate::before(&script);
    let overtaken = isolate.with(0, http::Request::get(SLOTS), Some(""), &|venue, timing| {
        let transport = Box::new(Overtaken(&script, &isolate.response_cache));
        VenueClient::new(venue.id.clone(), VenueFacts::UNKNOWN, transport, timing.clone())
    });
    assert_eq!(overtaken.status(), 200);
    assert!(isolate.calls_venue(1, SLOTS));
    assert!(!isolate.calls_venue(2, SLOTS));
}
