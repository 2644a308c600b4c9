//! Client IP, bearer token and Turnstile token of a request. They travel to the venue's object and no further: never
//! printed, stored, logged or cached.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::limits::Caller;

/// The sender of a request.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Visitor {
    /// The client as the rate limits count it.
    pub caller: Caller,
    /// The bearer token, as it was sent: that of the reservation, order or waitlist entry that the request is about.
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
