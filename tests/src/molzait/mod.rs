//! A simulator of Molzait's external API, strict towards callers and as unreliable as it is configured to be: a
//! pure core (`Simulator`) and a server around it. It must not know Couvert's own API, nor the adapter it tests.

pub(crate) mod answer;
mod books;
pub mod control;
mod demand;
mod fault;
mod restaurant;
mod simulator;
mod spoil;
mod weights;

pub use books::{Books, Guest, NewReservation, Reservation, STATUSES};
pub use demand::Operation;
pub use fault::{Faults, Kind, Misbehaviour, RetryAfter, Scripted};
pub use restaurant::{ALA_CARTE, BRUNCH, CHEFS_TABLE, STAFF_MARKER, Sitting, sittings};
pub use simulator::{Counts, Settings, Simulator};
pub use weights::{Weight, Weights};

pub use crate::act::{Act, End};

#[cfg(test)]
#[path = "strict_tests.rs"]
mod strict_tests;

#[cfg(test)]
#[path = "fault_tests.rs"]
mod fault_tests;
