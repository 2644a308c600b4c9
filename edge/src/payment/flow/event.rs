//! Events of a payment, here and at its provider.

use serde::{Deserialize, Serialize};
use shared::no_show::ChargeRefusal;

use super::reversal::{DisputeStatus, RefundStatus};

/// An event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The provider knows of it.
    Begun,
    /// The payer's bank requires authentication.
    Authenticating,
    /// The payer's bank declined, or the authentication failed.
    Declined,
    /// The amount is authorised, or the card is on file.
    Authorised,
    /// This much has come.
    Paid(i64),
    /// The provider has closed it: nothing can be paid any more.
    Closed,
    /// The refunded total; the single refunds have to be read.
    Returned(i64),
    /// A refund, as the provider has it now.
    Refund {
        /// The provider's id of it.
        id: String,
        /// How much.
        amount: i64,
        /// How far it has come.
        status: RefundStatus,
    },
    /// A dispute, as the provider has it now.
    Dispute {
        /// The provider's id of it.
        id: String,
        /// How much.
        amount: i64,
        /// How far it has come.
        status: DisputeStatus,
    },
    /// The time to pay is over.
    Expired,
    /// It is no longer wanted: an authorisation is released, and of the amount taken this much has to go
    /// back, in total.
    GiveBack(i64),
    /// The authorised amount is to be captured.
    Capture,
    /// The stored card is to be charged this much.
    Charge(i64),
    /// The stored card was not charged.
    Refused(ChargeRefusal),
    /// The bank refuses to capture the authorised amount.
    CaptureRefused,
    /// The remaining call was tried often, and is to be reported.
    Stuck,
}

impl Event {
    /// The provider's id of the refund or dispute that this is about; none for other events.
    #[must_use]
    pub fn reversal(&self) -> Option<&str> {
        match self {
            Self::Refund { id, .. } | Self::Dispute { id, .. } => Some(id),
            _ => None,
        }
    }

    /// The same event about the charge to a card on file, instead of about storing the card.
    #[must_use]
    pub fn of_charge(self) -> Option<Self> {
        match self {
            Self::Paid(_)
            | Self::Returned(_)
            | Self::Refund { .. }
            | Self::Dispute { .. }
            | Self::Refused(_) => Some(self),
            // The payer is not there to try again.
            Self::Declined | Self::Closed => Some(Self::Refused(ChargeRefusal::CardDeclined)),
            _ => None,
        }
    }
}
