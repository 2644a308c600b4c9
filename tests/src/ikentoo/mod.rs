//! A simulator of iKentoo, strict towards callers: it keeps webhooks, configurations and checks, sends every event, and
//! misbehaves where it is told to. It must not know Couvert's own API, nor the adapter that it tests.

mod check;
pub mod control;
mod event;
mod network;
pub mod play;
mod settings;
mod simulator;

pub use check::{Check, CheckState, Dish};
pub use event::{Callback, EventKind};
pub use network::SimulatorNetwork;
pub use settings::{Settings, Trouble};
pub use simulator::Simulator;

#[cfg(test)]
#[path = "simulator_tests.rs"]
mod tests;
