//! Turns the runtime's request into a plain one and a plain answer into the runtime's. It must not
//! know routes.

use futures_util::StreamExt;
use worker::{Body, HttpRequest, HttpResponse};

use crate::http::{MAX_BODY_BYTES, Reply, Request};

/// How much of a body that is too large is read and thrown away, so that its sender gets round to
/// reading the answer. Whoever sends more has to live with a broken connection.
const PATIENCE_BYTES: usize = 1024 * 1024;

/// Reads the body, but keeps never more than [`MAX_BODY_BYTES`] of it: past that it is `None`.
pub async fn request(request: HttpRequest) -> worker::Result<Request> {
    let (parts, body) = request.into_parts();
    let body = read(body).await?;
    Ok(Request::from_parts(parts, body))
}

async fn read(mut body: Body) -> worker::Result<Option<Vec<u8>>> {
    let (mut kept, mut length) = (Vec::new(), 0);
    while let Some(chunk) = body.next().await {
        let chunk = chunk?;
        length += chunk.len();
        if length <= MAX_BODY_BYTES {
            kept.extend_from_slice(&chunk);
        } else if length > PATIENCE_BYTES {
            break;
        }
    }
    Ok((length <= MAX_BODY_BYTES).then_some(kept))
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
