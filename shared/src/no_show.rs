//! A no-show as the restaurant sees it: the reservation, and the charge to the card that the guest left.

use serde::{Deserialize, Serialize};

use crate::id::ReservationId;
use crate::money::Money;
use crate::party::Attendees;
use crate::payment::PaymentProblem;
use crate::reservation::Status;
use crate::time::{Day, Instant, Minutes};

/// A reservation as its restaurant sees it for reporting a no-show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct NoShow {
    /// Its id.
    pub id: ReservationId,
    /// The reservation's number.
    pub number: String,
    /// Its status: `no_show` once that is reported.
    pub status: Status,
    /// The day.
    pub day: Day,
    /// Minutes after its local midnight.
    pub minutes: Minutes,
    /// The party's size.
    pub attendees: Attendees,
    /// Its start, from which on a no-show can be reported.
    pub starts_at: Instant,
    /// Until when a no-show can be reported. The card is removed then.
    pub until: Instant,
    /// The problem with its payment, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_problem: Option<PaymentProblem>,
    /// The charge to the card on file; none without a card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge: Option<NoShowCharge>,
}

/// The charge to the card on file for a no-show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct NoShowCharge {
    /// Its status.
    pub status: NoShowChargeStatus,
    /// The amount.
    pub amount: Money,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<ChargeRefusal>,
}

/// The status of a charge to a card on file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoShowChargeStatus {
    /// The card is on file, and nothing is charged.
    Kept,
    /// It is being charged; the outcome is not known yet.
    Pending,
    /// Charged.
    Paid,
    /// It could not be charged.
    Failed,
    /// The money is on its way back.
    Refunding,
    /// All or a part of the charge is refunded.
    Refunded,
}

/// Why a card on file was not charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChargeRefusal {
    /// The guest's bank requires authentication by the guest, who is not present.
    AuthenticationRequired,
    /// The bank declined.
    CardDeclined,
    /// The payment provider gave no usable response. Its dashboard shows whether the card was charged.
    Unreachable,
}
