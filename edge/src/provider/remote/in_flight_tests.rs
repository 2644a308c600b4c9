//! Facts about orders whose request was dropped without anything of it being run again.

use std::pin::Pin;

use super::*;
use crate::error::VenueError;
use crate::provider::{Booked, Provider as _};
use crate::test_support::remote::{Fate, World, order, poll, run};

type Booking = Pin<Box<dyn Future<Output = crate::error::Result<Booked>>>>;

/// A booking that was sent, and whose request the runtime then forgot: it is never polled again, nor dropped.
fn forgotten(world: &World, fate: Fate) {
    world.vendor.fates.borrow_mut().push_back(fate);
    let (request, wanted) = (world.remote.for_request(&world.scope()), order("k", |_| {}));
    let mut booking: Booking = Box::pin(async move { request.reserve(&wanted).await });
    let is_sent = (0..20).any(|_| {
        let is_done = poll(&mut booking).is_some();
        assert!(!is_done);
        world.vendor.calls.borrow().iter().any(|call| call == "create")
    });
    assert!(is_sent);
    std::mem::forget(booking);
}

#[test]
fn an_order_whose_request_was_dropped_unseen_is_looked_for_after_its_deadline() {
    let world = World::new();
    forgotten(&world, Fate::Lost(Duration::ZERO));
    let again = || {
        run(world
            .remote
            .for_request(&world.scope())
            .reserve(&order("k", |_| {})))
    };
    assert_eq!(again().map(|_| ()), Err(VenueError::InFlight));
    world.clock.advance(Duration::from_secs(20));
    assert_eq!(again().map(|_| ()), Err(VenueError::InFlight));
    world.clock.advance(GRACE);
    let booked = again().unwrap();
    assert_eq!((booked.reservation.id.as_str(), booked.replayed), ("v1", true));
    assert_eq!(world.vendor.present().len(), 1);
}

#[test]
fn one_that_ends_after_all_does_not_end_anothers_work() {
    let world = World::new();
    let inner = &world.remote.inner;
    let wanted = order("k", |_| {});
    let late = InFlight::begin(inner, &world.scope(), &wanted);
    world.clock.advance(Duration::from_mins(1));
    assert!(!inner.is_in_flight(&wanted.key));
    let next = InFlight::begin(inner, &world.scope(), &wanted);
    let other = order("another", |_| {});
    let sending = next.sending();
    drop(late.sending());
    drop(late);
    assert!(inner.is_in_flight(&wanted.key) && inner.is_sending_like(&other));
    drop(sending);
    assert!(!inner.is_sending_like(&other));
    drop(next);
    assert!(!inner.is_in_flight(&wanted.key));
}

#[test]
fn a_look_up_is_not_kept_back_by_a_booking_that_was_dropped_unseen() {
    let world = World::new();
    forgotten(&world, Fate::Vanished);
    let inner = &world.remote.inner;
    let other = order("another", |_| {});
    assert!(inner.is_sending_like(&other));
    world.clock.advance(Duration::from_mins(1));
    assert!(!inner.is_sending_like(&other));
}
