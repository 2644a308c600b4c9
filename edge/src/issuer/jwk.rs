//! Public keys on P-256 as JSON Web Keys (RFC 7517; RFC 7518, section 6.2), and their thumbprints (RFC 7638).

use base64ct::{Base64UrlUnpadded, Encoding as _};
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// The first byte of a point that is not compressed (SEC 1, section 2.3.3).
const UNCOMPRESSED: u8 = 4;
/// Bytes of a coordinate.
const COORDINATE_BYTES: usize = 32;

/// A public key for ES256.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicJwk {
    /// The key's type: `EC`.
    pub kty: String,
    /// The curve: `P-256`.
    pub crv: String,
    /// The x coordinate in base64url.
    pub x: String,
    /// The y coordinate in base64url.
    pub y: String,
    /// The key's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
    /// Its use: `sig`.
    #[serde(default, rename = "use", skip_serializing_if = "Option::is_none")]
    pub usage: Option<String>,
    /// Its algorithm: `ES256`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alg: Option<String>,
}

/// Public keys as they are published.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JwkSet {
    /// The keys.
    pub keys: Vec<PublicJwk>,
}

impl JwkSet {
    /// Whether the key of this id is among them and has signed the message by ES256.
    #[must_use]
    pub fn has_signed(&self, kid: &str, message: &[u8], signature: &[u8]) -> bool {
        let known = self.keys.iter().find(|key| key.kid.as_deref() == Some(kid));
        let (Some(key), Ok(signature)) = (known.and_then(PublicJwk::key), Signature::from_slice(signature))
        else {
            return false;
        };
        key.verify(message, &signature).is_ok()
    }
}

impl PublicJwk {
    /// A key as it is published, with its thumbprint as id; none for a point without coordinates, which no key is.
    #[must_use]
    pub fn of(key: &VerifyingKey) -> Option<Self> {
        let point = key.to_sec1_point(false);
        let (first, coordinates) = point.as_bytes().split_first()?;
        if *first != UNCOMPRESSED || coordinates.len() != 2 * COORDINATE_BYTES {
            return None;
        }
        let (x, y) = coordinates.split_at(COORDINATE_BYTES);
        let mut jwk = Self {
            kty: "EC".to_owned(),
            crv: "P-256".to_owned(),
            x: Base64UrlUnpadded::encode_string(x),
            y: Base64UrlUnpadded::encode_string(y),
            kid: None,
            usage: Some("sig".to_owned()),
            alg: Some("ES256".to_owned()),
        };
        jwk.kid = Some(jwk.thumbprint());
        Some(jwk)
    }

    /// The key; none if it is of another kind, of another use, or not on the curve.
    #[must_use]
    pub fn key(&self) -> Option<VerifyingKey> {
        let is_or_absent = |text: Option<&str>, wanted: &str| text.is_none_or(|text| text == wanted);
        let is_its_kind = self.kty == "EC"
            && self.crv == "P-256"
            && is_or_absent(self.usage.as_deref(), "sig")
            && is_or_absent(self.alg.as_deref(), "ES256");
        if !is_its_kind {
            return None;
        }
        let coordinate = |text: &str| {
            let bytes = Base64UrlUnpadded::decode_vec(text).ok()?;
            (bytes.len() == COORDINATE_BYTES).then_some(bytes)
        };
        let point = [vec![UNCOMPRESSED], coordinate(&self.x)?, coordinate(&self.y)?].concat();
        VerifyingKey::from_sec1_bytes(&point).ok()
    }

    /// SHA-256 of the key's required members in the order of their names, in base64url.
    #[must_use]
    pub fn thumbprint(&self) -> String {
        let Self { kty, crv, x, y, .. } = self;
        let members = format!(r#"{{"crv":"{crv}","kty":"{kty}","x":"{x}","y":"{y}"}}"#);
        Base64UrlUnpadded::encode_string(Sha256::digest(members.as_bytes()).as_slice())
    }
}

#[cfg(test)]
mod tests {
    use p256::ecdsa::SigningKey;
    use serde_json::json;

    use super::*;

    /// The key of RFC 7515, appendix A.3, in the form of RFC 7517.
    fn example() -> PublicJwk {
        serde_json::from_value(json!({
            "kty": "EC", "crv": "P-256",
            "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        }))
        .unwrap()
    }

    #[test]
    fn the_private_key_of_rfc_7515_has_the_public_one_beside_it() {
        let private = Base64UrlUnpadded::decode_vec("jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI").unwrap();
        let key = SigningKey::from_slice(&private).unwrap();
        let published = PublicJwk::of(key.verifying_key()).unwrap();
        assert_eq!((&published.x, &published.y), (&example().x, &example().y));
        assert_eq!(example().key().as_ref(), Some(key.verifying_key()));
        assert_eq!(published.key().as_ref(), Some(key.verifying_key()));
    }

    #[test]
    fn the_public_key_of_rfc_7517_appendix_a_1_is_read() {
        let set: JwkSet = serde_json::from_value(json!({ "keys": [{
            "kty": "EC", "crv": "P-256", "use": "enc", "kid": "1",
            "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
            "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
        }] }))
        .unwrap();
        let key = &set.keys[0];
        // It is one to encrypt with, and no signature is verified by it.
        assert!(key.key().is_none());
        let usage = Some("sig".to_owned());
        assert!(PublicJwk { usage, ..key.clone() }.key().is_some());
    }

    #[test]
    fn a_key_is_published_for_signatures_under_its_thumbprint() {
        let published = PublicJwk::of(&example().key().unwrap()).unwrap();
        assert_eq!(
            serde_json::to_value(&published).unwrap(),
            json!({
                "kty": "EC", "crv": "P-256", "x": example().x, "y": example().y,
                "kid": "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U", "use": "sig", "alg": "ES256",
            })
        );
    }

    #[test]
    fn a_point_off_the_curve_and_a_key_of_another_kind_are_refused() {
        let x = example().x;
        for changed in [
            PublicJwk { y: x, ..example() },
            PublicJwk {
                x: "AAAA".to_owned(),
                ..example()
            },
            PublicJwk {
                x: "!".to_owned(),
                ..example()
            },
            PublicJwk {
                kty: "RSA".to_owned(),
                ..example()
            },
            PublicJwk {
                crv: "P-384".to_owned(),
                ..example()
            },
            PublicJwk {
                alg: Some("HS256".to_owned()),
                ..example()
            },
        ] {
            assert!(changed.key().is_none(), "{changed:?}");
        }
    }
}
