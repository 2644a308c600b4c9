//! Endpoints for a restaurant's own systems, by its staff key: no-shows, export and erasure of a guest's data, metrics.

use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderValue};
use secrecy::ExposeSecret;
use shared::guest_data::GuestQuestion;
#[cfg(test)]
use shared::guest_data::{GuestErasure, GuestExport};
use shared::id::ReservationId;
#[cfg(test)]
use shared::no_show::NoShow;
#[cfg(test)]
use shared::problem::ProblemCode;

use super::endpoint::{Access, AdmittedRequest, Body, Caching, Endpoint, Handler, RateLimit, Verb};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Tag};
use super::{Reply, json};

/// The endpoints of staff, but for those in Molzait's format.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        path: NO_SHOW,
        route: "reservation.no_show",
        access: Access::StaffKeyOrToken,
        handler: Handler::Api(|call| Box::pin(no_show(call, false))),
        #[cfg(test)]
        docs: Docs {
            id: "getNoShow",
            summary: "A reservation to which nobody may have come",
            description: "As the restaurant sees it: from when until when a no-show can be reported, and what would \
                be charged to the card that the guest left. Instead of the staff key it takes the token that was \
                sent to the restaurant for this reservation. For venues of the embedded engine.",
            response: Content::json::<NoShow>(""),
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Post,
        path: NO_SHOW,
        route: "reservation.no_show",
        access: Access::StaffKeyOrToken,
        // Its table is free.
        caching: Caching::Invalidates,
        handler: Handler::Api(|call| Box::pin(no_show(call, true))),
        #[cfg(test)]
        docs: Docs {
            id: "reportNoShow",
            summary: "Report a no-show",
            description: "Marks that nobody came, and charges the card that the guest left for that. Reporting it \
                again changes nothing.",
            response: Content::json::<NoShow>(""),
            problems: &[
                ProblemCode::IllegalTransition,
                ProblemCode::TooEarly,
                ProblemCode::TooLate,
            ],
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Post,
        path: "/v1/venues/{venue}/guests/export",
        route: "guest.export",
        body: Body::Json,
        handler: Handler::Api(|call| Box::pin(export_guest(call))),
        #[cfg(test)]
        docs: Docs {
            id: "exportGuestData",
            summary: "Everything stored about an e-mail address",
            description: "A remote booking system has data of its own, which is not in the response. The address is \
                sent in the body, so that it is in no URL and no log.",
            request: Some(Content::json::<GuestQuestion>(
                r#"{ "email": "ada@example.com" }"#,
            )),
            response: Content::json::<GuestExport>(""),
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Post,
        path: "/v1/venues/{venue}/guests/erase",
        route: "guest.erase",
        // A table that was held for a waitlist entry may be free.
        caching: Caching::Invalidates,
        body: Body::Json,
        handler: Handler::Api(|call| Box::pin(erase_guest(call))),
        #[cfg(test)]
        docs: Docs {
            id: "eraseGuestData",
            summary: "Erase what is stored about an e-mail address",
            description: "What is still needed, such as an upcoming reservation, is listed in `waiting` and erased as \
                soon as it no longer is.",
            request: Some(Content::json::<GuestQuestion>(
                r#"{ "email": "ada@example.com" }"#,
            )),
            response: Content::json::<GuestErasure>(""),
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        path: "/v1/venues/{venue}/metrics",
        route: "metrics",
        handler: Handler::Api(|call| Box::pin(metrics(call))),
        #[cfg(test)]
        docs: Docs {
            id: "getMetrics",
            summary: "Counters of the calls to the venue's booking system",
            description: "OpenMetrics text for a monitoring system.",
            response: Content::text("application/openmetrics-text"),
            ..DOCS
        },
        ..OWN
    },
];

const NO_SHOW: &str = "/v1/venues/{venue}/reservations/{reservationId}/no-show";

/// What the entries have in common.
const OWN: Endpoint = Endpoint {
    access: Access::StaffKey,
    rate_limit: RateLimit::StaffKey,
    ..Endpoint::DEFAULT
};

#[cfg(test)]
const DOCS: Docs = Docs {
    tag: Tag::Staff,
    ..Docs::UNDESCRIBED
};

/// The reservation as the restaurant sees it, after a no-show was reported if `is_reported`.
async fn no_show(call: AdmittedRequest<'_, '_>, is_reported: bool) -> Result<Reply, ApiError> {
    let id = call.parameter("reservationId", ReservationId::parse)?;
    let token = call.token.as_ref().map(|token| token.expose_secret().to_owned());
    let seen = call.staff_client()?.no_show(&id, token, is_reported).await?;
    Ok(json(StatusCode::OK, &seen))
}

async fn export_guest(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let GuestQuestion { email } = call.body()?;
    Ok(json(
        StatusCode::OK,
        &call.staff_client()?.export_guest(&email).await?,
    ))
}

async fn erase_guest(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let GuestQuestion { email } = call.body()?;
    Ok(json(
        StatusCode::OK,
        &call.staff_client()?.erase_guest(&email).await?,
    ))
}

/// The counters as `OpenMetrics` text.
async fn metrics(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let text = call.staff_client()?.metrics().await?;
    let mut reply = Reply::new(text.into_bytes());
    let media_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    reply
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    Ok(reply)
}

#[cfg(test)]
#[path = "guests_tests.rs"]
mod guests_tests;
#[cfg(test)]
#[path = "no_show_tests.rs"]
mod no_show_tests;
