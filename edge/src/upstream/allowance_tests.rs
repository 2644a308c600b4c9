//! Facts about how many calls are sent within a window.

use config::UpstreamSettings;
use futures_util::future;
use proptest::prelude::*;

use super::*;
use crate::test_support::upstream::*;

/// Four calls in ten seconds: at most three reads, and at most three writes.
const RULES: AllowanceRules = AllowanceRules {
    calls: 4,
    for_writes: 1,
    for_reads: 1,
    window: Duration::from_secs(10),
};

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[test]
fn reads_leave_a_call_to_writes_and_writes_one_to_reads() {
    for (kind, other) in [(Kind::Read, Kind::Write), (Kind::Write, Kind::Read)] {
        let mut allowance = Allowance::new(RULES);
        for second in 0..3 {
            assert_eq!(allowance.take(seconds(second), kind), Ok(()));
        }
        assert_eq!(allowance.take(seconds(4), kind), Err(seconds(6)));
        assert_eq!(allowance.take(seconds(4), other), Ok(()));
        assert_eq!(allowance.take(seconds(5), other), Err(seconds(5)));
    }
}

#[test]
fn each_call_frees_its_place_at_the_end_of_its_own_window() {
    let mut allowance = Allowance::new(RULES);
    for second in [0, 3, 6] {
        assert_eq!(allowance.take(seconds(second), Kind::Read), Ok(()));
    }
    assert_eq!(allowance.take(seconds(9), Kind::Read), Err(seconds(1)));
    assert_eq!(allowance.take(seconds(10), Kind::Read), Ok(()));
    assert_eq!(allowance.take(seconds(10), Kind::Read), Err(seconds(3)));
}

#[test]
fn the_window_of_a_call_begins_when_it_is_sent() {
    let mut allowance = Allowance::new(RULES);
    assert_eq!(allowance.take(seconds(0), Kind::Write), Ok(()));
    // It has waited for six seconds, for the outcome of another call.
    assert_eq!(allowance.move_up(seconds(0), seconds(6), Kind::Write), Ok(()));
    for second in [6, 7] {
        assert_eq!(allowance.take(seconds(second), Kind::Write), Ok(()));
    }
    assert_eq!(allowance.take(seconds(10), Kind::Write), Err(seconds(6)));
}

#[test]
fn a_call_that_is_sent_after_its_window_takes_another_place() {
    let mut allowance = Allowance::new(RULES);
    assert_eq!(allowance.take(seconds(0), Kind::Read), Ok(()));
    for _ in 0..3 {
        assert_eq!(allowance.take(seconds(10), Kind::Read), Ok(()));
    }
    let moved = allowance.move_up(seconds(0), seconds(11), Kind::Read);
    assert_eq!(moved, Err(seconds(9)));
}

proptest! {
    #[test]
    fn no_window_has_more_calls_than_are_allowed(
        steps in proptest::collection::vec((0_u64..4, proptest::bool::ANY), 1..200),
    ) {
        let mut allowance = Allowance::new(RULES);
        let mut now = Duration::ZERO;
        let mut sent: Vec<(Duration, Kind)> = Vec::new();
        for (pause, is_write) in steps {
            now += seconds(pause);
            let kind = if is_write { Kind::Write } else { Kind::Read };
            match allowance.take(now, kind) {
                Ok(()) => sent.push((now, kind)),
                Err(wait) => prop_assert!(wait > Duration::ZERO && wait <= RULES.window),
            }
        }
        for (from, _) in &sent {
            let within: Vec<&(Duration, Kind)> =
                sent.iter().filter(|(at, _)| at >= from && *at < *from + RULES.window).collect();
            prop_assert!(within.len() <= RULES.calls);
            for kind in Kind::ALL {
                prop_assert!(within.iter().filter(|(_, other)| *other == kind).count() < RULES.calls);
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_read_over_the_allowance_is_not_sent_and_a_booking_is() {
    let world = World::allowed(AllowanceRules {
        window: seconds(30),
        ..RULES
    });
    for name in ["q0", "q1", "q2"] {
        assert_eq!(world.read(name).await, Ok(200));
    }
    let late = world.read("q3").await;
    assert_eq!(late, Err(away(Some(30_000), "allowance")));
    assert_eq!(world.write("reserve").await, Ok(200));
    assert_eq!((world.count(), world.now()), (4, 0));
}

#[tokio::test(start_paused = true)]
async fn a_read_waits_for_a_call_that_is_left_in_time() {
    let world = World::allowed(AllowanceRules {
        window: seconds(2),
        ..RULES
    });
    for name in ["q0", "q1", "q2", "q3"] {
        assert_eq!(world.read(name).await, Ok(200));
    }
    assert_eq!((world.count(), world.now()), (4, 2_000));
}

#[tokio::test(start_paused = true)]
async fn what_a_booking_asks_on_the_way_is_of_the_share_of_writes() {
    let world = World::allowed(AllowanceRules {
        window: seconds(30),
        ..RULES
    });
    for name in ["q0", "q1", "q2"] {
        assert_eq!(world.read(name).await, Ok(200));
    }
    assert_eq!(world.read("q3").await, Err(away(Some(30_000), "allowance")));
    let of_booking = world.scope(60_000).of_write();
    assert_eq!(world.read_in(&of_booking, "customers").await, Ok(200));
    assert_eq!(world.now(), 0);
}

#[tokio::test(start_paused = true)]
async fn writes_that_wait_for_their_share_do_not_keep_reads_waiting() {
    let world = World::allowed(AllowanceRules {
        calls: 12,
        for_writes: 1,
        for_reads: 6,
        window: seconds(5),
    });
    for _ in 0..6 {
        assert_eq!(world.write("reserve").await, Ok(200));
    }
    // As many as there are places on the network.
    let waiting = future::join_all((0..6).map(|_| world.write("reserve")));
    let read = async { (world.read("q0").await, world.now()) };
    let (written, read) = future::join(waiting, read).await;
    assert_eq!(read, (Ok(200), 0));
    assert_eq!((written, world.now()), (vec![Ok(200); 6], 5_000));
}

#[tokio::test(start_paused = true)]
async fn the_allowance_of_the_settings_is_kept() {
    let world = World::with(UpstreamSettings {
        allowance: Some(AllowanceSettings {
            calls: 4,
            seconds: 30,
            for_writes: 1,
            for_reads: 1,
        }),
        ..UpstreamSettings::default()
    });
    for name in ["q0", "q1", "q2"] {
        assert_eq!(world.read(name).await, Ok(200));
    }
    assert_eq!(world.read("q3").await, Err(away(Some(30_000), "allowance")));
    assert_eq!(world.write("reserve").await, Ok(200));
}
