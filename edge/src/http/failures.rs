//! What can go wrong with each kind of question, for the API's description. It must not know how.

use shared::problem::Code;

/// What can go wrong with every question about a venue.
const ALWAYS: &[Code] = &[
    Code::VenueNotFound,
    Code::RateLimited,
    Code::Internal,
    Code::UpstreamFailed,
    Code::UpstreamUnavailable,
    Code::UpstreamTimeout,
];

/// Beside it, with a question that has parameters.
pub const OF_QUESTION: &[Code] = &[Code::ValidationFailed];

/// Beside it, with what only the operator may know.
pub const OF_OPERATOR: &[Code] = &[Code::Unauthorized];

/// Beside it, with a reservation: an id that nobody has and a token that is not the id's are answered
/// alike.
pub const OF_RESERVATION: &[Code] = &[Code::Unauthorized, Code::NotFound];

/// Beside it, with the slots that one's own reservation could move to.
pub const OF_MOVE: &[Code] = &[Code::ValidationFailed, Code::Unauthorized, Code::NotFound];

/// Beside it, with a change to a reservation.
pub const OF_CHANGE: &[Code] = &[
    Code::Unauthorized,
    Code::Forbidden,
    Code::NotFound,
    Code::SlotTaken,
    Code::ChangeInProgress,
    Code::IllegalTransition,
    Code::BodyTooLarge,
    Code::UnsupportedMediaType,
    Code::ValidationFailed,
    Code::OutcomeUnknown,
];

/// Beside it, with a cancellation.
pub const OF_CANCELLATION: &[Code] = &[
    Code::Unauthorized,
    Code::Forbidden,
    Code::NotFound,
    Code::ChangeInProgress,
    Code::IllegalTransition,
    Code::OutcomeUnknown,
];

/// Beside it, with a booking.
pub const OF_BOOKING: &[Code] = &[
    Code::IdempotencyKeyRequired,
    Code::Forbidden,
    Code::ChallengeFailed,
    Code::SlotTaken,
    Code::IdempotencyInFlight,
    Code::BodyTooLarge,
    Code::UnsupportedMediaType,
    Code::ValidationFailed,
    Code::IdempotencyKeyReused,
    Code::OutcomeUnknown,
];

/// Beside it, with an order of a gift card; a venue that sells none has nothing there.
pub const OF_CARD_ORDER: &[Code] = &[
    Code::IdempotencyKeyRequired,
    Code::Forbidden,
    Code::ChallengeFailed,
    Code::NotFound,
    Code::BodyTooLarge,
    Code::UnsupportedMediaType,
    Code::ValidationFailed,
    Code::IdempotencyKeyReused,
    Code::OutcomeUnknown,
];

/// Beside it, with a wish for the waitlist; a venue without one has nothing there.
pub const OF_NEW_WISH: &[Code] = &[
    Code::IdempotencyKeyRequired,
    Code::Forbidden,
    Code::ChallengeFailed,
    Code::NotFound,
    Code::SlotOpen,
    Code::TooManyWishes,
    Code::WaitlistFull,
    Code::BodyTooLarge,
    Code::UnsupportedMediaType,
    Code::ValidationFailed,
    Code::IdempotencyKeyReused,
    Code::OutcomeUnknown,
];

/// Beside it, with what becomes of a wish.
pub const OF_WISH: &[Code] = &[
    Code::Unauthorized,
    Code::Forbidden,
    Code::NotFound,
    Code::OfferOver,
    Code::OutcomeUnknown,
];

/// Beside it, with a withdrawal from one.
pub const OF_WITHDRAWAL: &[Code] = &[
    Code::Unauthorized,
    Code::Forbidden,
    Code::NotFound,
    Code::WithdrawalOver,
    Code::GiftCardUsedUp,
    Code::NotWithdrawable,
    Code::BodyTooLarge,
    Code::UnsupportedMediaType,
    Code::ValidationFailed,
    Code::OutcomeUnknown,
];

/// All that can go wrong with a question about a venue, if this can beside what always can.
pub fn of_venue(beside: &[Code]) -> Vec<Code> {
    [ALWAYS, beside].concat()
}
