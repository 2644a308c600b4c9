//! The outcome of a payment's step: news for its owner, and calls to the provider.

/// News for the payment's owner, a reservation or a gift-card order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// The money has come, or is set aside, or the card is kept: it was waited for.
    Secured,
    /// It will not come any more.
    Lost,
    /// The due refund has gone.
    Returned,
    /// More was sent back at the provider, or taken by a bank, than was decided here.
    SentBack,
    /// A refund was turned down.
    RefundFailed,
    /// The remaining call was tried often without success.
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

/// A call to the provider that is left to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Todo {
    /// Take what was set aside.
    Capture,
    /// Close it, and set free what was set aside.
    Cancel,
    /// Send this much back, so that `total` is back then.
    Refund {
        /// The amount still to refund.
        amount: i64,
        /// The refunded total afterwards.
        total: i64,
        /// How many refunds were turned down before.
        failures: usize,
    },
    /// Read its present state: refunds are on their way, or were reported in total and not one by one.
    Look,
    /// Charge the kept card this much, once.
    Charge(i64),
}
