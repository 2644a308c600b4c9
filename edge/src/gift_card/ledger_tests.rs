//! Facts about a card's money, over any interleaving of steps.

use proptest::prelude::*;

use super::*;

/// A ledger with this much on it.
fn worth(amount: i64) -> Ledger {
    let mut ledger = Ledger::default();
    let change = ledger.add("issue", amount, false).unwrap();
    ledger.apply(&change);
    ledger
}

fn step(ledger: &mut Ledger, change: Result<Change, Refusal>) -> Result<(), Refusal> {
    ledger.apply(&change?);
    Ok(())
}

#[test]
fn what_is_set_aside_cannot_be_spent_twice() {
    let mut card = worth(5000);
    let change = card.add("deposit", -4000, true);
    step(&mut card, change).unwrap();
    assert_eq!(card.balance(), 1000);
    assert_eq!(card.add("other", -1001, false), Err(Refusal::TooLittle));
    let change = card.drop_pending("deposit");
    step(&mut card, change).unwrap();
    assert_eq!(card.balance(), 5000);
    let change = card.add("other", -5000, false);
    step(&mut card, change).unwrap();
    assert_eq!(card.balance(), 0);
}

#[test]
fn what_is_announced_cannot_be_spent_yet() {
    let mut card = Ledger::default();
    let change = card.add("top-up", 5000, true);
    step(&mut card, change).unwrap();
    assert_eq!(card.balance(), 0);
    let change = card.finish("top-up");
    step(&mut card, change).unwrap();
    assert_eq!(card.balance(), 5000);
}

#[test]
fn the_same_step_twice_is_one_step() {
    let mut card = worth(5000);
    let change = card.add("a", -2000, true);
    step(&mut card, change).unwrap();
    assert_eq!(card.add("a", -2000, true), Ok(Change::Nothing));
    assert_eq!(card.add("a", -2001, true), Err(Refusal::Reused));
    let change = card.finish("a");
    step(&mut card, change).unwrap();
    assert_eq!(card.finish("a"), Ok(Change::Nothing));
    assert_eq!(card.add("a", -2000, true), Ok(Change::Nothing));
    assert_eq!(card.drop_pending("a"), Err(Refusal::Settled));
    assert_eq!(card.finish("b"), Err(Refusal::Unknown));
    assert_eq!(card.balance(), 3000);
}

#[test]
fn what_was_dropped_does_not_come_back() {
    let mut card = worth(5000);
    let change = card.add("a", -2000, true);
    step(&mut card, change).unwrap();
    let change = card.drop_pending("a");
    step(&mut card, change).unwrap();
    assert_eq!(card.drop_pending("a"), Ok(Change::Nothing));
    assert_eq!(card.finish("a"), Err(Refusal::Settled));
    assert_eq!(card.add("a", -2000, true), Err(Refusal::Settled));
}

#[test]
fn amounts_that_no_card_can_hold_are_refused() {
    let card = worth(MAX_AMOUNT);
    for amount in [0, 1, i64::MAX, i64::MIN] {
        assert_eq!(card.add("a", amount, false), Err(Refusal::Amount), "{amount}");
    }
    assert!(card.add("a", -MAX_AMOUNT, false).is_ok());
}

#[test]
fn rows_that_cannot_have_come_about_make_no_ledger() {
    let row = |id: &str, amount, progress| Transaction {
        id: id.to_owned(),
        amount,
        progress,
    };
    for rows in [
        vec![row("a", 0, Progress::Successful)],
        vec![
            row("a", 5, Progress::Successful),
            row("a", 5, Progress::Successful),
        ],
        vec![row("a", 5, Progress::Successful), row("b", -6, Progress::Pending)],
        vec![row("a", 5, Progress::Pending), row("b", -5, Progress::Successful)],
        vec![
            row("a", MAX_AMOUNT, Progress::Successful),
            row("b", 1, Progress::Pending),
        ],
        vec![
            row("a", i64::MAX, Progress::Successful),
            row("b", i64::MAX, Progress::Successful),
        ],
        vec![
            row("a", i64::MIN, Progress::Successful),
            row("b", i64::MIN, Progress::Successful),
        ],
    ] {
        assert_eq!(Ledger::of(rows.clone()), None, "{rows:?}");
    }
}

/// An operation on a card.
#[derive(Clone, Debug)]
enum Try {
    Add(u8, i64, bool),
    Finish(u8),
    Drop(u8),
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let amount = prop_oneof![
        8 => -3000_i64..3000,
        1 => any::<i64>(),
        1 => Just(MAX_AMOUNT),
        1 => Just(-MAX_AMOUNT),
    ];
    let one = prop_oneof![
        3 => (0u8..12, amount, any::<bool>()).prop_map(|(id, amount, pending)| Try::Add(id, amount, pending)),
        1 => (0u8..12).prop_map(Try::Finish),
        1 => (0u8..12).prop_map(Try::Drop),
    ];
    prop::collection::vec(one, 0..60)
}

proptest! {
    #[test]
    fn no_interleaving_brings_the_balance_below_zero_or_makes_money(tries in tries()) {
        let mut ledger = Ledger::default();
        for one in tries {
            let before = ledger.clone();
            let change = match &one {
                Try::Add(id, amount, pending) => ledger.add(&id.to_string(), *amount, *pending),
                Try::Finish(id) => ledger.finish(&id.to_string()),
                Try::Drop(id) => ledger.drop_pending(&id.to_string()),
            };
            if let Ok(change) = &change {
                ledger.apply(change);
            }
            // As another reads it: in sums too wide to overflow.
            let wide = |progress: Progress, keep: fn(i64) -> bool| -> i128 {
                let of = ledger.transactions().iter().filter(|known| known.progress == progress);
                of.filter(|known| keep(known.amount)).map(|known| i128::from(known.amount)).sum()
            };
            let expected = wide(Progress::Successful, |_| true) + wide(Progress::Pending, |amount| amount < 0);
            prop_assert!(expected >= 0, "{:?}", one);
            prop_assert_eq!(i128::from(ledger.balance()), expected);
            prop_assert!(ledger.balance() <= MAX_AMOUNT);
            // Rows are only added, and no amount is ever changed.
            for (known, was) in ledger.transactions().iter().zip(before.transactions()) {
                prop_assert_eq!((&known.id, known.amount), (&was.id, was.amount));
                prop_assert!(known.progress == was.progress || was.progress == Progress::Pending);
            }
            prop_assert!(ledger.transactions().len() >= before.transactions().len());
            prop_assert_eq!(Ledger::of(ledger.transactions().to_vec()), Some(ledger.clone()));
        }
    }

    #[test]
    fn every_step_taken_twice_changes_nothing_the_second_time(tries in tries()) {
        let mut ledger = Ledger::default();
        for one in tries {
            for is_second in [false, true] {
                let change = match &one {
                    Try::Add(id, amount, pending) => ledger.add(&id.to_string(), *amount, *pending),
                    Try::Finish(id) => ledger.finish(&id.to_string()),
                    Try::Drop(id) => ledger.drop_pending(&id.to_string()),
                };
                if let Ok(change) = change {
                    prop_assert!(!is_second || change == Change::Nothing);
                    ledger.apply(&change);
                }
            }
        }
    }
}
