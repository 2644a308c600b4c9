//! Facts about answers that are written into a reservation's notes.

use std::cell::RefCell;

use serde_json::{Value, json};
use shared::locale::Language;

use super::*;
use crate::error::{Result, VenueError};
use crate::provider::choices::Choices;
use crate::provider::remote::VenuePorts;
use crate::provider::{Booked, BookingRequest, Provider as _};
use crate::test_support::remote::{World, order, run};

/// A venue that asks these questions at every experience.
struct Asking(RefCell<Vec<Question>>);

impl AsksQuestions for Asking {
    fn questions(&self, _: &ExperienceId) -> Vec<Question> {
        self.0.borrow().clone()
    }

    fn line(&self, answer: &GivenAnswer) -> String {
        let english = Language::parse("en").unwrap();
        let value = match &answer.value {
            AnswerValue::Text(text) => text.as_str().to_owned(),
            AnswerValue::Number(number) => number.to_string(),
            AnswerValue::YesNo(answer) => answer.to_string(),
        };
        format!("{}: {value}", answer.label.get(&english))
    }
}

fn question(id: &str, label: &str, kind: &Value, is_required: bool) -> Question {
    let question = json!({ "id": id, "kind": kind, "label": { "en": label }, "isRequired": is_required });
    serde_json::from_value(question).unwrap()
}

fn text(id: &str, label: &str, is_required: bool) -> Question {
    question(id, label, &json!({ "type": "text" }), is_required)
}

/// A venue that has to know of allergies, and asks for high chairs.
fn venue() -> Asking {
    let chairs = json!({ "type": "number", "min": 0, "max": 2 });
    Asking(RefCell::new(vec![
        text("allergies", "Allergies", true),
        question("chairs", "High chairs", &chairs, false),
    ]))
}

fn answer(question: &str, value: &Value) -> Value {
    json!({ "question": question, "value": value })
}

fn asked(key: &str, notes: Option<&str>, answers: &[Value]) -> BookingRequest {
    order(key, |body| {
        if let Some(notes) = notes {
            body["notes"] = json!(notes);
        }
        if !answers.is_empty() {
            body["answers"] = json!(answers);
        }
    })
}

fn book(world: &World, venue: &Asking, order: &BookingRequest) -> Result<Booked> {
    let ports = VenuePorts {
        questions: Some(venue),
        ..VenuePorts::default()
    };
    let request = world.remote.for_request(&world.scope());
    run(request.reserve_through(order, &Choices::default(), ports))
}

/// The notes that the system has of its last reservation, without our reference.
fn notes(world: &World) -> Option<String> {
    let held = world.vendor.held.borrow();
    let notes = held.last().unwrap().notes.as_deref();
    notes.map(|notes| Reference::without_any(notes).trim().to_owned())
}

fn faults(answer: Result<Booked>) -> Vec<(String, FieldCode)> {
    let faults = match answer {
        Err(VenueError::Fields(faults)) => faults,
        other => panic!("no field is at fault: {other:?}"),
    };
    let named = faults.into_iter().map(|fault| (fault.pointer, fault.code));
    named.collect()
}

fn at(pointer: &str, code: FieldCode) -> (String, FieldCode) {
    (pointer.to_owned(), code)
}

fn creations(world: &World) -> usize {
    let calls = world.vendor.calls.borrow();
    calls.iter().filter(|call| *call == "create").count()
}

#[test]
fn answers_stand_behind_the_guests_notes_each_on_a_line_of_its_own() {
    let (world, venue) = (World::new(), venue());
    let answers = [
        answer("chairs", &json!(1)),
        answer("allergies", &json!("Nuts\nand celery")),
    ];
    let booked = book(&world, &venue, &asked("k", Some("By the window"), &answers)).unwrap();
    let written = "By the window\n• Allergies: Nuts / and celery\n• High chairs: 1";
    assert_eq!(notes(&world).as_deref(), Some(written));
    let shown: Vec<_> = booked
        .reservation
        .answers
        .iter()
        .map(|one| one.question.as_str())
        .collect();
    assert_eq!(shown, ["allergies", "chairs"]);
}

#[test]
fn nothing_is_noted_where_nothing_is_asked() {
    let (world, venue) = (World::new(), Asking(RefCell::default()));
    book(&world, &venue, &asked("k1", None, &[])).unwrap();
    assert_eq!(notes(&world).as_deref(), Some(""));
    book(&world, &venue, &asked("k2", Some("A\n\npram"), &[])).unwrap();
    assert_eq!(notes(&world).as_deref(), Some("A\n\npram"));
}

#[test]
fn a_required_answer_that_is_left_out_is_named_and_nothing_is_sent() {
    let (world, venue) = (World::new(), venue());
    let answers = [answer("chairs", &json!(3))];
    assert_eq!(
        faults(book(&world, &venue, &asked("k", None, &answers))),
        [
            at("/answers/0/value", FieldCode::OutOfRange),
            at("/answers/allergies", FieldCode::Required),
        ]
    );
    assert!(world.vendor.calls.borrow().is_empty());
    // Another request may have the key.
    let answers = [answer("allergies", &json!("None"))];
    assert!(book(&world, &venue, &asked("k", None, &answers)).is_ok());
}

#[test]
fn a_question_that_was_added_meanwhile_is_asked_and_a_booking_from_before_stays() {
    let (world, venue) = (World::new(), venue());
    let before = asked("k1", None, &[answer("allergies", &json!("None"))]);
    let first = book(&world, &venue, &before).unwrap();
    let song = text("song", "Song", true);
    venue.0.borrow_mut().push(song);
    let late = asked("k2", None, &[answer("allergies", &json!("None"))]);
    assert_eq!(
        faults(book(&world, &venue, &late)),
        [at("/answers/song", FieldCode::Required)]
    );
    let again = book(&world, &venue, &before).unwrap();
    assert!(again.replayed);
    assert_eq!(again.reservation.id, first.reservation.id);
    assert_eq!(creations(&world), 1);
}

#[test]
fn answers_to_no_question_are_refused_and_none_is_dropped() {
    let world = World::new();
    let order = asked("k", None, &[answer("allergies", &json!("Nuts"))]);
    let nothing_asked = Asking(RefCell::default());
    assert_eq!(
        faults(book(&world, &nothing_asked, &order)),
        [at("/answers/0/question", FieldCode::Unknown)]
    );
    let request = world.remote.for_request(&world.scope());
    let unasked = run(request.reserve(&order));
    assert_eq!(faults(unasked), [at("/answers", FieldCode::NotOffered)]);
}

#[test]
fn the_longest_of_answers_that_are_too_long_together_is_named_and_none_is_cut() {
    let (world, venue) = (World::new(), venue());
    for id in ["one", "two"] {
        let text = text(id, id, false);
        venue.0.borrow_mut().push(text);
    }
    let of = |chars: [usize; 3]| {
        let ids = ["allergies", "one", "two"];
        let answers = ids
            .iter()
            .zip(chars)
            .map(|(id, chars)| answer(id, &json!("ä".repeat(chars))));
        asked("k", None, &answers.collect::<Vec<_>>())
    };
    assert_eq!(
        faults(book(&world, &venue, &of([700, 800, 600]))),
        [at("/answers/1/value", FieldCode::TooLong)]
    );
    let fitting = of([600, 800, 550]);
    assert!(book(&world, &venue, &fitting).is_ok());
    let noted = notes(&world).unwrap();
    assert_eq!(noted.chars().filter(|one| *one == 'ä').count(), 1_950);
}

#[test]
fn an_answer_cannot_pass_for_another_or_for_a_reference() {
    let (world, venue) = (World::new(), venue());
    let foreign = Reference::of(&[9; 32]).annotation();
    let typed = format!("Nuts\r\n• High chairs: 2\n{foreign}");
    let answers = [answer("allergies", &json!(typed))];
    book(&world, &venue, &asked("k", None, &answers)).unwrap();
    let held = world.vendor.held.borrow()[0].notes.clone().unwrap();
    assert!(!held.contains(&foreign), "{held}");
    assert_eq!(
        notes(&world).as_deref(),
        Some("• Allergies: Nuts / • High chairs: 2")
    );
}

#[test]
fn answers_go_along_with_a_move_and_stay_beside_other_notes() {
    let (world, venue) = (World::new(), venue());
    let answers = [answer("allergies", &json!("ä".repeat(1_000)))];
    let order = asked("k", Some("By the window"), &answers);
    let booked = book(&world, &venue, &order).unwrap().reservation;
    let moved = |change: Value| {
        let change = serde_json::from_value(change).unwrap();
        let request = world.remote.for_request(&world.scope());
        run(request.change(&booked.id, &change)).unwrap();
        notes(&world).unwrap()
    };
    let line = format!("• Allergies: {}", "ä".repeat(1_000));
    assert_eq!(
        moved(json!({ "minutes": 1170 })),
        format!("By the window\n{line}")
    );
    let change = json!({ "minutes": 1140, "notes": "A dog" });
    assert_eq!(moved(change), format!("A dog\n{line}"));
}
