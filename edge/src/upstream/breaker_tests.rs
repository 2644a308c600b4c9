//! Facts about the breaker, at chosen times.

use proptest::prelude::*;

use super::*;

fn breaker() -> Breaker {
    Breaker::new(BreakerSettings::default())
}

fn at(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

fn granted(breaker: &mut Breaker, now: Duration) -> Pass {
    match breaker.admit(now) {
        Admission::Granted(pass) => pass,
        other => panic!("{other:?}"),
    }
}

fn call(breaker: &mut Breaker, now: Duration, verdict: Verdict) {
    let pass = granted(breaker, now);
    breaker.settle(now, pass, verdict, |time| time);
}

fn opened(now: Duration) -> Breaker {
    let mut breaker = breaker();
    for _ in 0..5 {
        call(&mut breaker, now, Verdict::Failure);
    }
    assert_eq!(breaker.state(now), BreakerState::Open);
    breaker
}

#[test]
fn five_failures_open_it() {
    let mut breaker = breaker();
    for _ in 0..4 {
        call(&mut breaker, at(0), Verdict::Failure);
    }
    assert_eq!(breaker.state(at(0)), BreakerState::Closed);
    call(&mut breaker, at(0), Verdict::Failure);
    assert_eq!(breaker.refusal(at(1)), Some(at(4_999)));
    assert!(matches!(breaker.admit(at(1)), Admission::Refused(wait) if wait == at(4_999)));
}

#[test]
fn failures_among_many_successes_do_not_open_it() {
    let mut breaker = breaker();
    for turn in 0..200 {
        let verdict = if turn % 5 > 2 {
            Verdict::Failure
        } else {
            Verdict::Success
        };
        call(&mut breaker, at(turn), verdict);
        assert_eq!(breaker.state(at(turn)), BreakerState::Closed, "{turn}");
    }
}

#[test]
fn old_failures_are_forgotten() {
    let mut breaker = breaker();
    for turn in 0..50 {
        call(&mut breaker, at(turn * 10_000), Verdict::Failure);
    }
    assert_eq!(breaker.state(at(490_000)), BreakerState::Closed);
}

#[test]
fn calls_that_tell_nothing_do_not_count() {
    let mut breaker = breaker();
    for _ in 0..50 {
        call(&mut breaker, at(0), Verdict::Silence);
    }
    assert_eq!(breaker.state(at(0)), BreakerState::Closed);
}

#[test]
fn after_the_cool_down_one_probe_goes_through_and_closes_it() {
    let mut breaker = opened(at(0));
    assert_eq!(breaker.state(at(5_000)), BreakerState::HalfOpen);
    let probe = granted(&mut breaker, at(5_000));
    assert!(matches!(breaker.admit(at(5_000)), Admission::Probing));
    breaker.settle(at(5_100), probe, Verdict::Success, |time| time);
    assert_eq!(breaker.state(at(5_100)), BreakerState::Closed);
    call(&mut breaker, at(5_100), Verdict::Failure);
    assert_eq!(breaker.state(at(5_100)), BreakerState::Closed);
}

#[test]
fn every_failed_probe_doubles_the_cool_down() {
    let mut breaker = opened(at(0));
    let mut now = at(0);
    let mut waits = Vec::new();
    for _ in 0..6 {
        let wait = breaker.refusal(now).unwrap();
        waits.push(wait.as_secs());
        now += wait;
        call(&mut breaker, now, Verdict::Failure);
    }
    assert_eq!(waits, [5, 10, 20, 40, 60, 60]);
    now += breaker.refusal(now).unwrap();
    call(&mut breaker, now, Verdict::Success);
    for _ in 0..5 {
        call(&mut breaker, now, Verdict::Failure);
    }
    assert_eq!(breaker.refusal(now), Some(at(5_000)));
}

#[test]
fn an_abandoned_probe_makes_room_for_another() {
    let mut breaker = opened(at(0));
    let probe = granted(&mut breaker, at(5_000));
    breaker.settle(at(5_001), probe, Verdict::Silence, |time| time);
    assert!(matches!(breaker.admit(at(5_001)), Admission::Granted(_)));
}

#[test]
fn late_news_from_before_it_opened_counts_no_more() {
    let mut breaker = breaker();
    let late: Vec<Pass> = (0..2).map(|_| granted(&mut breaker, at(0))).collect();
    for _ in 0..5 {
        call(&mut breaker, at(0), Verdict::Failure);
    }
    let probe = granted(&mut breaker, at(5_000));
    for (pass, verdict) in late.into_iter().zip([Verdict::Success, Verdict::Failure]) {
        breaker.settle(at(5_000), pass, verdict, |time| time);
        assert_eq!(breaker.state(at(5_000)), BreakerState::HalfOpen);
        assert!(matches!(breaker.admit(at(5_000)), Admission::Probing));
    }
    breaker.settle(at(5_000), probe, Verdict::Success, |time| time);
    assert_eq!(breaker.state(at(5_000)), BreakerState::Closed);
}

#[derive(Clone, Debug)]
enum Step {
    Wait(u64),
    Ask,
    Settle(usize, Verdict),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let verdict = prop_oneof![
        1 => Just(Verdict::Success),
        3 => Just(Verdict::Failure),
        1 => Just(Verdict::Silence)
    ];
    let step = prop_oneof![
        1 => (0_u64..8_000).prop_map(Step::Wait),
        3 => Just(Step::Ask),
        3 => (any::<usize>(), verdict).prop_map(|(which, verdict)| Step::Settle(which, verdict)),
    ];
    proptest::collection::vec(step, 0..200)
}

proptest! {
    #[test]
    fn one_probe_at_most_nothing_while_open_and_never_stuck(steps in steps(), spread in 0_u32..50) {
        let spread = |time: Duration| time + time * spread / 100;
        let mut breaker = breaker();
        let mut now = at(0);
        let mut passes: Vec<(Pass, bool)> = Vec::new();
        for step in steps {
            match step {
                Step::Wait(time) => now += at(time),
                Step::Ask => {
                    let before = breaker.state(now);
                    if let Admission::Granted(pass) = breaker.admit(now) {
                        prop_assert_ne!(before, BreakerState::Open);
                        let is_probe = before == BreakerState::HalfOpen;
                        let probing = passes.iter().any(|(_, is_probe)| *is_probe);
                        prop_assert!(!(is_probe && probing), "two probes at once");
                        passes.push((pass, is_probe));
                    }
                }
                Step::Settle(which, verdict) => {
                    if passes.is_empty() {
                        continue;
                    }
                    let (pass, is_probe) = passes.swap_remove(which % passes.len());
                    let before = breaker.state(now);
                    breaker.settle(now, pass, verdict, spread);
                    let after = breaker.state(now);
                    match (is_probe, verdict) {
                        (true, Verdict::Success) => prop_assert_eq!(after, BreakerState::Closed),
                        (true, Verdict::Failure) => prop_assert_eq!(after, BreakerState::Open),
                        (true, Verdict::Silence) => prop_assert_eq!(after, BreakerState::HalfOpen),
                        (false, Verdict::Failure) => prop_assert!(after == before || after == BreakerState::Open),
                        (false, _) => prop_assert_eq!(after, before),
                    }
                }
            }
        }
        // After any history, once everyone has given up and the longest cool-down has passed, a call goes through, and its
        // success closes the breaker.
        for (pass, _) in passes {
            breaker.settle(now, pass, Verdict::Silence, spread);
        }
        now += at(60_000 * 3 / 2);
        call(&mut breaker, now, Verdict::Success);
        prop_assert_eq!(breaker.state(now), BreakerState::Closed);
    }
}
