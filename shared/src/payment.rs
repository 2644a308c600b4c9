//! What a booking costs in advance. It must not know any payment provider.

use serde::{Deserialize, Serialize};

use crate::money::Money;

/// The conditions of payment of a slot or a reservation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PaymentTerms {
    /// What is asked for.
    #[serde(rename = "type")]
    pub kind: PaymentKind,
    /// For the whole party.
    pub amount: Money,
    /// Minutes in which to pay before the table is given up.
    pub due_minutes: u32,
    /// The money is given back when cancelled at least this many minutes before the start; none
    /// means never.
    pub refund_minutes: Option<u32>,
}

/// What is asked for in advance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaymentKind {
    /// The price itself.
    Prepayment,
    /// A part, set against the bill.
    Deposit,
    /// A card, charged only when nobody comes.
    CardGuarantee,
}
