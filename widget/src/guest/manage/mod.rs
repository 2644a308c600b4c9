//! A guest's own reservation: seen, paid for, moved, cancelled. It must not know how anything looks, nor how it is
//! asked for.

mod event;
mod moving;
mod state;
mod stay;

pub use event::{Effect, Event};
pub use state::{Manage, Screen};
pub use stay::{File, Notice, Refund, Standing, Stay, Step};

/// The id of the notice above a screen.
pub const NOTICE: &str = "notice";

#[cfg(test)]
pub(crate) mod fixtures;
#[cfg(test)]
mod tests;
