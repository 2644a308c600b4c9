//! A reservation at `/v1/venues/{venue}/reservations/{id}` and below, to whoever shows its token: read as JSON
//! or for a calendar, changed, cancelled. It must not know how a token is made.

use config::VenueSettings;
use http::StatusCode;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use secrecy::ExposeSecret;
use shared::id::ReservationId;
use shared::problem::ProblemCode;
use shared::reservation::Reservation;
use shared::time::Instant;
use shared::validation::read_json;

use super::{Reply, Request, Stop, bearer, body, json, language};
use crate::booking;
use crate::booking::calendar_file as written;
use crate::localization::texts;
use crate::provider::Provider;

/// The reservation, to whoever shows its token. An id that nobody has and a token that is not the
/// id's are answered alike.
pub async fn get(request: &Request, id: &ReservationId, provider: &dyn Provider) -> Result<Reply, Stop> {
    if manage_token(request).is_none() {
        return Err(ProblemCode::Unauthorized.into());
    }
    Ok(shown(provider.reservation(id).await?))
}

fn shown(reservation: Reservation) -> Reply {
    let reservation = Reservation {
        // Whoever reads it has the token; it need not travel twice.
        manage_token: None,
        ..reservation
    };
    json(StatusCode::OK, &reservation)
}

/// Changes the reservation as the body says.
pub async fn patch(request: &Request, id: &ReservationId, provider: &dyn Provider) -> Result<Reply, Stop> {
    if manage_token(request).is_none() {
        return Err(ProblemCode::Unauthorized.into());
    }
    let change = read_json(body::json(request)?)?;
    Ok(shown(provider.change(id, &change).await?))
}

/// Cancels the reservation, if it is not cancelled already.
pub async fn cancel(
    request: &Request,
    id: &ReservationId,
    venue: &VenueSettings,
    provider: &dyn Provider,
    now: Instant,
) -> Result<Reply, Stop> {
    if manage_token(request).is_none() {
        return Err(ProblemCode::Unauthorized.into());
    }
    Ok(shown(booking::cancel(venue, provider, id, now).await?))
}

/// The reservation as a calendar file (RFC 5545) in the reader's language, to whoever shows its token.
pub async fn calendar_file(
    request: &Request,
    id: &ReservationId,
    venue: &VenueSettings,
    provider: &dyn Provider,
    now: Instant,
) -> Result<Reply, Stop> {
    if manage_token(request).is_none() {
        return Err(ProblemCode::Unauthorized.into());
    }
    let reservation = provider.reservation(id).await?;
    let texts = texts(language::wanted(request).iter().chain(&venue.locales));
    let file = written(venue, &reservation, None, texts, now).ok_or(ProblemCode::NotFound)?;
    let media_type = HeaderValue::from_str(&file.media_type()).map_err(|_| ProblemCode::Internal)?;
    let mut reply = Reply::new(file.text.into_bytes());
    let headers = reply.headers_mut();
    headers.insert(CONTENT_TYPE, media_type);
    headers.insert(
        CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment; filename=\"reservation.ics\""),
    );
    Ok(reply)
}

/// The token that the request shows.
pub fn manage_token(request: &Request) -> Option<String> {
    bearer::token(request.headers()).map(|token| token.expose_secret().to_owned())
}
