//! Facts about access tokens of the client credentials grant.

use serde_json::json;

use super::*;
use crate::issuer::jwk::{JwkSet, PublicJwk};
use crate::issuer::jws::UnverifiedToken;

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

/// The header and the claims of a token, if this key has signed it.
fn verified(text: &str, key: &SigningKey) -> Option<(JoseHeader, AccessClaims)> {
    let token = UnverifiedToken::parse(text)?;
    let claims = token.verify_es256(key.verifying_key())?;
    Some((token.header, claims))
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
    let (header, claims) = verified(&token.access_token, &key()).unwrap();
    assert_eq!(
        serde_json::to_value(claims).unwrap(),
        json!({
            "iss": ISSUER, "sub": "lightspeed", "client_id": "lightspeed", "aud": AUDIENCE,
            "iat": NOW.unix(), "exp": NOW.unix() + 3600, "jti": "AQEBAQEBAQEBAQEBAQEBAQ", "scope": "webhooks",
        })
    );
    assert_eq!(
        serde_json::to_value(header).unwrap(),
        json!({ "alg": "ES256", "typ": "at+jwt", "kid": "k1" })
    );
    let other = SigningKey::from_slice(&[8; 32]).unwrap();
    assert!(verified(&token.access_token, &other).is_none());
}

#[test]
fn the_published_keys_say_which_of_them_has_signed_a_token() {
    let other = SigningKey::from_slice(&[8; 32]).unwrap();
    let published = [&key(), &other].map(|key| PublicJwk::of(key.verifying_key()).unwrap());
    let [kid, other] = published.each_ref().map(|key| key.kid.clone().unwrap());
    let set = JwkSet {
        keys: published.to_vec(),
    };
    let token = issue(new(), &kid, &key()).unwrap().access_token;
    let (message, signature) = token.rsplit_once('.').unwrap();
    let signature = Base64UrlUnpadded::decode_vec(signature).unwrap();
    assert!(set.has_signed(&kid, message.as_bytes(), &signature));
    assert!(!set.has_signed(&other, message.as_bytes(), &signature));
    assert!(!set.has_signed("unknown", message.as_bytes(), &signature));
    assert!(!set.has_signed(&kid, &message.as_bytes()[1..], &signature));
    assert!(!set.has_signed(&kid, message.as_bytes(), &signature[1..]));
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
