//! Facts about access tokens of the client credentials grant.

use serde_json::{Value, json};

use super::*;
use crate::issuer::jwk::PublicJwk;

const NOW: Instant = Instant::from_unix(1_795_000_000);
const ISSUER: &str = "https://book.example.com/oauth/group";
const AUDIENCE: &str = "https://book.example.com/v1/webhooks";

fn key() -> SigningKey {
    SigningKey::from_slice(&[7; 32]).unwrap()
}

fn new() -> NewAccessToken<'static> {
    NewAccessToken {
        issuer: ISSUER,
        audience: AUDIENCE,
        client: "lightspeed",
        scope: Some("webhooks".to_owned()),
        id: [1; 16],
        now: NOW,
    }
}

fn issued() -> String {
    issue(new(), "k1", &key()).unwrap().access_token
}

fn verified(text: &str, now: Instant) -> Option<AccessClaims> {
    let find = |kid: &str| (kid == "k1").then(|| *key().verifying_key());
    verify(text, find, (ISSUER, AUDIENCE), now)
}

fn scope_of(fields: &[(&str, &str)]) -> Result<Option<String>, TokenError> {
    let fields = fields.iter();
    let form: Vec<_> = fields
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    scope(&form, &["webhooks".to_owned(), "tables".to_owned()])
}

#[test]
fn a_token_states_its_client_its_recipient_and_its_end() {
    let token = issue(new(), "k1", &key()).unwrap();
    assert_eq!((token.token_type.as_str(), token.expires_in), ("Bearer", 3600));
    assert_eq!(token.scope.as_deref(), Some("webhooks"));
    let claims = verified(&token.access_token, NOW).unwrap();
    assert_eq!(
        serde_json::to_value(claims).unwrap(),
        json!({
            "iss": ISSUER, "sub": "lightspeed", "client_id": "lightspeed", "aud": AUDIENCE,
            "iat": NOW.unix(), "exp": NOW.unix() + 3600, "jti": "AQEBAQEBAQEBAQEBAQEBAQ", "scope": "webhooks",
        })
    );
    let header = UnverifiedToken::parse(&token.access_token).unwrap().header;
    assert_eq!(
        serde_json::to_value(header).unwrap(),
        json!({ "alg": "ES256", "typ": "at+jwt", "kid": "k1" })
    );
}

#[test]
fn a_token_is_valid_until_its_end_and_not_long_before_its_issue() {
    for (seconds, is_valid) in [(-61, false), (-60, true), (0, true), (3599, true), (3600, false)] {
        let found = verified(&issued(), NOW.plus_seconds(seconds));
        assert_eq!(found.is_some(), is_valid, "{seconds}");
    }
}

#[test]
fn a_token_of_another_issuer_recipient_key_or_type_is_none_of_ours() {
    let elsewhere = "https://elsewhere.example";
    let (issuer, audience) = (
        NewAccessToken {
            issuer: elsewhere,
            ..new()
        },
        NewAccessToken {
            audience: elsewhere,
            ..new()
        },
    );
    for token in [
        issue(issuer, "k1", &key()),
        issue(audience, "k1", &key()),
        issue(new(), "k2", &key()),
        issue(new(), "k1", &SigningKey::from_slice(&[8; 32]).unwrap()),
    ] {
        assert_eq!(verified(&token.unwrap().access_token, NOW), None);
    }
    let claims: Value = UnverifiedToken::parse(&issued())
        .unwrap()
        .unverified_claims()
        .unwrap();
    for (typ, kid) in [
        (None, Some("k1")),
        (Some("JWT"), Some("k1")),
        (Some("at+jwt"), None),
    ] {
        let header = Header {
            alg: Algorithm::Es256,
            typ: typ.map(str::to_owned),
            kid: kid.map(str::to_owned),
        };
        let text = sign_es256(&header, &claims, &key()).unwrap();
        assert_eq!(verified(&text, NOW), None, "{typ:?} {kid:?}");
    }
}

#[test]
fn a_published_key_verifies_a_token() {
    let published = PublicJwk::of(key().verifying_key()).unwrap();
    let kid = published.kid.clone().unwrap();
    let token = issue(new(), &kid, &key()).unwrap();
    let found = verify(
        &token.access_token,
        |wanted| published.key().filter(|_| wanted == kid),
        (ISSUER, AUDIENCE),
        NOW,
    );
    assert!(found.is_some());
}

#[test]
fn a_request_gets_the_scope_that_it_asks_for_or_all_that_its_client_has() {
    let grant = ("grant_type", "client_credentials");
    let text = |text: &str| Ok(Some(text.to_owned()));
    for (fields, expected) in [
        (&[grant][..], text("webhooks tables")),
        (&[grant, ("scope", "tables")], text("tables")),
        (&[grant, ("scope", " tables  webhooks")], text("tables webhooks")),
        (&[grant, ("scope", "")], text("webhooks tables")),
        (&[grant, ("scope", "admin")], Err(TokenError::InvalidScope)),
        (&[grant, ("scope", "tables admin")], Err(TokenError::InvalidScope)),
        (&[grant, grant], Err(TokenError::InvalidRequest)),
        (&[], Err(TokenError::InvalidRequest)),
        (
            &[("grant_type", "password")],
            Err(TokenError::UnsupportedGrantType),
        ),
        (
            &[("grant_type", "authorization_code")],
            Err(TokenError::UnsupportedGrantType),
        ),
    ] {
        assert_eq!(scope_of(fields), expected, "{fields:?}");
    }
    assert_eq!(
        scope(&[("grant_type".to_owned(), "client_credentials".to_owned())], &[]),
        Ok(None)
    );
}

#[test]
fn errors_have_the_names_of_rfc_6749() {
    for (error, name) in [
        (TokenError::InvalidRequest, "invalid_request"),
        (TokenError::InvalidClient, "invalid_client"),
        (TokenError::InvalidScope, "invalid_scope"),
        (TokenError::UnsupportedGrantType, "unsupported_grant_type"),
    ] {
        assert_eq!(json!(error), name);
    }
}
