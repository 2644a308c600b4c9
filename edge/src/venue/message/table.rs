//! Calls of tills about a table and the party at it, and parties that staff seat. Each is answered with the party's reservation.

use serde::{Deserialize, Serialize};
use shared::id::{TableId, WaitlistEntryId};
use shared::party::Attendees;

use crate::storage::idempotency::IdempotencyKey;
use crate::venue::message::policy::Policy;

/// A request about a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TablesRequest {
    /// A till's call: the party has sat down. Its reservation is checked in, or is made for a party that came without one.
    CheckIn(TableCall),
    /// A till's call: the party has paid its bill.
    Paid(TableCall),
    /// Staff seat a party that came without a reservation: once per key, and at tables where no other party sits.
    Seat(NewWalkIn),
}

impl TablesRequest {
    /// Its policy. A suspended venue takes it: the party is there, and nothing is offered by it.
    #[must_use]
    pub fn policy(&self) -> Policy<'static> {
        match self {
            Self::CheckIn(_) | Self::Paid(_) | Self::Seat(_) => Policy::WRITE_BY_STAFF,
        }
    }
}

/// The table of a call, by the ids of tables or by the staff's name of one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableCall {
    /// The name, for calls without ids.
    #[serde(default)]
    pub name: Option<String>,
    /// The ids, of one room.
    #[serde(default)]
    pub ids: Vec<TableId>,
    /// The size of a party that came without a reservation; the chairs of the tables, if there is none.
    #[serde(default)]
    pub attendees: Option<Attendees>,
}

/// A party that staff seat without a reservation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewWalkIn {
    /// The ids of its tables, of one room.
    pub ids: Vec<TableId>,
    /// Its size.
    pub attendees: Attendees,
    /// The entry of the waitlist whose party it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<WaitlistEntryId>,
    /// The key of the request.
    pub key: IdempotencyKey,
}
