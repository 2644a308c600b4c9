//! Whether the restaurant has agreed to what a payment pays, and what a move of the reservation changes about it and
//! about the payment's deadline.

use serde::{Deserialize, Serialize};
use shared::time::Instant;

use super::Row;

/// Whether the restaurant has said yes to a request before its payment came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "u8", into = "u8")]
pub enum Agreement {
    /// It was not asked yet, or need not be.
    None,
    /// It has said yes, and waits for the money alone.
    Given,
    /// It has said yes, and the guest has moved the reservation since: it is asked again once the money has come.
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
    /// The payment after its reservation was moved from one start to another. A deadline that was not after the start
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

    /// The same with its deadline put off, but not past the reservation's start if it was not after it already.
    #[must_use]
    pub fn extended_before(&self, start: Instant) -> Option<Self> {
        let extended = self.extended()?;
        Some(Self {
            deadline: extended.deadline.min(start.max(self.deadline)),
            ..extended
        })
    }
}
