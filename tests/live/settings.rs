//! Settings that a restaurant changes while its worker runs: in force at once, and through crashes.

use serde_json::{Value, json};

use crate::guest::{Answer, Guest};
use crate::server::{Home, STAFF_KEY};
use crate::staff;

const SETTINGS: &str = "/v1/staff/demo/settings";
/// How many changes are begun before the crash.
const CHANGES: u32 = 100;

fn read(origin: &str) -> Answer {
    staff::send(origin, STAFF_KEY, ("GET", SETTINGS), &[], &Value::Null).unwrap()
}

/// Replaces the settings of this version; none if the connection broke.
fn replace(origin: &str, version: &str, settings: &Value) -> Option<Answer> {
    let tag = format!("\"{version}\"");
    let body = json!({ "settings": settings });
    staff::send(origin, STAFF_KEY, ("PUT", SETTINGS), &[("if-match", &tag)], &body)
}

#[test]
fn a_change_is_served_at_once_and_a_second_one_of_the_same_version_is_refused() {
    // The state lies in its folder until the end.
    let home = Home::new();
    let server = home.start();
    let guest = Guest::of(&server.origin, "demo");
    let before = read(&server.origin);
    assert_eq!(
        (before.status, &before.body["version"], &before.headers["etag"]),
        (200, &json!(0), &"\"0\"".parse().unwrap())
    );
    let mut settings = before.body["settings"].clone();
    settings["name"] = json!("Under another name");
    let changed = replace(&server.origin, "0", &settings).unwrap();
    assert_eq!(
        (changed.status, &changed.body["version"]),
        (200, &json!(1)),
        "{}",
        changed.body
    );
    assert_eq!(guest.get("").body["name"], "Under another name");
    settings["name"] = json!("A third one");
    let refused = replace(&server.origin, "0", &settings).unwrap();
    assert_eq!(
        (refused.status, &refused.body["code"]),
        (412, &json!("version_mismatch"))
    );
    let undone = replace(&server.origin, "1", &before.body["settings"]).unwrap();
    assert_eq!((undone.status, &undone.body["version"]), (200, &json!(2)));
    assert_eq!(guest.get("").body["name"], before.body["settings"]["name"]);
    // The file's settings are not changed by what staff may not change.
    let mut hostile = before.body["settings"].clone();
    hostile["origins"] = json!(["https://evil.example"]);
    let refused = replace(&server.origin, "2", &hostile).unwrap();
    assert_eq!(
        (refused.status, &refused.body["code"]),
        (422, &json!("settings_invalid"))
    );
    assert_eq!(refused.body["faults"][0]["pointer"], "/origins");
}

#[test]
fn a_key_works_until_it_is_revoked_and_for_its_permissions_alone() {
    // The state lies in its folder until the end.
    let home = Home::new();
    let server = home.start();
    let send = |key: &str, call: (&str, &str), body: &Value| {
        staff::send(&server.origin, key, call, &[], body).unwrap()
    };
    let keys = "/v1/staff/demo/keys";
    let new = json!({ "name": "Tablet", "role": "host" });
    let made = send(STAFF_KEY, ("POST", keys), &new);
    assert_eq!(made.status, 201, "{}", made.body);
    let (token, id) = (
        made.body["token"].as_str().unwrap(),
        made.body["id"].as_str().unwrap(),
    );
    let me = send(token, ("GET", "/v1/staff/demo/me"), &Value::Null);
    assert_eq!((me.status, &me.body["role"]), (200, &json!("host")));
    for (path, status) in [
        (SETTINGS, 403),
        (keys, 403),
        ("/v1/staff/demo/audit", 403),
        ("/v1/staff/demo-stripe/me", 401),
        ("/external/availability/experiences", 200),
    ] {
        assert_eq!(send(token, ("GET", path), &Value::Null).status, status, "{path}");
    }
    let revoked = send(STAFF_KEY, ("DELETE", &format!("{keys}/{id}")), &Value::Null);
    assert_eq!(revoked.status, 204);
    assert_eq!(
        send(token, ("GET", "/v1/staff/demo/me"), &Value::Null).status,
        401
    );
    let log = send(STAFF_KEY, ("GET", "/v1/staff/demo/audit"), &Value::Null);
    let actions: Vec<_> = log.body["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| &entry["action"])
        .collect();
    assert_eq!(actions, ["key.revoke", "key.create"]);
}

#[test]
fn an_unknown_venue_stores_nothing() {
    let home = Home::new();
    let server = home.start();
    for path in [
        "",
        "/calendar?experienceId=dinner&attendees=2&from=2026-12-01&to=2026-12-02",
    ] {
        assert_eq!(Guest::of(&server.origin, "no-such-venue").get(path).status, 404);
    }
    drop(server);
    // A schema would name its tables.
    assert_eq!(
        home.files_with("CREATE TABLE reservations"),
        Vec::<std::path::PathBuf>::new()
    );
}

#[test]
fn after_sigkill_during_changes_one_version_is_in_force_and_bookings_are_as_they_were() {
    let home = Home::new();
    let server = home.start();
    let guest = Guest::of(&server.origin, "demo");
    let choice = guest.open_times("dinner", 2).next().unwrap();
    let booked = guest.book(&choice, "before").unwrap();
    assert_eq!(booked.status, 201);
    let settings = read(&server.origin).body["settings"].clone();
    let origin = server.origin.clone();
    // The power goes while the changes are sent one after the other.
    let (begun, is_begun) = std::sync::mpsc::channel();
    let sender = std::thread::spawn(move || {
        let mut stored = 0;
        for number in 0..CHANGES {
            let mut settings = settings.clone();
            settings["name"] = json!(format!("Version {}", number + 1));
            if number == CHANGES / 2 {
                begun.send(()).unwrap();
            }
            match replace(&origin, &number.to_string(), &settings) {
                Some(answer) if answer.status == 200 => stored = number + 1,
                _ => break,
            }
        }
        stored
    });
    is_begun.recv().unwrap();
    server.kill();
    let stored = sender.join().unwrap();
    assert!((CHANGES / 2..CHANGES).contains(&stored), "{stored}");

    let server = home.start();
    let now = read(&server.origin).body;
    let version = u32::try_from(now["version"].as_u64().unwrap()).unwrap();
    // What was answered is there; the change under way was stored, or it was not.
    assert!([stored, stored + 1].contains(&version), "{stored} {version}");
    assert_eq!(now["settings"]["name"], format!("Version {version}"));
    let again = Guest::of(&server.origin, "demo").book(&choice, "before").unwrap();
    assert_eq!((again.status, &again.body["id"]), (201, &booked.body["id"]));
}
