//! Facts about withdrawing from the purchase of a card, on a real SQLite.

use proptest::prelude::*;
use shared::money::Money;

use super::super::fixture::*;
use super::super::{account, create, order, payment_happened};
use super::*;
use crate::payment::flow::Todo;
use crate::payment::settings::Settings as PaymentSettings;
use crate::venue::database::{Database, Statement};

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
    disk.with(|means| create(means, &shop(), &wanted))
        .unwrap()
        .order
        .order_id
}

fn row(disk: &Disk, id: &OrderId) -> payments::Row {
    let subject = Subject::GiftCardOrder(id.clone());
    disk.with(|means| payments::of_subject(means.database, &subject))
        .unwrap()
        .unwrap()
}

fn happened(disk: &Disk, id: &OrderId, event: flow::Event) {
    let before = row(disk, id);
    disk.with(|means| payment_happened(means, &shop(), id, &before, &[event], vec![]))
        .unwrap();
}

/// One that is paid.
fn bought(disk: &Disk) -> OrderId {
    let id = ordered(disk);
    happened(disk, &id, flow::Event::Paid(5000));
    id
}

fn ask(disk: &Disk, id: &OrderId, confirm: bool) -> Answer<Withdrawal> {
    disk.with(|means| withdraw(means, &shop(), id, confirm, None))
}

fn spend(disk: &Disk, id: &OrderId, name: &str, amount: i64) {
    let statements = disk.with(|means| {
        let card = account(means.database, id).unwrap().unwrap();
        let today = Day::parse("2026-11-22").unwrap();
        card.spend(name, eur(amount), today, means.now).unwrap()
    });
    disk.write(statements).unwrap();
}

fn left(disk: &Disk, id: &OrderId) -> Money {
    let card = disk.with(|means| account(means.database, id)).unwrap().unwrap();
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
fn it_is_told_first_and_done_once_it_is_confirmed() {
    let disk = Disk::new(None);
    let id = bought(&disk);
    let told = ask(&disk, &id, false).unwrap();
    assert_eq!((told.status, told.refund), (OrderStatus::Issued, eur(5000)));
    assert_eq!(told.until, Day::parse("2026-12-06").unwrap());
    assert_eq!((left(&disk, &id), row(&disk, &id).flow.todo()), (eur(5000), None));
    assert_eq!(letters(&disk), ["receipt", "card"]);
    let done = ask(&disk, &id, true).unwrap();
    let refunding = Withdrawal {
        status: OrderStatus::Refunding,
        ..told
    };
    assert_eq!(done, refunding);
    assert_eq!(left(&disk, &id), eur(0));
    let refund = Todo::Refund {
        amount: 5000,
        total: 5000,
    };
    assert_eq!(row(&disk, &id).flow.todo(), Some(refund));
    // The card is no longer sent, and the withdrawal is acknowledged at once.
    assert_eq!(letters(&disk), ["receipt", "withdrawn"]);
    for confirm in [true, false, true] {
        assert_eq!(ask(&disk, &id, confirm), Ok(refunding));
    }
    happened(&disk, &id, flow::Event::Returned(5000));
    let refunded = Withdrawal {
        status: OrderStatus::Refunded,
        ..told
    };
    assert_eq!(ask(&disk, &id, true), Ok(refunded));
    assert_eq!(
        disk.with(|means| order(means, &id)).unwrap().status,
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
    };
    assert_eq!(row(&disk, &id).flow.todo(), Some(refund));
    happened(&disk, &id, flow::Event::Returned(3200));
    assert_eq!(ask(&disk, &id, false).unwrap().refund, eur(3200));
}

#[test]
fn it_is_refused_with_its_reason() {
    let refused = |code| Err(ProviderError::Refused(code));
    let disk = Disk::new(None);
    let waiting = ordered(&disk);
    assert_eq!(ask(&disk, &waiting, true), refused(Code::NotWithdrawable));
    happened(&disk, &waiting, flow::Event::Expired);
    assert_eq!(ask(&disk, &waiting, true), refused(Code::NotWithdrawable));
    let used = Disk::new(None);
    let id = bought(&used);
    spend(&used, &id, "dinner", 5000);
    assert_eq!(ask(&used, &id, true), refused(Code::GiftCardUsedUp));
    let nobody = OrderId::parse("nobody").unwrap();
    assert_eq!(ask(&used, &nobody, true), Err(ProviderError::NotFound));
}

#[test]
fn the_fourteenth_day_is_the_last() {
    let disk = Disk::new(None);
    let id = bought(&disk);
    // The card was made at seven in the morning of a day in Vienna; the last day ends at midnight there.
    let midnight = NOW - 7 * 60 * 60 + 15 * DAY;
    disk.now.set(midnight - 1);
    assert!(ask(&disk, &id, false).is_ok());
    disk.now.set(midnight);
    let over = Err(ProviderError::Refused(Code::WithdrawalOver));
    assert_eq!(ask(&disk, &id, false), over);
    assert_eq!(ask(&disk, &id, true), over);
    assert_eq!(left(&disk, &id), eur(5000));
    // Who has withdrawn in time is still told how far it has come.
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

/// What happens to a card after it was bought.
#[derive(Clone, Copy, Debug)]
enum Turn {
    Spend(i64),
    Ask,
    Withdraw,
    PaidAgain,
    Returned,
    PowerFails,
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_was_paid_is_spent_left_or_given_back_and_never_twice(
        turns in prop::collection::vec(prop_oneof![
            2 => (1i64..4000).prop_map(Turn::Spend),
            1 => Just(Turn::Ask),
            2 => Just(Turn::Withdraw),
            1 => Just(Turn::PaidAgain),
            1 => Just(Turn::Returned),
            1 => Just(Turn::PowerFails),
        ], 0..12),
    ) {
        let disk = Disk::new(None);
        let id = bought(&disk);
        let mut spent = 0;
        for (number, turn) in turns.into_iter().enumerate() {
            match turn {
                Turn::Spend(amount) if amount <= left(&disk, &id).amount() => {
                    spend(&disk, &id, &format!("meal-{number}"), amount);
                    spent += amount;
                }
                Turn::Spend(_) => {}
                Turn::Ask => drop(ask(&disk, &id, false)),
                Turn::Withdraw => drop(ask(&disk, &id, true)),
                Turn::PaidAgain => happened(&disk, &id, flow::Event::Paid(5000)),
                Turn::Returned => {
                    let owed = row(&disk, &id).flow.owed;
                    if owed > 0 {
                        happened(&disk, &id, flow::Event::Returned(owed));
                    }
                }
                Turn::PowerFails => {
                    disk.writes_left.set(Some(0));
                    drop(ask(&disk, &id, true));
                    disk.writes_left.set(None);
                }
            }
            let owed = row(&disk, &id).flow.owed;
            prop_assert_eq!(spent + left(&disk, &id).amount() + owed, 5000);
        }
    }
}
