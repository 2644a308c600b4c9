//! Facts about what letters on reservations say of money: whether it came, stays, or goes back.

use edge::venue::message::Request;
use shared::reservation::{Reservation, Status};

use super::venue::{NOON, Venue};

/// The deposit in the e-mails to the restaurant, the first first.
fn deposits(venue: &Venue) -> Vec<String> {
    let taken = venue.office.taken.borrow();
    let line = |text: &str| {
        let mut lines = text.lines().filter_map(|line| line.strip_prefix("Deposit: "));
        lines.next().unwrap_or_default().to_owned()
    };
    taken.iter().map(|letter| line(&letter.text)).collect()
}

async fn booked() -> (Venue, Reservation) {
    let venue = Venue::with_mail();
    let booked = venue.book("a").await.unwrap();
    assert!(venue.bank.pay());
    venue.tell("n1").await.unwrap();
    venue.run_until(NOON).await;
    (venue, booked)
}

async fn cancel(venue: &Venue, booked: &Reservation) {
    let call = Request::SetStatus(booked.id.clone(), Status::Cancelled);
    let response: Reservation = venue.send(call, booked.manage_token.clone()).await.unwrap();
    assert_eq!(response.status, Status::Cancelled);
    venue.run_until(venue.now.get()).await;
}

#[tokio::test]
async fn a_deposit_that_came_is_paid_and_one_that_goes_back_is_said_to() {
    let (venue, booked) = booked().await;
    cancel(&venue, &booked).await;
    assert_eq!(
        deposits(&venue),
        [
            "€68, paid; goes back if the guest cancels by Tuesday, 24 November 2026, 19:00",
            "€68, on its way back to the guest",
        ]
    );
}

#[tokio::test]
async fn a_deposit_of_a_table_that_is_given_back_too_late_stays() {
    let (venue, booked) = booked().await;
    venue.now.set(NOON.plus_minutes(4 * 24 * 60));
    cancel(&venue, &booked).await;
    assert_eq!(deposits(&venue)[1], "€68, paid; not refunded");
    assert_eq!(venue.bank.account().returned, 0);
}
