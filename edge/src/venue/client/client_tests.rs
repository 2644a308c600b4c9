//! How long responses may be cached, and the error of a broken connection.

use std::cell::RefCell;

use pollster::block_on;
use serde_json::json;
use shared::validation::read_json;

use super::*;
use crate::storage::idempotency::IdempotencyKey;

/// Answers each message with the next of these responses; the connection is broken when none is left.
#[derive(Default)]
struct Script(RefCell<Vec<String>>);

#[async_trait(?Send)]
impl Transport for &Script {
    async fn send(&self, _: String) -> Result<String, TransportError> {
        let mut answers = self.0.borrow_mut();
        if answers.is_empty() {
            Err(TransportError("hung up".to_owned()))
        } else {
            Ok(answers.remove(0))
        }
    }
}

impl Script {
    fn of(answers: &[serde_json::Value]) -> Self {
        Self(RefCell::new(answers.iter().map(ToString::to_string).collect()))
    }
}

fn client(script: &Script) -> (VenueClient<'_>, ServerTiming) {
    let facts = VenueFacts {
        abilities: Abilities {
            areas: false,
            notes: true,
            moving: true,
            listing: true,
            status: true,
            slot_changes: true,
            in_place: true,
            ..Abilities::NONE
        },
        experiences: None,
        last_evening: None,
    };
    let timing = ServerTiming::default();
    let venue = VenueId::parse("linde").unwrap();
    (
        VenueClient::new(venue, facts, Box::new(script), timing.clone()),
        timing,
    )
}

fn question(moving: Option<&str>) -> SlotsQuestion {
    serde_json::from_value(json!({
        "experience_id": "dinner", "attendees": 2, "day": "2026-11-27", "moving": moving,
    }))
    .unwrap()
}

fn order() -> BookingRequest {
    BookingRequest {
        request: read_json(json!({
            "experienceId": "dinner", "day": "2026-11-27", "minutes": 1140, "attendees": 2, "locale": "en",
            "guest": { "lastName": "Muster" },
        }))
        .unwrap(),
        key: IdempotencyKey::parse("key-1").unwrap(),
    }
}

#[test]
fn what_the_object_decides_and_for_how_long_it_holds_is_passed_on() {
    let script = Script::of(&[
        json!({ "answer": { "Ok": [] }, "marks": ["cache;desc=miss"], "freshSeconds": 30 }),
        json!({ "answer": { "Ok": [] }, "marks": ["cache;desc=hit"], "freshSeconds": 12 }),
    ]);
    let (client, timing) = client(&script);
    assert_eq!(timing.fresh_seconds(), 0);
    assert_eq!(block_on(client.slots(&question(None))), Ok(vec![]));
    assert_eq!(timing.fresh_seconds(), 30);
    assert_eq!(block_on(client.slots(&question(None))), Ok(vec![]));
    assert_eq!(timing.fresh_seconds(), 12);
    assert_eq!(timing.list(), ["cache;desc=miss", "cache;desc=hit"]);
}

#[test]
fn what_is_about_one_guest_is_not_cached_for_others() {
    let fresh = json!({ "answer": { "Ok": [] }, "freshSeconds": 30 });
    let script = Script::of(&[fresh.clone(), fresh]);
    let (client, timing) = client(&script);
    block_on(client.slots(&question(Some("r1")))).unwrap();
    block_on(client.slots(&question(None))).unwrap();
    assert_eq!(timing.fresh_seconds(), 0);
}

#[test]
fn a_line_that_breaks_under_a_booking_leaves_its_outcome_open() {
    let script = Script::default();
    let (client, _) = client(&script);
    let outcome = block_on(client.reserve(&order()));
    assert_eq!(outcome, Err(VenueError::OutcomeUnknown("hung up".to_owned())));
    let read = block_on(client.slots(&question(None)));
    assert_eq!(read, Err(VenueError::Broken("hung up".to_owned())));
}
