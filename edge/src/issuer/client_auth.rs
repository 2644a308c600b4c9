//! Authentication of a client at the token endpoint (RFC 6749, section 2.3; RFC 7523, section 3): by its secret in the header
//! or in the form, by an assertion that its secret signs (HS256), or by one that its private key signs (ES256).

use std::borrow::Cow;

use base64ct::{Base64, Encoding as _};
use percent_encoding::percent_decode_str;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use shared::time::Instant;
use subtle::{Choice, ConstantTimeEq};

use super::error::TokenError;
use super::jwk::PublicJwk;
use super::jws::{Algorithm, UnverifiedToken};

/// The type of an assertion (RFC 7523, section 2.2).
pub const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// How far a client's clock may be ahead or behind, in seconds.
const LEEWAY_SECONDS: i64 = 60;

/// For how many seconds an assertion may be valid from now on, beside the leeway. Each is remembered until it is over.
const LONGEST_ASSERTION: i64 = 60 * 60;

/// A way in which a client authenticates, by its name in RFC 8414.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Its secret, in the header `Authorization`.
    ClientSecretBasic,
    /// Its secret, in the form.
    ClientSecretPost,
    /// An assertion signed with its secret, which has 32 bytes at least.
    ClientSecretJwt,
    /// An assertion signed with its private key.
    PrivateKeyJwt,
}

/// The credentials of a request. They cannot be printed.
pub enum Credentials {
    /// Its id and secret, in the header: as they are, and as a form would encode them.
    Basic(String, SecretString),
    /// Its id and secret, in the form.
    Post(String, SecretString),
    /// An assertion, and the id that the form states beside it.
    Assertion(Option<String>, SecretString),
}

/// The client that may ask for tokens.
pub struct RegisteredClient<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its secret; none where it has a private key alone.
    pub secret: Option<&'a SecretString>,
    /// Its public key, if it has one.
    pub key: Option<&'a PublicJwk>,
    /// The ways in which it may authenticate.
    pub methods: &'a [Method],
}

/// An assertion that was accepted, by which the same one is known again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsedAssertion {
    /// SHA-256 of its id, or of all of it where it has none, in lower-case hexadecimal.
    pub digest: String,
    /// The time from which it would be refused as expired.
    pub over_at: Instant,
}

/// The one value of a parameter; none if it is absent or empty (RFC 6749, section 3.2). One that is given twice is an error.
pub fn single<'f>(form: &'f [(String, String)], name: &str) -> Result<Option<&'f str>, TokenError> {
    let mut values = form.iter().filter(|(known, _)| known == name);
    let first = values.next();
    if values.next().is_some() {
        return Err(TokenError::InvalidRequest);
    }
    Ok(first
        .map(|(_, value)| value.as_str())
        .filter(|value| !value.is_empty()))
}

/// The credentials of a request by its header `Authorization` and its form. More than one kind of them is an error, and
/// none is one too.
pub fn credentials(
    authorization: Option<&str>,
    form: &[(String, String)],
) -> Result<Credentials, TokenError> {
    let client = single(form, "client_id")?;
    let secret = single(form, "client_secret")?;
    let assertion = single(form, "client_assertion")?;
    let kind = single(form, "client_assertion_type")?;
    match (authorization, secret, assertion) {
        (Some(header), None, None) => basic(header).ok_or(TokenError::InvalidClient),
        (None, Some(secret), None) => {
            let client = client.ok_or(TokenError::InvalidRequest)?;
            Ok(Credentials::Post(client.to_owned(), SecretString::from(secret)))
        }
        (None, None, Some(assertion)) if kind == Some(ASSERTION_TYPE) => {
            let assertion = SecretString::from(assertion);
            Ok(Credentials::Assertion(client.map(str::to_owned), assertion))
        }
        (None, None, None) => Err(TokenError::InvalidClient),
        _ => Err(TokenError::InvalidRequest),
    }
}

/// The id and the secret of a header under the scheme `Basic` (RFC 7617).
fn basic(header: &str) -> Option<Credentials> {
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(Base64::decode_vec(encoded.trim()).ok()?).ok()?;
    let (client, secret) = text.split_once(':')?;
    Some(Credentials::Basic(client.to_owned(), SecretString::from(secret)))
}

impl Credentials {
    /// The text that a guess would change: what a caller's wrong guesses are counted by.
    #[must_use]
    pub fn secret(&self) -> &SecretString {
        match self {
            Self::Basic(_, secret) | Self::Post(_, secret) | Self::Assertion(_, secret) => secret,
        }
    }

    /// Compares the credentials with those of a client. `audiences` are the names of this issuer that an assertion may be
    /// for. Secrets are compared in constant time. An assertion is valid once: the caller refuses the one that is returned
    /// if it was accepted before.
    pub fn check(
        &self,
        client: &RegisteredClient<'_>,
        audiences: &[String],
        now: Instant,
    ) -> Result<Option<UsedAssertion>, TokenError> {
        let secret = |method| {
            let allowed = client.methods.contains(&method);
            client.secret.filter(|_| allowed)
        };
        let is_right = match self {
            Self::Basic(id, given) => secret(Method::ClientSecretBasic).is_some_and(|secret| {
                // Some clients encode both parts as a form does, and some do not (RFC 6749, section 2.3.1).
                let plain = equal(id, client.id) & equal(given.expose_secret(), secret.expose_secret());
                let (id, given) = (decoded(id), decoded(given.expose_secret()));
                let encoded = equal(&id, client.id) & equal(&given, secret.expose_secret());
                (plain | encoded).into()
            }),
            Self::Post(id, given) => secret(Method::ClientSecretPost).is_some_and(|secret| {
                (equal(id, client.id) & equal(given.expose_secret(), secret.expose_secret())).into()
            }),
            Self::Assertion(id, assertion) => {
                if id.as_deref().is_some_and(|id| id != client.id) {
                    return Err(TokenError::InvalidClient);
                }
                return check_assertion(assertion.expose_secret(), client, audiences, now).map(Some);
            }
        };
        if is_right {
            Ok(None)
        } else {
            Err(TokenError::InvalidClient)
        }
    }
}

/// A part of the header as a form decodes it; itself where that is no text.
fn decoded(text: &str) -> Cow<'_, str> {
    let spaced = text.replace('+', " ");
    match percent_decode_str(&spaced).decode_utf8() {
        Ok(decoded) => Cow::Owned(decoded.into_owned()),
        Err(_) => Cow::Borrowed(text),
    }
}

/// Whether both are equal. Their digests are compared, so that the time shows neither a length nor a place.
fn equal(one: &str, other: &str) -> Choice {
    let digest = |text: &str| Sha256::digest(text.as_bytes());
    digest(one).as_slice().ct_eq(digest(other).as_slice())
}

/// The recipients of an assertion: one, or several.
#[derive(Deserialize)]
#[serde(untagged)]
enum AssertionAudience {
    One(String),
    Several(Vec<String>),
}

impl AssertionAudience {
    fn has_one_of(&self, wanted: &[String]) -> bool {
        match self {
            Self::One(name) => wanted.contains(name),
            Self::Several(names) => names.iter().any(|name| wanted.contains(name)),
        }
    }
}

#[derive(Deserialize)]
struct AssertionClaims {
    iss: String,
    sub: String,
    aud: AssertionAudience,
    exp: i64,
    nbf: Option<i64>,
    iat: Option<i64>,
    jti: Option<String>,
}

fn check_assertion(
    text: &str,
    client: &RegisteredClient<'_>,
    audiences: &[String],
    now: Instant,
) -> Result<UsedAssertion, TokenError> {
    let refused = TokenError::InvalidClient;
    let token = UnverifiedToken::parse(text).ok_or(refused)?;
    let (method, claims): (_, Option<AssertionClaims>) = match token.header.alg {
        Algorithm::Hs256 => {
            let secret = client.secret.map(|secret| secret.expose_secret().as_bytes());
            (
                Method::ClientSecretJwt,
                secret.and_then(|secret| token.verify_hs256(secret)),
            )
        }
        Algorithm::Es256 => {
            let key = client.key.and_then(PublicJwk::key);
            (
                Method::PrivateKeyJwt,
                key.and_then(|key| token.verify_es256(&key)),
            )
        }
    };
    let claims = claims
        .filter(|_| client.methods.contains(&method))
        .ok_or(refused)?;
    let latest = now.plus_seconds(LEEWAY_SECONDS).unix();
    let is_in_time = claims.exp.saturating_add(LEEWAY_SECONDS) > now.unix()
        && claims.exp <= latest.saturating_add(LONGEST_ASSERTION)
        && claims.nbf.is_none_or(|from| from <= latest)
        && claims.iat.is_none_or(|at| at <= latest);
    let is_its = claims.iss == client.id && claims.sub == client.id;
    if !is_its || !is_in_time || !claims.aud.has_one_of(audiences) {
        return Err(refused);
    }
    let name = claims.jti.as_deref().unwrap_or(text);
    Ok(UsedAssertion {
        digest: base16ct::lower::encode_string(&Sha256::digest(name.as_bytes())),
        over_at: Instant::from_unix(claims.exp).plus_seconds(LEEWAY_SECONDS),
    })
}

#[cfg(test)]
#[path = "client_auth_tests.rs"]
mod tests;
