//! The allowance of an upstream: how many calls may be sent within any window of time, so that the vendor's own limit is
//! not met. Part of it is kept for writes, since a booking is worth more than a calendar, and part for reads, since a burst
//! of bookings must not leave every other guest without times. Reads that a write begins or ends with are taken from the
//! part of writes: a booking that may be sent, and may not be prepared, would be of no use.

use std::collections::VecDeque;
use std::time::Duration;

use config::account::CallSettings;
use config::upstream::AllowanceSettings;

use super::Kind;

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

impl From<CallSettings> for AllowanceRules {
    fn from(settings: CallSettings) -> Self {
        let calls = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        Self {
            calls: calls(settings.count),
            for_writes: calls(settings.for_writes),
            for_reads: calls(settings.for_reads),
            window: Duration::from_secs(settings.window_seconds.into()),
        }
    }
}

/// The calls that were sent within the last window.
pub(super) struct Allowance {
    rules: AllowanceRules,
    /// When each was sent, the earliest first, and the share that it was taken from.
    sent: VecDeque<(Duration, Kind)>,
}

impl Allowance {
    pub(super) fn new(rules: AllowanceRules) -> Self {
        Self {
            rules,
            sent: VecDeque::new(),
        }
    }

    /// Takes a call out of this share, or says after which time one may be left.
    pub(super) fn take(&mut self, now: Duration, share: Kind) -> Result<(), Duration> {
        let AllowanceRules {
            calls,
            for_writes,
            for_reads,
            window,
        } = self.rules;
        while self.sent.front().is_some_and(|(at, _)| *at + window <= now) {
            self.sent.pop_front();
        }
        let most = calls.saturating_sub(match share {
            Kind::Read => for_writes,
            Kind::Write => for_reads,
        });
        let of_share = self.sent.iter().filter(|(_, other)| *other == share).count();
        if self.sent.len() < calls && of_share < most {
            self.sent.push_back((now, share));
            return Ok(());
        }
        // The earliest call whose end of its window leaves room for this one.
        let in_the_way = if of_share < most {
            self.sent.front()
        } else {
            self.sent.iter().find(|(_, other)| *other == share)
        };
        let free_at = in_the_way.map_or(now + window, |(at, _)| *at + window);
        Err(free_at.saturating_sub(now))
    }

    /// Moves a call that was taken out then, and is sent only now, to this instant: its window begins when it is sent. Where
    /// its place has passed to others meanwhile, another one is taken out.
    pub(super) fn move_up(&mut self, taken_at: Duration, now: Duration, share: Kind) -> Result<(), Duration> {
        let own = self.sent.iter().position(|one| *one == (taken_at, share));
        match own.and_then(|place| self.sent.remove(place)) {
            Some(_) => {
                self.sent.push_back((now, share));
                Ok(())
            }
            None => self.take(now, share),
        }
    }
}

#[cfg(test)]
#[path = "allowance_tests.rs"]
mod tests;
