//! Endpoints for the secrets of a venue: set, list and delete. No value is ever answered.

use http::StatusCode;
use shared::access::Permission;
use shared::id::SecretName;
#[cfg(test)]
use shared::problem::ProblemCode;
use shared::venue_secret::NewSecret;
#[cfg(test)]
use shared::venue_secret::SecretList;

use super::endpoint::{Access, AdmittedRequest, Body, Caching, Endpoint, Handler, RateLimit, Verb};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Tag};
use super::{Reply, json, no_content};

/// The endpoints of a venue's secrets.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        path: "/v1/staff/{venue}/secrets",
        route: "staff.secrets",
        access: Access::Staff(Permission::ReadSettings),
        handler: Handler::Api(|call| Box::pin(list(call))),
        #[cfg(test)]
        docs: Docs {
            id: "listSecrets",
            summary: "The secrets by which the venue calls other systems",
            description: "Each secret that the venue's settings name, where its value is and when it was set. No \
                value is answered, and nothing that is computed from one.",
            response: Content::json::<SecretList>(
                r#"{ "secrets": [{ "name": "LINDE_MAIL_KEY", "settings": ["mail.key"], "status": "sealed",
                    "sealedAt": "2026-11-22T12:00:00Z" }] }"#,
            ),
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Put,
        path: SECRET,
        route: "staff.secret",
        body: Body::Json,
        // Another key may open another restaurant.
        caching: Caching::Invalidates,
        handler: Handler::Api(|call| Box::pin(set(call))),
        #[cfg(test)]
        docs: Docs {
            id: "setSecret",
            summary: "Set a secret",
            description: "Encrypts the value in the venue's database, in place of the one before. It is in force for \
                the next call to the other system, unless the operator has set a secret of the same name, which goes \
                first.",
            request: Some(Content::json::<NewSecret>(r#"{ "value": "re_1aB2cD3eF4" }"#)),
            status: 204,
            response: Content::NONE,
            problems: &[ProblemCode::UnknownSecret, ProblemCode::SealingUnavailable],
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Delete,
        path: SECRET,
        route: "staff.secret",
        caching: Caching::Invalidates,
        handler: Handler::Api(|call| Box::pin(delete(call))),
        #[cfg(test)]
        docs: Docs {
            id: "deleteSecret",
            summary: "Delete a secret",
            description: "Deletes the value in the venue's database. A secret of the operator stays. What needs the \
                secret waits, or is refused, until it is set again.",
            status: 204,
            response: Content::NONE,
            problems: &[ProblemCode::UnknownSecret],
            ..DOCS
        },
        ..OWN
    },
];

const SECRET: &str = "/v1/staff/{venue}/secrets/{secretName}";

/// Defaults of the entries above, for `..OWN`.
const OWN: Endpoint = Endpoint {
    access: Access::Staff(Permission::WriteSettings),
    rate_limit: RateLimit::Staff,
    ..Endpoint::DEFAULT
};

#[cfg(test)]
const DOCS: Docs = Docs {
    tag: Tag::Staff,
    ..Docs::UNDESCRIBED
};

async fn list(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    Ok(json(StatusCode::OK, &call.staff_client()?.secrets().await?))
}

async fn set(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let name = call.parameter("secretName", SecretName::parse)?;
    let NewSecret { value } = call.body()?;
    call.staff_client()?.set_secret(name, value).await?;
    Ok(no_content())
}

async fn delete(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let name = call.parameter("secretName", SecretName::parse)?;
    call.staff_client()?.delete_secret(name).await?;
    Ok(no_content())
}

#[cfg(test)]
#[path = "secrets_tests.rs"]
mod tests;
