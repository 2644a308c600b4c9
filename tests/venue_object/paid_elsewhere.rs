//! Facts about bookings at another system that are paid for here.

use edge::error::VenueError;
use edge::provider::remote::CancelReason;
use serde_json::json;
use shared::payment::PaymentStatus;
use shared::reservation::{Reservation, Status};
use shared::validation::{FieldCode, FieldError};

use super::paid_system::{EACH, Hotel};

const PRICE: i64 = 2 * EACH;
const CONFIRMED: &str = "Your table at Linde: ";
const CANCELLED: &str = "Cancelled: your table at Linde";
const REGRETS: &str = "There is no table for you";

fn not_offered(pointer: &str) -> VenueError {
    VenueError::Fields(vec![FieldError::new(pointer, FieldCode::NotOffered)])
}

fn payment_of(reservation: &Reservation) -> PaymentStatus {
    reservation.checkout.as_ref().unwrap().status
}

/// A hotel with a reservation that is paid and confirmed.
async fn confirmed() -> (Hotel, Reservation) {
    let hotel = Hotel::new();
    let booked = hotel.book("the-booking").await.unwrap();
    hotel.pay().await;
    hotel.pass(1).await;
    (hotel, booked)
}

#[tokio::test(start_paused = true)]
async fn a_booking_is_held_paid_and_confirmed_and_its_deposit_is_posted_once() {
    let hotel = Hotel::new();
    let booked = hotel.book("the-booking").await.unwrap();
    assert_eq!(booked.status, Status::PaymentPending);
    let payment = booked.checkout.clone().unwrap();
    assert_eq!((payment.amount.amount(), payment.extendable), (PRICE, false));
    assert_eq!(hotel.system.held_tables(), (1, 1));
    hotel.pay().await;
    let _ = hotel.venue.tell("n1").await;
    let _ = hotel.venue.tell("n2").await;
    hotel.pass(30).await;
    let seen = hotel.venue.see(&booked).await;
    assert_eq!(
        (seen.status, payment_of(&seen)),
        (Status::Booked, PaymentStatus::Paid)
    );
    assert_eq!(hotel.system.held_tables(), (1, 0));
    assert_eq!(hotel.system.posted(), [(payment.id.to_string(), PRICE)]);
    assert_eq!(hotel.money(), (PRICE, 0));
    assert_eq!(hotel.venue.letters_about(CONFIRMED), ["ada@example.com"]);
    let complaints = hotel.venue.complaints.borrow();
    assert!(complaints.is_empty(), "{complaints:?}");
}

#[tokio::test(start_paused = true)]
async fn the_same_key_is_answered_with_the_same_booking() {
    let hotel = Hotel::new();
    let booked = hotel.book("the-booking").await.unwrap();
    let again = hotel.book("the-booking").await.unwrap();
    assert_eq!(again, booked);
    assert_eq!(hotel.system.held_tables(), (1, 1));
    assert_eq!(hotel.venue.count("SELECT id FROM payments"), 1);
}

#[tokio::test(start_paused = true)]
async fn what_is_not_paid_in_time_is_released() {
    let hotel = Hotel::new();
    let booked = hotel.book("the-booking").await.unwrap();
    // The hold stays for ten minutes, and the payment is due before that.
    hotel.pass(9).await;
    let seen = hotel.venue.see(&booked).await;
    assert_eq!(
        (seen.status, payment_of(&seen)),
        (Status::Cancelled, PaymentStatus::Lapsed)
    );
    assert_eq!(hotel.system.held_tables(), (0, 0));
    assert_eq!(
        hotel.system.cancel_reason(&booked.id),
        Some(CancelReason::Abandoned)
    );
    assert!(hotel.venue.bank.account().closed);
    assert_eq!(hotel.venue.letters_about("Finish paying"), ["ada@example.com"]);
    assert_eq!(hotel.venue.letters().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_hold_that_is_gone_when_the_money_comes_gives_it_back_and_says_so() {
    let hotel = Hotel::new();
    let booked = hotel.book("the-booking").await.unwrap();
    hotel.system.cancel_all();
    hotel.pay().await;
    hotel.pass(5).await;
    let seen = hotel.venue.see(&booked).await;
    assert_eq!(
        (seen.status, payment_of(&seen)),
        (Status::Cancelled, PaymentStatus::Refunded)
    );
    assert_eq!(hotel.money(), (PRICE, PRICE));
    assert_eq!(hotel.venue.letters_about(REGRETS), ["ada@example.com"]);
    assert!(hotel.system.posted().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_hotel_that_is_away_for_minutes_confirms_afterwards() {
    let hotel = Hotel::new();
    let booked = hotel.book("the-booking").await.unwrap();
    hotel.system.set_away(true);
    hotel.pay().await;
    hotel.pass(4).await;
    // The guest sees it without a call of the hotel.
    let seen = hotel.venue.see(&booked).await;
    assert_eq!(
        (seen.status, payment_of(&seen)),
        (Status::PaymentPending, PaymentStatus::Paid)
    );
    hotel.system.set_away(false);
    hotel.pass(4).await;
    assert_eq!(hotel.venue.see(&booked).await.status, Status::Booked);
    assert_eq!((hotel.system.posted().len(), hotel.money()), (1, (PRICE, 0)));
}

#[tokio::test(start_paused = true)]
async fn a_hotel_that_stays_away_gives_the_money_back_at_the_deadline() {
    let hotel = Hotel::new();
    let booked = hotel.book("the-booking").await.unwrap();
    hotel.system.set_away(true);
    hotel.pay().await;
    hotel.skip(5).await;
    assert_eq!(hotel.money(), (PRICE, 0));
    hotel.skip(2).await;
    let seen = hotel.venue.see(&booked).await;
    assert_eq!(
        (seen.status, payment_of(&seen)),
        (Status::Cancelled, PaymentStatus::Refunded)
    );
    assert_eq!(hotel.money(), (PRICE, PRICE));
    assert_eq!(hotel.venue.letters_about(REGRETS), ["ada@example.com"]);
}

#[tokio::test(start_paused = true)]
async fn a_cancellation_in_time_gives_the_money_back_and_a_late_one_does_not() {
    for (hours, back) in [(1, PRICE), (4 * 24, 0)] {
        let (hotel, booked) = confirmed().await;
        hotel.skip(hours).await;
        let cancelled = hotel.cancel(&booked).await.unwrap();
        assert_eq!(cancelled.status, Status::Cancelled, "{hours}");
        assert_eq!(
            hotel.system.cancel_reason(&booked.id),
            Some(CancelReason::ByGuest)
        );
        hotel.pass(2).await;
        assert_eq!(hotel.money(), (PRICE, back), "{hours}");
        // The hotel's staff have to book what went back.
        let noted = Some(back).filter(|back| *back > 0);
        assert_eq!(hotel.system.refund_noted(&booked.id), noted, "{hours}");
        assert_eq!(hotel.system.held_tables(), (0, 0));
        assert_eq!(hotel.venue.letters_about(CANCELLED), ["ada@example.com"]);
        // Cancelled it stays.
        assert_eq!(hotel.cancel(&booked).await.unwrap().status, Status::Cancelled);
    }
}

#[tokio::test(start_paused = true)]
async fn a_cancellation_while_the_hotel_is_away_is_carried_out_later() {
    let (hotel, booked) = confirmed().await;
    hotel.system.set_away(true);
    // The refund is decided now, and the hotel cannot be asked whether the guests are there.
    let refused = hotel.cancel(&booked).await;
    assert!(matches!(refused, Err(VenueError::Away { .. })), "{refused:?}");
    hotel.system.set_away(false);
    assert_eq!(hotel.cancel(&booked).await.unwrap().status, Status::Cancelled);
    hotel.pass(2).await;
    assert_eq!(hotel.money(), (PRICE, PRICE));
}

#[tokio::test(start_paused = true)]
async fn a_guest_who_cancels_before_paying_has_nothing_to_pay() {
    let hotel = Hotel::new();
    let booked = hotel.book("the-booking").await.unwrap();
    assert_eq!(hotel.cancel(&booked).await.unwrap().status, Status::Cancelled);
    hotel.pass(2).await;
    assert_eq!(hotel.system.held_tables(), (0, 0));
    assert!(hotel.venue.bank.account().closed);
}

#[tokio::test(start_paused = true)]
async fn a_table_that_the_hotel_takes_away_gives_the_money_back() {
    for is_looked_at in [true, false] {
        let (hotel, booked) = confirmed().await;
        hotel.system.cancel_all();
        if is_looked_at {
            assert_eq!(hotel.venue.see(&booked).await.status, Status::Cancelled);
            hotel.pass(2).await;
        } else {
            // The venue looks when the reservation begins.
            hotel.skip(4 * 24 + 8).await;
        }
        assert_eq!(hotel.money(), (PRICE, PRICE), "{is_looked_at}");
        assert_eq!(
            hotel.system.refund_noted(&booked.id),
            Some(PRICE),
            "{is_looked_at}"
        );
        assert_eq!(hotel.venue.letters_about(CANCELLED), ["ada@example.com"]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_table_that_is_not_listed_any_more_after_the_evening_was_not_taken_away() {
    let (hotel, _) = confirmed().await;
    // An hour before it begins, until the night.
    hotel.skip(4 * 24 + 6).await;
    hotel.system.set_away(true);
    hotel.skip(8).await;
    hotel.system.set_away(false);
    hotel.system.forget_all();
    hotel.skip(48).await;
    assert_eq!(hotel.money(), (PRICE, 0));
    assert_eq!(hotel.venue.letters_about(CANCELLED), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn a_move_at_the_same_price_is_made_in_place_and_another_price_is_refused() {
    let (hotel, booked) = confirmed().await;
    let moved = hotel.change(&booked, json!({ "minutes": 1_200 })).await.unwrap();
    assert_eq!((moved.minutes.get(), moved.status), (1_200, Status::Booked));
    assert_eq!(hotel.venue.see(&booked).await.minutes.get(), 1_200);
    // The same again is no change.
    hotel.change(&booked, json!({ "minutes": 1_200 })).await.unwrap();
    hotel.pass(1).await;
    let about_move = "Your table at Linde has changed";
    assert_eq!(hotel.venue.letters_about(about_move), ["ada@example.com"]);
    let larger = hotel.change(&booked, json!({ "attendees": 3 })).await;
    assert_eq!(larger, Err(not_offered("/attendees")));
    hotel.system.take_deposits(EACH + 100);
    let dearer = hotel.change(&booked, json!({ "minutes": 1_140 })).await;
    assert_eq!(dearer, Err(not_offered("/minutes")));
    assert_eq!((hotel.system.held_tables(), hotel.money()), ((1, 0), (PRICE, 0)));
}

#[tokio::test(start_paused = true)]
async fn the_time_of_refunds_moves_along_and_does_not_open_again() {
    let (hotel, booked) = confirmed().await;
    let before = hotel.venue.see(&booked).await.refund_until.unwrap();
    let later = json!({ "day": "2026-11-26" });
    let moved = hotel.change(&booked, later).await.unwrap();
    assert_eq!(moved.refund_until, Some(before.plus_minutes(24 * 60)));
    // Past the deadline of the 26th.
    hotel.skip(4 * 24 + 8).await;
    let moved = hotel
        .change(&booked, json!({ "day": "2026-11-28" }))
        .await
        .unwrap();
    assert_eq!(moved.refund_until, Some(before.plus_minutes(24 * 60)));
}

#[tokio::test(start_paused = true)]
async fn a_hold_cannot_be_moved() {
    let hotel = Hotel::new();
    let booked = hotel.book("the-booking").await.unwrap();
    let moved = hotel.change(&booked, json!({ "minutes": 1_200 })).await;
    assert_eq!(moved, Err(VenueError::IllegalTransition));
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_paid_here_is_not_booked() {
    let off = Hotel::with(None);
    assert_eq!(off.book("the-booking").await, Err(not_offered("/minutes")));
    let cheap = Hotel::new();
    cheap.system.take_deposits(1);
    assert_eq!(cheap.book("the-booking").await, Err(not_offered("/minutes")));
    for hotel in [off, cheap] {
        assert!(!hotel.system.take_calls().contains(&"create"));
        assert_eq!(hotel.venue.count("SELECT id FROM remote_bookings"), 0);
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_guest_chooses_reaches_the_hotel_at_the_price_that_was_quoted() {
    let hotel = Hotel::new();
    let chosen = json!({
        "people": [{ "category": "adult", "count": 1 }, { "category": "child", "count": 1 }],
        "addOns": [{ "id": "wine", "quantity": 4 }],
    });
    let quote = hotel.quote(&chosen).await.unwrap();
    assert_eq!((quote.total.amount(), quote.due_now.amount()), (18_100, PRICE));
    let mut agreed = chosen.clone();
    agreed["quoted"] = json!({ "total": quote.total, "dueNow": quote.due_now });
    let booked = hotel.book_with(&agreed, "the-booking").await.unwrap();
    hotel.pay().await;
    hotel.pass(1).await;
    let seen = hotel.venue.see(&booked).await;
    assert_eq!(seen.status, Status::Booked);
    for reservation in [&booked, &seen] {
        let people: Vec<u8> = reservation.people.iter().map(|one| one.count).collect();
        assert_eq!(people, [1, 1]);
        assert_eq!(reservation.add_ons[0].total.amount(), 4 * 2_900);
        assert_eq!(reservation.total, Some(quote.total));
    }
    // Two of six are left.
    let sold_out = hotel.book_with(&chosen, "another").await;
    assert_eq!(sold_out, Err(not_offered("/addOns")));
    agreed["quoted"]["total"]["amount"] = json!(1);
    let other = hotel.book_with(&agreed, "a-third").await;
    assert!(matches!(other, Err(VenueError::PriceChanged { .. })), "{other:?}");
}
