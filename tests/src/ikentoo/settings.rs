//! The settings of the simulator, and how it misbehaves.

use std::collections::BTreeSet;

use serde::Deserialize;

/// The settings of a restaurant's iKentoo.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The header `Authorization` that callers must have; none if any caller is answered.
    pub authorization: Option<String>,
    /// The id of the location, which is beyond what a float can hold.
    pub location: u64,
    /// The names of the tables.
    pub tables: BTreeSet<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            authorization: None,
            location: 9_007_199_254_740_993,
            tables: (1..=20).map(|number: u8| number.to_string()).collect(),
        }
    }
}

/// A way to go wrong with the next request.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Trouble {
    /// The error flag is set under this status, and nothing was done.
    ErrorFlag {
        /// The status.
        status: u16,
        /// The message.
        message: String,
    },
    /// A status, and nothing was done.
    Status {
        /// The status.
        status: u16,
    },
    /// 429 with `Retry-After`, and nothing was done.
    Throttled {
        /// For how many seconds.
        seconds: u32,
    },
    /// The connection is reset, and nothing was done.
    ResetBefore,
    /// The connection is reset after everything was done.
    ResetAfter,
    /// No answer ever, and everything was done.
    Hang,
    /// Everything is done, and the answer claims to be JSON.
    Garbage,
    /// The check-in is taken, and an event says that it failed.
    FailsLater {
        /// The message.
        message: String,
    },
}
