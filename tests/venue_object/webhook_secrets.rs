//! Facts about the secrets of webhooks: two sign during a rotation, and none is stored in the clear.

use edge::venue::message::Request;
use edge::venue::message::staff::StaffRequest;
use edge::venue::message::webhook::WebhooksRequest;
use edge::webhook::sign;
use secrecy::SecretString;
use serde_json::json;
use shared::time::Instant;

use super::object::NOON;
use super::receiver::Received;
use super::webhooks::{KEY, after, ask, call, list, object, received, set_key, subjects, webhook};

const NEW_KEY: &str = "//79/Pv6+fj39vX08/Lx8O/u7ezr6uno5+bl5OPi4eA=";

#[tokio::test]
async fn after_a_rotation_both_secrets_sign_for_a_day() {
    let object = object();
    let (id, old) = webhook(&object, "hooks.example.com").await;
    let rotated = ask(&object, WebhooksRequest::RotateSecret(id.clone())).await;
    let new = SecretString::from(rotated["Ok"]["secret"].as_str().unwrap());
    assert_eq!(rotated["Ok"]["previousSecretUntil"], "2026-11-22T11:00:00Z");
    call(&object, 1);
    object.wake().await;
    object.run_until(after(1)).await;
    call(&object, 2);
    object.wake().await;
    let [first, second] = received(&object).try_into().unwrap();
    let of = |received: &Received, secret: &SecretString| {
        sign(
            secret,
            &received.id,
            Instant::from_unix(received.at),
            &received.body,
        )
        .unwrap()
    };
    assert_eq!(first.signatures, [of(&first, &new), of(&first, &old)]);
    assert_eq!(second.signatures, [of(&second, &new)]);
    assert_eq!(list(&object).await[0].get("previousSecretUntil"), None);
}

#[tokio::test]
async fn no_secret_is_stored_or_listed_in_the_clear_and_a_new_key_seals_it_again() {
    let object = object();
    let (_, secret) = webhook(&object, "hooks.example.com").await;
    let stored = json!(object.rows("SELECT * FROM webhooks")).to_string();
    let audit = json!(object.rows("SELECT * FROM audit")).to_string();
    assert!(!stored.contains("whsec_") && !audit.contains("whsec_") && !audit.contains("/hook"));
    assert!(!list(&object).await.to_string().contains("whsec_"));
    set_key(&object, &[("SEAL_KEY", NEW_KEY), ("SEAL_KEY_PREVIOUS", KEY)]);
    let resealed = object.send(Request::Staff(StaffRequest::ResealSecrets)).await;
    assert_eq!(resealed["Ok"]["resealed"], 1);
    set_key(&object, &[("SEAL_KEY", NEW_KEY)]);
    call(&object, 1);
    object.wake().await;
    let first = received(&object).remove(0);
    let signature = sign(&secret, &first.id, Instant::from_unix(first.at), &first.body);
    assert_eq!(first.signatures, [signature.unwrap()]);
}

#[tokio::test]
async fn without_its_key_a_webhook_waits_and_loses_nothing() {
    let object = object();
    webhook(&object, "hooks.example.com").await;
    set_key(&object, &[]);
    call(&object, 1);
    object.run_until(NOON.plus_seconds(3_000)).await;
    assert_eq!(subjects(&object), Vec::<String>::new());
    assert!(
        object
            .complaints
            .borrow()
            .iter()
            .any(|line| line.contains("SEAL_KEY"))
    );
    set_key(&object, &[("SEAL_KEY", KEY)]);
    object.run_until(NOON.plus_seconds(6_000)).await;
    assert_eq!(subjects(&object), ["1"]);
}

#[tokio::test]
async fn one_rotation_mends_a_secret_that_no_key_opens_any_more() {
    let object = object();
    let (id, _) = webhook(&object, "hooks.example.com").await;
    set_key(&object, &[("SEAL_KEY", NEW_KEY)]);
    let rotated = ask(&object, WebhooksRequest::RotateSecret(id)).await;
    let secret = SecretString::from(rotated["Ok"]["secret"].as_str().unwrap());
    call(&object, 1);
    object.wake().await;
    let first = received(&object).remove(0);
    let signature = sign(&secret, &first.id, Instant::from_unix(first.at), &first.body);
    assert_eq!(first.signatures, [signature.unwrap()]);
    let stored = "SELECT sealed_previous, previous_until FROM webhooks WHERE sealed_previous IS NOT NULL";
    assert_eq!(object.rows(stored).len(), 1);
    object.run_until(after(3)).await;
    assert_eq!(object.rows(stored).len(), 0);
}
