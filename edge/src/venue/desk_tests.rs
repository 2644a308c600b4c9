//! What is repeated, what is never repeated, and what a broken line means.

use std::cell::RefCell;

use pollster::block_on;
use serde_json::json;
use shared::check::read_json;

use super::*;
use crate::provider::IdempotencyKey;

/// Answers every message with the next of these, and counts them; a broken line when there is none.
#[derive(Default)]
struct Script {
    answers: RefCell<Vec<String>>,
    heard: RefCell<Vec<String>>,
}

#[async_trait(?Send)]
impl Line for &Script {
    async fn say(&self, message: String) -> Result<String, LineError> {
        self.heard.borrow_mut().push(message);
        let mut answers = self.answers.borrow_mut();
        if answers.is_empty() {
            Err(LineError("hung up".to_owned()))
        } else {
            Ok(answers.remove(0))
        }
    }
}

impl Script {
    fn of(answers: &[serde_json::Value]) -> Self {
        Self {
            answers: RefCell::new(answers.iter().map(ToString::to_string).collect()),
            heard: RefCell::default(),
        }
    }

    fn count(&self) -> usize {
        self.heard.borrow().len()
    }
}

fn desk<'a>(script: &'a Script, memory: &'a Memory, seconds: i64) -> (Desk<'a, &'a Script>, Marks) {
    let known = Known {
        abilities: Abilities {
            areas: false,
            notes: true,
            moving: true,
            listing: true,
            status: true,
        },
        experiences: None,
    };
    let at_hand = AtHand {
        memory,
        now: Instant::from_unix(seconds),
    };
    let marks = Marks::default();
    let venue = VenueId::parse("linde").unwrap();
    (Desk::new(venue, known, script, at_hand, marks.clone()), marks)
}

fn question(moving: Option<&str>) -> SlotsQuestion {
    serde_json::from_value(json!({
        "experience_id": "dinner", "attendees": 2, "day": "2026-11-27", "moving": moving,
    }))
    .unwrap()
}

fn order() -> Order {
    Order {
        request: read_json(json!({
            "experienceId": "dinner", "day": "2026-11-27", "minutes": 1140, "attendees": 2, "locale": "en",
            "guest": { "lastName": "Muster" },
        }))
        .unwrap(),
        key: IdempotencyKey::parse("key-1").unwrap(),
    }
}

#[test]
fn a_fresh_answer_is_repeated_without_asking_again() {
    let memory = Memory::default();
    let script = Script::of(&[
        json!({ "answer": { "Ok": [] }, "marks": ["cache;desc=miss"], "freshSeconds": 30 }),
        json!({ "answer": { "Ok": [] }, "marks": ["cache;desc=hit"], "freshSeconds": 30 }),
    ]);
    for (seconds, mark, count) in [
        (100, "cache;desc=miss", 1),
        (129, "cache;desc=edge", 1),
        (130, "cache;desc=hit", 2),
    ] {
        let (desk, marks) = desk(&script, &memory, seconds);
        assert_eq!(block_on(desk.slots(&question(None))), Ok(vec![]));
        assert_eq!((marks.list(), script.count()), (vec![mark.to_owned()], count));
    }
}

#[test]
fn what_is_not_said_to_be_fresh_or_is_about_one_guest_is_asked_every_time() {
    let memory = Memory::default();
    let plain = json!({ "answer": { "Ok": [] } });
    let fresh = json!({ "answer": { "Ok": [] }, "freshSeconds": 30 });
    let script = Script::of(&[plain.clone(), plain, fresh.clone(), fresh]);
    let (desk, _) = desk(&script, &memory, 0);
    for _ in 0..2 {
        block_on(desk.slots(&question(None))).unwrap();
    }
    for _ in 0..2 {
        block_on(desk.slots(&question(Some("r1")))).unwrap();
    }
    assert_eq!(script.count(), 4);
}

#[test]
fn a_booking_makes_this_venue_forget_what_was_open() {
    let memory = Memory::default();
    let fresh = json!({ "answer": { "Ok": [] }, "freshSeconds": 30 });
    let taken = json!({ "answer": { "Err": { "Taken": { "alternatives": [] } } }, "freshSeconds": 30 });
    let script = Script::of(&[fresh.clone(), taken, fresh]);
    let (desk, _) = desk(&script, &memory, 0);
    block_on(desk.slots(&question(None))).unwrap();
    assert!(block_on(desk.reserve(&order())).is_err());
    block_on(desk.slots(&question(None))).unwrap();
    assert_eq!(script.count(), 3);
}

#[test]
fn a_line_that_breaks_under_a_booking_leaves_its_outcome_open() {
    let memory = Memory::default();
    let script = Script::default();
    let (desk, _) = desk(&script, &memory, 0);
    let outcome = block_on(desk.reserve(&order()));
    assert_eq!(outcome, Err(ProviderError::OutcomeUnknown("hung up".to_owned())));
    let read = block_on(desk.slots(&question(None)));
    assert_eq!(read, Err(ProviderError::Broken("hung up".to_owned())));
}
