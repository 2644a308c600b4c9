//! Properties that hold after any sequence of events.

use proptest::prelude::*;
use shared::problem::{Problem, ProblemCode};
use shared::validation::{FieldCode, FieldError};

use super::*;
use crate::flow::{self, Answer, Failure, Field, Part, Step, Submission};
use crate::test_support::booking::{day, key, minutes, party, problem};
use crate::test_support::extras::*;

/// The next event. Answers are made from the open requests, wrong numbers included.
#[derive(Clone, Debug)]
enum Act {
    Guest(Event),
    Answer { index: usize, outcome: u8, shift: u32 },
}

fn guest_event() -> impl Strategy<Value = Event> {
    let categories = prop::sample::select(vec!["adults", "children", "small", "none"]);
    let add_ons = prop::sample::select(vec!["wine", "flowers", "cake", "none"]);
    let questions = prop::sample::select(vec!["allergies", "occasion", "high_chair", "wheelchair", "none"]);
    let texts = prop::sample::select(vec!["", "Nuts", "birthday", "2", "9", "yes", "no\u{7}"]);
    let booking = |event: flow::Event| Just(Event::Booking(event));
    prop_oneof![
        4 => (categories, 0..9_u8).prop_map(|(id, count)| Event::PeopleCounted(category(id), count)),
        4 => (add_ons, 0..9_u8).prop_map(|(id, quantity)| Event::AddOnChosen(add_on(id), quantity)),
        4 => (questions, texts).prop_map(|(id, text)| Event::Answered(question(id), text.to_owned())),
        2 => booking(flow::Event::Typed(Field::LastName, "Muster".to_owned())),
        2 => booking(flow::Event::Typed(Field::Email, "ada@example.com".to_owned())),
        6 => booking(flow::Event::Continued),
        2 => booking(flow::Event::WentBack),
        1 => booking(flow::Event::ChangeWanted(Part::Party)),
        2 => (1..7_i64).prop_map(|size| Event::Booking(flow::Event::PartyChosen(party(size)))),
        2 => booking(flow::Event::DayChosen(day("2026-11-27"))),
        3 => prop::sample::select(vec![1080, 1140, 1200])
            .prop_map(|time| Event::Booking(flow::Event::TimeChosen(minutes(time)))),
        5 => any::<u128>().prop_map(|bits| Event::Booking(flow::Event::Confirmed(key(bits)))),
        1 => booking(flow::Event::BookAnother),
        1 => booking(flow::Event::Refreshed),
        1 => Just(Event::ExtrasWanted),
        1 => Just(Event::QuoteRetried),
        1 => Just(Event::FieldWanted(ExtrasField::People)),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        6 => guest_event().prop_map(Act::Guest),
        6 => (any::<prop::sample::Index>(), any::<u8>(), prop::sample::select(vec![0, 0, 0, 0, 1])).prop_map(
            |(index, outcome, shift)| Act::Answer { index: index.index(usize::MAX), outcome, shift }
        ),
    ]
}

fn failure(outcome: u8) -> Failure {
    let field = |pointer: &str, code| {
        let error = FieldError::new(pointer, code);
        Failure::Problem(Box::new(Problem::fields(vec![error])))
    };
    match outcome % 8 {
        0 => Failure::Offline,
        1 => Failure::Unreadable(502),
        2 => field("/addOns/0/quantity", FieldCode::SoldOut),
        3 => field("/answers/song", FieldCode::Required),
        4 => field("/people", FieldCode::NeedsAdult),
        5 => problem(ProblemCode::PriceChanged),
        6 => problem(ProblemCode::SlotTaken),
        _ => problem(ProblemCode::Internal),
    }
}

/// An answer to an effect that asks something; `fails` says whether it is a failure.
fn answer(session: &Session, effect: &Effect, fails: bool, outcome: u8, shift: u32) -> Option<Event> {
    Some(match effect {
        Effect::AskQuote(number, question) => {
            let answer = if fails {
                Err(failure(outcome))
            } else {
                Ok(quote(question))
            };
            Event::QuoteAnswered(number.wrapping_add(shift), answer)
        }
        Effect::Booking(booking) => match &**booking {
            flow::Effect::Reserve(number, ..) => {
                let answer = if fails {
                    Err(failure(outcome))
                } else {
                    Ok(crate::test_support::booking::reservation())
                };
                Event::Booking(flow::Event::ReservationAnswered(
                    number.wrapping_add(shift),
                    answer,
                ))
            }
            _ => session.answer_to(effect.clone())?,
        },
        Effect::AskVenue(..) => session.answer_to(effect.clone())?,
        Effect::UseCode(_) | Effect::FocusField(_) | Effect::Emit(_) => return None,
    })
}

/// The facts that hold in every state.
fn holds(session: &Session, sent: &mut Vec<(String, String)>) {
    let state = &session.state;
    let Some(booking) = state.booking.booking() else {
        return;
    };
    let experience = &booking.experience;
    if matches!(booking.step, Step::Details | Step::Review) {
        let people = state.extras.people(experience, booking.attendees);
        let sum: u32 = people.iter().map(|one| u32::from(one.count)).sum();
        assert!(people.is_empty() || sum == u32::from(booking.attendees.get()));
        let adults = experience.people.iter().filter(|category| !category.needs_adult);
        let adults: u8 = adults
            .map(|category| state.extras.count(category, experience, booking.attendees))
            .sum();
        assert!(experience.people.is_empty() || adults > 0);
        for add_on in &experience.add_ons {
            assert!(state.extras.quantity(&add_on.id) <= state.limit(add_on, booking));
        }
        // A price is shown of what is chosen alone.
        if booking.submission == Submission::Idle && state.quoting.quote().is_some() {
            assert!(state.question(booking).is_some());
        }
    } else {
        assert!(!state.is_at_extras);
        assert_eq!(state.quoting.answer, Answer::NotRequested);
    }
    if let Some((_, request)) = session.sent() {
        assert!(!state.is_priced(booking) || request.quoted.is_some());
        let key = session.effects.iter().find_map(|effect| match effect {
            Effect::Booking(effect) => match &**effect {
                flow::Effect::Reserve(_, key, _) => Some(key.as_str().to_owned()),
                _ => None,
            },
            _ => None,
        });
        let (key, body) = (
            key.unwrap_or_default(),
            format!("{:?}", serde_json::to_value(&request).unwrap()),
        );
        // The same key is sent with the same body.
        if let Some((_, before)) = sent.iter().find(|(known, _)| *known == key) {
            assert_eq!(*before, body);
        }
        sent.push((key, body));
    }
}

proptest! {
    #[test]
    fn the_party_adds_up_and_nothing_is_sent_but_what_was_priced(acts in prop::collection::vec(act(), 0..60)) {
        let mut session = Session::at_extras();
        let mut open: Vec<Effect> = Vec::new();
        let mut sent = Vec::new();
        for act in acts {
            let event = match act {
                Act::Guest(event) => event,
                Act::Answer { .. } if open.is_empty() => continue,
                Act::Answer { index, outcome, shift } => {
                    let effect = open.remove(index % open.len());
                    match answer(&session, &effect, outcome % 3 == 0, outcome / 3, shift) {
                        Some(event) => event,
                        None => continue,
                    }
                }
            };
            session.take(event);
            holds(&session, &mut sent);
            open.extend(session.effects.clone());
        }
    }
}
