//! The retry budget: a token bucket that calls fill and retries empty, so that retries never become the load that
//! keeps an upstream down.

use std::time::Duration;

use config::upstream::RetrySettings;

/// A retry costs this many parts; a call brings in as many as the share in percent.
const RETRY: u32 = 100;
/// How many retries may be saved up beyond the floor.
const SAVED: u32 = 10 * RETRY;
/// Up to the floor, one retry comes back after every such time.
const TRICKLE: Duration = Duration::from_secs(10);

/// The retries that are left.
pub(super) struct Budget {
    share: u32,
    floor: u32,
    parts: u32,
    trickled: Duration,
}

impl Budget {
    pub(super) fn new(settings: &RetrySettings, now: Duration) -> Self {
        let floor = u32::from(settings.budget_floor) * RETRY;
        Self {
            share: settings.budget_percent.into(),
            floor,
            parts: floor,
            trickled: now,
        }
    }

    /// A read has begun.
    pub(super) fn deposit(&mut self) {
        self.parts = (self.parts + self.share).min(self.floor.max(SAVED));
    }

    /// Takes a retry out, if one is left.
    pub(super) fn withdraw(&mut self, now: Duration) -> bool {
        while now.saturating_sub(self.trickled) >= TRICKLE {
            if self.parts >= self.floor {
                self.trickled = now;
                break;
            }
            self.parts = (self.parts + RETRY).min(self.floor);
            self.trickled += TRICKLE;
        }
        let is_left = self.parts >= RETRY;
        if is_left {
            self.parts -= RETRY;
        }
        is_left
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn budget() -> Budget {
        Budget::new(&RetrySettings::default(), Duration::ZERO)
    }

    fn withdrawn(budget: &mut Budget, now: Duration) -> usize {
        (0..100).take_while(|_| budget.withdraw(now)).count()
    }

    #[test]
    fn a_few_retries_are_there_from_the_start() {
        assert_eq!(withdrawn(&mut budget(), Duration::ZERO), 3);
    }

    #[test]
    fn five_calls_earn_one_retry() {
        let mut budget = budget();
        withdrawn(&mut budget, Duration::ZERO);
        (0..4).for_each(|_| budget.deposit());
        assert!(!budget.withdraw(Duration::ZERO));
        budget.deposit();
        assert_eq!(withdrawn(&mut budget, Duration::ZERO), 1);
    }

    #[test]
    fn many_calls_do_not_save_up_a_storm() {
        let mut budget = budget();
        (0..10_000).for_each(|_| budget.deposit());
        assert_eq!(withdrawn(&mut budget, Duration::ZERO), 10);
    }

    #[test]
    fn the_floor_comes_back_with_time() {
        let mut budget = budget();
        withdrawn(&mut budget, Duration::ZERO);
        assert_eq!(withdrawn(&mut budget, Duration::from_secs(9)), 0);
        assert_eq!(withdrawn(&mut budget, Duration::from_secs(10)), 1);
        assert_eq!(withdrawn(&mut budget, Duration::from_secs(10_000)), 3);
    }

    proptest! {
        #[test]
        fn retries_stay_within_their_share(steps in proptest::collection::vec((any::<bool>(), 0_u64..5_000), 0..400)) {
            let (mut budget, mut now) = (budget(), Duration::ZERO);
            let (mut calls, mut retries) = (0, 0);
            for (is_call, wait) in steps {
                now += Duration::from_millis(wait);
                if is_call {
                    budget.deposit();
                    calls += 1;
                } else if budget.withdraw(now) {
                    retries += 1;
                }
                prop_assert!(retries <= calls / 5 + 3 + now.as_secs() / 10 + 1);
            }
        }
    }
}
