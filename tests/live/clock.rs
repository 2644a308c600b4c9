//! The clock that tests set: worker and object share it, and a deployment refuses it.

use shared::time::Instant;

use crate::guest::Guest;
use crate::server::{Home, START};

/// The civil day of the venue when the tests begin; its zone is at most two hours ahead of UTC.
fn first_day() -> String {
    let start = Instant::try_from(START.clone()).unwrap();
    start.plus_minutes(60).to_string()[..10].to_owned()
}

#[test]
fn worker_and_object_begin_on_the_day_that_the_tests_set_and_a_restart_keeps_it() {
    let home = Home::new();
    for _ in 0..2 {
        let server = home.start();
        let guest = Guest::of(&server.origin, "demo");
        assert_eq!(guest.get("").body["today"], *first_day());
        // The object decides what can be booked: nothing of yesterday, something of the days ahead.
        let choice = guest.open_times("dinner", 2).next().unwrap();
        assert!(choice.day > first_day(), "{choice:?}");
        server.kill();
    }
}

#[test]
fn a_deployment_that_sets_the_clock_answers_nothing_and_says_why() {
    let home = Home::new();
    let server = home.start_without_demo(&[("COUVERT_CLOCK_OFFSET", "60")]);
    let guest = Guest::of(&server.origin, "demo");
    assert_eq!(guest.get("").status, 500);
    server.log_until("COUVERT_CLOCK_OFFSET is set, which only tests may do");
}
