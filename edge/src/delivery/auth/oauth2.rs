//! Access tokens of our own issuer: signed JSON Web Tokens (RFC 7519, RFC 9068) by ES256 (RFC 7518) and nothing else.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use serde::Deserialize;
use shared::time::Instant;

use super::{Delivery, Forged, credentials};

/// How far, in seconds, the clocks of issuer and reader may be apart.
const LEEWAY_SECONDS: i64 = 60;

/// The access tokens that are taken.
pub struct AccessTokens {
    /// The issuer, as the tokens name it.
    pub issuer: String,
    /// The audience, as the tokens name it.
    pub audience: String,
    /// A scope that they must have; none if any will do.
    pub scope: Option<String>,
    /// The keys by which the issuer signs, and has signed until shortly.
    pub keys: Box<dyn VerifyingKeys>,
}

/// The public keys of an issuer.
pub trait VerifyingKeys {
    /// Whether the key of this id has signed the message by ES256: the signature is that of RFC 7518, section 3.4. A key that
    /// is not known has signed nothing.
    fn verify(&self, key_id: &str, message: &[u8], signature: &[u8]) -> bool;
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: String,
    /// Extensions that a reader must understand: we understand none (RFC 7515, section 4.1.11).
    #[serde(default)]
    crit: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: Audience,
    exp: i64,
    #[serde(default)]
    nbf: Option<i64>,
    #[serde(default)]
    scope: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

impl AccessTokens {
    /// Checks a delivery's access token.
    pub(super) fn check(&self, delivery: &Delivery, now: Instant) -> Result<(), Forged> {
        let token = credentials(delivery, "bearer").ok_or(Forged("the delivery has no access token"))?;
        let unreadable = Forged("the access token cannot be read");
        let (message, signature) = token.rsplit_once('.').ok_or(unreadable)?;
        let (header, claims) = message.split_once('.').ok_or(unreadable)?;
        let header: Header = parse(header).ok_or(unreadable)?;
        if header.alg != "ES256" || header.crit.is_some() {
            return Err(Forged("the access token is not signed as ours are"));
        }
        let signature = Base64UrlUnpadded::decode_vec(signature).map_err(|_| unreadable)?;
        if !self.keys.verify(&header.kid, message.as_bytes(), &signature) {
            return Err(Forged("the signature of the access token is wrong"));
        }
        let claims: Claims = parse(claims).ok_or(unreadable)?;
        self.check_claims(&claims, now.unix())
    }

    fn check_claims(&self, claims: &Claims, now: i64) -> Result<(), Forged> {
        let is_for_us = match &claims.aud {
            Audience::One(audience) => *audience == self.audience,
            Audience::Several(all) => all.contains(&self.audience),
        };
        if claims.iss != self.issuer || !is_for_us {
            return Err(Forged(
                "the access token is another issuer's, or for another audience",
            ));
        }
        let is_over = claims.exp.saturating_add(LEEWAY_SECONDS) <= now;
        let is_early = claims
            .nbf
            .is_some_and(|from| now < from.saturating_sub(LEEWAY_SECONDS));
        if is_over || is_early {
            return Err(Forged("the access token has expired, or is not valid yet"));
        }
        let has_scope = |scope: &String| {
            let all = claims.scope.as_deref().unwrap_or_default();
            all.split(' ').any(|given| given == scope)
        };
        if self.scope.as_ref().is_some_and(|scope| !has_scope(scope)) {
            return Err(Forged("the access token has another scope"));
        }
        Ok(())
    }
}

/// A part of a token: an object of JSON in base64url.
fn parse<T: serde::de::DeserializeOwned>(part: &str) -> Option<T> {
    let bytes = Base64UrlUnpadded::decode_vec(part).ok()?;
    serde_json::from_slice(&bytes).ok()
}
