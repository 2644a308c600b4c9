//! What can go wrong with each kind of question, for the API's description. It must not know how.

use shared::problem::ProblemCode;

/// What can go wrong with every question about a venue.
const ALWAYS: &[ProblemCode] = &[
    ProblemCode::VenueNotFound,
    ProblemCode::RateLimited,
    ProblemCode::Internal,
    ProblemCode::UpstreamFailed,
    ProblemCode::UpstreamUnavailable,
    ProblemCode::UpstreamTimeout,
];

/// Beside it, with a question that has parameters.
pub const OF_QUESTION: &[ProblemCode] = &[ProblemCode::ValidationFailed];

/// Beside it, with what only the operator may know.
pub const OF_OPERATOR: &[ProblemCode] = &[ProblemCode::Unauthorized];

/// Beside it, with a reservation: an id that nobody has and a token that is not the id's are answered
/// alike.
pub const OF_RESERVATION: &[ProblemCode] = &[ProblemCode::Unauthorized, ProblemCode::NotFound];

/// Beside it, with the slots that one's own reservation could move to.
pub const OF_MOVE: &[ProblemCode] = &[
    ProblemCode::ValidationFailed,
    ProblemCode::Unauthorized,
    ProblemCode::NotFound,
];

/// Beside it, with a change to a reservation.
pub const OF_CHANGE: &[ProblemCode] = &[
    ProblemCode::Unauthorized,
    ProblemCode::Forbidden,
    ProblemCode::NotFound,
    ProblemCode::SlotTaken,
    ProblemCode::ChangeInProgress,
    ProblemCode::IllegalTransition,
    ProblemCode::BodyTooLarge,
    ProblemCode::UnsupportedMediaType,
    ProblemCode::ValidationFailed,
    ProblemCode::OutcomeUnknown,
];

/// Beside it, with a cancellation.
pub const OF_CANCELLATION: &[ProblemCode] = &[
    ProblemCode::Unauthorized,
    ProblemCode::Forbidden,
    ProblemCode::NotFound,
    ProblemCode::ChangeInProgress,
    ProblemCode::IllegalTransition,
    ProblemCode::OutcomeUnknown,
];

/// Beside it, with a booking.
pub const OF_BOOKING: &[ProblemCode] = &[
    ProblemCode::IdempotencyKeyRequired,
    ProblemCode::Forbidden,
    ProblemCode::ChallengeFailed,
    ProblemCode::SlotTaken,
    ProblemCode::IdempotencyInFlight,
    ProblemCode::BodyTooLarge,
    ProblemCode::UnsupportedMediaType,
    ProblemCode::ValidationFailed,
    ProblemCode::IdempotencyKeyReused,
    ProblemCode::OutcomeUnknown,
];

/// Beside it, with an order of a gift card; a venue that sells none has nothing there.
pub const OF_CARD_ORDER: &[ProblemCode] = &[
    ProblemCode::IdempotencyKeyRequired,
    ProblemCode::Forbidden,
    ProblemCode::ChallengeFailed,
    ProblemCode::NotFound,
    ProblemCode::BodyTooLarge,
    ProblemCode::UnsupportedMediaType,
    ProblemCode::ValidationFailed,
    ProblemCode::IdempotencyKeyReused,
    ProblemCode::OutcomeUnknown,
];

/// Beside it, with a wish for the waitlist; a venue without one has nothing there.
pub const OF_NEW_WISH: &[ProblemCode] = &[
    ProblemCode::IdempotencyKeyRequired,
    ProblemCode::Forbidden,
    ProblemCode::ChallengeFailed,
    ProblemCode::NotFound,
    ProblemCode::SlotOpen,
    ProblemCode::TooManyWishes,
    ProblemCode::WaitlistFull,
    ProblemCode::BodyTooLarge,
    ProblemCode::UnsupportedMediaType,
    ProblemCode::ValidationFailed,
    ProblemCode::IdempotencyKeyReused,
    ProblemCode::OutcomeUnknown,
];

/// Beside it, with what becomes of a wish.
pub const OF_WISH: &[ProblemCode] = &[
    ProblemCode::Unauthorized,
    ProblemCode::Forbidden,
    ProblemCode::NotFound,
    ProblemCode::OfferOver,
    ProblemCode::OutcomeUnknown,
];

/// Beside it, with a withdrawal from one.
pub const OF_WITHDRAWAL: &[ProblemCode] = &[
    ProblemCode::Unauthorized,
    ProblemCode::Forbidden,
    ProblemCode::NotFound,
    ProblemCode::WithdrawalOver,
    ProblemCode::GiftCardUsedUp,
    ProblemCode::NotWithdrawable,
    ProblemCode::BodyTooLarge,
    ProblemCode::UnsupportedMediaType,
    ProblemCode::ValidationFailed,
    ProblemCode::OutcomeUnknown,
];

/// All that can go wrong with a question about a venue, if this can beside what always can.
pub fn of_venue(beside: &[ProblemCode]) -> Vec<ProblemCode> {
    [ALWAYS, beside].concat()
}
