//! The gift cards' state machine: buying a card, following its order, withdrawing from it, asking for a balance.

mod amount;
mod balance;
mod draft;
mod event;
mod offer;
mod order;
mod order_key;
mod pay;
mod state;
mod submit;
mod withdrawal;

pub use amount::{AmountFault, read_amount};
pub use balance::{BalanceCheck, BalanceFault};
pub use draft::{AmountChoice, Draft, Fault, Field, FieldFault, SendTo, SendWhen};
pub use event::{Effect, Event, Focus};
pub use order::{Download, Order};
pub use order_key::{OrderKey, Token};
pub use state::{GiftCards, Notice, Screen, Section, Shop, Step};
pub use withdrawal::{Withdrawal, is_refusal};

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
