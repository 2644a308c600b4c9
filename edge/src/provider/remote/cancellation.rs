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
    /// The part of what is in the system's books that goes back to the guest here, where some does: its staff have to book
    /// it, and are told so.
    pub given_back: Option<Money>,
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
            given_back: None,
        }
    }

    /// The same, with this sum going back to the guest.
    #[must_use]
    pub const fn giving_back(self, given_back: Option<Money>) -> Self {
        Self { given_back, ..self }
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
