//! Facts about the money on a venue's gift cards, on a real SQLite, crashes between any two writes included.

use proptest::prelude::*;
use shared::id::OrderId;

use super::super::test_support::*;
use super::*;
use crate::gift_card::order::Event;
use crate::storage::database::{Database, Statement};

#[test]
fn an_unknown_card_has_no_account() {
    let disk = Disk::new(None);
    card(&disk, "austria", "k1");
    let stranger = GiftCardCode::of_random(0..40).unwrap();
    assert!(disk.with(|ctx| by_code(ctx, &stranger)).unwrap().is_none());
}

fn spend(disk: &Disk, id: &OrderId, transaction: &str, amount: Money, day: &str) -> Result<(), CardRefusal> {
    let account = account(disk, id).unwrap().unwrap();
    let day = Day::parse(day).unwrap();
    let statements = account.set_aside(transaction, amount, day, Instant::from_unix(NOW))?;
    disk.write(statements).unwrap();
    Ok(())
}

#[test]
fn what_a_booking_sets_aside_is_spent_or_comes_back() {
    let disk = Disk::new(None);
    let (id, code) = card(&disk, "austria", "k1");
    let remaining = || {
        let balance = disk.with(|ctx| by_code(ctx, &code).unwrap().unwrap().balance());
        balance.unwrap().remaining
    };
    let today = "2026-11-22";
    let now = Instant::from_unix(NOW);
    let open = || account(&disk, &id).unwrap().unwrap();
    assert_eq!(spend(&disk, &id, "r1", eur(3000), today), Ok(()));
    assert_eq!(spend(&disk, &id, "r1", eur(3000), today), Ok(()));
    assert_eq!(remaining(), eur(2000));
    let too_little = Err(CardRefusal::Ledger(Refusal::TooLittle));
    assert_eq!(spend(&disk, &id, "r2", eur(2001), today), too_little);
    assert_eq!(spend(&disk, &id, "r2", eur(2000), today), Ok(()));
    disk.write(open().finish("r1", now).unwrap()).unwrap();
    disk.write(open().drop_pending("r2", now).unwrap().1).unwrap();
    assert_eq!(remaining(), eur(2000));
    assert_eq!(
        open().drop_pending("r1", now).map(|_| ()),
        Err(CardRefusal::Ledger(Refusal::Settled))
    );
    // The booking is cancelled after all.
    disk.write(open().give_back("r1/back", eur(3000), now).unwrap().1)
        .unwrap();
    let again = open().give_back("r1/back", eur(3000), now);
    assert_eq!(again.map(|(_, statements)| statements), Ok(vec![]));
    assert_eq!(remaining(), eur(5000));
    let yen = Money::new(1, Currency::parse("JPY").unwrap()).unwrap();
    assert_eq!(spend(&disk, &id, "r3", yen, today), Err(CardRefusal::Currency));
    let nothing = Err(CardRefusal::Ledger(Refusal::Amount));
    for amount in [0, -1] {
        assert_eq!(spend(&disk, &id, "r3", eur(amount), today), nothing);
        assert_eq!(open().give_back("r3", eur(amount), now).map(|_| ()), nothing);
    }
}

#[test]
fn an_expired_card_buys_nothing_and_what_was_set_aside_in_time_is_spent() {
    let disk = Disk::new(None);
    let (id, _) = card(&disk, "germany", "k1");
    assert_eq!(spend(&disk, &id, "r1", eur(1000), "2029-12-31"), Ok(()));
    assert_eq!(
        spend(&disk, &id, "r2", eur(1000), "2030-01-01"),
        Err(CardRefusal::Expired)
    );
    assert_eq!(spend(&disk, &id, "r1", eur(1000), "2030-01-01"), Ok(()));
    let account = account(&disk, &id).unwrap().unwrap();
    assert!(account.finish("r1", Instant::from_unix(NOW)).is_ok());
}

#[test]
fn a_damaged_ledger_cannot_be_spent() {
    let disk = Disk::new(None);
    let (id, _) = card(&disk, "austria", "k1");
    let sql = "UPDATE gift_card_transactions SET amount = -1";
    disk.write(vec![Statement::new(sql, vec![])]).unwrap();
    assert!(matches!(account(&disk, &id), Err(VenueError::Broken(_))));
}

/// An order, its payment, a deposit taken from the card, and that deposit spent. Each step is tried again
/// where the power failed.
fn whole_life(disk: &Disk) -> String {
    fn until_done<T, E>(mut act: impl FnMut() -> Result<T, E>) -> T {
        for _ in 0..3 {
            if let Ok(done) = act() {
                return done;
            }
        }
        panic!("never done");
    }
    until_done(|| disk.secret());
    // The random values differ after a failure, and nothing may depend on them.
    disk.drawn.set(100);
    let id = until_done(|| {
        disk.drawn.set(100);
        make(disk, body(), "k1")
    })
    .order
    .order_id;
    until_done(|| handle(disk, &id, &Event::Paid(payment("p1"))));
    let (now, today) = (Instant::from_unix(NOW), Day::parse("2026-11-22").unwrap());
    let open = || account(disk, &id).unwrap().unwrap();
    until_done(|| disk.write(open().set_aside("r1", eur(3000), today, now).unwrap()));
    until_done(|| disk.write(open().set_aside("r2", eur(500), today, now).unwrap()));
    until_done(|| disk.write(open().finish("r1", now).unwrap()));
    until_done(|| disk.write(open().drop_pending("r2", now).unwrap().1));
    let card = look(disk, &id).card.unwrap();
    assert_eq!(card.remaining, eur(2000));
    disk.text()
}

#[test]
fn a_crash_before_any_write_changes_nothing_in_the_end() {
    // The secret of a venue is made once; the same random values make the same secret for both.
    let undisturbed = whole_life(&Disk::new(None));
    let mut crashes = 0;
    for writes in 1.. {
        let disk = Disk::new(Some(writes));
        assert_eq!(whole_life(&disk), undisturbed, "after {writes} writes");
        if disk.writes_left.get().is_some() {
            break;
        }
        crashes += 1;
    }
    assert_eq!(crashes, 6);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn rows_count_what_the_ledger_counts(
        steps in prop::collection::vec((0u8..4, 0u8..5, 1i64..3000), 0..30),
    ) {
        let disk = Disk::new(None);
        let (id, _) = card(&disk, "austria", "k1");
        let (now, today) = (Instant::from_unix(NOW), Day::parse("2026-11-22").unwrap());
        for (kind, transaction, amount) in steps {
            let account = account(&disk, &id).unwrap().unwrap();
            let transaction = transaction.to_string();
            let statements = match kind {
                0 => account.set_aside(&transaction, eur(amount), today, now),
                1 => account.finish(&transaction, now),
                2 => account.drop_pending(&transaction, now).map(|(_, statements)| statements),
                _ => account
                    .give_back(&format!("{transaction}/back"), eur(amount), now)
                    .map(|(_, statements)| statements),
            };
            if let Ok(statements) = statements {
                disk.write(statements).unwrap();
            }
            let sum = disk.count(
                "SELECT COALESCE(SUM(amount), 0) AS count FROM gift_card_transactions WHERE progress <> 'dropped'",
            );
            let account = super::account(&disk, &id).unwrap().unwrap();
            prop_assert_eq!(account.balance().unwrap().remaining, eur(sum));
            prop_assert!(sum >= 0);
        }
    }
}
