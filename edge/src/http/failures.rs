//! What can go wrong with each kind of question, for the API's description. It must not know how.

use shared::problem::Code;

/// What can go wrong with every question about a venue.
pub const OF_VENUE: &[Code] = &[
    Code::VenueNotFound,
    Code::RateLimited,
    Code::Internal,
    Code::UpstreamFailed,
    Code::UpstreamUnavailable,
    Code::UpstreamTimeout,
];

/// Of what only the operator may know too.
pub const OF_OPERATOR: &[Code] = &[
    Code::Unauthorized,
    Code::VenueNotFound,
    Code::RateLimited,
    Code::Internal,
    Code::UpstreamFailed,
    Code::UpstreamUnavailable,
    Code::UpstreamTimeout,
];

/// Of a question with parameters too.
pub const OF_QUESTION: &[Code] = &[
    Code::VenueNotFound,
    Code::ValidationFailed,
    Code::RateLimited,
    Code::Internal,
    Code::UpstreamFailed,
    Code::UpstreamUnavailable,
    Code::UpstreamTimeout,
];

/// An id that nobody has and a token that is not the id's are answered alike.
pub const OF_RESERVATION: &[Code] = &[
    Code::Unauthorized,
    Code::VenueNotFound,
    Code::NotFound,
    Code::RateLimited,
    Code::Internal,
    Code::UpstreamFailed,
    Code::UpstreamUnavailable,
    Code::UpstreamTimeout,
];

pub const OF_BOOKING: &[Code] = &[
    Code::IdempotencyKeyRequired,
    Code::Forbidden,
    Code::ChallengeFailed,
    Code::VenueNotFound,
    Code::SlotTaken,
    Code::IdempotencyInFlight,
    Code::BodyTooLarge,
    Code::UnsupportedMediaType,
    Code::ValidationFailed,
    Code::IdempotencyKeyReused,
    Code::RateLimited,
    Code::Internal,
    Code::UpstreamFailed,
    Code::UpstreamUnavailable,
    Code::UpstreamTimeout,
    Code::OutcomeUnknown,
];
