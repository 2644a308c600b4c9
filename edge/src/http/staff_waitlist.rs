//! The waitlist for staff at `/v1/staff/{venue}/waitlist`: parties at the door, and guests who do not wait any longer.

use http::StatusCode;
use shared::access::Permission;
use shared::id::WaitlistEntryId;
use shared::problem::ProblemCode;
use shared::staff_booking::DoorEntryRequest;
#[cfg(test)]
use shared::staff_day::WaitingParty;
use shared::validation::{FieldCode, FieldError};
#[cfg(test)]
use shared::waitlist::WaitlistEntry;

use super::endpoint::{Access, AdmittedRequest, Body, Caching, Endpoint, Handler, RateLimit, Verb};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Tag};
use super::{Reply, json, staff_bookings};
use crate::error::VenueError;
use crate::storage::idempotency::IdempotencyKey;
use crate::venue::message::waitlist::NewDoorEntry;
use config::VenueSettings;

/// The endpoints. They answer 404 at a venue of a remote system, which keeps the reservations.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        verb: Verb::Post,
        path: "/v1/staff/{venue}/waitlist",
        is_idempotent: true,
        body: Body::Json,
        handler: Handler::Api(|call| Box::pin(add(call))),
        #[cfg(test)]
        docs: Docs {
            id: "addDoorEntry",
            summary: "Note a party at the door that waits for a table",
            description: "Once per `Idempotency-Key`. The party is in the `waitlist` of the day that goes on, with the time \
                that it was promised, until it is withdrawn or four hours are over. No table is held for it and no letter \
                is sent: staff seat it. For venues of the embedded engine.",
            status: 201,
            request: Some(Content::json::<DoorEntryRequest>(
                r#"{ "experienceId": "dinner", "attendees": 2, "lastName": "Muster", "quotedMinutes": 20 }"#,
            )),
            response: Content::json::<WaitingParty>(""),
            problems: &[ProblemCode::NotFound],
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Delete,
        path: "/v1/staff/{venue}/waitlist/{entryId}",
        // A table that was held for it may become free.
        caching: Caching::Invalidates,
        handler: Handler::Api(|call| Box::pin(withdraw(call))),
        #[cfg(test)]
        docs: Docs {
            id: "withdrawWaitlistEntry",
            summary: "Withdraw an entry of the waitlist",
            description: "Of a party at the door that was seated or has gone, or in place of a guest, whose offer is taken \
                back. Doing it again changes nothing.",
            response: Content::json::<WaitlistEntry>(""),
            problems: &[ProblemCode::NotFound, ProblemCode::OfferOver],
            ..DOCS
        },
        ..OWN
    },
];

/// The longest wait that can be promised, in minutes.
const LONGEST_WAIT: u16 = 240;

/// Defaults of the entries above, for `..OWN`.
const OWN: Endpoint = Endpoint {
    route: "staff.waitlist",
    access: Access::Staff(Permission::WriteReservations),
    rate_limit: RateLimit::Staff,
    ..Endpoint::DEFAULT
};

#[cfg(test)]
const DOCS: Docs = Docs {
    tag: Tag::Staff,
    ..Docs::UNDESCRIBED
};

async fn add(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let key = call.key()?;
    let new = wanted(call.body()?, call.venue()?, key)?;
    let party = call.staff_client()?.wait_at_door(new).await?;
    Ok(json(StatusCode::CREATED, &party))
}

async fn withdraw(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let id = call.parameter("entryId", WaitlistEntryId::parse)?;
    let entry = call.staff_client()?.withdraw_by_staff(&id).await?;
    Ok(json(StatusCode::OK, &entry))
}

/// The party as the venue's object takes it.
fn wanted(
    entry: DoorEntryRequest,
    venue: &VenueSettings,
    key: IdempotencyKey,
) -> Result<NewDoorEntry, ApiError> {
    if entry.quoted_minutes > LONGEST_WAIT {
        let fault = FieldError::new("/quotedMinutes", FieldCode::OutOfRange);
        return Err(VenueError::Fields(vec![fault]).into());
    }
    let phone = match entry.phone.as_deref().map(str::trim) {
        None | Some("") => None,
        Some(text) => Some(staff_bookings::number(text, venue)?),
    };
    let locale = venue.locales.first().cloned();
    Ok(NewDoorEntry {
        experience_id: entry.experience_id,
        attendees: entry.attendees,
        first_name: entry.first_name,
        last_name: entry.last_name,
        phone,
        quoted_minutes: entry.quoted_minutes,
        locale: locale.ok_or(ProblemCode::Internal)?,
        key,
    })
}

#[cfg(test)]
#[path = "staff_waitlist_tests.rs"]
mod tests;
