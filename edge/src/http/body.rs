//! Reads a JSON body, strictly. It must not know what the body is about.

use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderValue};
use serde_json::Value;
use shared::problem::{Code, Problem};

use super::{Request, Stop};

/// The largest body accepted, in bytes: a booking with the longest note in the widest script fits
/// several times over.
pub const MAX_BYTES: usize = 16 * 1024;

/// Whether the headers say, once and clearly, that the body is JSON in UTF-8 and not compressed.
fn is_plain_json(headers: &HeaderMap) -> bool {
    let mut types = headers.get_all(CONTENT_TYPE).iter();
    let (Some(Ok(media_type)), None) = (types.next().map(HeaderValue::to_str), types.next()) else {
        return false;
    };
    let mut parts = media_type.split(';').map(str::trim);
    let is_json = parts
        .next()
        .is_some_and(|essence| essence.eq_ignore_ascii_case("application/json"));
    let is_utf8 = |parameter: &str| match parameter.split_once('=') {
        Some((name, value)) if name.trim().eq_ignore_ascii_case("charset") => {
            value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
        }
        _ => true,
    };
    is_json && parts.all(is_utf8) && !headers.contains_key(CONTENT_ENCODING)
}

/// The body as JSON.
pub fn json(request: &Request) -> Result<Value, Stop> {
    if !is_plain_json(request.headers()) {
        return Err(Code::UnsupportedMediaType.into());
    }
    let body = request.body().as_ref().ok_or(Code::BodyTooLarge)?;
    let text = str::from_utf8(body).map_err(|_| Problem::new(Code::Malformed).with_detail("not UTF-8"))?;
    serde_json::from_str(text).map_err(|error| {
        // Line and column only: serde's own text could repeat what the guest wrote.
        let place = format!("not JSON at line {}, column {}", error.line(), error.column());
        Problem::new(Code::Malformed).with_detail(place).into()
    })
}
