//! Rate limits per caller: by the address that a request came from, per venue and class. Pure,
//! with time as an argument; it must not know HTTP's routes, nor what a request is about.
//!
//! Reads, and guesses at staff's keys, are counted by each isolate for itself, which is enough against one caller
//! with endless requests. Writes and look-ups are counted exactly, in the venue's object, which all of them pass.

mod caller;
mod gcra;
mod limiter;
mod venue_quota;

pub use caller::Caller;
pub use limiter::{KeyDigest, Limiter, TooMany};
pub use venue_quota::{Creation, VenueQuota};

use config::LimitSettings;
use config::limits::Rate;
use serde::{Deserialize, Serialize};

/// A class of requests that are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Class {
    /// Public reads: a venue, its calendar, its slots.
    Read,
    /// Writes.
    Write,
    /// Reads by a secret that could be guessed, such as a reservation by its token; wrong keys too.
    LookUp,
    /// Requests of staff's own systems with the right key.
    Staff,
}

impl Class {
    /// The allowed rate of its requests.
    #[must_use]
    pub fn rate(self, settings: &LimitSettings) -> Rate {
        match self {
            Self::Read => settings.reads,
            Self::Write => settings.writes,
            Self::LookUp => settings.look_ups,
            Self::Staff => settings.staff,
        }
    }
}
