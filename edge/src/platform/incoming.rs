//! Turns the runtime's request into a plain one and a plain answer into the runtime's. It must not
//! know routes.
//!
//! What is read most is answered in less time than the runtime takes to hand a dozen headers over one
//! by one, so all of them cross at once, as JSON; and a body that is there as a whole is handed over
//! as a whole, where a stream would cost more than the rest of the answer.

use futures_util::StreamExt;
use http::{HeaderMap, HeaderName, HeaderValue};
use js_sys::{Array, JSON, Object, Uint8Array};
use worker::web_sys::{Request as Incoming, Response as Outgoing, ResponseInit};
use worker::{ByteStream, Error, Result};

use crate::http::{Reply, Request, max_body_bytes};

/// How much of a body that is too large is read and thrown away, so that its sender gets round to reading the
/// answer and the connection can be used again. Of more the rest is called off, and the sender may find the
/// connection broken.
const PATIENCE_BYTES: usize = 32 * 1024 * 1024;

/// Reads the body, but keeps never more than [`max_body_bytes`] of its path: past that it is `None`.
pub async fn request(request: Incoming) -> Result<Request> {
    let mut plain = http::Request::builder()
        .method(&*request.method())
        .uri(request.url())
        .body(Some(Vec::new()))
        .map_err(|error| odd(&error))?;
    *plain.headers_mut() = headers(&request.headers())?;
    if request.body().is_some() {
        let limit = max_body_bytes(plain.uri().path());
        *plain.body_mut() = read(worker::Request::from(request).stream()?, limit).await?;
    }
    Ok(plain)
}

async fn read(mut body: ByteStream, limit: usize) -> Result<Option<Vec<u8>>> {
    let (mut kept, mut length) = (Vec::new(), 0);
    while let Some(chunk) = body.next().await {
        let chunk = chunk?;
        length += chunk.len();
        if length <= limit {
            kept.extend_from_slice(&chunk);
        } else if length > PATIENCE_BYTES {
            break;
        }
    }
    Ok((length <= limit).then_some(kept))
}

/// The runtime's headers; those that a program cannot hold are left out: what somebody else writes
/// must not bring the worker down.
pub fn headers(headers: &worker::web_sys::Headers) -> Result<HeaderMap> {
    let text = JSON::stringify(&Array::from(headers))?;
    let pairs: Vec<(String, String)> = serde_json::from_str(&String::from(text))?;
    let header = |(name, value): (String, String)| {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        Some((name, HeaderValue::from_bytes(value.as_bytes()).ok()?))
    };
    Ok(pairs.into_iter().filter_map(header).collect())
}

/// The answer as the runtime wants it.
pub fn response(reply: Reply) -> Result<Outgoing> {
    let (parts, body) = reply.into_parts();
    // What is written here is text; a value that is none would be a fault of this worker's.
    let pairs = parts
        .headers
        .iter()
        .map(|(name, value)| Ok((name.as_str(), value.to_str().map_err(|error| odd(&error))?)));
    let pairs = serde_json::to_string(&pairs.collect::<Result<Vec<_>>>()?)?;
    let init = ResponseInit::new();
    init.set_status(parts.status.as_u16());
    init.set_headers(&JSON::parse(&pairs)?);
    let body: Option<Object> = (!body.is_empty()).then(|| Uint8Array::from(body.as_slice()).into());
    Ok(Outgoing::new_with_opt_buffer_source_and_init(
        body.as_ref(),
        &init,
    )?)
}

fn odd(error: &impl ToString) -> Error {
    Error::RustError(error.to_string())
}
