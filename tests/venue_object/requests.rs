//! Facts about requests that the restaurant does not answer: at their start they are declined, and the money goes back.

use edge::venue::message::Request;
use serde_json::json;
use shared::reservation::{Reservation, Status};
use shared::time::Instant;

use super::venue::{AMOUNT, NOON, Venue};

const GUEST: &str = "ada@example.com";
const RESTAURANT: &str = "table@example.com";
const DAY: i64 = 24 * 60;

/// Seven in the evening of the fourth day.
const START: Instant = Instant::from_unix(1_795_629_600);

async fn book(venue: &Venue, code: Option<&str>) -> Reservation {
    let guest = json!({ "lastName": "Muster", "email": GUEST });
    venue.book_for(&guest, "a", "2026-11-25", code).await.unwrap()
}

/// A request whose money is set aside.
async fn requested(venue: &Venue) -> Reservation {
    let booked = book(venue, None).await;
    assert!(venue.bank.pay());
    venue.tell("n1").await.unwrap();
    assert_eq!(venue.see(&booked).await.status, Status::Requested);
    booked
}

async fn move_to(venue: &Venue, booked: &Reservation, day: &str) {
    let change = serde_json::from_value(json!({ "day": day })).unwrap();
    let call = Request::Change(booked.id.clone(), Box::new(change));
    let moved: Reservation = venue.send(call, booked.manage_token.clone()).await.unwrap();
    assert_eq!(moved.status, Status::Requested);
}

fn jobs(venue: &Venue) -> usize {
    venue.count("SELECT subject FROM due WHERE kind = 'request_end'")
}

#[tokio::test]
async fn an_unanswered_request_is_declined_at_its_start_with_an_email_to_both() {
    let venue = Venue::writing("request");
    let booked = requested(&venue).await;
    venue.run_until(START.plus_seconds(-1)).await;
    assert_eq!(venue.see(&booked).await.status, Status::Requested);
    venue.office.taken.borrow_mut().clear();
    venue.run_until(START.plus_minutes(5)).await;
    assert_eq!(venue.see(&booked).await.status, Status::Declined);
    // What was set aside is set free.
    let account = venue.bank.account();
    assert!(account.closed && account.paid == 0, "{account:?}");
    assert_eq!(venue.letters_about("Your request at"), [GUEST]);
    assert_eq!(venue.letters_about("Request not answered"), [RESTAURANT]);
    assert_eq!(venue.letters().len(), 2);
    assert_eq!(jobs(&venue), 0);
}

#[tokio::test]
async fn money_that_was_taken_goes_back_when_the_request_after_a_move_is_not_answered() {
    let venue = Venue::writing("request");
    let booked = requested(&venue).await;
    venue.staff(&booked.id, Status::Booked).await;
    venue.run_until(NOON.plus_minutes(60)).await;
    assert_eq!((venue.bank.account().paid, jobs(&venue)), (AMOUNT, 0));
    move_to(&venue, &booked, "2026-11-26").await;
    // It ends at its new start.
    venue.run_until(START.plus_minutes(60)).await;
    assert_eq!(venue.see(&booked).await.status, Status::Requested);
    venue.office.taken.borrow_mut().clear();
    venue.run_until(START.plus_minutes(DAY + 60)).await;
    assert_eq!(venue.see(&booked).await.status, Status::Declined);
    let account = venue.bank.account();
    assert_eq!((account.paid, account.returned), (AMOUNT, AMOUNT));
    let taken = venue.office.taken.borrow();
    for (to, text) in [
        (GUEST, "€68, on its way back to you"),
        (RESTAURANT, "€68, on its way back to the guest"),
    ] {
        let letter = taken.iter().find(|letter| letter.to.address == to).unwrap();
        assert!(letter.text.contains(text), "{}", letter.text);
    }
}

#[tokio::test]
async fn what_a_gift_card_had_set_aside_is_on_it_again() {
    let venue = Venue::writing("request");
    let code = venue.card(AMOUNT).await;
    let booked = book(&venue, Some(&code.text())).await;
    assert_eq!(
        (booked.status, venue.card_balance(code).await),
        (Status::Requested, 0)
    );
    venue.run_until(START.plus_minutes(1)).await;
    assert_eq!(venue.see(&booked).await.status, Status::Declined);
    assert_eq!(venue.card_balance(code).await, AMOUNT);
}

#[tokio::test]
async fn an_answer_in_time_leaves_nothing_to_end() {
    for (answer, seen) in [
        (Status::Booked, Status::Booked),
        (Status::Declined, Status::Declined),
        (Status::Unconfirmed, Status::Unconfirmed),
    ] {
        let venue = Venue::writing("request");
        let booked = requested(&venue).await;
        assert_eq!(jobs(&venue), 1);
        venue.staff(&booked.id, answer).await;
        assert_eq!(jobs(&venue), 0, "{answer:?}");
        venue.run_until(START.plus_minutes(60)).await;
        assert_eq!(venue.see(&booked).await.status, seen);
    }
}

#[tokio::test]
async fn what_a_gift_card_had_set_aside_for_an_evening_that_stayed_unconfirmed_is_on_it_a_day_later() {
    let venue = Venue::writing("request");
    let code = venue.card(AMOUNT).await;
    let booked = book(&venue, Some(&code.text())).await;
    venue.staff(&booked.id, Status::Unconfirmed).await;
    venue.run_until(START.plus_minutes(DAY)).await;
    assert_eq!(venue.card_balance(code).await, 0);
    venue.run_until(START.plus_minutes(3 * DAY)).await;
    assert_eq!(venue.card_balance(code).await, AMOUNT);
}

#[tokio::test]
async fn nothing_is_taken_of_guests_who_did_not_come_to_what_was_never_certain() {
    let venue = Venue::writing("request");
    let code = venue.card(2_000).await;
    let booked = book(&venue, Some(&code.text())).await;
    let payment = booked.checkout.clone().unwrap().id;
    assert!(venue.bank.pay_for(&payment));
    venue.tell_of("n1", &payment).await;
    venue.staff(&booked.id, Status::Unconfirmed).await;
    venue.run_until(START.plus_minutes(60)).await;
    venue.staff(&booked.id, Status::NoShow).await;
    venue.run_until(START.plus_minutes(120)).await;
    let account = venue.bank.account_of(&payment).unwrap();
    assert!(account.closed && account.paid == 0, "{account:?}");
    assert_eq!(venue.card_balance(code).await, 2_000);
}

#[tokio::test]
async fn requests_of_an_older_database_end_too_and_what_is_long_over_is_told_only_of_money() {
    for is_paid in [false, true] {
        let venue = Venue::writing("request");
        let booked = requested(&venue).await;
        if is_paid {
            venue.staff(&booked.id, Status::Booked).await;
            venue.run_until(NOON.plus_minutes(60)).await;
            move_to(&venue, &booked, "2026-11-26").await;
        }
        venue.run_until(NOON.plus_minutes(120)).await;
        venue.write("DELETE FROM due WHERE kind = 'request_end'");
        venue.run_until(START.plus_minutes(5 * DAY)).await;
        assert_eq!(venue.see(&booked).await.status, Status::Requested);
        venue.office.taken.borrow_mut().clear();
        // As the migration does.
        venue.write(
            "INSERT OR IGNORE INTO due (kind, subject, at, tries)
             SELECT 'request_end', id, starts_at, 0 FROM reservations WHERE status = 'requested'",
        );
        venue.run_until(START.plus_minutes(5 * DAY + 10)).await;
        assert_eq!(venue.see(&booked).await.status, Status::Declined);
        assert_eq!(venue.letters().len(), if is_paid { 2 } else { 0 });
    }
}
