//! The waitlist at `/v1/venues/{venue}/waitlist`: joining it, and reading, leaving and accepting by the entry's token.
//! A token is compared in the venue's object, which answers an unknown id and a wrong token alike.

use http::StatusCode;
use shared::id::WaitlistEntryId;
#[cfg(test)]
use shared::problem::ProblemCode;
#[cfg(test)]
use shared::reservation::Reservation;
use shared::validation::{FieldCode, FieldError};
use shared::venue::FieldRequirement;
use shared::waitlist::{WaitlistEntry, WaitlistEntryRequest};

use super::endpoint::{Access, AdmittedRequest, Body, Caching, Endpoint, Handler, RateLimit, Verb};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Tag};
use super::{Reply, idempotency, json};
use crate::error::VenueError;
use crate::venue::message::waitlist::NewWaitlistEntry;

/// The endpoints of the waitlist. They answer 404 at a venue without one.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        verb: Verb::Post,
        path: "/v1/venues/{venue}/waitlist",
        route: "waitlist",
        access: Access::Public,
        is_idempotent: true,
        takes_challenge: true,
        body: Body::Json,
        handler: Handler::Api(|call| Box::pin(create(call))),
        #[cfg(test)]
        docs: Docs {
            id: "joinWaitlist",
            summary: "Join the waitlist",
            description: "Adds an entry for a day and a window of times in which no slot is open. The first table \
                that becomes free and suits it is held and offered by e-mail. Where a slot is open this is \
                `slot_open`, with the slots in `alternatives`. Keep the `wishToken`: it is in this response alone.",
            status: 201,
            request: Some(Content::json::<WaitlistEntryRequest>(
                r#"{
                    "experienceId": "dinner", "day": "2026-12-01", "from": 1080, "to": 1200, "attendees": 2,
                    "guest": { "lastName": "Muster", "email": "ada@example.com" }, "locale": "en"
                }"#,
            )),
            response: Content::json::<WaitlistEntry>(
                r#"{
                    "id": "e41f0b6a", "status": "waiting", "experienceId": "dinner", "day": "2026-12-01",
                    "from": 1080, "to": 1200, "attendees": 2, "wishToken": "Jx3T9d…"
                }"#,
            ),
            problems: &[
                ProblemCode::NotFound,
                ProblemCode::SlotOpen,
                ProblemCode::TooManyEntries,
                ProblemCode::WaitlistFull,
            ],
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        path: ONE,
        route: "waitlist.entry",
        handler: Handler::Api(|call| Box::pin(get(call))),
        #[cfg(test)]
        docs: Docs {
            id: "getWaitlistEntry",
            summary: "A waitlist entry",
            description: "While its status is `offered`, `offer` says which table is held and until when.",
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Delete,
        path: ONE,
        route: "waitlist.entry",
        // The table that was held for the entry may be free again.
        caching: Caching::Invalidates,
        handler: Handler::Api(|call| Box::pin(withdraw(call))),
        #[cfg(test)]
        docs: Docs {
            id: "leaveWaitlist",
            summary: "Leave the waitlist",
            description: "Withdraws the entry and gives back the table that is held for it. Doing it again changes \
                nothing.",
            problems: &[ProblemCode::OfferOver],
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Post,
        path: "/v1/venues/{venue}/waitlist/{entryId}/acceptance",
        route: "waitlist.acceptance",
        handler: Handler::Api(|call| Box::pin(accept(call))),
        #[cfg(test)]
        docs: Docs {
            id: "acceptWaitlistOffer",
            summary: "Book the table that is offered",
            description: "Turns the offer into a reservation. Doing it again returns the same reservation.",
            response: Content::json::<Reservation>(""),
            problems: &[ProblemCode::OfferOver, ProblemCode::VenueSuspended],
            ..DOCS
        },
        ..OWN
    },
];

const ONE: &str = "/v1/venues/{venue}/waitlist/{entryId}";

/// Defaults of the entries above, for `..OWN`.
const OWN: Endpoint = Endpoint {
    access: Access::EntryToken,
    rate_limit: RateLimit::VenueObject,
    ..Endpoint::DEFAULT
};

#[cfg(test)]
const DOCS: Docs = Docs {
    tag: Tag::Waitlist,
    response: Content::json::<WaitlistEntry>(""),
    ..Docs::UNDESCRIBED
};

/// Adds an entry, once per `Idempotency-Key`.
async fn create(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let key = call.key()?;
    let request: WaitlistEntryRequest = call.body()?;
    if call.venue()?.guest_fields.phone == FieldRequirement::Required && request.guest.phone.is_none() {
        // An entry becomes a booking, so it needs a booking's contact fields.
        let fault = FieldError::new("/guest/phone", FieldCode::Required);
        return Err(VenueError::Fields(vec![fault]).into());
    }
    let left = call
        .venue_client()?
        .join_waitlist(&NewWaitlistEntry { request, key })
        .await?;
    Ok(idempotency::created(&left.entry, left.replayed))
}

async fn get(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    Ok(shown(call.venue_client()?.waitlist_entry(&id(&call)?).await?))
}

async fn withdraw(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    Ok(shown(call.venue_client()?.leave_waitlist(&id(&call)?).await?))
}

async fn accept(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let reservation = call.venue_client()?.accept_waitlist_offer(&id(&call)?).await?;
    Ok(json(StatusCode::OK, &reservation))
}

fn id(call: &AdmittedRequest<'_, '_>) -> Result<WaitlistEntryId, ApiError> {
    call.parameter("entryId", WaitlistEntryId::parse)
}

/// The entry without its token, which the reader has sent.
fn shown(entry: WaitlistEntry) -> Reply {
    let entry = WaitlistEntry {
        entry_token: None,
        ..entry
    };
    json(StatusCode::OK, &entry)
}

#[cfg(test)]
#[path = "waitlist_tests.rs"]
mod tests;
