//! Buying a gift card, seeing it and asking for a balance, as a state machine: `step(state, event)` gives the
//! next state and what is to be done. It must not know how anything looks, nor the browser: answers, random
//! keys and the guest's acts all come in as events, and all that reaches outside leaves as an effect.

mod amount;
mod balance;
mod draft;
mod event;
mod offer;
mod order;
mod pay;
mod setup;
mod state;
mod submit;
mod withdrawal;

use shared::time::Instant;

pub use amount::{AmountFault, read_amount};
pub use balance::{BalanceCheck, BalanceFault};
pub use draft::{AmountChoice, Draft, Fault, Field, FieldFault, SendTo, SendWhen};
pub use event::{Effect, Event, Focus, HostEvent};
pub use order::{Download, Order};
pub use setup::{OrderKey, Setup, Token};
pub use state::{Notice, Screen, Section, Shop, State, Step};
pub use withdrawal::{Withdrawal, is_refusal};

/// Takes one event. Events that make no sense in a state, late answers among them, change nothing.
#[must_use]
pub fn step(mut state: State, event: Event, now: Instant) -> (State, Vec<Effect>) {
    let effects = state.happen(event, now);
    (state, effects)
}

#[cfg(test)]
pub(crate) mod fixtures;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
