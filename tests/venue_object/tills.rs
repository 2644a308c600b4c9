//! Fixture: a venue with a till in memory, whose deliveries bear a token.

use std::rc::Rc;

use couvert_tests::native::{Handler, SeededRng, TestClock};
use couvert_tests::till::MemoryTill;
use edge::delivery::auth::Authentication;
use edge::delivery::{Delivery, WebhookOutcome};
use edge::error::VenueError;
use edge::pos::fact::Notice;
use edge::upstream::Ports;
use edge::venue::message::Request;
use edge::venue::message::staff::StaffRequest;
use edge::venue::message::till::TillRequest;
use edge::venue::service::TillConnection;
use secrecy::SecretString;
use serde_json::{Value, json};
use shared::id::ReservationId;
use shared::till::{DeadLetterKind, TillDeadLetter, TillDeadLetterPage};

use super::ikentoo;
use super::object::Office;
use super::staff_changes::{self, id, made};
use super::venue::{NOON, Venue};

/// The token of the till's deliveries.
pub const TOKEN: &str = "Bearer till-token";

/// A delivery with this header.
pub fn delivery(header: Option<(&str, &str)>, body: &[u8]) -> Delivery {
    let headers = header.map(|(name, value)| (name.to_owned(), value.to_owned()));
    Delivery {
        headers: headers.into_iter().collect(),
        query: std::collections::BTreeMap::new(),
        body: body.to_vec(),
    }
}

/// The connection of a venue to its till: the one in memory, if there is no other.
pub fn connection_of(office: &Office) -> TillConnection {
    if let Some(network) = &*office.ikentoo.borrow() {
        return ikentoo::connection(network);
    }
    match office.other_till.borrow().clone() {
        Some((pos, ports)) => TillConnection {
            pos,
            authentication: None,
            ports,
        },
        None => connection(office.till.clone()),
    }
}

/// The connection of a venue to the till.
fn connection(till: Rc<MemoryTill>) -> TillConnection {
    TillConnection {
        pos: till,
        authentication: Some(Authentication::Bearer {
            token: SecretString::from("till-token"),
            expires_at: None,
        }),
        ports: Rc::new(Ports {
            network: Box::new(Handler(async |_: http::Request<Vec<u8>>| {
                http::Response::new(Vec::new())
            })),
            clock: Box::new(TestClock::at(NOON)),
            rng: Box::new(SeededRng::new(1)),
        }),
    }
}

/// The settings of these with a till.
pub fn with_till(venue: &Venue) -> config::VenueSettings {
    let mut settings = serde_json::to_value(&venue.settings).unwrap();
    settings["till"] = json!({ "ikentoo": {
        "baseUrl": "https://till.example", "businessLocationId": "7", "webhookUsername": "couvert",
        "webhookPassword": "LINDE_TILL",
    } });
    serde_json::from_value(settings).unwrap()
}

/// A venue with a till, with `t1` and `t2` for two and `g1` for four.
pub fn venue() -> Venue {
    let settings = with_till(&staff_changes::venue());
    assert_eq!(settings.faults(), Vec::<String>::new());
    Venue::of(settings, Rc::new(|_, _| Err(VenueError::NotFound)))
}

/// A table for two on the 25th, which the till knows of.
pub async fn booked(venue: &Venue) -> ReservationId {
    let made = made(venue, json!({}), json!({})).await;
    venue.run_until(NOON).await;
    id(&made)
}

/// Delivers notices with this header, or without one.
pub async fn deliver_with(
    venue: &Venue,
    header: Option<(&str, &str)>,
    body: &[u8],
) -> Result<WebhookOutcome, VenueError> {
    let call = Request::Webhook {
        source: "ikentoo".to_owned(),
        delivery: delivery(header, body),
    };
    venue.send(call, None).await
}

/// Delivers notices, which are stored and not worked off yet.
pub async fn deliver(venue: &Venue, notices: &[Notice]) -> WebhookOutcome {
    let body = MemoryTill::delivery(notices).body;
    deliver_with(venue, Some(("authorization", TOKEN)), &body)
        .await
        .unwrap()
}

/// Delivers notices, and lets the venue work them off.
pub async fn say(venue: &Venue, notices: &[Notice]) {
    deliver(venue, notices).await;
    venue.run_until(venue.now.get()).await;
}

/// The dead letters, which wait for staff.
pub async fn dead_letters(venue: &Venue) -> Vec<TillDeadLetter> {
    let request = StaffRequest::Till(TillRequest::DeadLetters);
    let page: TillDeadLetterPage = venue.send(Request::Staff(request), None).await.unwrap();
    page.dead_letters
}

/// Staff replay a dead letter.
pub async fn replay(venue: &Venue, kind: DeadLetterKind, id: &str) -> Result<Value, VenueError> {
    let request = StaffRequest::Till(TillRequest::Replay(kind, id.to_owned()));
    venue.send(Request::Staff(request), None).await
}

/// How many reservations the till and the venue have in common, after comparing status, size, start and tables of each.
pub fn compare_books(venue: &Venue) -> usize {
    let rows = venue.rows("SELECT id, status, attendees, starts_at, table_ids FROM reservations ORDER BY id");
    let book = venue.office.till.book.borrow();
    assert_eq!(book.len(), rows.len());
    for row in &rows {
        let id = row["id"].as_str().unwrap();
        let known = book.get(id).expect("the till does not know it");
        assert_eq!(json!(known.status), row["status"], "{id}");
        assert_eq!(json!(known.attendees), row["attendees"], "{id}");
        assert_eq!(json!(known.start.unix()), row["starts_at"], "{id}");
        // The tables of the fixture have their ids for names.
        let tables: Vec<String> = serde_json::from_str(row["table_ids"].as_str().unwrap()).unwrap();
        assert_eq!(known.tables, tables, "{id}");
    }
    rows.len()
}
