//! Why no token is issued.

use serde::{Deserialize, Serialize};

/// Why no token is issued, by its code in RFC 6749, section 5.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenError {
    /// A parameter is missing or is given twice, or there are two kinds of credentials.
    InvalidRequest,
    /// The client is not known, or its credentials are missing or wrong.
    InvalidClient,
    /// The client may not have this scope.
    InvalidScope,
    /// It is another grant than that of client credentials.
    UnsupportedGrantType,
}
