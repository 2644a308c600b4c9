//! Requests about the waitlist, and their responses.

use serde::{Deserialize, Serialize};
use shared::id::{ExperienceId, WaitlistEntryId};
use shared::locale::Language;
use shared::party::Attendees;
use shared::validation::{Name, Phone};
use shared::waitlist::{WaitlistEntry, WaitlistEntryRequest};

use crate::limits::Creation;
use crate::storage::idempotency::IdempotencyKey;
use crate::venue::message::policy::{Authorization, Policy};

/// A request about the waitlist.
#[derive(Debug, Serialize, Deserialize)]
pub enum WaitlistRequest {
    /// Answered with the entry made.
    #[serde(rename = "Leave")]
    Join(Box<NewWaitlistEntry>),
    /// Answered with the entry.
    #[serde(rename = "Look")]
    Entry(WaitlistEntryId),
    /// Answered with the entry, which is withdrawn.
    Withdraw(WaitlistEntryId),
    /// Answered with the reservation that it has become.
    Accept(WaitlistEntryId),
}

impl WaitlistRequest {
    /// Its policy.
    #[must_use]
    pub fn policy(&self) -> Policy<'_> {
        match self {
            Self::Join(new) => Policy::create(Creation::WaitlistEntry, &new.key),
            Self::Entry(id) => Policy::look_up(Authorization::EntryToken(id)),
            Self::Withdraw(id) => Policy::write(Authorization::EntryToken(id)),
            // Makes a reservation. The offer was taken back, and tables are offered again once the venue is resumed.
            Self::Accept(id) => Policy::write(Authorization::EntryToken(id)).refused_when_suspended(),
        }
    }
}

/// A request of staff about the waitlist.
#[derive(Debug, Serialize, Deserialize)]
pub enum StaffWaitlistRequest {
    /// Answered with the entry made.
    Add(Box<NewDoorEntry>),
    /// Answered with the entry, which is withdrawn.
    Withdraw(WaitlistEntryId),
}

impl StaffWaitlistRequest {
    /// Its policy.
    #[must_use]
    pub fn policy(&self) -> Policy<'static> {
        match self {
            Self::Add(_) => Policy::WRITE_BY_STAFF.refused_when_suspended(),
            Self::Withdraw(_) => Policy::WRITE_BY_STAFF,
        }
    }
}

/// A party at the door that waits for a table, under a key that makes it once only.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewDoorEntry {
    /// The experience.
    pub experience_id: ExperienceId,
    /// The party's size.
    pub attendees: Attendees,
    /// The guest's first name.
    pub first_name: Option<Name>,
    /// The guest's last name.
    pub last_name: Name,
    /// The guest's telephone number.
    pub phone: Option<Phone>,
    /// The wait that was promised, in minutes.
    pub quoted_minutes: u16,
    /// The venue's own language.
    pub locale: Language,
    /// The caller's `Idempotency-Key`.
    pub key: IdempotencyKey,
}

/// A waitlist entry to make, under a key that makes it once only.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewWaitlistEntry {
    /// The guest's request.
    pub request: WaitlistEntryRequest,
    /// The caller's `Idempotency-Key`.
    pub key: IdempotencyKey,
}

/// A waitlist entry that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinedWaitlist {
    /// The entry, as its guest sees it.
    #[serde(rename = "wish")]
    pub entry: WaitlistEntry,
    /// Whether an earlier request with the same key had made it.
    pub replayed: bool,
}
