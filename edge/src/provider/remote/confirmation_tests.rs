//! Facts about bookings that are held first: any answer may be lost, and a guest has one table or none.

use std::pin::Pin;
use std::time::Duration;

use shared::reservation::Status;

use super::*;
use crate::provider::remote::Decline;
use crate::provider::{Booked, BookingRequest, Provider};
use crate::test_support::remote::{Fate, World, order, poll, run};

fn world(fates: impl IntoIterator<Item = Fate>) -> World {
    let world = World::new();
    world.vendor.holds.set(true);
    world.vendor.fates.borrow_mut().extend(fates);
    world
}

fn begin(world: &World, order: &BookingRequest) -> Pin<Box<dyn Future<Output = Result<Booked>>>> {
    let (request, order) = (world.remote.for_request(&world.scope()), order.clone());
    Box::pin(async move { request.reserve(&order).await })
}

fn book(world: &World) -> Result<Booked> {
    run(begin(world, &order("k", |_| {})))
}

/// The reservations at the system that are not over, each with whether it is a hold.
fn left(world: &World) -> Vec<(Status, bool)> {
    let present = world.vendor.present();
    present
        .iter()
        .filter(|one| !is_final(one.known.status))
        .map(|one| (one.known.status, one.known.held_until.is_some()))
        .collect()
}

const CONFIRMED: [(Status, bool); 1] = [(Status::Booked, false)];
const HELD: [(Status, bool); 1] = [(Status::Unconfirmed, true)];

#[test]
fn a_hold_is_confirmed_and_answered_as_a_reservation() {
    let world = world([]);
    let booked = book(&world).unwrap();
    assert_eq!(
        (booked.reservation.status, booked.replayed),
        (Status::Booked, false)
    );
    assert_eq!(left(&world), CONFIRMED);
    let calls = world.vendor.calls.take();
    assert_eq!(
        calls.iter().map(String::as_str).skip(1).collect::<Vec<_>>(),
        ["create", "confirm"]
    );
    assert!(book(&world).unwrap().replayed);
    assert_eq!(left(&world), CONFIRMED);
}

#[test]
fn a_hold_whose_answer_was_lost_is_found_and_confirmed() {
    let world = world([Fate::Lost(Duration::ZERO)]);
    assert_eq!(book(&world).unwrap().reservation.status, Status::Booked);
    assert_eq!(left(&world), CONFIRMED);
}

#[test]
fn a_confirmation_whose_answer_was_lost_counts() {
    let world = world([Fate::Made, Fate::Lost(Duration::ZERO)]);
    assert_eq!(book(&world).unwrap().reservation.status, Status::Booked);
    assert_eq!(left(&world), CONFIRMED);
}

#[test]
fn a_confirmation_that_got_lost_is_sent_again_with_the_same_key_only() {
    let world = world([Fate::Made, Fate::Vanished]);
    assert!(matches!(book(&world), Err(VenueError::OutcomeUnknown(_))));
    assert_eq!(left(&world), HELD);
    let booked = book(&world).unwrap();
    assert_eq!(
        (booked.reservation.status, booked.replayed),
        (Status::Booked, true)
    );
    assert_eq!(left(&world), CONFIRMED);
}

#[test]
fn an_order_whose_hold_has_lapsed_begins_anew() {
    let world = world([Fate::Made, Fate::Vanished]);
    assert!(matches!(book(&world), Err(VenueError::OutcomeUnknown(_))));
    world.clock.advance(Duration::from_mins(10));
    assert_eq!(book(&world).unwrap().reservation.status, Status::Booked);
    assert_eq!(
        (left(&world), world.vendor.present().len()),
        (CONFIRMED.to_vec(), 2)
    );
}

#[test]
fn a_hold_that_is_refused_its_confirmation_is_released_and_its_guest_told_why() {
    let refused = RemoteError::Declined(Decline::RateNotAllowed);
    let world = world([Fate::Made, Fate::TurnedDown(refused)]);
    assert_eq!(
        book(&world),
        Err(VenueError::Fields(vec![Decline::RateNotAllowed.fault()]))
    );
    assert_eq!(left(&world), []);
    // Nothing is left of it under its key.
    assert!(!book(&world).unwrap().replayed);
    assert_eq!(left(&world), CONFIRMED);
}

#[test]
fn a_system_that_is_away_keeps_the_hold_for_the_same_key() {
    let away = RemoteError::Away {
        retry_after: Some(3),
        cause: "throttled".to_owned(),
    };
    let world = world([Fate::Made, Fate::TurnedDown(away)]);
    assert!(matches!(book(&world), Err(VenueError::OutcomeUnknown(_))));
    assert_eq!(left(&world), HELD);
    assert!(book(&world).is_ok());
    assert_eq!(left(&world), CONFIRMED);
}

#[test]
fn a_guest_has_one_table_wherever_a_booking_is_broken_off() {
    let fates = [
        vec![],
        vec![Fate::Lost(Duration::ZERO)],
        vec![Fate::Made, Fate::Lost(Duration::ZERO)],
        vec![Fate::Made, Fate::Vanished],
    ];
    for (fates, polls) in fates
        .iter()
        .flat_map(|fates| (0..24).map(move |polls| (fates, polls)))
    {
        let mut world = world(fates.clone());
        let order = order("k", |_| {});
        let mut booking = begin(&world, &order);
        for _ in 0..polls {
            if poll(&mut booking).is_some() {
                break;
            }
        }
        drop(booking);
        world.restart();
        // Long enough for what was sent to have settled, and not for a hold to lapse.
        world.clock.advance(Duration::from_mins(2));
        world.vendor.fates.borrow_mut().clear();
        let booked = run(begin(&world, &order)).unwrap();
        assert_eq!(booked.reservation.status, Status::Booked, "{fates:?} {polls}");
        assert_eq!(left(&world), CONFIRMED, "{fates:?} {polls}");
    }
}
