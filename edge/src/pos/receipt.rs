//! What a party had and paid, as its till says: no guest stands in it.

use serde::{Deserialize, Serialize};
use shared::money::Money;
use shared::time::Instant;

/// A check that was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The number on the paper, if it has one.
    pub number: Option<String>,
    /// The number of guests that the till counted.
    pub covers: Option<u16>,
    /// When the check was closed, if the till says so.
    pub closed_at: Option<Instant>,
    /// The whole, taxes and service included, without tips.
    pub total: Money,
    /// The taxes in it.
    pub tax: Option<Money>,
    /// What was given for the service beyond the total.
    pub tips: Option<Money>,
    /// What has been paid, where the till says so.
    pub paid: Option<Money>,
    /// The lines of the bill.
    pub lines: Vec<ReceiptLine>,
    /// The taxes by their rates.
    pub taxes: Vec<ReceiptTax>,
    /// How it was paid.
    pub payments: Vec<ReceiptPayment>,
}

/// A line of a bill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptLine {
    /// The item.
    pub name: String,
    /// Its group, such as `Food`.
    pub group: Option<String>,
    /// How many, in thousandths: 1500 is one and a half.
    pub thousandths: i64,
    /// The price of all of them, taxes included.
    pub amount: Money,
}

/// A tax of a bill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptTax {
    /// Its name or code.
    pub name: String,
    /// Its rate in hundredths of a per cent, where the till says so: 1900 is 19 %.
    pub basis_points: Option<u32>,
    /// How much.
    pub amount: Option<Money>,
}

/// A payment of a bill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptPayment {
    /// The means, such as `Cash`.
    pub method: String,
    /// How much, without the tip.
    pub amount: Money,
    /// The tip in it.
    pub tip: Option<Money>,
}
