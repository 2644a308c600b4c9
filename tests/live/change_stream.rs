//! The stream of changes on the real runtime: who may listen, what is sent, also to a listener that was lost, and when it is
//! closed.

use serde_json::{Value, json};
use tungstenite::Message;

use crate::guest::{Choice, Guest};
use crate::listener::Listener;
use crate::server::{Home, STAFF_KEY, Server};
use crate::staff;

/// A new access key of a host: its token and its id.
fn access_key(server: &Server) -> (String, String) {
    let new = json!({ "name": "Till", "role": "host" });
    let created = staff::send(
        &server.origin,
        STAFF_KEY,
        ("POST", "/v1/staff/demo/keys"),
        &[],
        &new,
    );
    let created = created.unwrap().body;
    let text = |name: &str| created[name].as_str().unwrap().to_owned();
    (text("token"), text("id"))
}

/// Times for as many bookings of two guests.
fn choices(server: &Server, count: usize) -> Vec<Choice> {
    let guest = Guest::of(&server.origin, "demo");
    guest.open_times("dinner", 2).take(count).collect()
}

/// Books: the reservation's id.
fn book(server: &Server, choice: &Choice, key: &str) -> String {
    let booked = Guest::of(&server.origin, "demo").book(choice, key).unwrap();
    assert_eq!(booked.status, 201, "{}", booked.body);
    booked.body["id"].as_str().unwrap().to_owned()
}

/// The changes that a listener has dealt with: their cursors, and the ids of reservations that were created.
#[derive(Default)]
struct Dealt {
    cursors: Vec<u64>,
    created: Vec<String>,
}

impl Dealt {
    /// Takes changes and acknowledges them, until as many reservations were created.
    fn take(&mut self, listener: &mut Listener, count: usize) {
        while self.created.len() < count {
            let message = listener.message();
            assert_eq!(message["type"], "changes", "{message}");
            for change in message["changes"].as_array().unwrap() {
                self.cursors.push(change["cursor"].as_u64().unwrap());
                if change["kind"] == "reservation" && change["action"] == "created" {
                    self.created.push(change["id"].as_str().unwrap().to_owned());
                }
            }
            assert_eq!(message["cursor"].as_u64(), self.last());
            listener.acknowledge(message["cursor"].as_u64().unwrap());
        }
    }

    fn last(&self) -> Option<u64> {
        self.cursors.last().copied()
    }
}

#[test]
fn only_keys_and_pages_of_this_host_open_a_stream() {
    let home = Home::new();
    let server = home.start();
    let cookie = format!("__Host-couvert-demo=aaaaaaaaaaaa_{}", "s".repeat(43));
    let wrong = format!("Bearer cvk_demo_aaaaaaaaaaaa_{}", "s".repeat(43));
    for (headers, status) in [
        (vec![], 401),
        (vec![("authorization", "Bearer wrong")], 401),
        (vec![("authorization", wrong.as_str())], 401),
        (vec![("cookie", cookie.as_str())], 403),
        (
            vec![("cookie", cookie.as_str()), ("origin", "https://evil.example")],
            403,
        ),
    ] {
        assert_eq!(
            Listener::open(&server, "", &headers).err(),
            Some(status),
            "{headers:?}"
        );
    }
    let path = ("GET", "/v1/staff/demo/changes/stream");
    let answer = staff::send(&server.origin, STAFF_KEY, path, &[], &Value::Null).unwrap();
    assert_eq!(answer.status, 426, "{}", answer.body);
}

#[test]
fn a_listener_that_is_lost_and_comes_back_with_its_cursor_has_seen_each_change_once() {
    let home = Home::new();
    let server = home.start();
    let (key, _) = access_key(&server);
    let choices = choices(&server, 6);
    let (mut listener, begun) = Listener::of_key(&server, &key, None);
    let (mut dealt, mut made) = (Dealt::default(), Vec::new());
    made.push(book(&server, &choices[0], "stream-0"));
    dealt.take(&mut listener, 1);
    // The listener is lost, with what is on its way.
    made.push(book(&server, &choices[1], "stream-1"));
    drop(listener);
    made.push(book(&server, &choices[2], "stream-2"));
    let (mut listener, from) = Listener::of_key(&server, &key, dealt.last());
    assert_eq!(Some(from), dealt.last());
    dealt.take(&mut listener, 3);
    // Then the venue is lost, and what it has answered is kept.
    made.push(book(&server, &choices[3], "stream-3"));
    server.kill();
    let server = home.start();
    made.push(book(&server, &choices[4], "stream-4"));
    let (mut listener, _) = Listener::of_key(&server, &key, dealt.last());
    made.push(book(&server, &choices[5], "stream-5"));
    dealt.take(&mut listener, 6);
    assert_eq!(dealt.created, made);
    assert!(dealt.cursors[0] > begun && dealt.cursors.is_sorted_by(|one, next| one < next));
}

#[test]
fn a_key_that_is_revoked_closes_its_stream_at_once() {
    let home = Home::new();
    let server = home.start();
    let (key, id) = access_key(&server);
    let (listener, _) = Listener::of_key(&server, &key, None);
    let path = format!("/v1/staff/demo/keys/{id}");
    let revoked = staff::send(&server.origin, STAFF_KEY, ("DELETE", &path), &[], &Value::Null);
    assert_eq!(revoked.unwrap().status, 204);
    assert_eq!(listener.closed(), 4401);
    let bearer = format!("Bearer {key}");
    let refused = Listener::open(&server, "", &[("authorization", &bearer)]);
    assert_eq!(refused.err(), Some(401));
}

#[test]
fn a_listener_that_acknowledges_nothing_is_closed() {
    let home = Home::new();
    let server = home.start();
    let choice = choices(&server, 1).remove(0);
    let (listener, _) = Listener::of_key(&server, STAFF_KEY, None);
    book(&server, &choice, "stream-slow");
    assert_eq!(listener.closed(), 4408);
}

#[test]
fn what_is_no_acknowledgement_closes_the_stream_and_a_ping_is_answered() {
    let home = Home::new();
    let server = home.start();
    for (message, code) in [
        (Message::text("hello?"), 4400),
        (Message::text(r#"{"acknowledge":999999}"#), 4400),
        (Message::binary(vec![0, 159, 146, 150]), 4400),
        (Message::text("x".repeat(100_000)), 4413),
    ] {
        let (mut listener, _) = Listener::of_key(&server, STAFF_KEY, None);
        listener.send(Message::text("ping"));
        assert_eq!(listener.text(), "pong");
        listener.send(message);
        assert_eq!(listener.closed(), code);
    }
    let (mut listener, _) = Listener::of_key(&server, STAFF_KEY, Some(1_000_000));
    assert_eq!(listener.message()["type"], "resync");
}
