//! Facts about calls to Stripe as they travel, and about answers by their status.

use std::collections::BTreeSet;
use std::rc::Rc;

use config::payment::StripeSettings;
use futures_util::FutureExt;
use serde_json::json;
use shared::id::PaymentId;
use shared::money::{Currency, Money};
use shared::no_show::ChargeRefusal;
use shared::payment::Handover;

use super::super::Stripe;
use super::*;
use crate::payment::flow::reversal::RefundStatus;
use crate::payment::flow::{Event, Mode};
use crate::payment::{NewPayment, NewRefund, Payments, Reference};
use crate::test_support::scripted_network::ScriptedNetwork;
use crate::test_support::still::Still;
use crate::upstream::Ports;

fn stripe(network: &ScriptedNetwork) -> Stripe {
    let ports = Rc::new(Ports {
        network: Box::new(network.clone()),
        clock: Box::new(Still),
        rng: Box::new(Still),
    });
    let settings: StripeSettings = serde_json::from_value(json!({
        "secretKey": "K", "webhookSecret": "W", "publishableKey": "pk_1", "apiBase": "https://api.example",
    }))
    .unwrap();
    let secret = SecretString::from;
    Stripe::new(
        settings,
        secret("sk_1"),
        secret("whsec"),
        Upstream::new(ports.clone()),
        ports,
    )
}

fn id() -> PaymentId {
    PaymentId::parse("p1").unwrap()
}

fn eur(amount: i64) -> Money {
    Money::new(amount, Currency::parse("EUR").unwrap()).unwrap()
}

fn new(mode: Mode) -> NewPayment {
    NewPayment {
        id: id(),
        mode,
        amount: eur(6_800),
    }
}

/// Method, address, key and body of what was sent last.
fn sent(network: &ScriptedNetwork) -> (String, String, String, String) {
    let request = network.sent.borrow_mut().pop().unwrap();
    assert_eq!(request.headers()["authorization"], "Bearer sk_1");
    assert!(request.headers()["authorization"].is_sensitive());
    assert_eq!(request.headers()["stripe-version"], "2025-09-30.clover");
    let key = request.headers().get("idempotency-key");
    let key = key.map(|key| key.to_str().unwrap().to_owned());
    (
        request.method().to_string(),
        request.uri().to_string(),
        key.unwrap_or_default(),
        String::from_utf8(request.body().clone()).unwrap(),
    )
}

#[test]
fn a_payment_begins_under_its_own_key() {
    let network = ScriptedNetwork::default();
    network.answer(
        200,
        &json!({ "id": "pi_1", "status": "requires_payment_method", "client_secret": "pi_1_secret_2" }),
    );
    let begun = stripe(&network).begin(&new(Mode::Charge)).now_or_never().unwrap();
    let begun = begun.unwrap();
    assert_eq!(begun.reference, Reference("pi_1".to_owned()));
    assert!(
        matches!(begun.handover, Handover::Stripe { client_secret, .. } if client_secret == "pi_1_secret_2")
    );
    let (method, address, key, body) = sent(&network);
    assert_eq!(
        (method.as_str(), address.as_str(), key.as_str()),
        ("POST", "https://api.example/v1/payment_intents", "p1-begin")
    );
    assert!(body.starts_with("amount=6800&currency=eur"), "{body}");
}

#[test]
fn every_act_has_its_address_and_its_key() {
    let network = ScriptedNetwork::default();
    let (stripe, reference) = (stripe(&network), Reference("pi_1".to_owned()));
    let intent = json!({ "id": "pi_1", "status": "succeeded", "amount": 6_800, "currency": "eur" });
    let refunds = json!({ "data": [
        { "id": "re_2", "status": "pending", "amount": 300, "currency": "eur" },
        { "id": "re_1", "status": "failed", "amount": 500, "currency": "eur" },
    ] });
    for answer in [&intent, &refunds, &intent] {
        network.answer(200, answer);
    }
    let looked = stripe.look(Mode::Charge, &reference).now_or_never().unwrap();
    let back = |id: &str, amount, status| Event::Refund {
        id: id.to_owned(),
        amount,
        status,
    };
    assert_eq!(
        looked.unwrap(),
        [
            Event::Begun,
            Event::Paid(6_800),
            back("re_2", 300, RefundStatus::Pending),
            back("re_1", 500, RefundStatus::Failed),
        ]
    );
    assert_eq!(
        sent(&network).1,
        "https://api.example/v1/refunds?payment_intent=pi_1&limit=100"
    );
    assert_eq!(sent(&network).1, "https://api.example/v1/payment_intents/pi_1");
    stripe
        .capture(&id(), &reference, eur(6_800))
        .now_or_never()
        .unwrap()
        .unwrap();
    let (_, address, key, _) = sent(&network);
    assert_eq!(
        (address.as_str(), key.as_str()),
        (
            "https://api.example/v1/payment_intents/pi_1/capture",
            "p1-capture"
        )
    );
    for (failures, key) in [(0, "p1-refund-1500"), (2, "p1-refund-1500-2")] {
        let made = json!({ "id": "re_1", "status": "pending", "amount": 500, "currency": "eur" });
        network.answer(200, &made);
        let refund = NewRefund {
            amount: eur(500),
            total: eur(1_500),
            failures,
        };
        let returned = stripe.refund(&id(), &reference, refund).now_or_never().unwrap();
        // On its way is not done.
        assert_eq!(returned.unwrap(), [back("re_1", 500, RefundStatus::Pending)]);
        assert_eq!(
            sent(&network),
            (
                "POST".to_owned(),
                "https://api.example/v1/refunds".to_owned(),
                key.to_owned(),
                "payment_intent=pi_1&amount=500".to_owned(),
            )
        );
    }
}

/// The requests in their order: method, address below the API's, key.
fn all_sent(network: &ScriptedNetwork) -> Vec<(String, String, String)> {
    let mut all = Vec::new();
    while !network.sent.borrow().is_empty() {
        let (method, address, key, _) = sent(network);
        let address = address.strip_prefix("https://api.example/v1/").unwrap();
        all.insert(0, (method, address.to_owned(), key));
    }
    all
}

fn request(method: &str, address: &str, key: &str) -> (String, String, String) {
    (method.to_owned(), address.to_owned(), key.to_owned())
}

fn answer_setup_intent(network: &ScriptedNetwork) {
    let intent = json!({
        "id": "seti_1", "status": "succeeded", "customer": "cus_1", "payment_method": "pm_1",
    });
    network.answer(200, &intent);
}

#[test]
fn a_card_is_kept_for_a_customer_of_its_own() {
    let network = ScriptedNetwork::default();
    network.answer(200, &json!({ "id": "cus_1" }));
    let intent = json!({ "id": "seti_1", "status": "requires_payment_method", "client_secret": "s" });
    network.answer(200, &intent);
    let begun = stripe(&network)
        .begin(&new(Mode::Guarantee))
        .now_or_never()
        .unwrap();
    assert_eq!(begun.unwrap().reference, Reference("seti_1".to_owned()));
    let body = String::from_utf8(network.sent.borrow()[1].body().clone()).unwrap();
    assert!(body.contains("customer=cus_1&"), "{body}");
    assert_eq!(
        all_sent(&network),
        [
            request("POST", "customers", "p1-customer"),
            request("POST", "setup_intents", "p1-begin"),
        ]
    );
}

#[test]
fn a_stored_card_is_charged_under_one_key_and_looked_for_before_it_is_charged_again() {
    let network = ScriptedNetwork::default();
    let (stripe, setup) = (stripe(&network), Reference("seti_1".to_owned()));
    let charge = |again| {
        stripe
            .charge(&id(), &setup, eur(6_800), again)
            .now_or_never()
            .unwrap()
    };
    let paid = json!({ "id": "pi_1", "status": "succeeded", "amount_received": 6_800, "currency": "eur" });
    let post = request("POST", "payment_intents", "p1-charge");
    let read = request("GET", "setup_intents/seti_1", "");
    let look = request("GET", "payment_intents?customer=cus_1&limit=1", "");
    answer_setup_intent(&network);
    network.answer(200, &paid);
    assert_eq!(charge(false).unwrap().reference, Reference("pi_1".to_owned()));
    assert_eq!(all_sent(&network), [read.clone(), post.clone()]);
    // It was done: nothing more is sent.
    answer_setup_intent(&network);
    network.answer(200, &json!({ "data": [paid] }));
    assert_eq!(charge(true).unwrap().standing, [Event::Begun, Event::Paid(6_800)]);
    assert_eq!(all_sent(&network), [read.clone(), look.clone()]);
    // It was not.
    answer_setup_intent(&network);
    network.answer(200, &json!({ "data": [] }));
    let declined = json!({ "error": { "type": "card_error", "code": "authentication_required" } });
    network.answer(402, &declined);
    assert_eq!(
        charge(true).unwrap_err(),
        PaymentError::Declined(ChargeRefusal::AuthenticationRequired)
    );
    assert_eq!(all_sent(&network), [read, look, post]);
}

#[test]
fn a_card_that_is_not_needed_is_forgotten_and_one_that_was_never_kept_called_off() {
    let network = ScriptedNetwork::default();
    let (stripe, setup) = (stripe(&network), Reference("seti_1".to_owned()));
    let cancel = || {
        stripe
            .cancel(&id(), Mode::Guarantee, &setup)
            .now_or_never()
            .unwrap()
    };
    for status in [200, 400] {
        answer_setup_intent(&network);
        network.answer(
            status,
            &json!({ "id": "pm_1", "error": { "type": "invalid_request_error" } }),
        );
        assert_eq!(cancel().unwrap(), [Event::Closed]);
        assert_eq!(
            all_sent(&network)[1],
            request("POST", "payment_methods/pm_1/detach", "p1-detach")
        );
    }
    for status in ["requires_payment_method", "canceled"] {
        network.answer(200, &json!({ "id": "seti_1", "status": status }));
    }
    assert_eq!(cancel().unwrap(), [Event::Begun, Event::Closed]);
    assert_eq!(
        all_sent(&network)[1],
        request("POST", "setup_intents/seti_1/cancel", "p1-cancel")
    );
}

#[test]
fn the_manual_names_the_version_that_is_asked_for() {
    let manual = include_str!("../../../../.github/VENUES.md");
    assert!(manual.contains(&format!("`{VERSION}`")));
}

/// The resources of Stripe's API that are called, each with its name in the permissions of a restricted key.
const PERMISSIONS: [(&str, &str); 5] = [
    ("customers", "Customers"),
    ("payment_intents", "Payment Intents"),
    ("payment_methods", "Payment Methods"),
    ("refunds", "Refunds"),
    ("setup_intents", "Setup Intents"),
];

#[test]
fn the_manual_names_the_permissions_that_a_restricted_key_needs() {
    let sources = [
        include_str!("mod.rs"),
        include_str!("map.rs"),
        include_str!("client.rs"),
    ]
    .concat();
    let called: BTreeSet<&str> = sources
        .split("\"/v1/")
        .skip(1)
        .filter_map(|rest| rest.split(|c: char| !c.is_ascii_lowercase() && c != '_').next())
        .collect();
    assert_eq!(called, PERMISSIONS.map(|(resource, _)| resource).into());
    let manual = include_str!("../../../../.github/VENUES.md");
    let step = manual.split_once("`rk_test_…`").unwrap().1;
    let step = step.split_once("3. ").unwrap().0;
    for (_, permission) in PERMISSIONS {
        assert!(step.contains(&format!("*{permission}*")), "{permission}");
    }
}

#[test]
fn what_it_calls_a_payment_is_never_a_path() {
    let network = ScriptedNetwork::default();
    let looked = stripe(&network)
        .look(Mode::Charge, &Reference("../refunds?".to_owned()))
        .now_or_never()
        .unwrap();
    assert!(matches!(looked, Err(PaymentError::Never(_))));
    assert!(network.sent.borrow().is_empty());
}

#[test]
fn errors_are_sorted_by_what_can_be_done() {
    let error = |kind: &str, code: &str| json!({ "error": { "type": kind, "code": code, "message": "Ada" } });
    let reference = Reference("pi_1".to_owned());
    for (status, body, sorted) in [
        (402, error("card_error", "card_declined"), "declined"),
        (400, error("idempotency_error", ""), "never"),
        (409, error("idempotency_error", "idempotency_key_in_use"), "again"),
        (429, error("invalid_request_error", "rate_limit"), "again"),
        (500, error("api_error", ""), "again"),
        (400, error("api_error", ""), "again"),
        (
            400,
            error("invalid_request_error", "payment_intent_unexpected_state"),
            "moved",
        ),
        (401, error("invalid_request_error", ""), "never"),
        (404, error("invalid_request_error", "resource_missing"), "never"),
        (200, json!([]), "again"),
    ] {
        let network = ScriptedNetwork::default();
        network.answer(status, &body);
        let answer = stripe(&network)
            .capture(&id(), &reference, eur(6_800))
            .now_or_never()
            .unwrap();
        let text = format!("{answer:?}");
        let found = match answer.unwrap_err() {
            PaymentError::Again(_) => "again",
            PaymentError::Moved(_) => "moved",
            PaymentError::Declined(_) => "declined",
            PaymentError::Never(_) => "never",
        };
        assert_eq!(found, sorted, "{status} {body}");
        assert!(!text.contains("Ada") && !text.contains("sk_1"), "{text}");
    }
}
