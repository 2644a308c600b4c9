//! The time until which an upstream that turned a call away is not called.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};

use super::{Rng, jitter};

/// How long an upstream is left alone that turns calls away without saying for how long; each further
/// time doubles it.
const FIRST_HOLD: Duration = Duration::from_secs(1);
/// Beyond this it does not grow.
const LONGEST_HOLD: Duration = Duration::from_mins(1);

/// When the next call may be sent.
#[derive(Default)]
pub(super) struct Throttle {
    until: Duration,
    streak: usize,
}

impl Throttle {
    /// How long calls are still held back; none if they are not.
    pub(super) fn remaining(&self, now: Duration) -> Option<Duration> {
        let left = self.until.saturating_sub(now);
        (!left.is_zero()).then_some(left)
    }

    /// Records that the upstream refused a call, with its `Retry-After` if it had one. A shorter time does not undo a
    /// longer one.
    pub(super) fn hold(&mut self, now: Duration, asked: Option<Duration>, rng: &dyn Rng) -> Duration {
        let time = asked.unwrap_or_else(|| {
            let mut grown = ExponentialBuilder::new()
                .with_min_delay(FIRST_HOLD)
                .with_max_delay(LONGEST_HOLD)
                .without_max_times()
                .build();
            let longest = grown.nth(self.streak.min(10)).unwrap_or(LONGEST_HOLD);
            // Half of it at least: with nothing but chance, some would come back at once.
            longest / 2 + jitter::up_to(longest / 2, rng)
        });
        self.streak += 1;
        self.until = self.until.max(now + time);
        time
    }

    /// Goes on holding calls back, for what is left of a hold from before.
    pub(super) fn resume(&mut self, now: Duration, left: Duration) {
        self.until = self.until.max(now + left);
    }

    /// The upstream took a call.
    pub(super) fn took(&mut self) {
        self.streak = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Most;

    impl Rng for Most {
        fn next(&self) -> u64 {
            u64::MAX
        }
    }

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn calls_are_held_back_for_as_long_as_asked() {
        let mut throttle = Throttle::default();
        assert_eq!(throttle.remaining(seconds(0)), None);
        throttle.hold(seconds(10), Some(seconds(30)), &Most);
        assert_eq!(throttle.remaining(seconds(15)), Some(seconds(25)));
        assert_eq!(throttle.remaining(seconds(40)), None);
    }

    #[test]
    fn a_shorter_hold_does_not_undo_a_longer_one() {
        let mut throttle = Throttle::default();
        throttle.hold(seconds(0), Some(seconds(30)), &Most);
        throttle.hold(seconds(0), Some(seconds(1)), &Most);
        assert_eq!(throttle.remaining(seconds(0)), Some(seconds(30)));
    }

    #[test]
    fn without_a_time_the_hold_grows_until_a_call_is_taken() {
        let mut throttle = Throttle::default();
        let hold = |throttle: &mut Throttle| throttle.hold(seconds(0), None, &Most).as_millis() + 1;
        let grown: Vec<u128> = (0..9).map(|_| hold(&mut throttle)).collect();
        assert_eq!(
            grown,
            [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]
        );
        throttle.took();
        assert_eq!(hold(&mut throttle), 1_000);
    }
}
