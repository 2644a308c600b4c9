//! Reads a JSON body, strictly. It must not know what the body is about.

use http::header::CONTENT_TYPE;
use serde_json::Value;
use shared::problem::{Code, Problem};

use super::{Request, Stop};

/// The largest body accepted, in bytes: a booking with the longest note in the widest script fits
/// several times over.
pub const MAX_BYTES: usize = 16 * 1024;

/// The body as JSON.
pub fn json(request: &Request) -> Result<Value, Stop> {
    let media_type = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = media_type
        .and_then(|text| text.split(';').next())
        .unwrap_or_default()
        .trim();
    if !essence.eq_ignore_ascii_case("application/json") {
        return Err(Code::UnsupportedMediaType.into());
    }
    let body = request.body().as_ref().ok_or(Code::BodyTooLarge)?;
    serde_json::from_slice(body).map_err(|error| {
        // Line and column only: serde's own text could repeat what the guest wrote.
        let place = format!("not JSON at line {}, column {}", error.line(), error.column());
        Problem::new(Code::Malformed).with_detail(place).into()
    })
}
