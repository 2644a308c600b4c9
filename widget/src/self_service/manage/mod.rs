//! The state machine of a guest's own reservation: seen, paid for, moved, cancelled.

mod event;
mod managed_reservation;
mod moving;
mod repricing;
mod state;

pub use event::{Effect, Event};
pub use managed_reservation::{File, ManagedReservation, Notice, Phase, Refund, Step};
pub use state::{Manage, Screen};

#[cfg(test)]
mod tests;
