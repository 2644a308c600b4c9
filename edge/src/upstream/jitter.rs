//! Jitter: random waits, so that calls that were refused together are not repeated together.

use std::time::Duration;

use super::Rng;

/// A time from nothing up to `longest`, each as likely as any other.
pub(super) fn up_to(longest: Duration, rng: &dyn Rng) -> Duration {
    let share = u128::from(rng.next() >> 32);
    let nanos = (longest.as_nanos() * share) >> 32;
    Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
}

/// A time from `least` up to half as much again.
pub(super) fn somewhat_over(least: Duration, rng: &dyn Rng) -> Duration {
    least.saturating_add(up_to(least / 2, rng))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Always(u64);

    impl Rng for Always {
        fn next(&self) -> u64 {
            self.0
        }
    }

    #[test]
    fn chance_spreads_a_wait_over_its_whole_length() {
        let second = Duration::from_secs(1);
        assert_eq!(up_to(second, &Always(0)), Duration::ZERO);
        assert_eq!(up_to(second, &Always(1 << 63)), second / 2);
        let longest = up_to(second, &Always(u64::MAX));
        assert!(longest < second && longest > second.mul_f32(0.999), "{longest:?}");
        assert_eq!(somewhat_over(second, &Always(0)), second);
        assert_eq!(somewhat_over(second, &Always(1 << 63)), second.mul_f32(1.25));
    }
}
