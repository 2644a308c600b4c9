//! Facts about signed tokens, with the examples of RFC 7515.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::issuer::jwk::PublicJwk;

/// The claims of every example, signed.
const CLAIMS: &str =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
/// The headers of the appendices A.1, A.3 and A.5.
const HS256: &str = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9";
const ES256: &str = "eyJhbGciOiJFUzI1NiJ9";
const NONE: &str = "eyJhbGciOiJub25lIn0";
/// The signatures of A.1 and A.3.
const HS256_SIGNATURE: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const ES256_SIGNATURE: &str =
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

/// The key of A.1.
fn secret() -> Vec<u8> {
    let text = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
    Base64UrlUnpadded::decode_vec(text).unwrap()
}

/// The key of A.3.
fn signing_key() -> SigningKey {
    let text = "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI";
    SigningKey::from_slice(&Base64UrlUnpadded::decode_vec(text).unwrap()).unwrap()
}

fn es256(text: &str) -> Option<Value> {
    UnverifiedToken::parse(text)?.verify_es256(signing_key().verifying_key())
}

fn hs256(text: &str) -> Option<Value> {
    UnverifiedToken::parse(text)?.verify_hs256(&secret())
}

fn encoded(json: &Value) -> String {
    Base64UrlUnpadded::encode_string(json.to_string().as_bytes())
}

#[test]
fn the_examples_of_rfc_7515_verify() {
    let claims = json!({ "iss": "joe", "exp": 1_300_819_380, "http://example.com/is_root": true });
    let a_1 = format!("{HS256}.{CLAIMS}.{HS256_SIGNATURE}");
    assert_eq!(hs256(&a_1), Some(claims.clone()));
    let a_3 = format!("{ES256}.{CLAIMS}.{ES256_SIGNATURE}");
    assert_eq!(es256(&a_3), Some(claims));
}

#[test]
fn a_token_without_a_signature_is_refused_under_each_header() {
    // Appendix A.5.
    assert!(UnverifiedToken::parse(&format!("{NONE}.{CLAIMS}.")).is_none());
    for algorithm in [
        "none", "None", "NONE", "nOnE", "", "RS256", "ES384", "HS512", "es256",
    ] {
        let header = encoded(&json!({ "alg": algorithm }));
        for signature in ["", HS256_SIGNATURE, ES256_SIGNATURE] {
            let text = format!("{header}.{CLAIMS}.{signature}");
            assert!(UnverifiedToken::parse(&text).is_none(), "{algorithm}");
        }
    }
    for header in [
        json!({}),
        json!({ "alg": null }),
        json!({ "alg": ["ES256"] }),
        json!("ES256"),
    ] {
        let text = format!("{}.{CLAIMS}.{ES256_SIGNATURE}", encoded(&header));
        assert!(UnverifiedToken::parse(&text).is_none(), "{header}");
    }
    assert_eq!(es256(&format!("{ES256}.{CLAIMS}.")), None);
    assert_eq!(hs256(&format!("{HS256}.{CLAIMS}.")), None);
}

#[test]
fn a_public_key_is_no_secret_for_hs256() {
    // A well-known confusion: the bytes of the public key as the secret of an HMAC.
    let key = signing_key();
    let public = serde_json::to_vec(&PublicJwk::of(key.verifying_key()).unwrap()).unwrap();
    let signed = format!("{HS256}.{CLAIMS}");
    let mut mac = Hmac::<Sha256>::new_from_slice(&public).unwrap();
    mac.update(signed.as_bytes());
    let tag = mac.finalize().into_bytes();
    let text = format!("{signed}.{}", Base64UrlUnpadded::encode_string(tag.as_slice()));
    assert_eq!(es256(&text), None);
}

#[test]
fn a_short_key_verifies_nothing() {
    let key = [7; MIN_HS256_KEY_BYTES - 1];
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
    mac.update(format!("{HS256}.{CLAIMS}").as_bytes());
    let tag = Base64UrlUnpadded::encode_string(mac.finalize().into_bytes().as_slice());
    let text = format!("{HS256}.{CLAIMS}.{tag}");
    let token = UnverifiedToken::parse(&text).unwrap();
    assert_eq!(token.verify_hs256::<Value>(&key), None);
}

#[test]
fn an_extension_that_has_to_be_understood_is_refused() {
    let header = encoded(&json!({ "alg": "ES256", "crit": ["exp"], "exp": 1 }));
    assert!(UnverifiedToken::parse(&format!("{header}.{CLAIMS}.{ES256_SIGNATURE}")).is_none());
}

#[test]
fn other_texts_are_no_tokens() {
    let long = format!("{ES256}.{}.{ES256_SIGNATURE}", "a".repeat(MAX_TOKEN_BYTES));
    for text in [
        "",
        ".",
        "..",
        ES256,
        &format!("{ES256}.{CLAIMS}"),
        &format!("{ES256}.{CLAIMS}.{ES256_SIGNATURE}."),
        &format!("{ES256}.{CLAIMS}.{ES256_SIGNATURE}.{ES256_SIGNATURE}"),
        &format!("{ES256}=.{CLAIMS}.{ES256_SIGNATURE}"),
        &format!(" {ES256}.{CLAIMS}.{ES256_SIGNATURE}"),
        &long,
    ] {
        assert_eq!(es256(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn a_signed_token_verifies_and_a_changed_one_does_not(claims in "[a-z]{0,40}", place: usize, other: u8) {
        let header = JoseHeader { alg: Algorithm::Es256, typ: None, kid: Some("k".to_owned()) };
        let text = sign_es256(&header, &json!({ "sub": claims }), &signing_key()).unwrap();
        prop_assert_eq!(es256(&text), Some(json!({ "sub": claims })));
        let mut bytes = text.clone().into_bytes();
        let place = place % bytes.len();
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
        bytes[place] = alphabet[usize::from(other) % alphabet.len()];
        let changed = String::from_utf8(bytes).unwrap();
        prop_assert_eq!(es256(&changed).is_some(), changed == text);
    }
}
