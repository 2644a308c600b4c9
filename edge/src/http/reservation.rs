//! GET `/v1/venues/{venue}/reservations/{id}`. It must not know how a token is made.

use http::StatusCode;
use secrecy::ExposeSecret;
use shared::id::ReservationId;
use shared::problem::Code;
use shared::reservation::Reservation;

use super::{Reply, Request, Stop, bearer, json};
use crate::provider::Provider;

/// The reservation, to whoever shows its token. An id that nobody has and a token that is not the
/// id's are answered alike.
pub async fn get(request: &Request, id: &ReservationId, provider: &dyn Provider) -> Result<Reply, Stop> {
    if manage_token(request).is_none() {
        return Err(Code::Unauthorized.into());
    }
    let reservation = Reservation {
        // Whoever reads it has the token; it need not travel twice.
        manage_token: None,
        ..provider.reservation(id).await?
    };
    Ok(json(StatusCode::OK, &reservation))
}

/// The token that the request shows.
pub fn manage_token(request: &Request) -> Option<String> {
    bearer::token(request.headers()).map(|token| token.expose_secret().to_owned())
}
