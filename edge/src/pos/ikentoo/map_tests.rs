//! Facts about check-ins and events of iKentoo, both ways.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use shared::reservation::Status;
use shared::validation::Notes;

use super::*;
use crate::pos::fold::fold;
use crate::pos::{DepositRefund, PushedGuest};
use crate::test_support::pos::push;

fn delivery(event: &Value) -> Delivery {
    Delivery {
        headers: BTreeMap::new(),
        query: BTreeMap::new(),
        body: event.to_string().into_bytes(),
    }
}

fn event(kind: &str, beside: &Value) -> Value {
    let mut event = json!({
        "notificationTime": "2026-11-25T18:23:26.485+0000",
        "notificationId": "51a15413-ffb6-4822-90ec-a21bbead5b02",
        "notificationType": kind, "reservationReference": "r1", "tableDescription": null, "table": null,
        "accountId": 12_345_678, "message": null,
    });
    let members = event.as_object_mut().unwrap();
    members.extend(beside.as_object().unwrap().clone());
    event
}

/// The one notice of an event.
fn notice(event: &Value) -> Notice {
    let mut notices = notices(&delivery(event), Currency::EUR).unwrap();
    assert_eq!(notices.len(), 1);
    notices.remove(0)
}

fn facts(kind: &str, beside: &Value) -> Vec<Fact> {
    notice(&event(kind, beside)).facts
}

fn tables(names: &[&str], covers: Option<u16>) -> Fact {
    Fact::Tables {
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        covers,
    }
}

fn euros(cents: i64) -> Money {
    Money::new(cents, Currency::EUR).unwrap()
}

fn guest(value: Value) -> PushedGuest {
    PushedGuest {
        guest: serde_json::from_value(value).unwrap(),
        ..push(1, Status::Seated).guest
    }
}

#[test]
fn a_guest_without_first_name_or_address_gets_a_placeholder_that_no_other_guest_has() {
    let mut first = push(1, Status::Seated);
    first.guest = guest(json!({ "lastName": "Lovelace" }));
    let mut second = push(1, Status::Seated);
    second.guest = PushedGuest {
        id: "g2".to_owned(),
        ..guest(json!({ "lastName": "—" }))
    };
    let of = |push: &Push| check_in(push, 7, "linde").unwrap().customer_info;
    let (one, again, other) = (of(&first), of(&first), of(&second));
    assert_eq!(one.first_name, PLACEHOLDER_FIRST_NAME);
    assert_eq!(one.last_name.as_deref(), Some("Lovelace"));
    assert!(one.email.ends_with("@no-email.invalid"), "{}", one.email);
    assert_eq!(one.email, again.email);
    assert_ne!(one.email, other.email);
    assert_eq!((other.last_name, other.contact_number), (None, None));
    assert_eq!(other.third_party_reference, "g2");
}

#[test]
fn a_check_in_has_the_notes_of_guest_and_staff_and_what_was_paid() {
    let mut told = push(1, Status::Seated);
    told.tables = vec!["5".to_owned(), "6".to_owned()];
    told.labels = vec!["Birthday".to_owned()];
    told.notes = Some(Notes::parse("By the window").unwrap());
    told.internal_notes = Some(Notes::parse("The owner's aunt").unwrap());
    told.guest.notes = Some(Notes::parse("Nuts").unwrap());
    let deposit = |amount, back| Deposit {
        id: "p1".to_owned(),
        amount: euros(amount),
        at: told.at,
        refunds: vec![DepositRefund {
            id: "b1".to_owned(),
            amount: euros(back),
            at: told.at,
        }],
    };
    let deposits = vec![deposit(4_000, 500), deposit(1_000, 1_000)];
    told.deposits = deposits;
    let made = serde_json::to_value(check_in(&told, 7, "linde").unwrap()).unwrap();
    assert_eq!(
        made,
        json!({
            "businessLocationId": 7, "table": "5", "reservationReference": "r1", "customerCount": 2,
            "notes": [
                { "note": "Birthday" }, { "note": "By the window" }, { "note": "The owner's aunt" },
                { "note": "R-000001: 35.00 EUR paid in advance" },
            ],
            "specialOffer": null,
            "customerInfo": {
                "firstName": "Ada", "lastName": "Lovelace", "thirdPartyReference": "g1", "email": "ada@example.com",
                "contactNumberAsE164": "+436605512234", "notes": "Nuts",
            },
            "endPointId": "linde",
        })
    );
    told.tables = Vec::new();
    assert!(check_in(&told, 7, "linde").is_none());
}

#[test]
fn each_event_states_its_facts() {
    assert_eq!(facts("ACCEPTED", &json!({})), [Fact::Accepted]);
    assert_eq!(
        facts(
            "CHECKEDIN",
            &json!({ "table": 2.0, "tableDescription": "Table 2" })
        ),
        [Fact::Check(CheckPhase::Opened), tables(&["2"], None)]
    );
    assert_eq!(
        facts("CANCELLED", &json!({})),
        [Fact::Check(CheckPhase::Cancelled)]
    );
    let status =
        json!({ "tableDescription": "Bar", "notificationPayload": { "status": "DESSERT", "more": [1] } });
    assert_eq!(
        facts("TABLE_STATUS_UPDATE", &status),
        [tables(&["Bar"], None), Fact::InService("DESSERT".to_owned())]
    );
    let failed = |code: &str| Fact::PushFailed {
        code: code.to_owned(),
        fields: Vec::new(),
        may_pass: false,
    };
    assert_eq!(
        facts("OPERATION_FAILED", &json!({ "message": "fail\nmessage" })),
        [failed("fail message")]
    );
    assert_eq!(
        facts("OPERATION_FAILED", &json!({ "message": "no ada@example.com" })),
        [failed("OPERATION_FAILED")]
    );
    // A check-out of an account that no reservation system is linked to.
    for payload in [json!(null), json!({})] {
        assert_eq!(
            facts("CHECKEDOUT", &json!({ "notificationPayload": payload })),
            [Fact::Check(CheckPhase::Closed)]
        );
    }
}

#[test]
fn a_check_out_has_its_bill() {
    let payload = json!({
        "checkoutDate": "2026-11-25T20:00:00.000+0100",
        "items": [
            { "name": "Steak", "quantity": 2.0, "paidAmountTaxIncl": 70, "itemGroup": "Food" },
            { "name": "Cake", "quantity": 0.5, "paidAmountTaxIncl": "35.19", "itemGroup": null },
            { "quantity": 1, "paidAmountTaxIncl": 1 },
            7,
        ],
        "checkTotalExclTax": 100, "checkTotalInclTax": 108, "checkTotalTaxAmount": 8, "tips": 4.5, "coverCount": 2,
        "customer": "Ada Lovelace",
    });
    let facts = facts(
        "CHECKEDOUT",
        &json!({ "table": 2.0, "notificationPayload": payload }),
    );
    let [Fact::Receipt(receipt), moved] = facts.as_slice() else {
        panic!("{facts:?}");
    };
    assert_eq!(*moved, tables(&["2"], Some(2)));
    assert_eq!((receipt.total, receipt.tax), (euros(10_800), Some(euros(800))));
    assert_eq!((receipt.tips, receipt.covers), (Some(euros(450)), Some(2)));
    assert_eq!(receipt.closed_at.unwrap().to_string(), "2026-11-25T19:00:00Z");
    let lines: Vec<(&str, i64, Money)> = receipt
        .lines
        .iter()
        .map(|line| (line.name.as_str(), line.thousandths, line.amount))
        .collect();
    assert_eq!(
        lines,
        [("Steak", 2_000, euros(7_000)), ("Cake", 500, euros(3_519))]
    );
    assert!(!serde_json::to_string(receipt).unwrap().contains("Ada"));
}

#[test]
fn a_bill_in_another_currency_keeps_it_and_one_without_a_total_is_summed() {
    let of = |payload: Value| facts("CHECKEDOUT", &json!({ "notificationPayload": payload }));
    let francs = of(json!({ "checkTotalInclTax": 108, "currency": "CHF" }));
    let [Fact::Receipt(receipt)] = francs.as_slice() else {
        panic!("{francs:?}");
    };
    assert_eq!(receipt.total.currency().code(), "CHF");
    let summed = of(json!({ "checkTotalExclTax": 100, "checkTotalTaxAmount": 8 }));
    let [Fact::Receipt(receipt)] = summed.as_slice() else {
        panic!("{summed:?}");
    };
    assert_eq!(receipt.total, euros(10_800));
    assert_eq!(
        of(json!({ "checkTotalInclTax": "?" })),
        [Fact::Check(CheckPhase::Closed)]
    );
}

#[test]
fn an_event_says_whom_it_is_about_and_when_to_the_millisecond() {
    let known = notice(&event("ACCEPTED", &json!({})));
    assert_eq!(known.id.as_str(), "51a15413-ffb6-4822-90ec-a21bbead5b02");
    assert_eq!(known.to.reservation.unwrap().as_str(), "r1");
    assert_eq!(known.at.unwrap().to_string(), "2026-11-25T18:23:26Z");
    assert_eq!(known.order, Some(1_795_631_006_485));
    let bare = notice(&json!({ "notificationType": "ACCEPTED" }));
    assert_eq!((bare.at, bare.order, bare.to.reservation), (None, None, None));
    assert!(bare.id.as_str().starts_with("sha256:"));
    let strange = notice(&event(
        "ACCEPTED",
        &json!({ "reservationReference": "a b", "notificationTime": "now" }),
    ));
    assert_eq!((strange.at, strange.to.reservation), (None, None));
}

#[test]
fn an_event_of_a_kind_that_is_not_known_says_nothing() {
    let unknown = delivery(&event("TABLE_CLEANED", &json!({})));
    assert_eq!(notices(&unknown, Currency::EUR), Ok(Vec::new()));
    for broken in [
        json!({}),
        json!({ "notificationType": null }),
        json!([]),
        json!(7),
    ] {
        assert!(notices(&delivery(&broken), Currency::EUR).is_err(), "{broken}");
    }
    let broken = event("CHECKEDOUT", &json!({ "notificationPayload": 7 }));
    assert!(notices(&delivery(&broken), Currency::EUR).is_err());
}

#[test]
fn a_check_in_after_a_cancellation_within_one_second_stands() {
    let at = |kind: &str, id: &str, milliseconds: &str| {
        let time = format!("2026-11-25T18:23:26.{milliseconds}+0000");
        notice(&event(
            kind,
            &json!({ "notificationId": id, "notificationTime": time }),
        ))
    };
    let opened = at("CHECKEDIN", "n1", "100");
    let cancelled = at("CANCELLED", "n2", "200");
    let again = at("CHECKEDIN", "n3", "300");
    let all = [again, cancelled.clone(), opened.clone()];
    assert_eq!(fold(&all).progress, Some(Status::Seated));
    assert_eq!(fold(&[cancelled, opened]).progress, None);
}
