//! Facts about calls to 4spaces as they travel.

use std::rc::Rc;
use std::time::Duration;

use serde_json::{Value, json};

use super::*;
use crate::test_support::fourspaces::{SERVICE, SPACE, settings};
use crate::test_support::scripted_network::ScriptedNetwork;
use crate::test_support::still::Still;
use crate::upstream::Ports;

fn client(network: &ScriptedNetwork, beside: &Value) -> Client {
    let ports = Rc::new(Ports {
        network: Box::new(network.clone()),
        clock: Box::new(Still),
        rng: Box::new(Still),
    });
    Client::new(
        settings(beside).access(),
        SecretString::from("the.key"),
        Upstream::new(ports),
    )
}

fn scope() -> Scope {
    Scope::new(Duration::from_secs(20))
}

/// The method, the address and the body of the oldest request that was not looked at.
fn sent(network: &ScriptedNetwork) -> (String, String, Value) {
    let request = network.sent.borrow_mut().remove(0);
    let body = serde_json::from_slice(request.body()).unwrap_or(Value::Null);
    (request.method().to_string(), request.uri().to_string(), body)
}

fn header(network: &ScriptedNetwork, name: &str) -> Vec<String> {
    let sent = network.sent.borrow();
    let values = sent.iter().filter_map(|request| request.headers().get(name));
    values.map(|value| value.to_str().unwrap().to_owned()).collect()
}

fn empty() -> Value {
    json!({ "data": [], "responseStatus": {} })
}

#[test]
fn questions_are_addresses() {
    let network = ScriptedNetwork::default();
    let client = client(&network, &json!({}));
    let scope = scope();
    let (from, to) = (
        Instant::from_unix(1_796_148_000),
        Instant::from_unix(1_796_155_200),
    );
    for _ in 0..5 {
        network.answer(200, &empty());
    }
    pollster::block_on(async {
        client.services(&scope).await.ok().unwrap();
        client.templates(&scope, from, None).await.ok().unwrap();
        client.templates(&scope, from, Some(to)).await.ok().unwrap();
        client
            .availability(&scope, (SERVICE, SPACE), (from, to))
            .await
            .ok()
            .unwrap();
        client.reservations(&scope, from, None).await.ok().unwrap();
    });
    assert_eq!(header(&network, "authorization"), ["Bearer the.key"; 5]);
    assert_eq!(header(&network, "accept"), ["application/json"; 5]);
    let addresses: Vec<String> = (0..5).map(|_| sent(&network).1).collect();
    let api = "https://api.example";
    assert_eq!(
        addresses,
        [
            format!(
                "{api}/services?LoadProducts=true&LoadAddons=true&LoadTimeOption=true&LoadPersonOption=true"
            ),
            format!("{api}/reservation/accessTemplates?AvailableFrom=2026-12-01T18%3A00%3A00Z"),
            format!(
                "{api}/reservation/accessTemplates?AvailableFrom=2026-12-01T18%3A00%3A00Z\
                 &AvailableTo=2026-12-01T20%3A00%3A00Z&AvailableOnly=true"
            ),
            format!(
                "{api}/service/{SERVICE}/availability?ThingId={SPACE}&Start=2026-12-01T18%3A00%3A00Z\
                 &End=2026-12-01T20%3A00%3A00Z"
            ),
            format!("{api}/reservations?From=2026-12-01T18%3A00%3A00Z"),
        ]
    );
}

#[test]
fn jsv_is_asked_for_where_the_settings_say_so() {
    let network = ScriptedNetwork::default();
    network.answer(200, &empty());
    let client = client(&network, &json!({ "format": "jsv" }));
    pollster::block_on(client.services(&scope())).ok().unwrap();
    assert_eq!(header(&network, "accept"), ["text/jsv"]);
}

#[test]
fn a_cancellation_carries_its_reason() {
    let network = ScriptedNetwork::default();
    network.answer(200, &json!({ "responseStatus": {} }));
    network.answer(200, &json!({}));
    let client = client(&network, &json!({}));
    let id = ReservationId::parse("a1").unwrap();
    let scope = scope();
    pollster::block_on(client.cancel(&scope, &id, "Cancelled by the guest")).unwrap();
    pollster::block_on(client.confirm(&scope, &id)).unwrap();
    let body = json!({ "reservationId": "a1", "reasonCancelled": "Cancelled by the guest" });
    let address = |path: &str| format!("https://api.example/reservation/{path}");
    assert_eq!(sent(&network), ("PUT".to_owned(), address("cancel"), body));
    let body = json!({ "reservationId": "a1" });
    assert_eq!(sent(&network), ("PUT".to_owned(), address("confirm"), body));
}

#[test]
fn an_address_that_is_not_there_says_nothing_about_a_reservation() {
    let network = ScriptedNetwork::default();
    let client = client(&network, &json!({}));
    for _ in 0..5 {
        network.answer(404, &json!({}));
    }
    let (id, scope) = (ReservationId::parse("a1").unwrap(), scope());
    let now = Instant::from_unix(1_796_148_000);
    pollster::block_on(async {
        for error in [
            client.services(&scope).await.err(),
            client.templates(&scope, now, None).await.err(),
            client.reservations(&scope, now, None).await.err(),
        ] {
            assert!(matches!(error, Some(RemoteError::Failed(_))), "{error:?}");
        }
        for error in [
            client.cancel(&scope, &id, "Cancelled by the guest").await.err(),
            client.confirm(&scope, &id).await.err(),
        ] {
            assert!(matches!(error, Some(RemoteError::Refused(_))), "{error:?}");
        }
    });
}

#[test]
fn a_session_is_asked_for_once_and_again_when_it_is_over() {
    let network = ScriptedNetwork::default();
    let client = client(
        &network,
        &json!({ "signIn": "credentials", "userName": "couvert" }),
    );
    let scope = scope();
    network.answer(
        200,
        &json!({ "sessionId": "s1", "bearerToken": "t1", "roles": [] }),
    );
    network.answer(200, &empty());
    network.answer(401, &json!({ "responseStatus": { "errorCode": "Unauthorized" } }));
    network.answer(200, &json!({ "sessionId": "s2" }));
    network.answer(200, &empty());
    pollster::block_on(async {
        client.services(&scope).await.ok().unwrap();
        client.services(&scope).await.ok().unwrap();
    });
    let body = json!({ "userName": "couvert", "password": "the.key" });
    let address = "https://api.example/auth/credentials".to_owned();
    assert_eq!(header(&network, "authorization"), ["Bearer t1", "Bearer t1"]);
    assert_eq!(header(&network, "cookie"), ["ss-id=s2"]);
    assert_eq!(sent(&network), ("POST".to_owned(), address, body));
}

#[test]
fn a_write_that_met_the_end_of_a_session_is_sent_once_more_and_not_a_third_time() {
    let network = ScriptedNetwork::default();
    let client = client(
        &network,
        &json!({ "signIn": "credentials", "userName": "couvert" }),
    );
    let unauthorized = json!({ "responseStatus": { "errorCode": "Unauthorized" } });
    for token in ["t1", "t2"] {
        network.answer(200, &json!({ "bearerToken": token }));
        network.answer(401, &unauthorized);
    }
    let id = ReservationId::parse("a1").unwrap();
    let error = pollster::block_on(client.confirm(&scope(), &id)).unwrap_err();
    assert!(matches!(error, RemoteError::Refused(_)), "{error:?}");
    assert_eq!(network.sent.borrow().len(), 4);
}

#[test]
fn a_sign_in_that_fails_leaves_a_write_unsent() {
    let network = ScriptedNetwork::default();
    let client = client(
        &network,
        &json!({ "signIn": "credentials", "userName": "couvert" }),
    );
    network.answer(200, &json!("no session"));
    let id = ReservationId::parse("a1").unwrap();
    let error = pollster::block_on(client.confirm(&scope(), &id)).unwrap_err();
    assert!(matches!(error, RemoteError::Away { .. }), "{error:?}");
    assert_eq!(network.sent.borrow().len(), 1);
}
