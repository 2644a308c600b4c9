//! Facts about the staff's endpoints on a developer's own machine.

use serde_json::json;
use shared::id::VenueId;

use super::super::test_support::ScriptedVenue;
use super::super::tests::{ask_with, venues};
use crate::demo::Allowed;
use crate::limits::Limiter;
use std::cell::RefCell;

/// The status of a request to this address with these headers, and the senders that reached the venue.
fn ask(
    method: &str,
    address: &str,
    headers: &[(&str, &str)],
    has_demo: bool,
) -> (u16, Vec<serde_json::Value>) {
    let script = ScriptedVenue::default();
    let demo = Allowed::by(&|_| has_demo.then(|| "yes".to_owned()));
    let request = headers.iter().fold(
        http::Request::builder().method(method).uri(address),
        |request, (name, value)| request.header(*name, *value),
    );
    let limiter = RefCell::new(Limiter::new([0; 32]));
    let body = if method == "GET" { "" } else { "{}" };
    let reply = ask_with(&venues(), request, Some(body), &limiter, (&script, demo)).0;
    (reply.status().as_u16(), script.staff())
}

const ME: &str = "http://localhost:8787/v1/staff/demo/me";

#[test]
fn the_person_who_runs_the_worker_on_their_own_machine_is_the_demo_venues_staff() {
    for host in ["localhost:8787", "127.0.0.1:8787", "[::1]:8787"] {
        let (status, staff) = ask("GET", &format!("http://{host}/v1/staff/demo/me"), &[], true);
        assert_eq!(status, 200, "{host}");
        assert_eq!(staff[0]["credential"], json!({ "staffKey": "DEMO_STAFF_KEY" }));
    }
}

#[test]
fn no_other_host_and_no_deployment_without_demonstrations_is_open() {
    for (address, has_demo) in [
        ("https://book.example.com/v1/staff/demo/me", true),
        ("http://localhost.example.com/v1/staff/demo/me", true),
        ("/v1/staff/demo/me", true),
        (ME, false),
    ] {
        let (status, staff) = ask("GET", address, &[], has_demo);
        assert_eq!((status, staff.len()), (401, 0), "{address}");
    }
}

#[test]
fn pages_of_other_origins_neither_read_nor_write() {
    let patch = "http://localhost:8787/v1/staff/demo/reservations/r1";
    let json_type = ("content-type", "application/json");
    for (method, address, headers, status) in [
        ("GET", ME, vec![("sec-fetch-site", "cross-site")], 401),
        ("GET", ME, vec![("sec-fetch-site", "same-origin")], 200),
        ("PATCH", patch, vec![json_type], 401),
        (
            "PATCH",
            patch,
            vec![json_type, ("origin", "http://localhost:8787")],
            200,
        ),
        ("GET", ME, vec![("authorization", "Bearer guess")], 401),
    ] {
        assert_eq!(
            ask(method, address, &headers, true).0,
            status,
            "{method} {headers:?}"
        );
    }
}

#[test]
fn only_made_up_venues_are_open() {
    assert!(config::is_demonstration(&VenueId::parse("demo").unwrap()));
    assert!(!config::is_demonstration(&VenueId::parse("linde").unwrap()));
}
