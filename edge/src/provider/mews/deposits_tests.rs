//! Facts about payments that are posted.

use serde_json::{Value, json};
use shared::money::Currency;
use shared::time::TimeZone;

use super::*;
use crate::provider::mews::test_support::{answers, connector, settings};
use crate::test_support::scripted_network::ScriptedNetwork;

fn euros(cents: i64) -> Money {
    Money::new(cents, Currency::EUR).unwrap()
}

fn payment(reference: &str, state: &str) -> Value {
    json!({
        "State": state,
        "Data": { "Discriminator": "External", "External": { "Type": "Prepayment", "ExternalIdentifier": reference } },
    })
}

/// Posts a payment of 68 € where these are there; the bodies that were sent.
fn post(pricing: &str, kind: &str, there: &[Value]) -> (Result<(), RemoteError>, Vec<Value>) {
    let network = ScriptedNetwork::default();
    network.answer(200, &json!({ "Payments": there, "Cursor": null }));
    network.answer(200, &json!({ "ExternalPaymentId": "x1" }));
    let connector = connector(&network);
    let zone = TimeZone::parse("Europe/Vienna").unwrap();
    let answers = answers(|answers| answers["configuration"]["Enterprise"]["Pricing"] = json!(pricing));
    let catalogue = Catalogue::of(answers, &settings(&json!({})), &zone, Currency::EUR).unwrap();
    let reservation = json!({
        "Id": "r1", "ServiceId": "s1", "AccountId": "a1", "Number": "1", "State": "Optional", "RateId": "r1",
        "RequestedResourceCategoryId": "c1", "ScheduledStartUtc": "x", "ScheduledEndUtc": "y",
    });
    let deposits = Deposits {
        connector: &connector,
        enterprise_id: Some("e1"),
        catalogue: &catalogue,
        payment_type: kind,
    };
    let deposit = Deposit {
        reference: "pay-7",
        amount: euros(6_800),
        net: euros(6_182),
    };
    let scope = Scope::new(std::time::Duration::from_secs(20));
    let reservation = serde_json::from_value(reservation).unwrap();
    let posted = pollster::block_on(deposits.post(&scope, &reservation, deposit));
    let sent = network.sent.borrow();
    let bodies = sent
        .iter()
        .map(|request| serde_json::from_slice(request.body()).unwrap());
    (posted, bodies.collect())
}

#[test]
fn a_payment_is_posted_gross_or_net_as_the_property_reckons() {
    for (pricing, amount) in [
        ("Gross", json!({ "Currency": "EUR", "GrossValue": 68.00 })),
        ("Net", json!({ "Currency": "EUR", "NetValue": 61.82 })),
    ] {
        let (posted, sent) = post(pricing, "Prepayment", &[payment("pay-6", "Charged")]);
        assert_eq!((posted, sent.len()), (Ok(()), 2));
        assert_eq!(sent[1]["Amount"], amount);
        for (name, value) in [
            ("EnterpriseId", "e1"),
            ("AccountId", "a1"),
            ("ReservationId", "r1"),
            ("Type", "Prepayment"),
            ("ExternalIdentifier", "pay-7"),
        ] {
            assert_eq!(sent[1][name], json!(value), "{name}");
        }
    }
}

#[test]
fn a_payment_that_is_there_is_not_posted_again() {
    let (posted, sent) = post("Gross", "Prepayment", &[payment("pay-7", "Charged")]);
    assert_eq!((posted, sent.len()), (Ok(()), 1));
    let (posted, sent) = post("Gross", "Prepayment", &[payment("pay-7", "Canceled")]);
    assert_eq!((posted, sent.len()), (Ok(()), 2));
}

#[test]
fn a_payment_that_cannot_be_read_may_be_the_one() {
    let (posted, sent) = post("Gross", "Prepayment", &[json!({ "State": 7 })]);
    assert!(matches!(posted, Err(RemoteError::Failed(_))));
    assert_eq!(sent.len(), 1);
}

#[test]
fn a_type_that_is_not_enabled_is_the_operators_to_mend() {
    let (posted, sent) = post("Gross", "Cash", &[]);
    assert!(matches!(posted, Err(RemoteError::Refused(_))));
    assert_eq!(sent.len(), 0);
}
