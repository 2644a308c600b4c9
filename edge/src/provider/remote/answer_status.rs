//! The statuses of HTTP that mean the same at every system.

use http::StatusCode;

use super::error::RemoteError;
use crate::upstream::Answer;

/// Whether the answer to the call of this name is a good one, by its status (RFC 9110, section 15). An adapter looks first
/// at what its vendor means by a status of its own.
pub fn check_status(call: &str, answer: &Answer) -> Result<(), RemoteError> {
    let status = answer.status();
    match status {
        _ if status.is_success() => Ok(()),
        // What is there has changed meanwhile.
        StatusCode::CONFLICT => Err(RemoteError::Conflict),
        StatusCode::TOO_MANY_REQUESTS => Err(RemoteError::Away {
            retry_after: None,
            cause: "throttled".to_owned(),
        }),
        // It gave up reading; whether it had read enough is not certain.
        StatusCode::REQUEST_TIMEOUT => Err(RemoteError::Failed(format!("{call}: answered 408"))),
        _ if status.is_client_error() => Err(RemoteError::Refused(format!(
            "{call}: turned down ({})",
            status.as_u16()
        ))),
        _ => Err(RemoteError::Failed(format!(
            "{call}: answered {}",
            status.as_u16()
        ))),
    }
}
