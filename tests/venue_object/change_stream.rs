//! Facts about the stream of changes: what a listener is sent, also after its line or the object was lost, and when it is
//! too slow.

use std::rc::Rc;

use edge::access::{Credential, StaffSender};
use edge::error::VenueError;
use edge::storage::changes::KEPT_SECONDS;
use edge::venue::change_stream::{Incoming, Socket};
use edge::venue::message::change_stream::{PERMISSION, StreamRequest};
use serde_json::{Value, json};
use shared::page::PagePosition;
use shared::reservation::Status;
use shared::time::Instant;

use super::audit::create;
use super::sockets::ScriptedSocket;
use super::venue::{NOON, Venue};

/// The bearer of the staff key.
pub fn staff_key() -> Credential {
    Credential::StaffKey("LINDE_STAFF".to_owned())
}

/// Opens a stream: the WebSocket, or why it was not taken.
pub fn try_listen(
    venue: &Venue,
    credential: Credential,
    after: Option<u64>,
) -> Result<Rc<ScriptedSocket>, VenueError> {
    let request = StreamRequest {
        venue: venue.settings.id.clone(),
        staff: Some(StaffSender {
            credential,
            permission: PERMISSION,
        }),
        after: after.map(PagePosition),
    };
    let mut opened = None;
    let accept = || {
        let socket = venue.sockets.accept();
        opened = Some(socket.clone());
        let socket: Rc<dyn Socket> = socket;
        Ok(socket)
    };
    venue
        .writer()
        .open_stream(Some(&venue.settings), &request, accept)?;
    Ok(opened.expect("a WebSocket was taken"))
}

/// Opens a stream with the staff key: the WebSocket and the cursor of its first message.
fn listen(venue: &Venue, after: Option<u64>) -> (Rc<ScriptedSocket>, u64) {
    let socket = try_listen(venue, staff_key(), after).unwrap();
    let hello = socket.take_first();
    assert_eq!(hello["type"], "hello");
    (socket, hello["cursor"].as_u64().unwrap())
}

/// Hands a message of a listener over.
fn say(venue: &Venue, socket: &Rc<ScriptedSocket>, message: Incoming<'_>) {
    let socket: Rc<dyn Socket> = socket.clone();
    venue.writer().receive(&socket, message).unwrap();
}

fn acknowledge(venue: &Venue, socket: &Rc<ScriptedSocket>, cursor: u64) {
    let message = json!({ "acknowledge": cursor }).to_string();
    say(venue, socket, Incoming::Text(&message));
}

/// The changes that messages carry, by action and fields, and the cursor after them.
fn changes(messages: &[Value]) -> (Vec<(String, Value)>, u64) {
    let mut found = Vec::new();
    let mut cursor = 0;
    for message in messages {
        assert_eq!(message["type"], "changes");
        for change in message["changes"].as_array().unwrap() {
            assert!(change["cursor"].as_u64().unwrap() > cursor);
            cursor = change["cursor"].as_u64().unwrap();
            found.push((
                change["action"].as_str().unwrap().to_owned(),
                change["fields"].clone(),
            ));
        }
        assert_eq!(message["cursor"], cursor);
    }
    (found, cursor)
}

fn created() -> (String, Value) {
    ("created".to_owned(), json!([]))
}

fn seated() -> (String, Value) {
    ("changed".to_owned(), json!(["status", "checkedInAt"]))
}

#[tokio::test]
async fn a_listener_is_sent_each_change_in_the_turn_that_writes_it() {
    let venue = Venue::new("instant");
    let (socket, _) = listen(&venue, None);
    let id = create(&venue).await;
    assert_eq!(changes(&socket.take_sent()).0, [created()]);
    venue.staff(&id, Status::Seated).await;
    assert_eq!(changes(&socket.take_sent()).0, [seated()]);
    // What writes nothing sends nothing, and neither does what is not written.
    venue.staff(&id, Status::Seated).await;
    venue.staff_sees(&id).await;
    venue.doom(0);
    assert!(venue.try_staff(&id, Status::Finished).await.is_err());
    assert_eq!(socket.take_sent(), Vec::<Value>::new());
}

#[tokio::test]
async fn a_listener_that_comes_back_with_its_cursor_is_sent_what_it_has_missed() {
    let venue = Venue::new("instant");
    let (socket, _) = listen(&venue, None);
    let id = create(&venue).await;
    let (seen, cursor) = changes(&socket.take_sent());
    assert_eq!(seen, [created()]);
    acknowledge(&venue, &socket, cursor);
    // Its line breaks, and is not known to be broken at once.
    socket.is_broken.set(true);
    venue.staff(&id, Status::Seated).await;
    assert_eq!(socket.take_sent(), Vec::<Value>::new());
    let (socket, begun) = listen(&venue, Some(cursor));
    assert_eq!(begun, cursor);
    let (seen, cursor) = changes(&socket.take_sent());
    assert_eq!(seen, [seated()]);
    acknowledge(&venue, &socket, cursor);
    venue.staff(&id, Status::Finished).await;
    assert_eq!(changes(&socket.take_sent()).0.len(), 1);
}

#[tokio::test]
async fn a_stream_goes_on_after_the_object_has_hibernated() {
    let venue = Venue::new("instant");
    let (socket, _) = listen(&venue, None);
    let id = create(&venue).await;
    let (_, cursor) = changes(&socket.take_sent());
    let venue = venue.restarted();
    acknowledge(&venue, &socket, cursor);
    venue.staff(&id, Status::Seated).await;
    let (seen, later) = changes(&socket.take_sent());
    assert_eq!(seen, [seated()]);
    assert!(later > cursor);
}

#[tokio::test]
async fn a_cursor_that_is_no_longer_kept_is_answered_with_that_of_now() {
    let venue = Venue::new("instant");
    let (_, begun) = listen(&venue, None);
    venue.sockets.forget();
    let id = create(&venue).await;
    venue.staff(&id, Status::Seated).await;
    venue
        .run_until(NOON.plus_seconds(KEPT_SECONDS + 2 * 24 * 60 * 60))
        .await;
    for after in [begun, 1_000_000] {
        let socket = try_listen(&venue, staff_key(), Some(after)).unwrap();
        let sent = socket.take_sent();
        assert_eq!(sent[0], json!({ "type": "hello", "cursor": after }));
        let newest = sent[1]["cursor"].as_u64().unwrap();
        assert_eq!(sent[1..], [json!({ "type": "resync", "cursor": newest })]);
        // Which is where it comes back.
        assert_eq!(listen(&venue, Some(newest)).0.take_sent(), Vec::<Value>::new());
    }
}

#[tokio::test]
async fn a_listener_that_acknowledges_nothing_for_a_minute_is_closed() {
    let venue = Venue::new("instant");
    let (slow, _) = listen(&venue, None);
    let (quick, _) = listen(&venue, None);
    create(&venue).await;
    let (_, cursor) = changes(&quick.take_sent());
    acknowledge(&venue, &quick, cursor);
    venue.run_until(NOON.plus_seconds(59)).await;
    assert_eq!((slow.closed(), quick.closed()), (None, None));
    venue.run_until(NOON.plus_seconds(60)).await;
    assert_eq!((slow.closed(), quick.closed()), (Some(4408), None));
}

#[tokio::test]
async fn a_listener_is_looked_at_in_a_minute_only_while_it_owes_an_answer() {
    let venue = Venue::new("instant");
    let (socket, _) = listen(&venue, None);
    let far = |at: Option<Instant>| at.is_none_or(|at| at > NOON.plus_seconds(60));
    assert!(far(venue.wake().await.1));
    create(&venue).await;
    let (_, cursor) = changes(&socket.take_sent());
    assert_eq!(venue.wake().await.1, Some(NOON.plus_seconds(60)));
    acknowledge(&venue, &socket, cursor);
    assert!(far(venue.wake().await.1));
}

#[tokio::test]
async fn what_is_no_acknowledgement_closes_the_stream_and_no_other() {
    let venue = Venue::new("instant");
    let (other, _) = listen(&venue, None);
    let long = "x".repeat(1_000);
    for (message, code) in [
        (Incoming::Text("hello?"), 4400),
        (Incoming::Text(r#"{"acknowledge":999999}"#), 4400),
        (Incoming::Binary, 4400),
        (Incoming::Text(&long), 4413),
    ] {
        let (socket, _) = listen(&venue, None);
        say(&venue, &socket, message);
        assert_eq!(socket.closed(), Some(code), "{message:?}");
        // What comes behind it is of no use.
        say(&venue, &socket, message);
        acknowledge(&venue, &socket, 0);
        assert_eq!(socket.closed(), Some(code));
    }
    let id = create(&venue).await;
    venue.staff(&id, Status::Seated).await;
    assert_eq!(changes(&other.take_sent()).0, [created(), seated()]);
    assert_eq!(other.closed(), None);
}

#[tokio::test]
async fn a_listener_whose_state_cannot_be_read_is_closed_and_not_left_in_silence() {
    let venue = Venue::new("instant");
    let (socket, _) = listen(&venue, None);
    socket.store(r#"{"credential":"operator"}"#).unwrap();
    create(&venue).await;
    assert_eq!(socket.closed(), Some(4500));
}

#[tokio::test]
async fn a_listener_that_catches_up_is_sent_more_with_each_acknowledgement() {
    let venue = Venue::new("instant");
    let (_, begun) = listen(&venue, None);
    venue.sockets.forget();
    let id = create(&venue).await;
    // As a busy week leaves it.
    venue.write(
        "WITH RECURSIVE numbers (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < 2500)
         INSERT INTO changes (at, kind, action, subject, revision, fields)
         SELECT 1795258800, 'reservation', 'changed', 'r' || number, number, 2 FROM numbers",
    );
    let (socket, _) = listen(&venue, Some(begun));
    let mut counts = Vec::new();
    let mut cursor = begun;
    while counts.iter().sum::<usize>() < 2_501 {
        let (seen, last) = changes(&socket.take_sent());
        counts.push(seen.len());
        cursor = last;
        acknowledge(&venue, &socket, cursor);
    }
    assert_eq!(counts, [1_000, 1_000, 501]);
    acknowledge(&venue, &socket, cursor);
    venue.staff(&id, Status::Seated).await;
    assert_eq!(changes(&socket.take_sent()).0, [seated()]);
    assert_eq!(socket.closed(), None);
}

#[tokio::test]
async fn the_journal_is_read_once_for_all_listeners_and_not_without_a_write() {
    let mut reads = Vec::new();
    for count in [0, 1, 9] {
        let venue = Venue::new("instant");
        let sockets: Vec<_> = (0..count).map(|_| listen(&venue, None).0).collect();
        let id = create(&venue).await;
        let before = venue.database.work().rows;
        venue.staff(&id, Status::Seated).await;
        let written = venue.database.work().rows;
        venue.staff_sees(&id).await;
        let seen = venue.database.work().rows;
        reads.push((written - before, seen - written));
        for socket in sockets {
            assert_eq!(changes(&socket.take_sent()).0, [created(), seated()]);
        }
    }
    assert_eq!(reads[1], reads[2]);
    assert_eq!(reads[0].1, reads[1].1);
    // The bounds of the journal, and the change.
    assert_eq!(reads[0].0 + 2, reads[1].0);
}
