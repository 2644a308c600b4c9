//! The flows beyond a first booking: a booking with extras, the guest's own reservation, its payment, gift cards and the
//! waitlist. They are state machines like the booking's, in a module that a first booking does not load.

mod countdown;
pub mod extras;
pub mod gift_cards;
mod link;
mod loader;
pub mod manage;
pub mod payment;
pub mod waitlist;

use shared::id::VenueId;
use shared::locale::Language;
use shared::problem::ProblemCode;
use shared::time::Instant;

use crate::flow::{Failure, Prefill, RequestNumbers};

pub use link::Link;
pub use loader::Loader;

/// The settings that a self-service view starts with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The venue.
    pub venue: VenueId,
    /// The language that the guest reads.
    pub language: Language,
    /// The link that the guest came with, if any.
    pub link: Option<Link>,
    /// The choice that the guest brought along from the booking.
    pub choice: Prefill,
    /// Whether the guest returns from a bank's page whose address says that the payment succeeded.
    pub has_paid: bool,
    /// The time at which it is opened.
    pub now: Instant,
}

/// The context in which a step of a self-service flow handles an event.
pub(crate) struct StepContext<'a> {
    numbers: &'a mut RequestNumbers,
    /// The time of the event.
    pub(crate) now: Instant,
}

impl<'a> StepContext<'a> {
    pub(crate) fn new(numbers: &'a mut RequestNumbers, now: Instant) -> Self {
        Self { numbers, now }
    }

    /// The number of the next request.
    pub(crate) fn next_number(&mut self) -> u32 {
        self.numbers.issue()
    }
}

/// Whether the API refuses a link as unknown or invalid.
pub(crate) fn is_link_refused(failure: &Failure) -> bool {
    matches!(failure, Failure::Problem(problem)
        if matches!(problem.code, ProblemCode::Unauthorized | ProblemCode::Forbidden | ProblemCode::NotFound))
}
