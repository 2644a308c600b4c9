//! Facts about the money of requests that the restaurant answers from its letter: what the page says is what happens.

use std::rc::Rc;

use edge::error::VenueError;
use edge::venue::message::request_answer::MoneyEffect;
use edge::venue::message::staff::RequestView;
use serde_json::json;
use shared::money::{Currency, Money};
use shared::reservation::Status;

use super::request_answers::{GUEST, accept, book, change, decline, look, newest_link, requested, status};
use super::venue::{AMOUNT, NOON, Venue};

fn effects(view: &RequestView) -> (&[MoneyEffect], &[MoneyEffect]) {
    (&view.accepting, &view.declining)
}

fn euros(amount: i64) -> Money {
    Money::new(amount, Currency::EUR).unwrap()
}

#[tokio::test]
async fn an_amount_that_is_set_aside_is_captured_or_released() {
    let venue = Venue::writing("request");
    let (_, link) = requested(&venue).await;
    assert_eq!(
        effects(&look(&venue, &link).await),
        (
            [MoneyEffect::Captured(euros(AMOUNT))].as_slice(),
            [MoneyEffect::Released(euros(AMOUNT))].as_slice()
        )
    );
}

#[tokio::test]
async fn the_effects_on_money_are_those_that_happen() {
    // A gift card pays all of it.
    let venue = Venue::writing("request");
    let code = venue.card(AMOUNT).await;
    book(&venue, Some(&code.text())).await;
    venue.run_until(NOON).await;
    let link = newest_link(&venue);
    assert_eq!(
        effects(&look(&venue, &link).await),
        (
            [].as_slice(),
            [MoneyEffect::GiftCardReturned(euros(AMOUNT))].as_slice()
        )
    );
    decline(&venue, &link, None).await;
    assert_eq!(venue.card_balance(code).await, AMOUNT);
    // Paid, and asked for again by a move.
    let venue = Venue::writing("request");
    let (booked, link) = requested(&venue).await;
    accept(&venue, &link).await;
    venue.run_until(NOON.plus_minutes(60)).await;
    change(&venue, &booked, json!({ "day": "2026-11-26" })).await;
    venue.run_until(NOON.plus_minutes(61)).await;
    let link = newest_link(&venue);
    assert_eq!(
        effects(&look(&venue, &link).await),
        ([].as_slice(), [MoneyEffect::Refunded(euros(AMOUNT))].as_slice())
    );
    decline(&venue, &link, None).await;
    venue.run_until(NOON.plus_minutes(120)).await;
    assert_eq!(venue.bank.account().returned, AMOUNT);
}

#[tokio::test]
async fn the_stored_card_of_a_declined_request_is_forgotten() {
    let terms = json!({ "type": "card_guarantee", "pricePerGuest": 3_400, "dueMinutes": 30 });
    let mut settings = serde_json::to_value(Venue::writing("request").settings).unwrap();
    settings["engine"]["experiences"][0]["payment"] = terms;
    let settings = serde_json::from_value(settings).unwrap();
    let venue = Venue::of(settings, Rc::new(|_, _| Err(VenueError::NotFound)));
    let booked = book(&venue, None).await;
    let payment = booked.checkout.clone().unwrap().id;
    assert!(venue.bank.pay_for(&payment));
    venue.tell_of("kept", &payment).await;
    venue.run_until(NOON).await;
    let link = newest_link(&venue);
    assert_eq!(
        effects(&look(&venue, &link).await),
        ([].as_slice(), [MoneyEffect::CardForgotten].as_slice())
    );
    decline(&venue, &link, None).await;
    venue.run_until(NOON.plus_minutes(60)).await;
    assert!(venue.bank.account_of(&payment).unwrap().closed);
}

#[tokio::test]
async fn accepting_after_the_money_was_lost_asks_the_guest_to_pay() {
    let venue = Venue::writing("request");
    let (_, link) = requested(&venue).await;
    venue.bank.does(|account| {
        account.authorised = false;
        account.closed = true;
    });
    venue.tell("n2").await.unwrap();
    let view = look(&venue, &link).await;
    assert_eq!(
        effects(&view),
        ([MoneyEffect::AskedFor(euros(AMOUNT))].as_slice(), [].as_slice())
    );
    assert!(view.reservation.payment.unwrap().problem.is_some());
    assert_eq!(status(&accept(&venue, &link).await), Status::PaymentPending);
    venue.run_until(NOON).await;
    assert_eq!(venue.letters_about("Please pay to keep your table"), [GUEST]);
}
