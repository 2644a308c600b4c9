//! Facts about gift cards that are paid for, late, twice, or across a crash.

use edge::error::VenueError;
use edge::storage::idempotency::IdempotencyKey;
use edge::venue::message::Request;
use edge::venue::message::gift_card::{GiftCardsRequest, Ordered, WantedCard};
use edge::venue::message::payment::WebhookOutcome;
use serde_json::json;
use shared::gift_card::{Balance, GiftCardOrder, OrderStatus};
use shared::payment::PaymentStatus;

use super::venue::{AMOUNT, NOON, Venue};

async fn order(venue: &Venue, key: &str) -> Result<GiftCardOrder, VenueError> {
    let request = json!({
        "templateId": "plain", "amount": { "amount": AMOUNT, "currency": "EUR" },
        "purchaser": { "name": "Ada Muster", "email": "ada@example.com" }, "locale": "en",
    });
    let wanted = WantedCard {
        request: serde_json::from_value(request).unwrap(),
        key: IdempotencyKey::parse(key).unwrap(),
    };
    let call = Request::GiftCards(GiftCardsRequest::Create(Box::new(wanted)));
    let ordered: Ordered = venue.send(call, None).await?;
    Ok(ordered.order)
}

async fn see(venue: &Venue, order: &GiftCardOrder) -> GiftCardOrder {
    let call = Request::GiftCards(GiftCardsRequest::Order(order.order_id.clone()));
    venue.send(call, order.order_token.clone()).await.unwrap()
}

fn state(order: &GiftCardOrder) -> (OrderStatus, PaymentStatus) {
    let payment = order.payment.as_ref();
    (order.status, payment.expect("it has a payment").status)
}

#[tokio::test]
async fn a_card_is_there_once_it_is_paid_and_its_code_tells_the_balance() {
    let venue = Venue::new("instant");
    let ordered = order(&venue, "a").await.unwrap();
    assert_eq!(
        state(&ordered),
        (OrderStatus::PaymentPending, PaymentStatus::Open)
    );
    let payment = ordered.payment.clone().unwrap();
    assert_eq!(payment.amount.amount(), AMOUNT);
    assert!(payment.handover.is_some());
    assert_eq!(see(&venue, &ordered).await.card, None);
    assert!(venue.bank.pay());
    assert_eq!(venue.tell("n1").await, Ok(WebhookOutcome::Processed));
    assert_eq!(venue.tell("n1").await, Ok(WebhookOutcome::Duplicate));
    assert_eq!(venue.tell("n2").await, Ok(WebhookOutcome::Processed));
    let issued = see(&venue, &ordered).await;
    assert_eq!(state(&issued), (OrderStatus::Issued, PaymentStatus::Paid));
    let card = issued.card.unwrap();
    let balance: Balance = venue
        .send(Request::GiftCards(GiftCardsRequest::Balance(card.code)), None)
        .await
        .unwrap();
    assert_eq!((balance.remaining.amount(), balance.expires_on), (AMOUNT, None));
    assert_eq!(venue.count("SELECT id FROM gift_cards"), 1);
    // It stays so when the time to pay is over.
    venue.run_until(NOON.plus_minutes(120)).await;
    assert_eq!(see(&venue, &ordered).await.status, OrderStatus::Issued);
}

#[tokio::test]
async fn a_token_that_is_not_the_orders_shows_nothing() {
    let venue = Venue::new("instant");
    let ordered = order(&venue, "a").await.unwrap();
    for token in [None, Some("guess".to_owned())] {
        let call = Request::GiftCards(GiftCardsRequest::Order(ordered.order_id.clone()));
        let response: Result<GiftCardOrder, _> = venue.send(call, token).await;
        assert_eq!(response, Err(VenueError::NotFound));
    }
}

#[tokio::test]
async fn an_unpaid_order_lapses_and_a_late_payment_is_refunded_with_a_letter() {
    let venue = Venue::with_mail();
    let ordered = order(&venue, "a").await.unwrap();
    // The bank is away while the time runs out, so nothing is closed there.
    venue.bank.away.set(8);
    venue.run_until(NOON.plus_minutes(76)).await;
    assert_eq!(see(&venue, &ordered).await.status, OrderStatus::Lapsed);
    assert!(venue.bank.pay());
    venue.bank.away.set(1);
    assert_eq!(venue.tell("n1").await, Ok(WebhookOutcome::Processed));
    // Not `lapsed`, which says that nothing was taken.
    assert_eq!(
        state(&see(&venue, &ordered).await),
        (OrderStatus::Refunding, PaymentStatus::Refunding)
    );
    venue.run_until(NOON.plus_minutes(180)).await;
    assert_eq!(
        state(&see(&venue, &ordered).await),
        (OrderStatus::Refunded, PaymentStatus::Refunded)
    );
    let letters = venue.office.taken.borrow();
    let [letter] = &letters[..] else {
        panic!("{:?}", venue.letters());
    };
    assert_eq!(letter.to.address, "ada@example.com");
    assert!(
        letter.text.contains("after the time to pay was over"),
        "{}",
        letter.text
    );
    let account = venue.bank.account();
    assert_eq!((account.paid, account.returned), (AMOUNT, AMOUNT));
    assert_eq!(venue.count("SELECT id FROM gift_cards"), 0);
}

#[tokio::test]
async fn a_crash_between_any_two_writes_makes_one_card_for_one_payment() {
    for writes in 0..12 {
        let venue = Venue::new("instant");
        venue.doom(writes);
        let _ = order(&venue, "a").await;
        let venue = venue.restarted();
        let ordered = order(&venue, "a").await.unwrap();
        assert!(venue.bank.pay());
        venue.doom(writes);
        let _ = venue.tell("n1").await;
        let venue = venue.restarted();
        venue.tell("n1").await.unwrap();
        assert_eq!(
            state(&see(&venue, &ordered).await),
            (OrderStatus::Issued, PaymentStatus::Paid),
            "after {writes} writes"
        );
        assert_eq!(venue.count("SELECT id FROM gift_cards"), 1);
        assert_eq!(venue.count("SELECT id FROM gift_card_transactions"), 1);
        assert_eq!(venue.bank.account().paid, AMOUNT);
    }
}
