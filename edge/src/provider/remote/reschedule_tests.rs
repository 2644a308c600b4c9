//! Facts about rescheduling with lost answers: a guest always holds a reservation, and in the end exactly one.

use std::pin::Pin;
use std::time::Duration;

use serde_json::json;
use shared::reservation::Status;

use super::*;
use crate::provider::Provider;
use crate::storage::database::{Database, Statement};
use crate::test_support::remote::{Fate, World, order, poll, run};

fn id(text: &str) -> ReservationId {
    ReservationId::parse(text).unwrap()
}

/// A world in which the guest has `v1` at seven.
fn world() -> World {
    let world = World::new();
    let request = world.remote.for_request(&world.scope());
    let booked = run(request.reserve(&order("k", |_| {}))).unwrap();
    assert_eq!(booked.reservation.id, id("v1"));
    world
}

fn change_of(fields: serde_json::Value) -> ReservationChange {
    serde_json::from_value(fields).unwrap()
}

type Changing = Pin<Box<dyn Future<Output = crate::error::Result<Reservation>>>>;

fn begin(world: &World, fields: serde_json::Value) -> Changing {
    let (request, change) = (world.remote.for_request(&world.scope()), change_of(fields));
    Box::pin(async move { request.change(&id("v1"), &change).await })
}

fn move_to(world: &World, minutes: u16) -> crate::error::Result<Reservation> {
    run(begin(world, json!({ "minutes": minutes })))
}

fn see(world: &World) -> crate::error::Result<Reservation> {
    run(world.remote.for_request(&world.scope()).reservation(&id("v1")))
}

fn cancel(world: &World) -> crate::error::Result<Reservation> {
    let request = world.remote.for_request(&world.scope());
    run(request.set_status(&id("v1"), Status::Cancelled))
}

fn resume(world: &World) -> crate::error::Result<()> {
    run(world.remote.resume_move(&world.scope(), &id("v1")))
}

/// The system's ids of the reservations that hold a table.
fn held(world: &World) -> Vec<String> {
    let held = world.vendor.held.borrow();
    let held = held.iter().filter(|one| holds_tables(one.known.status));
    held.map(|one| one.known.id.to_string()).collect()
}

fn count(world: &World, sql: &'static str) -> usize {
    world.memory.rows(Statement::new(sql, vec![])).unwrap().len()
}

fn is_settled(world: &World) -> bool {
    count(world, "SELECT old_id FROM remote_moves") == 0 && count(world, "SELECT subject FROM due") == 0
}

fn fate(world: &World, fate: Fate) {
    world.vendor.fates.borrow_mut().push_back(fate);
}

fn away() -> RemoteError {
    RemoteError::Away {
        retry_after: None,
        cause: "breaker".to_owned(),
    }
}

fn creations(world: &World) -> usize {
    let calls = world.vendor.calls.borrow();
    calls.iter().filter(|call| *call == "create").count()
}

#[test]
fn the_new_one_is_booked_the_old_one_cancelled_and_the_link_leads_on() {
    let world = world();
    let moved = move_to(&world, 1170).unwrap();
    assert_eq!((moved.id.as_str(), moved.number.as_str()), ("v1", "R-000002"));
    assert_eq!((moved.minutes.get(), moved.status), (1170, Status::Booked));
    assert_eq!(held(&world), ["v2"]);
    assert!(is_settled(&world));
    assert_eq!(see(&world), Ok(moved.clone()));
    // The same again is so already, and another move leads on from there.
    assert_eq!(move_to(&world, 1170), Ok(moved));
    let back = move_to(&world, 1140).unwrap();
    assert_eq!((back.id.as_str(), back.number.as_str()), ("v1", "R-000003"));
    assert_eq!(held(&world), ["v3"]);
    let off = cancel(&world).unwrap();
    assert_eq!((off.id.as_str(), off.status), ("v1", Status::Cancelled));
    assert!(held(&world).is_empty());
    assert_eq!(move_to(&world, 1170), Err(VenueError::IllegalTransition));
}

#[test]
fn a_time_that_is_taken_leaves_the_old_one_and_names_others() {
    let world = world();
    let Err(VenueError::Taken { alternatives }) = move_to(&world, 1200) else {
        panic!("it is taken");
    };
    assert_eq!(alternatives.len(), 2);
    fate(&world, Fate::TurnedDown(RemoteError::Conflict));
    assert!(matches!(move_to(&world, 1170), Err(VenueError::Taken { .. })));
    assert_eq!(held(&world), ["v1"]);
    assert!(is_settled(&world));
    assert_eq!(see(&world).unwrap().minutes.get(), 1140);
}

#[test]
fn notes_go_along_and_alone_cannot_be_changed() {
    let world = world();
    let alone = run(begin(&world, json!({ "notes": "A dog" })));
    assert_eq!(alone, Err(refused("/notes", FieldCode::NotOffered)));
    assert_eq!(creations(&world), 1);
    let both = run(begin(&world, json!({ "minutes": 1170, "notes": "A dog" })));
    assert!(both.is_ok(), "{both:?}");
}

#[test]
fn an_old_one_that_stays_is_asked_to_go_until_it_goes() {
    let world = world();
    fate(&world, Fate::Made);
    fate(&world, Fate::TurnedDown(away()));
    let moved = move_to(&world, 1170).unwrap();
    assert_eq!(held(&world), ["v1", "v2"]);
    assert_eq!(see(&world), Ok(moved));
    for fate_name in [
        Fate::TurnedDown(away()),
        Fate::TurnedDown(RemoteError::Conflict),
        Fate::Vanished,
    ] {
        fate(&world, fate_name);
        assert!(resume(&world).is_err());
        assert_eq!(held(&world), ["v1", "v2"]);
    }
    // Carried out without an answer, it is seen to be gone.
    fate(&world, Fate::Lost(Duration::ZERO));
    assert_eq!(resume(&world), Ok(()));
    assert_eq!(held(&world), ["v2"]);
    assert!(is_settled(&world));
}

#[test]
fn a_booking_without_an_answer_is_looked_for_and_not_repeated() {
    // It turns up while the guest waits.
    let world = world();
    fate(&world, Fate::Lost(Duration::from_secs(3)));
    assert_eq!(move_to(&world, 1170).unwrap().number, "R-000002");
    assert_eq!((held(&world), creations(&world)), (vec!["v2".to_owned()], 2));
}

#[test]
fn what_turns_up_late_counts_and_what_never_does_leaves_the_old_one() {
    for (fate_name, remaining) in [
        (Fate::Lost(Duration::from_secs(40)), "v2"),
        (Fate::Vanished, "v1"),
    ] {
        let world = world();
        fate(&world, fate_name);
        assert!(matches!(
            move_to(&world, 1170),
            Err(VenueError::OutcomeUnknown(_))
        ));
        assert!(held(&world).contains(&"v1".to_owned()));
        world.clock.advance(Duration::from_mins(2));
        assert_eq!(resume(&world), Ok(()));
        assert_eq!(held(&world), [remaining]);
        assert_eq!(creations(&world), 2);
        assert!(is_settled(&world));
        assert_eq!(
            see(&world).unwrap().minutes.get(),
            if remaining == "v2" { 1170 } else { 1140 }
        );
        // A repeated request succeeds.
        assert_eq!(move_to(&world, 1170).unwrap().minutes.get(), 1170);
        assert_eq!(held(&world), ["v2"]);
    }
}

#[test]
fn a_cancellation_in_doubt_cancels_every_reservation_that_exists() {
    let world = world();
    fate(&world, Fate::Lost(Duration::from_secs(40)));
    assert!(matches!(
        move_to(&world, 1170),
        Err(VenueError::OutcomeUnknown(_))
    ));
    world.clock.advance(Duration::from_mins(2));
    assert_eq!(cancel(&world).unwrap().status, Status::Cancelled);
    assert_eq!(resume(&world), Ok(()));
    assert!(held(&world).is_empty());
    assert!(is_settled(&world));
}

#[test]
fn wherever_it_is_broken_off_one_is_left_and_it_is_the_guests() {
    let fates = [
        Fate::Made,
        Fate::Lost(Duration::ZERO),
        Fate::Lost(Duration::from_secs(40)),
        Fate::Vanished,
        Fate::TurnedDown(RemoteError::Conflict),
        Fate::TurnedDown(away()),
    ];
    let mut outcomes = std::collections::BTreeSet::new();
    for booking in &fates {
        for cancelling in &fates {
            for turns in 0..24 {
                let mut world = world();
                fate(&world, booking.clone());
                fate(&world, cancelling.clone());
                let mut changing = begin(&world, json!({ "minutes": 1170 }));
                let answer = (0..turns).find_map(|_| poll(&mut changing));
                drop(changing);
                world.restart();
                // The guest is never without a table.
                assert!(!held(&world).is_empty(), "{booking:?} {cancelling:?} {turns}");
                world.clock.advance(Duration::from_mins(2));
                let done = (0..4).any(|_| resume(&world).is_ok());
                let text = format!("{booking:?} {cancelling:?} {turns} {answer:?}");
                assert!(done && is_settled(&world), "{text}");
                let held = held(&world);
                assert_eq!(held.len(), 1, "{text}");
                let seen = see(&world).unwrap();
                let minutes = if held == ["v1"] { 1140 } else { 1170 };
                assert_eq!((seen.id.as_str(), seen.minutes.get()), ("v1", minutes), "{text}");
                if let Some(Ok(_)) = answer {
                    assert_eq!(minutes, 1170, "{text}");
                }
                outcomes.insert((answer.is_some(), minutes));
            }
        }
    }
    // Broken off and not, moved and not: all of it was tried.
    assert_eq!(outcomes.len(), 4);
}

#[test]
fn an_answer_that_lacks_something_is_no_missing_reservation() {
    let world = world();
    for spoil in [
        |held: &mut RemoteReservation| held.attendees = None,
        |held: &mut RemoteReservation| held.experience = None,
    ] {
        let right = world.vendor.held.borrow()[0].known.clone();
        spoil(&mut world.vendor.held.borrow_mut()[0].known);
        assert!(matches!(move_to(&world, 1170), Err(VenueError::Failed(_))));
        world.vendor.held.borrow_mut()[0].known = right;
    }
    assert!(move_to(&world, 1170).is_ok());
}

/// A move in doubt whose old reservation staff delete at the system.
fn deleted(booking: Fate) -> World {
    let world = world();
    fate(&world, booking);
    assert!(matches!(
        move_to(&world, 1170),
        Err(VenueError::OutcomeUnknown(_))
    ));
    world
        .vendor
        .held
        .borrow_mut()
        .retain(|one| one.known.id != id("v1"));
    world
}

#[test]
fn a_move_in_doubt_whose_old_reservation_was_deleted_is_found_by_its_reference() {
    let world = deleted(Fate::Lost(Duration::from_secs(40)));
    assert!(matches!(resume(&world), Err(VenueError::OutcomeUnknown(_))));
    world.clock.advance(Duration::from_mins(1));
    assert_eq!(
        see(&world).map(|seen| seen.minutes.get()),
        Err(VenueError::NotFound)
    );
    assert_eq!(resume(&world), Ok(()));
    assert_eq!((held(&world), is_settled(&world)), (vec!["v2".to_owned()], true));
    assert_eq!(see(&world).unwrap().minutes.get(), 1170);
    assert_eq!(cancel(&world).unwrap().status, Status::Cancelled);
    assert!(held(&world).is_empty());
}

#[test]
fn one_that_never_turns_up_ends_and_is_logged_once() {
    for shows_references in [true, false] {
        let world = deleted(Fate::Vanished);
        world.vendor.writes_references.set(shows_references);
        world.clock.advance(Duration::from_mins(2));
        let Err(VenueError::Failed(cause)) = resume(&world) else {
            panic!("it is not known");
        };
        assert!(cause.starts_with("reservation v1 was deleted"), "{cause}");
        assert!(is_settled(&world));
        assert_eq!(resume(&world), Ok(()));
        assert_eq!(cancel(&world), Err(VenueError::NotFound));
    }
}

#[test]
fn a_guest_who_cancels_after_the_deletion_cancels_the_new_reservation() {
    let world = deleted(Fate::Lost(Duration::from_secs(40)));
    world.clock.advance(Duration::from_mins(2));
    assert_eq!(cancel(&world).unwrap().status, Status::Cancelled);
    assert!(held(&world).is_empty());
}
