//! Facts about what a gift card had paid for a reservation, where the purchase of the card was withdrawn meanwhile.

use edge::venue::message::Request;
use edge::venue::message::gift_card::GiftCardsRequest;
use serde_json::json;
use shared::gift_card::{Balance, Withdrawal, WithdrawalRequest};
use shared::reservation::{Reservation, Status};

use super::venue::{AMOUNT, NOON, Venue};

const WORTH: i64 = 10_000;

#[tokio::test]
async fn what_a_withdrawn_card_had_paid_goes_to_its_purchaser_when_the_table_is_cancelled() {
    let venue = Venue::with_mail();
    let (order, token) = venue.buy_card(WORTH).await;
    let code = order.card.as_ref().unwrap().code;
    let guest = json!({ "firstName": "Ada", "lastName": "Muster", "email": "ada@example.com" });
    let booked = venue
        .book_for(&guest, "a", "2026-11-25", Some(&code.text()))
        .await
        .unwrap();
    assert_eq!(booked.status, Status::Booked);
    let call = GiftCardsRequest::Withdraw(order.order_id.clone(), WithdrawalRequest { confirm: true });
    let withdrawn: Withdrawal = venue.send(Request::GiftCards(call), Some(token)).await.unwrap();
    assert_eq!(withdrawn.refund.amount(), WORTH - AMOUNT);
    venue.run_until(NOON.plus_minutes(60)).await;
    assert_eq!(venue.bank.account().returned, WORTH - AMOUNT);
    let call = Request::SetStatus(booked.id.clone(), Status::Cancelled);
    let _: Reservation = venue.send(call, booked.manage_token.clone()).await.unwrap();
    venue.run_until(NOON.plus_minutes(120)).await;
    // All of it is refunded to the purchaser, and none is on the card.
    assert_eq!(venue.bank.account().returned, WORTH);
    let balance: Balance = venue
        .send(Request::GiftCards(GiftCardsRequest::Balance(code)), None)
        .await
        .unwrap();
    assert_eq!(balance.remaining.amount(), 0);
    assert_eq!(
        venue.letters_about("More of your money goes back"),
        ["cleo@example.com"]
    );
    assert_eq!(
        venue.letters_about("Your money is on its way back"),
        ["cleo@example.com"; 2]
    );
    assert_eq!(
        venue.letters_about("What your gift card had paid"),
        ["ada@example.com"]
    );
}

#[tokio::test]
async fn each_stuck_refund_of_an_order_sends_an_email_to_the_restaurant() {
    const DAY: i64 = 24 * 60;
    let venue = Venue::with_mail();
    let (order, token) = venue.buy_card(WORTH).await;
    let code = order.card.as_ref().unwrap().code.text();
    let guest = json!({ "lastName": "Muster", "email": "ada@example.com" });
    let booked = venue.book_for(&guest, "a", "2026-12-20", Some(&code)).await;
    let booked = booked.unwrap();
    venue.bank.away.set(1_000);
    let call = GiftCardsRequest::Withdraw(order.order_id.clone(), WithdrawalRequest { confirm: true });
    let _: Withdrawal = venue.send(Request::GiftCards(call), Some(token)).await.unwrap();
    venue.run_until(NOON.plus_minutes(10 * DAY)).await;
    let stuck = || venue.letters_about("A refund has not succeeded");
    assert_eq!(stuck(), ["table@example.com"]);
    venue.bank.away.set(0);
    venue.run_until(NOON.plus_minutes(12 * DAY)).await;
    assert_eq!(venue.bank.account().returned, WORTH - AMOUNT);
    venue.bank.away.set(1_000);
    let call = Request::SetStatus(booked.id.clone(), Status::Cancelled);
    let _: Reservation = venue.send(call, booked.manage_token.clone()).await.unwrap();
    venue.run_until(NOON.plus_minutes(22 * DAY)).await;
    assert_eq!(stuck(), ["table@example.com"; 2]);
    venue.bank.away.set(0);
    venue.run_until(NOON.plus_minutes(24 * DAY)).await;
    assert_eq!(venue.bank.account().returned, WORTH);
}

#[tokio::test]
async fn what_goes_back_while_a_letter_of_it_is_handed_over_is_told_by_another() {
    let venue = Venue::with_mail();
    let (order, token) = venue.buy_card(WORTH).await;
    let call = GiftCardsRequest::Withdraw(order.order_id.clone(), WithdrawalRequest { confirm: true });
    let _: Withdrawal = venue.send(Request::GiftCards(call), Some(token)).await.unwrap();
    venue.run_until(NOON.plus_minutes(60)).await;
    for is_told in ["share", "refunded"] {
        let sent = || {
            venue.letters_about(if is_told == "share" {
                "More of"
            } else {
                "Your money is on"
            })
        };
        let before = sent().len();
        // As where another reservation is cancelled that the card had paid a part of.
        let queue = if is_told == "share" {
            "INSERT OR REPLACE INTO due (kind, subject, at, tries)
             SELECT 'gift_card_letter', 'share/' || id, 0, 0 FROM gift_card_orders"
        } else {
            "INSERT OR REPLACE INTO due (kind, subject, at, tries)
             SELECT 'gift_card_letter', 'refunded/' || id, 0, 0 FROM gift_card_orders"
        };
        venue.write(queue);
        venue.office.meanwhile.replace(Some(venue.later(queue)));
        venue.run_until(venue.now.get().plus_minutes(1)).await;
        assert_eq!(sent().len(), before + 2, "{is_told}");
    }
}
