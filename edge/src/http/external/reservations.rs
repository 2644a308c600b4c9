//! Reservations under `/external`: listed, made, read and changed by staff and their systems.

use http::StatusCode;
use shared::id::ReservationId;
use shared::validation::Country;

use super::reservation_input as input;
use super::reservation_wire::Reservation;
use crate::http::endpoint::AdmittedRequest;
use crate::http::external_error::ExternalError;
use crate::http::{Reply, idempotency, json, request_limits};
use crate::storage::idempotency::IdempotencyKey;
use crate::venue::message::staff_reservation::StaffReservationChange;
use config::VenueSettings;

type Result<T> = std::result::Result<T, ExternalError>;

pub(super) async fn list(call: AdmittedRequest<'_, '_>) -> Result<Reply> {
    let question = input::reservations(&request_limits::parameters(call.request)?)?;
    let (venue, all) = (
        call.venue()?,
        call.staff_client()?.staff_reservations(&question).await?,
    );
    let all: Vec<_> = all
        .iter()
        .map(|one| Reservation::of(&venue.id, &venue.locales, one))
        .collect();
    Ok(json(StatusCode::OK, &all))
}

/// Makes a reservation, once per `Idempotency-Key` where one is sent.
pub(super) async fn create(mut call: AdmittedRequest<'_, '_>) -> Result<Reply> {
    let (venue, key) = (call.venue()?, optional_key(&call)?);
    let new = input::creation(call.json.take(), country(venue), key)?;
    let made = call.staff_client()?.staff_reserve(new).await?;
    let shown = Reservation::of(&venue.id, &venue.locales, &made.reservation).with_warnings(&made.warnings);
    Ok(idempotency::created(&shown, made.replayed))
}

pub(super) async fn get(call: AdmittedRequest<'_, '_>) -> Result<Reply> {
    let reservation = call
        .staff_client()?
        .staff_reservation(&reservation_id(&call)?)
        .await?;
    let venue = call.venue()?;
    Ok(json(
        StatusCode::OK,
        &Reservation::of(&venue.id, &venue.locales, &reservation),
    ))
}

/// Changes a reservation: all of it or nothing.
pub(super) async fn update(mut call: AdmittedRequest<'_, '_>) -> Result<Reply> {
    let venue = call.venue()?;
    let change: StaffReservationChange = input::change(call.json.take(), country(venue))?;
    let id = reservation_id(&call)?;
    let changed = call.staff_client()?.staff_change(&id, change).await?;
    let shown =
        Reservation::of(&venue.id, &venue.locales, &changed.reservation).with_warnings(&changed.warnings);
    Ok(json(StatusCode::OK, &shown))
}

/// The request's `Idempotency-Key`, if it has one.
fn optional_key(call: &AdmittedRequest<'_, '_>) -> Result<Option<IdempotencyKey>> {
    if !call.request.headers().contains_key("idempotency-key") {
        return Ok(None);
    }
    let wrong = |_| {
        ExternalError::bad(vec![
            "Idempotency-Key: write 1 to 255 visible characters".to_owned(),
        ])
    };
    idempotency::key(call.request).map(Some).map_err(wrong)
}

/// The country of numbers that are written without one.
fn country(venue: &VenueSettings) -> Option<Country> {
    Country::parse(&venue.guest_fields.default_country).ok()
}

fn reservation_id(call: &AdmittedRequest<'_, '_>) -> Result<ReservationId> {
    let id = call.parameter("reservationId", ReservationId::parse);
    id.map_err(|_| ExternalError::no_reservation())
}

#[cfg(test)]
#[path = "reservations_tests.rs"]
mod tests;
