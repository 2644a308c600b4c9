//! Facts about the account as an issuer of tokens: each way of its client, keys over time, and counted attempts.

use base64ct::{Base64, Base64UrlUnpadded, Encoding as _};
use hmac::{Hmac, KeyInit as _, Mac as _};
use pollster::block_on;
use serde_json::{Value, json};
use sha2::Sha256;
use shared::problem::ProblemCode;

use super::*;
use crate::issuer::client_auth::ASSERTION_TYPE;
use crate::issuer::jwk::JwkSet;
use crate::issuer::jws::UnverifiedToken;
use crate::test_support::account::{AccountWorld, CLIENT_SECRET, NOW, settings};

fn ask(service: &AccountService, request: Value) -> Result<Value> {
    block_on(AccountWorld::ask(service, request))
}

/// The outcome of a request for a token.
fn issue(service: &AccountService, authorization: Option<&str>, fields: &[(&str, &str)]) -> Value {
    let grant = [("grant_type", "client_credentials")];
    let form: Vec<_> = grant.iter().chain(fields).collect();
    let request = json!({ "Issue": { "authorization": authorization, "form": form } });
    ask(service, request).unwrap()
}

fn basic(secret: &str) -> String {
    format!(
        "Basic {}",
        Base64::encode_string(format!("lightspeed:{secret}").as_bytes())
    )
}

fn by_header(service: &AccountService, secret: &str) -> Value {
    issue(service, Some(&basic(secret)), &[])
}

/// An assertion of the client with this id.
fn assertion(id: &str, now: Instant) -> String {
    let part = |json: &Value| Base64UrlUnpadded::encode_string(json.to_string().as_bytes());
    let claims = json!({
        "iss": "lightspeed", "sub": "lightspeed", "jti": id, "exp": now.unix() + 300,
        "aud": "https://book.example.com/oauth/group/token",
    });
    let signed = format!("{}.{}", part(&json!({ "alg": "HS256" })), part(&claims));
    let mut mac = Hmac::<Sha256>::new_from_slice(CLIENT_SECRET.as_bytes()).unwrap();
    mac.update(signed.as_bytes());
    let tag = mac.finalize().into_bytes();
    format!("{signed}.{}", Base64UrlUnpadded::encode_string(tag.as_slice()))
}

fn by_assertion(service: &AccountService, text: &str) -> Value {
    let fields = [
        ("client_assertion_type", ASSERTION_TYPE),
        ("client_assertion", text),
    ];
    issue(service, None, &fields)
}

fn keys(service: &AccountService) -> JwkSet {
    serde_json::from_value(ask(service, json!("Keys")).unwrap()).unwrap()
}

/// The text of an issued token.
fn token(outcome: &Value) -> String {
    outcome["Issued"]["access_token"].as_str().unwrap().to_owned()
}

/// Whether one of the published keys has signed a token.
fn is_verified(keys: &JwkSet, token: &str) -> bool {
    let kid = UnverifiedToken::parse(token).unwrap().header.kid.unwrap();
    let (message, signature) = token.rsplit_once('.').unwrap();
    let signature = Base64UrlUnpadded::decode_vec(signature).unwrap();
    keys.has_signed(&kid, message.as_bytes(), &signature)
}

fn rotate(service: &AccountService, is_immediate: bool) -> Value {
    let operation = json!({ "RotateKeys": { "isImmediate": is_immediate } });
    ask(service, json!({ "Operator": operation })).unwrap()
}

#[test]
fn a_client_gets_a_token_by_each_way_that_the_published_keys_verify() {
    let world = AccountWorld::default();
    let service = world.service();
    // Read before there is a token.
    let published = keys(&service);
    assert_eq!(published.keys.len(), 1);
    let post = [("client_id", "lightspeed"), ("client_secret", CLIENT_SECRET)];
    for outcome in [
        by_header(&service, CLIENT_SECRET),
        issue(&service, None, &post),
        by_assertion(&service, &assertion("a", NOW)),
    ] {
        assert!(is_verified(&published, &token(&outcome)), "{outcome}");
        assert_eq!(outcome["Issued"]["scope"], "webhooks");
    }
    let claims: Value = UnverifiedToken::parse(&token(&by_header(&service, CLIENT_SECRET)))
        .unwrap()
        .unverified_claims()
        .unwrap();
    assert_eq!(claims["iss"], "https://book.example.com/oauth/group");
    assert_eq!(claims["aud"], "https://book.example.com/v1/webhooks/lightspeed");
}

#[test]
fn an_assertion_is_accepted_once_also_after_a_restart() {
    let world = AccountWorld::default();
    let text = assertion("a", NOW);
    assert!(by_assertion(&world.service(), &text)["Issued"].is_object());
    for _ in 0..2 {
        let again = by_assertion(&world.service(), &text);
        assert_eq!(again, json!({ "Refused": "invalid_client" }));
    }
    assert!(by_assertion(&world.service(), &assertion("b", NOW))["Issued"].is_object());
}

#[test]
fn wrong_credentials_are_counted_and_shown_to_operators() {
    let world = AccountWorld::default();
    let service = world.service();
    let client = || ask(&service, json!({ "Operator": "Details" })).unwrap()["client"].clone();
    assert_eq!(client(), Value::Null);
    for _ in 0..3 {
        assert_eq!(
            by_header(&service, "wrong"),
            json!({ "Refused": "invalid_client" })
        );
    }
    assert_eq!(
        (&client()["wrong"], &client()["lastRightAt"]),
        (&json!(3), &Value::Null)
    );
    world.pass(60);
    by_header(&service, CLIENT_SECRET);
    assert_eq!(client()["wrong"], 3);
    assert_ne!(client()["lastRightAt"], client()["lastWrongAt"]);
}

#[test]
fn a_rotation_leaves_no_moment_in_which_a_token_is_not_verified() {
    let world = AccountWorld::default();
    let service = world.service();
    let mut tokens = Vec::new();
    rotate(&service, false);
    for minutes in 0..100 {
        if minutes % 20 == 0 {
            rotate(&service, false);
        }
        let before = keys(&service);
        tokens.push((world.now.get(), token(&by_header(&service, CLIENT_SECRET))));
        world.pass(60);
        // Others read the keys five minutes ago, or now.
        let after = keys(&service);
        let living = tokens
            .iter()
            .filter(|(at, _)| world.now.get() < at.plus_seconds(3600));
        for (at, token) in living {
            assert!(is_verified(&after, token), "{at} at {minutes}");
        }
        assert!(is_verified(&before, &tokens.last().unwrap().1));
    }
    assert!(keys(&service).keys.len() > 1);
}

#[test]
fn an_immediate_rotation_ends_every_earlier_token() {
    let world = AccountWorld::default();
    let service = world.service();
    let earlier = token(&by_header(&service, CLIENT_SECRET));
    rotate(&service, false);
    let details = rotate(&service, true);
    assert_eq!(details["keys"].as_array().unwrap().len(), 1);
    assert!(!is_verified(&keys(&service), &earlier));
    assert!(is_verified(
        &keys(&service),
        &token(&by_header(&service, CLIENT_SECRET))
    ));
}

#[test]
fn keys_outlive_a_restart_and_are_rotated_after_ninety_days() {
    let world = AccountWorld::default();
    let first = keys(&world.service());
    assert_eq!(keys(&world.service()), first);
    world.pass(90 * 24 * 60 * 60);
    let service = world.service();
    let token = token(&by_header(&service, CLIENT_SECRET));
    assert!(is_verified(&first, &token));
    assert_eq!(keys(&service).keys.len(), 2);
}

#[test]
fn no_private_key_is_stored_or_shown_as_a_text() {
    let world = AccountWorld::default();
    let service = world.service();
    let issued = token(&by_header(&service, CLIENT_SECRET));
    let stored = world.stored();
    assert!(!stored.contains(CLIENT_SECRET) && !stored.contains(&issued));
    // The random bytes of the first key.
    let drawn = |number: u32| {
        let mut bytes = [7; 16];
        bytes[..4].copy_from_slice(&number.to_be_bytes());
        bytes
    };
    for first in 1..10 {
        let key = [drawn(first), drawn(first + 1)].concat();
        assert!(
            !stored.contains(&Base64UrlUnpadded::encode_string(&key)),
            "{first}"
        );
    }
}

#[test]
fn without_a_master_key_no_token_is_issued() {
    let world = AccountWorld::default();
    let mut service = world.service();
    service.deps.worker_secret =
        Box::new(|name| (name == "GROUP_CLIENT").then(|| SecretString::from(CLIENT_SECRET)));
    let form = [("grant_type", "client_credentials")];
    let request = json!({ "Issue": { "authorization": basic(CLIENT_SECRET), "form": form } });
    let refused = VenueError::Refused(ProblemCode::SealingUnavailable);
    assert_eq!(ask(&service, request), Err(refused));
}

#[test]
fn an_account_whose_vendor_fetches_no_tokens_issues_none() {
    let world = AccountWorld::default();
    let service = world.service();
    let mut without = settings();
    without.webhooks = config::account::WebhookSettings::None;
    for request in [
        json!("Keys"),
        json!({ "Issue": { "authorization": null, "form": [] } }),
        json!({ "Operator": { "RotateKeys": { "isImmediate": false } } }),
    ] {
        let envelope = json!({ "account": "group", "operator": "operator", "request": request });
        let envelope = serde_json::from_value(envelope).unwrap();
        let refused = block_on(service.handle(&without, envelope));
        assert_eq!(refused.unwrap_err(), VenueError::NotFound);
    }
}
