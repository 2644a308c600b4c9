//! The steps of a booking order, one after another.

use shared::availability::Slot;
use shared::id::ReservationId;

use super::journal::Sent;
use crate::provider::Booked;

/// The next step.
pub(super) enum Step {
    /// Check that the slot is open.
    Check,
    /// Book it.
    Book(Box<Slot>, Option<Vec<ReservationId>>),
    /// Look for what was sent.
    LookFor(Box<Sent>, String),
    /// Confirm the hold that was made.
    Confirm(Box<Hold>),
}

/// The outcome of a step.
pub(super) enum Next {
    /// The order is carried out.
    Done(Box<Booked>),
    /// There is another step.
    Go(Step),
}

impl Next {
    pub(super) fn done(booked: Booked) -> Self {
        Self::Done(Box::new(booked))
    }
}

/// A hold that is to be confirmed.
pub(super) struct Hold {
    pub(super) id: ReservationId,
    pub(super) sent: Sent,
    pub(super) match_key: Option<String>,
    /// Whether the request that made it has ended: its confirmation may have been sent.
    pub(super) is_found_again: bool,
}

impl Hold {
    /// The hold of an earlier request.
    pub(super) fn found_again(sent: Sent, id: ReservationId) -> Self {
        Self {
            id,
            sent,
            match_key: None,
            is_found_again: true,
        }
    }
}
