//! Facts about transactions of gift cards that tills make: pending ones that lapse, and cards that were withdrawn.

use edge::error::VenueError;
use edge::gift_card::code::CardCode;
use edge::storage::idempotency::IdempotencyKey;
use edge::venue::message::Request;
use edge::venue::message::gift_card::GiftCardsRequest;
use edge::venue::message::staff::StaffRequest;
use edge::venue::message::staff_gift_card::{
    CardTransaction, CardTransactionOutcome, CardTransactionRefusal, CardTransactionRequest,
    CardTransactionStatus, CardTransactionUpdate, NewCardTransaction,
};
use shared::gift_card::{GiftCardOrder, Withdrawal, WithdrawalRequest};
use shared::problem::ProblemCode;

use super::venue::{NOON, Venue};

fn transactions(request: CardTransactionRequest) -> Request {
    Request::Staff(StaffRequest::CardTransactions(request))
}

fn movement(code: CardCode, amount: i64, is_pending: bool, reference: Option<&str>) -> Request {
    transactions(CardTransactionRequest::Create(Box::new(NewCardTransaction {
        code,
        amount,
        is_pending,
        reference: reference.map(str::to_owned),
        key: None,
    })))
}

/// The request of a till that moves money at once.
pub fn move_money(code: CardCode, amount: i64, reference: Option<&str>) -> Request {
    movement(code, amount, false, reference)
}

async fn recorded(venue: &Venue, request: Request) -> Result<CardTransaction, CardTransactionRefusal> {
    match venue.send(request, None).await.unwrap() {
        CardTransactionOutcome::Recorded { transaction, .. } => Ok(transaction),
        CardTransactionOutcome::Refused(refusal) => Err(refusal),
    }
}

fn update(code: CardCode, status: CardTransactionStatus) -> Request {
    transactions(CardTransactionRequest::Update(Box::new(CardTransactionUpdate {
        code,
        id: "external-r1".to_owned(),
        status,
        reference: None,
    })))
}

async fn withdraw(venue: &Venue, (order, token): &(GiftCardOrder, String)) -> i64 {
    let request = GiftCardsRequest::Withdraw(order.order_id.clone(), WithdrawalRequest { confirm: true });
    let withdrawal: Withdrawal = venue
        .send(Request::GiftCards(request), Some(token.clone()))
        .await
        .unwrap();
    withdrawal.refund.amount()
}

#[tokio::test]
async fn what_a_till_sets_aside_and_forgets_is_on_the_card_again_a_day_later() {
    let venue = Venue::new("instant");
    let code = venue.card(10_000).await;
    recorded(&venue, movement(code.into(), -4_000, true, Some("r1")))
        .await
        .unwrap();
    let day = 24 * 60;
    venue.run_until(NOON.plus_minutes(day - 1)).await;
    assert_eq!(venue.card_balance(code).await, 6_000);
    venue.run_until(NOON.plus_minutes(day)).await;
    assert_eq!(venue.card_balance(code).await, 10_000);
    let settle = update(code.into(), CardTransactionStatus::Successful);
    assert_eq!(
        recorded(&venue, settle).await,
        Err(CardTransactionRefusal::Lapsed)
    );
    let read = CardTransactionRequest::Read(code.into(), "external-r1".to_owned());
    let seen: CardTransaction = venue.send(transactions(read), None).await.unwrap();
    assert_eq!(
        (seen.status, seen.amount),
        (CardTransactionStatus::Cancelled, -4_000)
    );
}

#[tokio::test]
async fn what_comes_back_after_a_withdrawal_goes_to_the_purchaser() {
    for is_cancelled in [true, false] {
        let venue = Venue::with_mail();
        let bought = venue.buy_card(10_000).await;
        let code = bought.0.card.as_ref().unwrap().code;
        recorded(&venue, movement(code.into(), -4_000, true, Some("r1")))
            .await
            .unwrap();
        assert_eq!(withdraw(&venue, &bought).await, 6_000);
        if is_cancelled {
            let cancel = update(code.into(), CardTransactionStatus::Cancelled);
            recorded(&venue, cancel).await.unwrap();
        }
        venue.run_until(NOON.plus_minutes(25 * 60)).await;
        assert_eq!(venue.card_balance(code).await, 0);
        assert_eq!(venue.bank.account().returned, 10_000, "{is_cancelled}");
        for (amount, refusal) in [
            (-1, CardTransactionRefusal::OverBalance),
            (1, CardTransactionRefusal::Withdrawn),
        ] {
            let refused = recorded(&venue, movement(code.into(), amount, false, None)).await;
            assert_eq!(refused, Err(refusal));
        }
    }
}

#[tokio::test]
async fn a_pending_redemption_can_be_settled_after_a_withdrawal_and_a_top_up_cannot() {
    let venue = Venue::with_mail();
    let bought = venue.buy_card(10_000).await;
    let code = bought.0.card.as_ref().unwrap().code;
    for (amount, reference) in [(-4_000, "r1"), (500, "r2")] {
        recorded(&venue, movement(code.into(), amount, true, Some(reference)))
            .await
            .unwrap();
    }
    assert_eq!(withdraw(&venue, &bought).await, 6_000);
    let settle = update(code.into(), CardTransactionStatus::Successful);
    recorded(&venue, settle).await.unwrap();
    let top_up = transactions(CardTransactionRequest::Update(Box::new(CardTransactionUpdate {
        code: code.into(),
        id: "external-r2".to_owned(),
        status: CardTransactionStatus::Successful,
        reference: None,
    })));
    assert_eq!(
        recorded(&venue, top_up).await,
        Err(CardTransactionRefusal::Withdrawn)
    );
    venue.run_until(NOON.plus_minutes(25 * 60)).await;
    assert_eq!(
        (venue.card_balance(code).await, venue.bank.account().returned),
        (0, 6_000)
    );
}

#[tokio::test]
async fn a_withdrawal_gives_back_what_is_left_of_the_purchase_and_a_top_up_stays() {
    for (redeemed, topped_up, refunded) in [(0, 1, 10_000), (4_000, 4_000, 6_000), (10_000, 500, 0)] {
        let venue = Venue::with_mail();
        let bought = venue.buy_card(10_000).await;
        let code = bought.0.card.as_ref().unwrap().code;
        if redeemed > 0 {
            let redemption = movement(code.into(), -redeemed, false, None);
            recorded(&venue, redemption).await.unwrap();
        }
        let top_up = movement(code.into(), topped_up, false, None);
        recorded(&venue, top_up).await.unwrap();
        if refunded == 0 {
            let request =
                GiftCardsRequest::Withdraw(bought.0.order_id.clone(), WithdrawalRequest { confirm: true });
            let refused: Result<Withdrawal, VenueError> = venue
                .send(Request::GiftCards(request), Some(bought.1.clone()))
                .await;
            let used_up = VenueError::Refused(ProblemCode::GiftCardUsedUp);
            assert_eq!(refused.map(|withdrawal| withdrawal.refund), Err(used_up));
        } else {
            assert_eq!(withdraw(&venue, &bought).await, refunded);
        }
        assert_eq!(venue.card_balance(code).await, topped_up);
        let spent = movement(code.into(), -topped_up, false, None);
        recorded(&venue, spent).await.unwrap();
        venue.run_until(NOON.plus_minutes(25 * 60)).await;
        assert_eq!(
            (venue.card_balance(code).await, venue.bank.account().returned),
            (0, refunded)
        );
    }
}

fn with_key(code: CardCode, amount: i64, reference: &str, key: &str) -> Request {
    transactions(CardTransactionRequest::Create(Box::new(NewCardTransaction {
        code,
        amount,
        is_pending: false,
        reference: Some(reference.to_owned()),
        key: Some(IdempotencyKey::parse(key).unwrap()),
    })))
}

#[tokio::test]
async fn two_keys_are_two_requests_though_their_reference_is_the_same() {
    let venue = Venue::new("instant");
    let code = venue.card(10_000).await;
    let first = recorded(&venue, with_key(code.into(), -2_000, "Table 7", "k1"))
        .await
        .unwrap();
    let again = recorded(&venue, with_key(code.into(), -2_000, "Table 7", "k1"))
        .await
        .unwrap();
    assert_eq!(first.id, again.id);
    let other = recorded(&venue, with_key(code.into(), -2_000, "Table 7", "k2")).await;
    assert_eq!(other, Err(CardTransactionRefusal::Reused));
    assert_eq!(venue.card_balance(code).await, 8_000);
}

#[tokio::test]
async fn a_key_of_its_own_makes_another_request_after_the_first_key_was_deleted() {
    let venue = Venue::new("instant");
    let code = venue.card(10_000).await;
    recorded(&venue, with_key(code.into(), -2_000, "Table 7", "k1"))
        .await
        .unwrap();
    venue.run_until(NOON.plus_minutes(4 * 24 * 60)).await;
    assert_eq!(
        venue.count("SELECT id FROM gift_card_transactions WHERE key IS NOT NULL"),
        0
    );
    // Another bill at the same table: to answer it with the first one would let the guest go without paying.
    let other = recorded(&venue, with_key(code.into(), -2_000, "Table 7", "k2")).await;
    assert_eq!(other, Err(CardTransactionRefusal::Reused));
    // Without a key it is the reference alone that says so.
    let repeated = recorded(&venue, move_money(code.into(), -2_000, Some("Table 7"))).await;
    assert_eq!(repeated.unwrap().amount, -2_000);
    assert_eq!(venue.card_balance(code).await, 8_000);
}

#[tokio::test]
async fn a_reference_that_an_update_has_set_names_its_transaction() {
    let venue = Venue::new("instant");
    let code = venue.card(10_000).await;
    let set = |id: &str, reference: &str| {
        transactions(CardTransactionRequest::Update(Box::new(CardTransactionUpdate {
            code: code.into(),
            id: id.to_owned(),
            status: CardTransactionStatus::Successful,
            reference: Some(reference.to_owned()),
        })))
    };
    let pending = recorded(&venue, movement(code.into(), -4_000, true, None))
        .await
        .unwrap();
    recorded(&venue, set(&pending.id, "bill 7")).await.unwrap();
    let again = recorded(&venue, movement(code.into(), -4_000, false, Some("bill 7"))).await;
    assert_eq!(again, Err(CardTransactionRefusal::Reused));
    let other = recorded(&venue, movement(code.into(), -1_000, true, None))
        .await
        .unwrap();
    let refused = recorded(&venue, set(&other.id, "bill 7")).await;
    assert_eq!(refused, Err(CardTransactionRefusal::Reused));
    assert_eq!(venue.card_balance(code).await, 5_000);
}

#[tokio::test]
async fn a_crash_between_any_two_writes_moves_no_cent_twice() {
    for writes in 0..6 {
        let venue = Venue::new("instant");
        let code = venue.card(10_000).await;
        venue.doom(writes);
        let set_aside = || movement(code.into(), -4_000, true, Some("r1"));
        let _: Result<CardTransactionOutcome, _> = venue.send(set_aside(), None).await;
        let settle = || update(code.into(), CardTransactionStatus::Successful);
        let _: Result<CardTransactionOutcome, _> = venue.send(settle(), None).await;
        let venue = venue.restarted();
        recorded(&venue, set_aside()).await.unwrap();
        let done = recorded(&venue, settle()).await.unwrap();
        assert_eq!(
            done.status,
            CardTransactionStatus::Successful,
            "after {writes} writes"
        );
        venue.run_until(NOON.plus_minutes(25 * 60)).await;
        assert_eq!(venue.card_balance(code).await, 6_000, "after {writes} writes");
    }
}
