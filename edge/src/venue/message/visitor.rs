//! What a request says of whoever sent it, beside what it wants. It travels to the venue's object and
//! no further: it must not be printed, stored or logged, nor become part of what is remembered.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::limits::Caller;

/// Whoever sent a request.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Visitor {
    /// Where the request came from.
    pub caller: Caller,
    /// The token of the reservation that it is about, as it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manage_token: Option<String>,
    /// The token of the check against robots, as it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge_token: Option<String>,
}

impl fmt::Debug for Visitor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Visitor")
    }
}
