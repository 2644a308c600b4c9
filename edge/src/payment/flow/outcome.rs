//! The outcome of a payment's step: news for its owner, and calls to the provider.

/// News for the payment's owner, a reservation or a gift-card order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// The awaited success: the amount is taken or authorised, or the card is on file.
    Secured,
    /// It will not come any more.
    Lost,
    /// The money came too late, or after the payment was called off: all of it is refunded.
    Late,
    /// The due refund has gone.
    Returned,
    /// More was refunded at the provider, or taken by a bank, than was decided here.
    SentBack,
    /// A refund failed.
    RefundFailed,
    /// The remaining call was tried often without success.
    Stuck,
    /// The payer disputes the payment.
    Disputed,
    /// A dispute is over, and the money stays.
    DisputeWon,
    /// A dispute is lost, and the money has gone to the payer.
    DisputeLost,
    /// The stored card was charged.
    Charged,
    /// The stored card could not be charged.
    Uncharged,
}

/// A call to the provider that is left to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Todo {
    /// Capture the authorised amount.
    Capture,
    /// Close it, and release the authorisation.
    Cancel,
    /// Send this much back, so that `total` is back then.
    Refund {
        /// The amount still to refund.
        amount: i64,
        /// The refunded total afterwards.
        total: i64,
        /// How many refunds failed before.
        failures: usize,
    },
    /// Read its present state: refunds are on their way, or were reported in total and not one by one.
    Look,
    /// Charge the stored card this much, once.
    Charge(i64),
}
