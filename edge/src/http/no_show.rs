//! `/v1/venues/{venue}/reservations/{id}/no-show`: the restaurant looks at a reservation to which nobody came, or
//! says so. It must not know what follows from it.

use config::VenueSettings;
use http::{Method, StatusCode};
use secrecy::ExposeSecret;
use shared::id::ReservationId;
use shared::problem::ProblemCode;

use super::admission::is_staff;
use super::{Context, Reply, Request, Stop, bearer, json};

/// Where it stands, to whoever has the venue's staff key or the reservation's own token for this; POST says that
/// nobody came. A venue whose book is elsewhere has nothing here.
pub async fn answer<'a>(
    request: &Request,
    id: &ReservationId,
    venue: &'a VenueSettings,
    context: &Context<'a>,
) -> Result<Reply, Stop> {
    let given = bearer::token(request.headers()).ok_or(ProblemCode::Unauthorized)?;
    let is_staff = is_staff(request, venue, context)?;
    let token = (!is_staff).then(|| given.expose_secret().to_owned());
    let is_said = *request.method() == Method::POST;
    let seen = (context.staff)(venue).no_show(id, token, is_said).await;
    if is_said {
        // Its table is free.
        context.kept.forget(&venue.id);
    }
    Ok(json(StatusCode::OK, &seen?))
}

#[cfg(test)]
#[path = "no_show_tests.rs"]
mod tests;
