//! Telephone calls to the restaurant, as its telephone system reports them.

use serde::{Deserialize, Serialize};

use crate::id::ReservationId;
use crate::page::PagePosition;
use crate::party::Attendees;
use crate::reservation::Status;
use crate::time::{Day, Instant, Minutes};
use crate::validation::{Name, Phone, request_type};

/// How far a call has come. Later states are larger: reports may arrive in any order, and the largest one holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PhoneCallStatus {
    /// The telephone rings.
    Ringing,
    /// The call was answered.
    PickedUp,
    /// The caller hung up before it was answered.
    Abandoned,
    /// The call is over.
    HungUp,
}

request_type! {
    /// A part of the list of calls to read.
    pub struct PhoneCallsQuery {
        /// Only calls with smaller numbers than this; the newest ones if it is left out.
        #[cfg_attr(feature = "requests", deserr(default))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub before: Option<PagePosition>,
    }
}

/// A page of the list of calls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PhoneCallPage {
    /// The calls, the newest first; 50 at most.
    pub calls: Vec<PhoneCall>,
    /// The value of `before` for the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u64>,
}

/// A call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PhoneCall {
    /// Its number: later calls have larger ones.
    pub number: u64,
    /// Its id at the telephone system.
    pub id: String,
    /// The restaurant's line that was called: the telephone system's id of it.
    pub phone_number_id: String,
    /// The caller's number; absent if it was withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// How far it has come.
    pub status: PhoneCallStatus,
    /// When it was first reported.
    pub at: Instant,
    /// When it was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picked_up_at: Option<Instant>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Instant>,
    /// The guest of the newest reservation with this number; absent if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller: Option<CallerName>,
    /// The next reservations with this number, the earliest first; 3 at most.
    #[serde(default)]
    pub upcoming: Vec<CallerReservation>,
}

/// The name of a caller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CallerName {
    /// The first name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<Name>,
    /// The last name.
    pub last_name: Name,
}

/// A reservation of a caller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CallerReservation {
    /// Its id.
    pub id: ReservationId,
    /// The number that the guest gives at the door.
    pub number: String,
    /// Its status.
    pub status: Status,
    /// The day.
    pub day: Day,
    /// Minutes after its local midnight.
    pub minutes: Minutes,
    /// The party's size.
    pub attendees: Attendees,
}
