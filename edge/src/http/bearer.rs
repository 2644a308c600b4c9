//! Bearer tokens (RFC 6750), read from a request: at most 512 visible ASCII characters in one `Authorization` header.

use http::HeaderMap;
use http::header::AUTHORIZATION;
use secrecy::SecretString;
use shared::problem::ProblemCode;

use super::Request;
use super::error::ApiError;

/// The longest token, in bytes.
pub const MAX_BYTES: usize = 512;

/// The request's bearer token, or 401 without one. The token itself is compared later.
pub fn bearer(request: &Request) -> Result<SecretString, ApiError> {
    Ok(token(request.headers()).ok_or(ProblemCode::Unauthorized)?)
}

/// The token in the one `Authorization` header; none if there are several headers, since two readers could take
/// different ones for it.
#[must_use]
pub fn token(headers: &HeaderMap) -> Option<SecretString> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return None;
    };
    let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
    let token = token.trim();
    let is_token =
        (1..=MAX_BYTES).contains(&token.len()) && token.bytes().all(|byte| byte.is_ascii_graphic());
    (scheme.eq_ignore_ascii_case("bearer") && is_token).then(|| SecretString::from(token))
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn read(values: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(AUTHORIZATION, value.parse().unwrap());
        }
        token(&headers).map(|token| token.expose_secret().to_owned())
    }

    #[test]
    fn a_token_comes_in_one_header_under_its_scheme() {
        let long = format!("Bearer {}", "a".repeat(MAX_BYTES + 1));
        for (values, token) in [
            (&["Bearer abc"][..], Some("abc")),
            (&["bearer  abc "], Some("abc")),
            (&[], None),
            (&["abc"], None),
            (&["Bearer"], None),
            (&["Bearer "], None),
            (&["Basic abc"], None),
            (&["Bearer a b"], None),
            (&["Bearer abc", "Bearer def"], None),
            (&[&long], None),
        ] {
            assert_eq!(read(values).as_deref(), token, "{values:?}");
        }
    }
}
