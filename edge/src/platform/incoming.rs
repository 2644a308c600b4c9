//! Converts the runtime's request to an `http` one, and the answer back.
//!
//! The most frequent reads take less time than handing a dozen headers over one by one, so all of them cross at once,
//! as JSON; and a body that is there as a whole is handed over as a whole, where a stream would cost more than the rest
//! of the answer.

use futures_util::{Stream, StreamExt};
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, HeaderName, HeaderValue};
use js_sys::{Array, JSON, Object, Uint8Array};
use worker::web_sys::{Request as Incoming, Response as Outgoing, ResponseInit};
use worker::{Error, Headers, Result, WebSocket};

use crate::http::{Reply, Request, max_body_bytes};

/// How many bytes beyond the limit of a body are read and thrown away, so that its sender reads the answer and the
/// connection can be used again. The rest of a longer body is cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drain {
    /// On Cloudflare, where the network in front of the worker has the sender's connection.
    Little,
    /// Under `cargo xtask dev`, whose server passes the sender's connection on: unread bytes would break it.
    Much,
}

impl Drain {
    fn bytes(self) -> usize {
        match self {
            Self::Little => 64 * 1024,
            Self::Much => 32 * 1024 * 1024,
        }
    }
}

/// Reads the body, but keeps never more than [`max_body_bytes`] of its path: past that it is `None`. A body whose
/// `Content-Length` is beyond all that would be drained is not read at all.
pub async fn request(request: Incoming, drain: Drain) -> Result<Request> {
    let mut plain = http::Request::builder()
        .method(&*request.method())
        .uri(request.url())
        .body(Some(Vec::new()))
        .map_err(|error| odd(&error))?;
    *plain.headers_mut() = headers(&request.headers())?;
    if request.body().is_some() {
        let limit = max_body_bytes(plain.uri().path());
        let most = limit + drain.bytes();
        *plain.body_mut() = if declared(plain.headers()).is_some_and(|length| length > most) {
            None
        } else {
            read(worker::Request::from(request).stream()?, limit, most).await?
        };
    }
    Ok(plain)
}

/// The length that the headers state; none where they state none, or one that is no number.
fn declared(headers: &HeaderMap) -> Option<usize> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Keeps a body of up to `limit` bytes, and stops reading a larger one at `most`.
async fn read(
    mut body: impl Stream<Item = Result<Vec<u8>>> + Unpin,
    limit: usize,
    most: usize,
) -> Result<Option<Vec<u8>>> {
    let (mut stored, mut length) = (Vec::new(), 0);
    while let Some(chunk) = body.next().await {
        let chunk = chunk?;
        length += chunk.len();
        if length <= limit {
            stored.extend_from_slice(&chunk);
        } else if length > most {
            break;
        } else {
            // Nothing of it is used any more.
            stored = Vec::new();
        }
    }
    Ok((length <= limit).then_some(stored))
}

/// The runtime's headers; those that a program cannot hold are left out: a header of a client
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

/// The answer that turns the connection into this WebSocket.
pub fn upgraded(reply: &Reply, socket: WebSocket) -> Result<Outgoing> {
    let headers = Headers::new();
    for (name, value) in reply.headers() {
        headers.append(name.as_str(), value.to_str().map_err(|error| odd(&error))?)?;
    }
    let response = worker::Response::builder()
        .with_status(reply.status().as_u16())
        .with_headers(headers)
        .with_websocket(socket);
    Ok(response.empty().into())
}

fn odd(error: &impl ToString) -> Error {
    Error::RustError(error.to_string())
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use futures_util::stream;
    use pollster::block_on;

    use super::*;

    /// The stored length of a body of so many bytes in chunks of 10, and how many bytes of it are read.
    fn stored_length(length: usize) -> (Option<usize>, usize) {
        let seen = Cell::new(0);
        let chunks = (0..length.div_ceil(10)).map(|_| {
            seen.set(seen.get() + 10);
            Ok(vec![0; 10])
        });
        let body = block_on(read(stream::iter(chunks), 100, 150)).unwrap();
        (body.map(|body| body.len()), seen.get())
    }

    #[test]
    fn a_body_is_kept_up_to_its_limit_and_read_to_a_little_more() {
        assert_eq!(stored_length(0), (Some(0), 0));
        assert_eq!(stored_length(100), (Some(100), 100));
        assert_eq!(stored_length(110), (None, 110));
        assert_eq!(stored_length(150), (None, 150));
        assert_eq!(stored_length(1_000_000), (None, 160));
    }

    #[test]
    fn a_length_is_what_the_header_says_if_that_is_a_number() {
        let of = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_LENGTH, value.parse().unwrap());
            declared(&headers)
        };
        assert_eq!(of("262144"), Some(262_144));
        for value in ["", "-1", "1, 2", "99999999999999999999999"] {
            assert_eq!(of(value), None, "{value}");
        }
        assert_eq!(declared(&HeaderMap::new()), None);
    }
}
