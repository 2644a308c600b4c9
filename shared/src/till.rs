//! A venue's till, for its staff: its part of a reservation, and the dead letters in both directions.

use serde::{Deserialize, Serialize};

use crate::id::ReservationId;
use crate::money::Money;
use crate::time::Instant;
use crate::validation::request_type;

/// The kind of a dead letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeadLetterKind {
    /// The state of a reservation could not be sent to the till.
    Push,
    /// A delivery of the till could not be read or applied.
    Delivery,
}

impl DeadLetterKind {
    /// The kind as it is written in paths and stored.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Push => "push",
            Self::Delivery => "delivery",
        }
    }

    /// The kind of this text, if there is one.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        [Self::Push, Self::Delivery]
            .into_iter()
            .find(|kind| kind.text() == text)
    }
}

/// A push or a delivery that was given up and waits for staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TillDeadLetter {
    /// Its kind.
    pub kind: DeadLetterKind,
    /// Its id among those of its kind.
    pub id: String,
    /// When it was given up.
    pub at: Instant,
    /// Why: a code of the till, or one of `unreadable`, `unknown_reservation`, `reservation_over`, `not_certain`, `unsent`,
    /// `failed`.
    pub cause: String,
    /// The reservation that it is about, if it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reservation_id: Option<ReservationId>,
}

/// The dead letters of a venue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TillDeadLetterPage {
    /// The dead letters, the newest first; 100 at most.
    pub dead_letters: Vec<TillDeadLetter>,
    /// Whether there are more: they follow once these are replayed.
    pub has_more: bool,
}

/// A till that was connected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TillConnected {
    /// The address to which it sends its events.
    pub url: String,
    /// Details from the till's answer, without secrets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<TillDetail>,
}

/// A detail from a till's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TillDetail {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// How far a till is connected, where that has steps for the restaurant's manager: to authorize, to choose a location, to
/// connect.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TillConnectionState {
    /// Whether the manager has authorized this deployment at the vendor.
    pub is_authorized: bool,
    /// The locations among which the manager chooses; empty before the authorization.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locations: Vec<TillLocation>,
    /// The id of the location that was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Whether the vendor has said last that the restaurant is connected.
    pub is_connected: bool,
    /// How the tables differ; absent where the till's floor plan cannot be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tables: Option<TillTables>,
}

/// The tables that only one of both floor plans has, by their names: `2.0` and `2` are one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TillTables {
    /// Those that the till does not have: it refuses parties at them.
    pub only_here: Vec<String>,
    /// Those that only the till has.
    pub only_there: Vec<String>,
}

/// A location of a vendor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TillLocation {
    /// Its id, as a text: it may be larger than a number in JavaScript.
    pub id: String,
    /// Its name and address.
    pub description: String,
}

/// Where the restaurant's manager authorizes this deployment at the vendor of the till.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TillAuthorization {
    /// The vendor's address, which can be used once.
    pub url: String,
}

request_type! {
    /// The choice of a location.
    pub struct TillLocationChoice {
        /// The location's id.
        pub location: String,
    }
}

/// The till's part of a reservation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TillReservation {
    /// The newest version of the reservation that was to be sent to the till.
    pub version: u64,
    /// The newest version that the till has taken; 0 if it has taken none.
    pub sent_version: u64,
    /// Whether it has carried out the newest: it was accepted, and no error has come since for as long as one may come.
    #[serde(default)]
    pub is_taken: bool,
    /// The tables that it named last; they may differ from the reservation's where another party has those.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<String>,
    /// The number of guests that it counted last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covers: Option<u16>,
    /// The status of the table in service, such as `main course`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_service: Option<String>,
    /// The bills: one receipt for each check that was closed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub receipts: Vec<Receipt>,
}

/// A check that was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    /// The printed number, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The number of guests that the till counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covers: Option<u16>,
    /// When the check was closed, if the till says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Instant>,
    /// The total, taxes and service included, without tips.
    pub total: Money,
    /// The taxes in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<Money>,
    /// The tips, beyond the total.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tips: Option<Money>,
    /// The amount that has been paid, where the till says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid: Option<Money>,
    /// The lines of the bill.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<ReceiptLine>,
    /// The taxes by their rates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taxes: Vec<ReceiptTax>,
    /// How it was paid.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub payments: Vec<ReceiptPayment>,
}

/// A line of a bill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReceiptLine {
    /// The item.
    pub name: String,
    /// Its group, such as `Food`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// How many, in thousandths: 1500 is one and a half.
    pub thousandths: i64,
    /// The price of all of them, taxes included.
    pub amount: Money,
}

/// A tax of a bill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReceiptTax {
    /// Its name or code.
    pub name: String,
    /// Its rate in hundredths of a per cent, where the till says so: 1900 is 19 %.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis_points: Option<u32>,
    /// How much.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
}

/// A payment of a bill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReceiptPayment {
    /// The means, such as `Cash`.
    pub method: String,
    /// How much, without the tip.
    pub amount: Money,
    /// The tip in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tip: Option<Money>,
}
