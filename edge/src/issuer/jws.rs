//! JSON Web Signatures in their compact form (RFC 7515), by ES256 and HS256 (RFC 7518).

use base64ct::{Base64UrlUnpadded, Encoding as _};
use hmac::{Hmac, KeyInit as _, Mac as _};
use p256::ecdsa::signature::{Signer as _, Verifier as _};
use p256::ecdsa::{Signature, SigningKey, VerifyingKey};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// The longest text that is read as a token, in bytes.
pub const MAX_TOKEN_BYTES: usize = 8 * 1024;

/// The fewest bytes of a key for HS256: the size of the hash (RFC 7518, section 3.2).
pub const MIN_HS256_KEY_BYTES: usize = 32;

/// An algorithm that is read. A token of any other is refused before a key is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Algorithm {
    /// ECDSA on P-256 with SHA-256.
    #[serde(rename = "ES256")]
    Es256,
    /// HMAC with SHA-256.
    #[serde(rename = "HS256")]
    Hs256,
}

/// The header of a token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoseHeader {
    /// The algorithm of the signature.
    pub alg: Algorithm,
    /// The type of the token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typ: Option<String>,
    /// The id of the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
}

/// A token whose signature was not verified yet.
pub struct UnverifiedToken<'a> {
    /// Its header.
    pub header: JoseHeader,
    /// Header and claims as they were signed.
    signed: &'a str,
    claims: &'a str,
    signature: Vec<u8>,
}

impl<'a> UnverifiedToken<'a> {
    /// Reads a token; none if it is malformed, of another algorithm, or has extensions that have to be understood.
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        #[derive(Deserialize)]
        struct Critical {
            crit: Option<IgnoredAny>,
        }
        if text.len() > MAX_TOKEN_BYTES {
            return None;
        }
        let (signed, signature) = text.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let header = Base64UrlUnpadded::decode_vec(header).ok()?;
        let critical: Critical = serde_json::from_slice(&header).ok()?;
        if critical.crit.is_some() || claims.contains('.') {
            return None;
        }
        Some(Self {
            header: serde_json::from_slice(&header).ok()?,
            signed,
            claims,
            signature: Base64UrlUnpadded::decode_vec(signature).ok()?,
        })
    }

    /// The claims, if the token is of ES256 and this key has signed it.
    #[must_use]
    pub fn verify_es256<T: DeserializeOwned>(&self, key: &VerifyingKey) -> Option<T> {
        if self.header.alg != Algorithm::Es256 {
            return None;
        }
        let signature = Signature::from_slice(&self.signature).ok()?;
        key.verify(self.signed.as_bytes(), &signature).ok()?;
        self.claims()
    }

    /// The claims, if the token is of HS256 and this key has signed it. Compares in constant time.
    #[must_use]
    pub fn verify_hs256<T: DeserializeOwned>(&self, key: &[u8]) -> Option<T> {
        if self.header.alg != Algorithm::Hs256 || key.len() < MIN_HS256_KEY_BYTES {
            return None;
        }
        let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
        mac.update(self.signed.as_bytes());
        mac.verify_slice(&self.signature).ok()?;
        self.claims()
    }

    /// The claims as their sender states them, for finding the key alone.
    #[must_use]
    pub fn unverified_claims<T: DeserializeOwned>(&self) -> Option<T> {
        self.claims()
    }

    fn claims<T: DeserializeOwned>(&self) -> Option<T> {
        let claims = Base64UrlUnpadded::decode_vec(self.claims).ok()?;
        serde_json::from_slice(&claims).ok()
    }
}

/// A token with these claims, signed by ES256; none if they cannot be written as JSON. The same claims under the same key
/// are the same token (RFC 6979).
#[must_use]
pub fn sign_es256<T: Serialize>(header: &JoseHeader, claims: &T, key: &SigningKey) -> Option<String> {
    let part = |json: Vec<u8>| Base64UrlUnpadded::encode_string(&json);
    let header = part(serde_json::to_vec(header).ok()?);
    let claims = part(serde_json::to_vec(claims).ok()?);
    let signed = format!("{header}.{claims}");
    let signature: Signature = key.sign(signed.as_bytes());
    let signature = Base64UrlUnpadded::encode_string(signature.to_bytes().as_slice());
    Some(format!("{signed}.{signature}"))
}

#[cfg(test)]
#[path = "jws_tests.rs"]
mod tests;
