//! The state machine of a payment, a part of other flows: the payment form, its outcome, and the countdown to its
//! deadline. The flow around it requests the payment's status. It must not know what is paid for, nor which provider
//! takes the money.

mod state;

use shared::payment::{Handover, Payment};

use crate::flow::Failure;

pub use state::{Checkout, CheckoutError, PaymentForm};

/// An event of a payment.
#[derive(Clone, Debug)]
pub enum Event {
    /// A second has passed in which the page was visible.
    Ticked,
    /// The payment's present state.
    Updated(Box<Payment>),
    /// The request for the payment's state failed.
    UpdateFailed(Failure),
    /// The guest wants more time.
    MoreTimeWanted,
    /// More time was refused.
    NoMoreTime,
    /// The guest opened the page on which the payment is made.
    PageOpened,
    /// Whether the payment form could be loaded.
    Prepared(bool),
    /// No form is needed: the guest has just returned from paying elsewhere.
    Returned,
    /// The guest pressed the button that pays.
    PayPressed,
    /// The outcome of the payment form.
    Confirmed(Outcome),
}

/// The outcome of a payment form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was accepted or is being processed; the payment's status has the outcome.
    Taken,
    /// It was declined.
    Declined,
    /// The guest left what their bank asked for.
    Abandoned,
    /// The form is incomplete, and shows that itself.
    Incomplete,
    /// The request failed.
    Failed,
}

/// An effect outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Request the payment's status.
    Ask,
    /// Request more time.
    AskForMoreTime,
    /// Report when a second has passed in which the page was visible.
    Wait,
    /// Load the payment form.
    Prepare(Box<Handover>),
    /// Submit the payment form.
    Confirm,
    /// Move the keyboard's focus to the notice above the payment, once the new state is drawn.
    FocusNotice,
}

#[cfg(test)]
mod tests;
