//! The problems of an endpoint, in the API's description.

use shared::problem::ProblemCode;

use crate::http::endpoint::{Body, Endpoint, RateLimit, Verb};
use crate::http::openapi_security::permission;

/// The problems of an endpoint: those that follow from its facts, and those of its documentation.
pub(super) fn problems(endpoint: &Endpoint) -> Vec<ProblemCode> {
    use ProblemCode as Code;
    let is_counted = match endpoint.rate_limit {
        RateLimit::Unlimited | RateLimit::IsolatePage(_) => false,
        RateLimit::Isolate(_) | RateLimit::Staff | RateLimit::VenueObject => true,
    };
    let is_staff = permission(endpoint.access).is_some();
    let names_something = [
        "{reservationId}",
        "{orderId}",
        "{entryId}",
        "{paymentId}",
        "{keyId}",
        "{secretName}",
        "{pictureName}",
        "{version}",
        "{venueId}",
        "{source}",
        "{personId}",
        "{webhookId}",
        "{webhookHost}",
        "{sessionId}",
        "{experienceId}",
    ]
    .iter()
    .any(|parameter| endpoint.path.contains(parameter));
    let has_query = endpoint
        .docs
        .parameters
        .iter()
        .any(|parameter| parameter.place == "query");
    let derived: [(bool, &[Code]); 11] = [
        (true, &[Code::Malformed]),
        (endpoint.path.contains("{venue}"), &[Code::VenueNotFound]),
        (names_something, &[Code::NotFound]),
        (endpoint.access.takes_token(), &[Code::Unauthorized]),
        (endpoint.verb != Verb::Get || is_staff, &[Code::Forbidden]),
        (
            is_counted,
            &[
                Code::RateLimited,
                Code::Internal,
                Code::UpstreamFailed,
                Code::UpstreamUnavailable,
                Code::UpstreamTimeout,
            ],
        ),
        (is_counted && endpoint.verb != Verb::Get, &[Code::OutcomeUnknown]),
        (
            is_counted && has_query || endpoint.body.is_json(),
            &[Code::ValidationFailed],
        ),
        (
            endpoint.is_idempotent,
            &[Code::IdempotencyKeyRequired, Code::IdempotencyKeyReused],
        ),
        (
            endpoint.takes_access_code,
            &[Code::AccessCodeUnknown, Code::ValidationFailed],
        ),
        // It creates something.
        (
            endpoint.takes_challenge,
            &[Code::ChallengeFailed, Code::VenueSuspended],
        ),
    ];
    let of_body: &[Code] = match endpoint.body {
        Body::Unread => &[],
        Body::Raw | Body::Picture => &[Code::BodyTooLarge],
        Body::Json | Body::LargeJson | Body::Form => &[Code::BodyTooLarge, Code::UnsupportedMediaType],
    };
    let derived = derived.iter().filter(|(is_possible, _)| *is_possible);
    let mut codes: Vec<Code> = derived
        .flat_map(|(_, codes)| *codes)
        .chain(of_body)
        .chain(endpoint.docs.problems)
        .copied()
        .collect();
    codes.sort_by_key(|code| code.text());
    codes.dedup();
    codes
}
