//! Facts about days that are read in chunks.

use std::time::Duration;

use shared::availability::{CalendarDay, DayStatus};

use super::*;
use crate::error::{Result, VenueError};
use crate::provider::{CalendarQuestion, Provider};
use crate::test_support::remote::{World, run};

/// A system that answers this many days in a call, for every party.
fn world(span: u16) -> World {
    let world = World::new();
    world.vendor.span.set(span);
    world
}

fn ask(world: &World, (from, to): (&str, &str), guests: i64) -> Result<Vec<CalendarDay>> {
    let question = CalendarQuestion {
        experience_id: "dinner".to_owned().try_into().unwrap(),
        attendees: Attendees::parse(guests).unwrap(),
        from: Day::parse(from).unwrap(),
        to: Day::parse(to).unwrap(),
    };
    run(world.remote.for_request(&world.scope()).calendar(&question))
}

/// The calls for availability since the last time.
fn calls(world: &World) -> usize {
    let calls = world.vendor.calls.take();
    calls
        .iter()
        .filter(|call| call.starts_with("days") || call.starts_with("slots"))
        .count()
}

/// Two months from the day it is there, as far as bookings are taken.
const MONTHS: (&str, &str) = ("2026-11-20", "2027-01-19");

#[test]
fn chunks_begin_with_the_first_day_and_every_day_is_in_one() {
    for span in [1, 7, 15, 31, 62].map(|span| NonZeroU16::new(span).unwrap()) {
        let origin = Day::parse("2026-11-20").unwrap();
        assert_eq!(chunk_of(origin, span, origin).0, origin);
        for day in origin.minus(40).unwrap().through(origin.plus(200).unwrap()) {
            let (from, to) = chunk_of(day, span, origin);
            assert!((from..=to).contains(&day));
            assert_eq!(to.since(from), i64::from(span.get()) - 1);
            assert_eq!(
                (chunk_of(from, span, origin), chunk_of(to, span, origin)),
                ((from, to), (from, to))
            );
        }
    }
}

#[test]
fn two_months_of_single_days_are_a_call_for_each_day() {
    let world = world(1);
    assert_eq!(ask(&world, MONTHS, 2).unwrap().len(), 61);
    assert_eq!(calls(&world), 61);
}

#[test]
fn two_months_are_five_calls_at_fifteen_days_and_none_once_they_are_kept() {
    let world = world(15);
    let days = ask(&world, MONTHS, 2).unwrap();
    assert!(days.iter().all(|day| day.status == DayStatus::Open));
    assert_eq!(calls(&world), 5);
    // Another party, too: one that is too large for every table, and one that fits.
    for (guests, status) in [(2, DayStatus::Open), (4, DayStatus::Open), (5, DayStatus::Full)] {
        let days = ask(&world, MONTHS, guests).unwrap();
        assert!(days.iter().all(|day| day.status == status), "{guests}");
    }
    assert_eq!(calls(&world), 0);
}

#[test]
fn a_day_that_is_missing_in_a_chunk_is_not_closed_and_the_others_are_kept() {
    let world = world(62);
    let missing = Day::parse("2026-11-27").unwrap();
    world.vendor.broken_days.borrow_mut().push(missing);
    assert_eq!(
        ask(&world, ("2026-11-26", "2026-11-28"), 2),
        Err(VenueError::Timeout)
    );
    assert_eq!(calls(&world), 1);
    // Its neighbours are known, and are answered without another call.
    for day in ["2026-11-26", "2026-11-28"] {
        assert_eq!(ask(&world, (day, day), 2).unwrap()[0].status, DayStatus::Open);
    }
    assert_eq!(calls(&world), 0);
    world.vendor.broken_days.borrow_mut().clear();
    assert!(ask(&world, ("2026-11-26", "2026-11-28"), 2).is_ok());
}

#[test]
fn an_answer_in_part_is_named_in_the_timing() {
    let world = world(62);
    let missing = Day::parse("2026-11-27").unwrap();
    world.vendor.broken_days.borrow_mut().push(missing);
    let scope = world.scope();
    let question = CalendarQuestion {
        experience_id: "dinner".to_owned().try_into().unwrap(),
        attendees: Attendees::MIN,
        from: missing.plus(1).unwrap(),
        to: missing.plus(1).unwrap(),
    };
    assert!(run(world.remote.for_request(&scope).calendar(&question)).is_ok());
    assert_eq!(scope.server_timing(), ["partial;desc=days", "cache;desc=miss"]);
}

#[test]
fn a_stale_chunk_is_asked_for_once_behind_the_answer() {
    let world = world(31);
    assert!(ask(&world, ("2026-11-20", "2026-11-21"), 2).is_ok());
    calls(&world);
    world.clock.advance(Duration::from_mins(2));
    for guests in [2, 3] {
        assert!(ask(&world, ("2026-11-20", "2026-11-21"), guests).is_ok());
    }
    assert_eq!((calls(&world), world.behind.run(), calls(&world)), (0, 1, 1));
}
