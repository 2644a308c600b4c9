//! The generic cell rate algorithm (ITU-T I.371, annex A, in its virtual-scheduling form): one number per caller,
//! the time at which the next request would be due at an even pace. Time is scaled by the rate, so every step is
//! whole and nothing is rounded.
//!
//! The crate `governor` has the same algorithm. It reads a clock of its own, and its
//! memory of callers has no bound; both would have to be replaced, which leaves these lines.

use config::limits::Rate;
use shared::time::Instant;

/// Between two requests at an even pace: a minute's units over the requests of a minute, with one
/// second being as many units as there are requests in a minute.
const PACE: i64 = 60;

/// When the next request is due, in the rate's own units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due(i64);

/// Takes one request at `now`: when the next is due, or after how many seconds this one could be
/// taken, at least one.
pub fn take(rate: Rate, due: Option<Due>, now: Instant) -> Result<Due, u32> {
    let unit = i64::from(rate.per_minute.max(1));
    let now = now.unix().saturating_mul(unit);
    let tolerance = PACE * i64::from(rate.burst.max(1) - 1);
    let due = due.map_or(now, |Due(due)| due.max(now));
    let early = due - now - tolerance;
    if early > 0 {
        let seconds = (early + unit - 1) / unit;
        return Err(u32::try_from(seconds).unwrap_or(u32::MAX));
    }
    Ok(Due(due + PACE))
}

/// The state without one request that was taken, and that turned out not to count.
pub fn give_back(Due(due): Due) -> Due {
    Due(due - PACE)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const START: i64 = 1_795_000_000;

    /// The seconds at which requests were taken, of those at which they came.
    fn taken(rate: Rate, times: &[i64]) -> Vec<i64> {
        let mut due = None;
        let mut taken = Vec::new();
        for &time in times {
            if let Ok(next) = take(rate, due, Instant::from_unix(START + time)) {
                due = Some(next);
                taken.push(time);
            }
        }
        taken
    }

    #[test]
    fn a_burst_is_taken_at_once_and_then_the_pace_is_kept() {
        let rate = Rate {
            per_minute: 20,
            burst: 3,
        };
        assert_eq!(
            taken(rate, &[0, 0, 0, 0, 1, 2, 3, 3, 6, 7, 15, 15, 15, 15]),
            [0, 0, 0, 3, 6, 15, 15, 15]
        );
    }

    proptest! {
        #[test]
        fn no_window_takes_more_than_the_burst_and_its_share(
            per_minute in 1_u32..500, burst in 1_u32..50,
            gaps in proptest::collection::vec(0_i64..20, 1..200),
        ) {
            let rate = Rate { per_minute, burst };
            let times: Vec<i64> = gaps.iter().scan(0, |time, gap| { *time += gap; Some(*time) }).collect();
            let taken = taken(rate, &times);
            for (first, from) in taken.iter().enumerate() {
                for (last, to) in taken.iter().enumerate().skip(first) {
                    let count = i64::try_from(last - first + 1).unwrap();
                    prop_assert!(count <= i64::from(burst) + (to - from) * i64::from(per_minute) / 60);
                }
            }
        }

        #[test]
        fn a_request_after_the_stated_wait_is_accepted_and_one_a_second_early_is_not(
            per_minute in 1_u32..500, burst in 1_u32..50, extra in 0_usize..5,
        ) {
            let rate = Rate { per_minute, burst };
            let mut due = None;
            let mut wait = None;
            for _ in 0..=burst as usize + extra {
                match take(rate, due, Instant::from_unix(START)) {
                    Ok(next) => due = Some(next),
                    Err(seconds) => wait = Some(seconds),
                }
            }
            let wait = wait.unwrap();
            prop_assert!(wait >= 1);
            let at = |seconds: u32| take(rate, due, Instant::from_unix(START + i64::from(seconds)));
            prop_assert!(at(wait).is_ok());
            prop_assert_eq!(at(wait - 1), Err(1));
        }
    }
}
