//! A guest changes and cancels a reservation, against the built worker: over the embedded engine, and at
//! Molzait, which knows no moves.

use serde_json::{Value, json};

use crate::guest::{Answer, Guest, read};
use crate::server::{Home, Server};

/// Asks with a token, at a path below `/v1/venues`.
pub fn send(server: &Server, method: &str, path: &str, token: &str, body: Option<&Value>) -> Answer {
    let request = ureq::http::Request::builder()
        .method(method)
        .uri(format!("{}/v1/venues/{path}", server.origin))
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json");
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .build()
        .into();
    let body = body.map_or_else(String::new, Value::to_string);
    read(agent.run(request.body(body).unwrap()).unwrap()).unwrap()
}

#[test]
fn a_reservation_is_changed_and_cancelled_by_its_guest() {
    let home = Home::new();
    let server = home.start();
    let guest = Guest::of(&server.origin, "demo");
    let free =
        |choice: &&crate::guest::Choice| guest.slots(choice).iter().all(|slot| slot["payment"].is_null());
    let times: Vec<_> = guest.open_times("dinner", 2).take(40).collect();
    let choice = times.iter().find(free).unwrap();
    let booked = guest.book(choice, "key-1").unwrap().body;
    let (id, token) = (
        booked["id"].as_str().unwrap(),
        booked["manageToken"].as_str().unwrap(),
    );
    let path = format!("demo/reservations/{id}");
    let slots = format!(
        "demo/slots?experienceId=dinner&attendees=3&day={}&reservationId={id}",
        choice.day
    );
    assert_eq!(send(&server, "GET", &slots, "guess", None).status, 404);
    let open = send(&server, "GET", &slots, token, None);
    assert_eq!(open.status, 200, "{}", open.body);
    let open = open.body["slots"].as_array().unwrap().clone();
    let other = open.iter().rev().find(|slot| slot["status"] == "open").unwrap();

    let change = json!({ "minutes": other["minutes"], "attendees": 3, "notes": "A high chair" });
    assert_eq!(send(&server, "PATCH", &path, "guess", Some(&change)).status, 404);
    let changed = send(&server, "PATCH", &path, token, Some(&change));
    assert_eq!(changed.status, 200, "{}", changed.body);
    assert_eq!(
        (&changed.body["number"], &changed.body["attendees"]),
        (&booked["number"], &json!(3))
    );
    assert_eq!(changed.body["minutes"], other["minutes"]);
    assert_eq!(send(&server, "GET", &path, token, None).body, changed.body);

    let cancel = format!("{path}/cancel");
    for _ in 0..2 {
        let cancelled = send(&server, "POST", &cancel, token, None);
        assert_eq!(
            (cancelled.status, &cancelled.body["status"]),
            (200, &json!("cancelled"))
        );
    }
    let again = send(&server, "PATCH", &path, token, Some(&change));
    assert_eq!(
        (again.status, &again.body["code"]),
        (409, &json!("illegal_transition"))
    );
}

#[test]
fn at_molzait_a_reservation_is_moved_and_cancelled_by_the_same_link() {
    let home = Home::new();
    let server = home.start();
    let guest = Guest::of(&server.origin, "demo-molzait");
    let times: Vec<_> = guest.open_times("dinner", 2).take(40).collect();
    let free = |choice: &&crate::guest::Choice| {
        let slots = guest.slots(choice);
        slots.iter().all(|slot| slot["payment"].is_null())
    };
    let choice = times.iter().find(free).unwrap();
    let other = times
        .iter()
        .rfind(|other| other.day != choice.day && free(other))
        .unwrap();
    let booked = guest.book(choice, "key-1").unwrap().body;
    let (id, token) = (
        booked["id"].as_str().unwrap(),
        booked["manageToken"].as_str().unwrap(),
    );
    let path = format!("demo-molzait/reservations/{id}");
    let notes = send(&server, "PATCH", &path, token, Some(&json!({ "notes": "A dog" })));
    assert_eq!(
        (notes.status, &notes.body["errors"]),
        (422, &json!([{ "pointer": "/notes", "code": "not_offered" }]))
    );
    let change = json!({ "day": other.day, "minutes": other.minutes });
    let changed = send(&server, "PATCH", &path, token, Some(&change));
    assert_eq!(changed.status, 200, "{}", changed.body);
    assert_eq!(
        (&changed.body["id"], &changed.body["day"]),
        (&booked["id"], &json!(other.day))
    );
    assert_ne!(changed.body["number"], booked["number"]);
    assert_eq!(send(&server, "GET", &path, token, None).body, changed.body);
    let cancelled = send(&server, "POST", &format!("{path}/cancel"), token, None);
    assert_eq!(
        (cancelled.status, &cancelled.body["status"]),
        (200, &json!("cancelled"))
    );
}
