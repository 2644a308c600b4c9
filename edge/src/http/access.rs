//! Endpoints for who may do what at a venue: the sender's own permissions, access keys and the audit log.

use http::StatusCode;
#[cfg(test)]
use shared::access::{AccessKeys, CreatedAccessKey, Identity};
use shared::access::{NewAccessKey, Permission};
#[cfg(test)]
use shared::audit::AuditPage;
use shared::audit::AuditQuery;
use shared::id::AccessKeyId;
#[cfg(test)]
use shared::page::PagePosition;

use super::endpoint::{Access, AdmittedRequest, Body, Endpoint, Handler, RateLimit, Verb};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Parameter, Schema, Tag};
use super::{Reply, json, no_content};

/// The endpoints.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        path: "/v1/staff/{venue}/me",
        route: "staff.me",
        access: Access::Staff(Permission::Identify),
        handler: Handler::Api(|call| Box::pin(identity(call))),
        #[cfg(test)]
        docs: Docs {
            id: "getIdentity",
            summary: "The role and the permissions of the token",
            description: "What the bearer of this token may do at the venue.",
            response: Content::json::<Identity>(
                r#"{ "venue": "demo", "actor": "key:k4w2x6m3n7pa", "role": "host",
                    "permissions": ["identify", "readReservations", "writeReservations", "writeDay"] }"#,
            ),
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        path: KEYS,
        route: "staff.keys",
        handler: Handler::Api(|call| Box::pin(keys(call))),
        #[cfg(test)]
        docs: Docs {
            id: "listAccessKeys",
            summary: "The venue's access keys",
            description: "The newest first, with the last hundred of those revoked. Secrets are stored as hashes and are in no response.",
            response: Content::json::<AccessKeys>(
                r#"{ "keys": [{
                    "id": "k4w2x6m3n7pa", "name": "Tablet at the door", "role": "host",
                    "createdAt": "2026-11-29T18:00:00Z", "createdBy": "staff_key"
                }] }"#,
            ),
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Post,
        path: KEYS,
        route: "staff.keys",
        body: Body::Json,
        handler: Handler::Api(|call| Box::pin(create_key(call))),
        #[cfg(test)]
        docs: Docs {
            id: "createAccessKey",
            summary: "Create an access key",
            description: "For a person's device or another system. The `token` is in this response alone: if it is \
                lost, revoke the key and create another. A key can have no permission that its role or its creator \
                does not have. A venue has at most 100 valid keys, and creates at most 100 in 24 hours.",
            request: Some(Content::json::<NewAccessKey>(
                r#"{ "name": "Till", "role": "manager", "permissions": ["readReservations", "giftCards"] }"#,
            )),
            status: 201,
            response: Content::json::<CreatedAccessKey>(""),
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Delete,
        path: "/v1/staff/{venue}/keys/{keyId}",
        route: "staff.key",
        handler: Handler::Api(|call| Box::pin(revoke_key(call))),
        #[cfg(test)]
        docs: Docs {
            id: "revokeAccessKey",
            summary: "Revoke an access key",
            description: "From now on it is refused. Revoking it again changes nothing.",
            status: 204,
            response: Content::NONE,
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        path: "/v1/staff/{venue}/audit",
        route: "staff.audit",
        access: Access::Staff(Permission::ReadAudit),
        handler: Handler::Api(|call| Box::pin(audit(call))),
        #[cfg(test)]
        docs: Docs {
            id: "getAuditLog",
            summary: "Who changed what",
            description: "Changes by staff, their systems and operators, the newest first, 100 on a page. Guests' data \
                is not in it.",
            parameters: &[Parameter::optional(
                "before",
                "The `next` of the page before.",
                Schema::of::<PagePosition>(),
            )],
            response: Content::json::<AuditPage>(
                r#"{ "entries": [{
                    "id": 7, "at": "2026-11-29T18:00:00Z", "actor": "key:k4w2x6m3n7pa",
                    "action": "reservation.status", "subject": "r1", "before": "booked", "after": "seated"
                }] }"#,
            ),
            ..DOCS
        },
        ..OWN
    },
];

const KEYS: &str = "/v1/staff/{venue}/keys";

/// Defaults of the entries above, for `..OWN`.
const OWN: Endpoint = Endpoint {
    access: Access::Staff(Permission::People),
    rate_limit: RateLimit::Staff,
    ..Endpoint::DEFAULT
};

#[cfg(test)]
const DOCS: Docs = Docs {
    tag: Tag::Access,
    ..Docs::UNDESCRIBED
};

async fn identity(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    Ok(json(StatusCode::OK, &call.staff_client()?.identity().await?))
}

async fn keys(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    Ok(json(StatusCode::OK, &call.staff_client()?.access_keys().await?))
}

async fn create_key(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let new: NewAccessKey = call.body()?;
    let created = call.staff_client()?.create_access_key(new).await?;
    Ok(json(StatusCode::CREATED, &created))
}

async fn revoke_key(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let id = call.parameter("keyId", AccessKeyId::parse)?;
    call.staff_client()?.revoke_access_key(id).await?;
    Ok(no_content())
}

async fn audit(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let AuditQuery { before } = call.query()?;
    Ok(json(StatusCode::OK, &call.staff_client()?.audit(before).await?))
}

#[cfg(test)]
#[path = "access_tests.rs"]
mod tests;
