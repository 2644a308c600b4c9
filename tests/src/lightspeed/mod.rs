//! A simulator of Lightspeed K-Series as reservation platforms meet it: strict towards callers, with a till's books behind
//! it, events that it sends, and misbehaviour on command. It can be played by hand. It must not know the adapter it tests.

mod access;
mod assertion;
mod books;
pub mod control;
pub mod deliver;
mod event;
mod fault;
mod simulator;
mod strict;
mod strict_profile;
mod till;

pub use books::{Books, Check, KnownReservation, Line};
pub use event::{Authentication, ClientProof, Outgoing};
pub use fault::Fault;
pub use simulator::{Settings, Simulator};

#[cfg(test)]
#[path = "simulator_tests.rs"]
mod tests;
