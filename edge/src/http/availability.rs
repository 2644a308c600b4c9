//! Availability at `/v1/venues/{venue}`: the venue, its calendar and the slots of a day. The isolate may cache each
//! response for as long as the booking system says that it is valid.

use config::VenueSettings;
use http::StatusCode;
use http::header::{CACHE_CONTROL, HeaderValue, VARY};
use shared::availability::{Calendar, CalendarQuery, Slots, SlotsQuery};
use shared::id::ExperienceId;
use shared::problem::ProblemCode;
#[cfg(test)]
use shared::{id, party, time, venue::Venue};

use super::endpoint::{Access, AdmittedRequest, Caching, Endpoint, Handler, RateLimit};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Parameter, Schema, Tag};
use super::{Reply, access_code, json, own_origin};
use crate::booking;
use crate::limits::Class;
use crate::provider::choices::Choices;
use crate::provider::{CalendarQuestion, Provider as _, SlotsQuestion};

/// The endpoints of the venue, its calendar and its slots.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        path: "/v1/venues/{venue}",
        route: "venue",
        takes_access_code: true,
        handler: Handler::Api(|call| Box::pin(venue(call))),
        #[cfg(test)]
        docs: Docs {
            id: "getVenue",
            summary: "The venue as guests see it",
            description: "Its experiences with their ids, the largest party, how far ahead bookings are taken, what \
                the form asks for, what it offers in gift cards, and its policies. A venue that an operator has \
                suspended offers nothing: `experiences` is empty and `giftCards` is null. Private experiences are in it \
                with their access code alone.",
            response: Content::json::<Venue>(""),
            ..DOCS
        },
        ..CACHED
    },
    Endpoint {
        path: "/v1/venues/{venue}/calendar",
        route: "calendar",
        takes_access_code: true,
        handler: Handler::Api(|call| Box::pin(calendar(call))),
        #[cfg(test)]
        docs: Docs {
            id: "getCalendar",
            summary: "The days that are open to a party",
            description: "Every day from `from` to `to`, at most 62, as `open` (a slot can be booked), `full` (there \
                is service, and no slot can be booked) or `closed`.",
            parameters: &[
                EXPERIENCE,
                ATTENDEES,
                Parameter::required(
                    "from",
                    "The first day.",
                    Schema::of::<time::Day>(),
                    r#""2026-12-01""#,
                ),
                Parameter::required(
                    "to",
                    "The last day, at most 61 days after the first.",
                    Schema::of::<time::Day>(),
                    r#""2026-12-31""#,
                ),
            ],
            response: Content::json::<Calendar>(
                r#"{ "days": [{ "day": "2026-12-01", "status": "open" }, { "day": "2026-12-02", "status": "closed" }] }"#,
            ),
            problems: &[ProblemCode::VenueSuspended],
            ..DOCS
        },
        ..CACHED
    },
    Endpoint {
        path: "/v1/venues/{venue}/slots",
        route: "slots",
        access: Access::PublicOrReservationToken,
        takes_access_code: true,
        handler: Handler::Api(|call| Box::pin(slots(call))),
        #[cfg(test)]
        docs: Docs {
            id: "getSlots",
            summary: "The times of a day, with those that are full",
            description: "A slot that is `open` can be booked by its `minutes`; one that is `full` says why in \
                `reasons`. With `reservationId` and that reservation's token, its own table counts as free: what can \
                be booked is what it can be moved to.",
            parameters: &[
                EXPERIENCE,
                ATTENDEES,
                Parameter::required("day", "The day.", Schema::of::<time::Day>(), r#""2026-12-01""#),
                Parameter::optional(
                    "reservationId",
                    "The reservation to move. Requires its `manageToken` as bearer token.",
                    Schema::of::<id::ReservationId>(),
                ),
            ],
            response: Content::json::<Slots>(
                r#"{ "slots": [{
                    "minutes": 1140, "duration": 120, "showEndTime": false, "status": "open", "spotsOpen": 14,
                    "confirmation": "instant", "areas": [{ "id": "garden", "name": { "en": "Garden" } }],
                    "payment": null, "reasons": []
                }] }"#,
            ),
            problems: &[ProblemCode::NotFound, ProblemCode::VenueSuspended],
            ..DOCS
        },
        ..CACHED
    },
];

/// Defaults of the entries above, for `..CACHED`.
const CACHED: Endpoint = Endpoint {
    rate_limit: RateLimit::Isolate(Class::Read),
    caching: Caching::Shared,
    ..Endpoint::DEFAULT
};

#[cfg(test)]
const DOCS: Docs = Docs {
    tag: Tag::Availability,
    ..Docs::UNDESCRIBED
};
#[cfg(test)]
const EXPERIENCE: Parameter = Parameter::required(
    "experienceId",
    "The experience to book, one of the venue's.",
    Schema::of::<id::ExperienceId>(),
    r#""dinner""#,
);
#[cfg(test)]
const ATTENDEES: Parameter = Parameter::required(
    "attendees",
    "The number of guests.",
    Schema::of::<party::Attendees>(),
    "2",
);

async fn venue(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let (venue, context) = (call.venue()?, call.context);
    let origin = own_origin(call.request).unwrap_or_default();
    let client = call.venue_client()?;
    let addresses = context.addresses(&origin);
    let code = access_code::of(call.request)?;
    let is_suspended = call.is_suspended;
    let view = booking::venue(
        venue,
        &client,
        addresses,
        context.now,
        (is_suspended, code.as_ref()),
    )
    .await?;
    let mut reply = json(StatusCode::OK, &view);
    if code.is_some() {
        return Ok(reply);
    }
    // Names and pictures change rarely; `today` changes at midnight, hence the short time. It contains absolute
    // addresses of the host that was asked, so no shared cache may serve it; nor may a browser's, to a guest who has a code
    // by now.
    let headers = reply.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, max-age=60"));
    headers.append(VARY, HeaderValue::from_static(access_code::NAME));
    Ok(reply)
}

/// The days from `from` to `to`, both included.
async fn calendar(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let CalendarQuery {
        experience_id,
        attendees,
        from,
        to,
    } = call.query()?;
    let question = CalendarQuestion {
        experience_id,
        attendees,
        from,
        to,
    };
    let client = call.venue_client()?;
    let days = match access_code::of(call.request)? {
        Some(code) => client.calendar_with(&question, &Choices::of_code(code)).await?,
        None => client.calendar(&question).await?,
    };
    Ok(json(StatusCode::OK, &Calendar { days }))
}

/// The day's slots by time. For the bearer of a reservation's token, its own table is free.
async fn slots(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let SlotsQuery {
        experience_id,
        attendees,
        day,
        reservation_id,
    } = call.query()?;
    if reservation_id.is_some() && call.token.is_none() {
        return Err(ProblemCode::Unauthorized.into());
    }
    let question = SlotsQuestion {
        experience_id,
        attendees,
        day,
        moving: reservation_id,
    };
    let client = call.venue_client()?;
    let mut slots = match access_code::of(call.request)? {
        Some(code) => client.slots_with(&question, &Choices::of_code(code)).await?,
        None => client.slots(&question).await?,
    };
    let venue = call.venue()?;
    booking::state_deadlines(&mut slots, venue, &question, call.context.now);
    let sold_out = if has_stock(venue, &question.experience_id) {
        client.sold_out(&question.experience_id, question.day).await?
    } else {
        Vec::new()
    };
    Ok(json(StatusCode::OK, &Slots { slots, sold_out }))
}

/// Whether an experience has add-ons of which there is a stock: only then the venue is asked what is left of them.
fn has_stock(settings: &VenueSettings, id: &ExperienceId) -> bool {
    let experiences = settings.engine.iter().flat_map(|engine| &engine.experiences);
    experiences
        .filter(|experience| experience.id == *id)
        .flat_map(|experience| &experience.add_ons)
        .any(|add_on| add_on.stock_per_day.is_some())
}
