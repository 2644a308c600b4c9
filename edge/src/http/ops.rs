//! `/healthz`, and `/v1/openapi.json`: the unchanged file `edge/openapi.json`, which `cargo xtask openapi` writes.

use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};

use super::endpoint::{Endpoint, Handler};
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Tag};
use super::{Reply, json};

/// The API's description.
pub const DOCUMENT: &str = include_str!("../../openapi.json");

/// The endpoints of the deployment itself.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        path: "/healthz",
        route: "health",
        handler: Handler::Api(|_| Box::pin(async { Ok(health()) })),
        #[cfg(test)]
        docs: Docs {
            tag: Tag::Operations,
            id: "getHealth",
            summary: "Whether the worker runs",
            description: "Answers without asking any other system, so it says nothing about booking systems.",
            response: Content::literal(
                r#"{ "type": "object", "properties": { "status": { "const": "ok" } }, "required": ["status"] }"#,
            ),
            ..Docs::UNDESCRIBED
        },
        ..Endpoint::DEFAULT
    },
    Endpoint {
        path: "/v1/openapi.json",
        route: "openapi",
        handler: Handler::Api(|_| Box::pin(async { Ok(openapi()) })),
        #[cfg(test)]
        docs: Docs {
            tag: Tag::Operations,
            id: "getOpenApiDocument",
            summary: "This document",
            description: "OpenAPI 3.1. It may be cached for five minutes.",
            response: Content::literal(r#"{ "type": "object" }"#),
            ..Docs::UNDESCRIBED
        },
        ..Endpoint::DEFAULT
    },
];

fn health() -> Reply {
    json(StatusCode::OK, &serde_json::json!({ "status": "ok" }))
}

fn openapi() -> Reply {
    let mut reply = Reply::new(DOCUMENT.into());
    let headers = reply.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    reply
}
