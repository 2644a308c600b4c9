//! The state machine of a guest's own reservation: seen, paid for, moved, cancelled.

mod changed_extras;
mod code;
mod event;
mod managed_reservation;
mod moving;
mod reordering;
mod repricing;
mod state;
mod typed_code;

pub use changed_extras::ChangedExtras;
pub use event::{Effect, Event};
pub use managed_reservation::{File, ManagedReservation, Notice, Phase, Refund, Step};
pub use state::{Manage, Screen};
pub use typed_code::TypedCode;

#[cfg(test)]
mod choosing_tests;
#[cfg(test)]
mod tests;
