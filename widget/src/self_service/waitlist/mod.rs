//! The waitlist's state machine: an entry is made, seen, withdrawn, or accepted once a table is held for it.

mod entry_view;
mod event;
mod form;
mod state;
mod submit;

pub use entry_view::{EntryView, Notice, Step};
pub use event::{Effect, Event};
pub use form::{Form, Refused};
pub use state::{Screen, Waitlist, Wanted};

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
