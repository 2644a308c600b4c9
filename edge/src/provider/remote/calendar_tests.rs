//! Facts about calendars made of single days.

use std::time::Duration;

use serde_json::json;
use shared::party::Attendees;

use super::super::days::AT_ONCE;
use super::*;
use crate::provider::Provider;
use crate::test_support::remote::{DAY, World, order, run, slot};

fn question(from: &str, to: &str) -> CalendarQuestion {
    CalendarQuestion {
        experience_id: "dinner".to_owned().try_into().unwrap(),
        attendees: Attendees::parse(2).unwrap(),
        from: Day::parse(from).unwrap(),
        to: Day::parse(to).unwrap(),
    }
}

fn ask(world: &World, from: &str, to: &str) -> (crate::error::Result<Vec<CalendarDay>>, Scope) {
    let scope = world.scope();
    let answer = run(world.remote.for_request(&scope).calendar(&question(from, to)));
    (answer, scope)
}

fn asked(world: &World) -> usize {
    world.vendor.calls.borrow().len()
}

fn status(reasons: &[&[&str]]) -> DayStatus {
    let slots: Vec<_> = reasons
        .iter()
        .zip(600u16..)
        .map(|(reasons, minutes)| {
            let mut slot = slot(minutes, reasons.is_empty());
            slot["reasons"] = json!(reasons);
            slot
        })
        .collect();
    day_status(&serde_json::from_value::<Vec<Slot>>(json!(slots)).unwrap())
}

#[test]
fn a_day_is_what_its_slots_are() {
    assert_eq!(status(&[]), DayStatus::Closed);
    assert_eq!(status(&[&["no_tables_found"], &[]]), DayStatus::Open);
    assert_eq!(status(&[&["no_tables_found"], &["in_the_past"]]), DayStatus::Full);
    assert_eq!(
        status(&[&["closed"], &["in_the_past", "no_tables_found"]]),
        DayStatus::Closed
    );
    assert_eq!(status(&[&["payment_not_supported"]]), DayStatus::Closed);
    assert_eq!(status(&[&["a reason of its own"]]), DayStatus::Full);
}

#[test]
fn a_month_is_asked_for_a_few_days_at_a_time_and_kept() {
    let world = World::new();
    let (answer, scope) = ask(&world, "2026-11-01", "2026-11-30");
    let days = answer.unwrap();
    let open: Vec<String> = days
        .iter()
        .filter(|day| day.status == DayStatus::Open)
        .map(|day| day.day.to_string())
        .collect();
    assert_eq!((days.len(), open.len()), (30, 11));
    assert_eq!(open[0], "2026-11-20");
    assert!(days.is_sorted_by_key(|day| day.day));
    assert_eq!(asked(&world), 11);
    assert_eq!(world.vendor.at_once.get(), (0, AT_ONCE));
    assert_eq!(
        (scope.server_timing(), scope.fresh_seconds()),
        (vec!["cache;desc=miss".to_owned()], 30)
    );

    world.clock.advance(Duration::from_secs(10));
    let (again, scope) = ask(&world, "2026-11-20", "2026-11-30");
    assert!(again.is_ok());
    assert_eq!(asked(&world), 11);
    assert_eq!(
        (scope.server_timing(), scope.fresh_seconds()),
        (vec!["cache;desc=hit".to_owned()], 20)
    );
}

#[test]
fn days_that_cannot_be_booked_are_closed_without_asking() {
    let world = World::new();
    let (answer, _) = ask(&world, "2027-02-01", "2027-02-28");
    assert!(answer.unwrap().iter().all(|day| day.status == DayStatus::Closed));
    assert_eq!(*world.vendor.calls.borrow(), ["experiences"]);
}

#[test]
fn one_day_that_fails_fails_the_question_unless_it_is_still_known() {
    let world = World::new();
    let day = Day::parse(DAY).unwrap();
    world.vendor.broken_days.borrow_mut().push(day);
    assert_eq!(
        ask(&world, "2026-11-20", "2026-11-30").0,
        Err(VenueError::Timeout)
    );
    world.vendor.broken_days.borrow_mut().clear();
    assert!(ask(&world, "2026-11-20", "2026-11-30").0.is_ok());
    world.vendor.broken_days.borrow_mut().push(day);
    world.clock.advance(Duration::from_mins(8));
    let (answer, scope) = ask(&world, "2026-11-20", "2026-11-30");
    assert_eq!(answer.unwrap()[7].status, DayStatus::Open);
    assert_eq!(scope.fresh_seconds(), 0);
    world.clock.advance(Duration::from_mins(3));
    assert_eq!(
        ask(&world, "2026-11-20", "2026-11-30").0,
        Err(VenueError::Timeout)
    );
}

#[test]
fn a_stale_day_is_answered_at_once_and_asked_for_once_behind_it() {
    let world = World::new();
    assert!(ask(&world, DAY, DAY).0.is_ok());
    world.clock.advance(Duration::from_mins(2));
    *world.vendor.slots.borrow_mut() = json!([slot(1140, false)]);
    for _ in 0..2 {
        let (answer, scope) = ask(&world, DAY, DAY);
        assert_eq!(answer.unwrap()[0].status, DayStatus::Open);
        assert_eq!(
            (scope.server_timing(), scope.fresh_seconds()),
            (vec!["cache;desc=stale".to_owned()], 0)
        );
    }
    assert_eq!(world.behind.run(), 1);
    assert_eq!(ask(&world, DAY, DAY).0.unwrap()[0].status, DayStatus::Full);
    assert_eq!(asked(&world), 2);
}

#[test]
fn a_booking_makes_its_day_forgotten_and_no_other() {
    let world = World::new();
    assert!(ask(&world, "2026-11-26", DAY).0.is_ok());
    let request = world.remote.for_request(&world.scope());
    run(request.reserve(&order("k", |_| {}))).unwrap();
    world.vendor.calls.borrow_mut().clear();
    assert!(ask(&world, "2026-11-26", DAY).0.is_ok());
    assert_eq!(*world.vendor.calls.borrow(), [format!("slots {DAY}")]);
}

#[test]
fn what_is_wrong_with_a_question_is_named() {
    let world = World::new();
    let faults = |question: &CalendarQuestion| {
        let scope = world.scope();
        match run(world.remote.for_request(&scope).calendar(question)) {
            Err(VenueError::Fields(faults)) => faults,
            answer => panic!("{answer:?}"),
        }
    };
    let brunch = CalendarQuestion {
        experience_id: "brunch".to_owned().try_into().unwrap(),
        ..question(DAY, DAY)
    };
    assert_eq!(
        faults(&brunch),
        [FieldError::new("/experienceId", FieldCode::Unknown)]
    );
    let many = CalendarQuestion {
        attendees: Attendees::parse(9).unwrap(),
        ..question(DAY, "2026-11-01")
    };
    assert_eq!(
        faults(&many),
        [
            FieldError::new("/attendees", FieldCode::PartyTooLarge),
            FieldError::new("/to", FieldCode::EndsBeforeStart),
        ]
    );
}

#[test]
fn until_six_in_the_morning_the_evening_before_is_asked_for_too() {
    for (now, is_night) in [(0, true), (2, true), (359, true), (360, false), (1439, false)] {
        let now = shared::time::Minutes::parse(now).unwrap();
        let today = Day::parse("2026-11-22").unwrap();
        let evening = Day::parse("2026-11-21").unwrap();
        assert_eq!(
            super::super::last_evening(today, now),
            is_night.then_some(evening),
            "{now:?}"
        );
    }
    let world = World::new();
    let (evening, now) = world.remote.inner.local().unwrap();
    let ask_for_it = || ask(&world, &evening.to_string(), &evening.to_string()).0.unwrap();
    // Two minutes past midnight.
    world
        .clock
        .advance(Duration::from_mins(u64::from(24 * 60 + 2 - now.get())));
    let asked_for_slots = || {
        let calls = world.vendor.calls.borrow();
        calls.iter().filter(|call| call.starts_with("slots")).count()
    };
    ask_for_it();
    assert_eq!(asked_for_slots(), 1);
    world.clock.advance(Duration::from_hours(6));
    assert_eq!(ask_for_it()[0].status, DayStatus::Closed);
    assert_eq!(asked_for_slots(), 1);
}
