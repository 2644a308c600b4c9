//! The state machine of a booking with extras: the booking's own, with a step between times and details for people by
//! age, add-ons and questions, and with what the booking costs before it is sent.

mod choices;
mod code;
mod code_field;
mod event;
mod fault;
mod order;
mod quoting;
mod refusal;
mod state;

pub(super) use choices::limit;
pub use choices::{Extras, answer_of, is_unanswered_zero};
pub use code_field::CodeField;
pub use event::{Effect, Event, ExtrasFocus};
pub use fault::{ExtrasFault, ExtrasField};
pub use quoting::Quoting;
pub(super) use state::place;
pub use state::{BookingWithExtras, ExtrasNotice};

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
