//! The calls that an upstream allows in a window of time: a sliding window that a part is reserved of for writes, so that
//! guests who look around never use up what a booking needs.
//!
//! It counts the calls of this process alone. Where several venues share an account, each has a share of what the account
//! allows.

use std::collections::VecDeque;
use std::time::Duration;

use super::Kind;

/// How many calls may be sent in which time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AllowanceSettings {
    /// The most calls in any window.
    pub calls: u16,
    /// How many of them only writes may use.
    pub write_reserve: u16,
    /// The length of the window.
    pub window: Duration,
}

/// The calls that were sent within the last window.
#[derive(Debug)]
pub(super) struct Allowance {
    settings: AllowanceSettings,
    /// When each was sent, the oldest first.
    sent: VecDeque<Duration>,
}

impl Allowance {
    pub(super) fn new(settings: AllowanceSettings) -> Self {
        Self {
            settings,
            sent: VecDeque::new(),
        }
    }

    /// Counts a call as sent, or says after which time one of its kind may be.
    pub(super) fn take(&mut self, kind: Kind, now: Duration) -> Result<(), Duration> {
        let window = self.settings.window;
        while self
            .sent
            .front()
            .is_some_and(|sent| now.saturating_sub(*sent) >= window)
        {
            self.sent.pop_front();
        }
        let most = match kind {
            Kind::Read => self.settings.calls.saturating_sub(self.settings.write_reserve),
            Kind::Write => self.settings.calls,
        };
        let most = usize::from(most);
        if self.sent.len() < most {
            self.sent.push_back(now);
            return Ok(());
        }
        // One is free as soon as so many have left the window that fewer than `most` are in it.
        let leaving = self.sent.get(self.sent.len() - most);
        Err(leaving.map_or(window, |sent| window.saturating_sub(now.saturating_sub(*sent))))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SETTINGS: AllowanceSettings = AllowanceSettings {
        calls: 160,
        write_reserve: 40,
        window: Duration::from_secs(30),
    };

    fn taken(allowance: &mut Allowance, kind: Kind, now: Duration) -> usize {
        (0..1_000)
            .take_while(|_| allowance.take(kind, now).is_ok())
            .count()
    }

    #[test]
    fn reads_leave_to_writes_what_is_reserved_for_them() {
        let mut allowance = Allowance::new(SETTINGS);
        assert_eq!(taken(&mut allowance, Kind::Read, Duration::ZERO), 120);
        assert_eq!(taken(&mut allowance, Kind::Write, Duration::ZERO), 40);
    }

    #[test]
    fn writes_may_use_everything() {
        let mut allowance = Allowance::new(SETTINGS);
        assert_eq!(taken(&mut allowance, Kind::Write, Duration::ZERO), 160);
        assert_eq!(taken(&mut allowance, Kind::Read, Duration::ZERO), 0);
    }

    #[test]
    fn a_refusal_says_when_the_next_call_may_be_sent() {
        let mut allowance = Allowance::new(SETTINGS);
        taken(&mut allowance, Kind::Read, Duration::from_secs(10));
        let now = Duration::from_secs(25);
        let wait = allowance.take(Kind::Read, now).unwrap_err();
        assert_eq!(wait, Duration::from_secs(15));
        assert_eq!(allowance.take(Kind::Read, now + wait), Ok(()));
    }

    #[test]
    fn a_read_waits_until_fewer_than_its_share_are_in_the_window() {
        let mut allowance = Allowance::new(SETTINGS);
        for step in 0..160 {
            let now = Duration::from_millis(step * 100);
            assert_eq!(allowance.take(Kind::Write, now), Ok(()));
        }
        let now = Duration::from_secs(16);
        let wait = allowance.take(Kind::Read, now).unwrap_err();
        // The forty-first of them leaves the window then.
        assert_eq!(now + wait, Duration::from_millis(34_000));
        assert_eq!(allowance.take(Kind::Read, now + wait), Ok(()));
    }

    proptest! {
        #[test]
        fn no_window_has_more_calls_than_are_allowed(steps in proptest::collection::vec((any::<bool>(), 0_u64..900), 0..600)) {
            let settings = AllowanceSettings { calls: 20, write_reserve: 5, window: Duration::from_secs(30) };
            let (mut allowance, mut now) = (Allowance::new(settings), Duration::ZERO);
            let mut sent: Vec<Duration> = Vec::new();
            for (is_write, wait) in steps {
                now += Duration::from_millis(wait);
                let kind = if is_write { Kind::Write } else { Kind::Read };
                if allowance.take(kind, now).is_ok() {
                    sent.push(now);
                }
                let within = sent.iter().filter(|at| now - **at < settings.window).count();
                prop_assert!(within <= 20);
            }
        }
    }
}
