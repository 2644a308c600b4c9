//! Cancelling for a guest. It must not know how a booking system does it.

use config::VenueSettings;
use shared::id::ReservationId;
use shared::reservation::{Reservation, Status};
use shared::time::Instant;

use crate::error::VenueError;
use crate::provider::Provider;

/// Cancels a reservation that has not begun. One that is cancelled already stays so.
pub async fn cancel(
    settings: &VenueSettings,
    provider: &dyn Provider,
    id: &ReservationId,
    now: Instant,
) -> Result<Reservation, VenueError> {
    let reservation = provider.reservation(id).await?;
    if reservation.status == Status::Cancelled {
        return Ok(reservation);
    }
    let start = settings
        .time_zone
        .resolve(reservation.day, reservation.minutes)
        .instant();
    let is_ahead = start.is_none_or(|start| now < start);
    let nobody_came = matches!(
        reservation.status,
        Status::Requested
            | Status::Unconfirmed
            | Status::PaymentPending
            | Status::Booked
            | Status::Reconfirmed
    );
    if is_ahead && nobody_came {
        provider.set_status(id, Status::Cancelled).await
    } else {
        Err(VenueError::IllegalTransition)
    }
}
