//! POST `/v1/venues/{venue}/reservations/{id}/payment/extension`: more time to pay, once. It must not know how
//! a table is held.

use http::StatusCode;
use shared::id::ReservationId;
use shared::problem::ProblemCode;
use shared::reservation::Reservation;

use super::reservation::manage_token;
use super::{Reply, Request, Stop, json};
use crate::venue::payments::Till;

/// Puts the deadline off, for whoever shows the reservation's token.
pub async fn extend(request: &Request, id: &ReservationId, till: &dyn Till) -> Result<Reply, Stop> {
    if manage_token(request).is_none() {
        return Err(ProblemCode::Unauthorized.into());
    }
    let reservation = Reservation {
        // Whoever asks has the token; it need not travel twice.
        manage_token: None,
        ..till.extend(id).await?
    };
    Ok(json(StatusCode::OK, &reservation))
}
