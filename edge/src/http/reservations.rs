//! Reservations at `/v1/venues/{venue}/reservations`: booking, and reading, changing and cancelling by the reservation's
//! token. A token is compared in the venue's object, which answers an unknown id and a wrong token alike.

use http::StatusCode;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use shared::id::ReservationId;
use shared::problem::ProblemCode;
use shared::reservation::{Reservation, Status};
#[cfg(test)]
use shared::reservation::{ReservationChange, ReservationRequest};

use super::endpoint::{Access, AdmittedRequest, Body, Caching, Endpoint, Handler, RateLimit, Verb};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Tag};
use super::{Reply, access_code, idempotency, json, language};
use crate::booking;
use crate::calendar_file;
use crate::localization::texts;
use crate::provider::{BookingRequest, Provider as _};

/// The endpoints of reservations, but for those of payments and of staff.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        verb: Verb::Post,
        path: "/v1/venues/{venue}/reservations",
        route: "reservations",
        access: Access::Public,
        is_idempotent: true,
        takes_challenge: true,
        takes_access_code: true,
        caching: Caching::Invalidates,
        body: Body::Json,
        handler: Handler::Api(|call| Box::pin(create(call))),
        #[cfg(test)]
        docs: Docs {
            id: "createReservation",
            summary: "Book a slot",
            description: "Books a slot that is `open`. With `payment_pending` the table is held until the payment in \
                `checkout` is made or its deadline passes; with `requested` the restaurant still has to accept. A slot \
                that somebody else has taken meanwhile is `slot_taken`, with the day's open slots in `alternatives`. \
                A price that is not the one in `quoted` any more is `price_changed`, with the one of now in `quote`. \
                Keep the `manageToken`: it is in this response alone.",
            status: 201,
            request: Some(Content::json::<ReservationRequest>(
                r#"{
                    "experienceId": "dinner", "day": "2026-12-01", "minutes": 1140, "attendees": 2,
                    "guest": { "firstName": "Ada", "lastName": "Muster", "email": "ada@example.com" },
                    "notes": "A quiet table, please", "locale": "en"
                }"#,
            )),
            response: Content::json::<Reservation>(RESERVATION),
            problems: &[
                ProblemCode::SlotTaken,
                ProblemCode::PriceChanged,
                ProblemCode::IdempotencyInFlight,
            ],
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        path: ONE,
        route: "reservation",
        handler: Handler::Api(|call| Box::pin(get(call))),
        #[cfg(test)]
        docs: Docs {
            id: "getReservation",
            summary: "A reservation",
            description: "The reservation as it is now, without its token.",
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Patch,
        path: ONE,
        route: "reservation",
        caching: Caching::Invalidates,
        body: Body::Json,
        handler: Handler::Api(|call| Box::pin(change(call))),
        #[cfg(test)]
        docs: Docs {
            id: "changeReservation",
            summary: "Move a reservation, or change its choices or notes",
            description: "Changes day, time, party, choices or notes of a reservation that has not begun: all of what is sent, \
                or nothing. What is left out stays. Ask for slots with `reservationId` to see what it can be moved to.",
            request: Some(Content::json::<ReservationChange>(
                r#"{ "day": "2026-12-02", "minutes": 1170, "attendees": 3 }"#,
            )),
            problems: &[
                ProblemCode::VenueSuspended,
                ProblemCode::SlotTaken,
                ProblemCode::ChangeInProgress,
                ProblemCode::IllegalTransition,
            ],
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Post,
        path: "/v1/venues/{venue}/reservations/{reservationId}/cancel",
        route: "reservation.cancel",
        caching: Caching::Invalidates,
        handler: Handler::Api(|call| Box::pin(cancel(call))),
        #[cfg(test)]
        docs: Docs {
            id: "cancelReservation",
            summary: "Cancel a reservation",
            description: "Cancels a reservation that has not begun, and gives back what its conditions of payment give \
                back. Cancelling it again changes nothing.",
            problems: &[ProblemCode::ChangeInProgress, ProblemCode::IllegalTransition],
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        path: "/v1/venues/{venue}/reservations/{reservationId}/calendar.ics",
        route: "reservation.calendar",
        handler: Handler::Api(|call| Box::pin(calendar_file(call))),
        #[cfg(test)]
        docs: Docs {
            id: "getReservationCalendarFile",
            summary: "A reservation as a calendar file",
            description: "iCalendar (RFC 5545) in the reader's language, by `Accept-Language`.",
            response: Content::text("text/calendar"),
            headers: &[("content-disposition", "Suggests a name for the file.")],
            ..DOCS
        },
        ..OWN
    },
];

const ONE: &str = "/v1/venues/{venue}/reservations/{reservationId}";

/// Defaults of the entries above, for `..OWN`.
const OWN: Endpoint = Endpoint {
    access: Access::ReservationToken,
    rate_limit: RateLimit::VenueObject,
    ..Endpoint::DEFAULT
};

#[cfg(test)]
const DOCS: Docs = Docs {
    tag: Tag::Reservations,
    response: Content::json::<Reservation>(""),
    ..Docs::UNDESCRIBED
};
#[cfg(test)]
const RESERVATION: &str = r#"{
    "id": "7c1d0a54", "number": "R-000123", "status": "booked", "day": "2026-12-01", "minutes": 1140, "duration": 120,
    "attendees": 2, "experience": { "id": "dinner", "name": { "en": "Dinner" } }, "manageToken": "0uGMeJ2…"
}"#;

/// Books, once per `Idempotency-Key`.
async fn create(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let venue = call.venue()?;
    let code = access_code::of(call.request)?;
    let order = BookingRequest {
        request: call.body()?,
        key: call.key()?,
    };
    let reserved = booking::reserve(venue, &call.venue_client()?, &order, (code, call.context.now)).await?;
    Ok(idempotency::created(&reserved.reservation, reserved.replayed))
}

async fn get(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let reservation = call.venue_client()?.reservation(&id(&call)?).await?;
    shown(&call, reservation)
}

async fn change(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let change = call.body()?;
    let reservation = call.venue_client()?.change(&id(&call)?, &change).await?;
    shown(&call, reservation)
}

async fn cancel(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let reservation = call
        .venue_client()?
        .set_status(&id(&call)?, Status::Cancelled)
        .await?;
    shown(&call, reservation)
}

async fn calendar_file(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let venue = call.venue()?;
    let reservation = call.venue_client()?.reservation(&id(&call)?).await?;
    let texts = texts(language::wanted(call.request).iter().chain(&venue.locales));
    let file = calendar_file::calendar_file(venue, &reservation, None, texts, call.context.now)
        .ok_or(ProblemCode::NotFound)?;
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

fn id(call: &AdmittedRequest<'_, '_>) -> Result<ReservationId, ApiError> {
    call.parameter("reservationId", ReservationId::parse)
}

/// The reservation without its token, which the reader has sent, and with the moment until which it can be cancelled free
/// of charge.
pub fn shown(call: &AdmittedRequest<'_, '_>, reservation: Reservation) -> Result<Reply, ApiError> {
    let free_until = booking::own_deadline(call.venue()?, &reservation, call.context.now);
    let reservation = Reservation {
        manage_token: None,
        free_until,
        ..reservation
    };
    Ok(json(StatusCode::OK, &reservation))
}
