//! Deposits that this deployment has taken, as they are posted to the books of a remote system.

use shared::money::Money;

/// A deposit to post to the books of a remote system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deposit {
    /// The name by which it is found again.
    pub reference: String,
    /// How much.
    pub amount: Money,
    /// Whether a gift card has given it, which books may tell apart.
    pub is_of_gift_card: bool,
}
