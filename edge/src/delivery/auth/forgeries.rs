//! The table of forgeries, one list for each scheme, with the right credentials that they imitate.

use base64ct::{Base64, Base64UrlUnpadded, Encoding as _};
use serde_json::{Value, json};

use super::oauth2::VerifyingKeys;
use super::*;

/// Forged deliveries of one scheme, each with what is wrong with it.
type Forgeries = Vec<(&'static str, Delivery)>;

pub(super) const NOW: Instant = Instant::from_unix(1_795_258_800);

pub(super) fn secret(text: &str) -> SecretString {
    SecretString::from(text.to_owned())
}

pub(super) fn delivery(headers: &[(&str, &str)], query: &[(&str, &str)]) -> Delivery {
    let owned = |fields: &[(&str, &str)]| {
        let pair = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        fields.iter().map(pair).collect()
    };
    Delivery {
        headers: owned(headers),
        query: owned(query),
        body: b"{}".to_vec(),
    }
}

pub(super) fn authorized(value: &str) -> Delivery {
    delivery(&[("authorization", value)], &[])
}

pub(super) fn encoded(text: &[u8]) -> String {
    format!("Basic {}", Base64::encode_string(text))
}

pub(super) fn basic() -> Authentication {
    Authentication::Basic {
        username: secret("till"),
        password: secret("pass:word"),
    }
}

pub(super) fn bearer(expires_at: Option<Instant>) -> Authentication {
    Authentication::Bearer {
        token: secret("token-1"),
        expires_at,
    }
}

pub(super) fn api_keys() -> Authentication {
    Authentication::ApiKeys {
        headers: vec![("X-Key".to_owned(), secret("one"))],
        query: vec![("key".to_owned(), secret("two"))],
    }
}

/// A secret in the address's query alone.
pub(super) fn query_key() -> Authentication {
    Authentication::ApiKeys {
        headers: Vec::new(),
        query: vec![("token".to_owned(), secret("a-long-secret"))],
    }
}

/// Stands in for signatures: a digest of the key's id and the message.
pub(super) struct Digests;

pub(super) fn signed(key_id: &str, message: &[u8]) -> Vec<u8> {
    Sha256::digest([key_id.as_bytes(), message].concat()).to_vec()
}

impl VerifyingKeys for Digests {
    fn verify(&self, key_id: &str, message: &[u8], signature: &[u8]) -> bool {
        ["k1", "k2"].contains(&key_id) && signature == signed(key_id, message)
    }
}

pub(super) fn oauth2() -> Authentication {
    Authentication::OAuth2(AccessTokens {
        issuer: "https://book.example/oauth/group".to_owned(),
        audience: "https://book.example/v1/webhooks/lightspeed".to_owned(),
        scope: Some("events".to_owned()),
        keys: Box::new(Digests),
    })
}

pub(super) fn part(json: &Value) -> String {
    Base64UrlUnpadded::encode_string(json.to_string().as_bytes())
}

pub(super) fn header() -> Value {
    json!({ "alg": "ES256", "kid": "k1", "typ": "at+jwt" })
}

pub(super) fn claims() -> Value {
    json!({
        "iss": "https://book.example/oauth/group", "aud": "https://book.example/v1/webhooks/lightspeed",
        "exp": NOW.unix() + 600, "scope": "events",
    })
}

/// The same with another value, or without one where it is null.
pub(super) fn with(mut json: Value, name: &str, value: Value) -> Value {
    match (value, json.as_object_mut()) {
        (Value::Null, Some(fields)) => {
            fields.remove(name);
        }
        (value, Some(fields)) => {
            fields.insert(name.to_owned(), value);
        }
        (_, None) => {}
    }
    json
}

/// A token that is signed by the key that its header names.
pub(super) fn token(header: &Value, claims: &Value) -> String {
    let message = format!("{}.{}", part(header), part(claims));
    let signature = signed(header["kid"].as_str().unwrap_or_default(), message.as_bytes());
    format!("{message}.{}", Base64UrlUnpadded::encode_string(&signature))
}

pub(super) fn with_token(header: &Value, claims: &Value) -> Delivery {
    authorized(&format!("Bearer {}", token(header, claims)))
}

fn forged_basic() -> Forgeries {
    vec![
        ("no header", delivery(&[], &[])),
        ("an empty header", authorized("")),
        ("a scheme alone", authorized("Basic")),
        ("a scheme and a space", authorized("Basic ")),
        (
            "another scheme",
            authorized(&encoded(b"till:pass:word").replace("Basic", "Digest")),
        ),
        (
            "credentials that are not encoded",
            authorized("Basic till:pass:word"),
        ),
        ("no base64", authorized("Basic %%%")),
        ("no text", authorized(&encoded(&[0xff, b':', 0xfe]))),
        ("no colon", authorized(&encoded(b"tillpassword"))),
        ("another user", authorized(&encoded(b"tilt:pass:word"))),
        ("no user", authorized(&encoded(b":pass:word"))),
        ("another password", authorized(&encoded(b"till:pass:ward"))),
        ("half of the password", authorized(&encoded(b"till:pass"))),
        ("more than the password", authorized(&encoded(b"till:pass:words"))),
        ("no password", authorized(&encoded(b"till:"))),
        (
            "the user in large letters",
            authorized(&encoded(b"TILL:pass:word")),
        ),
        (
            "in another header",
            delivery(&[("proxy-authorization", &encoded(b"till:pass:word"))], &[]),
        ),
        (
            "in the query",
            delivery(&[], &[("authorization", &encoded(b"till:pass:word"))]),
        ),
        ("a bearer token", authorized("Bearer pass:word")),
    ]
}

fn forged_bearer() -> Forgeries {
    vec![
        ("no header", delivery(&[], &[])),
        ("the token alone", authorized("token-1")),
        ("another scheme", authorized("Basic token-1")),
        ("another token", authorized("Bearer token-2")),
        ("half of the token", authorized("Bearer token")),
        ("more than the token", authorized("Bearer token-1x")),
        ("two tokens", authorized("Bearer token-1 token-1")),
        ("the token in large letters", authorized("Bearer TOKEN-1")),
        ("in the query", delivery(&[], &[("access_token", "token-1")])),
    ]
}

fn forged_keys() -> Forgeries {
    vec![
        ("no keys", delivery(&[], &[])),
        ("the header alone", delivery(&[("x-key", "one")], &[])),
        ("the query alone", delivery(&[], &[("key", "two")])),
        ("another header", delivery(&[("x-key", "two")], &[("key", "two")])),
        (
            "another parameter",
            delivery(&[("x-key", "one")], &[("key", "one")]),
        ),
        ("an empty header", delivery(&[("x-key", "")], &[("key", "two")])),
        (
            "the parameter in large letters",
            delivery(&[("x-key", "one")], &[("KEY", "two")]),
        ),
        ("exchanged", delivery(&[("key", "two")], &[("x-key", "one")])),
        (
            "both in the header",
            delivery(&[("x-key", "one"), ("key", "two")], &[]),
        ),
    ]
}

fn forged_query() -> Forgeries {
    vec![
        ("no query", delivery(&[], &[])),
        ("an empty secret", delivery(&[], &[("token", "")])),
        ("another secret", delivery(&[], &[("token", "a-long-secreT")])),
        ("half of the secret", delivery(&[], &[("token", "a-long")])),
        (
            "more than the secret",
            delivery(&[], &[("token", "a-long-secret1")]),
        ),
        ("a space after it", delivery(&[], &[("token", "a-long-secret ")])),
        ("a zero after it", delivery(&[], &[("token", "a-long-secret\0")])),
        ("encoded twice", delivery(&[], &[("token", "a%2Dlong%2Dsecret")])),
        (
            "the secret as the name",
            delivery(&[], &[("a-long-secret", "token")]),
        ),
        (
            "another parameter",
            delivery(
                &[],
                &[("Token", "a-long-secret"), ("access_token", "a-long-secret")],
            ),
        ),
        ("in a header", delivery(&[("token", "a-long-secret")], &[])),
        ("as a bearer token", authorized("Bearer a-long-secret")),
    ]
}

fn forged_tokens() -> Forgeries {
    let good = token(&header(), &claims());
    let (message, signature) = good.rsplit_once('.').unwrap();
    let unsigned = format!(
        "{}.{}.",
        part(&with(header(), "alg", json!("none"))),
        part(&claims())
    );
    let exchanged = {
        let more = with(claims(), "scope", json!("events admin"));
        format!("{}.{}.{signature}", part(&header()), part(&more))
    };
    vec![
        ("no header", delivery(&[], &[])),
        ("in the query", delivery(&[], &[("access_token", &good)])),
        ("another scheme", authorized(&format!("Basic {good}"))),
        ("no token", authorized("Bearer x")),
        ("two parts", authorized(&format!("Bearer {message}"))),
        ("four parts", authorized(&format!("Bearer {good}.x"))),
        ("no signature", authorized(&format!("Bearer {message}."))),
        (
            "no algorithm and no signature",
            authorized(&format!("Bearer {unsigned}")),
        ),
        (
            "no algorithm",
            with_token(&with(header(), "alg", json!("none")), &claims()),
        ),
        (
            "a shared secret",
            with_token(&with(header(), "alg", json!("HS256")), &claims()),
        ),
        (
            "the algorithm in small letters",
            with_token(&with(header(), "alg", json!("es256")), &claims()),
        ),
        (
            "no key",
            with_token(&with(header(), "kid", Value::Null), &claims()),
        ),
        (
            "an unknown key",
            with_token(&with(header(), "kid", json!("k9")), &claims()),
        ),
        (
            "an unknown extension",
            with_token(&with(header(), "crit", json!(["b64"])), &claims()),
        ),
        (
            "other claims under the signature",
            authorized(&format!("Bearer {exchanged}")),
        ),
        (
            "another issuer",
            with_token(&header(), &with(claims(), "iss", json!("https://evil.example"))),
        ),
        (
            "no issuer",
            with_token(&header(), &with(claims(), "iss", Value::Null)),
        ),
        (
            "for another audience",
            with_token(&header(), &with(claims(), "aud", json!("https://other.example"))),
        ),
        (
            "for no audience",
            with_token(&header(), &with(claims(), "aud", json!([]))),
        ),
        (
            "expired",
            with_token(&header(), &with(claims(), "exp", json!(NOW.unix() - 60))),
        ),
        (
            "without an end",
            with_token(&header(), &with(claims(), "exp", Value::Null)),
        ),
        (
            "an end that is a text",
            with_token(&header(), &with(claims(), "exp", json!("9999999999"))),
        ),
        (
            "not valid yet",
            with_token(&header(), &with(claims(), "nbf", json!(NOW.unix() + 61))),
        ),
        (
            "another scope",
            with_token(&header(), &with(claims(), "scope", json!("event"))),
        ),
        (
            "no scope",
            with_token(&header(), &with(claims(), "scope", Value::Null)),
        ),
    ]
}

/// Every forgery, with the scheme that it tries to get past.
pub(super) fn all() -> Vec<(&'static str, Authentication, Forgeries)> {
    vec![
        ("basic", basic(), forged_basic()),
        ("bearer", bearer(None), forged_bearer()),
        ("API keys", api_keys(), forged_keys()),
        ("a secret in the query", query_key(), forged_query()),
        ("OAuth2", oauth2(), forged_tokens()),
    ]
}
