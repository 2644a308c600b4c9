//! The journal of a venue's changes, for systems that follow it.

use http::StatusCode;
use shared::access::Permission;
#[cfg(test)]
use shared::change::{ChangeLimit, ChangePage};
#[cfg(test)]
use shared::page::PagePosition;
#[cfg(test)]
use shared::problem::ProblemCode;

use super::endpoint::{Access, AdmittedRequest, Endpoint, Handler, RateLimit};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Parameter, Schema, Tag};
use super::{Reply, json};

/// The endpoint.
pub const ENDPOINTS: &[Endpoint] = &[Endpoint {
    path: "/v1/staff/{venue}/changes",
    route: "staff.changes",
    access: Access::Staff(Permission::ReadReservations),
    rate_limit: RateLimit::Staff,
    handler: Handler::Api(|call| Box::pin(list(call))),
    #[cfg(test)]
    docs: Docs {
        id: "listChanges",
        tag: Tag::Staff,
        summary: "Changes",
        description: "What was changed after a cursor, the oldest first: reservations with the state of their payments, \
            entries of the waitlist, gift cards and their orders, the settings, rules of days and telephone calls. A \
            change names its subject and the fields that are different, without their values: read the subject itself. \
            Several writes of one subject at once are one change. Begin without `after`, which answers with the cursor of \
            now, then read what you follow, and go on from the `cursor` of each answer. Changes are kept for 7 days; an \
            older cursor is answered with `resync` and the cursor of now: read again what you follow.",
        parameters: &[
            Parameter::optional(
                "after",
                "The `cursor` of an earlier answer. Left out, the answer has no changes and the cursor of now.",
                Schema::of::<PagePosition>(),
            ),
            Parameter::optional(
                "limit",
                "The most changes in the answer: 1 to 500, 100 if it is left out.",
                Schema::of::<ChangeLimit>(),
            ),
        ],
        response: Content::json::<ChangePage>(
            r#"{ "changes": [{
                "cursor": 41, "at": "2026-11-29T18:00:00Z", "kind": "reservation", "action": "changed", "id": "r1",
                "revision": 3, "fields": ["status", "checkedInAt"]
            }], "cursor": 41, "more": false }"#,
        ),
        problems: &[ProblemCode::Resync],
        ..Docs::UNDESCRIBED
    },
    ..Endpoint::DEFAULT
}];

async fn list(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let query = call.query()?;
    Ok(json(StatusCode::OK, &call.staff_client()?.changes(query).await?))
}

#[cfg(test)]
#[path = "changes_tests.rs"]
mod tests;
