//! Facts about orders carried out exactly once, whichever answers are lost.

use std::pin::Pin;
use std::time::Duration;

use serde_json::json;
use shared::reservation::Status;

use super::*;
use crate::provider::Provider;
use crate::test_support::remote::{DAY, Fate, World, order, poll, run, slot};

#[path = "booking_refused_tests.rs"]
mod refused;

type Booking = Pin<Box<dyn Future<Output = crate::error::Result<Booked>>>>;

fn begin(world: &World, order: &BookingRequest) -> Booking {
    let (request, order) = (world.remote.for_request(&world.scope()), order.clone());
    Box::pin(async move { request.reserve(&order).await })
}

fn book(world: &World, order: &BookingRequest) -> crate::error::Result<Booked> {
    run(begin(world, order))
}

/// Books without an answer and without anything coming of it, so long ago that it has settled.
fn vanish(world: &World, order: &BookingRequest) {
    world.vendor.fates.borrow_mut().push_back(Fate::Vanished);
    assert!(matches!(book(world, order), Err(VenueError::OutcomeUnknown(_))));
    world.clock.advance(Duration::from_mins(2));
}

fn calls(world: &World, name: &str) -> usize {
    let calls = world.vendor.calls.borrow();
    calls.iter().filter(|call| call.starts_with(name)).count()
}

#[test]
fn an_order_is_checked_booked_and_repeated() {
    let world = World::new();
    let order = order("k", |_| {});
    let first = book(&world, &order).unwrap();
    assert!(!first.replayed);
    let answer = serde_json::to_value(&first.reservation).unwrap();
    let token = answer["manageToken"].as_str().unwrap();
    assert_eq!(
        answer,
        json!({
            "id": "v1", "number": "R-000001", "status": "booked", "day": DAY, "minutes": 1140, "duration": 120,
            "attendees": 2, "experience": { "id": "dinner", "name": { "en": "Dinner" } }, "manageToken": token,
        })
    );
    let again = book(&world, &order).unwrap();
    assert!(again.replayed);
    assert_eq!(again.reservation, first.reservation);
    // A booking takes two calls, and a repetition reads its present status.
    assert_eq!(
        *world.vendor.calls.borrow(),
        [
            format!("slots {DAY}"),
            "create".to_owned(),
            "reservation".to_owned()
        ]
    );
}

#[test]
fn a_repetition_says_how_the_reservation_is_now() {
    let world = World::new();
    let order = order("k", |_| {});
    let first = book(&world, &order).unwrap().reservation;
    let request = world.remote.for_request(&world.scope());
    let change = serde_json::from_value(json!({ "minutes": 1170 })).unwrap();
    let moved = run(request.change(&first.id, &change)).unwrap();
    let again = book(&world, &order).unwrap();
    assert!(again.replayed);
    assert_eq!(
        (again.reservation.id, again.reservation.number),
        (first.id.clone(), moved.number)
    );
    assert_eq!(again.reservation.minutes.get(), 1170);
    assert_eq!(again.reservation.manage_token, first.manage_token);
    assert!(run(request.set_status(&first.id, Status::Cancelled)).is_ok());
    let again = book(&world, &order).unwrap();
    assert_eq!(
        (again.replayed, again.reservation.status),
        (true, Status::Cancelled)
    );
    // It was made here: that the other system does not find it does not make it unknown.
    world
        .vendor
        .failures
        .borrow_mut()
        .push_back(RemoteError::NotFound);
    let again = book(&world, &order).unwrap();
    assert_eq!((again.replayed, again.reservation.id), (true, first.id.clone()));
    // Where its status cannot be read the answer is an error, not `booked`.
    for error in [
        RemoteError::Timeout,
        RemoteError::Failed("answered 500".to_owned()),
        RemoteError::Away {
            retry_after: None,
            cause: "breaker".to_owned(),
        },
    ] {
        world.vendor.failures.borrow_mut().push_back(error);
        let again = book(&world, &order);
        assert!(matches!(again, Err(VenueError::OutcomeUnknown(_))), "{again:?}");
    }
    assert_eq!(calls(&world, "create"), 2);
}

#[test]
fn a_reservation_that_was_there_before_belongs_to_no_order() {
    for shows_references in [true, false] {
        let mut world = World::new();
        world.vendor.writes_references.set(shows_references);
        // The same guest has such a table already, taken down by the restaurant.
        let earlier = order("earlier", |_| {});
        assert!(book(&world, &earlier).is_ok());
        world.vendor.held.borrow_mut()[0].notes = None;
        world.memory = std::rc::Rc::new(crate::test_support::database::Memory::new());
        world.restart();
        let order = order("k", |_| {});
        world.vendor.fates.borrow_mut().push_back(Fate::Vanished);
        let unknown = book(&world, &order);
        assert!(
            matches!(unknown, Err(VenueError::OutcomeUnknown(_))),
            "{unknown:?}"
        );
        world.restart();
        world.clock.advance(Duration::from_mins(2));
        let later = book(&world, &order);
        if shows_references {
            // It is not known whether it was there before: it is neither given out nor made again.
            assert!(matches!(later, Err(VenueError::OutcomeUnknown(_))), "{later:?}");
            assert_eq!(world.vendor.present().len(), 1);
        } else {
            assert_eq!(later.unwrap().reservation.id.as_str(), "v2");
        }
    }
}

#[test]
fn where_no_reference_is_shown_nothing_is_sent_before_it_is_known_what_is_there() {
    let world = World::new();
    world.vendor.writes_references.set(false);
    assert!(book(&world, &order("k", |_| {})).is_ok());
    assert_eq!(calls(&world, "candidates"), 1);
    *world.vendor.slots.borrow_mut() = json!([slot(1140, true)]);
    let order = order("l", |_| {});
    let mut booking = begin(&world, &order);
    while calls(&world, "candidates") == 1 {
        assert!(poll(&mut booking).is_none());
    }
    world.vendor.failures.borrow_mut().push_back(RemoteError::Timeout);
    assert_eq!(run(booking), Err(VenueError::Timeout));
    assert_eq!(calls(&world, "create"), 1);
    assert!(book(&world, &order).is_ok());
}

#[test]
fn nothing_of_a_guest_is_written_down() {
    let world = World::new();
    let order = order("k", |body| body["notes"] = json!("a pram"));
    book(&world, &order).unwrap();
    let text = world.memory.text();
    for word in ["Ada", "Muster", "ada@", "pram", "manageToken"] {
        assert!(!text.contains(word), "{word}");
    }
    assert!(text.contains("v1"));
}

#[test]
fn a_key_belongs_to_one_order() {
    let world = World::new();
    book(&world, &order("k", |_| {})).unwrap();
    let other = order("k", |body| body["attendees"] = json!(3));
    assert_eq!(book(&world, &other), Err(VenueError::KeyReused));
}

#[test]
fn an_order_that_is_being_carried_out_is_not_begun_again() {
    let world = World::new();
    let order_one = order("k", |_| {});
    let mut first = begin(&world, &order_one);
    assert!(poll(&mut first).is_none());
    assert_eq!(book(&world, &order_one), Err(VenueError::InFlight));
    let other = order("k", |body| body["attendees"] = json!(3));
    assert_eq!(book(&world, &other), Err(VenueError::KeyReused));
    assert!(run(first).is_ok());
    assert_eq!(calls(&world, "create"), 1);
}

#[test]
fn a_booking_whose_answer_is_lost_is_found_by_its_reference() {
    let world = World::new();
    let late = Duration::from_secs(3);
    world.vendor.fates.borrow_mut().push_back(Fate::Lost(late));
    let reserved = book(&world, &order("k", |_| {})).unwrap();
    assert!(!reserved.replayed);
    assert_eq!(reserved.reservation.id.as_str(), "v1");
    assert_eq!(reserved.reservation.duration, 120);
    assert!(world.clock_seconds() >= 3);
    assert_eq!(calls(&world, "create"), 1);
    assert!(book(&world, &order("k", |_| {})).unwrap().replayed);
}

#[test]
fn a_booking_that_may_yet_be_made_is_not_made_again() {
    let mut world = World::new();
    let order = order("k", |_| {});
    let late = Duration::from_secs(50);
    world.vendor.fates.borrow_mut().push_back(Fate::Lost(late));
    let Err(VenueError::OutcomeUnknown(cause)) = book(&world, &order) else {
        panic!("the outcome is unknown");
    };
    assert_eq!(cause, "no answer in time; not found yet");
    world.restart();
    assert!(matches!(book(&world, &order), Err(VenueError::OutcomeUnknown(_))));
    world.clock.advance(Duration::from_secs(20));
    let found = book(&world, &order).unwrap();
    assert!(found.replayed);
    assert_eq!(calls(&world, "create"), 1);
}

#[test]
fn a_booking_that_surely_was_not_made_is_made_anew() {
    let world = World::new();
    let order = order("k", |_| {});
    vanish(&world, &order);
    // A failed look-up has no result, however late it is.
    world
        .vendor
        .failures
        .borrow_mut()
        .extend(std::iter::repeat_n(RemoteError::Timeout, 20));
    assert!(matches!(book(&world, &order), Err(VenueError::OutcomeUnknown(_))));
    assert_eq!(calls(&world, "create"), 1);
    world.vendor.failures.borrow_mut().clear();
    assert!(!book(&world, &order).unwrap().reservation.id.as_str().is_empty());
    assert_eq!(world.vendor.present().len(), 1);
}

#[test]
fn a_slot_taken_meanwhile_does_not_make_a_lost_booking_forgotten() {
    let world = World::new();
    let order = order("k", |_| {});
    vanish(&world, &order);
    *world.vendor.slots.borrow_mut() = json!([slot(1140, false)]);
    assert!(matches!(book(&world, &order), Err(VenueError::Taken { .. })));
    assert!(world.memory.text().contains("sent"));
    *world.vendor.slots.borrow_mut() = json!([slot(1140, true)]);
    assert!(book(&world, &order).is_ok());
    assert_eq!(world.vendor.present().len(), 1);
}

#[test]
fn a_booking_without_a_reference_is_found_by_its_guest_and_belongs_to_one_order() {
    let world = World::new();
    world.vendor.writes_references.set(false);
    for key in ["a", "b"] {
        world
            .vendor
            .fates
            .borrow_mut()
            .push_back(Fate::Lost(Duration::ZERO));
        assert!(book(&world, &order(key, |_| {})).is_ok());
    }
    let ids: Vec<String> = world
        .vendor
        .present()
        .iter()
        .map(|one| one.known.id.to_string())
        .collect();
    assert_eq!(ids, ["v1", "v2"]);
    let again = ["a", "b"].map(|key| {
        book(&world, &order(key, |_| {}))
            .unwrap()
            .reservation
            .id
            .to_string()
    });
    assert_eq!(again.to_vec(), ids);
}

#[test]
fn a_cancelled_booking_with_the_reference_was_made_all_the_same() {
    let world = World::new();
    world
        .vendor
        .fates
        .borrow_mut()
        .push_back(Fate::Lost(Duration::from_secs(30)));
    let order = order("k", |_| {});
    assert!(matches!(book(&world, &order), Err(VenueError::OutcomeUnknown(_))));
    world.vendor.held.borrow_mut()[0].known.status = Status::Cancelled;
    world.clock.advance(Duration::from_mins(5));
    assert_eq!(
        book(&world, &order).unwrap().reservation.status,
        Status::Cancelled
    );
    assert_eq!(calls(&world, "create"), 1);
}

#[test]
fn the_journal_is_correct_wherever_a_booking_is_interrupted() {
    let fates = [
        Fate::Made,
        Fate::Lost(Duration::ZERO),
        Fate::Lost(Duration::from_secs(40)),
        Fate::Vanished,
    ];
    for fate in fates {
        for turns in 0..40 {
            for restarts in [false, true] {
                let mut world = World::new();
                let order = order("k", |_| {});
                world.vendor.fates.borrow_mut().push_back(fate.clone());
                let mut booking = begin(&world, &order);
                let answer = (0..=turns).find_map(|_| poll(&mut booking));
                drop(booking);
                if restarts {
                    world.restart();
                }
                let again = book(&world, &order);
                if let Some(Ok(answer)) = &answer {
                    assert_eq!(again.as_ref().unwrap().reservation, answer.reservation);
                }
                world.clock.advance(Duration::from_mins(2));
                let last = book(&world, &order).unwrap();
                let held = world.vendor.present();
                assert_eq!(held.len(), 1, "{fate:?}, {turns} turns, restarts: {restarts}");
                assert_eq!(held[0].known.id, last.reservation.id);
            }
        }
    }
}
