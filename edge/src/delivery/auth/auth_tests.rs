//! Facts about authentication: right credentials, forgeries, and credentials that are not set up.

use proptest::prelude::*;
use serde_json::json;

use super::forgeries::{
    NOW, all, api_keys, authorized, basic, bearer, claims, delivery, encoded, header, oauth2, query_key,
    secret, with, with_token,
};
use super::*;

#[test]
fn no_forgery_is_let_in() {
    let mut count = 0;
    for (scheme, authentication, forgeries) in all() {
        for (what, delivery) in forgeries {
            assert!(authentication.check(&delivery, NOW).is_err(), "{scheme}: {what}");
            count += 1;
        }
    }
    assert!(count >= 40, "{count} forgeries");
}

#[test]
fn the_right_credentials_prove_the_origin() {
    let several = with(
        claims(),
        "aud",
        json!(["x", "https://book.example/v1/webhooks/lightspeed"]),
    );
    for (what, authentication, delivery) in [
        ("basic", basic(), authorized(&encoded(b"till:pass:word"))),
        (
            "basic in small letters",
            basic(),
            authorized(&encoded(b"till:pass:word").replace("Basic", "basic")),
        ),
        ("bearer", bearer(None), authorized("Bearer token-1")),
        (
            "bearer before its end",
            bearer(Some(NOW.plus_seconds(1))),
            authorized("bearer  token-1"),
        ),
        (
            "API keys",
            api_keys(),
            delivery(&[("x-key", "one")], &[("key", "two"), ("other", "x")]),
        ),
        (
            "a secret in the query",
            query_key(),
            delivery(&[], &[("token", "a-long-secret")]),
        ),
        ("OAuth2", oauth2(), with_token(&header(), &claims())),
        (
            "OAuth2 by the other key",
            oauth2(),
            with_token(&with(header(), "kid", json!("k2")), &claims()),
        ),
        ("OAuth2 for several", oauth2(), with_token(&header(), &several)),
        (
            "OAuth2 within the leeway",
            oauth2(),
            with_token(&header(), &with(claims(), "exp", json!(NOW.unix() - 59))),
        ),
        (
            "OAuth2 of several scopes",
            oauth2(),
            with_token(&header(), &with(claims(), "scope", json!("a events"))),
        ),
    ] {
        assert_eq!(authentication.check(&delivery, NOW), Ok(Trust::Proven), "{what}");
    }
}

#[test]
fn a_bearer_token_ends() {
    let delivery = authorized("Bearer token-1");
    assert!(bearer(Some(NOW)).check(&delivery, NOW).is_err());
    assert!(bearer(Some(NOW.plus_seconds(1))).check(&delivery, NOW).is_ok());
}

#[test]
fn without_authentication_nothing_is_proven() {
    for delivery in [delivery(&[], &[]), authorized("Bearer token-1")] {
        assert_eq!(Authentication::None.check(&delivery, NOW), Ok(Trust::Unproven));
    }
}

#[test]
fn credentials_that_are_not_set_up_are_never_right() {
    let nothing = [
        Authentication::Basic {
            username: secret(""),
            password: secret(""),
        },
        Authentication::Bearer {
            token: secret(""),
            expires_at: None,
        },
        Authentication::ApiKeys {
            headers: Vec::new(),
            query: Vec::new(),
        },
        Authentication::ApiKeys {
            headers: vec![("x-key".to_owned(), secret(""))],
            query: Vec::new(),
        },
    ];
    for authentication in nothing {
        for delivery in [
            delivery(&[], &[]),
            delivery(&[("x-key", "")], &[]),
            authorized(&encoded(b":")),
            authorized("Bearer "),
        ] {
            assert!(authentication.check(&delivery, NOW).is_err());
        }
    }
}

#[test]
fn a_stored_delivery_has_no_credentials() {
    let delivery = delivery(
        &[
            ("authorization", "Bearer token-1"),
            ("x-key", "one"),
            ("x-lightspeed-idempotency-key", "7"),
        ],
        &[("key", "two")],
    );
    let stored = delivery.without_credentials();
    assert_eq!(
        stored.headers.keys().collect::<Vec<_>>(),
        ["x-lightspeed-idempotency-key"]
    );
    assert!(stored.query.is_empty());
    assert_eq!(stored.body, delivery.body);
}

proptest! {
    #[test]
    fn random_credentials_prove_nothing(scheme in "(Basic|Bearer|[A-Za-z]{0,8})", text in "[ -~]{0,80}") {
        let delivery = authorized(&format!("{scheme} {text}"));
        for authentication in [basic(), bearer(None), api_keys(), oauth2()] {
            prop_assert!(authentication.check(&delivery, NOW).is_err());
        }
    }
}
