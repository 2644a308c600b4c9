//! How often one caller may ask: by the address that the request came from, per venue and class. Pure,
//! with time as an argument; it must not know HTTP's routes, nor what a request is about.
//!
//! Reads, and guesses at staff's keys, are counted by each isolate for itself, which is enough against one that
//! asks without end. Writes and look-ups are counted in the venue's object, which every one of them passes:
//! exactly.

mod caller;
mod gcra;
mod limiter;
#[path = "../../config/src/limits.rs"]
pub mod settings;
mod venue_quota;

pub use caller::Caller;
pub use limiter::{Limiter, TooMany};
pub use settings::{Rate, Settings};
pub use venue_quota::{Creation, VenueQuota};

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

impl Settings {
    /// The rate of a class.
    #[must_use]
    pub fn rate(&self, class: Class) -> Rate {
        match class {
            Class::Read => self.reads,
            Class::Write => self.writes,
            Class::LookUp => self.look_ups,
            Class::Staff => self.staff,
        }
    }
}
