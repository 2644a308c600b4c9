//! Facts about the API's surface: methods, types, sizes, keys, origins, headers. The provider is scripted, since nothing
//! here depends on how tables are found.

use pollster::block_on;
use serde_json::{Value, json};
use shared::time::Instant;

use super::test_support::{ScriptedVenue, copies_of};
use super::*;
use crate::error::VenueError;

/// The demonstration venues, whose mail is not shown.
pub(super) fn venues() -> Venues {
    let mut venues: Value =
        serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/venues.json"))).unwrap();
    let all = venues.as_array_mut().unwrap();
    all.iter_mut().find(|venue| venue["id"] == "demo").unwrap()["origins"] =
        json!(["https://www.example.com"]);
    for venue in all.iter_mut().filter(|venue| !venue["mail"].is_null()) {
        venue["mail"]["adapter"] = json!("send_email");
    }
    Venues::from_json(&venues.to_string()).unwrap()
}

/// The permission for demonstrations.
pub(super) fn demo() -> Option<Allowed> {
    Allowed::by(&|_| Some("yes".to_owned()))
}

pub(super) fn ask(request: http::request::Builder, body: Option<&str>) -> (Reply, Record) {
    ask_again(request, body, &RefCell::new(Limiter::new([0; 32])))
}

/// Sends a request of staff, where all demo venues but the one with a till have the key `the-key-of-demo`.
pub(super) fn ask_staff(
    request: http::request::Builder,
    body: &str,
    script: &ScriptedVenue,
) -> (Reply, Record) {
    ask_all(
        &venues(),
        request,
        Some(body),
        &RefCell::new(Limiter::new([0; 32])),
        script,
    )
}

fn ask_again(
    request: http::request::Builder,
    body: Option<&str>,
    limiter: &RefCell<Limiter>,
) -> (Reply, Record) {
    ask_of(&venues(), request, body, limiter)
}

pub(super) fn ask_of(
    venues: &Venues,
    request: http::request::Builder,
    body: Option<&str>,
    limiter: &RefCell<Limiter>,
) -> (Reply, Record) {
    ask_all(venues, request, body, limiter, &ScriptedVenue::default())
}

fn ask_all(
    venues: &Venues,
    request: http::request::Builder,
    body: Option<&str>,
    limiter: &RefCell<Limiter>,
    script: &ScriptedVenue,
) -> (Reply, Record) {
    ask_with(venues, request, body, limiter, (script, demo()))
}

pub(super) fn ask_with(
    venues: &Venues,
    request: http::request::Builder,
    body: Option<&str>,
    limiter: &RefCell<Limiter>,
    (script, demo): (&ScriptedVenue, Option<Allowed>),
) -> (Reply, Record) {
    let server_timing = ServerTiming::default();
    let broken = VenueError::Broken("the cause".to_owned());
    script.failure.replace(Some(broken));
    server_timing.add(["cache;desc=hit".to_owned(), "upstream;dur=12".to_owned()]);
    let now = Instant::from_unix(1_795_000_000);
    let copies = copies_of(venues.iter(), script, now);
    let context = Context {
        demo,
        venues,
        settings_cache: &copies.cache,
        settings_client: &|id| script.client_of(id, &server_timing).with_copies(copies.clone()),
        venue_client: &|venue| script.client(venue, &server_timing).with_copies(copies.clone()),
        streams: script,
        directory: &|| script.directory.client(),
        accounts: script.account.accounts(),
        account: &|id| script.account.client(id),
        secret: &|name| {
            let secret = match name {
                "OPERATOR_KEY" => Some("the-key-of-the-operator"),
                "DEMO_IKENTOO_STAFF_KEY" => Some("the-key-of-demo-ikentoo"),
                _ => name.starts_with("DEMO_").then_some("the-key-of-demo"),
            };
            secret.map(SecretString::from)
        },
        // What a developer's machine sets opens nothing to requests that come to another host.
        variable: &|name| (name == super::development::VARIABLE).then(|| "yes".to_owned()),
        server_timing: &server_timing,
        limiter,
        response_cache: &ResponseCache::default(),
        picture_cache: &script.picture_copies,
        clock: &script.clock,
        now,
        request_id: "id-1".to_owned(),
        random: [7; 16],
        assets: "/assets/abc",
    };
    let request = request.body(body.map(|text| text.as_bytes().to_vec())).unwrap();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let (reply, record) = block_on(handle(request, &context));
    super::openapi_tests::assert_described(&method, &path, &reply);
    (reply, record)
}

pub(super) fn get(path: &str) -> (Reply, Record) {
    ask(http::Request::get(path), Some(""))
}

pub(super) fn problem(reply: &Reply) -> Value {
    serde_json::from_slice(reply.body()).unwrap()
}

pub(super) fn booking() -> String {
    json!({
        "experienceId": "dinner", "day": "2026-11-27", "minutes": 1140, "attendees": 2, "locale": "en",
        "guest": { "lastName": "Muster", "email": "ada@example.com", "phone": "+436605512234" },
    })
    .to_string()
}

pub(super) fn post() -> http::request::Builder {
    http::Request::post("/v1/venues/demo/reservations")
        .header("content-type", "application/json; charset=utf-8")
        .header("idempotency-key", "key-1")
}

#[test]
fn every_answer_names_its_request_and_is_not_sniffed() {
    for path in [
        "/healthz",
        "/",
        "/v1/venues/demo",
        "/v1/venues/nobody",
        "/nothing",
    ] {
        let (reply, _) = get(path);
        assert_eq!(reply.headers()["x-request-id"], "id-1", "{path}");
        assert_eq!(reply.headers()["x-content-type-options"], "nosniff", "{path}");
    }
}

#[test]
fn counters_are_for_the_operator_alone() {
    let metrics = |key: &str| {
        let request = http::Request::get("/v1/venues/demo/metrics").header("authorization", key);
        ask(request, Some("")).0
    };
    let reply = metrics("Bearer the-key-of-demo");
    assert_eq!(reply.status(), 200);
    assert!(
        reply.headers()[CONTENT_TYPE]
            .to_str()
            .unwrap()
            .starts_with("application/openmetrics-text")
    );
    assert_eq!(reply.body(), b"# EOF\n");
    assert_eq!(metrics("Bearer wrong").status(), 401);
    assert_eq!(get("/v1/venues/demo/metrics").0.status(), 401);
}

#[test]
fn decisions_are_listed_in_one_header() {
    let (reply, _) = get("/v1/venues/demo");
    assert_eq!(
        reply.headers()["server-timing"],
        "cache;desc=hit, upstream;dur=12"
    );
}

#[test]
fn availability_is_never_stored_by_caches() {
    let (reply, _) =
        get("/v1/venues/demo/calendar?experienceId=dinner&attendees=2&from=2026-11-27&to=2026-11-28");
    assert_eq!(reply.status(), 200);
    assert_eq!(reply.headers()[CACHE_CONTROL], "no-store");
}

#[test]
fn a_body_has_to_be_json_of_bounded_size_under_a_key() {
    let text = booking();
    let (plain, _) = ask(
        http::Request::post("/v1/venues/demo/reservations").header("idempotency-key", "key-1"),
        Some(&text),
    );
    assert_eq!(problem(&plain)["code"], "unsupported_media_type");
    let (large, _) = ask(post(), None);
    assert_eq!(
        (large.status().as_u16(), &problem(&large)["code"]),
        (413, &json!("body_too_large"))
    );
    let (keyless, _) = ask(
        http::Request::post("/v1/venues/demo/reservations").header("content-type", "application/json"),
        Some(&text),
    );
    assert_eq!(problem(&keyless)["code"], "idempotency_key_required");
    let (broken, _) = ask(post(), Some("{\"guest\": Muster"));
    assert_eq!(problem(&broken)["code"], "malformed");
    assert!(!String::from_utf8(broken.into_body()).unwrap().contains("Muster"));
}

#[test]
fn a_lost_race_is_a_conflict_with_alternatives() {
    let (reply, record) = ask(post(), Some(&booking()));
    assert_eq!(reply.status(), 409);
    assert_eq!(problem(&reply)["alternatives"], json!([]));
    assert_eq!(
        (record.status, record.code, record.cause),
        (409, Some("slot_taken"), None)
    );
}

#[test]
fn a_mistyped_code_is_a_faulty_field() {
    for (code, fault) in [
        ("", "required"),
        ("ABC", "invalid"),
        ("222222-222222-222223", "mistyped"),
        ("222222-222222-22222O", "look_alike"),
    ] {
        let mut body: Value = serde_json::from_str(&booking()).unwrap();
        body["giftCardCode"] = json!(code);
        let (reply, _) = ask(post(), Some(&body.to_string()));
        assert_eq!(
            problem(&reply)["errors"],
            json!([{ "pointer": "/giftCardCode", "code": fault }])
        );
    }
}

#[test]
fn a_gift_card_cannot_be_used_where_another_system_takes_the_booking() {
    let mut body: Value = serde_json::from_str(&booking()).unwrap();
    body["giftCardCode"] = json!("222222-222222-222222");
    let post = http::Request::post("/v1/venues/demo-molzait/reservations")
        .header("content-type", "application/json")
        .header("idempotency-key", "key-1");
    let (reply, _) = ask(post, Some(&body.to_string()));
    assert_eq!(
        problem(&reply)["errors"],
        json!([{ "pointer": "/giftCardCode", "code": "not_offered" }])
    );
}

#[test]
fn the_log_has_the_cause_and_neither_address_nor_guest() {
    let (reply, record) = get("/v1/venues/demo/slots?experienceId=dinner&attendees=2&day=2026-11-27");
    assert_eq!(reply.status(), 500);
    assert!(
        !String::from_utf8(reply.into_body())
            .unwrap()
            .contains("the cause")
    );
    assert_eq!(
        serde_json::to_value(&record).unwrap(),
        json!({
            "requestId": "id-1", "method": "GET", "route": "slots", "venue": "demo", "status": 500,
            "code": "internal", "cause": "the cause", "marks": ["cache;desc=hit", "upstream;dur=12"],
        })
    );
}

#[test]
fn pages_know_their_files_and_run_under_a_strict_policy() {
    for path in ["/", "/de", "/book/demo"] {
        let (reply, _) = get(path);
        let policy = reply.headers()["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{path}");
        let html = String::from_utf8(reply.into_body()).unwrap();
        assert!(html.contains("/assets/abc/pages/"), "{path}");
        assert!(!html.contains("{{"), "{path}");
    }
}

#[test]
fn the_hosted_page_speaks_the_readers_language() {
    let page = |path: &str, header: &str| {
        let request = http::Request::get(path).header("accept-language", header);
        String::from_utf8(ask(request, Some("")).0.into_body()).unwrap()
    };
    assert!(page("/book/demo", "de-AT,de;q=0.9").contains(r#"<html lang="de""#));
    assert!(page("/book/demo", "da").contains(r#"<html lang="en""#));
    assert!(page("/book/demo?language=de", "en").contains(r#"<html lang="de""#));
}

#[test]
fn contact_fields_that_a_venue_requires_are_named() {
    let mut body: Value = serde_json::from_str(&booking()).unwrap();
    body["guest"] = json!({ "lastName": "Muster" });
    let (reply, _) = ask(post(), Some(&body.to_string()));
    assert_eq!(
        problem(&reply)["errors"][0],
        json!({ "pointer": "/guest/email", "code": "required" })
    );
}

#[test]
fn a_client_that_reads_too_often_gets_429_with_retry_after() {
    let limiter = RefCell::new(Limiter::new([0; 32]));
    let read = |path: &str, address: &str| {
        let request = http::Request::get(path).header("cf-connecting-ip", address);
        ask_again(request, Some(""), &limiter)
    };
    for _ in 0..venues()
        .get(&shared::id::VenueId::parse("demo").unwrap())
        .unwrap()
        .limits
        .reads
        .burst
    {
        assert_eq!(read("/v1/venues/demo", "203.0.113.7").0.status(), 200);
    }
    let (reply, record) = read("/v1/venues/demo", "203.0.113.7");
    assert_eq!(reply.status(), 429);
    assert_eq!(reply.headers()["retry-after"], "1");
    assert_eq!(problem(&reply)["code"], "rate_limited");
    assert!(!serde_json::to_string(&record).unwrap().contains("203.0.113"));
    for path in ["/healthz", "/", "/book/demo"] {
        assert_eq!(read(path, "203.0.113.7").0.status(), 200, "{path}");
    }
    assert_eq!(read("/v1/venues/demo", "203.0.113.8").0.status(), 200);
}

#[test]
fn a_reservation_is_given_as_a_calendar_file_in_the_readers_language() {
    let request = http::Request::get("/v1/venues/demo/reservations/r1/calendar.ics")
        .header("authorization", "Bearer right")
        .header("accept-language", "de-AT");
    let (reply, record) = ask(request, Some(""));
    assert_eq!(reply.status(), 200);
    assert_eq!(
        reply.headers()[CONTENT_TYPE],
        "text/calendar; charset=utf-8; method=PUBLISH"
    );
    assert_eq!(
        reply.headers()["content-disposition"],
        "attachment; filename=\"reservation.ics\""
    );
    assert_eq!(reply.headers()[CACHE_CONTROL], "no-store");
    assert_eq!(record.route, "reservation.calendar");
    let text = String::from_utf8(reply.into_body()).unwrap();
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n"), "{text}");
    assert!(text.contains("SUMMARY:Quitte: Abendessen\r\n"), "{text}");
    assert!(!text.contains("manage-secret"), "{text}");
}

#[test]
fn a_calendar_file_requires_a_token() {
    let path = "/v1/venues/demo/reservations/r1/calendar.ics";
    let (reply, _) = ask(http::Request::get(path), Some(""));
    assert_eq!(reply.status(), 401);
    let path = "/v1/venues/demo/reservations/abc/calendar.ics";
    let request = http::Request::get(path).header("authorization", "Bearer right-or-not");
    assert_eq!(ask(request, Some("")).0.status(), 404);
}

#[test]
fn a_reservation_is_shown_only_with_a_token() {
    let look_up = |tokens: &[&str]| {
        let request = http::Request::get("/v1/venues/demo/reservations/abc");
        let request = tokens
            .iter()
            .fold(request, |request, token| request.header("authorization", *token));
        ask(request, Some(""))
    };
    for tokens in [&[][..], &["Basic abc"], &["Bearer "], &["Bearer a", "Bearer b"]] {
        let (reply, _) = look_up(tokens);
        assert_eq!(reply.status(), 401, "{tokens:?}");
        assert_eq!(reply.headers()["www-authenticate"], "Bearer");
    }
    let (reply, record) = look_up(&["Bearer right-or-not"]);
    assert_eq!(problem(&reply)["code"], "not_found");
    assert_eq!(reply.headers()[CACHE_CONTROL], "no-store");
    assert_eq!(record.route, "reservation");
    let logged = serde_json::to_string(&record).unwrap();
    assert!(
        !logged.contains("abc") && !logged.contains("right-or-not"),
        "{logged}"
    );
}
