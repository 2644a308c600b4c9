//! Facts about what is drawn: every step, in both languages, with what is missing or failed. The
//! HTML is asserted where it means something to a guest or to a screen reader.

mod finding;
mod forms;
mod later;
mod manage;
mod paying;

use std::sync::Arc;

use leptos::prelude::{Owner, RenderHtml};
use shared::locale::Language;
use shared::problem::{Problem, ProblemCode};
use shared::reservation::{Reservation, Status};
use shared::validation::FieldCode;
use shared::time::Instant;
use shared::venue::Asked;

use super::{Context, screen};
use crate::flow::fixtures::*;
use crate::flow::*;
use crate::i18n::{Tables, texts};

fn draw_in(language: &str, state: &State) -> String {
    draw_with(language, state, None)
}

fn draw_with(language: &str, state: &State, key: Option<IdempotencyKey>) -> String {
    let language = Language::parse(language).unwrap();
    let context = Context {
        texts: texts(std::slice::from_ref(&language)),
        formats: Arc::new(Tables::new(language.as_str())),
        language,
        send: Arc::new(|_| {}),
        fresh_key: || IdempotencyKey::from_random(1),
        hosted: Some("https://book.example.com/book/demo".to_owned()),
        key,
    };
    let html = Owner::new().with(|| screen(state, &context).to_html());
    // Comments stand for what is not there and keep neighbouring texts apart.
    html.replace("<!---->", "")
}

fn draw(session: &Session) -> String {
    draw_in("en", &session.state)
}

fn assert_has(html: &str, wanted: &[&str]) {
    for text in wanted {
        assert!(html.contains(text), "{text:?} is missing in\n{html}");
    }
}

fn assert_lacks(html: &str, unwanted: &[&str]) {
    for text in unwanted {
        assert!(!html.contains(text), "{text:?} should not be in\n{html}");
    }
}

/// The tag that has `inside` in it, from bracket to bracket.
fn tag<'a>(html: &'a str, inside: &str) -> &'a str {
    let at = html
        .find(inside)
        .unwrap_or_else(|| panic!("{inside:?} is missing in\n{html}"));
    let start = html[..at].rfind('<').unwrap();
    let end = at + html[at..].find('>').unwrap();
    &html[start..=end]
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
        let html = draw(&session);
        for attribute in ["aria-labelledby=\"", "aria-describedby=\"", " for=\""] {
            for rest in html.split(attribute).skip(1) {
                for id in rest.split('"').next().unwrap().split(' ') {
                    assert_eq!(
                        html.matches(&format!(" id=\"{id}\"")).count(),
                        1,
                        "{attribute}{id}"
                    );
                }
            }
        }
    }
}

/// The review of a slot changed by `change`.
fn review_of(change: &serde_json::Value) -> State {
    let mut session = Session::at_review();
    let Screen::Booking(booking) = &mut session.state.screen else {
        panic!("no booking");
    };
    let mut slot = serde_json::to_value(booking.slot().unwrap()).unwrap();
    for (name, value) in change.as_object().unwrap() {
        slot[name] = value.clone();
    }
    booking.slots = Answer::Known(vec![read(slot)]);
    session.state
}
