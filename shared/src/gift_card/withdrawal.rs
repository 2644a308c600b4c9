//! Withdrawing from the purchase of a gift card, in two steps: what comes back is told first, and done when
//! that is confirmed. It must not know how the money goes back.

use serde::{Deserialize, Serialize};

use super::OrderStatus;
use crate::money::Money;
use crate::time::Day;

/// For how many days after the day on which a card was made its purchaser can withdraw (Directive 2011/83/EU,
/// article 9).
pub const WITHDRAWAL_DAYS: u32 = 14;

/// The body of its POST.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
#[cfg_attr(feature = "requests", derive(deserr::Deserr))]
#[cfg_attr(feature = "requests", deserr(error = crate::validation::FieldErrors, rename_all = camelCase, deny_unknown_fields))]
#[serde(rename_all = "camelCase")]
pub struct WithdrawalRequest {
    /// Whether to do it. Where it is left out nothing is done, and the answer says what would be.
    #[serde(default)]
    #[cfg_attr(feature = "requests", deserr(default))]
    pub confirm: bool,
}

/// What comes back by withdrawing, or what does after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Withdrawal {
    /// Where the order stands: `issued` before it is confirmed, `refunding` and `refunded` afterwards.
    pub status: OrderStatus,
    /// What comes back: what is left on the card.
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
