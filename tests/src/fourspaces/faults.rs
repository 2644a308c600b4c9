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
    /// No answer ever, and nothing was done.
    SilentBefore,
    /// No answer ever, and everything was done.
    SilentAfter,
    /// Everything is done, and the answer comes three seconds later.
    Slow,
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
    pub const ALL: [Self; 11] = [
        Self::ResetBefore,
        Self::ResetAfter,
        Self::SilentBefore,
        Self::SilentAfter,
        Self::Slow,
        Self::StatusAfter,
        Self::StatusBefore,
        Self::Throttled,
        Self::Half,
        Self::Garbage,
        Self::SessionOver,
    ];

    /// Its name on a command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ResetBefore => "reset_before",
            Self::ResetAfter => "reset_after",
            Self::SilentBefore => "silent_before",
            Self::SilentAfter => "silent_after",
            Self::Slow => "slow",
            Self::StatusAfter => "status_after",
            Self::StatusBefore => "status_before",
            Self::Throttled => "throttled",
            Self::Half => "half",
            Self::Garbage => "garbage",
            Self::SessionOver => "session_over",
        }
    }
}

/// How often one kind of trouble happens by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TroubleShare {
    /// To this operation alone.
    pub operation: Option<Operation>,
    /// The kind.
    pub trouble: Trouble,
    /// Of a hundred requests so many have it.
    pub percent: u8,
}

impl TroubleShare {
    /// The shares of a text such as `create.reset_after=5,throttled=10`.
    pub fn list(text: &str) -> Result<Vec<Self>, String> {
        text.split(',').map(Self::of).collect()
    }

    fn of(part: &str) -> Result<Self, String> {
        let (name, percent) = part
            .split_once('=')
            .ok_or_else(|| format!("`{part}`: write kind=percent"))?;
        let (operation, kind) = match name.split_once('.') {
            Some((operation, kind)) => (Some(operation), kind),
            None => (None, name),
        };
        let operation = operation.map(|name| {
            let found = Operation::ALL.into_iter().find(|known| known.name() == name);
            found.ok_or_else(|| format!("`{name}` is no operation"))
        });
        let trouble = Trouble::ALL.into_iter().find(|known| known.name() == kind);
        let percent = percent.parse::<u8>().ok().filter(|percent| *percent <= 100);
        Ok(Self {
            operation: operation.transpose()?,
            trouble: trouble.ok_or_else(|| format!("`{kind}` is no kind of trouble"))?,
            percent: percent.ok_or_else(|| format!("`{part}`: write 0 to 100"))?,
        })
    }
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
    shares: Vec<TroubleShare>,
    chance: Rng,
}

impl Faults {
    pub(super) fn new(seed: u64, plan: TroublePlan) -> Self {
        Self {
            script: VecDeque::new(),
            plan,
            shares: Vec::new(),
            chance: Rng::with_seed(seed),
        }
    }

    pub(super) fn share(&mut self, shares: Vec<TroubleShare>) {
        self.shares = shares;
    }

    pub(super) fn script(&mut self, operation: Operation, trouble: Trouble) {
        self.script.push_back((operation, trouble));
    }

    /// The trouble that a request meets, if it meets any.
    pub(super) fn draw(&mut self, operation: Operation) -> Option<Trouble> {
        if let Some(place) = self.script.iter().position(|(only, _)| *only == operation) {
            return self.script.remove(place).map(|(_, trouble)| trouble);
        }
        for share in &self.shares {
            let fits = share.operation.is_none_or(|only| only == operation);
            if fits && self.chance.u8(..100) < share.percent {
                return Some(share.trouble);
            }
        }
        let is_due = self.chance.u8(..100) < self.plan.percent;
        is_due.then(|| self.chance.choice(Trouble::ALL)).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_read_by_operation_and_kind() {
        let shares = TroubleShare::list("create.reset_after=5,throttled=10").unwrap();
        let expected = [
            (Some(Operation::Create), Trouble::ResetAfter, 5),
            (None, Trouble::Throttled, 10),
        ];
        let expected = expected.map(|(operation, trouble, percent)| TroubleShare {
            operation,
            trouble,
            percent,
        });
        assert_eq!(shares, expected);
        for text in ["", "slow", "pay.slow=1", "nap=1", "slow=101", "slow=-1"] {
            assert!(TroubleShare::list(text).is_err(), "{text}");
        }
    }

    #[test]
    fn trouble_of_an_operation_leaves_others_alone() {
        let mut faults = Faults::new(1, TroublePlan::default());
        faults.share(TroubleShare::list("create.garbage=100").unwrap());
        assert_eq!(faults.draw(Operation::Create), Some(Trouble::Garbage));
        assert_eq!(faults.draw(Operation::List), None);
    }
}
