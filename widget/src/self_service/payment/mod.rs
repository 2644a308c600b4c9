//! The payment step: what is shown until a payment is made or lapses, and what is asked meanwhile. The flow that it
//! is a part of asks where the payment stands. It must not know what is paid for, nor who takes the money.

mod state;

use shared::payment::{Handover, Payment};

pub use state::{Checkout, Form, Trouble};

/// What can happen to a payment.
#[derive(Clone, Debug)]
pub enum Event {
    /// A second has gone by in which the page could be seen.
    Ticked,
    /// The payment's present state came.
    Updated(Box<Payment>),
    /// The payment's present state could not be had.
    UpdateFailed,
    /// The guest wants more time.
    MoreTimeWanted,
    /// More time could not be had.
    NoMoreTime,
    /// The form for the card is there, or cannot be had.
    Prepared(bool),
    /// There is no need of a form: the guest has just come back from where they paid.
    Returned,
    /// The guest pays with what the form holds.
    PayPressed,
    /// What became of that.
    Confirmed(Outcome),
}

/// What became of a card that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was taken, or is being looked at: where the payment stands says the rest.
    Taken,
    /// It was declined.
    Declined,
    /// The guest left what their bank asked for.
    Abandoned,
    /// What was typed is not complete; the form says it.
    Incomplete,
    /// There was no answer.
    Failed,
}

/// What is to be done outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask where the payment stands.
    Ask,
    /// Ask for more time.
    AskForMoreTime,
    /// Say so after a second in which the page could be seen.
    Wait,
    /// Get the form for the card ready.
    Prepare(Box<Handover>),
    /// Hand over what the form holds.
    Confirm,
    /// Move the keyboard's focus to the notice above the payment, once the new state is drawn.
    FocusNotice,
}

#[cfg(test)]
mod tests;
