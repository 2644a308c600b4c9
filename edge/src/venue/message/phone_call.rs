//! Requests about telephone calls, and their responses. They contain guests' data.

use serde::{Deserialize, Serialize};
use shared::page::PagePosition;
use shared::phone_call::PhoneCallStatus;
use shared::validation::Phone;

use crate::venue::message::policy::Policy;

/// A request about telephone calls.
#[derive(Serialize, Deserialize)]
pub enum PhoneCallsRequest {
    /// Stores a report of the telephone system; answered with the call and the caller's reservations.
    Report(Box<PhoneCallReport>),
    /// Answered with the calls before this one, the newest first.
    List(Option<PagePosition>),
    /// Answered with the reservations of this number.
    History(Phone),
}

impl std::fmt::Debug for PhoneCallsRequest {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("PhoneCallsRequest(…)")
    }
}

impl PhoneCallsRequest {
    /// Its policy.
    #[must_use]
    pub fn policy(&self) -> Policy<'static> {
        match self {
            Self::List(_) | Self::History(_) => Policy::READ_BY_STAFF,
            Self::Report(_) => Policy::WRITE_BY_STAFF,
        }
    }
}

/// A report about a call. It cannot be printed: it has the caller's number.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(Debug))]
pub struct PhoneCallReport {
    /// The telephone system's id of the call.
    pub id: String,
    /// Its id of the line that was called.
    pub phone_number_id: String,
    /// The caller's number; none if it was withheld.
    pub phone: Option<Phone>,
    /// How far the call has come.
    pub status: PhoneCallStatus,
}
