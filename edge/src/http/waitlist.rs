//! The resources under `/v1/venues/{venue}/waitlist`. It must not know how a wish is kept, nor when a table
//! comes free.

use config::VenueSettings;
use http::{Method, StatusCode};
use shared::id::WaitlistEntryId;
use shared::problem::ProblemCode;
use shared::validation::{FieldCode, FieldError, read_json};
use shared::venue::Asked;
use shared::waitlist::{WaitlistEntry, WaitlistEntryRequest};

use super::route::Resource;
use super::{Context, Reply, Request, Stop, body, json, once, reservation, visitor};
use crate::provider::ProviderError;
use crate::venue::waitlist::call::{NewWish, Waitlist};

/// Answers for whichever resource of the waitlist is meant.
pub async fn answer<'a>(
    request: &Request,
    resource: &Resource,
    venue: &'a VenueSettings,
    context: &Context<'a>,
) -> Result<Reply, Stop> {
    let waitlist = (context.waitlist)(venue, visitor(request));
    let waitlist = waitlist.as_ref();
    match resource {
        Resource::WaitlistEntry(id) if *request.method() == Method::DELETE => {
            let outcome = withdraw(request, id, waitlist).await;
            // A table may be free again.
            context.kept.forget(&venue.id);
            outcome
        }
        Resource::WaitlistEntry(id) => {
            authorized(request)?;
            Ok(shown(waitlist.look(id).await?))
        }
        Resource::Acceptance(id) => {
            authorized(request)?;
            Ok(json(StatusCode::OK, &waitlist.accept(id).await?))
        }
        _ => post(request, venue, waitlist).await,
    }
}

/// Leaves a wish, once per `Idempotency-Key`.
async fn post(request: &Request, venue: &VenueSettings, waitlist: &dyn Waitlist) -> Result<Reply, Stop> {
    let body = body::json(request)?;
    let key = once::key(request)?;
    let wanted: WaitlistEntryRequest = read_json(body)?;
    if venue.guest_fields.phone == Asked::Required && wanted.guest.phone.is_none() {
        // What becomes a booking needs what bookings need.
        let fault = FieldError::new("/guest/phone", FieldCode::Required);
        return Err(ProviderError::Fields(vec![fault]).into());
    }
    let new = NewWish { request: wanted, key };
    let left = waitlist.leave(&new).await?;
    Ok(once::created(&left.wish, left.replayed))
}

async fn withdraw(request: &Request, id: &WaitlistEntryId, waitlist: &dyn Waitlist) -> Result<Reply, Stop> {
    authorized(request)?;
    Ok(shown(waitlist.withdraw(id).await?))
}

/// Stops who shows no token at all. An id that nobody has and a token that is not the id's are answered alike,
/// by whoever compares them.
fn authorized(request: &Request) -> Result<(), Stop> {
    match reservation::manage_token(request) {
        Some(_) => Ok(()),
        None => Err(ProblemCode::Unauthorized.into()),
    }
}

fn shown(wish: WaitlistEntry) -> Reply {
    let wish = WaitlistEntry {
        // Whoever reads it has the token; it need not travel twice.
        wish_token: None,
        ..wish
    };
    json(StatusCode::OK, &wish)
}

#[cfg(test)]
#[path = "waitlist_tests.rs"]
mod tests;
