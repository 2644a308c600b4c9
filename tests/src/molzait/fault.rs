//! The plan of faults: which requests fail, and how. The same seed makes the same plan.

use std::collections::VecDeque;

use fastrand::Rng;
use serde::{Deserialize, Serialize};

use super::demand::Operation;
use super::weights::Weights;

/// A way to go wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Misbehaviour {
    /// Not at all: for a plan that wants some requests left alone.
    Well,
    /// The answer comes later.
    Delay {
        /// By how much.
        millis: u64,
    },
    /// The connection is reset, and nothing was done.
    ResetBefore,
    /// The connection is reset after everything was done.
    ResetAfter,
    /// Everything is done, and half the answer comes.
    Half,
    /// Everything is done, and the answer claims to be JSON.
    Garbage,
    /// Everything is done, and a page answers with 200.
    HtmlOk,
    /// A page answers with 502.
    HtmlBadGateway {
        /// Whether everything was done before.
        carried_out: bool,
    },
    /// 429: nothing was done.
    Throttled {
        /// The header's value.
        retry_after: RetryAfter,
    },
    /// A status, and nothing was done.
    StatusBefore {
        /// 500 to 599.
        status: u16,
    },
    /// A status after everything was done.
    StatusAfter {
        /// 500 to 599.
        status: u16,
    },
    /// No answer ever, and nothing was done.
    SilentBefore,
    /// No answer ever, and everything was done.
    SilentAfter,
    /// The connection is reset at once, and everything is done some time later.
    Late {
        /// After how long.
        millis: u64,
    },
    /// Everything is done, and the answer does not end.
    Endless,
    /// `Date` and the times of reservations are wrong.
    Skewed {
        /// By how much.
        seconds: i64,
    },
    /// Everything is done, and the answer lacks what it must have.
    MissingFields,
    /// Everything is done, and the answer has values of other types.
    WrongTypes,
    /// Slots come twice.
    DuplicateSlots,
    /// Slots come in no order.
    UnsortedSlots,
    /// Everything is done, and the answer has numbers that no restaurant needs.
    HugeNumbers,
}

/// The `Retry-After` of a 429.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RetryAfter {
    /// Nothing.
    Absent,
    /// So many seconds.
    Seconds(u32),
    /// The date so many seconds from now.
    Date(u32),
    /// Something that is neither.
    Nonsense,
}

macro_rules! kinds {
    ($($name:ident = $text:literal,)+) => {
        /// The kinds of [`Misbehaviour`], by name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "each is named after its misbehaviour")]
        pub enum Kind {
            $($name,)+
        }

        impl Kind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// Its name in plans and counts.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }
        }

        impl Misbehaviour {
            /// Its kind.
            #[must_use]
            pub fn kind(&self) -> Kind {
                match self { $(Self::$name { .. } => Kind::$name,)+ }
            }
        }
    };
}

kinds! {
    Well = "well",
    Delay = "delay",
    ResetBefore = "reset_before",
    ResetAfter = "reset_after",
    Half = "half",
    Garbage = "garbage",
    HtmlOk = "html_ok",
    HtmlBadGateway = "html_bad_gateway",
    Throttled = "throttled",
    StatusBefore = "status_before",
    StatusAfter = "status_after",
    SilentBefore = "silent_before",
    SilentAfter = "silent_after",
    Late = "late",
    Endless = "endless",
    Skewed = "skewed",
    MissingFields = "missing_fields",
    WrongTypes = "wrong_types",
    DuplicateSlots = "duplicate_slots",
    UnsortedSlots = "unsorted_slots",
    HugeNumbers = "huge_numbers",
}

impl Kind {
    /// A misbehaviour of this kind.
    pub(super) fn draw(self, chance: &mut Rng) -> Misbehaviour {
        let status = |chance: &mut Rng| [500, 502, 503, 504][chance.usize(..4)];
        match self {
            Self::Well => Misbehaviour::Well,
            Self::Delay => Misbehaviour::Delay {
                millis: chance.u64(50..4000),
            },
            Self::ResetBefore => Misbehaviour::ResetBefore,
            Self::ResetAfter => Misbehaviour::ResetAfter,
            Self::Half => Misbehaviour::Half,
            Self::Garbage => Misbehaviour::Garbage,
            Self::HtmlOk => Misbehaviour::HtmlOk,
            Self::HtmlBadGateway => Misbehaviour::HtmlBadGateway {
                carried_out: chance.bool(),
            },
            Self::Throttled => Misbehaviour::Throttled {
                retry_after: match chance.u8(..4) {
                    0 => RetryAfter::Absent,
                    1 => RetryAfter::Seconds(chance.u32(1..8)),
                    2 => RetryAfter::Date(chance.u32(1..8)),
                    _ => RetryAfter::Nonsense,
                },
            },
            Self::StatusBefore => Misbehaviour::StatusBefore {
                status: status(chance),
            },
            Self::StatusAfter => Misbehaviour::StatusAfter {
                status: status(chance),
            },
            Self::SilentBefore => Misbehaviour::SilentBefore,
            Self::SilentAfter => Misbehaviour::SilentAfter,
            Self::Late => Misbehaviour::Late {
                millis: chance.u64(500..8000),
            },
            Self::Endless => Misbehaviour::Endless,
            Self::Skewed => Misbehaviour::Skewed {
                seconds: chance.i64(-90_000..90_000),
            },
            Self::MissingFields => Misbehaviour::MissingFields,
            Self::WrongTypes => Misbehaviour::WrongTypes,
            Self::DuplicateSlots => Misbehaviour::DuplicateSlots,
            Self::UnsortedSlots => Misbehaviour::UnsortedSlots,
            Self::HugeNumbers => Misbehaviour::HugeNumbers,
        }
    }
}

/// A misbehaviour for certain requests to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Scripted {
    /// For this operation alone.
    #[serde(default)]
    pub operation: Option<Operation>,
    /// For how many requests.
    #[serde(default = "once")]
    pub times: u32,
    /// How they go wrong.
    pub misbehaviour: Misbehaviour,
}

fn once() -> u32 {
    1
}

/// Which requests go wrong: first those of the script, then as the weights have it.
#[derive(Debug)]
pub struct Faults {
    script: VecDeque<Scripted>,
    /// How often what is drawn for requests that the script says nothing about.
    pub weights: Weights,
    chance: Rng,
}

impl Faults {
    /// Drawn from the seed by these weights.
    #[must_use]
    pub fn new(seed: u64, weights: Weights) -> Self {
        Self {
            script: VecDeque::new(),
            weights,
            chance: Rng::with_seed(seed),
        }
    }

    /// Lets the next request go wrong.
    pub fn next(&mut self, misbehaviour: Misbehaviour) {
        self.script(None, 1, misbehaviour);
    }

    /// Lets the next request of this operation go wrong.
    pub fn next_of(&mut self, operation: Operation, misbehaviour: Misbehaviour) {
        self.script(Some(operation), 1, misbehaviour);
    }

    /// Lets the next `times` requests, of an operation or of any, go wrong.
    pub fn script(&mut self, operation: Option<Operation>, times: u32, misbehaviour: Misbehaviour) {
        self.script.push_back(Scripted {
            operation,
            times,
            misbehaviour,
        });
    }

    /// Forgets the script and draws from this seed from now on.
    pub fn restart(&mut self, seed: u64, weights: Weights) {
        *self = Self::new(seed, weights);
    }

    pub(super) fn draw(&mut self, operation: Operation) -> Misbehaviour {
        self.script.retain(|scripted| scripted.times > 0);
        let fits = |scripted: &&mut Scripted| scripted.operation.is_none_or(|only| only == operation);
        if let Some(scripted) = self.script.iter_mut().find(fits) {
            scripted.times -= 1;
            return scripted.misbehaviour.clone();
        }
        let kind = self.weights.draw(operation, &mut self.chance);
        kind.draw(&mut self.chance)
    }

    pub(super) fn chance(&mut self) -> &mut Rng {
        &mut self.chance
    }
}
