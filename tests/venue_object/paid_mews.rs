//! Facts about bookings at Mews that are paid for here: a hold, a confirmation, and one deposit in the hotel's books.

use std::time::Duration;

use couvert_tests::mews::{Booking, Payment, Trouble};
use couvert_tests::property::DINNER;
use fastrand::Rng;
use shared::reservation::Status;

use super::paid_system::{AtMews, EACH};
use super::venue::NOON;

const PRICE: i64 = 2 * EACH;

/// Where dinner for two is booked.
const PLACE: (&str, &str, u16) = (DINNER, "2026-11-25", 1_140);

/// How many crashes there are.
const CRASHES: u64 = 1_000;

/// The troubles with a call on the way from the payment to the posted deposit.
const TROUBLES: [Trouble; 5] = [
    Trouble::ResetBefore,
    Trouble::ResetAfter,
    Trouble::StatusBefore(502),
    Trouble::StatusAfter(502),
    Trouble::Garbage,
];

/// The bookings and the payments in the hotel's books.
fn kept(at: &AtMews) -> (Vec<Booking>, Vec<Payment>) {
    let now = u64::try_from(at.venue.now.get().unix()).unwrap();
    let mut simulator = at.system.borrow_mut();
    let books = simulator.books(Duration::from_secs(now));
    (books.bookings.clone(), books.payments.clone())
}

#[tokio::test(start_paused = true)]
async fn a_table_is_held_while_its_deposit_is_paid_and_the_deposit_is_posted() {
    let at = AtMews::simulated();
    let booked = at.book_at(PLACE, "the-booking").await.unwrap();
    assert_eq!(booked.status, Status::PaymentPending);
    let (bookings, payments) = kept(&at);
    assert_eq!((bookings[0].state, payments.len()), ("Optional", 0));
    at.pay().await;
    at.pass(2).await;
    let (bookings, payments) = kept(&at);
    let payment = &payments[0];
    // The venue has mail of its own, and Mews sends none.
    assert_eq!((bookings[0].state, bookings[0].mails), ("Confirmed", 0));
    assert_eq!((payments.len(), payment.cents, payment.is_net), (1, PRICE, false));
    assert_eq!(payment.reservation, booked.id.as_str());
    assert_eq!(at.venue.see(&booked).await.status, Status::Booked);
    assert_eq!(at.money(), (PRICE, 0));
}

#[tokio::test(start_paused = true)]
async fn a_table_whose_deposit_is_not_paid_is_free_again() {
    let at = AtMews::simulated();
    at.book_at(PLACE, "the-booking").await.unwrap();
    at.pass(31).await;
    let (bookings, payments) = kept(&at);
    assert_eq!((bookings[0].state, payments.len()), ("Canceled", 0));
}

#[tokio::test(start_paused = true)]
async fn a_refund_is_noted_for_the_staff() {
    let at = AtMews::simulated();
    let booked = at.book_at(PLACE, "the-booking").await.unwrap();
    at.pay().await;
    at.pass(2).await;
    assert_eq!(at.cancel(&booked).await.unwrap().status, Status::Cancelled);
    at.pass(2).await;
    assert_eq!(at.money(), (PRICE, PRICE));
    let (bookings, _) = kept(&at);
    let notes = bookings[0].notes.join(" ");
    assert!(notes.contains("The deposit of 68.00 EUR goes back"), "{notes}");
}

#[tokio::test(start_paused = true)]
async fn crashes_between_payment_and_posted_deposit_leave_one_deposit_each() {
    for seed in 0..CRASHES {
        let mut chance = Rng::with_seed(seed);
        let at = AtMews::simulated();
        let booked = at.book_at(PLACE, "the-booking").await.unwrap();
        assert!(at.venue.bank.pay());
        for path in ["reservations/confirm", "payments/addExternal", "payments/getAll"] {
            if chance.bool() {
                let trouble = TROUBLES[chance.usize(..TROUBLES.len())];
                at.system.borrow_mut().troubles.next_of(path, trouble);
            }
        }
        at.venue.doom(chance.u32(0..16));
        let _ = at.venue.tell("n1").await;
        at.venue.run_until(NOON).await;
        let at = at.restarted();
        at.venue.tell("n1").await.unwrap();
        at.pass(25).await;
        let (bookings, payments) = kept(&at);
        let states: Vec<&str> = bookings.iter().map(|one| one.state).collect();
        assert_eq!(states, ["Confirmed"], "seed {seed}");
        let cents: Vec<i64> = payments.iter().map(|one| one.cents).collect();
        assert_eq!(cents, [PRICE], "seed {seed}");
        assert_eq!(at.venue.see(&booked).await.status, Status::Booked, "seed {seed}");
        assert_eq!(at.money(), (PRICE, 0), "seed {seed}");
    }
}
