//! POST `/v1/venues/{venue}/reservations`. It must not know how a table is found.

use config::VenueSettings;
use shared::validation::read_json;

use super::{Reply, Request, Stop, body, once};
use crate::booking;
use crate::challenge::MAX_TOKEN_BYTES;
use crate::provider::{Order, Provider};

/// The token of the check against robots, if the request brings one; whether it is good is found out
/// where it is used.
pub fn challenge_token(request: &Request) -> Option<String> {
    let token = request.headers().get("turnstile-token")?.to_str().ok()?;
    (token.len() <= MAX_TOKEN_BYTES).then(|| token.to_owned())
}

/// Makes a booking, once per `Idempotency-Key`.
pub async fn post(request: &Request, venue: &VenueSettings, provider: &dyn Provider) -> Result<Reply, Stop> {
    let body = body::json(request)?;
    let key = once::key(request)?;
    let order = Order {
        request: read_json(body)?,
        key,
    };
    let reserved = booking::reserve(venue, provider, &order).await?;
    Ok(once::created(&reserved.reservation, reserved.replayed))
}
