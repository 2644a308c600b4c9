//! Facts about the API's description: it has every route and nothing else, and every answer that any
//! test of the API brings about is one that it describes.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;
use shared::id::{OrderId, PaymentId, ReservationId, VenueId, WaitlistEntryId};

use super::*;

static DESCRIBED: LazyLock<Value> = LazyLock::new(|| serde_json::from_slice(openapi::DOCUMENT).unwrap());

/// The document's schema at a pointer, with the types it refers to.
fn validator(pointer: &str) -> Validator {
    let mut schema = DESCRIBED.pointer(pointer).unwrap().clone();
    schema["components"] = DESCRIBED["components"].clone();
    jsonschema::draft202012::new(&schema).unwrap()
}

fn escaped(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

/// Whether the document describes this answer: its status, its media type and its content.
pub(super) fn assert_described(method: &Method, path: &str, reply: &Reply) {
    let Ok(route) = Route::of(path) else {
        assert_eq!(reply.status().as_u16() / 100, 4, "{path}");
        return;
    };
    // What is for who develops is no part of the API.
    if matches!(route, Route::DevMail(_)) {
        return;
    }
    if *method == Method::OPTIONS || reply.status() == StatusCode::METHOD_NOT_ALLOWED {
        return;
    }
    // HEAD is described by GET, whose headers it repeats.
    let method = if *method == Method::HEAD {
        &Method::GET
    } else {
        method
    };
    let status = reply.status().as_u16();
    let media = reply.headers()[CONTENT_TYPE]
        .to_str()
        .unwrap()
        .split(';')
        .next()
        .unwrap();
    let place = [
        "paths",
        route.template(),
        &method.as_str().to_ascii_lowercase(),
        "responses",
    ]
    .into_iter()
    .chain([status.to_string().as_str(), "content", media, "schema"])
    .fold(String::new(), |pointer, token| {
        format!("{pointer}/{}", escaped(token))
    });
    assert!(
        DESCRIBED.pointer(&place).is_some(),
        "{method} {path}: {place} is not described"
    );
    if media.ends_with("json") && !reply.body().is_empty() {
        let body: Value = serde_json::from_slice(reply.body()).unwrap();
        let faults: Vec<String> = validator(&place)
            .iter_errors(&body)
            .map(|fault| format!("{}: {fault}", fault.instance_path()))
            .collect();
        assert_eq!(faults, Vec::<String>::new(), "{method} {path}: {body}");
    }
}

/// One of every kind of route that is described.
pub(super) fn routes() -> Vec<Route> {
    let demo = || VenueId::parse("demo").unwrap();
    vec![
        Route::Health,
        Route::OpenApi,
        Route::Page(Page::Front),
        Route::Page(Page::FrontGerman),
        Route::Page(Page::Booking(demo())),
        Route::Venue(demo(), Resource::Venue),
        Route::Venue(demo(), Resource::Calendar),
        Route::Venue(demo(), Resource::Slots),
        Route::Venue(demo(), Resource::Fragment),
        Route::Venue(demo(), Resource::Reservations),
        Route::Venue(
            demo(),
            Resource::Reservation(ReservationId::parse("abc").unwrap()),
        ),
        Route::Venue(
            demo(),
            Resource::Cancellation(ReservationId::parse("abc").unwrap()),
        ),
        Route::Venue(
            demo(),
            Resource::CalendarFile(ReservationId::parse("abc").unwrap()),
        ),
        Route::Venue(demo(), Resource::GiftCards),
        Route::Venue(demo(), Resource::GiftCardOrder(OrderId::parse("abc").unwrap())),
        Route::Venue(demo(), Resource::GiftCardSheet(OrderId::parse("abc").unwrap())),
        Route::Venue(
            demo(),
            Resource::GiftCardWithdrawal(OrderId::parse("abc").unwrap()),
        ),
        Route::Venue(demo(), Resource::GiftCardBalance),
        Route::Page(Page::Pay(demo(), PaymentId::parse("abc").unwrap())),
        Route::Venue(demo(), Resource::Extension(ReservationId::parse("abc").unwrap())),
        Route::Venue(demo(), Resource::Webhook("stripe".to_owned())),
        Route::Venue(demo(), Resource::Waitlist),
        Route::Venue(
            demo(),
            Resource::WaitlistEntry(WaitlistEntryId::parse("abc").unwrap()),
        ),
        Route::Venue(
            demo(),
            Resource::Acceptance(WaitlistEntryId::parse("abc").unwrap()),
        ),
        Route::Page(Page::House(demo())),
        Route::Venue(demo(), Resource::NoShow(ReservationId::parse("abc").unwrap())),
        Route::Venue(demo(), Resource::GuestExport),
        Route::Venue(demo(), Resource::GuestErasure),
        Route::Venue(demo(), Resource::Metrics),
    ]
}

#[test]
fn every_described_operation_is_routed_and_every_route_described() {
    let of_router: BTreeSet<_> = routes().iter().map(Route::template).collect();
    let paths = DESCRIBED["paths"].as_object().unwrap();
    assert_eq!(of_router, paths.keys().map(String::as_str).collect());
    for (template, operations) in paths {
        let path = template
            .replace("{venue}", "demo")
            .replace("{id}", "abc")
            .replace("{orderId}", "abc")
            .replace("{wishId}", "abc")
            .replace("{source}", "stripe");
        let route = Route::of(&path).unwrap();
        assert!(routes().contains(&route), "{template}");
        assert_eq!(route.template(), template);
        let mut methods: Vec<_> = operations.as_object().unwrap().keys().collect();
        methods.retain(|key| *key != "parameters");
        let taken = [Method::DELETE, Method::GET, Method::PATCH, Method::POST]
            .into_iter()
            .filter(|method| route.takes(method));
        let taken: Vec<_> = taken.map(|method| method.as_str().to_ascii_lowercase()).collect();
        assert_eq!(methods, taken.iter().collect::<Vec<_>>(), "{template}");
    }
}

#[test]
fn the_document_can_be_read_and_may_be_kept_for_a_while() {
    let (reply, _) = super::tests::ask(http::Request::get("/v1/openapi.json"), Some(""));
    assert_eq!(reply.status(), 200);
    assert_eq!(reply.headers()[CONTENT_TYPE], "application/json");
    assert_eq!(reply.headers()[CACHE_CONTROL], "public, max-age=300");
    assert_eq!(super::tests::problem(&reply)["openapi"], "3.1.0");
}

#[test]
fn every_reference_leads_somewhere() {
    fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(members) => {
                found.extend(members.get("$ref").and_then(Value::as_str));
                members.values().for_each(|value| references(value, found));
            }
            Value::Array(items) => items.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    references(&DESCRIBED, &mut found);
    assert!(found.len() > 20);
    for reference in found {
        assert!(
            DESCRIBED.pointer(reference.trim_start_matches('#')).is_some(),
            "{reference}"
        );
    }
}

#[test]
fn every_code_is_described_somewhere_but_for_those_of_no_operation() {
    let text = DESCRIBED["paths"].to_string();
    let missing: Vec<_> = ProblemCode::ALL
        .iter()
        .map(|code| code.text())
        .filter(|code| !text.contains(&format!("\"{code}\"")))
        .collect();
    // Wrong methods are of no operation, and staff's systems alone accept requests and make cards.
    assert_eq!(
        missing,
        ["method_not_allowed", "payment_lost", "gift_card_exists"]
    );
}
