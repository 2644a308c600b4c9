//! Calls of tills about a table and the party at it. Each is answered with the party's reservation.

use serde::{Deserialize, Serialize};
use shared::id::{TableId, WaitlistEntryId};
use shared::party::Attendees;

use crate::venue::message::policy::Policy;

/// A call of a till about a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TablesRequest {
    /// The party has sat down: its reservation is checked in, or is made for a party that came without one.
    CheckIn(TableCall),
    /// The party has paid its bill.
    Paid(TableCall),
}

impl TablesRequest {
    /// Its policy. A suspended venue takes it: the party is there, and nothing is offered by it.
    #[must_use]
    pub fn policy(&self) -> Policy<'static> {
        match self {
            Self::CheckIn(_) | Self::Paid(_) => Policy::WRITE_BY_STAFF,
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
    /// The entry of the waitlist whose party sits down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<WaitlistEntryId>,
}
