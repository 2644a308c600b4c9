//! Facts about until when a cancelled reservation's money comes back, however often it is moved before.

use edge::error::VenueError;
use edge::venue::message::Request;
use proptest::prelude::*;
use serde_json::json;
use shared::reservation::{Reservation, Status};
use shared::time::Instant;

use super::venue::{AMOUNT, NOON, Venue};

/// How long before the start money comes back.
const REFUND_MINUTES: i64 = 24 * 60;

/// The last moment at which cancelling a reservation of this day of November and these minutes gives its money back.
fn deadline((day, minutes): (u8, u16)) -> Instant {
    let start = NOON.plus_minutes((i64::from(day) - 21) * 24 * 60 + i64::from(minutes) - 12 * 60);
    start.plus_minutes(-REFUND_MINUTES)
}

async fn paid() -> (Venue, Reservation) {
    let venue = Venue::with_mail();
    let guest = json!({ "lastName": "Lovelace", "email": "ada@example.com" });
    let booked = venue.book_for(&guest, "a", "2026-11-25", None).await.unwrap();
    assert!(venue.bank.pay());
    venue.tell("n1").await.unwrap();
    (venue, booked)
}

async fn move_to(
    venue: &Venue,
    booked: &Reservation,
    (day, minutes): (u8, u16),
) -> Result<Reservation, VenueError> {
    let change = json!({ "day": format!("2026-11-{day}"), "minutes": minutes });
    let change = serde_json::from_value(change).unwrap();
    let call = Request::Change(booked.id.clone(), Box::new(change));
    venue.send(call, booked.manage_token.clone()).await
}

async fn cancel(venue: &Venue, booked: &Reservation) -> i64 {
    let call = Request::SetStatus(booked.id.clone(), Status::Cancelled);
    let answer = venue.send::<Reservation>(call, booked.manage_token.clone()).await;
    // One that has begun can no longer be cancelled.
    assert!(
        matches!(answer, Ok(_) | Err(VenueError::IllegalTransition)),
        "{answer:?}"
    );
    venue.run_until(venue.now.get().plus_minutes(1)).await;
    venue.bank.account().returned
}

#[tokio::test]
async fn a_move_after_the_refund_time_does_not_open_it_again() {
    let (venue, booked) = paid().await;
    let over = deadline((25, 1_140));
    assert_eq!(venue.see(&booked).await.refund_until, Some(over));
    venue.run_until(over.plus_minutes(60)).await;
    let moved = move_to(&venue, &booked, (30, 1_140)).await.unwrap();
    assert_eq!(moved.refund_until, Some(over));
    assert_eq!(venue.see(&booked).await.refund_until, Some(over));
    venue.run_until(over.plus_minutes(61)).await;
    {
        let taken = venue.office.taken.borrow();
        let changed = taken
            .iter()
            .find(|letter| letter.id.starts_with("changed-"))
            .unwrap();
        assert!(
            changed.text.contains("€68, paid; not refunded if you cancel"),
            "{}",
            changed.text
        );
    }
    assert_eq!(cancel(&venue, &booked).await, 0);
}

#[tokio::test]
async fn a_move_within_the_refund_time_has_the_refund_time_of_the_new_start() {
    let (venue, booked) = paid().await;
    let moved = move_to(&venue, &booked, (30, 1_140)).await.unwrap();
    assert_eq!(moved.refund_until, Some(deadline((30, 1_140))));
    venue.run_until(deadline((25, 1_140)).plus_minutes(60)).await;
    assert_eq!(cancel(&venue, &booked).await, AMOUNT);
}

async fn never_opens_again(steps: &[(u16, Option<(u8, u16)>)]) -> Result<(), TestCaseError> {
    let (venue, booked) = paid().await;
    // Each start that the reservation had, with the moment at which it was left.
    let mut had = Vec::new();
    let mut start = (25, 1_140);
    for (minutes, to) in steps {
        let now = venue.now.get().plus_minutes(i64::from(*minutes));
        venue.run_until(now).await;
        if let Some(to) = to
            && move_to(&venue, &booked, *to).await.is_ok()
        {
            had.push((start, now));
            start = *to;
        }
    }
    let now = venue.now.get();
    had.push((start, now));
    let is_over = had.iter().any(|(start, left)| *left > deadline(*start));
    let until = venue.see(&booked).await.refund_until.unwrap();
    prop_assert_eq!(now <= until, !is_over, "until {:?} after {:?}", until, had);
    let returned = cancel(&venue, &booked).await;
    prop_assert_eq!(returned, if is_over { 0 } else { AMOUNT }, "{:?}", had);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_course_of_moves_opens_a_refund_time_that_has_passed(
        steps in prop::collection::vec(
            (0..2_000_u16, prop::option::of((22..31_u8, (36..44_u16).prop_map(|half| half * 30)))),
            1..8,
        ),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(never_opens_again(&steps))?;
    }
}
