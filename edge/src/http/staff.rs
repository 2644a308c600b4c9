//! Endpoints for a restaurant's own systems, by a key: no-shows, the reasons why a time is not open, export and
//! erasure of a guest's data, metrics.

use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderValue};
use secrecy::ExposeSecret;
use shared::access::Permission;
#[cfg(test)]
use shared::explanation::Explanation;
use shared::explanation::ExplanationQuery;
use shared::guest_data::GuestQuestion;
#[cfg(test)]
use shared::guest_data::{GuestErasure, GuestExport};
#[cfg(test)]
use shared::id::ExperienceId;
use shared::id::ReservationId;
#[cfg(test)]
use shared::no_show::NoShow;
#[cfg(test)]
use shared::party::Attendees;
#[cfg(test)]
use shared::problem::ProblemCode;
#[cfg(test)]
use shared::time::{Day, Minutes};
use shared::validation::{FieldCode, FieldError};

use super::endpoint::{Access, AdmittedRequest, Body, Caching, Endpoint, Handler, RateLimit, Verb};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Parameter, Schema, Tag};
use super::{Reply, json, language};
use crate::error::VenueError;
use crate::provider::SlotsQuestion;
use crate::venue::message::staff::GuestContact;

/// The endpoints of staff, but for those in Molzait's format.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        path: NO_SHOW,
        route: "reservation.no_show",
        access: Access::StaffOrToken(Permission::Money),
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
        access: Access::StaffOrToken(Permission::Money),
        // The reservation's table becomes free.
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
        path: "/v1/staff/{venue}/explain",
        route: "explain",
        access: Access::Staff(Permission::ReadReservations),
        handler: Handler::Api(|call| Box::pin(explain(call))),
        #[cfg(test)]
        docs: Docs {
            id: "explainTime",
            summary: "Why a time can or cannot be booked",
            description: "Every rule that says no to a party at a time, with what would change it, and every table \
                with who has it, in the language of the request. `isOpen` is true exactly if a guest could book the \
                time now. For venues of the embedded engine.",
            parameters: &[
                Parameter::required(
                    "experienceId",
                    "The experience, one of the venue's.",
                    Schema::of::<ExperienceId>(),
                    r#""dinner""#,
                ),
                Parameter::required("day", "The day.", Schema::of::<Day>(), r#""2026-12-01""#),
                Parameter::required(
                    "minutes",
                    "Minutes after the day's local midnight, to 2879.",
                    Schema::of::<Minutes>(),
                    "1140",
                ),
                Parameter::required(
                    "attendees",
                    "The number of guests.",
                    Schema::of::<Attendees>(),
                    "2",
                ),
                Parameter::optional(
                    "language",
                    "The language of the sentences; `Accept-Language`, or else the venue's own, if it is left out.",
                    Schema::of::<String>(),
                ),
            ],
            response: Content::json::<Explanation>(
                r#"{
                    "isOpen": false,
                    "rules": [{
                        "code": "lead_time_too_short",
                        "text": "Guests book Dinner at least 120 minutes ahead; 58 are left.",
                        "change": "Set its lead time to 58 minutes or less.",
                        "setting": "engine.experiences[0].leadMinutes"
                    }],
                    "tables": [{
                        "tableIds": ["w1"], "name": "W1", "areaId": "hall", "minPartySize": 1, "maxPartySize": 2,
                        "status": "taken", "text": "Taken by R-000007.", "reservations": ["R-000007"]
                    }]
                }"#,
            ),
            problems: &[ProblemCode::NotFound],
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
            summary: "Everything stored about a guest",
            description: "By e-mail address, with the reservations and calls under the same guest's name and telephone \
                number alone; or, of a guest who has left no address, by telephone number and name. A remote booking \
                system has data of its own, which is not in the response. The address is sent in the body, so that it \
                is in no URL and no log.",
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
        // A table that was held for a waitlist entry may become free.
        caching: Caching::Invalidates,
        body: Body::Json,
        handler: Handler::Api(|call| Box::pin(erase_guest(call))),
        #[cfg(test)]
        docs: Docs {
            id: "eraseGuestData",
            summary: "Erase what is stored about a guest",
            description: "By e-mail address, with the reservations and calls under the same guest's name and telephone \
                number alone; or, of a guest who has left no address, by telephone number and name. What is still \
                needed, such as an upcoming reservation, is listed in `waiting` and erased as soon as it no longer is.",
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
        access: Access::Staff(Permission::ReadMetrics),
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

/// Defaults of the entries above, for `..OWN`.
const OWN: Endpoint = Endpoint {
    access: Access::Staff(Permission::GuestData),
    rate_limit: RateLimit::Staff,
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
    let guest = contact(call.body()?)?;
    Ok(json(
        StatusCode::OK,
        &call.staff_client()?.export_guest(guest).await?,
    ))
}

async fn erase_guest(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let guest = contact(call.body()?)?;
    Ok(json(
        StatusCode::OK,
        &call.staff_client()?.erase_guest(guest).await?,
    ))
}

/// The contact of a question: the address, else the telephone number with a name.
fn contact(question: GuestQuestion) -> Result<GuestContact, ApiError> {
    let GuestQuestion {
        email,
        phone,
        first_name,
        last_name,
    } = question;
    let missing = match (email, phone, last_name) {
        (Some(email), _, _) => return Ok(GuestContact::Email(email)),
        (None, Some(phone), Some(last_name)) => {
            return Ok(GuestContact::Phone {
                phone,
                first_name,
                last_name,
            });
        }
        (None, Some(_), None) => "/lastName",
        (None, None, _) => "/email",
    };
    let fault = FieldError::new(missing, FieldCode::Required);
    Err(VenueError::Fields(vec![fault]).into())
}

/// The rules and tables that decide whether a party is seated at a time.
async fn explain(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let ExplanationQuery {
        experience_id,
        day,
        minutes,
        attendees,
        language: _,
    } = call.query()?;
    let question = SlotsQuestion {
        experience_id,
        attendees,
        day,
        moving: None,
    };
    let languages = language::wanted(call.request);
    let explanation = call
        .staff_client()?
        .explain(&question, minutes, languages)
        .await?;
    Ok(json(StatusCode::OK, &explanation))
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
#[path = "explain_tests.rs"]
mod explain_tests;
#[cfg(test)]
#[path = "guests_tests.rs"]
mod guests_tests;
#[cfg(test)]
#[path = "no_show_tests.rs"]
mod no_show_tests;
