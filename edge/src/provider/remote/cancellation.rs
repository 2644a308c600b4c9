//! Cancellations at a remote system, their reasons and their price.

use shared::money::Money;

/// A cancellation to carry out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancellation {
    /// The reason, which an adapter writes down in its vendor's words.
    pub reason: CancelReason,
    /// Whether the system's own fee is charged. What was paid through this deployment goes back by the venue's rules, and
    /// not by the system's.
    pub charges_fee: bool,
}

/// Why a reservation is cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CancelReason {
    /// Its guest cancels it.
    ByGuest,
    /// Its guest has another one in its place.
    Rescheduled,
    /// Its booking was given up before it was confirmed.
    Abandoned,
}

impl Cancellation {
    /// A cancellation for this reason, without a fee.
    #[must_use]
    pub const fn of(reason: CancelReason) -> Self {
        Self {
            reason,
            charges_fee: false,
        }
    }
}

/// The price of a cancellation at this moment, by the system's own rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancellationFee {
    /// The system does not say.
    Unknown,
    /// Nothing.
    Free,
    /// This amount.
    Amount(Money),
}
