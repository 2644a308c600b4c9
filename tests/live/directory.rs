//! The directory of venues: an operator creates one over HTTP, a guest books there, and it is suspended and resumed.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::guest::{Answer, Guest};
use crate::server::{CANARY, Home, STAFF_KEY, Server};
use crate::staff;

const VENUES: &str = "/v1/operator/venues";

fn operator_key() -> String {
    format!("{CANARY}-operator")
}

fn start(home: &Home) -> Server {
    home.start_with(&[("DEMO_STAFF_KEY", STAFF_KEY), ("OPERATOR_KEY", &operator_key())])
}

fn send(server: &Server, method: &str, path: &str, body: &Value) -> Answer {
    staff::send(&server.origin, &operator_key(), (method, path), &[], body).unwrap()
}

/// The settings of the demonstration as those of a venue of this id.
fn settings(server: &Server, id: &str) -> Value {
    let read = send(server, "GET", "/v1/staff/demo/settings", &Value::Null);
    assert_eq!(read.status, 200, "{}", read.body);
    let mut settings = read.body["settings"].clone();
    settings["id"] = json!(id);
    settings["name"] = json!("Gasthaus zur Linde");
    settings
}

#[test]
fn a_venue_is_created_booked_at_suspended_and_resumed_and_outlives_crashes() {
    let home = Home::new();
    let server = start(&home);
    let new = json!({ "id": "linde", "name": "Linde", "settings": settings(&server, "linde") });
    let created = send(&server, "POST", VENUES, &new);
    assert_eq!(
        (created.status, &created.body["status"]),
        (201, &json!("live")),
        "{}",
        created.body
    );
    let guest = Guest::of(&server.origin, "linde");
    assert_eq!(guest.get("").body["name"], "Gasthaus zur Linde");
    let mut times = guest.open_times("dinner", 2);
    let (choice, later) = (times.next().unwrap(), times.next().unwrap());
    let booked = guest.book(&choice, "key-1").unwrap();
    assert_eq!(booked.status, 201, "{}", booked.body);
    server.kill();

    // After a power cut everything is there, and the same creation changes nothing.
    let server = start(&home);
    let again = send(&server, "POST", VENUES, &new);
    assert_eq!((again.status, &again.body), (201, &created.body));
    let mut other = new.clone();
    other["settings"]["name"] = json!("Another");
    let refused = send(&server, "POST", VENUES, &other);
    assert_eq!(
        (refused.status, &refused.body["code"]),
        (409, &json!("venue_exists"))
    );
    let list = send(&server, "GET", VENUES, &Value::Null);
    let venues = list.body["venues"].as_array().unwrap();
    let source = |id: &str| venues.iter().find(|venue| venue["id"] == id).unwrap()["source"].clone();
    assert_eq!((source("demo"), source("linde")), (json!("file"), json!("api")));

    let suspended = send(&server, "POST", &format!("{VENUES}/linde/suspend"), &Value::Null);
    assert_eq!(
        (suspended.status, &suspended.body["status"]),
        (200, &json!("suspended"))
    );
    server.kill();
    let server = start(&home);
    let guest = Guest::of(&server.origin, "linde");
    let seen = guest.get("");
    assert_eq!((seen.status, &seen.body["experiences"]), (200, &json!([])));
    let refused = guest.book(&later, "key-2").unwrap();
    assert_eq!(
        (refused.status, &refused.body["code"]),
        (503, &json!("venue_suspended"))
    );
    // What was booked is its guest's to see.
    let repeated = guest.book(&choice, "key-1").unwrap();
    assert_eq!((repeated.status, &repeated.body["id"]), (201, &booked.body["id"]));
    let page = ureq::get(format!("{}/book/linde?language=nl", server.origin))
        .call()
        .unwrap();
    let page = page.into_body().read_to_string().unwrap();
    assert!(
        page.contains("Hier worden op dit moment geen reserveringen aangenomen."),
        "{page}"
    );

    let resumed = send(&server, "POST", &format!("{VENUES}/linde/resume"), &Value::Null);
    assert_eq!((resumed.status, &resumed.body["status"]), (200, &json!("live")));
    assert_eq!(guest.book(&later, "key-2").unwrap().status, 201);
    let log = send(&server, "GET", "/v1/operator/audit", &Value::Null);
    let actions: Vec<_> = log.body["entries"]
        .as_array()
        .unwrap()
        .iter()
        .rev()
        .map(|entry| (entry["action"].as_str().unwrap(), entry["after"].clone()))
        .collect();
    assert_eq!(
        actions,
        [
            ("venue.create", json!({ "name": "Linde", "status": "creating" })),
            ("venue.status", json!("live")),
            ("venue.status", json!("suspended")),
            ("venue.status", json!("live")),
        ]
    );
}

#[test]
fn a_restaurants_keys_do_not_reach_the_directory() {
    let home = Home::new();
    let server = start(&home);
    for (method, path) in [
        ("GET", VENUES),
        ("POST", VENUES),
        ("POST", "/v1/operator/venues/demo/suspend"),
        ("POST", "/v1/operator/secrets/reseal"),
    ] {
        let answer = staff::send(&server.origin, STAFF_KEY, (method, path), &[], &json!({})).unwrap();
        assert_eq!(answer.status, 401, "{method} {path}");
    }
    assert_eq!(
        send(
            &server,
            "POST",
            "/v1/operator/venues/no-such-venue/suspend",
            &Value::Null
        )
        .status,
        404
    );
    drop(server);
    // The development server keeps traces of requests, with their paths, beside the files of the objects.
    let is_of_object = |path: &PathBuf| path.components().any(|part| part.as_os_str() == "do");
    // The runtime keeps the name of an object that was asked. A schema would name its tables.
    let with_schema = home.files_with("CREATE TABLE reservations");
    let written: Vec<_> = home
        .files_with("no-such-venue")
        .into_iter()
        .filter(|path| is_of_object(path) && with_schema.contains(path))
        .collect();
    assert_eq!(written, Vec::<PathBuf>::new());
    assert!(home.files_with("CREATE TABLE").iter().any(is_of_object));
}
