//! `Server-Timing` (W3C): what was decided on the way to an answer. It must not know who decided.

use http::header::{HeaderMap, HeaderName, HeaderValue};

/// Says the decisions, all in one header; none where there are none.
pub fn apply(headers: &mut HeaderMap, marks: &[String]) {
    if let Some(value) = HeaderValue::from_str(&marks.join(", "))
        .ok()
        .filter(|value| !value.is_empty())
    {
        headers.insert(HeaderName::from_static("server-timing"), value);
    }
}
