//! POST `/v1/venues/{venue}/reservations`. It must not know how a table is found.

use http::StatusCode;
use http::header::{HeaderName, HeaderValue};
use shared::check::read_json;
use shared::problem::Code;

use super::{Reply, Request, Stop, body, json};
use crate::booking;
use crate::challenge::MAX_TOKEN_BYTES;
use crate::config::VenueSettings;
use crate::provider::{IdempotencyKey, Order, Provider};

/// The token of the check against robots, if the request brings one; whether it is good is found out
/// where it is used.
pub fn challenge_token(request: &Request) -> Option<String> {
    let token = request.headers().get("turnstile-token")?.to_str().ok()?;
    (token.len() <= MAX_TOKEN_BYTES).then(|| token.to_owned())
}

/// Makes a booking, once per `Idempotency-Key`.
pub async fn post(request: &Request, venue: &VenueSettings, provider: &dyn Provider) -> Result<Reply, Stop> {
    let body = body::json(request)?;
    let key = request
        .headers()
        .get("idempotency-key")
        .and_then(|value| value.to_str().ok())
        .and_then(IdempotencyKey::parse)
        .ok_or(Code::IdempotencyKeyRequired)?;
    let order = Order {
        request: read_json(body)?,
        key,
    };
    let reserved = booking::reserve(venue, provider, &order).await?;
    let mut reply = json(StatusCode::CREATED, &reserved.reservation);
    if reserved.replayed {
        reply.headers_mut().insert(
            HeaderName::from_static("idempotency-replayed"),
            HeaderValue::from_static("true"),
        );
    }
    Ok(reply)
}
