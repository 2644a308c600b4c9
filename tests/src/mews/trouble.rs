//! Trouble that a simulator makes on command, or by chance from a seed.

use std::collections::VecDeque;
use std::str::FromStr;

use fastrand::Rng;

/// Trouble with one request.
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
    /// A status of this number, and nothing was done.
    StatusBefore(u16),
    /// A status of this number after everything was done.
    StatusAfter(u16),
    /// 429 with a `Retry-After` of so many seconds.
    Throttled(u16),
    /// Everything was done, and the answer is no JSON.
    Garbage,
}

impl Trouble {
    const ALL: [Self; 8] = [
        Self::ResetBefore,
        Self::ResetAfter,
        Self::SilentBefore,
        Self::SilentAfter,
        Self::StatusBefore(502),
        Self::StatusAfter(502),
        Self::Throttled(2),
        Self::Garbage,
    ];
}

/// The trouble to come: first that of the script, then by chance.
#[derive(Debug)]
pub struct Troubles {
    script: VecDeque<(Option<&'static str>, Trouble)>,
    /// Of a hundred requests, how many have some.
    percent: u8,
    chance: Rng,
}

/// How often there is trouble by chance, in percent, as a text: `quiet`, `rough`, or a number up to 100.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share(pub u8);

impl FromStr for Share {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "quiet" => Ok(Self(0)),
            "rough" => Ok(Self(25)),
            _ => {
                let percent = text.parse().ok().filter(|percent| *percent <= 100);
                percent
                    .map(Self)
                    .ok_or_else(|| format!("`{text}`: write quiet, rough or a number up to 100"))
            }
        }
    }
}

impl Troubles {
    /// Drawn from the seed.
    #[must_use]
    pub fn new(seed: u64, share: Share) -> Self {
        Self {
            script: VecDeque::new(),
            percent: share.0,
            chance: Rng::with_seed(seed),
        }
    }

    /// Has trouble with the next request.
    pub fn next(&mut self, trouble: Trouble) {
        self.script.push_back((None, trouble));
    }

    /// Has trouble with the next request of this path, such as `reservations/add`.
    pub fn next_of(&mut self, path: &'static str, trouble: Trouble) {
        self.script.push_back((Some(path), trouble));
    }

    /// Takes back what was to come by command.
    pub fn clear(&mut self) {
        self.script.clear();
    }

    pub(super) fn draw(&mut self, path: &str) -> Option<Trouble> {
        let fits = |(only, _): &(Option<&'static str>, Trouble)| only.is_none_or(|only| only == path);
        if let Some(place) = self.script.iter().position(fits) {
            return self.script.remove(place).map(|(_, trouble)| trouble);
        }
        let is_trouble = self.chance.u8(..100) < self.percent;
        is_trouble.then(|| Trouble::ALL[self.chance.usize(..Trouble::ALL.len())])
    }
}
