//! Telephone calls as staff see them.

use http::StatusCode;
use shared::access::Permission;
#[cfg(test)]
use shared::page::PagePosition;
#[cfg(test)]
use shared::phone_call::PhoneCallPage;
use shared::phone_call::PhoneCallsQuery;

use super::endpoint::{Access, AdmittedRequest, Endpoint, Handler, RateLimit};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Parameter, Schema, Tag};
use super::{Reply, json};

/// The endpoint.
pub const ENDPOINTS: &[Endpoint] = &[Endpoint {
    path: "/v1/staff/{venue}/calls",
    route: "staff.calls",
    access: Access::Staff(Permission::ReadReservations),
    rate_limit: RateLimit::Staff,
    handler: Handler::Api(|call| Box::pin(list(call))),
    #[cfg(test)]
    docs: Docs {
        id: "listPhoneCalls",
        tag: Tag::Staff,
        summary: "Telephone calls",
        description: "The calls that the restaurant's telephone system has reported, the newest first, 50 on a page, \
            with who called and the next reservations of that number. Calls are kept for 30 days. For venues of the \
            embedded engine.",
        parameters: &[Parameter::optional(
            "before",
            "The `next` of the page before.",
            Schema::of::<PagePosition>(),
        )],
        response: Content::json::<PhoneCallPage>(
            r#"{ "calls": [{
                "number": 7, "id": "90e4020a-a9d1-4a06-8906-fec2126cc007", "phoneNumberId": "main",
                "phone": "+436601123345", "status": "hung_up", "at": "2026-11-29T18:00:00Z",
                "pickedUpAt": "2026-11-29T18:00:05Z", "endedAt": "2026-11-29T18:01:10Z",
                "caller": { "firstName": "Ada", "lastName": "Muster" },
                "upcoming": [{
                    "id": "r1", "number": "R-000007", "status": "booked", "day": "2026-12-01", "minutes": 1140,
                    "attendees": 2
                }]
            }] }"#,
        ),
        ..Docs::UNDESCRIBED
    },
    ..Endpoint::DEFAULT
}];

async fn list(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let PhoneCallsQuery { before } = call.query()?;
    Ok(json(
        StatusCode::OK,
        &call.staff_client()?.phone_calls(before).await?,
    ))
}

#[cfg(test)]
#[path = "phone_calls_tests.rs"]
mod tests;
