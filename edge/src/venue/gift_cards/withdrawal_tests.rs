//! Facts about withdrawing from the purchase of a card, on a real SQLite.

use config::PaymentSettings;
use proptest::prelude::*;
use shared::id::ReservationId;
use shared::money::Money;

use super::super::test_support::*;
use super::super::{account, apply_payment_events, contribution, create, order};
use super::*;
use crate::payment::flow::Todo;
use crate::payment::flow::reversal::RefundStatus;
use crate::storage::database::{Database, Statement};

const DAY: i64 = 24 * 60 * 60;

fn shop() -> VenueSettings {
    VenueSettings {
        payments: Some(PaymentSettings::Demo),
        ..venue()
    }
}

/// An order of 50 euros that waits for its payment.
fn ordered(disk: &Disk) -> OrderId {
    let wanted = wanted(body(), "k1");
    disk.with(|ctx| create(ctx, &shop(), &wanted))
        .unwrap()
        .order
        .order_id
}

fn row(disk: &Disk, id: &OrderId) -> payments::Row {
    let subject = Subject::GiftCardOrder(id.clone());
    disk.with(|ctx| payments::of_subject(ctx.database, &subject))
        .unwrap()
        .unwrap()
}

fn apply(disk: &Disk, id: &OrderId, event: flow::Event) {
    let before = row(disk, id);
    disk.with(|ctx| apply_payment_events(ctx, &shop(), id, &before, &[event], vec![]))
        .unwrap();
}

/// A refund at this status.
fn refunded(id: &str, amount: i64, status: RefundStatus) -> flow::Event {
    flow::Event::Refund {
        id: id.to_owned(),
        amount,
        status,
    }
}

/// A refund of this amount.
fn back(amount: i64) -> flow::Event {
    refunded("re_1", amount, RefundStatus::Succeeded)
}

fn stage(disk: &Disk, id: &OrderId) -> OrderStatus {
    disk.with(|ctx| order(ctx, id)).unwrap().status
}

/// Cancels a reservation that the card has paid; returns the amount that goes to the card's purchaser.
fn cancel(disk: &Disk, reservation: &str) -> Option<Money> {
    let id = ReservationId::parse(reservation).unwrap();
    let (statements, back) = disk.with(|ctx| {
        contribution(ctx.database, &id)
            .unwrap()
            .unwrap()
            .give_back(ctx)
            .unwrap()
    });
    disk.write(statements).unwrap();
    back
}

/// An order that is paid.
fn bought(disk: &Disk) -> OrderId {
    let id = ordered(disk);
    apply(disk, &id, flow::Event::Paid(5000));
    id
}

fn ask(disk: &Disk, id: &OrderId, confirm: bool) -> crate::error::Result<Withdrawal> {
    disk.with(|ctx| withdraw(ctx, &shop(), id, confirm, None))
}

fn spend(disk: &Disk, id: &OrderId, name: &str, amount: i64) {
    let statements = disk.with(|ctx| {
        let card = account(ctx.database, id).unwrap().unwrap();
        let today = Day::parse("2026-11-22").unwrap();
        card.spend(name, eur(amount), today, ctx.now).unwrap()
    });
    disk.write(statements).unwrap();
}

fn left(disk: &Disk, id: &OrderId) -> Money {
    let card = disk.with(|ctx| account(ctx.database, id)).unwrap().unwrap();
    card.balance().unwrap().remaining
}

fn letters(disk: &Disk) -> Vec<String> {
    let sql = "SELECT subject FROM due WHERE kind = 'gift_card_letter' ORDER BY at, subject";
    let rows = disk.rows(Statement::new(sql, vec![])).unwrap();
    let what = |row: &serde_json::Value| {
        row["subject"]
            .as_str()
            .unwrap()
            .split('/')
            .next()
            .unwrap()
            .to_owned()
    };
    rows.iter().map(what).collect()
}

#[test]
fn a_withdrawal_is_previewed_first_and_carried_out_once_it_is_confirmed() {
    let disk = Disk::new(None);
    let id = bought(&disk);
    let preview = ask(&disk, &id, false).unwrap();
    assert_eq!((preview.status, preview.refund), (OrderStatus::Issued, eur(5000)));
    assert_eq!(preview.until, Day::parse("2026-12-06").unwrap());
    assert_eq!((left(&disk, &id), row(&disk, &id).flow.todo()), (eur(5000), None));
    assert_eq!(letters(&disk), ["receipt", "card"]);
    let done = ask(&disk, &id, true).unwrap();
    let refunding = Withdrawal {
        status: OrderStatus::Refunding,
        ..preview
    };
    assert_eq!(done, refunding);
    assert_eq!(left(&disk, &id), eur(0));
    let refund = Todo::Refund {
        amount: 5000,
        total: 5000,
        failures: 0,
    };
    assert_eq!(row(&disk, &id).flow.todo(), Some(refund));
    // The card is no longer sent, and the withdrawal is acknowledged at once.
    assert_eq!(letters(&disk), ["receipt", "withdrawn"]);
    for confirm in [true, false, true] {
        assert_eq!(ask(&disk, &id, confirm), Ok(refunding));
    }
    apply(&disk, &id, back(5000));
    let refunded = Withdrawal {
        status: OrderStatus::Refunded,
        ..preview
    };
    assert_eq!(ask(&disk, &id, true), Ok(refunded));
    assert_eq!(
        disk.with(|ctx| order(ctx, &id)).unwrap().status,
        OrderStatus::Refunded
    );
    assert_eq!(letters(&disk), ["receipt", "refunded", "withdrawn"]);
    assert_eq!(
        disk.count("SELECT COUNT(*) AS count FROM gift_card_transactions"),
        2
    );
}

#[test]
fn of_a_card_that_was_used_in_part_the_rest_comes_back() {
    let disk = Disk::new(None);
    let id = bought(&disk);
    spend(&disk, &id, "lunch", 1800);
    assert_eq!(ask(&disk, &id, true).unwrap().refund, eur(3200));
    let refund = Todo::Refund {
        amount: 3200,
        total: 3200,
        failures: 0,
    };
    assert_eq!(row(&disk, &id).flow.todo(), Some(refund));
    apply(&disk, &id, back(3200));
    assert_eq!(ask(&disk, &id, false).unwrap().refund, eur(3200));
}

#[test]
fn it_is_refused_with_its_reason() {
    let refused = |code| Err(VenueError::Refused(code));
    let disk = Disk::new(None);
    let waiting = ordered(&disk);
    assert_eq!(ask(&disk, &waiting, true), refused(ProblemCode::NotWithdrawable));
    apply(&disk, &waiting, flow::Event::Expired);
    assert_eq!(ask(&disk, &waiting, true), refused(ProblemCode::NotWithdrawable));
    let used = Disk::new(None);
    let id = bought(&used);
    spend(&used, &id, "dinner", 5000);
    assert_eq!(ask(&used, &id, true), refused(ProblemCode::GiftCardUsedUp));
    let unknown = OrderId::parse("unknown").unwrap();
    assert_eq!(ask(&used, &unknown, true), Err(VenueError::NotFound));
}

#[test]
fn the_fourteenth_day_is_the_last() {
    let disk = Disk::new(None);
    let id = bought(&disk);
    // The card was issued at seven in the morning of a day in Vienna; the last day ends at midnight there.
    let midnight = NOW - 7 * 60 * 60 + 15 * DAY;
    disk.now.set(midnight - 1);
    assert!(ask(&disk, &id, false).is_ok());
    disk.now.set(midnight);
    let over = Err(VenueError::Refused(ProblemCode::WithdrawalOver));
    assert_eq!(ask(&disk, &id, false), over);
    assert_eq!(ask(&disk, &id, true), over);
    assert_eq!(left(&disk, &id), eur(5000));
    // A purchaser who has withdrawn in time can still see how far it has come.
    disk.now.set(midnight - 1);
    ask(&disk, &id, true).unwrap();
    disk.now.set(midnight + DAY);
    assert_eq!(ask(&disk, &id, true).unwrap().status, OrderStatus::Refunding);
}

#[test]
fn a_crash_leaves_all_of_it_or_nothing() {
    let disk = Disk::new(None);
    let id = bought(&disk);
    disk.writes_left.set(Some(0));
    assert!(ask(&disk, &id, true).is_err());
    assert_eq!((left(&disk, &id), row(&disk, &id).flow.todo()), (eur(5000), None));
    assert_eq!(letters(&disk), ["receipt", "card"]);
    assert_eq!(ask(&disk, &id, true).unwrap().refund, eur(5000));
}

#[test]
fn what_comes_back_to_a_card_after_its_purchase_was_withdrawn_goes_on_to_the_purchaser() {
    let disk = Disk::new(None);
    let id = bought(&disk);
    spend(&disk, &id, "booking/r1", 1600);
    assert_eq!(ask(&disk, &id, true).unwrap().refund, eur(3400));
    apply(&disk, &id, refunded("re_1", 3400, RefundStatus::Succeeded));
    assert_eq!(stage(&disk, &id), OrderStatus::Refunded);
    assert_eq!(cancel(&disk, "r1"), Some(eur(1600)));
    assert_eq!(
        (left(&disk, &id), stage(&disk, &id)),
        (eur(0), OrderStatus::Refunding)
    );
    let refund = Todo::Refund {
        amount: 1600,
        total: 5000,
        failures: 0,
    };
    assert_eq!(row(&disk, &id).flow.todo(), Some(refund));
    assert!(letters(&disk).contains(&"share".to_owned()));
    // A second cancellation changes nothing.
    assert_eq!(cancel(&disk, "r1"), None);
    apply(&disk, &id, refunded("re_2", 1600, RefundStatus::Succeeded));
    assert_eq!(stage(&disk, &id), OrderStatus::Refunded);
}

#[test]
fn what_was_sent_back_by_hand_is_taken_off_the_card_and_put_back_if_it_is_turned_down() {
    let disk = Disk::new(None);
    let id = bought(&disk);
    apply(&disk, &id, refunded("re_1", 500, RefundStatus::Pending));
    assert_eq!(
        (left(&disk, &id), stage(&disk, &id)),
        (eur(4500), OrderStatus::Issued)
    );
    apply(&disk, &id, refunded("re_1", 500, RefundStatus::Succeeded));
    assert_eq!(
        (left(&disk, &id), stage(&disk, &id)),
        (eur(4500), OrderStatus::Issued)
    );
    assert_eq!(ask(&disk, &id, false).unwrap().refund, eur(4500));
    apply(&disk, &id, refunded("re_1", 500, RefundStatus::Failed));
    assert_eq!(left(&disk, &id), eur(5000));
    // All of it: the card can no longer be spent, and the order is over.
    apply(&disk, &id, refunded("re_2", 5000, RefundStatus::Succeeded));
    assert_eq!(
        (left(&disk, &id), stage(&disk, &id)),
        (eur(0), OrderStatus::Refunded)
    );
    assert_eq!(row(&disk, &id).flow.todo(), None);
}

#[test]
fn what_was_sent_back_by_hand_after_a_withdrawal_and_turned_down_goes_to_the_purchaser_after_all() {
    let disk = Disk::new(None);
    let id = bought(&disk);
    spend(&disk, &id, "booking/r1", 100);
    assert_eq!(ask(&disk, &id, true).unwrap().refund, eur(4900));
    apply(&disk, &id, refunded("re_1", 4900, RefundStatus::Succeeded));
    apply(&disk, &id, refunded("re_2", 100, RefundStatus::Pending));
    // The money has gone back already.
    assert_eq!(cancel(&disk, "r1"), None);
    assert_eq!(left(&disk, &id), eur(0));
    apply(&disk, &id, refunded("re_2", 100, RefundStatus::Failed));
    assert_eq!(
        (left(&disk, &id), stage(&disk, &id)),
        (eur(0), OrderStatus::Refunding)
    );
    assert_eq!(row(&disk, &id).flow.gone_or_due(), 5000);
    assert!(letters(&disk).contains(&"share".to_owned()));
    apply(&disk, &id, refunded("re_3", 100, RefundStatus::Succeeded));
    assert_eq!(stage(&disk, &id), OrderStatus::Refunded);
}

#[test]
fn a_refund_that_overtakes_the_payment_leaves_no_more_on_the_card() {
    for (amount, remaining, status) in [(500, 4500, OrderStatus::Issued), (5000, 0, OrderStatus::Refunded)] {
        let disk = Disk::new(None);
        let id = ordered(&disk);
        apply(&disk, &id, refunded("re_1", amount, RefundStatus::Succeeded));
        apply(&disk, &id, flow::Event::Paid(5000));
        assert_eq!((left(&disk, &id), stage(&disk, &id)), (eur(remaining), status));
    }
}

/// An event of a card after its purchase.
#[derive(Clone, Copy, Debug)]
enum Turn {
    Spend(i64),
    Cancel,
    Ask,
    Withdraw,
    PaidAgain,
    Refund,
    ByHand(i64),
    Declined,
    PowerFails,
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_was_paid_is_spent_left_or_given_back_and_never_twice(
        turns in prop::collection::vec(prop_oneof![
            3 => (1i64..4000).prop_map(Turn::Spend),
            2 => Just(Turn::Cancel),
            1 => Just(Turn::Ask),
            2 => Just(Turn::Withdraw),
            1 => Just(Turn::PaidAgain),
            2 => Just(Turn::Refund),
            1 => (1i64..6000).prop_map(Turn::ByHand),
            1 => Just(Turn::Declined),
            1 => Just(Turn::PowerFails),
        ], 0..16),
    ) {
        let disk = Disk::new(None);
        let id = bought(&disk);
        let (mut meals, mut by_hand) = (Vec::new(), None);
        for (number, turn) in turns.into_iter().enumerate() {
            match turn {
                Turn::Spend(amount) if amount <= left(&disk, &id).amount() => {
                    spend(&disk, &id, &format!("booking/meal-{number}"), amount);
                    meals.push((format!("meal-{number}"), amount));
                }
                Turn::Spend(_) => {}
                Turn::Cancel => {
                    if let Some((meal, _)) = meals.pop() {
                        cancel(&disk, &meal);
                    }
                }
                Turn::Ask => drop(ask(&disk, &id, false)),
                Turn::Withdraw => drop(ask(&disk, &id, true)),
                Turn::PaidAgain => apply(&disk, &id, flow::Event::Paid(5000)),
                Turn::Refund => {
                    if let Some(Todo::Refund { amount, .. }) = row(&disk, &id).flow.todo() {
                        let made = refunded(&format!("made-{number}"), amount, RefundStatus::Succeeded);
                        apply(&disk, &id, made);
                    }
                }
                Turn::ByHand(amount) => {
                    // A provider never sends back more than it has.
                    let amount = amount.min(5000 - row(&disk, &id).flow.gone_or_due());
                    if amount > 0 {
                        let name = format!("hand-{number}");
                        apply(&disk, &id, refunded(&name, amount, RefundStatus::Pending));
                        by_hand = Some((name, amount));
                    }
                }
                Turn::Declined => {
                    if let Some((name, amount)) = by_hand.take() {
                        apply(&disk, &id, refunded(&name, amount, RefundStatus::Failed));
                    }
                }
                Turn::PowerFails => {
                    disk.writes_left.set(Some(0));
                    drop(ask(&disk, &id, true));
                    disk.writes_left.set(None);
                }
            }
            let spent: i64 = meals.iter().map(|(_, amount)| amount).sum();
            let gone = row(&disk, &id).flow.gone_or_due();
            // More can be sent back by hand than is left on the card: then nothing is left.
            prop_assert_eq!(left(&disk, &id).amount(), (5000 - spent - gone).max(0));
        }
    }
}

#[path = "withdrawal_step_tests.rs"]
mod steps;
