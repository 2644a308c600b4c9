//! Facts about withdrawals from gift cards that another system keeps, over an unsteady line and across crashes.

use std::collections::BTreeSet;
use std::rc::Rc;

use edge::error::VenueError;
use edge::venue::message::Request;
use edge::venue::message::gift_card::GiftCardsRequest;
use serde_json::{Value, json};
use shared::gift_card::{Balance, GiftCardCode, GiftCardOrder, OrderStatus, Withdrawal, WithdrawalRequest};
use shared::problem::ProblemCode;

use super::card_system::{CardSystem, Fault};
use super::elsewhere::{order_in, pass, see, shop_in, subjects};
use super::venue::{AMOUNT, NOON, Venue};

const BOUGHT: &str = "Your gift card from Linde";
const WITHDRAWN: &str = "We have your withdrawal: Linde";
const RETURNED: &str = "Your money is on its way back: Linde";
const DAY: i64 = 24 * 60;

/// A card that was bought a minute ago.
async fn bought(system: &Rc<CardSystem>) -> (Venue, GiftCardOrder, GiftCardCode) {
    bought_in("EUR", system).await
}

/// The same in this currency.
async fn bought_in(currency: &str, system: &Rc<CardSystem>) -> (Venue, GiftCardOrder, GiftCardCode) {
    let venue = shop_in(currency, system);
    let order = order_in(currency, &venue).await;
    assert!(venue.bank.pay());
    venue.tell("n1").await.unwrap();
    pass(&venue, 1).await;
    let card = see(&venue, &order).await.unwrap().card.unwrap();
    (venue, order, card.code)
}

async fn withdraw(venue: &Venue, order: &GiftCardOrder, confirm: bool) -> Result<Withdrawal, VenueError> {
    let call = GiftCardsRequest::Withdraw(order.order_id.clone(), WithdrawalRequest { confirm });
    venue
        .send(Request::GiftCards(call), order.order_token.clone())
        .await
}

fn refused(problem: ProblemCode) -> Result<Withdrawal, VenueError> {
    Err(VenueError::Refused(problem))
}

fn taken(order: &GiftCardOrder, amount: i64) -> Value {
    json!({ "id": format!("external-withdrawal-{}", order.order_id), "amount": -amount })
}

/// Three e-mails, each logged once.
fn assert_emailed(venue: &Venue, case: &str) {
    // An e-mail whose answer was lost goes out again, under the same idempotency key.
    let letters = venue.office.taken.borrow();
    let names: BTreeSet<_> = letters.iter().map(|letter| letter.id.as_str()).collect();
    let letters: BTreeSet<_> = letters.iter().map(|letter| letter.subject.as_str()).collect();
    assert_eq!(names.len(), 3, "{case}");
    assert_eq!(letters, [BOUGHT, WITHDRAWN, RETURNED].into(), "{case}");
}

/// The whole balance was refunded once, with one e-mail.
async fn assert_returned(system: &CardSystem, venue: &Venue, order: &GiftCardOrder, amount: i64, case: &str) {
    let response = withdraw(venue, order, true).await.unwrap();
    assert_eq!(
        (response.status, response.refund.amount()),
        (OrderStatus::Refunded, amount),
        "{case}"
    );
    assert_eq!(system.redeemed().last(), Some(&taken(order, amount)), "{case}");
    let account = venue.bank.account();
    assert_eq!((account.paid, account.returned), (AMOUNT, amount), "{case}");
    assert_emailed(venue, case);
    let seen = see(venue, order).await.unwrap();
    assert_eq!(seen.status, OrderStatus::Refunded, "{case}");
    assert_eq!(seen.card.unwrap().remaining.amount(), 0, "{case}");
    let open = "SELECT id FROM gift_card_orders WHERE pending_debit IS NOT NULL";
    assert_eq!(venue.count(open), 0, "{case}");
    assert_eq!(
        venue.count("SELECT kind FROM due WHERE kind != 'retention'"),
        0,
        "{case}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_card_elsewhere_is_emptied_and_given_back_once_however_often_it_is_confirmed() {
    let system = CardSystem::new();
    let (venue, order, _) = bought(&system).await;
    let case = withdraw(&venue, &order, false).await.unwrap();
    assert_eq!((case.status, case.refund.amount()), (OrderStatus::Issued, AMOUNT));
    assert!(system.redeemed().is_empty());
    let done = Withdrawal {
        status: OrderStatus::Refunding,
        ..case
    };
    let (one, other) =
        futures_util::future::join(withdraw(&venue, &order, true), withdraw(&venue, &order, true)).await;
    assert_eq!((one, other), (Ok(done), Ok(done)));
    for confirm in [true, false, true] {
        assert_eq!(withdraw(&venue, &order, confirm).await, Ok(done));
    }
    let seen = see(&venue, &order).await.unwrap();
    assert_eq!(seen.status, OrderStatus::Refunding);
    pass(&venue, 60).await;
    assert_eq!(system.redeemed(), [taken(&order, AMOUNT)]);
    assert_returned(&system, &venue, &order, AMOUNT, "").await;
    assert_eq!(subjects(&venue), [BOUGHT, WITHDRAWN, RETURNED]);
    assert!(
        venue.complaints.borrow().is_empty(),
        "{:?}",
        venue.complaints.borrow()
    );
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_refunded_to_the_last_fils_stays_on_the_card() {
    for line in [
        vec![],
        vec![Fault::None, Fault::None, Fault::AnswerLost],
        vec![Fault::None, Fault::None, Fault::Lost],
    ] {
        let system = CardSystem::in_currency("KWD");
        let (venue, order, code) = bought_in("KWD", &system).await;
        system.spend(code, 1_755).await;
        system.line.replace(line);
        let case = withdraw(&venue, &order, true).await.unwrap();
        assert_eq!(case.refund.amount(), AMOUNT - 1_760);
        pass(&venue, 60).await;
        assert_eq!(system.redeemed().last(), Some(&taken(&order, AMOUNT - 1_760)));
        assert_eq!(system.redeemed().len(), 2);
        assert_eq!(venue.bank.account().returned, AMOUNT - 1_760);
        assert_eq!(see(&venue, &order).await.unwrap().status, OrderStatus::Refunded);
        let call = Request::GiftCards(GiftCardsRequest::Balance(code));
        let balance: Balance = venue.send(call, None).await.unwrap();
        assert_eq!(balance.remaining.amount(), 5);
    }
}

#[tokio::test(start_paused = true)]
async fn of_a_card_that_was_used_in_part_the_rest_comes_back() {
    let system = CardSystem::new();
    let (venue, order, code) = bought(&system).await;
    system.spend(code, 1_800).await;
    let case = withdraw(&venue, &order, true).await.unwrap();
    assert_eq!(case.refund.amount(), AMOUNT - 1_800);
    pass(&venue, 60).await;
    assert_eq!(system.redeemed().len(), 2);
    assert_returned(&system, &venue, &order, AMOUNT - 1_800, "").await;
}

#[tokio::test(start_paused = true)]
async fn what_is_spent_before_the_card_is_empty_does_not_come_back() {
    let system = CardSystem::new();
    let (venue, order, code) = bought(&system).await;
    withdraw(&venue, &order, true).await.unwrap();
    system.spend(code, 1_800).await;
    let case = withdraw(&venue, &order, true).await.unwrap();
    assert_eq!(case.refund.amount(), AMOUNT - 1_800);
    pass(&venue, 60).await;
    assert_returned(&system, &venue, &order, AMOUNT - 1_800, "").await;
}

#[tokio::test(start_paused = true)]
async fn a_card_that_is_used_up_before_it_can_be_emptied_stays_sold() {
    let system = CardSystem::new();
    let (venue, order, code) = bought(&system).await;
    withdraw(&venue, &order, true).await.unwrap();
    system.spend(code, AMOUNT).await;
    pass(&venue, 60).await;
    assert_eq!(see(&venue, &order).await.unwrap().status, OrderStatus::Issued);
    assert_eq!(venue.bank.account().returned, 0);
    assert_eq!(subjects(&venue), [BOUGHT]);
    assert_eq!(venue.complaints.borrow().len(), 1);
    assert!(venue.complaints.borrow()[0].contains("used up"));
    assert_eq!(
        withdraw(&venue, &order, true).await,
        refused(ProblemCode::GiftCardUsedUp)
    );
}

#[tokio::test(start_paused = true)]
async fn it_is_refused_with_its_reason() {
    let system = CardSystem::new();
    let (venue, order, code) = bought(&system).await;
    system.top_up();
    let topped_up = withdraw(&venue, &order, true).await;
    assert_eq!(topped_up, refused(ProblemCode::NotWithdrawable));
    system.spend(code, AMOUNT + 1).await;
    let used_up = withdraw(&venue, &order, true).await;
    assert_eq!(used_up, refused(ProblemCode::GiftCardUsedUp));
    venue.now.set(NOON.plus_minutes(15 * DAY));
    let over = withdraw(&venue, &order, true).await;
    assert_eq!(over, refused(ProblemCode::WithdrawalOver));
    assert_eq!((venue.bank.account().returned, system.redeemed().len()), (0, 1));
}

#[tokio::test(start_paused = true)]
async fn nothing_is_declared_while_the_balance_is_unknown() {
    let system = CardSystem::new();
    let (venue, order, _) = bought(&system).await;
    system.always.set(Some(Fault::Lost));
    assert!(withdraw(&venue, &order, true).await.is_err());
    assert_eq!(
        venue.count("SELECT id FROM gift_card_orders WHERE stage = 'issued'"),
        1
    );
    assert_eq!(venue.count("SELECT kind FROM due WHERE kind != 'retention'"), 0);
}

#[tokio::test(start_paused = true)]
async fn with_any_lost_answer_the_balance_is_redeemed_once() {
    let all = [Fault::None, Fault::Lost, Fault::AnswerLost, Fault::Refused];
    for number in 0..256_usize {
        let faults = [0, 2, 4, 6].map(|shift| all[(number >> shift) & 3]);
        let system = CardSystem::new();
        let (venue, order, _) = bought(&system).await;
        withdraw(&venue, &order, true).await.unwrap();
        system.line.borrow_mut().extend(faults);
        pass(&venue, 2 * 60).await;
        assert_eq!(system.redeemed().len(), 1, "{faults:?}");
        assert_eq!(subjects(&venue), [BOUGHT, WITHDRAWN, RETURNED], "{faults:?}");
        assert_returned(&system, &venue, &order, AMOUNT, &format!("{faults:?}")).await;
    }
}

#[tokio::test(start_paused = true)]
async fn what_arrives_late_and_is_then_in_the_way_is_found() {
    let system = CardSystem::new();
    let (venue, order, _) = bought(&system).await;
    withdraw(&venue, &order, true).await.unwrap();
    system
        .line
        .borrow_mut()
        .extend([Fault::None, Fault::Lost, Fault::None, Fault::Overtaken]);
    pass(&venue, 60).await;
    assert_eq!(system.redeemed(), [taken(&order, AMOUNT)]);
    assert_returned(&system, &venue, &order, AMOUNT, "").await;
}

/// A second run that has asked for the same amount, or has finished, while the first one waited for an answer.
const CLAIMED: &str = "UPDATE gift_card_orders SET pending_debit = 4200";
const FINISHED: &str = "UPDATE gift_card_orders SET stage = 'withdrawing', pending_debit = NULL";

#[tokio::test(start_paused = true)]
async fn what_another_run_has_written_during_a_look_is_not_written_over() {
    for (spent, meanwhile, pending_debit) in [
        (0, CLAIMED, json!(4200)),
        (0, FINISHED, Value::Null),
        // Nothing is left: the other run has taken it, and only that run gives it back.
        (AMOUNT, CLAIMED, json!(4200)),
        (AMOUNT, FINISHED, Value::Null),
    ] {
        let system = CardSystem::new();
        let (venue, order, code) = bought(&system).await;
        withdraw(&venue, &order, true).await.unwrap();
        if spent > 0 {
            system.spend(code, spent).await;
        }
        system.meanwhile.replace(Some((0, venue.later(meanwhile))));
        venue.wake().await;
        let stage = if meanwhile == CLAIMED {
            "emptying"
        } else {
            "withdrawing"
        };
        assert_eq!(
            venue.rows("SELECT stage, pending_debit FROM gift_card_orders"),
            [json!({ "stage": stage, "pending_debit": pending_debit })],
            "{spent} {meanwhile}"
        );
        assert_eq!(
            system.redeemed().len(),
            usize::from(spent > 0),
            "{spent} {meanwhile}"
        );
        assert_eq!(venue.bank.account().returned, 0, "{spent} {meanwhile}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_another_run_has_asked_for_is_kept_when_this_one_is_refused() {
    for (meanwhile, stage, pending_debit) in [
        (CLAIMED, "emptying", json!(4200)),
        (FINISHED, "withdrawing", Value::Null),
    ] {
        let system = CardSystem::new();
        let (venue, order, _) = bought(&system).await;
        withdraw(&venue, &order, true).await.unwrap();
        system.line.borrow_mut().extend([Fault::None, Fault::Refused]);
        system.meanwhile.replace(Some((1, venue.later(meanwhile))));
        venue.wake().await;
        assert_eq!(
            venue.rows("SELECT stage, pending_debit FROM gift_card_orders"),
            [json!({ "stage": stage, "pending_debit": pending_debit })]
        );
    }
}

#[tokio::test(start_paused = true)]
async fn it_goes_on_being_tried_and_counts_from_the_day_of_the_declaration() {
    for fault in [Fault::Lost, Fault::Refused] {
        let system = CardSystem::new();
        let (venue, order, _) = bought(&system).await;
        let declared = venue.now.get().unix();
        withdraw(&venue, &order, true).await.unwrap();
        system.always.set(Some(fault));
        pass(&venue, 4 * DAY).await;
        let seen = see(&venue, &order).await.unwrap();
        assert_eq!(seen.status, OrderStatus::Refunding, "{fault:?}");
        assert_eq!(venue.bank.account().returned, 0);
        assert!(venue.complaints.borrow().len() > 10, "{fault:?}");
        system.always.set(None);
        pass(&venue, DAY).await;
        assert_returned(&system, &venue, &order, AMOUNT, &format!("{fault:?}")).await;
        assert_eq!(
            venue.rows("SELECT withdrawn_at FROM gift_card_orders"),
            [json!({ "withdrawn_at": declared })]
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_crash_between_any_two_steps_takes_off_and_gives_back_once() {
    for fault in [Fault::None, Fault::Lost, Fault::AnswerLost, Fault::Refused] {
        for writes in 0..40 {
            let system = CardSystem::new();
            let (venue, order, _) = bought(&system).await;
            let line = [Fault::None, Fault::None, fault];
            system.line.borrow_mut().extend(line);
            venue.doom(writes);
            let _ = withdraw(&venue, &order, true).await;
            pass(&venue, 5).await;
            let venue = venue.restarted();
            // A request without an answer is repeated.
            let _ = withdraw(&venue, &order, true).await;
            pass(&venue, 5).await;
            withdraw(&venue, &order, true).await.unwrap();
            pass(&venue, 60).await;
            let case = format!("{fault:?} after {writes} writes");
            assert_eq!(system.redeemed().len(), 1, "{case}");
            assert_returned(&system, &venue, &order, AMOUNT, &case).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn with_any_fault_the_paid_amount_is_spent_left_or_refunded() {
    for seed in 0..40 {
        let mut rng = fastrand::Rng::with_seed(seed);
        let system = CardSystem::new();
        let (mut venue, order, code) = bought(&system).await;
        let spent = rng.i64(0..AMOUNT);
        if spent > 0 {
            system.spend(code, spent).await;
        }
        for _ in 0..12 {
            let fault = [Fault::Lost, Fault::AnswerLost, Fault::Refused, Fault::None];
            match rng.u8(0..4) {
                0 => {
                    let _ = withdraw(&venue, &order, rng.bool()).await;
                }
                1 => {
                    let next: Vec<_> = (0..rng.usize(1..5)).map(|_| fault[rng.usize(0..4)]).collect();
                    system.line.borrow_mut().extend(next);
                }
                2 => pass(&venue, rng.i64(1..200)).await,
                _ => {
                    venue.doom(rng.u32(0..5));
                    let _ = withdraw(&venue, &order, true).await;
                    venue.run_until(venue.now.get()).await;
                    venue = venue.restarted();
                }
            }
            assert!(system.redeemed().len() <= 2, "seed {seed}");
        }
        system.line.borrow_mut().clear();
        pass(&venue, 6 * 60).await;
        withdraw(&venue, &order, true).await.unwrap();
        pass(&venue, DAY).await;
        assert_returned(&system, &venue, &order, AMOUNT - spent, &format!("seed {seed}")).await;
    }
}
