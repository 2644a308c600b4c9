//! A guest's own reservation. It must not know how anything looks, nor how it is asked for.

mod event;
mod state;

pub use event::{Effect, Event};
pub use state::{Manage, Screen, Stay};
