//! Facts about bookings at Molzait that are paid for here: it holds them as `payment_pending`, and knows no hold that lapses.

use couvert_tests::molzait::{CHEFS_TABLE, Misbehaviour, Operation};
use edge::provider::SlotsQuestion;
use edge::venue::message::Request;
use serde_json::json;
use shared::availability::{Slot, SlotStatus};
use shared::reservation::{Reservation, Status};

use super::paid_system::AtMolzait;
use super::venue::NOON;

/// The price of two guests.
const PRICE: i64 = 9_000;
/// When the paid sitting of the chef's table begins, on a Friday.
const PLACE: (&str, &str, u16) = (CHEFS_TABLE, "2026-11-27", 1_110);

/// The statuses of what is in Molzait's books, by their order.
fn statuses(at: &AtMolzait) -> Vec<&'static str> {
    let now = u64::try_from(at.venue.now.get().unix()).unwrap();
    let mut simulator = at.system.borrow_mut();
    let books = simulator.books(std::time::Duration::from_secs(now));
    books.reservations().iter().map(|one| one.status).collect()
}

async fn booked(at: &AtMolzait) -> Reservation {
    at.book_at(PLACE, "the-booking").await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_paid_time_is_open_with_its_terms() {
    let at = AtMolzait::simulated();
    let question: SlotsQuestion = serde_json::from_value(json!({
        "experience_id": CHEFS_TABLE, "attendees": 2, "day": PLACE.1, "moving": null,
    }))
    .unwrap();
    let slots: Vec<Slot> = at.venue.send(Request::Slots(question), None).await.unwrap();
    let slot = slots.iter().find(|slot| slot.minutes.get() == PLACE.2).unwrap();
    let terms = slot.payment.as_ref().unwrap();
    assert_eq!((slot.status, terms.amount.amount()), (SlotStatus::Open, PRICE));
    assert!(slot.reasons.is_empty(), "{:?}", slot.reasons);
}

#[tokio::test(start_paused = true)]
async fn a_booking_is_pending_until_it_is_paid_and_booked_then() {
    let at = AtMolzait::simulated();
    let booked = booked(&at).await;
    assert_eq!(statuses(&at), ["payment_pending"]);
    at.pay().await;
    at.pass(2).await;
    assert_eq!(statuses(&at), ["booked"]);
    assert_eq!(at.venue.see(&booked).await.status, Status::Booked);
    assert_eq!(at.money(), (PRICE, 0));
    assert_eq!(
        at.venue.letters_about("Your table at Linde: "),
        ["ada@example.com"]
    );
}

#[tokio::test(start_paused = true)]
async fn a_booking_that_is_not_paid_is_cancelled_there() {
    let at = AtMolzait::simulated();
    let booked = booked(&at).await;
    at.pass(31).await;
    assert_eq!(statuses(&at), ["cancelled"]);
    assert_eq!(at.venue.see(&booked).await.status, Status::Cancelled);
}

#[tokio::test(start_paused = true)]
async fn a_booking_that_molzait_has_cancelled_before_the_money_came_is_refunded() {
    let at = AtMolzait::simulated();
    let booked = booked(&at).await;
    assert!(at.system.borrow_mut().set_status(booked.id.as_str(), "cancelled"));
    at.pay().await;
    at.pass(5).await;
    assert_eq!(at.money(), (PRICE, PRICE));
    assert_eq!(at.venue.see(&booked).await.status, Status::Cancelled);
    assert_eq!(
        at.venue.letters_about("There is no table for you"),
        ["ada@example.com"]
    );
}

#[tokio::test(start_paused = true)]
async fn answers_that_get_lost_are_looked_for() {
    for operation in [Operation::Create, Operation::Update] {
        for misbehaviour in [Misbehaviour::ResetBefore, Misbehaviour::ResetAfter] {
            let at = AtMolzait::simulated();
            let case = format!("{operation:?} {misbehaviour:?}");
            at.system
                .borrow_mut()
                .faults
                .script(Some(operation), 1, misbehaviour);
            let booked = if let Ok(booked) = at.book_at(PLACE, "the-booking").await {
                booked
            } else {
                // Whether it was made is not known yet: the guest asks again.
                at.pass(1).await;
                booked(&at).await
            };
            at.pay().await;
            at.pass(10).await;
            assert_eq!(at.venue.see(&booked).await.status, Status::Booked, "{case}");
            assert_eq!(statuses(&at), ["booked"], "{case}");
            assert_eq!(at.money(), (PRICE, 0), "{case}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_crash_between_any_two_steps_ends_with_one_table() {
    for writes in 0..12 {
        let at = AtMolzait::simulated();
        let booked = booked(&at).await;
        assert!(at.venue.bank.pay());
        at.venue.doom(writes);
        let _ = at.venue.tell("n1").await;
        at.venue.run_until(NOON).await;
        let at = at.restarted();
        at.venue.tell("n1").await.unwrap();
        at.pass(8).await;
        assert_eq!(at.venue.see(&booked).await.status, Status::Booked, "{writes}");
        assert_eq!(
            (statuses(&at), at.money()),
            (vec!["booked"], (PRICE, 0)),
            "{writes}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_cancellation_gives_the_money_back_by_the_terms_of_the_booking() {
    // The price goes back until two days before.
    for (hours, back) in [(1, PRICE), (5 * 24, 0)] {
        let at = AtMolzait::simulated();
        let booked = booked(&at).await;
        at.pay().await;
        at.pass(1).await;
        at.skip(hours).await;
        assert_eq!(at.cancel(&booked).await.unwrap().status, Status::Cancelled);
        at.pass(2).await;
        assert_eq!(statuses(&at), ["cancelled"]);
        assert_eq!(at.money(), (PRICE, back), "{hours}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_paid_booking_is_not_moved() {
    let at = AtMolzait::simulated();
    let booked = booked(&at).await;
    at.pay().await;
    at.pass(1).await;
    let moved = at.change(&booked, json!({ "day": "2026-11-28" })).await;
    assert!(moved.is_err(), "{moved:?}");
    assert_eq!((statuses(&at), at.money()), (vec!["booked"], (PRICE, 0)));
}
