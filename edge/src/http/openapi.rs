//! GET `/v1/openapi.json`. The document was made when the worker was built (`operations.rs`); it must
//! not know what it says.

use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};

use super::Reply;

pub(super) const DOCUMENT: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/openapi.json"));

/// The document.
pub fn get() -> Reply {
    let mut reply = Reply::new(DOCUMENT.to_vec());
    let headers = reply.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    reply
}
