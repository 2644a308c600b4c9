//! POST `/v1/webhooks/{venue}/{source}`: what takers of payments tell unasked. It must not know who they are,
//! nor how they prove it.

use http::StatusCode;
use serde_json::json;
use shared::problem::{Problem, ProblemCode};

use super::{Reply, Request, Stop, json};
use crate::venue::call::Heard;
use crate::venue::payments::Till;

/// Hands the body over as it came. What was heard before is answered alike, so that it is told no more.
pub async fn post(request: &Request, source: &str, till: &dyn Till) -> Result<Reply, Stop> {
    let body = request.body().as_ref().ok_or(ProblemCode::BodyTooLarge)?;
    let mut signatures = request.headers().get_all("stripe-signature").iter();
    // Of two signatures each could be for another reader.
    let signature = match (signatures.next(), signatures.next()) {
        (Some(signature), None) => signature.to_str().ok().map(str::to_owned),
        _ => None,
    };
    match till.webhook(source, signature, body).await? {
        Heard::Now | Heard::Before => Ok(json(StatusCode::OK, &json!({ "received": true }))),
        Heard::Forged => Err(Problem::new(ProblemCode::Malformed)
            .with_detail("the signature is not right")
            .into()),
    }
}
