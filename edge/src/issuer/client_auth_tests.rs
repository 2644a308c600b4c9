//! Facts about the authentication of clients at the token endpoint.

use base64ct::Base64UrlUnpadded;
use hmac::{Hmac, KeyInit as _, Mac as _};
use p256::ecdsa::SigningKey;
use serde_json::{Value, json};

use super::*;
use crate::issuer::jws::{JoseHeader, sign_es256};

const NOW: Instant = Instant::from_unix(1_795_000_000);
/// A secret with characters that a form encodes.
const SECRET: &str = "p+ss word%41:0123456789abcdef-_=&";
const ISSUER: &str = "https://book.example.com/oauth/group";

const ALL: [Method; 4] = [
    Method::ClientSecretBasic,
    Method::ClientSecretPost,
    Method::ClientSecretJwt,
    Method::PrivateKeyJwt,
];

fn private_key() -> SigningKey {
    SigningKey::from_slice(&[7; 32]).unwrap()
}

fn form(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let fields = fields.iter();
    fields
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

fn basic_header(text: &str) -> String {
    format!("Basic {}", Base64::encode_string(text.as_bytes()))
}

/// The outcome of a request at a client with these ways.
fn outcome_by(
    methods: &[Method],
    authorization: Option<&str>,
    fields: &[(&str, &str)],
) -> Result<Option<UsedAssertion>, TokenError> {
    let (secret, key) = (
        SecretString::from(SECRET),
        PublicJwk::of(private_key().verifying_key()),
    );
    let client = RegisteredClient {
        id: "lightspeed",
        secret: Some(&secret),
        key: key.as_ref(),
        methods,
    };
    let audiences = [ISSUER.to_owned(), format!("{ISSUER}/token")];
    credentials(authorization, &form(fields))?.check(&client, &audiences, NOW)
}

fn outcome(
    authorization: Option<&str>,
    fields: &[(&str, &str)],
) -> Result<Option<UsedAssertion>, TokenError> {
    outcome_by(&ALL, authorization, fields)
}

fn claims() -> Value {
    json!({
        "iss": "lightspeed", "sub": "lightspeed", "aud": format!("{ISSUER}/token"),
        "iat": NOW.unix(), "exp": NOW.unix() + 3600, "jti": "a",
    })
}

/// An assertion signed with a secret.
fn hs256(claims: &Value, secret: &str) -> String {
    let part = |json: &Value| Base64UrlUnpadded::encode_string(json.to_string().as_bytes());
    let signed = format!(
        "{}.{}",
        part(&json!({ "alg": "HS256", "typ": "JWT" })),
        part(claims)
    );
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(signed.as_bytes());
    let tag = mac.finalize().into_bytes();
    format!("{signed}.{}", Base64UrlUnpadded::encode_string(tag.as_slice()))
}

/// An assertion signed with a private key.
fn es256(claims: &Value, key: &SigningKey) -> String {
    let header = JoseHeader {
        alg: Algorithm::Es256,
        typ: None,
        kid: None,
    };
    sign_es256(&header, claims, key).unwrap()
}

fn by_assertion(text: &str) -> Result<Option<UsedAssertion>, TokenError> {
    outcome(
        None,
        &[
            ("client_assertion_type", ASSERTION_TYPE),
            ("client_assertion", text),
        ],
    )
}

#[test]
fn a_client_is_known_by_each_way() {
    assert_eq!(
        outcome(Some(&basic_header(&format!("lightspeed:{SECRET}"))), &[]),
        Ok(None)
    );
    let post = [("client_id", "lightspeed"), ("client_secret", SECRET)];
    assert_eq!(outcome(None, &post), Ok(None));
    for text in [hs256(&claims(), SECRET), es256(&claims(), &private_key())] {
        let used = by_assertion(&text).unwrap().unwrap();
        assert_eq!(used.over_at, NOW.plus_seconds(3660));
        assert_eq!(used.digest.len(), 64);
    }
}

#[test]
fn a_header_whose_parts_are_encoded_as_a_form_does_is_the_same() {
    let encoded = "p%2Bss+word%2541%3A0123456789abcdef-_%3D%26";
    assert_eq!(
        outcome(Some(&basic_header(&format!("lightspeed:{encoded}"))), &[]),
        Ok(None)
    );
    assert_eq!(
        outcome(Some(&basic_header(&format!("light%73peed:{encoded}"))), &[]),
        Ok(None)
    );
}

#[test]
fn a_way_that_is_not_allowed_is_refused_with_the_right_secret() {
    let header = basic_header(&format!("lightspeed:{SECRET}"));
    let post = [("client_id", "lightspeed"), ("client_secret", SECRET)];
    let assertions = [hs256(&claims(), SECRET), es256(&claims(), &private_key())];
    for (place, left_out) in ALL.into_iter().enumerate() {
        let others: Vec<_> = ALL.into_iter().filter(|method| *method != left_out).collect();
        let fields = |text| {
            [
                ("client_assertion_type", ASSERTION_TYPE),
                ("client_assertion", text),
            ]
        };
        let outcomes = [
            outcome_by(&others, Some(&header), &[]),
            outcome_by(&others, None, &post),
            outcome_by(&others, None, &fields(&assertions[0])),
            outcome_by(&others, None, &fields(&assertions[1])),
        ];
        for (way, outcome) in outcomes.into_iter().enumerate() {
            assert_eq!(outcome.is_err(), way == place, "{left_out:?}");
        }
    }
}

#[test]
fn wrong_credentials_are_an_invalid_client() {
    let invalid = Err(TokenError::InvalidClient);
    for header in [
        basic_header(&format!("lightspeed:{SECRET}x")),
        basic_header(&format!("lightspeed:{}", &SECRET[1..])),
        basic_header("lightspeed:"),
        basic_header(&format!("other:{SECRET}")),
        basic_header(&format!(":{SECRET}")),
        basic_header("lightspeed"),
        format!("Basic lightspeed:{SECRET}"),
        format!("Bearer {SECRET}"),
        "Basic".to_owned(),
        String::new(),
    ] {
        assert_eq!(outcome(Some(&header), &[]), invalid, "{header}");
    }
    for fields in [
        &[("client_id", "lightspeed"), ("client_secret", "wrong")][..],
        &[("client_id", "other"), ("client_secret", SECRET)],
        &[("client_id", "lightspeed")],
        &[],
    ] {
        assert_eq!(outcome(None, fields), invalid, "{fields:?}");
    }
}

#[test]
fn two_kinds_of_credentials_are_an_invalid_request() {
    let header = basic_header(&format!("lightspeed:{SECRET}"));
    let assertion = hs256(&claims(), SECRET);
    let (kind, assertion) = (
        ("client_assertion_type", ASSERTION_TYPE),
        ("client_assertion", &*assertion),
    );
    let (id, secret) = (("client_id", "lightspeed"), ("client_secret", SECRET));
    for (authorization, fields) in [
        (Some(&*header), &[id, secret][..]),
        (Some(&*header), &[kind, assertion]),
        (None, &[id, secret, kind, assertion]),
        (None, &[id, secret, secret]),
        (None, &[id, id, secret]),
        (None, &[secret]),
        (None, &[assertion]),
        (None, &[("client_assertion_type", "other"), assertion]),
    ] {
        assert_eq!(
            outcome(authorization, fields),
            Err(TokenError::InvalidRequest),
            "{fields:?}"
        );
    }
    // The id may stand beside the header and beside an assertion.
    assert_eq!(outcome(Some(&header), &[id]), Ok(None));
    assert!(outcome(None, &[id, kind, assertion]).is_ok());
    let other = ("client_id", "other");
    assert_eq!(
        outcome(None, &[other, kind, assertion]),
        Err(TokenError::InvalidClient)
    );
}

#[test]
fn an_assertion_is_for_this_issuer_from_this_client_and_for_an_hour() {
    let changed = |name: &str, value: Value| {
        let mut claims = claims();
        claims[name] = value;
        by_assertion(&hs256(&claims, SECRET))
    };
    for (name, value) in [
        ("aud", json!(ISSUER)),
        ("aud", json!(["https://elsewhere.example", ISSUER])),
        ("exp", json!(NOW.unix() - 59)),
        ("exp", json!(NOW.unix() + 3660)),
        ("nbf", json!(NOW.unix() + 60)),
        ("iat", json!(NOW.unix() + 60)),
        ("jti", Value::Null),
        ("other", json!(true)),
    ] {
        assert!(changed(name, value.clone()).is_ok(), "{name} {value}");
    }
    for (name, value) in [
        ("iss", json!("other")),
        ("sub", json!("other")),
        ("iss", Value::Null),
        ("aud", json!("https://elsewhere.example/oauth/group/token")),
        ("aud", json!(format!("{ISSUER}/token/"))),
        ("aud", json!([])),
        ("aud", Value::Null),
        ("exp", json!(NOW.unix() - 60)),
        ("exp", json!(NOW.unix() + 3661)),
        ("exp", json!(i64::MAX)),
        ("exp", json!(i64::MIN)),
        ("exp", Value::Null),
        ("nbf", json!(NOW.unix() + 61)),
        ("iat", json!(NOW.unix() + 61)),
    ] {
        assert_eq!(
            changed(name, value.clone()),
            Err(TokenError::InvalidClient),
            "{name} {value}"
        );
    }
}

#[test]
fn an_assertion_of_another_signer_or_of_none_is_refused() {
    let other = SigningKey::from_slice(&[8; 32]).unwrap();
    let unsigned = {
        let part = |json: &Value| Base64UrlUnpadded::encode_string(json.to_string().as_bytes());
        format!("{}.{}.", part(&json!({ "alg": "none" })), part(&claims()))
    };
    for text in [
        hs256(&claims(), &format!("{SECRET}x")),
        es256(&claims(), &other),
        unsigned,
        "a.b.c".to_owned(),
    ] {
        assert_eq!(by_assertion(&text), Err(TokenError::InvalidClient), "{text}");
    }
}

#[test]
fn the_same_assertion_is_known_again_by_its_id() {
    let digest = |claims: &Value| by_assertion(&hs256(claims, SECRET)).unwrap().unwrap().digest;
    let mut later = claims();
    later["exp"] = json!(NOW.unix() + 10);
    assert_eq!(digest(&claims()), digest(&later));
    later["jti"] = json!("b");
    assert_ne!(digest(&claims()), digest(&later));
    let mut without = claims();
    without["jti"] = Value::Null;
    let once = digest(&without);
    without["exp"] = json!(NOW.unix() + 11);
    assert_ne!(once, digest(&without));
}
