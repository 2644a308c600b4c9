//! `/external/openapi.json`: the unchanged file `edge/openapi-external.json`, which `cargo xtask openapi` writes.

use http::header::{CONTENT_TYPE, HeaderValue};
use shared::access::Permission;

use crate::http::Reply;
use crate::http::endpoint::{Access, AdmittedRequest, Endpoint, Handler};
use crate::http::external_error::ExternalError;

/// The description of `/external`.
pub const DOCUMENT: &str = include_str!("../../../openapi-external.json");

/// The endpoint.
pub(super) const DESCRIBE: Endpoint = Endpoint {
    path: "/external/openapi.json",
    route: "external.openapi",
    access: Access::Staff(Permission::Identify),
    handler: Handler::External(|call| Box::pin(describe(call))),
    #[cfg(test)]
    docs: super::docs::DOCUMENT,
    ..super::EXTERNAL
};

async fn describe(call: AdmittedRequest<'_, '_>) -> Result<Reply, ExternalError> {
    // The document is constant, and the key is compared all the same.
    call.staff_client()?.identity().await?;
    let mut reply = Reply::new(DOCUMENT.into());
    let media_type = HeaderValue::from_static("application/json");
    reply.headers_mut().insert(CONTENT_TYPE, media_type);
    Ok(reply)
}
