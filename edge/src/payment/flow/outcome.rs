//! What follows from a step of a payment: what has to be told, and what has to be asked for.

/// What whoever wanted the payment has to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// The money has come, or is set aside, or the card is kept: it was waited for.
    Secured,
    /// It will not come any more.
    Lost,
    /// What had to go back went back.
    Returned,
    /// More was sent back at the provider, or taken by a bank, than was decided here.
    SentBack,
    /// A refund was turned down.
    RefundFailed,
    /// What is left to do was tried often without success.
    Stuck,
    /// The payer disputes the payment.
    Disputed,
    /// A dispute is over, and the money stays.
    DisputeWon,
    /// A dispute is over, and the money has gone back.
    DisputeLost,
    /// The kept card was charged.
    Charged,
    /// The kept card could not be charged.
    Uncharged,
}

/// What the provider has to be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Todo {
    /// Take what was set aside.
    Capture,
    /// Close it, and set free what was set aside.
    Cancel,
    /// Send this much back, so that `total` is back then.
    Refund {
        /// What is still to go.
        amount: i64,
        /// What will have gone.
        total: i64,
        /// How many refunds were turned down before.
        failures: usize,
    },
    /// Look where it stands: refunds are on their way, or were heard of and not seen.
    Look,
    /// Charge the kept card this much, once.
    Charge(i64),
}
