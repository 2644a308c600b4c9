//! Cookies that this host alone sets and reads: the prefix `__Host-` makes browsers take them over HTTPS alone, for all paths
//! (RFC 6265bis, section 4.1.3.2), and `HttpOnly` keeps them from scripts. Names and values are letters, digits, hyphens and
//! underscores, so nothing is escaped.

use http::header::{COOKIE, HeaderValue};

use super::Request;

/// The requests of other sites with which browsers send a cookie.
#[derive(Clone, Copy)]
pub enum SameSite {
    /// None.
    Strict,
    /// Those that lead to a page of this host from elsewhere.
    Lax,
}

/// The value of the request's cookie of this name; none where several have the name, since two readers could take different ones
/// for it.
pub fn read<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    let headers = request.headers().get_all(COOKIE).iter();
    let mut values = headers
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(known, _)| *known == name)
        .map(|(_, value)| value);
    match (values.next(), values.next()) {
        (Some(value), None) => Some(value),
        _ => None,
    }
}

/// The header `Set-Cookie` of a cookie that lasts so many seconds at most; with none it is deleted.
pub fn set(name: &str, value: &str, seconds: i64, same_site: SameSite) -> Option<HeaderValue> {
    let same_site = match same_site {
        SameSite::Strict => "Strict",
        SameSite::Lax => "Lax",
    };
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite={same_site}");
    let mut header = HeaderValue::from_str(&text).ok()?;
    header.set_sensitive(true);
    Some(header)
}
