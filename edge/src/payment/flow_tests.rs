//! Facts about a payment's course, some of them for every order of events.

use proptest::prelude::*;

use shared::payment::Refusal;

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

/// A kept card that is to be charged.
fn claimed() -> Flow {
    run(
        Mode::Guarantee,
        &[Event::Begun, Event::Authorised, Event::Charge(AMOUNT)],
    )
    .0
}

#[test]
fn a_kept_card_is_charged_when_somebody_says_so_and_once() {
    let flow = claimed();
    assert_eq!(
        (flow.state, flow.todo()),
        (State::Charging, Some(Todo::Charge(AMOUNT)))
    );
    assert_eq!(flow.step(Event::Charge(AMOUNT * 2)), (flow, None));
    let (paid, news) = flow.step(Event::Paid(AMOUNT));
    assert_eq!(
        (paid.state, paid.taken, paid.todo(), news),
        (State::Paid, AMOUNT, None, Some(News::Charged))
    );
    assert_eq!(paid.step(Event::Charge(AMOUNT)), (paid, None));
}

#[test]
fn a_charge_that_fails_is_told_and_not_tried_again() {
    let (failed, news) = claimed().step(Event::Refused(Refusal::AuthenticationRequired));
    assert_eq!(
        (failed.state, failed.todo(), failed.refusal, news),
        (
            State::Uncharged,
            None,
            Some(Refusal::AuthenticationRequired),
            Some(News::Uncharged)
        )
    );
    assert_eq!(failed.step(Event::Charge(AMOUNT)), (failed, None));
    // Should the money come after all, it is not lost.
    let (paid, news) = failed.step(Event::Paid(AMOUNT));
    assert_eq!((paid.taken, news), (AMOUNT, Some(News::Charged)));
}

#[test]
fn what_was_charged_can_go_back_and_what_may_have_been_goes_back_when_it_comes() {
    let back = Todo::Refund {
        amount: AMOUNT,
        total: AMOUNT,
    };
    let (paid, _) = claimed().step(Event::Paid(AMOUNT));
    let (owed, _) = paid.step(Event::GiveBack(AMOUNT));
    assert_eq!(owed.todo(), Some(back));
    let (waived, _) = claimed().step(Event::GiveBack(AMOUNT));
    assert_eq!(waived.state, State::Charging);
    let (owed, news) = waived.step(Event::Paid(AMOUNT));
    assert_eq!((owed.todo(), news), (Some(back), None));
    // Nobody waits for a charge that nobody wants.
    assert_eq!(waived.step(Event::Refused(Refusal::CardDeclined)).1, None);
}

#[test]
fn what_is_told_late_of_the_keeping_does_not_touch_the_charge() {
    let flow = claimed();
    for event in [
        Event::Begun,
        Event::Declined,
        Event::Authenticating,
        Event::Authorised,
        Event::Closed,
        Event::Expired,
    ] {
        assert_eq!(flow.step(event), (flow, None), "{event:?}");
    }
    assert_eq!(
        Event::Declined.of_charge(),
        Some(Event::Refused(Refusal::CardDeclined))
    );
    assert_eq!(Event::Begun.of_charge(), None);
}

#[test]
fn what_was_stored_before_there_were_charges_is_read() {
    let stored = r#"{"state":"authorised","mode":"guarantee","taken":0,"owed":0,"returned":0,"capture":false,"closed":false}"#;
    let flow: Flow = serde_json::from_str(stored).unwrap();
    assert_eq!(flow.step(Event::Charge(AMOUNT)).0, claimed());
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
        (0..=AMOUNT).prop_map(Event::Charge),
        Just(Event::Refused(Refusal::CardDeclined)),
    ]
}

/// What the provider answers to what it is asked for.
fn answer(todo: Todo) -> Event {
    match todo {
        Todo::Capture => Event::Paid(AMOUNT),
        Todo::Cancel => Event::Closed,
        Todo::Refund { total, .. } => Event::Returned(total),
        Todo::Charge(amount) => Event::Paid(amount),
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
        prop_assert!(count(News::Charged) <= 1 && count(News::Uncharged) <= 1, "{told:?}");
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
    fn a_card_is_charged_what_was_said_first_and_nothing_unsaid(
        events in prop::collection::vec(event(), 0..24),
    ) {
        let mut flow = Flow::new(Mode::Guarantee);
        let (mut said, mut told) = (None, Vec::new());
        for event in events {
            let (next, news) = flow.step(event);
            if let Event::Charge(amount) = event && flow.state == State::Authorised && amount > 0 {
                said.get_or_insert(amount);
            }
            told.extend(news);
            flow = next;
            match flow.todo() {
                Some(Todo::Charge(amount)) => prop_assert_eq!(Some(amount), said),
                Some(Todo::Capture) => prop_assert!(false, "nothing is set aside"),
                _ => {}
            }
            prop_assert!(said.is_some() || flow.taken == 0);
            // A charge is never forgotten: it is to be asked for, or it was told how it ended.
            let is_told = told.contains(&News::Charged) || told.contains(&News::Uncharged);
            prop_assert!(said.is_none() || flow.state == State::Charging || is_told || flow.waived > 0);
        }
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
