//! CORS: pages of this worker and of the origins that a venue lists may read responses and write; pages of other origins
//! may do neither. What they are refused with they may read, so that the widget can say why: a problem without data.
//!
//! A request without `Origin` comes from a server, a terminal or a browser's address bar. It is answered like any
//! other. The one thing that a browser adds by itself, the cookie of a session, has rules of its own
//! ([`super::session_cookie`]), and no response of staff's endpoints can be read by a page of another origin.

use http::Method;
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ALLOW, HeaderMap, HeaderName, HeaderValue, ORIGIN,
    VARY,
};

use super::path_match::PathMatch;
use super::{Reply, Request, no_content, own_origin};
use config::VenueSettings;

/// The origin of a request, by the header of its browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// No header `Origin`: a server, a terminal or a browser's address bar.
    Unstated,
    /// A page of this worker.
    Own,
    /// A page of an origin that the venue lists.
    Listed(HeaderValue),
    /// Any other page, and every value that one could send too: `null`, which every sandboxed frame sends, and several
    /// origins at once.
    Foreign,
}

impl Source {
    /// The source of a request. Origins are compared byte by byte, since browsers write an origin in one way only (RFC
    /// 6454, section 6.2).
    pub fn of(request: &Request, venue: Option<&VenueSettings>) -> Self {
        let mut values = request.headers().get_all(ORIGIN).iter();
        let (Some(origin), None) = (values.next(), values.next()) else {
            let is_stated = request.headers().contains_key(ORIGIN);
            return if is_stated { Self::Foreign } else { Self::Unstated };
        };
        let Ok(text) = origin.to_str() else {
            return Self::Foreign;
        };
        let is_listed = |venue: &VenueSettings| venue.origins.iter().any(|listed| listed.as_str() == text);
        if own_origin(request).as_deref() == Some(text) || is_same_origin(request) {
            Self::Own
        } else if venue.is_some_and(is_listed) {
            Self::Listed(origin.clone())
        } else {
            Self::Foreign
        }
    }
}

/// Whether the header `Sec-Fetch-Site` (Fetch Metadata) is `same-origin`. No script can write it, so it identifies a page
/// of this worker also where a proxy in front has changed scheme or host.
fn is_same_origin(request: &Request) -> bool {
    let mut values = request.headers().get_all("sec-fetch-site").iter();
    matches!((values.next(), values.next()), (Some(value), None) if value == "same-origin")
}

/// The response to `OPTIONS`. Only pages of a listed origin get the headers that permit anything.
pub fn options(found: &PathMatch<'_>, source: &Source) -> Reply {
    let mut reply = no_content();
    let headers = reply.headers_mut();
    headers.insert(ALLOW, found.allow());
    if matches!(source, Source::Listed(_)) && found.is_cross_origin(&Method::OPTIONS) {
        headers.insert(ACCESS_CONTROL_ALLOW_METHODS, found.cross_origin_methods());
        if let Some(names) = found.cross_origin_headers() {
            headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, names);
        }
        // An origin that is removed from the venue's list loses its permission within ten minutes.
        headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    }
    reply
}

/// Adds the headers by which a listed origin may read the response, if it is of an endpoint for other origins, and `Vary`
/// for caches in any case. `is_problem`: any origin may read it, since no handler has answered a page of another origin.
pub fn apply(headers: &mut HeaderMap, source: Source, is_cross_origin: bool, is_problem: bool) {
    headers.append(VARY, HeaderValue::from_static("Origin"));
    match source {
        // Only pages of a listed origin may read responses across origins.
        Source::Listed(origin) if is_cross_origin => {
            // A page that may read the response may read its timing.
            headers.insert(HeaderName::from_static("timing-allow-origin"), origin.clone());
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            headers.insert(
                ACCESS_CONTROL_EXPOSE_HEADERS,
                HeaderValue::from_static("idempotency-replayed, retry-after, x-request-id"),
            );
        }
        // Without credentials, and without naming the page: `null` is no origin to name.
        Source::Foreign if is_cross_origin && is_problem => {
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        }
        Source::Unstated | Source::Own | Source::Listed(_) | Source::Foreign => {}
    }
    // The API is read by `fetch` alone: no other site may load it as a picture or a script. Pictures say otherwise.
    headers
        .entry(HeaderName::from_static("cross-origin-resource-policy"))
        .or_insert(HeaderValue::from_static("same-origin"));
}

#[cfg(test)]
#[path = "cors_tests.rs"]
mod tests;
