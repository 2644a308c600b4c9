//! The audit log: changes by staff, by their systems and by operators.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::page::PagePosition;
use crate::time::Instant;
use crate::validation::request_type;

/// A change by staff, by their systems or by an operator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AuditEntry {
    /// Its number: later entries have larger ones.
    pub id: u64,
    /// When it was made.
    pub at: Instant,
    /// Its author: `person:` and the id of a person, `key:` and the id of an access key, `staff_key` for the worker secret that the settings name,
    /// `operator`, or `letter_link` for the link in a letter to the restaurant.
    pub actor: String,
    /// The kind of change, such as `reservation.status`.
    pub action: String,
    /// The id or name of the thing that was changed.
    pub subject: String,
    /// The value before; absent where there was none. It holds no guest's data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    /// The value after; absent where there is none. It holds no guest's data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Value>,
}

request_type! {
    /// A part of the audit log to read.
    pub struct AuditQuery {
        /// Only entries with smaller numbers than this; the newest ones if it is left out.
        #[cfg_attr(feature = "requests", deserr(default))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub before: Option<PagePosition>,
    }
}

/// A page of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AuditPage {
    /// The entries, the newest first; 100 at most.
    pub entries: Vec<AuditEntry>,
    /// The value of `before` for the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u64>,
}
