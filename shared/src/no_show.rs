//! A no-show as the restaurant sees it: the reservation, and the charge to the card that the guest left.

use serde::{Deserialize, Serialize};

use crate::id::ReservationId;
use crate::money::Money;
use crate::party::Attendees;
use crate::payment::PaymentProblem;
use crate::reservation::Status;
use crate::time::{Day, Instant, Minutes};

/// A reservation to which nobody came, or may not come, as its restaurant sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct NoShow {
    /// Its id.
    pub id: ReservationId,
    /// What the guest would have told at the door.
    pub number: String,
    /// Where it stands: `no_show`, once the restaurant has said so.
    pub status: Status,
    /// The day.
    pub day: Day,
    /// Minutes after its local midnight.
    pub minutes: Minutes,
    /// The party's size.
    pub attendees: Attendees,
    /// From when on nobody has come: its start.
    pub starts_at: Instant,
    /// Until when that can be said. The kept card is forgotten then.
    pub until: Instant,
    /// What is wrong with its payment; none if all is well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_problem: Option<PaymentProblem>,
    /// The card that was kept for this; none if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge: Option<NoShowCharge>,
}

/// What is taken from the card of somebody who did not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct NoShowCharge {
    /// Where it stands.
    pub status: NoShowChargeStatus,
    /// How much.
    pub amount: Money,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<ChargeRefusal>,
}

/// Where the charge to a kept card stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoShowChargeStatus {
    /// The card is kept, and nothing is charged.
    Kept,
    /// It is being charged; the outcome is not known yet.
    Pending,
    /// The money has come.
    Paid,
    /// It could not be charged.
    Failed,
    /// The money is on its way back.
    Refunding,
    /// All or a part of the money went back.
    Refunded,
}

/// Why a kept card was not charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChargeRefusal {
    /// The guest's bank wants to ask the guest, who is not there.
    AuthenticationRequired,
    /// The bank says no.
    CardDeclined,
    /// Whoever takes the payments gave no usable answer: they know whether money has come.
    Unreachable,
}
