//! A token in the header `Authorization` (RFC 6750), which may end.

use secrecy::SecretString;
use shared::time::Instant;

use super::{Delivery, Forged, credentials, is_secret};

/// Checks the token and its end.
pub(super) fn check(
    delivery: &Delivery,
    token: &SecretString,
    expires_at: Option<Instant>,
    now: Instant,
) -> Result<(), Forged> {
    let given = credentials(delivery, "bearer").ok_or(Forged("the delivery has no bearer token"))?;
    if !bool::from(is_secret(given, token)) {
        return Err(Forged("the bearer token is wrong"));
    }
    match expires_at {
        Some(expires_at) if expires_at <= now => Err(Forged("the bearer token has expired")),
        _ => Ok(()),
    }
}
