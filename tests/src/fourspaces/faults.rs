//! The plan of what goes wrong: first what a test has scripted, then what is drawn from a seed.

use std::collections::VecDeque;
use std::str::FromStr;

use fastrand::Rng;

use super::demand::Operation;

/// A way to go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The connection is reset, and nothing was done.
    ResetBefore,
    /// The connection is reset after everything was done.
    ResetAfter,
    /// No answer ever, and everything was done.
    SilentAfter,
    /// A status of 500 after everything was done.
    StatusAfter,
    /// A status of 503, and nothing was done.
    StatusBefore,
    /// 429, and nothing was done.
    Throttled,
    /// Everything is done, and half the answer comes.
    Half,
    /// Everything is done, and the answer is no JSON.
    Garbage,
    /// 401: the session is over, and nothing was done.
    SessionOver,
}

impl Trouble {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::ResetBefore,
        Self::ResetAfter,
        Self::SilentAfter,
        Self::StatusAfter,
        Self::StatusBefore,
        Self::Throttled,
        Self::Half,
        Self::Garbage,
        Self::SessionOver,
    ];
}

/// How much goes wrong by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TroublePlan {
    /// Of a hundred requests so many go wrong.
    pub percent: u8,
}

impl FromStr for TroublePlan {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let percent = match text {
            "quiet" => 0,
            "rough" => 30,
            number => number
                .parse()
                .ok()
                .filter(|percent| *percent <= 100)
                .ok_or("write quiet, rough or a number of percent")?,
        };
        Ok(Self { percent })
    }
}

/// The plan at work.
#[derive(Debug)]
pub(super) struct Faults {
    script: VecDeque<(Operation, Trouble)>,
    plan: TroublePlan,
    chance: Rng,
}

impl Faults {
    pub(super) fn new(seed: u64, plan: TroublePlan) -> Self {
        Self {
            script: VecDeque::new(),
            plan,
            chance: Rng::with_seed(seed),
        }
    }

    pub(super) fn script(&mut self, operation: Operation, trouble: Trouble) {
        self.script.push_back((operation, trouble));
    }

    /// The trouble that a request meets, if it meets any.
    pub(super) fn draw(&mut self, operation: Operation) -> Option<Trouble> {
        if let Some(place) = self.script.iter().position(|(only, _)| *only == operation) {
            return self.script.remove(place).map(|(_, trouble)| trouble);
        }
        let is_due = self.chance.u8(..100) < self.plan.percent;
        is_due.then(|| self.chance.choice(Trouble::ALL)).flatten()
    }
}
