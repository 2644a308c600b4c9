//! Facts about reservations that wait for a payment: what ends the wait, and that it ends.

use edge::error::VenueError;
use edge::venue::message::Request;
use edge::venue::message::staff::StaffRequest;
use proptest::prelude::*;
use serde_json::{Value, json};
use shared::payment::PaymentStatus;
use shared::reservation::{Reservation, Status};

use super::venue::{AMOUNT, NOON, Venue};

async fn change(venue: &Venue, booked: &Reservation, wanted: Value) -> Result<Reservation, VenueError> {
    let wanted = serde_json::from_value(wanted).unwrap();
    let call = Request::Change(booked.id.clone(), Box::new(wanted));
    venue.send(call, booked.manage_token.clone()).await
}

#[tokio::test]
async fn a_request_that_is_moved_still_waits_for_its_payment() {
    let venue = Venue::new("request");
    let booked = venue.book("a").await.unwrap();
    let moved = change(&venue, &booked, json!({ "minutes": 1_200 }))
        .await
        .unwrap();
    assert_eq!(moved.status, Status::PaymentPending);
    assert!(venue.bank.pay());
    venue.tell("n1").await.unwrap();
    let seen = venue.see(&booked).await;
    assert_eq!(
        (seen.status, seen.minutes.get()),
        (Status::Requested, 1_200),
        "the money is set aside until the restaurant answers"
    );
    venue.staff(&booked.id, Status::Booked).await;
    venue.run_until(NOON.plus_minutes(60)).await;
    assert_eq!(venue.bank.account().paid, AMOUNT);
}

#[tokio::test]
async fn a_request_that_is_moved_and_not_paid_is_free_for_others() {
    let venue = Venue::new("request");
    let booked = venue.book("a").await.unwrap();
    change(&venue, &booked, json!({ "minutes": 1_200 }))
        .await
        .unwrap();
    venue.run_until(NOON.plus_minutes(30)).await;
    assert_eq!(venue.see(&booked).await.status, Status::Cancelled);
    venue.book("b").await.unwrap();
}

#[tokio::test]
async fn staff_cannot_make_a_reservation_wait_for_a_payment_that_was_not_requested() {
    let venue = Venue::new("request");
    let booked = venue.book("a").await.unwrap();
    assert!(venue.bank.pay());
    venue.tell("n1").await.unwrap();
    let call = Request::Staff(StaffRequest::SetStatus(booked.id.clone(), Status::PaymentPending));
    let response: Result<Value, _> = venue.send(call, None).await;
    assert_eq!(response, Err(VenueError::IllegalTransition));
    assert_eq!(venue.see(&booked).await.status, Status::Requested);
}

/// An event of a reservation.
#[derive(Clone, Debug)]
enum Step {
    Change {
        day: u8,
        minutes: u16,
        attendees: u8,
        notes: bool,
    },
    Extend,
    Look,
    Pay,
    Pass(u8),
    Staff(Status),
}

impl Step {
    /// Whether it may end the wait for a payment.
    fn may_end_the_wait(&self) -> bool {
        matches!(self, Self::Pay | Self::Pass(_) | Self::Staff(_))
    }
}

fn step() -> impl Strategy<Value = Step> {
    let change = (25..28_u8, 36..44_u16, 1..=2_u8, any::<bool>());
    prop_oneof![
        4 => change.prop_map(|(day, half_hours, attendees, notes)| Step::Change {
            day, minutes: half_hours * 30, attendees, notes,
        }),
        1 => Just(Step::Extend),
        1 => Just(Step::Look),
        1 => Just(Step::Pay),
        2 => (0..40_u8).prop_map(Step::Pass),
        1 => prop::sample::select(Status::ALL).prop_map(Step::Staff),
    ]
}

async fn carry_out(venue: &Venue, booked: &Reservation, step: &Step, number: usize) {
    match step {
        Step::Change {
            day,
            minutes,
            attendees,
            notes,
        } => {
            let mut wanted = json!({
                "day": format!("2026-11-{day}"), "minutes": minutes, "attendees": attendees,
            });
            if *notes {
                wanted["notes"] = json!(format!("wish {number}"));
            }
            let _ = change(venue, booked, wanted).await;
        }
        Step::Extend => {
            let call = Request::ExtendHold(booked.id.clone());
            let _ = venue.send::<Reservation>(call, booked.manage_token.clone()).await;
        }
        Step::Look => {
            venue.see(booked).await;
        }
        Step::Pay => {
            venue.bank.pay();
            venue.tell(&format!("n{number}")).await.unwrap();
        }
        Step::Pass(minutes) => {
            let end = venue.now.get().plus_minutes(i64::from(*minutes));
            venue.run_until(end).await;
        }
        Step::Staff(to) => {
            let call = Request::Staff(StaffRequest::SetStatus(booked.id.clone(), *to));
            let _ = venue.send::<Value>(call, None).await;
        }
    }
}

async fn waits_until_it_is_paid(confirmation: &str, steps: &[Step]) -> Result<(), TestCaseError> {
    let venue = Venue::new(confirmation);
    let booked = venue.book("a").await.unwrap();
    let mut before = booked.status;
    for (number, step) in steps.iter().enumerate() {
        carry_out(&venue, &booked, step, number).await;
        let seen = venue.see(&booked).await;
        if before == Status::PaymentPending && seen.status != before {
            prop_assert!(step.may_end_the_wait(), "{step:?} led to {:?}", seen.status);
        }
        if seen.status == Status::PaymentPending {
            // The payment is requested, and not for ever.
            let checkout = seen.checkout.unwrap();
            prop_assert!(checkout.deadline.is_some(), "{checkout:?}");
            prop_assert!(matches!(checkout.status, PaymentStatus::Open), "{checkout:?}");
        }
        before = seen.status;
    }
    venue.run_until(venue.now.get().plus_minutes(61)).await;
    prop_assert_ne!(venue.see(&booked).await.status, Status::PaymentPending);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn nothing_but_its_payment_its_deadline_or_staff_ends_the_wait(
        confirmation in prop::sample::select(vec!["instant", "request"]),
        steps in prop::collection::vec(step(), 1..12),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(waits_until_it_is_paid(confirmation, &steps))?;
    }
}
