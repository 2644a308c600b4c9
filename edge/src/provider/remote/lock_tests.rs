//! Facts about locks, and about what two requests for one reservation leave behind.

use std::pin::Pin;
use std::time::Duration;

use serde_json::json;
use shared::reservation::{Reservation, Status};

use super::super::{Remote, RemoteError};
use super::*;
use crate::provider::Provider;
use crate::provider::status::holds_tables;
use crate::storage::database::{Database, Statement};
use crate::test_support::remote::{Fate, World, order, poll, run};

fn id(text: &str) -> ReservationId {
    ReservationId::parse(text).unwrap()
}

fn is_busy(remote: &Remote, world: &World, name: &str) -> bool {
    remote.inner.lock(&id(name), &world.scope()).is_err()
}

#[test]
fn a_reservation_has_one_lock_until_it_is_dropped() {
    let world = World::new();
    let inner = &world.remote.inner;
    let lock = inner.lock(&id("v1"), &world.scope());
    assert!(lock.is_ok());
    assert_eq!(inner.lock(&id("v1"), &world.scope()).err(), Some(BUSY));
    assert!(!is_busy(&world.remote, &world, "v2"));
    drop(lock);
    assert!(!is_busy(&world.remote, &world, "v1"));
}

#[test]
fn both_names_of_a_moved_reservation_are_locked_as_one() {
    let world = World::new();
    let sql = "INSERT INTO remote_places (guest_id, current_id, day) VALUES ('v1', 'v2', '2026-11-27')";
    world.memory.write(vec![Statement::new(sql, vec![])]).unwrap();
    for (first, second) in [("v1", "v2"), ("v2", "v1")] {
        let _lock = world.remote.inner.lock(&id(first), &world.scope()).unwrap();
        assert!(is_busy(&world.remote, &world, second));
    }
}

#[test]
fn a_lock_whose_request_was_dropped_is_released_after_its_deadline() {
    let world = World::new();
    let inner = &world.remote.inner;
    let forgotten = inner.lock(&id("v1"), &world.scope()).unwrap();
    world.clock.advance(Duration::from_secs(20));
    assert!(is_busy(&world.remote, &world, "v1"));
    world.clock.advance(GRACE);
    let next = inner.lock(&id("v1"), &world.scope());
    assert!(next.is_ok());
    // It may end after all, and does not free what is another's.
    drop(forgotten);
    assert!(is_busy(&world.remote, &world, "v1"));
}

/// A request about the reservation `v1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Change(u16),
    Set(Status),
    Resume,
}

const STEPS: [Step; 5] = [
    Step::Change(1170),
    Step::Change(1230),
    Step::Set(Status::Cancelled),
    Step::Set(Status::NoShow),
    Step::Resume,
];

type PendingStep = Pin<Box<dyn Future<Output = crate::error::Result<Option<Reservation>>>>>;

fn begin(world: &World, step: Step) -> PendingStep {
    let (request, scope) = (world.remote.for_request(&world.scope()), world.scope());
    let remote = Remote {
        inner: world.remote.inner.clone(),
    };
    Box::pin(async move {
        match step {
            Step::Change(minutes) => {
                let change = serde_json::from_value(json!({ "minutes": minutes })).unwrap();
                request.change(&id("v1"), &change).await.map(Some)
            }
            Step::Set(status) => request.set_status(&id("v1"), status).await.map(Some),
            Step::Resume => remote.resume_move(&scope, &id("v1")).await.map(|()| None),
        }
    })
}

/// A world in which the guest has `v1` at seven, and half past and half past eight are open too.
fn world() -> World {
    let world = World::new();
    let slots = [1140, 1170, 1230].map(|minutes| crate::test_support::remote::slot(minutes, true));
    *world.vendor.slots.borrow_mut() = json!(slots);
    let request = world.remote.for_request(&world.scope());
    run(request.reserve(&order("k", |_| {}))).unwrap();
    world
}

fn held(world: &World) -> Vec<String> {
    let present = world.vendor.present();
    let held = present.iter().filter(|one| holds_tables(one.known.status));
    held.map(|one| one.known.id.to_string()).collect()
}

/// The system's reservations equal the guest's: one table with a link to it, or none.
fn check(world: &World, case: &str) {
    world.clock.advance(Duration::from_mins(2));
    let (old, scope) = (id("v1"), world.scope());
    for _ in 0..4 {
        for name in ["v1", "v2", "v3"] {
            let _ = run(world.remote.resume_move(&scope, &id(name)));
        }
    }
    let rows = |sql| world.memory.rows(Statement::new(sql, vec![])).unwrap();
    assert!(rows("SELECT old_id FROM remote_moves").is_empty(), "{case}");
    let seen = run(world.remote.for_request(&scope).reservation(&old)).unwrap();
    let current = reschedule_rows::current(&*world.memory, &old).unwrap();
    let expected = if holds_tables(seen.status) {
        vec![current.to_string()]
    } else {
        vec![]
    };
    assert_eq!(held(world), expected, "{case}: {seen:?}");
    assert_eq!(seen.id, old, "{case}");
}

#[test]
fn with_any_interruption_the_guest_has_one_table_or_none_and_sees_it() {
    let fates = [
        Fate::Made,
        Fate::Lost(Duration::ZERO),
        Fate::Vanished,
        Fate::TurnedDown(RemoteError::Conflict),
    ];
    let mut refused = 0;
    for first in STEPS {
        for second in STEPS {
            for fate in &fates {
                for turns in 0..12 {
                    let world = world();
                    world.vendor.fates.borrow_mut().push_back(fate.clone());
                    let mut one = begin(&world, first);
                    let mut answer = (0..turns).find_map(|_| poll(&mut one));
                    let other = run(begin(&world, second));
                    let is_inside = answer.is_none() && turns > 0;
                    if answer.is_none() {
                        answer = Some(run(one));
                    }
                    let case = format!("{first:?} {second:?} {fate:?} {turns}: {answer:?} {other:?}");
                    if is_inside && second != Step::Resume && first != Step::Resume {
                        assert_eq!(other, Err(BUSY), "{case}");
                        refused += 1;
                    }
                    check(&world, &case);
                    // A refused request can be repeated, unless the reservation is over now.
                    assert_ne!(run(begin(&world, second)), Err(BUSY), "{case}");
                }
            }
        }
    }
    assert!(refused > 100);
}

#[test]
fn a_reservation_seen_while_it_is_moved_is_seen_where_it_is() {
    for turns in 0..20 {
        let world = world();
        let request = world.remote.for_request(&world.scope());
        let mut seeing: Pin<Box<dyn Future<Output = _>>> =
            Box::pin(async move { request.reservation(&id("v1")).await });
        let mut changing = begin(&world, Step::Change(1170));
        let early = (0..turns).find_map(|_| poll(&mut changing)).is_some();
        assert!(poll(&mut seeing).is_none());
        if !early {
            assert!(run(changing).is_ok());
        }
        let seen: Reservation = run(seeing).unwrap();
        assert_eq!(
            (seen.minutes.get(), seen.status),
            (1170, Status::Booked),
            "{turns}"
        );
    }
}
