//! The flows beyond a first booking: the guest's own reservation, its payment, gift cards and the waitlist. They are
//! state machines like the booking's, in a module that a first booking does not load.

mod countdown;
pub mod gift_cards;
mod link;
pub mod manage;
pub mod payment;
pub mod waitlist;

use shared::id::VenueId;
use shared::locale::Language;
use shared::problem::ProblemCode;
use shared::time::Instant;

use crate::flow::{Failure, Prefill, RequestNumbers};

pub use link::Link;

/// What a view begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Where.
    pub venue: VenueId,
    /// The language that the guest reads.
    pub language: Language,
    /// The reservation, the order or the wish that the guest has the right to, if they came with one.
    pub link: Option<Link>,
    /// What the guest had chosen before they came here.
    pub choice: Prefill,
    /// Whether the guest comes back from a bank's page, where the payment went well as far as its address says.
    pub has_paid: bool,
    /// When.
    pub now: Instant,
}

/// What a step of a self-service flow handles an event with.
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

/// Whether the API says that a link opens nothing any more.
pub(crate) fn is_link_refused(failure: &Failure) -> bool {
    matches!(failure, Failure::Problem(problem)
        if matches!(problem.code, ProblemCode::Unauthorized | ProblemCode::Forbidden | ProblemCode::NotFound))
}
