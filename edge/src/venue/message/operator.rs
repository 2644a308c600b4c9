//! Requests of the deployment's operators about one venue.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::id::SecretName;

use crate::venue::message::policy::Policy;

/// Whether a venue is suspended. Each change of it has a number, so that of two changes the later one is known, in
/// whichever order their outcomes reach the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspension {
    /// Whether it is suspended.
    pub is_suspended: bool,
    /// The number of the change that made it so; 0 for a venue that was never suspended.
    pub change: u64,
}

/// A request of an operator.
#[derive(Debug, Serialize, Deserialize)]
pub enum OperatorRequest {
    /// Answered with nothing once the venue has these settings as version 1. The same again changes nothing; others
    /// are refused, as is a venue of a file.
    Create(Box<Value>),
    /// Answered with the [`Suspension`] once the venue is suspended, or is not.
    SetSuspended(bool),
    /// Answered with the worker secrets that are assigned to the venue.
    WorkerSecrets,
    /// Answered with nothing once the venue may read the worker secret of this name.
    AssignSecret(SecretName),
    /// Answered with nothing once it may not, unless its file names it.
    WithdrawSecret(SecretName),
}

impl OperatorRequest {
    /// Its policy.
    #[must_use]
    pub fn policy(&self) -> Policy<'static> {
        match self {
            Self::WorkerSecrets => Policy::READ_BY_STAFF,
            Self::Create(_) | Self::SetSuspended(_) | Self::AssignSecret(_) | Self::WithdrawSecret(_) => {
                Policy::WRITE_BY_STAFF
            }
        }
    }
}
