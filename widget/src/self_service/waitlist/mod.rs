//! Waiting for a table where none is open: a wish is left, seen, withdrawn, or taken up once a table is held for it.
//! It must not know how anything looks, nor how it is asked for.

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
