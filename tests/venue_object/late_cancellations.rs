//! Facts about guests who cancel when the refund time is over, while the bank cannot be asked for what the restaurant has
//! said yes to.

use edge::venue::message::Request;
use serde_json::json;
use shared::payment::PaymentStatus;
use shared::reservation::{Reservation, Status};

use super::venue::{AMOUNT, NOON, Venue};

const GUEST: &str = "ada@example.com";
const RESTAURANT: &str = "table@example.com";
const DAY: i64 = 24 * 60;

/// A request that is accepted on the day before, which the bank does not hear of for this many calls.
async fn accepted(away: u32) -> (Venue, Reservation) {
    let venue = Venue::writing("request");
    let guest = json!({ "lastName": "Muster", "email": GUEST });
    let booked = venue.book_for(&guest, "a", "2026-11-25", None).await.unwrap();
    assert!(venue.bank.pay());
    venue.tell("n1").await.unwrap();
    venue.run_until(NOON.plus_minutes(4 * DAY)).await;
    venue.bank.away.set(away);
    venue.staff(&booked.id, Status::Booked).await;
    venue.run_until(NOON.plus_minutes(4 * DAY + 1)).await;
    venue.office.taken.borrow_mut().clear();
    (venue, booked)
}

async fn cancel(venue: &Venue, booked: &Reservation) {
    let call = Request::SetStatus(booked.id.clone(), Status::Cancelled);
    let _: Reservation = venue.send(call, booked.manage_token.clone()).await.unwrap();
}

#[tokio::test]
async fn what_is_to_be_taken_stays_with_the_restaurant_as_what_was_taken_does() {
    for away in [0, 6] {
        let (venue, booked) = accepted(away).await;
        assert_eq!(venue.bank.account().paid, if away == 0 { AMOUNT } else { 0 });
        cancel(&venue, &booked).await;
        let seen = venue.see(&booked).await.checkout.unwrap();
        assert_eq!(seen.status, PaymentStatus::Paid, "{away}");
        venue.run_until(NOON.plus_minutes(5 * DAY)).await;
        let account = venue.bank.account();
        assert_eq!((account.paid, account.returned), (AMOUNT, 0), "{away}");
        let taken = venue.office.taken.borrow();
        assert_eq!(taken.len(), 2, "{away}");
        for letter in taken.iter() {
            assert!(letter.text.contains("€68, paid; not refunded"), "{}", letter.text);
        }
    }
}

#[tokio::test]
async fn the_restaurant_is_told_if_the_bank_does_not_give_it() {
    let (venue, booked) = accepted(6).await;
    cancel(&venue, &booked).await;
    venue.bank.lets_go.set(true);
    venue.run_until(NOON.plus_minutes(5 * DAY)).await;
    assert_eq!(venue.letters_about("The money could not be taken"), [RESTAURANT]);
    assert_eq!(venue.bank.account().paid, 0);
}

#[tokio::test]
async fn the_restaurant_that_cancels_takes_nothing() {
    let (venue, booked) = accepted(6).await;
    venue.staff(&booked.id, Status::Cancelled).await;
    venue.run_until(NOON.plus_minutes(5 * DAY)).await;
    let account = venue.bank.account();
    assert!(account.closed && account.paid == 0, "{account:?}");
    for letter in venue.office.taken.borrow().iter() {
        assert!(!letter.text.contains("Deposit"), "{}", letter.text);
    }
}
