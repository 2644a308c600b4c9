//! Facts about a payment's course, for every order of events.

use proptest::prelude::*;
use shared::no_show::ChargeRefusal;

use super::tests::{AMOUNT, refund, run};
use super::*;

fn mode() -> impl Strategy<Value = Mode> {
    prop_oneof![Just(Mode::Charge), Just(Mode::Reserve), Just(Mode::Guarantee)]
}

fn refunds() -> impl Strategy<Value = Event> {
    let status = prop_oneof![
        Just(RefundStatus::Pending),
        Just(RefundStatus::Succeeded),
        Just(RefundStatus::Failed),
    ];
    // Together they are what has come, since no provider sends more back.
    ((0..4_i64), status)
        .prop_map(|(number, status)| refund(&format!("re_{number}"), 1_000 + number * 400, status))
}

fn disputes() -> impl Strategy<Value = Event> {
    let status = prop_oneof![
        Just(DisputeStatus::Inquiry),
        Just(DisputeStatus::Open),
        Just(DisputeStatus::Won),
        Just(DisputeStatus::Lost),
    ];
    ((0..2), status).prop_map(|(number, status)| Event::Dispute {
        id: format!("dp_{number}"),
        amount: 1_200,
        status,
    })
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
        refunds(),
        refunds(),
        disputes(),
        Just(Event::Expired),
        (0..=AMOUNT * 2).prop_map(Event::GiveBack),
        Just(Event::Capture),
        (0..=AMOUNT).prop_map(Event::Charge),
        Just(Event::Refused(ChargeRefusal::CardDeclined)),
        Just(Event::CaptureRefused),
        Just(Event::Stuck),
    ]
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec(event(), 0..24)
}

/// A mode of payment, with all events of a successful payment in two orders.
fn orders() -> impl Strategy<Value = (Mode, Vec<Event>, Vec<Event>)> {
    let after = prop_oneof![refunds(), disputes(), (0..=AMOUNT * 2).prop_map(Event::Returned)];
    (mode(), prop::collection::vec(after, 0..12)).prop_flat_map(|(mode, after)| {
        let mut begun = vec![Event::Begun, Event::Begun, Event::Authenticating, Event::Declined];
        let mut paid = vec![Event::Paid(AMOUNT), Event::Paid(AMOUNT)];
        paid.extend(after);
        let setup = match mode {
            Mode::Charge => Vec::new(),
            Mode::Reserve => {
                begun.push(Event::Authorised);
                Vec::new()
            }
            // The card is kept at first, and its charge is a payment of its own.
            Mode::Guarantee => {
                begun.push(Event::Authorised);
                std::mem::take(&mut begun)
            }
        };
        paid.extend(begun);
        let order = move || {
            let shuffled = (
                Just(setup.clone()).prop_shuffle(),
                Just(paid.clone()).prop_shuffle(),
            );
            shuffled.prop_map(move |(mut setup, paid)| {
                if mode == Mode::Guarantee {
                    setup.push(Event::Charge(AMOUNT));
                }
                setup.extend(paid);
                setup
            })
        };
        (Just(mode), order(), order())
    })
}

/// The provider's events in answer to a call, and to its repetition.
fn answer(flow: &Flow, todo: Todo) -> Vec<Event> {
    match todo {
        Todo::Capture => vec![Event::Paid(AMOUNT)],
        Todo::Cancel => vec![Event::Closed],
        Todo::Refund {
            amount,
            total,
            failures,
        } => {
            vec![refund(
                &format!("made-{total}-{failures}"),
                amount,
                RefundStatus::Succeeded,
            )]
        }
        Todo::Charge(amount) => vec![Event::Paid(amount)],
        // Refunds on their way arrive, reported ones are seen, and one that failed for good is refunded by hand.
        Todo::Look => {
            let mut seen: Vec<Event> = (0..4)
                .map(|number| {
                    refund(
                        &format!("re_{number}"),
                        1_000 + number * 400,
                        RefundStatus::Succeeded,
                    )
                })
                .collect();
            let by_hand = flow.owed.min(flow.taken).max(1);
            seen.push(refund("by hand", by_hand, RefundStatus::Succeeded));
            seen.push(refund("heard", AMOUNT * 2, RefundStatus::Failed));
            seen
        }
    }
}

proptest! {
    #[test]
    fn no_cent_goes_back_that_has_not_come(mode in mode(), events in events()) {
        let mut flow = Flow::new(mode);
        for event in events {
            flow = flow.step(event).0;
            prop_assert!(0 <= flow.owed && flow.owed <= flow.taken);
            prop_assert!(flow.due_back() <= flow.taken && flow.gone_back() <= flow.taken);
            prop_assert!(flow.gone_back() <= flow.gone_or_due());
            if let Some(Todo::Refund { amount, total, .. }) = flow.todo() {
                prop_assert!(amount > 0 && total <= flow.taken);
                // It is what is missing, and nothing that is on its way or was taken by a bank.
                let there = flow.reversals.sent() + flow.reversals.charged_back();
                prop_assert_eq!(there + amount, flow.owed);
            }
        }
    }

    #[test]
    fn the_same_twice_is_the_same_once(mode in mode(), events in events()) {
        let mut flow = Flow::new(mode);
        for event in events {
            let once = flow.step(event.clone()).0;
            let (twice, news) = once.clone().step(event);
            prop_assert_eq!(&once, &twice);
            prop_assert_eq!(news, vec![]);
            flow = once;
        }
    }

    #[test]
    fn no_news_is_repeated(mode in mode(), events in events()) {
        let (_, all_news) = run(mode, &events);
        let count = |news| all_news.iter().filter(|all_news| **all_news == news).count();
        prop_assert!(count(News::Secured) <= 1 && count(News::Lost) <= 1, "{all_news:?}");
        prop_assert!(count(News::Late) <= 1, "{all_news:?}");
        prop_assert!(count(News::Charged) <= 1 && count(News::Uncharged) <= 1, "{all_news:?}");
        // What is lost is not secured afterwards.
        let lost = all_news.iter().position(|news| *news == News::Lost);
        prop_assert!(lost.is_none_or(|at| !all_news[at..].contains(&News::Secured)), "{all_news:?}");
    }

    #[test]
    fn any_sequence_of_events_comes_to_rest(mode in mode(), events in events()) {
        let (mut flow, _) = run(mode, &events);
        let mut asked = 0;
        while let Some(todo) = flow.todo() {
            for event in answer(&flow, todo) {
                flow = flow.step(event).0;
            }
            asked += 1;
            prop_assert!(asked <= 4, "{flow:?}");
        }
        prop_assert!(flow.state != State::Refunding);
        // A payment that was reported as lapsed has taken nothing.
        prop_assert!(flow.state != State::Lapsed || flow.taken == 0);
    }

    #[test]
    fn a_card_is_charged_what_was_said_first_and_nothing_unsaid(events in events()) {
        let mut flow = Flow::new(Mode::Guarantee);
        let (mut announced, mut all_news) = (None, Vec::new());
        for event in events {
            let was = flow.state;
            let (next, news) = flow.step(event.clone());
            if let Event::Charge(amount) = event && was == State::Authorised && amount > 0 {
                announced.get_or_insert(amount);
            }
            all_news.extend(news);
            flow = next;
            match flow.todo() {
                Some(Todo::Charge(amount)) => prop_assert_eq!(Some(amount), announced),
                Some(Todo::Capture) => prop_assert!(false, "nothing is set aside"),
                _ => {}
            }
            prop_assert!(announced.is_some() || flow.taken == 0);
            // A charge is never forgotten: it is left to do, or its outcome was news.
            let is_reported = all_news.contains(&News::Charged) || all_news.contains(&News::Uncharged);
            prop_assert!(announced.is_none() || flow.state == State::Charging || is_reported || flow.waived > 0);
        }
    }

    /// All events of a successful payment, in any order and any of them twice.
    #[test]
    fn the_order_of_the_providers_notices_does_not_matter((mode, first, second) in orders(), owed in 0..=AMOUNT) {
        let (one, all_news) = run(mode, &first);
        let (other, _) = run(mode, &second);
        prop_assert_eq!(&one, &other);
        prop_assert_eq!(all_news.iter().filter(|news| **news == News::Secured).count(), 1);
        // Nor does it matter to what is decided here afterwards.
        let (one, other) = (one.step(Event::GiveBack(owed)).0, other.step(Event::GiveBack(owed)).0);
        prop_assert_eq!(one.todo(), other.todo());
        prop_assert_eq!(one, other);
    }
}
