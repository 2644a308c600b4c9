//! The `Idempotency-Key` of a request, and the response to a creation, which says whether it was made before.

use http::StatusCode;
use http::header::{HeaderName, HeaderValue};
use serde::Serialize;
use shared::problem::ProblemCode;

use super::{Reply, Request, json};
use crate::storage::idempotency::IdempotencyKey;

/// The request's `Idempotency-Key`. Without one, or with one that is none, nothing is created.
pub fn key(request: &Request) -> Result<IdempotencyKey, ProblemCode> {
    request
        .headers()
        .get("idempotency-key")
        .and_then(|value| value.to_str().ok())
        .and_then(IdempotencyKey::parse)
        .ok_or(ProblemCode::IdempotencyKeyRequired)
}

/// 201 with what was created; the same for a repeated request, which the header `idempotency-replayed` marks.
pub fn created<T: Serialize>(created: &T, is_replayed: bool) -> Reply {
    let mut reply = json(StatusCode::CREATED, created);
    if is_replayed {
        reply.headers_mut().insert(
            HeaderName::from_static("idempotency-replayed"),
            HeaderValue::from_static("true"),
        );
    }
    reply
}
