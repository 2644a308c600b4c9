//! A guest waits for a table that others have taken, and takes it when it comes free, against the built worker.

use serde_json::{Value, json};

use crate::guest::{Answer, Guest, read};
use crate::manage::send;
use crate::server::{Home, Server};

fn leave(server: &Server, entry: &Value, key: &str) -> Answer {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .build()
        .into();
    let request = agent
        .post(format!("{}/v1/venues/demo/waitlist", server.origin))
        .header("content-type", "application/json")
        .header("idempotency-key", key);
    read(request.send(entry.to_string().as_bytes()).unwrap()).unwrap()
}

#[test]
fn what_comes_free_is_offered_held_and_taken_across_a_restart() {
    let home = Home::new();
    let server = home.start();
    let guest = Guest::of(&server.origin, "demo");
    let free = |choice: &crate::guest::Choice| {
        let slots = guest.slots(choice);
        slots.iter().all(|slot| slot["payment"].is_null())
    };
    let choice = guest.open_times("dinner", 2).find(free).unwrap();
    let entry = json!({
        "experienceId": "dinner", "day": choice.day, "from": choice.minutes, "to": choice.minutes,
        "attendees": 2, "locale": "en",
        "guest": { "lastName": "Warter", "email": "ben@example.com" },
    });
    let early = leave(&server, &entry, "early");
    assert_eq!((early.status, &early.body["code"]), (409, &json!("slot_open")));
    let mut booked = Vec::new();
    for number in 0..200 {
        let answer = guest.book(&choice, &format!("key-{number}")).unwrap();
        if answer.status != 201 {
            break;
        }
        booked.push(answer.body);
    }
    let left = leave(&server, &entry, "wish");
    assert_eq!(
        (left.status, &left.body["status"]),
        (201, &json!("waiting")),
        "{}",
        left.body
    );
    let token = left.body["wishToken"].as_str().unwrap().to_owned();
    let path = format!("demo/waitlist/{}", left.body["id"].as_str().unwrap());
    assert_eq!(send(&server, "GET", &path, "guess", None).status, 404);

    let last = booked.last().unwrap();
    let cancel = format!("demo/reservations/{}/cancel", last["id"].as_str().unwrap());
    let cancelled = send(
        &server,
        "POST",
        &cancel,
        last["manageToken"].as_str().unwrap(),
        None,
    );
    assert_eq!(cancelled.status, 200, "{}", cancelled.body);
    drop(server);
    let server = home.start();
    let seen = send(&server, "GET", &path, &token, None);
    assert_eq!(seen.body["status"], "offered", "{}", seen.body);
    assert_eq!(seen.body["offer"]["minutes"], choice.minutes);
    let guest = Guest::of(&server.origin, "demo");
    assert_eq!(guest.book(&choice, "other").unwrap().status, 409);

    let acceptance = format!("{path}/acceptance");
    let made = send(&server, "POST", &acceptance, &token, None);
    assert_eq!(
        (made.status, &made.body["status"]),
        (200, &json!("booked")),
        "{}",
        made.body
    );
    assert_eq!(send(&server, "POST", &acceptance, &token, None).body, made.body);
    let reservation = format!("demo/reservations/{}", made.body["id"].as_str().unwrap());
    let manage = made.body["manageToken"].as_str().unwrap();
    let seen = send(&server, "GET", &reservation, manage, None);
    assert_eq!((seen.status, &seen.body["status"]), (200, &json!("booked")));
    let withdrawn = send(&server, "DELETE", &path, &token, None);
    assert_eq!(
        (withdrawn.status, &withdrawn.body["code"]),
        (409, &json!("offer_over"))
    );
}
