//! Turns the runtime's request into a plain one and a plain answer into the runtime's. It must not
//! know routes.

use futures_util::StreamExt;
use worker::{Body, HttpRequest, HttpResponse};

use crate::http::{MAX_BODY_BYTES, Reply, Request};

/// Reads the body, but never more than [`MAX_BODY_BYTES`] of it: past that it is `None`.
pub async fn request(request: HttpRequest) -> worker::Result<Request> {
    let (parts, body) = request.into_parts();
    let body = read(body).await?;
    Ok(Request::from_parts(parts, body))
}

async fn read(mut body: Body) -> worker::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    while let Some(chunk) = body.next().await {
        bytes.extend_from_slice(&chunk?);
        if bytes.len() > MAX_BODY_BYTES {
            return Ok(None);
        }
    }
    Ok(Some(bytes))
}

/// The answer as the runtime wants it.
pub fn response(reply: Reply) -> worker::Result<HttpResponse> {
    let (parts, body) = reply.into_parts();
    let body = if body.is_empty() {
        Body::empty()
    } else {
        Body::from_stream(futures_util::stream::once(async { Ok::<_, worker::Error>(body) }))?
    };
    Ok(HttpResponse::from_parts(parts, body))
}
