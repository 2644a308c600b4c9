//! Facts about tables that are held while they are paid for.

use edge::error::VenueError;
use edge::venue::message::Request;
use edge::venue::message::payment::WebhookOutcome;
use serde_json::json;
use shared::payment::PaymentStatus;
use shared::reservation::{Reservation, Status};

use super::venue::{AMOUNT, NOON, Venue};

fn state(reservation: &Reservation) -> (Status, PaymentStatus) {
    let checkout = reservation.checkout.as_ref();
    (reservation.status, checkout.expect("it has a payment").status)
}

#[tokio::test]
async fn a_table_is_held_while_it_is_paid_for_and_booked_then() {
    let venue = Venue::new("instant");
    let booked = venue.book("a").await.unwrap();
    assert_eq!(state(&booked), (Status::PaymentPending, PaymentStatus::Open));
    let checkout = booked.checkout.clone().unwrap();
    assert_eq!(checkout.amount.amount(), AMOUNT);
    assert_eq!(checkout.deadline, Some(NOON.plus_minutes(30)));
    assert!(checkout.extendable && checkout.handover.is_some());
    assert!(matches!(venue.book("b").await, Err(VenueError::Taken { .. })));
    assert!(venue.bank.pay());
    assert_eq!(venue.tell("n1").await, Ok(WebhookOutcome::Processed));
    let seen = venue.see(&booked).await;
    assert_eq!(state(&seen), (Status::Booked, PaymentStatus::Paid));
    // The payment's secret is deleted.
    assert_eq!(seen.checkout.unwrap().handover, None);
    venue.run_until(NOON.plus_minutes(600)).await;
    assert_eq!(
        state(&venue.see(&booked).await),
        (Status::Booked, PaymentStatus::Paid)
    );
}

#[tokio::test]
async fn the_same_order_again_has_the_same_payment() {
    let venue = Venue::new("instant");
    let (one, other) = (venue.book("a").await.unwrap(), venue.book("a").await.unwrap());
    assert_eq!(one.checkout, other.checkout);
    assert_eq!(venue.bank.accounts.borrow().len(), 1);
}

#[tokio::test]
async fn what_is_not_paid_in_time_is_free_for_others() {
    let venue = Venue::new("instant");
    let booked = venue.book("a").await.unwrap();
    venue.run_until(NOON.plus_minutes(29)).await;
    assert_eq!(venue.see(&booked).await.status, Status::PaymentPending);
    venue.run_until(NOON.plus_minutes(30)).await;
    assert_eq!(
        state(&venue.see(&booked).await),
        (Status::Cancelled, PaymentStatus::Lapsed)
    );
    assert!(venue.bank.account().closed);
    assert!(!venue.bank.pay());
    venue.book("b").await.unwrap();
}

#[tokio::test]
async fn the_deadline_can_be_put_off_once() {
    let venue = Venue::new("instant");
    let booked = venue.book("a").await.unwrap();
    let extend = || {
        venue.send::<Reservation>(
            Request::ExtendHold(booked.id.clone()),
            booked.manage_token.clone(),
        )
    };
    let checkout = extend().await.unwrap().checkout.unwrap();
    assert_eq!(checkout.deadline, Some(NOON.plus_minutes(60)));
    assert!(!checkout.extendable);
    assert_eq!(extend().await, Err(VenueError::IllegalTransition));
    venue.run_until(NOON.plus_minutes(59)).await;
    assert_eq!(venue.see(&booked).await.status, Status::PaymentPending);
    venue.run_until(NOON.plus_minutes(60)).await;
    assert_eq!(venue.see(&booked).await.status, Status::Cancelled);
}

#[tokio::test]
async fn a_stranger_cannot_put_it_off() {
    let venue = Venue::new("instant");
    let booked = venue.book("a").await.unwrap();
    let response: Result<Reservation, _> = venue
        .send(Request::ExtendHold(booked.id), Some("guess".to_owned()))
        .await;
    assert_eq!(response, Err(VenueError::NotFound));
}

#[tokio::test]
async fn what_is_paid_too_late_goes_back_by_itself_and_its_payer_is_told_once() {
    let venue = Venue::with_mail();
    let guest = json!({ "lastName": "Lovelace", "email": "ada@example.com" });
    let booked = venue.book_for(&guest, "a", "2026-11-25", None).await.unwrap();
    // The bank is away while the time runs out, so nothing is closed there.
    venue.bank.away.set(8);
    venue.run_until(NOON.plus_minutes(46)).await;
    assert_eq!(venue.see(&booked).await.status, Status::Cancelled);
    assert!(venue.bank.pay());
    venue.bank.away.set(3);
    assert_eq!(venue.tell("n1").await, Ok(WebhookOutcome::Processed));
    assert_eq!(
        state(&venue.see(&booked).await),
        (Status::Cancelled, PaymentStatus::Refunding)
    );
    venue.run_until(NOON.plus_minutes(120)).await;
    assert_eq!(
        state(&venue.see(&booked).await),
        (Status::Cancelled, PaymentStatus::Refunded)
    );
    let account = venue.bank.account();
    assert_eq!((account.paid, account.returned), (AMOUNT, AMOUNT));
    venue.tell("n2").await.unwrap();
    venue.run_until(NOON.plus_minutes(180)).await;
    assert_eq!(
        venue.letters_about("Your payment came too late"),
        ["ada@example.com"]
    );
    assert_eq!(venue.letters_about("Finish paying"), ["ada@example.com"]);
    assert_eq!(venue.letters().len(), 2);
}

#[tokio::test]
async fn a_guest_whose_table_is_held_finds_the_way_to_pay_in_a_letter() {
    let venue = Venue::with_mail();
    let guest = json!({ "lastName": "Lovelace", "email": "ada@example.com" });
    let booked = venue.book_for(&guest, "a", "2026-11-25", None).await.unwrap();
    venue.run_until(NOON).await;
    {
        let taken = venue.office.taken.borrow();
        assert_eq!(taken.len(), 1);
        let letter = &taken[0];
        assert!(
            letter.is_limited
                && letter
                    .subject
                    .starts_with("Finish paying: your table is held until ")
        );
        let link = format!(
            "?view=manage#manage={}.{}",
            booked.id,
            booked.manage_token.as_deref().unwrap()
        );
        assert!(letter.text.contains(&link), "{}", letter.text);
    }
    // The same booking again writes no second one.
    venue.book_for(&guest, "a", "2026-11-25", None).await.unwrap();
    venue.run_until(NOON.plus_minutes(1)).await;
    assert_eq!(venue.letters().len(), 1);
    assert!(venue.bank.pay());
    venue.tell("n1").await.unwrap();
    venue.run_until(NOON.plus_minutes(2)).await;
    assert_eq!(venue.letters_about("Your table at"), ["ada@example.com"]);
}

#[tokio::test]
async fn a_guest_who_has_paid_by_then_is_not_asked_to() {
    let venue = Venue::with_mail();
    let guest = json!({ "lastName": "Lovelace", "email": "ada@example.com" });
    venue.book_for(&guest, "a", "2026-11-25", None).await.unwrap();
    assert!(venue.bank.pay());
    venue.tell("n1").await.unwrap();
    venue.run_until(NOON.plus_minutes(5)).await;
    assert_eq!(venue.letters_about("Finish paying"), [""; 0]);
    assert_eq!(venue.letters_about("Your table at"), ["ada@example.com"]);
}

#[tokio::test]
async fn a_guest_who_leaves_a_card_is_asked_for_it_and_not_for_money() {
    let venue = Venue::with_guarantee();
    let guest = json!({ "lastName": "Lovelace", "email": "ada@example.com" });
    venue.book_for(&guest, "a", "2026-11-25", None).await.unwrap();
    venue.run_until(NOON).await;
    assert_eq!(venue.letters_about("Leave a card"), ["ada@example.com"]);
    let taken = venue.office.taken.borrow();
    assert!(
        taken[0].text.contains("charged only if nobody comes"),
        "{}",
        taken[0].text
    );
}

#[tokio::test]
async fn what_is_paid_though_staff_did_without_it_goes_back_and_its_payer_is_told() {
    let venue = Venue::with_mail();
    let guest = json!({ "lastName": "Lovelace", "email": "ada@example.com" });
    let booked = venue.book_for(&guest, "a", "2026-11-25", None).await.unwrap();
    venue.bank.away.set(1);
    venue.staff(&booked.id, Status::Booked).await;
    assert!(venue.bank.pay());
    venue.tell("n1").await.unwrap();
    venue.run_until(NOON.plus_minutes(120)).await;
    assert_eq!(venue.see(&booked).await.status, Status::Booked);
    assert_eq!(venue.bank.account().returned, AMOUNT);
    assert_eq!(
        venue.letters_about("Your payment came too late"),
        ["ada@example.com"]
    );
}

#[tokio::test]
async fn a_hold_is_looked_at_again_before_it_lapses_while_the_bank_is_away() {
    for looks in [1, 3, 5] {
        let venue = Venue::new("instant");
        let booked = venue.book("a").await.unwrap();
        // Paid in time, but without a webhook.
        assert!(venue.bank.pay());
        venue.bank.away.set(looks);
        venue.run_until(NOON.plus_minutes(30)).await;
        assert_eq!(venue.see(&booked).await.status, Status::PaymentPending, "{looks}");
        venue.run_until(NOON.plus_minutes(46)).await;
        assert_eq!(
            state(&venue.see(&booked).await),
            (Status::Booked, PaymentStatus::Paid),
            "{looks}"
        );
        assert_eq!(venue.bank.account().returned, 0);
    }
}

#[tokio::test]
async fn a_bank_that_stays_away_keeps_a_table_for_a_quarter_of_an_hour() {
    let venue = Venue::new("instant");
    let booked = venue.book("a").await.unwrap();
    venue.bank.away.set(1_000);
    venue.run_until(NOON.plus_minutes(40)).await;
    assert_eq!(venue.see(&booked).await.status, Status::PaymentPending);
    venue.run_until(NOON.plus_minutes(46)).await;
    assert_eq!(venue.see(&booked).await.status, Status::Cancelled);
    venue.book("b").await.unwrap();
}

#[tokio::test]
async fn a_refund_whose_answer_got_lost_is_not_made_twice() {
    let venue = Venue::new("instant");
    let booked = venue.book("a").await.unwrap();
    assert!(venue.bank.pay());
    venue.tell("n1").await.unwrap();
    venue.staff(&booked.id, Status::Voided).await;
    venue.bank.mute_refunds.set(1);
    venue.run_until(NOON.plus_minutes(60)).await;
    let account = venue.bank.account();
    assert_eq!((account.paid, account.returned), (AMOUNT, AMOUNT));
    assert_eq!(
        state(&venue.see(&booked).await),
        (Status::Voided, PaymentStatus::Refunded)
    );
}

#[tokio::test]
async fn a_repeated_webhook_is_read_once_and_a_forged_one_leaves_no_trace() {
    let venue = Venue::new("instant");
    let booked = venue.book("a").await.unwrap();
    assert!(venue.bank.pay());
    let forged = venue.bank.notice("n0");
    for signature in [None, Some("forged")] {
        let heard = venue.deliver(forged.as_bytes(), signature).await;
        assert_eq!(heard, Ok(WebhookOutcome::Rejected));
    }
    assert_eq!(venue.see(&booked).await.status, Status::PaymentPending);
    assert_eq!(venue.count("SELECT id FROM payment_notices"), 0);
    assert_eq!(venue.tell("n1").await, Ok(WebhookOutcome::Processed));
    assert_eq!(venue.tell("n1").await, Ok(WebhookOutcome::Duplicate));
    assert_eq!(venue.count("SELECT id FROM payment_notices"), 1);
    assert_eq!(venue.see(&booked).await.status, Status::Booked);
}

#[tokio::test]
async fn where_no_notice_comes_the_bank_is_asked_before_the_table_is_given_up() {
    let venue = Venue::new("instant");
    let booked = venue.book("a").await.unwrap();
    assert!(venue.bank.pay());
    venue.run_until(NOON.plus_minutes(30)).await;
    assert_eq!(
        state(&venue.see(&booked).await),
        (Status::Booked, PaymentStatus::Paid)
    );
}

#[tokio::test]
async fn an_unreachable_provider_is_called_again_by_the_next_read() {
    let venue = Venue::new("instant");
    venue.bank.away.set(1);
    let booked = venue.book("a").await.unwrap();
    assert_eq!(booked.checkout.as_ref().unwrap().handover, None);
    assert_eq!(*venue.complaints.borrow(), ["the bank is away"]);
    let seen = venue.see(&booked).await;
    assert!(seen.checkout.unwrap().handover.is_some());
}

#[tokio::test]
async fn a_request_is_paid_for_once_the_restaurant_says_yes() {
    for (answer, is_taken) in [(Status::Booked, true), (Status::Declined, false)] {
        let venue = Venue::new("request");
        let booked = venue.book("a").await.unwrap();
        assert_eq!(booked.status, Status::PaymentPending);
        assert!(venue.bank.pay());
        venue.tell("n1").await.unwrap();
        assert_eq!(
            state(&venue.see(&booked).await),
            (Status::Requested, PaymentStatus::Authorised)
        );
        venue.staff(&booked.id, answer).await;
        venue.run_until(NOON.plus_minutes(60)).await;
        let account = venue.bank.account();
        assert_eq!(account.paid == AMOUNT, is_taken, "{account:?}");
        assert_eq!(account.closed, !is_taken, "{account:?}");
    }
}

#[tokio::test]
async fn an_early_cancellation_is_refunded_and_a_late_one_is_not() {
    for (days, returned) in [(0, AMOUNT), (4, 0)] {
        let venue = Venue::new("instant");
        let booked = venue.book("a").await.unwrap();
        assert!(venue.bank.pay());
        venue.tell("n1").await.unwrap();
        venue.run_until(NOON.plus_minutes(days * 24 * 60)).await;
        let call = Request::SetStatus(booked.id.clone(), Status::Cancelled);
        let _: Reservation = venue.send(call, booked.manage_token.clone()).await.unwrap();
        venue.run_until(NOON.plus_minutes((days + 1) * 24 * 60)).await;
        assert_eq!(venue.bank.account().returned, returned);
    }
}

#[tokio::test]
async fn what_is_called_off_while_it_is_paid_goes_back() {
    let venue = Venue::new("instant");
    let booked = venue.book("a").await.unwrap();
    venue.bank.away.set(1);
    assert!(venue.bank.pay());
    venue.staff(&booked.id, Status::Cancelled).await;
    venue.tell("n1").await.unwrap();
    venue.run_until(NOON.plus_minutes(60)).await;
    let account = venue.bank.account();
    assert_eq!((account.paid, account.returned), (AMOUNT, AMOUNT));
}

/// Books, pays or not, and calls off or not; each step may fail as the object dies.
async fn course(venue: &Venue, pays: bool, calls_off: bool) {
    let Ok(booked) = venue.book("a").await else {
        return;
    };
    if pays && !venue.bank.accounts.borrow().is_empty() && venue.bank.pay() {
        let _ = venue.tell("n1").await;
    }
    if calls_off {
        let call = Request::SetStatus(booked.id.clone(), Status::Voided);
        let _ = venue.send::<Reservation>(call, booked.manage_token.clone()).await;
    }
    venue.run_until(NOON.plus_minutes(5)).await;
}

#[tokio::test]
async fn wherever_the_object_dies_money_and_tables_agree_in_the_end() {
    for (pays, calls_off) in [(true, false), (false, false), (true, true), (false, true)] {
        for writes in 0..24 {
            let venue = Venue::new("instant");
            venue.doom(writes);
            course(&venue, pays, calls_off).await;
            let venue = venue.restarted();
            // The guest repeats the request, and the provider its webhook.
            let booked = venue.book("a").await.unwrap();
            if venue.bank.account().paid > 0 {
                venue.tell("n1").await.unwrap();
            }
            venue.run_until(NOON.plus_minutes(24 * 60)).await;
            let seen = venue.see(&booked).await;
            let account = venue.bank.account();
            let balance = account.paid - account.returned;
            let text = format!("{writes} {pays} {calls_off}: {seen:?} {account:?}");
            match seen.status {
                Status::Booked => assert_eq!(balance, AMOUNT, "{text}"),
                Status::Cancelled | Status::Voided => {
                    assert_eq!(balance, 0, "{text}");
                    assert!(account.closed || account.paid > 0, "{text}");
                    venue.book("b").await.unwrap();
                }
                _ => panic!("{text}"),
            }
        }
    }
}
