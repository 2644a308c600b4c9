//! The policy of a request: who may send it, how it is counted and whether it writes. Each request states its policy
//! once, beside its type; client, authorizer and service read it.

use shared::id::{OrderId, ReservationId, WaitlistEntryId};

use crate::limits::{Class, Creation};
use crate::storage::idempotency::IdempotencyKey;

/// The policy of one request.
#[derive(Clone, Copy)]
pub struct Policy<'a> {
    /// The authorization that it needs.
    pub authorization: Authorization<'a>,
    /// The rate classes in which the object counts the visitor; empty where the worker has counted.
    pub rate_classes: &'static [Class],
    /// Whether it writes. A write is carried out to its end even if its caller has hung up.
    pub is_write: bool,
    /// The kind of thing it creates, if that costs money or sends mail, with its idempotency key. Such a request
    /// needs the check against robots and counts against the venue's quota. Requests that need the token of something
    /// created before, or are of staff, do neither.
    pub creation: Option<(Creation, &'a IdempotencyKey)>,
    /// Whether it is refused while an operator has suspended the venue: it offers or creates something new, a table, a
    /// gift card or a place on the waitlist. What was booked or bought before stays: it is read, cancelled, paid and
    /// withdrawn from, and its letters and jobs go on.
    pub is_refused_when_suspended: bool,
}

/// The authorization that a request needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authorization<'a> {
    /// Anyone. The response is the same for all, so that it may be cached for others.
    Public,
    /// Senders whom the worker has authorised and counted: payment providers, developers.
    ByWorker,
    /// Staff, their systems and operators with the permission that the called endpoint requires. The worker has counted
    /// them, and the object compares access keys.
    Staff,
    /// Any visitor, whom the object counts. A token that it needs is compared by its area.
    Visitor,
    /// A visitor with the token of this reservation.
    ReservationToken(&'a ReservationId),
    /// A visitor with the token of this gift-card order.
    OrderToken(&'a OrderId),
    /// A visitor with the token of this waitlist entry.
    EntryToken(&'a WaitlistEntryId),
}

impl<'a> Policy<'a> {
    /// A read that anyone may send.
    pub(super) const PUBLIC: Self = Self {
        authorization: Authorization::Public,
        rate_classes: &[],
        is_write: false,
        creation: None,
        is_refused_when_suspended: false,
    };
    /// A read that the worker has authorised.
    pub(super) const READ_BY_WORKER: Self = Self {
        authorization: Authorization::ByWorker,
        ..Self::PUBLIC
    };
    /// A write that the worker has authorised.
    pub(super) const WRITE_BY_WORKER: Self = Self {
        is_write: true,
        ..Self::READ_BY_WORKER
    };

    /// A read of staff.
    pub(super) const READ_BY_STAFF: Self = Self {
        authorization: Authorization::Staff,
        ..Self::PUBLIC
    };
    /// A write of staff.
    pub(super) const WRITE_BY_STAFF: Self = Self {
        is_write: true,
        ..Self::READ_BY_STAFF
    };

    /// A visitor's read of something that needs a secret: a token or a code.
    pub(super) const fn look_up(authorization: Authorization<'a>) -> Self {
        Self {
            authorization,
            rate_classes: &[Class::LookUp],
            ..Self::PUBLIC
        }
    }

    /// A visitor's write.
    pub(super) const fn write(authorization: Authorization<'a>) -> Self {
        Self {
            authorization,
            rate_classes: &[Class::Write],
            is_write: true,
            ..Self::PUBLIC
        }
    }

    /// A visitor's write that creates something.
    pub(super) const fn create(creation: Creation, key: &'a IdempotencyKey) -> Self {
        Self {
            creation: Some((creation, key)),
            is_refused_when_suspended: true,
            ..Self::write(Authorization::Visitor)
        }
    }

    /// The same, for a request that a suspended venue refuses.
    #[must_use]
    pub const fn refused_when_suspended(self) -> Self {
        Self {
            is_refused_when_suspended: true,
            ..self
        }
    }

    /// Whether the response is the same for all.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.authorization == Authorization::Public
    }
}

#[cfg(test)]
#[path = "policy_tests.rs"]
mod tests;
