//! Access keys: in force at once until they are revoked, also across a crash, and stored and logged nowhere.

use serde_json::{Value, json};

use crate::guest::Answer;
use crate::server::{Home, STAFF_KEY, Server};
use crate::staff;

fn send(server: &Server, key: &str, method: &str, path: &str, body: &Value) -> Answer {
    let path = format!("/v1/staff/demo/{path}");
    staff::send(&server.origin, key, (method, &path), &[], body).unwrap()
}

#[test]
fn a_key_is_shown_once_and_is_in_no_file_and_no_log() {
    let home = Home::new();
    let server = home.start();
    let new = json!({ "name": "Tablet", "role": "host" });
    let created = send(&server, STAFF_KEY, "POST", "keys", &new);
    assert_eq!(created.status, 201, "{}", created.body);
    let (key, id) = (&created.body["token"], &created.body["id"]);
    let (key, id) = (key.as_str().unwrap(), id.as_str().unwrap());
    let secret = key.rsplit_once(id).unwrap().1.trim_start_matches('_');
    assert_eq!(secret.len(), 43);
    assert_eq!(send(&server, key, "GET", "me", &Value::Null).body["role"], "host");
    assert_eq!(send(&server, key, "GET", "keys", &Value::Null).status, 403);
    // Answers to others, to a faulty body and to a wrong key repeat none of it.
    for (with, method, path, body) in [
        (STAFF_KEY, "GET", "keys", Value::Null),
        (STAFF_KEY, "GET", "audit", Value::Null),
        (STAFF_KEY, "POST", "keys", json!({ "name": key, "role": key })),
        (key, "POST", "day-rules", json!({ "effect": key })),
    ] {
        let answer = send(&server, with, method, path, &body);
        assert!(
            !answer.body.to_string().contains(secret),
            "{path}: {}",
            answer.body
        );
    }
    let wrong = format!("{}A", &key[..key.len() - 1]);
    if wrong != key {
        assert_eq!(send(&server, &wrong, "GET", "me", &Value::Null).status, 401);
    }
    server.kill();

    let server = home.start();
    assert_eq!(send(&server, key, "GET", "me", &Value::Null).status, 200);
    assert_eq!(
        send(&server, STAFF_KEY, "DELETE", &format!("keys/{id}"), &Value::Null).status,
        204
    );
    assert_eq!(send(&server, key, "GET", "me", &Value::Null).status, 401);
    let log = server.log();
    assert!(!log.contains(secret), "{log}");
    // The database has the id, and a hash in place of the secret.
    assert!(!home.files_with(id).is_empty());
    assert_eq!(home.files_with(secret), Vec::<std::path::PathBuf>::new());
}
