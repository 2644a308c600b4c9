//! Facts about payments that are posted.

use serde_json::{Value, json};
use shared::money::{Currency, Money};
use shared::time::TimeZone;

use super::*;
use crate::test_support::mews::{answers, connector, settings};
use crate::test_support::scripted_network::ScriptedNetwork;

fn payment(reference: &str, state: &str) -> Value {
    json!({
        "State": state,
        "Data": { "Discriminator": "External", "External": { "Type": "Prepayment", "ExternalIdentifier": reference } },
    })
}

/// A property's answers to the calls that a test makes, in order.
struct World {
    network: ScriptedNetwork,
    connector: Connector,
    catalogue: Catalogue,
    scope: Scope,
}

impl World {
    fn new(pricing: &str, answer: &Value) -> Self {
        let network = ScriptedNetwork::default();
        network.answer(200, answer);
        let zone = TimeZone::parse("Europe/Vienna").unwrap();
        let answers = answers(|answers| answers["configuration"]["Enterprise"]["Pricing"] = json!(pricing));
        Self {
            connector: connector(&network),
            catalogue: Catalogue::of(answers, &settings(&json!({})), &zone, Currency::EUR).unwrap(),
            scope: Scope::new(std::time::Duration::from_secs(20)),
            network,
        }
    }

    fn deposits<'a>(&'a self, payment_type: &'a str) -> Deposits<'a> {
        Deposits {
            connector: &self.connector,
            enterprise_id: Some("e1"),
            catalogue: &self.catalogue,
            payment_type,
            accounting_category_id: Some("deposits"),
        }
    }

    fn sent(&self) -> Vec<Value> {
        let sent = self.network.sent.borrow();
        let bodies = sent
            .iter()
            .map(|request| serde_json::from_slice(request.body()).unwrap());
        bodies.collect()
    }
}

/// Posts a payment of 68 €; the bodies that were sent.
fn post(pricing: &str, kind: &str) -> (Result<(), RemoteError>, Vec<Value>) {
    post_from(pricing, (kind, false))
}

/// The same of a payment that a gift card has given, or not.
fn post_from(pricing: &str, (kind, is_of_gift_card): (&str, bool)) -> (Result<(), RemoteError>, Vec<Value>) {
    let world = World::new(pricing, &json!({ "ExternalPaymentId": "x1" }));
    let deposit = Deposit {
        reference: "pay-7".to_owned(),
        amount: Money::new(6_800, Currency::EUR).unwrap(),
        is_of_gift_card,
    };
    let reservation = json!({
        "Id": "r1", "ServiceId": "s1", "AccountId": "a1", "Number": "1", "State": "Optional", "RateId": "r1",
        "RequestedResourceCategoryId": "c1", "ScheduledStartUtc": "x", "ScheduledEndUtc": "y",
    });
    let reservation = serde_json::from_value(reservation).unwrap();
    let posting = world.deposits(kind).post(&world.scope, &reservation, &deposit);
    (pollster::block_on(posting), world.sent())
}

#[test]
fn a_payment_is_posted_gross_or_net_as_the_property_reckons() {
    for (pricing, amount) in [
        ("Gross", json!({ "Currency": "EUR", "GrossValue": 68.00 })),
        ("Net", json!({ "Currency": "EUR", "NetValue": 68.00 })),
    ] {
        let (posted, sent) = post(pricing, "Prepayment");
        assert_eq!((posted, sent.len()), (Ok(()), 1));
        assert_eq!(sent[0]["Amount"], amount);
        for (name, value) in [
            ("EnterpriseId", "e1"),
            ("AccountId", "a1"),
            ("AccountingCategoryId", "deposits"),
            ("ReservationId", "r1"),
            ("Type", "Prepayment"),
            ("ExternalIdentifier", "pay-7"),
        ] {
            assert_eq!(sent[0][name], json!(value), "{name}");
        }
    }
}

#[test]
fn what_a_gift_card_has_given_is_told_apart() {
    for (is_of_gift_card, kind) in [(true, "GiftCard"), (false, "Prepayment")] {
        let (posted, sent) = post_from("Gross", ("Prepayment", is_of_gift_card));
        assert_eq!((posted, &sent[0]["Type"]), (Ok(()), &json!(kind)));
    }
}

#[test]
fn the_payments_that_stand_are_found_by_their_references() {
    let posted = |there: &[Value]| {
        let world = World::new("Gross", &json!({ "Payments": there, "Cursor": null }));
        let found = pollster::block_on(world.deposits("Prepayment").posted(&world.scope, "r1"));
        assert_eq!(world.sent()[0]["ReservationIds"], json!(["r1"]));
        found
    };
    let there = [
        payment("pay-6", "Charged"),
        payment("pay-7", "Canceled"),
        json!({ "State": "Charged", "Data": null }),
    ];
    assert_eq!(posted(&there), Ok(vec!["pay-6".to_owned()]));
    // One that cannot be read may be the one that is looked for.
    let unreadable = posted(&[json!({ "State": 7 })]);
    assert!(matches!(unreadable, Err(RemoteError::Failed(_))));
}

#[test]
fn a_type_that_is_not_enabled_is_the_operators_to_mend() {
    let (posted, sent) = post("Gross", "Cash");
    assert!(matches!(posted, Err(RemoteError::Refused(_))));
    assert_eq!(sent.len(), 0);
}
