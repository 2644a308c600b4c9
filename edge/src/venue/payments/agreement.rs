//! Whether the restaurant has accepted the reservation that a payment pays, and how a move of the reservation changes
//! that and the payment's deadline.

use serde::{Deserialize, Serialize};
use shared::time::Instant;

use super::Row;

/// Whether the restaurant has accepted a request before its payment came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "u8", into = "u8")]
pub enum Agreement {
    /// The restaurant has not been asked yet, or need not be.
    None,
    /// The restaurant has accepted; only the payment is open.
    Given,
    /// The restaurant has accepted, and the guest has moved the reservation since: it has to accept anew once the
    /// money has come.
    TakenBack,
}

/// The number that is stored.
impl From<Agreement> for u8 {
    fn from(agreement: Agreement) -> Self {
        match agreement {
            Agreement::None => 0,
            Agreement::Given => 1,
            Agreement::TakenBack => 2,
        }
    }
}

impl From<u8> for Agreement {
    fn from(stored: u8) -> Self {
        match stored {
            0 => Self::None,
            1 => Self::Given,
            _ => Self::TakenBack,
        }
    }
}

impl Row {
    /// The payment after its guest has moved the reservation from one start to another. A deadline that was not after the start
    /// is not after the new one.
    #[must_use]
    pub fn moved(&self, from: Instant, to: Instant) -> Self {
        let deadline = if self.deadline <= from {
            self.deadline.min(to)
        } else {
            self.deadline
        };
        let agreement = match self.agreement {
            Agreement::None => Agreement::None,
            Agreement::Given | Agreement::TakenBack => Agreement::TakenBack,
        };
        Self {
            deadline,
            agreement,
            ..self.clone()
        }
    }

    /// The same after a move by the restaurant itself, whose acceptance stands.
    #[must_use]
    pub fn moved_by_restaurant(&self, from: Instant, to: Instant) -> Self {
        Self {
            agreement: self.agreement,
            ..self.moved(from, to)
        }
    }

    /// The same with an extended deadline, which does not pass the reservation's start unless it was after the start
    /// already.
    #[must_use]
    pub fn extended_before(&self, start: Instant) -> Option<Self> {
        let extended = self.extended()?;
        Some(Self {
            deadline: extended.deadline.min(start.max(self.deadline)),
            ..extended
        })
    }
}
