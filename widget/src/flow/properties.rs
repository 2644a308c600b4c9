//! Properties that hold after any sequence of events.

use proptest::prelude::*;
use shared::availability::SlotStatus;
use shared::problem::{Problem, ProblemCode};
use shared::time::Instant;

use super::*;
use crate::test_support::booking::*;

/// The next event. Answers are made from the open requests, wrong numbers included.
#[derive(Clone, Debug)]
enum Act {
    Guest(Event),
    Answer {
        index: usize,
        outcome: u8,
        shift: u32,
    },
    /// So many seconds pass.
    Wait(u32),
}

fn guest_event() -> impl Strategy<Value = Event> {
    let days = prop::sample::select(vec![
        "2026-11-20",
        "2026-11-21",
        "2026-11-24",
        "2026-11-27",
        "2026-12-03",
        "2027-02-19",
    ]);
    let texts = prop::sample::select(vec![
        "",
        "Ada",
        "ada@example.com",
        "0660 551 22 34",
        "no\u{7}",
        "👩‍👩‍👧",
        "דוד",
    ]);
    let fields = || prop::sample::select(Field::ALL.to_vec());
    let parts = prop::sample::select(vec![
        Part::Experience,
        Part::Party,
        Part::Day,
        Part::Time,
        Part::Details,
    ]);
    let codes = prop::sample::select(vec!["", "222222-222222-222222", "22222O"]);
    let times = prop::sample::select(vec![1080, 1110, 1140, 1200, 1500]);
    let areas = prop::sample::select(vec![None, Some("parlour"), Some("garden"), Some("roof")]);
    let experiences = prop::sample::select(vec!["lunch", "dinner", "table", "gone"]);
    prop_oneof![
        3 => days.prop_map(|text| Event::DayChosen(day(text))),
        4 => times.prop_map(|number| Event::TimeChosen(minutes(number))),
        2 => (1i64..=50).prop_map(|number| Event::PartyChosen(party(number))),
        2 => experiences.prop_map(|id| Event::ExperienceChosen(experience(id))),
        1 => areas.prop_map(|id| Event::AreaChosen(id.map(|id| shared::id::AreaId::parse(id).unwrap()))),
        2 => (-3i8..=3).prop_map(Event::MonthTurned),
        1 => any::<i8>().prop_map(|count| Event::CursorMoved(Cursor::Days(count))),
        1 => any::<i8>().prop_map(|count| Event::CursorMoved(Cursor::Months(count))),
        1 => any::<u8>().prop_map(|first| Event::CursorMoved(Cursor::WeekStart(first))),
        1 => any::<u8>().prop_map(|first| Event::CursorMoved(Cursor::WeekEnd(first))),
        5 => (fields(), texts).prop_map(|(field, text)| Event::Typed(field, text.to_owned())),
        1 => fields().prop_map(Event::FieldLeft),
        1 => codes.prop_map(|code| Event::GiftCodeTyped(code.to_owned())),
        4 => Just(Event::Continued),
        2 => Just(Event::WentBack),
        1 => parts.prop_map(Event::ChangeWanted),
        4 => any::<u128>().prop_map(|bits| Event::Confirmed(key(bits))),
        1 => prop::sample::select(vec![Question::Venue, Question::Calendar, Question::Slots]).prop_map(Event::Retried),
        1 => Just(Event::BookAnother),
        1 => Just(Event::Refreshed),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        6 => guest_event().prop_map(Act::Guest),
        1 => (0u32..40).prop_map(Act::Wait),
        5 => (any::<prop::sample::Index>(), any::<u8>(), prop::sample::select(vec![0, 0, 0, 0, 1, 7])).prop_map(
            |(index, outcome, shift)| Act::Answer { index: index.index(usize::MAX), outcome, shift }
        ),
    ]
}

fn failure(outcome: u8) -> Failure {
    match outcome % 8 {
        0 => Failure::Offline,
        1 => Failure::Unreadable(502),
        2 => Failure::Unreadable(404),
        3 => {
            let mut problem = Problem::new(ProblemCode::SlotTaken);
            problem.alternatives = (outcome > 99).then(slots);
            Failure::Problem(Box::new(problem))
        }
        4 => Failure::Problem(Box::new(Problem::fields(vec![
            shared::validation::FieldError::new(
                if outcome > 99 { "/guest/email" } else { "/minutes" },
                shared::validation::FieldCode::Invalid,
            ),
        ]))),
        5 => problem(ProblemCode::Internal),
        6 => problem(ProblemCode::RateLimited),
        _ => problem(ProblemCode::UpstreamUnavailable),
    }
}

fn answer(effect: &Effect, outcome: u8, shift: u32) -> Option<Event> {
    let fails = outcome.is_multiple_of(3);
    Some(match effect {
        Effect::AskVenue(number, _) => Event::VenueAnswered(
            number + shift,
            if fails {
                Err(failure(outcome))
            } else {
                Ok(Box::new(venue()))
            },
        ),
        Effect::AskCalendar(number, question) => Event::CalendarAnswered(
            number + shift,
            if fails {
                Err(failure(outcome))
            } else {
                Ok(calendar(question))
            },
        ),
        Effect::AskSlots(number, _) => Event::SlotsAnswered(
            number + shift,
            match outcome % 5 {
                0 => Err(failure(outcome)),
                1 => Ok(slots_at(&[(1140, "full")])),
                3 => {
                    let mut slots = slots();
                    for slot in &mut slots {
                        slot.payment = Some(deposit());
                    }
                    Ok(slots)
                }
                2 => {
                    let mut slots = slots();
                    slots[0].areas.truncate(1);
                    slots[2].areas.remove(0);
                    Ok(slots)
                }
                _ => Ok(slots()),
            },
        ),
        Effect::AskBalance(number, _) => Event::BalanceAnswered(
            number + shift,
            if fails {
                Err(failure(outcome))
            } else {
                Ok(worth(i64::from(outcome)))
            },
        ),
        Effect::Reserve(number, ..) => Event::ReservationAnswered(
            number + shift,
            if outcome.is_multiple_of(2) {
                Err(failure(outcome))
            } else {
                Ok(reservation())
            },
        ),
        Effect::Focus(_) | Effect::Emit(_) => return None,
    })
}

fn typed(state: &State) -> Vec<String> {
    let texts = |booking: &Booking| {
        Field::ALL
            .iter()
            .map(|field| booking.details.text(*field).to_owned())
            .collect()
    };
    state.booking().map(texts).unwrap_or_default()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_events_leaves_the_booking_sound(
        acts in prop::collection::vec(act(), 0..120),
        has_waitlist in any::<bool>(),
    ) {
        let (mut state, mut questions) = State::start(setup(Prefill::default()));
        // Reservations sent and not answered, and all with an unknown outcome.
        let mut on_their_way = 0u32;
        let mut doubted: Option<Effect> = None;
        let mut now = Instant::from_unix(0);
        for act in acts {
            let event = match act {
                Act::Wait(seconds) => {
                    now = now.plus_seconds(seconds.into());
                    continue;
                }
                Act::Guest(event) => event,
                Act::Answer { index, outcome, shift } => {
                    if questions.is_empty() {
                        continue;
                    }
                    let index = index % questions.len();
                    let effect = if shift == 0 { questions.swap_remove(index) } else { questions[index].clone() };
                    let Some(mut event) = answer(&effect, outcome, shift) else { continue };
                    if let (true, Event::VenueAnswered(_, Ok(venue))) = (has_waitlist, &mut event) {
                        venue.features.push(shared::venue::Feature::Waitlist);
                    }
                    event
                }
            };
            let before = state.clone();
            let (next, effects) = step(state, event.clone(), now);
            state = next;

            if let (Event::ReservationAnswered(..), true) = (&event, was_sending(&before) && !was_sending(&state)) {
                on_their_way -= 1;
            }
            for effect in &effects {
                if let Effect::Reserve(_, key, request) = effect {
                    on_their_way += 1;
                    prop_assert!(matches!(&event, Event::Confirmed(_)));
                    let booking = before.booking().unwrap();
                    let is_last = match booking.step {
                        Step::Details => !booking.has_review(),
                        Step::Review => true,
                        _ => false,
                    };
                    prop_assert!(is_last && booking.slot().is_some());
                    prop_assert!(booking.details.check(&booking.venue).is_ok());
                    if let Some(Effect::Reserve(_, first_key, first)) = &doubted {
                        prop_assert_eq!((key, request), (first_key, first), "a doubted request was not repeated as it was");
                    }
                    doubted = Some(effect.clone());
                }
            }
            prop_assert!(on_their_way <= 1, "two reservations were on their way at once");
            if let Some(booking) = state.booking() {
                if matches!(booking.submission, Submission::Idle) {
                    doubted = None;
                }
                check_booking(booking)?;
            }
            let may_change_texts = matches!(event, Event::Typed(..) | Event::BookAnother | Event::VenueAnswered(..));
            if !may_change_texts {
                prop_assert_eq!(typed(&before), typed(&state), "{:?} lost what was typed", event);
            }
            let was_done = |state: &State| state.booking().is_some_and(|booking| matches!(booking.step, Step::Done(_)));
            if was_done(&state) && !was_done(&before) {
                prop_assert!(matches!(event, Event::ReservationAnswered(_, Ok(_))));
            }
            questions.extend(effects);
        }
        // Everything that is shown as loading comes in the end, or its failure does.
        while let Some(effect) = questions.pop() {
            let Some(event) = answer(&effect, 1, 0) else { continue };
            let (next, effects) = step(state, event, now);
            state = next;
            questions.extend(effects);
        }
        prop_assert!(!matches!(state.screen, Screen::Loading(_)));
        if let Some(booking) = state.booking() {
            prop_assert!(!matches!(booking.slots, Answer::Requested(_)));
            // A day is chosen for a guest who has chosen none, as soon as one is known to be open.
            if booking.may_turn && booking.day.is_none() {
                prop_assert!(matches!(booking.months.get(booking.month), Some(Answer::Failed(_))));
            }
            prop_assert!(!matches!(booking.months.get(booking.month), Some(Answer::Requested(_))));
        }
    }
}

fn was_sending(state: &State) -> bool {
    state
        .booking()
        .is_some_and(|booking| matches!(booking.submission, Submission::Sending(..)))
}

fn check_booking(booking: &Booking) -> Result<(), TestCaseError> {
    prop_assert!(booking.experience.attendees.contains(booking.attendees));
    prop_assert_eq!(booking.cursor.first_of_month(), booking.month);
    prop_assert!((booking.venue.first_day..=booking.last_day()).contains(&booking.cursor));
    // Nothing is shown as loading that is not on its way.
    if let Some(Answer::Requested(number)) = booking.months.get(booking.month) {
        prop_assert!(booking.cache.calendars.is_on_its_way(*number));
    }
    if let Answer::Requested(number) = booking.slots {
        prop_assert!(booking.cache.slots.is_on_its_way(number));
    }
    prop_assert!(booking.cache.calendars.is_bounded() && booking.cache.slots.is_bounded());
    if let Some(slot) = booking.slot() {
        prop_assert_eq!(slot.status, SlotStatus::Open);
    }
    // An area never hides every time of a day, nor the chosen one.
    if let (Step::Find, Some(_), Some(slots)) = (&booking.step, &booking.area, booking.slots.known()) {
        let is_shown =
            |slot: &shared::availability::Slot| slot.status == SlotStatus::Open && booking.is_in_area(slot);
        prop_assert!(slots.iter().any(is_shown));
        prop_assert!(booking.slot().is_none_or(is_shown));
    }
    if booking.step == Step::Review {
        prop_assert!(booking.details.check(&booking.venue).is_ok());
        prop_assert!(booking.slot().is_some());
        prop_assert!(booking.has_review());
    }
    Ok(())
}
