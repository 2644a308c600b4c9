//! Facts about operators' requests for the directory: who may send them, what they create, and what they leave alone.

use std::cell::RefCell;

use config::{VenueSettings, Venues};
use serde_json::{Value, json};

use super::super::endpoints;
use super::super::endpoints::tests::sample;
use super::super::test_support::{ACCESS_KEY, ScriptedVenue};
use super::super::tests::{ask_staff, ask_with, booking, demo, post, problem, venues};
use super::*;
use crate::demo::Allowed;
use crate::limits::Limiter;

const OPERATOR: &str = "the-key-of-the-operator";

pub(super) fn send(
    script: &ScriptedVenue,
    method: &str,
    path: &str,
    body: &Value,
    demo: Option<Allowed>,
) -> Reply {
    let request = http::Request::builder()
        .method(method)
        .uri(path)
        .header("content-type", "application/json")
        .header("authorization", format!("Bearer {OPERATOR}"));
    let (limiter, body) = (RefCell::new(Limiter::new([0; 32])), body.to_string());
    ask_with(&venues(), request, Some(&body), &limiter, (script, demo)).0
}

/// The status and the body of the response.
pub(super) fn ask(script: &ScriptedVenue, method: &str, path: &str, body: &Value) -> (u16, Value) {
    let reply = send(script, method, path, body, demo());
    (reply.status().as_u16(), problem(&reply))
}

/// Settings of a restaurant of this id, as the demonstration has them.
pub(super) fn settings(id: &str) -> Value {
    let mut settings = json!(venues().iter().find(|venue| venue.id.as_str() == "demo").unwrap());
    settings["id"] = json!(id);
    settings["madeUpReservations"] = json!(false);
    // As they are stored.
    json!(serde_json::from_value::<VenueSettings>(settings).unwrap())
}

pub(super) fn new(id: &str) -> Value {
    json!({ "id": id, "name": "Linde", "settings": settings(id) })
}

#[test]
fn operators_alone_reach_the_directory() {
    for endpoint in endpoints::all().filter(|endpoint| endpoint.access == Access::Operator) {
        assert!(endpoint.path.starts_with("/v1/operator/"), "{}", endpoint.path);
        let path = sample(endpoint.path);
        for key in ["the-key-of-demo", ACCESS_KEY, "guess", ""] {
            let script = ScriptedVenue::default();
            let request = http::Request::builder()
                .method(endpoint.verb.text())
                .uri(&path)
                .header("content-type", "application/json")
                .header("authorization", format!("Bearer {key}"));
            let reply = ask_staff(request, "{}", &script).0;
            assert_eq!(reply.status(), 401, "{} {path} {key}", endpoint.verb.text());
            assert_eq!(script.requests(), Vec::<Value>::new());
        }
    }
}

#[test]
fn a_venue_is_created_with_its_settings_once() {
    let script = ScriptedVenue::default();
    let (status, created) = ask(&script, "POST", VENUES, &new("linde"));
    assert_eq!(
        (status, &created["status"], &created["source"]),
        (201, &json!("live"), &json!("api")),
        "{created}"
    );
    assert_eq!(
        script.requests(),
        [json!({ "Operator": { "Create": settings("linde") } })]
    );
    assert_eq!(
        script.staff(),
        [json!({ "credential": "operator", "permission": "directory" })]
    );
    // The same again is answered alike and reaches no venue.
    assert_eq!(ask(&script, "POST", VENUES, &new("linde")), (201, created));
    assert_eq!(script.requests().len(), 1);
    let mut other = new("linde");
    other["name"] = json!("Another");
    let (status, refused) = ask(&script, "POST", VENUES, &other);
    assert_eq!((status, &refused["code"]), (409, &json!("venue_exists")));
}

#[test]
fn a_creation_that_broke_off_is_completed_by_the_same_one_or_by_resuming() {
    for (method, path, body, status) in [
        ("POST", VENUES, new("linde"), 201),
        ("POST", "/v1/operator/venues/linde/resume", Value::Null, 200),
    ] {
        let script = ScriptedVenue::default();
        script.breaks_off.set(true);
        let (broken, answer) = ask(&script, "POST", VENUES, &new("linde"));
        assert_eq!((broken, &answer["code"]), (504, &json!("outcome_unknown")));
        let (_, venue) = ask(&script, "GET", "/v1/operator/venues/linde", &Value::Null);
        assert_eq!(venue["status"], "creating");
        let (answered, venue) = ask(&script, method, path, &body);
        assert_eq!((answered, &venue["status"]), (status, &json!("live")), "{venue}");
        assert!(
            script
                .requests()
                .contains(&json!({ "Operator": { "Create": settings("linde") } }))
        );
    }
}

#[test]
fn settings_that_cannot_be_served_take_no_id() {
    let script = ScriptedVenue::default();
    let changed = |member: &str, value: Value| {
        let mut body = new("linde");
        body["settings"][member] = value;
        body
    };
    for (body, pointer) in [
        (changed("name", json!(" ")), "/name"),
        (changed("id", json!("other")), "/id"),
        (changed("timeZone", json!("Europe/Linz")), "/timeZone"),
        (changed("colour", json!("#000000")), ""),
        (json!({ "id": "linde", "name": "Linde", "settings": null }), ""),
    ] {
        let (status, refused) = ask(&script, "POST", VENUES, &body);
        assert_eq!(
            (status, &refused["code"]),
            (422, &json!("settings_invalid")),
            "{pointer}"
        );
        let places = refused["faults"].as_array().unwrap();
        let is_named = |fault: &Value| fault["pointer"].as_str().unwrap().starts_with(pointer);
        assert!(places.iter().any(is_named), "{pointer}: {refused}");
    }
    // Demonstrations of money and mail are no real restaurant's.
    let reply = send(&script, "POST", VENUES, &new("linde"), None);
    assert_eq!(reply.status(), 422);
    assert_eq!(script.requests(), Vec::<Value>::new());
    let (status, _) = ask(&script, "GET", "/v1/operator/venues/linde", &Value::Null);
    assert_eq!(status, 404);
}

#[test]
fn ids_of_files_and_of_demonstrations_are_taken() {
    let script = ScriptedVenue::default();
    for (id, status, code) in [
        ("demo", 422, "validation_failed"),
        ("demo-of-linde", 422, "validation_failed"),
        ("Linde", 422, "validation_failed"),
    ] {
        let mut body = new("linde");
        body["id"] = json!(id);
        let (answered, refused) = ask(&script, "POST", VENUES, &body);
        assert_eq!((answered, &refused["code"]), (status, &json!(code)), "{id}");
    }
    let of_file = Venues::from_json(&json!([settings("linde")]).to_string()).unwrap();
    let request = http::Request::post(VENUES)
        .header("content-type", "application/json")
        .header("authorization", format!("Bearer {OPERATOR}"));
    let (limiter, body) = (RefCell::new(Limiter::new([0; 32])), new("linde").to_string());
    let reply = ask_with(&of_file, request, Some(&body), &limiter, (&script, demo())).0;
    assert_eq!(
        (reply.status().as_u16(), &problem(&reply)["code"]),
        (409, &json!("venue_exists"))
    );
    assert_eq!(script.requests(), Vec::<Value>::new());
}

#[test]
fn a_venue_is_suspended_in_its_own_object_and_then_in_the_directory() {
    let script = ScriptedVenue::default();
    for (path, status, is_suspended) in [("suspend", "suspended", true), ("resume", "live", false)] {
        let (answered, venue) = ask(
            &script,
            "POST",
            &format!("/v1/operator/venues/demo/{path}"),
            &json!(null),
        );
        assert_eq!((answered, &venue["status"]), (200, &json!(status)), "{venue}");
        assert_eq!(
            script.requests().last(),
            Some(&json!({ "Operator": { "SetSuspended": is_suspended } }))
        );
    }
    let (_, log) = ask(&script, "GET", "/v1/operator/audit", &Value::Null);
    assert_eq!(log["entries"].as_array().unwrap().len(), 2);
}

#[test]
fn the_object_of_an_unknown_venue_is_asked_for_its_settings_alone() {
    let script = ScriptedVenue::default();
    for (method, path) in [
        ("GET", ""),
        ("PATCH", ""),
        ("POST", "/suspend"),
        ("POST", "/resume"),
    ] {
        let path = format!("/v1/operator/venues/nobody{path}");
        let (status, refused) = ask(&script, method, &path, &json!({ "name": "Linde" }));
        assert_eq!(
            (status, &refused["code"]),
            (404, &json!("venue_not_found")),
            "{path}"
        );
    }
    assert_eq!(script.requests(), vec![json!({ "Settings": null }); 4]);
    let (status, _) = ask(&script, "GET", "/v1/operator/venues/Nobody", &Value::Null);
    assert_eq!(status, 404);
}

#[test]
fn the_list_is_asked_for_by_state_and_has_the_files_of_the_deployment() {
    let script = ScriptedVenue::default();
    ask(&script, "POST", VENUES, &new("linde"));
    let (status, page) = ask(&script, "GET", VENUES, &Value::Null);
    let ids: Vec<_> = page["venues"]
        .as_array()
        .unwrap()
        .iter()
        .map(|venue| &venue["id"])
        .collect();
    assert_eq!((status, ids.len()), (200, venues().iter().count() + 1));
    assert!(ids.contains(&&json!("demo")) && ids.contains(&&json!("linde")));
    let (_, page) = ask(
        &script,
        "GET",
        "/v1/operator/venues?status=suspended",
        &Value::Null,
    );
    assert_eq!(page, json!({ "venues": [] }));
    for query in ["?status=closed", "?after=A", "?page=2"] {
        let (status, _) = ask(&script, "GET", &format!("{VENUES}{query}"), &Value::Null);
        assert_eq!(status, 422, "{query}");
    }
    let (status, venue) = ask(
        &script,
        "PATCH",
        "/v1/operator/venues/linde",
        &json!({ "name": "Zur Linde" }),
    );
    assert_eq!((status, &venue["name"]), (200, &json!("Zur Linde")));
}

#[test]
fn the_refusal_of_a_suspended_venue_says_so() {
    let script = ScriptedVenue::default();
    script.is_suspended.set(true);
    let limiter = RefCell::new(Limiter::new([0; 32]));
    let booking = ask_with(&venues(), post(), Some(&booking()), &limiter, (&script, demo())).0;
    assert_eq!(
        (booking.status().as_u16(), &problem(&booking)["code"]),
        (503, &json!("venue_suspended"))
    );
    let slots = "/v1/venues/demo/slots?experienceId=dinner&day=2026-11-27&attendees=2";
    let slots = ask_with(
        &venues(),
        http::Request::get(slots),
        Some(""),
        &limiter,
        (&script, demo()),
    )
    .0;
    assert_eq!(problem(&slots)["code"], "venue_suspended");
}

#[test]
fn a_suspended_venue_offers_nothing_to_a_new_guest_and_says_so() {
    let script = ScriptedVenue {
        fresh_seconds: 60,
        serves: true,
        ..ScriptedVenue::default()
    };
    script.is_suspended.set(true);
    let get = |path: &str| {
        let limiter = RefCell::new(Limiter::new([0; 32]));
        let request = http::Request::get(path).header("accept-language", "de");
        ask_with(&venues(), request, Some(""), &limiter, (&script, demo())).0
    };
    let venue = problem(&get("/v1/venues/demo"));
    assert_eq!(
        (&venue["experiences"], &venue["giftCards"]),
        (&json!([]), &Value::Null)
    );
    let features = venue["features"].to_string();
    assert!(
        !features.contains("waitlist") && !features.contains("giftCards"),
        "{features}"
    );
    for path in ["/book/demo", "/v1/venues/demo/fragment?language=de"] {
        let reply = get(path);
        let text = String::from_utf8(reply.body().clone()).unwrap();
        assert_eq!(reply.status(), 200);
        assert!(
            text.contains("Hier werden zurzeit keine Reservierungen angenommen."),
            "{text}"
        );
    }
    // Nothing of this needs the venue's object.
    assert_eq!(script.requests(), Vec::<Value>::new());
}
