//! Secrets that are sealed in a venue's object: in force at once, through crashes and a rotation of the key, and shown
//! nowhere. The venue books at the demo venue over HTTP, so its secret is that venue's staff key.

use serde_json::{Value, json};

use crate::guest::{Answer, Guest, days_after};
use crate::server::{CANARY, Home, REMOTE_STAFF_KEY, STAFF_KEY, Server};
use crate::staff;

const VENUE: &str = "demo-molzait";
const NAME: &str = "DEMO_MOLZAIT_KEY";
/// 32 bytes in base64, which begin as every key of these tests does.
const SEAL_KEY: &str = "canary-5b1d0c07e2f4AAAAAAAAAAAAAAAAAAAAAAAA";
const NEW_SEAL_KEY: &str = "canary-5b1d0c07e2f4BBBBBBBBBBBBBBBBBBBBBBBA";

/// Starts a worker without the venue's secret, and with these beside its other secrets.
fn start(home: &Home, secrets: &[(&str, &str)]) -> Server {
    let keys = [
        ("DEMO_STAFF_KEY", STAFF_KEY),
        ("DEMO_MOLZAIT_STAFF_KEY", REMOTE_STAFF_KEY),
    ];
    home.start_with(&[&keys, secrets].concat())
}

/// A request of the venue's staff.
fn send(server: &Server, method: &str, path: &str, body: &Value) -> Answer {
    let path = format!("/v1/staff/{VENUE}/secrets{path}");
    staff::send(&server.origin, REMOTE_STAFF_KEY, (method, &path), &[], body).unwrap()
}

fn set(server: &Server, value: &str) -> Answer {
    send(server, "PUT", &format!("/{NAME}"), &json!({ "value": value }))
}

/// The state of the venue's one secret.
fn state(server: &Server) -> Value {
    let answer = send(server, "GET", "", &Value::Null);
    assert_eq!(answer.status, 200, "{}", answer.body);
    let secrets = answer.body["secrets"].as_array().unwrap();
    assert_eq!(secrets.len(), 1, "{secrets:?}");
    assert_eq!(
        (&secrets[0]["name"], &secrets[0]["settings"]),
        (&json!(NAME), &json!(["molzait.key"]))
    );
    secrets[0]["status"].clone()
}

/// The status of a question that is answered by the other system alone.
fn ask(server: &Server) -> u16 {
    let today = Guest::of(&server.origin, "demo").get("").body["today"].clone();
    let day = days_after(today.as_str().unwrap(), 2);
    let guest = Guest::of(&server.origin, VENUE);
    guest
        .get(&format!("/slots?experienceId=dinner&day={day}&attendees=2"))
        .status
}

#[test]
fn a_sealed_secret_is_in_force_at_once_and_outlives_crashes_and_a_rotation() {
    let home = Home::new();
    let server = start(&home, &[("SEAL_KEY", SEAL_KEY)]);
    assert_eq!((ask(&server), state(&server)), (503, json!("missing")));
    assert_eq!(set(&server, &format!("{CANARY}-wrong")).status, 204);
    assert_eq!(ask(&server), 502);
    assert_eq!(set(&server, STAFF_KEY).status, 204);
    assert_eq!((ask(&server), state(&server)), (200, json!("sealed")));
    let other = send(
        &server,
        "PUT",
        "/OTHER",
        &json!({ "value": format!("{CANARY}-other") }),
    );
    assert_eq!(
        (other.status, &other.body["code"]),
        (422, &json!("unknown_secret"))
    );
    server.kill();

    // The key is rotated: with both, the secret is sealed with the new one when it is used.
    let server = start(
        &home,
        &[("SEAL_KEY", NEW_SEAL_KEY), ("SEAL_KEY_PREVIOUS", SEAL_KEY)],
    );
    assert_eq!(state(&server), "sealed_with_previous_key");
    assert_eq!((ask(&server), state(&server)), (200, json!("sealed")));
    server.kill();
    let server = start(&home, &[("SEAL_KEY", NEW_SEAL_KEY)]);
    assert_eq!((ask(&server), state(&server)), (200, json!("sealed")));
    let log = server.log();
    assert!(!log.contains(CANARY), "{log}");

    // The database has the name, and neither the value nor a key.
    assert!(!home.files_with(NAME).is_empty());
    assert_eq!(home.files_with(CANARY), Vec::<std::path::PathBuf>::new());
}

#[test]
fn without_the_right_key_the_venue_is_away_and_the_log_says_why() {
    let home = Home::new();
    let server = start(&home, &[("SEAL_KEY", SEAL_KEY)]);
    assert_eq!(set(&server, STAFF_KEY).status, 204);
    assert_eq!(ask(&server), 200);
    server.kill();
    for (secrets, cause) in [
        (&[][..], "the secret SEAL_KEY is not set"),
        (
            &[("SEAL_KEY", "canary-5b1d0c07e2f4")],
            "the secret SEAL_KEY is not 32 bytes",
        ),
        (&[("SEAL_KEY", NEW_SEAL_KEY)], "set that key as SEAL_KEY_PREVIOUS"),
    ] {
        let server = start(&home, secrets);
        assert_eq!(
            (ask(&server), state(&server)),
            (503, json!("unreadable")),
            "{cause}"
        );
        if cause.starts_with("the secret") {
            let answer = set(&server, STAFF_KEY);
            assert_eq!(
                (answer.status, &answer.body["code"]),
                (409, &json!("sealing_unavailable"))
            );
        }
        let log = server.log_until(cause) + &server.log();
        assert!(!log.contains(CANARY), "{log}");
    }
    // A secret of the worker needs no key, and goes first.
    let server = start(&home, &[(NAME, STAFF_KEY)]);
    assert_eq!((ask(&server), state(&server)), (200, json!("worker")));
    assert_eq!(
        send(&server, "DELETE", &format!("/{NAME}"), &Value::Null).status,
        204
    );
    assert_eq!((ask(&server), state(&server)), (200, json!("worker")));
    server.kill();
    let server = start(&home, &[("SEAL_KEY", SEAL_KEY)]);
    assert_eq!((ask(&server), state(&server)), (503, json!("missing")));
}
