//! Requests about the waitlist, and their responses.

use serde::{Deserialize, Serialize};
use shared::id::WaitlistEntryId;
use shared::waitlist::{WaitlistEntry, WaitlistEntryRequest};

use crate::limits::Creation;
use crate::storage::idempotency::IdempotencyKey;
use crate::venue::message::policy::{Authorization, Policy};

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
    /// Its policy.
    #[must_use]
    pub fn policy(&self) -> Policy<'_> {
        match self {
            Self::Leave(new) => Policy::create(Creation::WaitlistEntry, &new.key),
            Self::Look(id) => Policy::look_up(Authorization::EntryToken(id)),
            Self::Withdraw(id) | Self::Accept(id) => Policy::write(Authorization::EntryToken(id)),
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
