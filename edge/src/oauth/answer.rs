//! The answer of a token endpoint (RFC 6749, section 5), with the life of the refresh token as some vendors state it.

use secrecy::SecretString;
use serde::Deserialize;
use shared::time::Instant;

/// For how many seconds an access token is taken as valid whose answer does not say it.
const DEFAULT_SECONDS: i64 = 5 * 60;

/// The longest life that is believed, in seconds: ten years.
const LONGEST_SECONDS: i64 = 10 * 365 * 24 * 60 * 60;

/// Tokens as they were answered. They cannot be printed.
pub struct Tokens {
    /// The access token.
    pub access: SecretString,
    /// When it expires.
    pub access_until: Instant,
    /// The refresh token, if there is one.
    pub refresh: Option<SecretString>,
    /// When the refresh token expires, if the answer states it.
    pub refresh_until: Option<Instant>,
}

/// The meaning of an answer.
pub enum TokenAnswer {
    /// Tokens.
    Tokens(Tokens),
    /// The code or the refresh token is not valid (any more): a person has to authorize again.
    InvalidGrant,
    /// The request was refused before its code or refresh token was used, as that of a client that is not known. The code is
    /// one of RFC 6749, or `other`.
    Refused(&'static str),
    /// The answer cannot be read. The code or refresh token may have been used.
    Unreadable,
}

/// The codes of RFC 6749 that say nothing about the grant.
const REFUSALS: [&str; 5] = [
    "invalid_request",
    "invalid_client",
    "unauthorized_client",
    "unsupported_grant_type",
    "invalid_scope",
];

#[derive(Deserialize)]
struct TokenFields {
    access_token: String,
    token_type: String,
    #[serde(default)]
    expires_in: Option<i64>,
    #[serde(default)]
    refresh_token: Option<String>,
    #[serde(default)]
    refresh_expires_in: Option<i64>,
}

#[derive(Deserialize)]
struct ErrorFields {
    error: String,
}

/// Reads an answer that came at this instant. Nothing of it is logged.
#[must_use]
pub fn read(status: u16, body: &[u8], now: Instant) -> TokenAnswer {
    if (200..300).contains(&status) {
        return success(body, now).map_or(TokenAnswer::Unreadable, TokenAnswer::Tokens);
    }
    let error = serde_json::from_slice::<ErrorFields>(body).map(|failure| failure.error);
    match (status, error.as_deref()) {
        (400..=499, Ok("invalid_grant")) => TokenAnswer::InvalidGrant,
        (400..=499, Ok(error)) => {
            let known = REFUSALS.into_iter().find(|known| *known == error);
            TokenAnswer::Refused(known.unwrap_or("other"))
        }
        (401 | 403 | 404, Err(_)) => TokenAnswer::Refused("other"),
        _ => TokenAnswer::Unreadable,
    }
}

fn success(body: &[u8], now: Instant) -> Option<Tokens> {
    let success: TokenFields = serde_json::from_slice(body).ok()?;
    let is_token = |text: &String| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
    if !success.token_type.eq_ignore_ascii_case("bearer") || !is_token(&success.access_token) {
        return None;
    }
    let until = |seconds: i64| now.plus_seconds(seconds.clamp(0, LONGEST_SECONDS));
    // Some vendors write 0 for a refresh token without an end.
    let refresh_seconds = success.refresh_expires_in.filter(|seconds| *seconds > 0);
    Some(Tokens {
        access_until: until(success.expires_in.unwrap_or(DEFAULT_SECONDS)),
        access: SecretString::from(success.access_token),
        refresh: success.refresh_token.filter(is_token).map(SecretString::from),
        refresh_until: refresh_seconds.map(until),
    })
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;
    use serde_json::{Value, json};

    use super::*;

    const NOW: Instant = Instant::from_unix(1_795_000_000);

    /// The answer in one word, or its tokens and their lives.
    fn seen(status: u16, body: &str) -> Value {
        match read(status, body.as_bytes(), NOW) {
            TokenAnswer::Tokens(tokens) => json!([
                tokens.access.expose_secret(),
                tokens.access_until.unix() - NOW.unix(),
                tokens.refresh.map(|token| token.expose_secret().to_owned()),
                tokens.refresh_until.map(|until| until.unix() - NOW.unix()),
            ]),
            TokenAnswer::InvalidGrant => json!("invalid grant"),
            TokenAnswer::Refused(code) => json!(code),
            TokenAnswer::Unreadable => json!("unreadable"),
        }
    }

    #[test]
    fn lives_are_read_and_not_assumed() {
        for (body, expected) in [
            (
                json!({ "access_token": "a", "token_type": "Bearer", "expires_in": 300, "refresh_token": "r",
                        "refresh_expires_in": 1_209_600, "scope": "x", "not-before-policy": 0 }),
                json!(["a", 300, "r", 1_209_600]),
            ),
            (
                json!({ "access_token": "a", "token_type": "bearer" }),
                json!(["a", 300, null, null]),
            ),
            (
                json!({ "access_token": "a", "token_type": "Bearer", "expires_in": -5, "refresh_token": "r",
                        "refresh_expires_in": 0 }),
                json!(["a", 0, "r", null]),
            ),
            (
                json!({ "access_token": "a", "token_type": "mac" }),
                json!("unreadable"),
            ),
            (
                json!({ "access_token": "a\nb", "token_type": "Bearer" }),
                json!("unreadable"),
            ),
            (
                json!({ "access_token": "", "token_type": "Bearer" }),
                json!("unreadable"),
            ),
            (json!({ "token_type": "Bearer" }), json!("unreadable")),
        ] {
            assert_eq!(seen(200, &body.to_string()), expected, "{body}");
        }
    }

    #[test]
    fn a_grant_that_is_over_is_told_from_a_client_that_is_refused() {
        for (status, body, expected) in [
            (
                400,
                r#"{"error":"invalid_grant","error_description":"x"}"#,
                "invalid grant",
            ),
            (401, r#"{"error":"invalid_client"}"#, "invalid_client"),
            (400, r#"{"error":"unauthorized_client"}"#, "unauthorized_client"),
            (400, r#"{"error":"my-secret"}"#, "other"),
            (403, "<html>", "other"),
            (404, "", "other"),
            (400, "<html>", "unreadable"),
            (302, "", "unreadable"),
            (200, "<html>", "unreadable"),
        ] {
            assert_eq!(seen(status, body), expected, "{status} {body}");
        }
    }
}
