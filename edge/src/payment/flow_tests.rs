//! Facts about a payment's course, some of them for every order of events.

use proptest::prelude::*;

use super::*;

const AMOUNT: i64 = 6_800;

fn run(mode: Mode, events: &[Event]) -> (Flow, Vec<News>) {
    let mut told = Vec::new();
    let flow = events.iter().fold(Flow::new(mode), |flow, event| {
        let (flow, news) = flow.step(*event);
        told.extend(news);
        flow
    });
    (flow, told)
}

#[test]
fn what_is_paid_in_time_is_told_once() {
    let (flow, told) = run(
        Mode::Charge,
        &[
            Event::Begun,
            Event::Declined,
            Event::Authenticating,
            Event::Paid(AMOUNT),
            Event::Paid(AMOUNT),
            Event::Expired,
            Event::Declined,
        ],
    );
    assert_eq!((flow.state, flow.taken, flow.todo()), (State::Paid, AMOUNT, None));
    assert_eq!(told, [News::Secured]);
}

#[test]
fn what_comes_too_late_goes_back() {
    let (flow, told) = run(Mode::Charge, &[Event::Begun, Event::Expired, Event::Paid(AMOUNT)]);
    let refund = Todo::Refund {
        amount: AMOUNT,
        total: AMOUNT,
    };
    assert_eq!((flow.state, flow.todo()), (State::Refunding, Some(refund)));
    assert_eq!(told, [News::Lost]);
    let (flow, news) = flow.step(Event::Returned(AMOUNT));
    assert_eq!((flow.state, flow.todo()), (State::Refunded, None));
    assert_eq!(news, Some(News::Returned));
}

#[test]
fn what_lapses_is_closed_at_the_provider() {
    let (flow, _) = run(Mode::Charge, &[Event::Begun, Event::Expired]);
    assert_eq!(flow.todo(), Some(Todo::Cancel));
    assert_eq!(flow.step(Event::Closed).0.todo(), None);
}

#[test]
fn what_is_set_aside_is_taken_or_set_free() {
    let (flow, told) = run(Mode::Reserve, &[Event::Begun, Event::Authorised]);
    assert_eq!((flow.state, flow.todo()), (State::Authorised, None));
    assert_eq!(told, [News::Secured]);
    let (captured, _) = flow.step(Event::Capture);
    assert_eq!(captured.todo(), Some(Todo::Capture));
    let (captured, news) = captured.step(Event::Paid(AMOUNT));
    assert_eq!((captured.state, captured.todo(), news), (State::Paid, None, None));
    let (freed, news) = flow.step(Event::GiveBack(AMOUNT));
    assert_eq!(
        (freed.state, freed.todo(), news),
        (State::Lapsed, Some(Todo::Cancel), None)
    );
}

#[test]
fn what_the_bank_no_longer_sets_aside_is_lost() {
    let (flow, told) = run(Mode::Reserve, &[Event::Authorised, Event::Closed]);
    assert_eq!((flow.state, flow.todo()), (State::Lapsed, None));
    assert_eq!(told, [News::Secured, News::Lost]);
}

#[test]
fn a_kept_card_costs_nothing() {
    let (flow, told) = run(
        Mode::Guarantee,
        &[
            Event::Begun,
            Event::Authorised,
            Event::Capture,
            Event::Paid(AMOUNT),
        ],
    );
    assert_eq!(
        (flow.state, flow.taken, flow.todo()),
        (State::Authorised, 0, None)
    );
    assert_eq!(told, [News::Secured]);
}

#[test]
fn a_part_may_go_back_and_the_rest_later() {
    let (flow, _) = run(
        Mode::Charge,
        &[
            Event::Paid(AMOUNT),
            Event::GiveBack(1_000),
            Event::GiveBack(1_000),
        ],
    );
    let (flow, _) = flow.step(Event::Returned(1_000));
    assert_eq!((flow.state, flow.todo()), (State::Refunded, None));
    let (flow, _) = flow.step(Event::GiveBack(AMOUNT * 2));
    assert_eq!(
        flow.todo(),
        Some(Todo::Refund {
            amount: AMOUNT - 1_000,
            total: AMOUNT
        })
    );
}

fn mode() -> impl Strategy<Value = Mode> {
    prop_oneof![Just(Mode::Charge), Just(Mode::Reserve), Just(Mode::Guarantee)]
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        Just(Event::Begun),
        Just(Event::Authenticating),
        Just(Event::Declined),
        Just(Event::Authorised),
        Just(Event::Paid(AMOUNT)),
        Just(Event::Closed),
        (0..=AMOUNT * 2).prop_map(Event::Returned),
        Just(Event::Expired),
        (0..=AMOUNT * 2).prop_map(Event::GiveBack),
        Just(Event::Capture),
    ]
}

/// What the provider answers to what it is asked for.
fn answer(todo: Todo) -> Event {
    match todo {
        Todo::Capture => Event::Paid(AMOUNT),
        Todo::Cancel => Event::Closed,
        Todo::Refund { total, .. } => Event::Returned(total),
    }
}

proptest! {
    #[test]
    fn no_cent_goes_back_that_has_not_come(mode in mode(), events in prop::collection::vec(event(), 0..24)) {
        let mut flow = Flow::new(mode);
        for event in events {
            flow = flow.step(event).0;
            prop_assert!(0 <= flow.returned && flow.returned <= flow.owed && flow.owed <= flow.taken);
            if let Some(Todo::Refund { amount, total }) = flow.todo() {
                prop_assert!(amount > 0 && flow.returned + amount == total && total <= flow.taken);
            }
        }
    }

    #[test]
    fn the_same_twice_is_the_same_once(mode in mode(), events in prop::collection::vec(event(), 0..24)) {
        let mut flow = Flow::new(mode);
        for event in events {
            let once = flow.step(event).0;
            let (twice, news) = once.step(event);
            prop_assert_eq!(once, twice);
            prop_assert_eq!(news, None);
            flow = once;
        }
    }

    #[test]
    fn nothing_is_told_twice(mode in mode(), events in prop::collection::vec(event(), 0..24)) {
        let (_, told) = run(mode, &events);
        let count = |news| told.iter().filter(|told| **told == news).count();
        prop_assert!(count(News::Secured) <= 1 && count(News::Lost) <= 1, "{told:?}");
        // What is lost is not secured afterwards.
        let lost = told.iter().position(|news| *news == News::Lost);
        prop_assert!(lost.is_none_or(|at| !told[at..].contains(&News::Secured)), "{told:?}");
    }

    #[test]
    fn whatever_happens_it_comes_to_rest(mode in mode(), events in prop::collection::vec(event(), 0..24)) {
        let (mut flow, _) = run(mode, &events);
        let mut asked = 0;
        while let Some(todo) = flow.todo() {
            flow = flow.step(answer(todo)).0;
            asked += 1;
            prop_assert!(asked <= 2, "{flow:?}");
        }
        prop_assert!(flow.state != State::Refunding);
        // Nobody who was told that it lapsed has paid.
        prop_assert!(flow.state != State::Lapsed || flow.taken == 0);
    }

    #[test]
    fn the_order_of_the_providers_notices_does_not_matter(order in Just([
        Event::Begun, Event::Authenticating, Event::Declined, Event::Paid(AMOUNT),
    ]).prop_shuffle()) {
        let (flow, told) = run(Mode::Charge, &order);
        prop_assert_eq!((flow.state, flow.taken), (State::Paid, AMOUNT));
        prop_assert_eq!(told, [News::Secured]);
    }
}
