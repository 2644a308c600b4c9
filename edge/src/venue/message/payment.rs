//! Responses to requests about payments.

use serde::{Deserialize, Serialize};
use shared::payment::Payment;

pub use crate::delivery::WebhookOutcome;
pub use crate::payment::demo::Choice;

/// A payment of a demonstration, as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoPayment {
    /// The payment.
    pub payment: Payment,
    /// Whether a card is stored as a guarantee, and nothing is paid.
    pub is_guarantee: bool,
}
