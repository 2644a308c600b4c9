//! How often one caller may ask: by the address that the request came from, per venue and class. Pure,
//! with time as an argument; it must not know HTTP's routes, nor what a request is about.
//!
//! Reads, and guesses at staff's keys, are counted by each isolate for itself, which is enough against one that
//! asks without end. Writes and look-ups are counted in the venue's object, which every one of them passes:
//! exactly.

mod caller;
mod gcra;
mod limiter;
mod venue_quota;

pub use caller::Caller;
pub use limiter::{Limiter, TooMany};
pub use venue_quota::{Creation, VenueQuota};

use config::LimitSettings;
use config::limits::Rate;
use serde::{Deserialize, Serialize};

/// What is counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Class {
    /// What anybody may see: a venue, its calendar, its slots.
    Read,
    /// What changes something.
    Write,
    /// What opens with a secret that could be guessed at: a reservation by its token. Wrong keys too.
    LookUp,
    /// What staff's own systems ask for, with the right key.
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
