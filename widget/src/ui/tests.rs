//! Facts about what is drawn: every step, in both languages, with what is missing or failed. The
//! HTML is asserted where it means something to a guest or to a screen reader.

mod choosing;
mod closures;
mod finding;
mod fitting;
mod forms;
mod last_step;
mod later;
mod manage;
mod paid_ticket;
mod paying;
mod times;

use std::sync::Arc;

use shared::problem::{Problem, ProblemCode};
use shared::reservation::{Reservation, Status};
use shared::time::Instant;
use shared::validation::FieldCode;
use shared::venue::FieldRequirement;

use super::{Context, screen};
use crate::flow::*;
use crate::test_support::booking::*;
use crate::test_support::drawing::*;

fn draw_in(language: &str, state: &State) -> String {
    draw_with(language, state, None)
}

fn draw_with(language: &str, state: &State, key: Option<IdempotencyKey>) -> String {
    let context = Context {
        key,
        ..context(language)
    };
    html(|| screen(state, &context))
}

fn draw(session: &Session) -> String {
    draw_in("en", &session.state)
}

#[test]
fn nothing_carries_a_style_attribute() {
    let (done, _) = Session::sending();
    for session in [
        Session::at_find(),
        Session::at_times(),
        Session::at_details(),
        Session::at_review(),
        done,
    ] {
        assert_lacks(&draw(&session), &[" style="]);
    }
}

#[test]
fn every_reference_leads_to_an_element_that_is_there() {
    let mut faulty = Session::at_details();
    faulty.take(Event::Continued);
    assert_eq!(
        faulty.booking().details.fault(Field::Email),
        Some(FieldCode::Required)
    );
    for session in [
        Session::at_find(),
        Session::at_times(),
        Session::at_details(),
        faulty,
        Session::at_review(),
    ] {
        assert_references_resolve(&draw(&session));
    }
}

/// The review of a slot changed by `change`.
fn review_of(change: &serde_json::Value) -> State {
    let mut session = Session::at_review();
    let Screen::Open(booking) = &mut session.state.screen else {
        panic!("no booking");
    };
    let mut slot = serde_json::to_value(booking.slot().unwrap()).unwrap();
    for (name, value) in change.as_object().unwrap() {
        slot[name] = value.clone();
    }
    booking.slots = Answer::Known(vec![read(slot)]);
    session.state
}
