//! What may be asked for only once: the key in the request, and the answer that says whether it was made now
//! or before. It must not know what is made.

use http::StatusCode;
use http::header::{HeaderName, HeaderValue};
use serde::Serialize;
use shared::problem::ProblemCode;

use super::{Reply, Request, json};
use crate::provider::IdempotencyKey;

/// The request's `Idempotency-Key`, without which nothing is made.
pub fn key(request: &Request) -> Result<IdempotencyKey, ProblemCode> {
    request
        .headers()
        .get("idempotency-key")
        .and_then(|value| value.to_str().ok())
        .and_then(IdempotencyKey::parse)
        .ok_or(ProblemCode::IdempotencyKeyRequired)
}

/// What was made: 201, now as at the first time. `replayed` says in a header that it was made before.
pub fn created<T: Serialize>(made: &T, replayed: bool) -> Reply {
    let mut reply = json(StatusCode::CREATED, made);
    if replayed {
        reply.headers_mut().insert(
            HeaderName::from_static("idempotency-replayed"),
            HeaderValue::from_static("true"),
        );
    }
    reply
}
