//! Security headers of every response. Pages set a Content-Security-Policy of their own before these are added.

use http::header::{
    CONTENT_SECURITY_POLICY, HeaderMap, HeaderName, HeaderValue, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};

/// The policy of JSON: a browser that is led to show it loads nothing and shows it in no frame.
const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// Browser features that no page of this worker uses.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), \
    geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), usb=()";

/// HSTS for a year, without subdomains: other hosts of the domain are the restaurant's own.
const TRANSPORT: &str = "max-age=31536000";

/// Adds the headers that a response has not set itself.
pub fn apply(headers: &mut HeaderMap, is_https: bool) {
    let mut add = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    add(X_CONTENT_TYPE_OPTIONS, "nosniff");
    add(REFERRER_POLICY, "strict-origin-when-cross-origin");
    add(CONTENT_SECURITY_POLICY, NOTHING);
    // For browsers that do not read `frame-ancestors`.
    add(X_FRAME_OPTIONS, "DENY");
    add(HeaderName::from_static("permissions-policy"), PERMISSIONS);
    add(
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    // The header has no effect over plain HTTP (RFC 6797, section 7.2).
    if is_https {
        add(STRICT_TRANSPORT_SECURITY, TRANSPORT);
    }
}
