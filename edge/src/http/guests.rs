//! POST `/v1/venues/{venue}/guests/export` and `/v1/venues/{venue}/guests/erase`, for the venue's staff: what is kept
//! about an e-mail address. The address stands in the body, so that it is in no URL and no log.

use config::VenueSettings;
use http::StatusCode;
use shared::guest_data::GuestQuestion;
use shared::problem::ProblemCode;
use shared::validation::read_json;

use super::admission::is_staff;
use super::route::Resource;
use super::{Context, Reply, Request, Stop, body, json};

/// Exports or erases a guest's data. Requires the venue's staff key.
pub async fn post<'a>(
    request: &Request,
    resource: &Resource,
    venue: &'a VenueSettings,
    context: &Context<'a>,
) -> Result<Reply, Stop> {
    if !is_staff(request, venue, context)? {
        return Err(ProblemCode::Unauthorized.into());
    }
    let GuestQuestion { email } = read_json(body::json(request)?)?;
    let staff = (context.staff)(venue);
    if *resource == Resource::GuestExport {
        return Ok(json(StatusCode::OK, &staff.export_guest(&email).await?));
    }
    let erased = staff.erase_guest(&email).await;
    // A table that was held for an offer may be free.
    context.kept.forget(&venue.id);
    Ok(json(StatusCode::OK, &erased?))
}

#[cfg(test)]
#[path = "guests_tests.rs"]
mod tests;
