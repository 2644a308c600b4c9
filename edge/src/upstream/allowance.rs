//! The allowance of an upstream: how many calls may be sent within any window of time, so that the vendor's own limit is
//! not met. Part of it is kept for writes, since a booking is worth more than a calendar, and part for reads, since a burst
//! of bookings must not leave every other guest without times.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::time::Duration;

use config::upstream::AllowanceSettings;

use super::{Clock, Kind};

/// How many calls may be sent within any window of this length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AllowanceRules {
    /// All calls.
    pub calls: usize,
    /// The part of them that only writes may use.
    pub for_writes: usize,
    /// The part of them that only reads may use.
    pub for_reads: usize,
    /// The length of the window.
    pub window: Duration,
}

impl From<&AllowanceSettings> for AllowanceRules {
    fn from(settings: &AllowanceSettings) -> Self {
        Self {
            calls: settings.calls.into(),
            for_writes: settings.for_writes.into(),
            for_reads: settings.for_reads.into(),
            window: Duration::from_secs(settings.seconds.into()),
        }
    }
}

/// The calls that were sent within the last window.
pub(super) struct Allowance {
    rules: AllowanceRules,
    /// When each was sent, the earliest first.
    sent: VecDeque<(Duration, Kind)>,
}

impl Allowance {
    pub(super) fn new(rules: AllowanceRules) -> Self {
        Self {
            rules,
            sent: VecDeque::new(),
        }
    }

    /// Takes a call out, or says after which time one may be left.
    pub(super) fn take(&mut self, now: Duration, kind: Kind) -> Result<(), Duration> {
        let AllowanceRules {
            calls,
            for_writes,
            for_reads,
            window,
        } = self.rules;
        while self.sent.front().is_some_and(|(at, _)| *at + window <= now) {
            self.sent.pop_front();
        }
        let most = calls.saturating_sub(match kind {
            Kind::Read => for_writes,
            Kind::Write => for_reads,
        });
        let of_kind = self.sent.iter().filter(|(_, other)| *other == kind).count();
        if self.sent.len() < calls && of_kind < most {
            self.sent.push_back((now, kind));
            return Ok(());
        }
        // The earliest call whose end of its window leaves room for this one.
        let in_the_way = if of_kind < most {
            self.sent.front()
        } else {
            self.sent.iter().find(|(_, other)| *other == kind)
        };
        let free_at = in_the_way.map_or(now + window, |(at, _)| *at + window);
        Err(free_at.saturating_sub(now))
    }
}

/// Waits until a call may be sent, and takes it out; or says how long that would take, where it would take until `until`
/// or longer.
pub(super) async fn wait_for(
    allowance: &RefCell<Allowance>,
    clock: &dyn Clock,
    kind: Kind,
    until: Duration,
) -> Result<(), Duration> {
    loop {
        let now = clock.elapsed();
        let taken = allowance.borrow_mut().take(now, kind);
        let Err(wait) = taken else {
            return Ok(());
        };
        if now.saturating_add(wait) >= until {
            return Err(wait);
        }
        clock.sleep(wait).await;
    }
}

#[cfg(test)]
#[path = "allowance_tests.rs"]
mod tests;
