//! Requests about the waitlist, and their responses.

use serde::{Deserialize, Serialize};
use shared::id::WaitlistEntryId;
use shared::waitlist::{WaitlistEntry, WaitlistEntryRequest};

use crate::storage::idempotency::IdempotencyKey;

/// What can be asked of a venue's object about its waitlist.
#[derive(Debug, Serialize, Deserialize)]
pub enum WaitlistRequest {
    /// Answered with the wish left.
    Leave(Box<NewWish>),
    /// Answered with the wish.
    Look(WaitlistEntryId),
    /// Answered with the wish, which is open no more.
    Withdraw(WaitlistEntryId),
    /// Answered with the reservation that it has become.
    Accept(WaitlistEntryId),
}

impl WaitlistRequest {
    /// Whether it changes something.
    #[must_use]
    pub fn is_write(&self) -> bool {
        !matches!(self, Self::Look(_))
    }

    /// Whose token it takes.
    #[must_use]
    pub fn wish(&self) -> Option<&WaitlistEntryId> {
        match self {
            Self::Leave(_) => None,
            Self::Look(id) | Self::Withdraw(id) | Self::Accept(id) => Some(id),
        }
    }
}

/// A wish to leave, under a key that leaves it once only.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewWish {
    /// What the guest asked for.
    pub request: WaitlistEntryRequest,
    /// The caller's `Idempotency-Key`.
    pub key: IdempotencyKey,
}

/// A wish that was left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// What the guest is told.
    pub wish: WaitlistEntry,
    /// Whether an earlier request with the same key had left it.
    pub replayed: bool,
}
