//! Withdrawal from the purchase of a gift card, in two steps: the refund is shown first, and made when that is confirmed.

use serde::{Deserialize, Serialize};

use super::OrderStatus;
use crate::money::Money;
use crate::time::Day;
use crate::validation::request_type;

/// For how many days after the day on which a card was made its purchaser can withdraw (Directive 2011/83/EU,
/// article 9).
pub const WITHDRAWAL_DAYS: u32 = 14;

request_type! {
    /// A withdrawal: the body of its POST.
    #[derive(Copy, Default)]
    pub struct WithdrawalRequest {
        /// Whether to withdraw. If left out nothing is done, and the response shows what would be refunded.
        #[serde(default)]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub confirm: bool,
    }
}

/// The refund of a withdrawal, before or after it is confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Withdrawal {
    /// The order's status: `issued` before it is confirmed, `refunding` and `refunded` afterwards.
    pub status: OrderStatus,
    /// The refund: what is left on the card.
    pub refund: Money,
    /// The last day on which it can be confirmed.
    pub until: Day,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn it_is_written_with_its_status_amount_and_day() {
        let withdrawal = json!({
            "status": "issued", "refund": { "amount": 5000, "currency": "EUR" }, "until": "2026-12-06",
        });
        let read: Withdrawal = serde_json::from_value(withdrawal.clone()).unwrap();
        assert_eq!(serde_json::to_value(read).unwrap(), withdrawal);
        let request: WithdrawalRequest = serde_json::from_value(json!({})).unwrap();
        assert!(!request.confirm);
    }
}
