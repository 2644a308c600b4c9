//! Properties that hold after any sequence of events.

use proptest::prelude::*;
use serde_json::json;
use shared::problem::{Problem, ProblemCode};
use shared::validation::{FieldCode, FieldError};

use super::*;
use crate::flow::{self, Failure, Field, Flow, HostEvent, Prefill, Submission};
use crate::self_service::Link;
use crate::test_support::booking::{key, minutes, problem};
use crate::test_support::waitlist::*;

/// The next event. Answers are made from the open requests, wrong numbers included.
#[derive(Clone, Debug)]
enum Act {
    Guest(Event),
    Answer { index: usize, outcome: u8, shift: u32 },
}

fn guest_event() -> impl Strategy<Value = Event> {
    let texts = prop::sample::select(vec!["", "Ada", "ada@example.com", "no\u{7}", "דוד 👩‍👩‍👧"]);
    let fields = || prop::sample::select(Field::ALL.to_vec());
    let times = || prop::sample::select(vec![1020, 1080, 1110, 1140, 1500]).prop_map(minutes);
    let typed = |field, text: &str| Event::Details(flow::Event::Typed(field, text.to_owned()));
    prop_oneof![
        2 => times().prop_map(Event::FromChosen),
        2 => times().prop_map(Event::ToChosen),
        3 => (fields(), texts).prop_map(move |(field, text)| typed(field, text)),
        3 => Just(typed(Field::LastName, "Muster")),
        3 => Just(typed(Field::Email, "ada@example.com")),
        1 => fields().prop_map(|field| Event::Details(flow::Event::FieldLeft(field))),
        1 => fields().prop_map(|field| Event::Details(flow::Event::FieldWanted(field))),
        6 => any::<u128>().prop_map(|bits| Event::Confirmed(key(bits))),
        3 => Just(Event::TakeWanted),
        2 => Just(Event::WithdrawWanted),
        2 => Just(Event::WithdrawConfirmed),
        1 => Just(Event::WentBack),
        2 => Just(Event::Refreshed),
        1 => Just(Event::BookingWanted),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        6 => guest_event().prop_map(Act::Guest),
        5 => (any::<prop::sample::Index>(), any::<u8>(), prop::sample::select(vec![0, 0, 0, 0, 1, 7])).prop_map(
            |(index, outcome, shift)| Act::Answer { index: index.index(usize::MAX), outcome, shift }
        ),
    ]
}

fn failure(outcome: u8) -> Failure {
    let field = |pointer: &str| {
        let error = FieldError::new(pointer, FieldCode::Invalid);
        Failure::Problem(Box::new(Problem::fields(vec![error])))
    };
    match outcome % 10 {
        0 => Failure::Offline,
        1 => Failure::Unreadable(502),
        2 => field("/guest/email"),
        3 => field("/to"),
        4 => problem(ProblemCode::Internal),
        5 => problem(ProblemCode::RateLimited),
        6 => problem(ProblemCode::SlotOpen),
        7 => problem(ProblemCode::TooManyEntries),
        8 => problem(ProblemCode::OfferOver),
        _ => problem(ProblemCode::NotFound),
    }
}

fn status(outcome: u8) -> &'static str {
    let all = ["waiting", "offered", "accepted", "lapsed", "withdrawn", "ended"];
    all[usize::from(outcome) % all.len()]
}

fn of<T>(fails: bool, outcome: u8, answer: T) -> Result<T, Failure> {
    if fails { Err(failure(outcome)) } else { Ok(answer) }
}

fn answer(effect: &Effect, outcome: u8, shift: u32) -> Option<Event> {
    let fails = outcome.is_multiple_of(3);
    let entry = || Box::new(entry(status(outcome / 3)));
    Some(match effect {
        Effect::AskVenue(number, _) => {
            Event::VenueAnswered(number + shift, of(fails, outcome, Box::new(venue())))
        }
        Effect::AskSlots(number, _) => Event::SlotsAnswered(number + shift, of(fails, outcome, full())),
        Effect::Submit(number, ..) => Event::Submitted(
            number + shift,
            of(outcome.is_multiple_of(2), outcome, Box::new(left())),
        ),
        Effect::AskEntry(number, _) => Event::EntryAnswered(number + shift, of(fails, outcome, entry())),
        Effect::Accept(number, _) => Event::Accepted(number + shift, of(fails, outcome, taken(&json!({})))),
        Effect::Withdraw(number, _) => Event::Withdrawn(number + shift, of(fails, outcome, entry())),
        Effect::Wait => Event::Ticked,
        Effect::ReadClock(_, instant) => Event::ClockRead(*instant, None),
        Effect::Focus(_) | Effect::Emit(_) | Effect::OpenView(_) | Effect::OpenReservation(_) => return None,
    })
}

fn form(state: &Waitlist) -> Option<&Form> {
    match &state.screen {
        Screen::Form(form) => Some(form),
        _ => None,
    }
}

fn is_sending(state: &Waitlist) -> bool {
    form(state).is_some_and(|form| matches!(form.submission, Submission::Sending(..)))
}

fn typed(form: &Form) -> Vec<String> {
    let text = |field: &Field| form.details.text(*field).to_owned();
    Field::ALL.iter().map(text).collect()
}

fn check_form(form: &Form) -> Result<(), TestCaseError> {
    prop_assert!(form.times.contains(&form.from) && form.times.contains(&form.to));
    prop_assert!(form.from <= form.to);
    if form.submission.is_open() {
        prop_assert!(form.details.check(&form.venue).is_ok());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_of_events_leaves_two_entries_or_loses_a_text(
        acts in prop::collection::vec(act(), 0..120),
        has_link in any::<bool>(),
    ) {
        let link = Link::read("w1.secret").filter(|_| has_link);
        let session = Session::start(if has_link { Prefill::default() } else { choice() }, link);
        let (mut state, mut questions, mut clock) = (session.state, session.effects, NOW);
        let mut on_their_way = 0u32;
        let mut doubted: Option<Effect> = None;
        for act in acts {
            let event = match act {
                Act::Guest(event) => event,
                Act::Answer { index, outcome, shift } => {
                    if questions.is_empty() {
                        continue;
                    }
                    let index = index % questions.len();
                    let effect = if shift == 0 { questions.swap_remove(index) } else { questions[index].clone() };
                    let Some(event) = answer(&effect, outcome, shift) else { continue };
                    event
                }
            };
            let before = state.clone();
            clock += 1;
            let effects = state.take(event.clone(), shared::time::Instant::from_unix(clock));
            if is_sending(&before) && !is_sending(&state) {
                prop_assert!(matches!(event, Event::Submitted(..)), "{:?} forgot a wish", event);
                on_their_way -= 1;
            }
            for effect in &effects {
                if let Effect::Submit(_, key, request) = effect {
                    on_their_way += 1;
                    prop_assert!(matches!(&event, Event::Confirmed(_)));
                    if let Some(Effect::Submit(_, first_key, first)) = &doubted {
                        prop_assert_eq!((key, request), (first_key, first), "a doubted wish was not repeated as it was");
                    }
                    doubted = Some(effect.clone());
                }
                if let Effect::Emit(HostEvent::Reserved { .. }) | Effect::OpenReservation(_) = effect {
                    prop_assert!(matches!(event, Event::Accepted(_, Ok(_))));
                }
            }
            prop_assert!(on_their_way <= 1, "two wishes were on their way at once");
            if let Some(now) = form(&state) {
                check_form(now)?;
                if !now.submission.is_open() {
                    doubted = None;
                }
                let may_change = matches!(event, Event::Details(flow::Event::Typed(..)));
                if let (Some(then), false) = (form(&before), may_change) {
                    prop_assert_eq!(typed(then), typed(now), "{:?} lost what was typed", event);
                }
            }
            questions.extend(effects);
        }
        // Nothing is shown as loading that is not on its way: every request is answered in the end, and every offer ends.
        let mut left = 1_000;
        while !questions.is_empty() {
            let effect = questions.remove(0);
            let Some(event) = answer(&effect, 10, 0) else { continue };
            clock += 1_800;
            questions.extend(state.take(event, shared::time::Instant::from_unix(clock)));
            left -= 1;
            prop_assert!(left > 0, "the questions never end");
        }
        prop_assert!(!matches!(state.screen, Screen::Loading(..)));
        prop_assert!(!is_sending(&state));
        if let Screen::Entry(entry) = &state.screen {
            prop_assert_eq!((entry.left(), entry.sending), (None, None));
        }
    }
}
