//! Access tokens of the client credentials grant: the scope of a request, and the token that is issued (RFC 9068). Its
//! recipient verifies it by the published keys.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use p256::ecdsa::SigningKey;
use serde::{Deserialize, Serialize};
use shared::time::Instant;

use super::client_auth::single;
use super::error::TokenError;
use super::jws::{Algorithm, JoseHeader, sign_es256};

/// For how many seconds an access token is valid.
pub const TOKEN_SECONDS: i64 = 60 * 60;

/// The type of an access token.
const ACCESS_TOKEN: &str = "at+jwt";

/// The response with a token.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedToken {
    /// The token.
    pub access_token: String,
    /// Its type: `Bearer`.
    pub token_type: String,
    /// For how many seconds it is valid.
    pub expires_in: i64,
    /// Its scope, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
}

/// The claims of an access token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessClaims {
    /// The issuer.
    pub iss: String,
    /// The client, which acts for itself.
    pub sub: String,
    /// The client again, by which RFC 9068 names it.
    pub client_id: String,
    /// The recipient: our webhooks.
    pub aud: String,
    /// When the token expires.
    pub exp: i64,
    /// When it was issued.
    pub iat: i64,
    /// Its id.
    pub jti: String,
    /// Its scope.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
}

/// A token to issue.
pub struct NewAccessToken<'a> {
    /// The issuer's name, which is its address.
    pub issuer: &'a str,
    /// The recipient.
    pub audience: &'a str,
    /// The client.
    pub client: &'a str,
    /// The scope.
    pub scope: Option<String>,
    /// Random bytes, which become its id.
    pub id: [u8; 16],
    /// The instant of the request.
    pub now: Instant,
}

/// The scope that a request gets: all that the client may have, or the part that it asks for.
pub fn scope(form: &[(String, String)], allowed: &[String]) -> Result<Option<String>, TokenError> {
    match single(form, "grant_type")? {
        Some("client_credentials") => {}
        Some(_) => return Err(TokenError::UnsupportedGrantType),
        None => return Err(TokenError::InvalidRequest),
    }
    let wanted: Vec<&str> = match single(form, "scope")? {
        Some(scope) => scope.split(' ').filter(|name| !name.is_empty()).collect(),
        None => allowed.iter().map(String::as_str).collect(),
    };
    if wanted
        .iter()
        .any(|name| !allowed.iter().any(|known| known == name))
    {
        return Err(TokenError::InvalidScope);
    }
    Ok(Some(wanted.join(" ")).filter(|scope| !scope.is_empty()))
}

/// Issues a token; none if it cannot be written as JSON, which it always can.
#[must_use]
pub fn issue(new: NewAccessToken<'_>, kid: &str, key: &SigningKey) -> Option<IssuedToken> {
    let header = JoseHeader {
        alg: Algorithm::Es256,
        typ: Some(ACCESS_TOKEN.to_owned()),
        kid: Some(kid.to_owned()),
    };
    let claims = AccessClaims {
        iss: new.issuer.to_owned(),
        sub: new.client.to_owned(),
        client_id: new.client.to_owned(),
        aud: new.audience.to_owned(),
        exp: new.now.plus_seconds(TOKEN_SECONDS).unix(),
        iat: new.now.unix(),
        jti: Base64UrlUnpadded::encode_string(&new.id),
        scope: new.scope.clone(),
    };
    Some(IssuedToken {
        access_token: sign_es256(&header, &claims, key)?,
        token_type: "Bearer".to_owned(),
        expires_in: TOKEN_SECONDS,
        scope: new.scope,
    })
}

#[cfg(test)]
#[path = "token_tests.rs"]
mod tests;
