//! Facts about cancelled reservations: the refund, the e-mails, and the answer to a repeated request.

use edge::error::VenueError;
use edge::venue::message::Request;
use edge::venue::message::staff::StaffRequest;
use serde_json::{Value, json};
use shared::payment::PaymentStatus;
use shared::reservation::{Reservation, Status};

use super::venue::{AMOUNT, NOON, Venue};

/// Four days later: the day before the reservation, when its refund time is over.
const LATE: i64 = 4 * 24 * 60;

async fn book(venue: &Venue) -> Reservation {
    let guest = json!({ "lastName": "Lovelace", "email": "ada@example.com" });
    venue.book_for(&guest, "a", "2026-11-25", None).await.unwrap()
}

async fn paid() -> (Venue, Reservation) {
    let venue = Venue::with_mail();
    let booked = book(&venue).await;
    assert!(venue.bank.pay());
    venue.tell("n1").await.unwrap();
    venue.run_until(NOON).await;
    (venue, booked)
}

async fn by_guest(venue: &Venue, booked: &Reservation) {
    let call = Request::SetStatus(booked.id.clone(), Status::Cancelled);
    let _: Reservation = venue.send(call, booked.manage_token.clone()).await.unwrap();
}

/// The letters sent since these were looked at last: to whom, and what they say of the deposit.
async fn letters(venue: &Venue) -> Vec<(String, String)> {
    venue.run_until(venue.now.get()).await;
    let line = |text: &str| {
        let mut lines = text.lines().filter_map(|line| line.strip_prefix("Deposit: "));
        lines.next().unwrap_or_default().to_owned()
    };
    let mut letters: Vec<_> = venue
        .office
        .taken
        .borrow_mut()
        .drain(..)
        .map(|letter| (letter.to.address, line(&letter.text)))
        .collect();
    letters.sort();
    letters
}

fn both(to_guest: &str, to_restaurant: &str) -> [(String, String); 2] {
    [
        ("ada@example.com".to_owned(), to_guest.to_owned()),
        ("table@example.com".to_owned(), to_restaurant.to_owned()),
    ]
}

#[tokio::test]
async fn the_restaurant_gives_everything_back_however_late_it_calls_off() {
    for status in [Status::Cancelled, Status::Voided] {
        for minutes in [0, LATE] {
            let (venue, booked) = paid().await;
            venue.run_until(NOON.plus_minutes(minutes)).await;
            letters(&venue).await;
            venue.staff(&booked.id, status).await;
            assert_eq!(
                letters(&venue).await,
                both("€68, on its way back to you", "€68, on its way back to the guest"),
                "{status:?} {minutes}"
            );
            venue.run_until(NOON.plus_minutes(minutes + 60)).await;
            let account = venue.bank.account();
            assert_eq!((account.paid, account.returned), (AMOUNT, AMOUNT));
        }
    }
}

#[tokio::test]
async fn guests_who_arrived_and_leave_again_are_charged_by_the_rules_and_not_written_to() {
    let (venue, booked) = paid().await;
    venue.run_until(NOON.plus_minutes(LATE)).await;
    letters(&venue).await;
    venue.staff(&booked.id, Status::Arrived).await;
    venue.staff(&booked.id, Status::Cancelled).await;
    assert!(letters(&venue).await.is_empty());
    venue.run_until(NOON.plus_minutes(LATE + 60)).await;
    assert_eq!(venue.bank.account().returned, 0);
}

#[tokio::test]
async fn a_refund_to_guests_who_were_there_sends_an_email_to_both() {
    use Status as S;
    for (path, minutes) in [
        (&[S::Arrived, S::Voided][..], LATE),
        (&[S::Seated, S::Voided], LATE),
        (&[S::Arrived, S::Seated, S::Voided], LATE),
        (&[S::Arrived, S::Voided], 0),
        // Within the refund time.
        (&[S::Arrived, S::Cancelled], 0),
    ] {
        let (venue, booked) = paid().await;
        venue.run_until(NOON.plus_minutes(minutes)).await;
        letters(&venue).await;
        for status in path {
            venue.staff(&booked.id, *status).await;
        }
        assert_eq!(
            letters(&venue).await,
            both("€68, on its way back to you", "€68, on its way back to the guest"),
            "{path:?}"
        );
        venue.run_until(NOON.plus_minutes(minutes + 60)).await;
        assert_eq!(venue.bank.account().returned, AMOUNT);
    }
}

#[tokio::test]
async fn a_guest_cannot_cancel_once_staff_have_written_down_that_the_guests_are_there() {
    for path in [
        &[Status::Arrived][..],
        &[Status::Seated],
        &[Status::Seated, Status::Ordered],
    ] {
        let (venue, booked) = paid().await;
        for status in path {
            venue.staff(&booked.id, *status).await;
        }
        let call = Request::SetStatus(booked.id.clone(), Status::Cancelled);
        let answer = venue.send::<Reservation>(call, booked.manage_token.clone()).await;
        assert_eq!(answer.map(|_| ()), Err(VenueError::IllegalTransition), "{path:?}");
        assert_eq!(Some(&venue.see(&booked).await.status), path.last());
        venue.run_until(NOON.plus_minutes(60)).await;
        assert_eq!(venue.bank.account().returned, 0);
    }
}

#[tokio::test]
async fn a_guest_can_cancel_until_the_start_and_not_from_then_on() {
    // Wednesday at seven.
    let start = NOON.plus_minutes(LATE + 7 * 60);
    for (now, expected) in [
        (start.plus_seconds(-1), Ok(Status::Cancelled)),
        (start, Err(VenueError::IllegalTransition)),
        (start.plus_minutes(60), Err(VenueError::IllegalTransition)),
    ] {
        let (venue, booked) = paid().await;
        venue.run_until(now).await;
        let call = Request::SetStatus(booked.id.clone(), Status::Cancelled);
        let answer = venue.send::<Reservation>(call, booked.manage_token.clone()).await;
        assert_eq!(answer.map(|seen| seen.status), expected);
    }
}

#[tokio::test]
async fn a_guest_who_calls_off_late_leaves_the_money_and_both_are_written_to() {
    let (venue, booked) = paid().await;
    venue.run_until(NOON.plus_minutes(LATE)).await;
    letters(&venue).await;
    by_guest(&venue, &booked).await;
    assert_eq!(
        letters(&venue).await,
        both("€68, paid; not refunded", "€68, paid; not refunded")
    );
    venue.run_until(NOON.plus_minutes(LATE + 60)).await;
    assert_eq!(venue.bank.account().returned, 0);
}

#[tokio::test]
async fn a_cancellation_by_the_restaurant_during_a_payment_sends_emails_too() {
    for (status, letters_to) in [(Status::Cancelled, 2), (Status::Voided, 2)] {
        let venue = Venue::with_mail();
        let booked = book(&venue).await;
        venue.staff(&booked.id, status).await;
        assert_eq!(letters(&venue).await.len(), letters_to);
    }
    // A guest who abandons it, or does not pay, knows how long it was held. The letter that asks to pay is withdrawn.
    let venue = Venue::with_mail();
    let booked = book(&venue).await;
    by_guest(&venue, &booked).await;
    assert_eq!(letters(&venue).await, []);
}

#[tokio::test]
async fn the_same_key_again_answers_with_the_booking_as_it_is_now() {
    let (venue, booked) = paid().await;
    let again = book(&venue).await;
    assert_eq!(
        (again.status, &again.manage_token),
        (Status::Booked, &booked.manage_token)
    );
    by_guest(&venue, &booked).await;
    let again = book(&venue).await;
    assert_eq!((&again.id, again.status), (&booked.id, Status::Cancelled));
    let checkout = again.checkout.unwrap().status;
    assert!(matches!(
        checkout,
        PaymentStatus::Refunding | PaymentStatus::Refunded
    ));
    assert_eq!(venue.count("SELECT id FROM reservations"), 1);
}

#[tokio::test]
async fn the_answer_to_a_change_has_the_payment_that_is_waited_for() {
    let venue = Venue::with_mail();
    let booked = book(&venue).await;
    let change = serde_json::from_value(json!({ "minutes": 1_200 })).unwrap();
    let call = Request::Change(booked.id.clone(), Box::new(change));
    let moved: Value = venue.send(call, booked.manage_token.clone()).await.unwrap();
    assert_eq!(moved["status"], "payment_pending");
    assert_eq!(moved["minutes"], 1_200);
    assert_eq!(moved["checkout"], serde_json::to_value(&booked.checkout).unwrap());
}

#[tokio::test]
async fn a_second_cancellation_sends_no_email() {
    let (venue, booked) = paid().await;
    letters(&venue).await;
    for _ in 0..2 {
        let call = Request::Staff(StaffRequest::SetStatus(booked.id.clone(), Status::Cancelled));
        let _: Value = venue.send(call, None).await.unwrap();
    }
    assert_eq!(letters(&venue).await.len(), 2);
}

#[tokio::test]
async fn staff_who_do_without_a_payment_write_of_no_money() {
    for (confirmation, to) in [
        ("instant", Status::Booked),
        ("request", Status::Booked),
        ("request", Status::Requested),
    ] {
        let venue = Venue::writing(confirmation);
        let booked = book(&venue).await;
        venue.staff(&booked.id, to).await;
        assert_eq!(letters(&venue).await, both("", ""), "{confirmation} {to:?}");
        // Nor do later letters.
        let change = serde_json::from_value(json!({ "notes": "A dog" })).unwrap();
        let call = Request::Change(booked.id.clone(), Box::new(change));
        let _: Reservation = venue.send(call, booked.manage_token.clone()).await.unwrap();
        assert_eq!(letters(&venue).await, both("", ""), "{confirmation} {to:?}");
    }
}

#[tokio::test]
async fn where_no_card_is_kept_no_letter_says_that_one_is_charged() {
    let count_letters = |venue: &Venue| {
        let taken = venue.office.taken.borrow_mut().drain(..).collect::<Vec<_>>();
        let names_charge = |text: &str| text.contains("charged") || text.contains("#noshow=");
        (taken.len(), taken.iter().any(|letter| names_charge(&letter.text)))
    };
    // Staff do without it.
    let venue = Venue::with_guarantee();
    let booked = book(&venue).await;
    venue.staff(&booked.id, Status::Booked).await;
    venue.run_until(NOON).await;
    assert_eq!(count_letters(&venue), (2, false));
    // Staff book for a guest.
    let venue = Venue::with_guarantee();
    let request = json!({
        "experienceId": "dinner", "day": "2026-11-25", "minutes": 1_140, "attendees": 2, "locale": "en",
        "guest": { "lastName": "Lovelace", "email": "ada@example.com" },
    });
    let request = serde_json::from_value(request).unwrap();
    let made: Value = venue
        .send(Request::Staff(StaffRequest::Create(Box::new(request))), None)
        .await
        .unwrap();
    venue.run_until(NOON).await;
    assert_eq!(count_letters(&venue), (2, false), "{made}");
    // A card that is stored is said to be.
    let venue = Venue::with_guarantee();
    book(&venue).await;
    assert!(venue.bank.pay());
    venue.tell("n1").await.unwrap();
    venue.run_until(NOON).await;
    assert_eq!(count_letters(&venue), (2, true));
}
