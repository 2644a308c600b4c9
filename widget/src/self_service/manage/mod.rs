//! A guest's own reservation: seen, paid for, moved, cancelled. It must not know how anything looks, nor how it is
//! asked for.

mod event;
mod managed_reservation;
mod moving;
mod state;

pub use event::{Effect, Event};
pub use managed_reservation::{File, ManagedReservation, Notice, Phase, Refund, Step};
pub use state::{Manage, Screen};

#[cfg(test)]
mod tests;
