//! Which other origins may read an answer: exactly those a venue lists. It must not know what is
//! answered.

use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, HeaderMap, HeaderValue, ORIGIN, VARY,
};
use http::{Method, StatusCode};

use super::route::Resource;
use super::{Reply, Request};
use crate::config::VenueSettings;

/// The request's origin, if the venue lists exactly it. Look-alikes, `null` and a missing header are none.
pub fn allowed_origin(request: &Request, venue: Option<&VenueSettings>) -> Option<HeaderValue> {
    let origin = request.headers().get(ORIGIN)?;
    let text = origin.to_str().ok()?;
    venue?
        .origins
        .iter()
        .any(|allowed| allowed.as_str() == text)
        .then(|| origin.clone())
}

/// The answer to a preflight.
pub fn preflight(resource: Resource) -> Reply {
    let mut reply = Reply::new(Vec::new());
    *reply.status_mut() = StatusCode::NO_CONTENT;
    let methods = if resource.method() == Method::POST {
        "POST"
    } else {
        "GET"
    };
    let headers = reply.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(methods));
    headers.insert(
        ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static("content-type, idempotency-key, authorization"),
    );
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("7200"));
    reply
}

/// Lets the allowed origin read the answer. Caches must keep the answers apart in any case.
pub fn apply(headers: &mut HeaderMap, allowed: Option<HeaderValue>) {
    headers.append(VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = allowed {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(
            ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static("idempotency-replayed, retry-after, x-request-id"),
        );
    }
}
