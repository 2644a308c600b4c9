//! Facts about payments that cannot be captured and refunds that fail: the e-mails, the reservation's status, and the
//! restaurant's acceptance.

use edge::error::VenueError;
use edge::venue::message::Request;
use edge::venue::message::payment::WebhookOutcome;
use serde_json::json;
use shared::payment::{PaymentProblem, PaymentStatus};
use shared::problem::ProblemCode;
use shared::reservation::{Reservation, Status};

use super::bank::Refunding;
use super::venue::{AMOUNT, NOON, Venue};

const GUEST: &str = "ada@example.com";
const RESTAURANT: &str = "table@example.com";
const DAY: i64 = 24 * 60;

async fn book(venue: &Venue) -> Reservation {
    let guest = json!({ "firstName": "Ada", "lastName": "Muster", "email": GUEST });
    venue.book_for(&guest, "a", "2026-11-29", None).await.unwrap()
}

/// A request whose money is set aside.
async fn requested(venue: &Venue) -> Reservation {
    let booked = book(venue).await;
    assert!(venue.bank.pay());
    assert_eq!(venue.tell("n1").await, Ok(WebhookOutcome::Processed));
    assert_eq!(venue.see(&booked).await.status, Status::Requested);
    booked
}

/// One that is paid, and then called off by the restaurant.
async fn voided(venue: &Venue) -> Reservation {
    let booked = book(venue).await;
    assert!(venue.bank.pay());
    venue.tell("n1").await.unwrap();
    venue.staff(&booked.id, Status::Voided).await;
    booked
}

/// The bank lets go of what it had set aside.
async fn let_go(venue: &Venue) {
    venue.bank.does(|account| {
        account.authorised = false;
        account.closed = true;
    });
    assert_eq!(venue.tell("n2").await, Ok(WebhookOutcome::Processed));
}

async fn problem(venue: &Venue, booked: &Reservation) -> Option<PaymentProblem> {
    venue.staff_sees(&booked.id).await.payment.unwrap().problem
}

#[tokio::test]
async fn a_yes_to_a_request_whose_money_is_gone_waits_for_another_payment() {
    let venue = Venue::writing("request");
    let booked = requested(&venue).await;
    let first = venue.see(&booked).await.checkout.unwrap().id;
    venue.run_until(NOON.plus_minutes(DAY)).await;
    let_go(&venue).await;
    assert_eq!(
        problem(&venue, &booked).await,
        Some(PaymentProblem::AuthorisationLost)
    );
    venue.run_until(NOON.plus_minutes(DAY)).await;
    assert_eq!(
        venue.letters_about("The money is no longer set aside"),
        [RESTAURANT]
    );
    let accepted = venue.try_staff(&booked.id, Status::Booked).await.unwrap();
    assert_eq!(accepted.reservation.status, Status::PaymentPending);
    assert_eq!(accepted.payment.unwrap().problem, None);
    venue.run_until(NOON.plus_minutes(DAY)).await;
    assert_eq!(venue.letters_about("Please pay to keep your table"), [GUEST]);
    let text = venue.office.taken.borrow().last().unwrap().text.clone();
    assert!(text.contains("Monday, 23 November 2026, 12:00"), "{text}");
    assert!(text.contains(&format!("#manage={}.", booked.id)), "{text}");
    // The table is held for another payment, which books it: the restaurant has accepted.
    let seen = venue.see(&booked).await;
    let checkout = seen.checkout.unwrap();
    assert_ne!(checkout.id, first);
    assert_eq!(checkout.deadline, Some(NOON.plus_minutes(2 * DAY)));
    assert!(venue.bank.pay_for(&checkout.id));
    venue.tell_of("n3", &checkout.id).await;
    let seen = venue.see(&booked).await;
    assert_eq!(
        (seen.status, seen.checkout.unwrap().status),
        (Status::Booked, PaymentStatus::Paid)
    );
    assert_eq!(venue.bank.account_of(&checkout.id).unwrap().paid, AMOUNT);
}

/// Moves it to another day, as its guest does.
async fn move_to(venue: &Venue, booked: &Reservation, day: &str) {
    let change = serde_json::from_value(json!({ "day": day })).unwrap();
    let call = Request::Change(booked.id.clone(), Box::new(change));
    let moved: Reservation = venue.send(call, booked.manage_token.clone()).await.unwrap();
    assert_eq!(moved.status, Status::PaymentPending);
}

#[tokio::test]
async fn who_moves_it_before_paying_anew_asks_the_restaurant_anew() {
    let venue = Venue::writing("request");
    let booked = requested(&venue).await;
    let_go(&venue).await;
    venue.staff(&booked.id, Status::Booked).await;
    venue.run_until(NOON.plus_minutes(1)).await;
    assert_eq!(venue.letters_about("New request"), [RESTAURANT]);
    move_to(&venue, &booked, "2026-11-28").await;
    let checkout = venue.see(&booked).await.checkout.unwrap();
    assert!(venue.bank.pay_for(&checkout.id));
    venue.tell_of("n3", &checkout.id).await;
    assert_eq!(venue.see(&booked).await.status, Status::Requested);
    venue.run_until(NOON.plus_minutes(2)).await;
    assert_eq!(venue.letters_about("New request"), [RESTAURANT; 2]);
    let taken = venue.office.taken.borrow();
    let mut asked = taken
        .iter()
        .rev()
        .filter(|letter| letter.to.address == RESTAURANT);
    let text = &asked.next().unwrap().text;
    assert!(text.contains("28 November 2026"), "{text}");
}

#[tokio::test]
async fn the_time_to_pay_anew_ends_at_the_new_start_at_the_latest() {
    let venue = Venue::writing("request");
    let booked = requested(&venue).await;
    let_go(&venue).await;
    venue.staff(&booked.id, Status::Booked).await;
    move_to(&venue, &booked, "2026-11-21").await;
    // The same evening at seven.
    let start = NOON.plus_minutes(7 * 60);
    assert_eq!(venue.see(&booked).await.checkout.unwrap().deadline, Some(start));
    let call = Request::ExtendHold(booked.id.clone());
    let seen: Reservation = venue.send(call, booked.manage_token.clone()).await.unwrap();
    assert_eq!(seen.checkout.unwrap().deadline, Some(start));
    venue.run_until(start).await;
    assert_eq!(venue.see(&booked).await.status, Status::Cancelled);
    // Both had known of it.
    venue.run_until(start.plus_minutes(1)).await;
    assert_eq!(venue.letters_about("Cancelled: your table"), [GUEST]);
    assert_eq!(venue.letters_about("Reservation cancelled"), [RESTAURANT]);
}

#[tokio::test]
async fn a_reservation_that_is_not_paid_anew_in_time_is_cancelled_with_an_email_to_both() {
    let venue = Venue::writing("request");
    let booked = requested(&venue).await;
    let_go(&venue).await;
    venue.staff(&booked.id, Status::Booked).await;
    venue.run_until(NOON.plus_minutes(DAY)).await;
    assert_eq!(venue.see(&booked).await.status, Status::Cancelled);
    venue.run_until(NOON.plus_minutes(DAY)).await;
    assert_eq!(venue.letters_about("Cancelled: your table"), [GUEST]);
    assert_eq!(venue.letters_about("Reservation cancelled"), [RESTAURANT]);
    // Its table is free.
    venue.book_with("b", "2026-11-29", None).await.unwrap();
}

#[tokio::test]
async fn who_cancels_before_paying_anew_is_called_off_for_both() {
    let venue = Venue::writing("request");
    let booked = requested(&venue).await;
    let_go(&venue).await;
    venue.staff(&booked.id, Status::Booked).await;
    let call = Request::SetStatus(booked.id.clone(), Status::Cancelled);
    let _: Reservation = venue.send(call, booked.manage_token.clone()).await.unwrap();
    venue.run_until(NOON.plus_minutes(1)).await;
    assert_eq!(venue.letters_about("Cancelled: your table"), [GUEST]);
    assert_eq!(venue.letters_about("Reservation cancelled"), [RESTAURANT]);
}

#[tokio::test]
async fn who_cannot_be_asked_is_not_accepted_without_the_money() {
    let venue = Venue::writing("request");
    let booked = venue.book_with("a", "2026-11-29", None).await.unwrap();
    assert!(venue.bank.pay());
    venue.tell("n1").await.unwrap();
    let_go(&venue).await;
    let response = venue.try_staff(&booked.id, Status::Booked).await.map(|_| ());
    assert_eq!(response, Err(VenueError::Refused(ProblemCode::PaymentLost)));
    assert_eq!(venue.see(&booked).await.status, Status::Requested);
    venue.staff(&booked.id, Status::Declined).await;
    assert_eq!(problem(&venue, &booked).await, None);
}

#[tokio::test]
async fn a_capture_that_fails_after_the_restaurant_s_yes_sends_an_email_and_stands() {
    let venue = Venue::writing("request");
    let booked = requested(&venue).await;
    venue.bank.lets_go.set(true);
    venue.staff(&booked.id, Status::Booked).await;
    venue.run_until(NOON.plus_minutes(60)).await;
    assert_eq!(
        problem(&venue, &booked).await,
        Some(PaymentProblem::CaptureFailed)
    );
    assert_eq!(venue.letters_about("The money could not be taken"), [RESTAURANT]);
    assert_eq!(venue.see(&booked).await.status, Status::Booked);
    // The authorisation is released.
    assert!(venue.bank.account().closed);
}

#[tokio::test]
async fn a_refund_is_on_its_way_until_it_is_done() {
    let venue = Venue::writing("instant");
    venue.bank.refunding.set(Refunding::Waits);
    let booked = voided(&venue).await;
    venue.run_until(NOON.plus_minutes(3 * DAY)).await;
    let status = venue.see(&booked).await.checkout.unwrap().status;
    assert_eq!(status, PaymentStatus::Refunding);
    assert_eq!(venue.bank.account().refunds.len(), 1);
    venue.bank.settle_refunds(true);
    venue.tell("n2").await.unwrap();
    let status = venue.see(&booked).await.checkout.unwrap().status;
    assert_eq!(status, PaymentStatus::Refunded);
    assert_eq!(problem(&venue, &booked).await, None);
    assert_eq!(venue.count("SELECT subject FROM due WHERE kind = 'payment'"), 0);
}

#[tokio::test]
async fn a_refund_whose_notice_got_lost_is_looked_for() {
    let venue = Venue::writing("instant");
    venue.bank.refunding.set(Refunding::Waits);
    let booked = voided(&venue).await;
    venue.run_until(NOON.plus_minutes(30)).await;
    venue.bank.settle_refunds(true);
    venue.run_until(NOON.plus_minutes(DAY)).await;
    let status = venue.see(&booked).await.checkout.unwrap().status;
    assert_eq!(status, PaymentStatus::Refunded);
}

#[tokio::test]
async fn a_refund_that_the_bank_refuses_sends_an_email_to_both_and_is_repeated() {
    let venue = Venue::writing("instant");
    let booked = voided(&venue).await;
    venue.run_until(NOON.plus_minutes(1)).await;
    let status = venue.see(&booked).await.checkout.unwrap().status;
    assert_eq!(status, PaymentStatus::Refunded);
    // Days later it comes back.
    venue.bank.does(|account| {
        for (_, settled) in account.refunds.values_mut() {
            *settled = Some(false);
        }
        account.returned = 0;
    });
    venue.run_until(NOON.plus_minutes(2 * DAY)).await;
    venue.tell("n2").await.unwrap();
    let status = venue.see(&booked).await.checkout.unwrap().status;
    assert_eq!(status, PaymentStatus::Refunding);
    assert_eq!(problem(&venue, &booked).await, Some(PaymentProblem::RefundFailed));
    venue.run_until(NOON.plus_minutes(2 * DAY)).await;
    assert_eq!(venue.letters_about("A refund was turned down"), [RESTAURANT]);
    assert_eq!(venue.letters_about("Your refund did not arrive"), [GUEST]);
    assert_eq!(venue.bank.account().returned, 0);
    venue.run_until(NOON.plus_minutes(3 * DAY)).await;
    let account = venue.bank.account();
    assert_eq!((account.returned, account.refunds.len()), (AMOUNT, 2));
    assert_eq!(problem(&venue, &booked).await, None);
}

#[tokio::test]
async fn a_refund_is_tried_once_a_day_for_as_long_as_it_takes() {
    let venue = Venue::writing("instant");
    let booked = book(&venue).await;
    assert!(venue.bank.pay());
    venue.tell("n1").await.unwrap();
    venue.bank.away.set(40);
    venue.staff(&booked.id, Status::Voided).await;
    venue.run_until(NOON.plus_minutes(10 * DAY)).await;
    assert_eq!(venue.bank.account().returned, 0);
    assert_eq!(problem(&venue, &booked).await, Some(PaymentProblem::RefundStuck));
    assert_eq!(venue.letters_about("A refund has not succeeded"), [RESTAURANT]);
    venue.run_until(NOON.plus_minutes(60 * DAY)).await;
    assert_eq!(venue.bank.account().returned, AMOUNT);
    assert_eq!(problem(&venue, &booked).await, None);
    assert_eq!(venue.letters_about("A refund has not succeeded"), [RESTAURANT]);
}

#[tokio::test]
async fn a_dispute_sends_an_email_and_its_lost_amount_is_not_refunded_again() {
    let venue = Venue::writing("instant");
    let booked = book(&venue).await;
    assert!(venue.bank.pay());
    venue.tell("n1").await.unwrap();
    let dispute = |won| {
        venue.bank.does(|account| {
            account.disputes.insert("dp_1".to_owned(), (AMOUNT, won));
        });
    };
    dispute(None);
    venue.tell("n2").await.unwrap();
    assert_eq!(problem(&venue, &booked).await, Some(PaymentProblem::Disputed));
    dispute(Some(false));
    venue.tell("n3").await.unwrap();
    assert_eq!(problem(&venue, &booked).await, Some(PaymentProblem::DisputeLost));
    venue.staff(&booked.id, Status::Voided).await;
    venue.run_until(NOON.plus_minutes(DAY)).await;
    assert_eq!(venue.letters_about("A payment is disputed"), [RESTAURANT]);
    assert_eq!(venue.letters_about("A dispute is lost"), [RESTAURANT]);
    assert_eq!(venue.bank.account().refunds.len(), 0);
}

#[tokio::test]
async fn each_of_several_disputes_sends_an_email_with_its_own_amount_in_each_state() {
    let venue = Venue::writing("instant");
    book(&venue).await;
    assert!(venue.bank.pay());
    venue.tell("n1").await.unwrap();
    let dispute = |id: &str, amount, won| {
        venue.bank.does(|account| {
            account.disputes.insert(id.to_owned(), (amount, won));
        });
    };
    let dispute_letters = || {
        let mut headings = Vec::new();
        for letter in venue.office.taken.borrow_mut().drain(..) {
            let subject = letter.subject.as_str();
            let heading = subject.split_once(" (").map_or(subject, |(heading, _)| heading);
            if letter.to.address == RESTAURANT && heading.contains("dispute") {
                headings.push(heading.to_owned());
            }
        }
        headings.sort();
        headings
    };
    // Both are opened first and decided afterwards.
    dispute("dp_1", 1_000, None);
    dispute("dp_2", 2_500, None);
    venue.tell("n2").await.unwrap();
    venue.run_until(NOON.plus_minutes(1)).await;
    assert_eq!(
        dispute_letters(),
        ["A payment is disputed: €10", "A payment is disputed: €25"]
    );
    dispute("dp_1", 1_000, Some(false));
    venue.tell("n3").await.unwrap();
    dispute("dp_2", 2_500, Some(false));
    venue.tell("n4").await.unwrap();
    venue.run_until(NOON.plus_minutes(2)).await;
    assert_eq!(
        dispute_letters(),
        ["A dispute is lost: €10", "A dispute is lost: €25"]
    );
    // A repeated webhook sends no e-mail.
    venue.tell("n5").await.unwrap();
    venue.run_until(NOON.plus_minutes(3)).await;
    assert_eq!(dispute_letters(), Vec::<String>::new());
}

#[tokio::test]
async fn a_refund_that_is_turned_down_is_made_once_a_day_until_one_is_made_by_hand() {
    let venue = Venue::writing("instant");
    venue.bank.refunding.set(Refunding::Fails);
    let booked = voided(&venue).await;
    venue.run_until(NOON.plus_minutes(40 * DAY + 60)).await;
    assert_eq!(venue.bank.account().refunds.len(), 41);
    assert_eq!(problem(&venue, &booked).await, Some(PaymentProblem::RefundFailed));
    assert_eq!(venue.letters_about("A refund was turned down"), [RESTAURANT; 2]);
    assert_eq!(venue.letters_about("Your refund did not arrive"), [GUEST]);
    venue.bank.refund_by_hand("by-hand", AMOUNT);
    venue.run_until(NOON.plus_minutes(42 * DAY)).await;
    assert_eq!(venue.bank.account().refunds.len(), 42);
    let status = venue.see(&booked).await.checkout.unwrap().status;
    assert_eq!(status, PaymentStatus::Refunded);
    assert_eq!(problem(&venue, &booked).await, None);
}
