//! The booking's state machine: `step(state, event, now)` returns the next state and its effects. It must not know how
//! anything looks, which language is read, nor the browser: answers, the time, random keys and the guest's acts come in
//! as events, and everything that reaches outside leaves as an effect.

mod availability_cache;
mod calendar;
mod details;
mod event;
mod find;
mod gift_card;
mod machine;
mod months;
mod setup;
mod state;
mod submission;
mod submit;
mod venue_screen;

pub use calendar::days_into_week;
pub use details::{Contact, Details, Field, GuestFault};
pub use event::{CalendarQuestion, Cursor, Effect, Event, Failure, Focus, Part, Question, SlotsQuestion};
pub use gift_card::{GiftCard, GiftFault};
pub(crate) use machine::common_effect;
pub use machine::{CommonEffect, Flow, HostEvent, RequestNumbers, step};
pub use months::Months;
pub use setup::{Prefill, Setup};
pub use state::{Announcement, Answer, Booking, EXTRAS, Notice, Screen, State, Step};
pub use submission::{IdempotencyKey, Submission};
pub use venue_screen::VenueScreen;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
