//! Properties that hold after any sequence of events.

use proptest::prelude::*;
use shared::gift_card::OrderStatus;
use shared::problem::{Problem, ProblemCode};
use shared::validation::{FieldCode, FieldError};

use super::*;
use crate::flow::{Failure, Flow, HostEvent, Submission, step};
use crate::self_service::payment;
use crate::test_support::gift_cards::*;

/// The next event. Answers are made from the open requests, wrong numbers included.
#[derive(Clone, Debug)]
enum Act {
    Guest(Event),
    Answer { index: usize, outcome: u8, shift: u32 },
}

fn guest_event() -> impl Strategy<Value = Event> {
    let texts = prop::sample::select(vec![
        "",
        "Ada",
        "ada@example.com",
        "75,50",
        "2026-12-24",
        "-1",
        "no\u{7}",
        "דוד 👩‍👩‍👧",
    ]);
    let fields = || prop::sample::select(Field::ALL.to_vec());
    let codes = prop::sample::select(vec![String::new(), "2345".to_owned(), code().text()]);
    let amounts = prop::sample::select(vec![
        AmountChoice::Own,
        AmountChoice::Fixed(euros(5_000)),
        AmountChoice::Fixed(euros(12_000)),
    ]);
    let steps = prop::sample::select(vec![Step::Design, Step::Delivery, Step::Review]);
    prop_oneof![
        2 => prop::sample::select(vec!["branch", "evening", "gone"]).prop_map(|id| Event::TemplateChosen(template(id))),
        2 => amounts.prop_map(Event::AmountChosen),
        1 => prop::sample::select(vec![SendTo::Me, SendTo::Recipient]).prop_map(Event::ToChosen),
        1 => prop::sample::select(vec![SendWhen::Now, SendWhen::OnDay]).prop_map(Event::WhenChosen),
        3 => (fields(), texts).prop_map(|(field, text)| Event::Typed(field, text.to_owned())),
        3 => Just(Event::Typed(Field::PurchaserName, "Ada Muster".to_owned())),
        3 => Just(Event::Typed(Field::PurchaserEmail, "ada@example.com".to_owned())),
        1 => fields().prop_map(Event::FieldLeft),
        1 => fields().prop_map(Event::FieldWanted),
        6 => Just(Event::Continued),
        2 => Just(Event::WentBack),
        1 => steps.prop_map(Event::ChangeWanted),
        6 => any::<u128>().prop_map(|bits| Event::Confirmed(key(bits))),
        1 => Just(Event::Retried),
        1 => Just(Event::Refreshed),
        1 => Just(Event::AnotherWanted),
        1 => Just(Event::BookingWanted),
        1 => Just(Event::BalanceWanted),
        1 => codes.prop_map(Event::CodeTyped),
        1 => Just(Event::BalanceAsked),
        1 => prop::sample::select(vec![Event::CopyWanted, Event::DownloadWanted, Event::Copied(false)]),
        2 => Just(Event::WithdrawalWanted),
        2 => Just(Event::WithdrawalConfirmed),
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
        Failure::Problem(Box::new(Problem::fields(vec![FieldError::new(
            pointer,
            FieldCode::Invalid,
        )])))
    };
    match outcome % 9 {
        0 => Failure::Offline,
        1 => Failure::Unreadable(502),
        2 => Failure::Unreadable(404),
        3 => field("/purchaser/email"),
        4 => field("/templateId"),
        5 => problem(ProblemCode::Internal),
        6 => problem(ProblemCode::RateLimited),
        7 => problem(ProblemCode::NotFound),
        _ => problem(ProblemCode::IdempotencyInFlight),
    }
}

fn status(outcome: u8) -> &'static str {
    let all = [
        "payment_pending",
        "issuing",
        "issued",
        "refunding",
        "refunded",
        "lapsed",
    ];
    all[usize::from(outcome) % all.len()]
}

fn of<T>(fails: bool, outcome: u8, answer: T) -> Result<T, Failure> {
    if fails { Err(failure(outcome)) } else { Ok(answer) }
}

fn answer(effect: &Effect, outcome: u8, shift: u32) -> Option<Event> {
    let fails = outcome.is_multiple_of(3);
    let order = || Box::new(order(status(outcome / 3)));
    Some(match effect {
        Effect::AskVenue(number, _) => {
            let mut venue = venue();
            if outcome > 200
                && let Some(cards) = &mut venue.gift_cards
            {
                cards.templates.remove(0);
            }
            Event::VenueAnswered(number + shift, of(fails, outcome, Box::new(venue)))
        }
        Effect::Order(number, ..) => {
            let is_lost = outcome.is_multiple_of(2);
            Event::Ordered(number + shift, of(is_lost, outcome, ordered(status(outcome / 3))))
        }
        Effect::AskOrder(number, _) => Event::OrderAnswered(number + shift, of(fails, outcome, order())),
        Effect::AskBalance(number, _) => {
            Event::BalanceAnswered(number + shift, of(fails, outcome, balance(1)))
        }
        Effect::Download(number, _) => Event::Downloaded(number + shift, of(fails, outcome, ())),
        Effect::Withdraw(number, _, confirm) => {
            let status = if *confirm { "refunding" } else { "issued" };
            Event::WithdrawalAnswered(number + shift, of(fails, outcome, terms(status)))
        }
        Effect::Wait(number, _) => Event::Waited(number + shift),
        Effect::Payment(_, asked) => Event::Payment(match asked {
            payment::Effect::Wait => payment::Event::Ticked,
            payment::Effect::Prepare(_) => payment::Event::Prepared(!fails),
            payment::Effect::Confirm => payment::Event::Confirmed(payment::Outcome::Taken),
            payment::Effect::Ask | payment::Effect::AskForMoreTime | payment::Effect::FocusNotice => {
                return None;
            }
        }),
        Effect::Copy(_) => Event::Copied(fails),
        Effect::OpenView(_) | Effect::Focus(_) | Effect::Emit(_) => return None,
    })
}

fn typed(state: &GiftCards) -> Vec<String> {
    let draft = state.shop().and_then(|shop| shop.draft.as_ref());
    let texts = |draft: &Draft| {
        Field::ALL
            .iter()
            .map(|field| draft.text(*field).to_owned())
            .collect()
    };
    draft.map(texts).unwrap_or_default()
}

fn is_sending(state: &GiftCards) -> bool {
    state
        .shop()
        .is_some_and(|shop| matches!(shop.submission, Submission::Sending(..)))
}

fn check_shop(shop: &Shop) -> Result<(), TestCaseError> {
    if let (Some(draft), Some(offered)) = (&shop.draft, &shop.venue.gift_cards) {
        prop_assert_eq!(offered.template(&draft.template.id), Some(&*draft.template));
        if let Ok(amount) = draft.money() {
            prop_assert!(draft.template.takes(amount));
        }
        for fault in &draft.faults {
            prop_assert!(draft.asks(fault.field));
        }
        if shop.step == Step::Review && shop.section == Section::Purchase && draft.faults.is_empty() {
            let request = draft.request(shop.today(), &shop.locale);
            let faults = request.map(|request| request.faults(offered, shop.today()));
            prop_assert_eq!(faults, Some(vec![]), "what can be ordered is what the edge takes");
        }
    }
    prop_assert!(shop.section != Section::Order || shop.order.is_some());
    prop_assert!(!shop.submission.is_open() || shop.section == Section::Purchase);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_of_events_orders_twice_or_loses_a_text(
        acts in prop::collection::vec(act(), 0..120),
    ) {
        let (mut state, mut questions) = GiftCards::start(opening());
        let mut on_their_way = 0u32;
        let mut doubted: Option<Effect> = None;
        let mut clock = now();
        let mut events_seen = 0;
        let mut made = 0;
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
            clock = clock.plus_seconds(1);
            let (next, effects) = step(state, event.clone(), clock);
            state = next;

            if is_sending(&before) && !is_sending(&state) {
                prop_assert!(matches!(event, Event::Ordered(..)), "{:?} forgot an order", event);
                on_their_way -= 1;
                made += u32::from(matches!(event, Event::Ordered(_, Ok(_))));
            }
            for effect in &effects {
                if let Effect::Order(_, key, request) = effect {
                    on_their_way += 1;
                    prop_assert!(matches!(&event, Event::Confirmed(_)));
                    prop_assert_eq!(before.shop().unwrap().step, Step::Review);
                    if let Some(Effect::Order(_, first_key, first)) = &doubted {
                        prop_assert_eq!((key, request), (first_key, first), "a doubted order was not repeated as it was");
                    }
                    doubted = Some(effect.clone());
                }
                events_seen += u32::from(matches!(effect, Effect::Emit(HostEvent::GiftCardOrdered { .. })));
            }
            prop_assert!(on_their_way <= 1, "two orders were on their way at once");
            prop_assert!(events_seen <= made, "the page was events_seen of an order that is none");
            if let Some(shop) = state.shop() {
                if matches!(shop.submission, Submission::Idle) {
                    doubted = None;
                }
                check_shop(shop)?;
            }
            let may_change_texts = matches!(event, Event::Typed(..) | Event::AnotherWanted)
                || before.shop().is_none();
            if !may_change_texts {
                prop_assert_eq!(typed(&before), typed(&state), "{:?} lost what was typed", event);
            }
            questions.extend(effects);
        }
        // Nothing is shown as loading that is not on its way: every request is answered in the end.
        let mut left = 1_000;
        while !questions.is_empty() {
            // In their order, or the clock would go on ticking over what was asked before.
            let effect = questions.remove(0);
            let Some(event) = answer(&effect, 8, 0) else { continue };
            clock = clock.plus_seconds(1);
            let (next, effects) = step(state, event, clock);
            state = next;
            questions.extend(effects);
            left -= 1;
            prop_assert!(left > 0, "the questions never end");
        }
        prop_assert!(!matches!(state.screen, Screen::Loading(_)));
        prop_assert!(!is_sending(&state));
        if let Some(order) = state.shop().and_then(|shop| shop.order.as_ref()) {
            prop_assert!(matches!(order.known.as_ref().map(|known| known.status),
                Some(OrderStatus::Issued | OrderStatus::Refunded | OrderStatus::Lapsed)) || order.is_unknown());
        }
    }
}
