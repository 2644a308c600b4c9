//! A circuit breaker: closed, open, half-open. Pure; the time is an argument.

use std::collections::VecDeque;
use std::time::Duration;

use config::upstream::BreakerSettings;
use serde::Serialize;

use super::deadline::ms;

/// The breaker's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BreakerState {
    /// It lets them through.
    Closed,
    /// It turns them away.
    Open,
    /// It lets one through, to see what happens.
    HalfOpen,
}

impl BreakerState {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Closed, Self::Open, Self::HalfOpen];

    /// Its fixed word, as logs and metrics carry it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Open => "open",
            Self::HalfOpen => "half-open",
        }
    }
}

/// Permission to send one call. It is returned with [`Breaker::settle`], however the call ended.
#[derive(Debug)]
pub(super) struct Pass {
    epoch: u64,
}

/// The breaker's decision about a call.
#[derive(Debug)]
pub(super) enum Admission {
    /// Send it.
    Granted(Pass),
    /// Send nothing; in this time it is worth asking again.
    Refused(Duration),
    /// A probe is under way: its outcome decides.
    Probing,
}

/// The verdict of a call's outcome on the upstream's health.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It works.
    Success,
    /// It does not.
    Failure,
    /// Nothing.
    Silence,
}

enum Phase {
    Closed { calls: VecDeque<(Duration, bool)> },
    Open { until: Duration },
    HalfOpen { probing: bool },
}

/// The breaker of one upstream. Times are those of one clock that never goes back.
pub(super) struct Breaker {
    settings: BreakerSettings,
    phase: Phase,
    /// Counts the phases: an outcome counts only in the phase in which its call was sent.
    epoch: u64,
    /// How often in a row it opened without having closed.
    relapses: u32,
}

impl Breaker {
    pub(super) fn new(settings: BreakerSettings) -> Self {
        let phase = Phase::Closed {
            calls: VecDeque::new(),
        };
        Self {
            settings,
            phase,
            epoch: 0,
            relapses: 0,
        }
    }

    pub(super) fn state(&self, now: Duration) -> BreakerState {
        match &self.phase {
            Phase::Closed { .. } => BreakerState::Closed,
            Phase::Open { until } if now < *until => BreakerState::Open,
            Phase::Open { .. } | Phase::HalfOpen { .. } => BreakerState::HalfOpen,
        }
    }

    /// For how long nothing is let through at all; none if [`Self::admit`] decides.
    pub(super) fn refusal(&self, now: Duration) -> Option<Duration> {
        match &self.phase {
            Phase::Open { until } => until.checked_sub(now).filter(|wait| !wait.is_zero()),
            _ => None,
        }
    }

    /// Asks leave to send one call now.
    pub(super) fn admit(&mut self, now: Duration) -> Admission {
        if let Some(wait) = self.refusal(now) {
            return Admission::Refused(wait);
        }
        match &mut self.phase {
            Phase::Closed { .. } => {}
            Phase::HalfOpen { probing: true } => return Admission::Probing,
            Phase::HalfOpen { probing } => *probing = true,
            Phase::Open { .. } => self.enter(Phase::HalfOpen { probing: true }),
        }
        Admission::Granted(Pass { epoch: self.epoch })
    }

    /// Takes a pass back. `spread` lengthens the time in which the upstream is left alone, if this
    /// opens the breaker.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a settled pass cannot be used again"
    )]
    pub(super) fn settle(
        &mut self,
        now: Duration,
        pass: Pass,
        verdict: Verdict,
        spread: impl FnOnce(Duration) -> Duration,
    ) {
        let Pass { epoch } = pass;
        if epoch != self.epoch {
            return;
        }
        let opens = match (&mut self.phase, verdict) {
            // Nothing has been sent since it opened, and silence has no meaning.
            (Phase::Open { .. }, _) | (Phase::Closed { .. }, Verdict::Silence) => false,
            (Phase::HalfOpen { probing }, Verdict::Silence) => {
                *probing = false;
                false
            }
            (Phase::HalfOpen { .. }, Verdict::Success) => {
                self.relapses = 0;
                self.enter(Phase::Closed {
                    calls: VecDeque::new(),
                });
                false
            }
            (Phase::HalfOpen { .. }, Verdict::Failure) => true,
            (Phase::Closed { calls }, _) => {
                calls.push_back((now, verdict == Verdict::Failure));
                // A good answer is no reason, even where it takes the place of a better one.
                is_failing(&self.settings, calls, now) && verdict == Verdict::Failure
            }
        };
        if opens {
            let grown = ms(self.settings.cool_down_ms).saturating_mul(1 << self.relapses.min(10));
            let cool_down = spread(grown.min(ms(self.settings.longest_cool_down_ms)));
            self.relapses += 1;
            self.enter(Phase::Open {
                until: now.saturating_add(cool_down),
            });
        }
    }

    fn enter(&mut self, phase: Phase) {
        self.phase = phase;
        self.epoch += 1;
    }
}

/// Drops outcomes that are too old, and returns whether the rest is bad enough to open.
fn is_failing(settings: &BreakerSettings, calls: &mut VecDeque<(Duration, bool)>, now: Duration) -> bool {
    let oldest = now.saturating_sub(Duration::from_secs(settings.window_seconds.into()));
    while calls.len() > usize::from(settings.window_calls)
        || calls.front().is_some_and(|(at, _)| *at < oldest)
    {
        calls.pop_front();
    }
    let failures = calls.iter().filter(|(_, failed)| *failed).count();
    failures >= usize::from(settings.failures)
        && failures * 100 >= calls.len() * usize::from(settings.failure_percent)
}

#[cfg(test)]
#[path = "breaker_tests.rs"]
mod tests;
