//! Random courses of transactions on a card, against a model.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::super::test_support::Disk;
use super::tests::{HOUR, balance, card_of, create, movement, run_due, update};
use crate::venue::message::staff_gift_card::CardTransactionRefusal as No;
use crate::venue::message::staff_gift_card::CardTransactionStatus::{self, Cancelled, Pending, Successful};

/// A step of a random course.
#[derive(Clone, Debug)]
enum Step {
    /// Under the reference of this number.
    Create(u8, i64, bool),
    Update(u8, CardTransactionStatus),
    /// So many hours pass.
    Wait(i64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let status = prop_oneof![Just(Pending), Just(Successful), Just(Cancelled)];
    let step = prop_oneof![
        4 => (0u8..8, -3_000i64..3_000, any::<bool>()).prop_map(|(name, amount, is_pending)| {
            Step::Create(name, amount, is_pending)
        }),
        3 => (0u8..8, status).prop_map(|(name, status)| Step::Update(name, status)),
        1 => (1i64..30).prop_map(Step::Wait),
    ];
    prop::collection::vec(step, 0..40)
}

/// A transaction of the model.
#[derive(Clone, Debug)]
struct Known {
    amount: i64,
    was_pending: bool,
    status: CardTransactionStatus,
    made_at: i64,
}

/// The balance that the card should have.
fn worth(all: &BTreeMap<u8, Known>) -> i64 {
    let weight = |one: &Known| match one.status {
        Successful => one.amount,
        Pending => one.amount.min(0),
        Cancelled => 0,
    };
    5_000 + all.values().map(weight).sum::<i64>()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn no_cent_is_made_or_lost_in_any_course(steps in steps()) {
        let disk = Disk::new(None);
        let code = card_of(&disk, 5_000);
        let mut model: BTreeMap<u8, Known> = BTreeMap::new();
        for step in steps {
            let now = disk.now.get();
            match step {
                Step::Create(name, amount, is_pending) => {
                    let made = create(&disk, &movement(&code, amount, is_pending, Some(&name.to_string())));
                    let made = made.map(|made| made.status).map_err(|no| if no == No::Lapsed { No::Cancelled } else { no });
                    let expected = match model.get(&name) {
                        Some(known) if known.status == Cancelled
                            && known.amount == amount && known.was_pending == is_pending => Err(No::Cancelled),
                        Some(known) if known.amount == amount && known.was_pending == is_pending => Ok(known.status),
                        Some(_) => Err(No::Reused),
                        None if amount == 0 => Err(No::Amount),
                        None if amount < 0 && worth(&model) < -amount => Err(No::OverBalance),
                        None => {
                            let status = if is_pending { Pending } else { Successful };
                            model.insert(name, Known { amount, was_pending: is_pending, status, made_at: now });
                            Ok(status)
                        }
                    };
                    prop_assert_eq!(made, expected);
                }
                Step::Update(name, status) => {
                    let Some(known) = model.get_mut(&name) else { continue };
                    let after = update(&disk, &code, &format!("external-{name}"), status, None);
                    let expected = match (known.status, status) {
                        (before, after) if before == after => Ok(after),
                        (Pending, after) => {
                            known.status = after;
                            Ok(after)
                        }
                        (Successful, _) => Err(No::Successful),
                        (Cancelled, _) => Err(No::Cancelled),
                    };
                    // A transaction that has lapsed was cancelled by the clock.
                    let after = after.map(|after| after.status).map_err(|no| if no == No::Lapsed { No::Cancelled } else { no });
                    prop_assert_eq!(after, expected);
                }
                Step::Wait(hours) => {
                    disk.now.set(now + hours * HOUR);
                    run_due(&disk);
                    for known in model.values_mut() {
                        if known.status == Pending && disk.now.get() >= known.made_at + 24 * HOUR {
                            known.status = Cancelled;
                        }
                    }
                }
            }
            prop_assert!(worth(&model) >= 0);
            prop_assert_eq!(balance(&disk, &code), worth(&model));
        }
    }
}
