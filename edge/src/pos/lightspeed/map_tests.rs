//! Facts about what Lightspeed is told of a reservation.

use serde_json::{Value, from_value, json};
use shared::money::Currency;

use super::*;
use crate::pos::{DepositRefund, PushedGuest};

fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
    from_value(value).unwrap()
}

fn settings() -> LightspeedSettings {
    read(json!({
        "account": "group", "restaurant": "linde",
        "allergenLabels": ["Nuts"], "dietaryLabels": ["Vegan"],
    }))
}

fn platform() -> PlatformSettings {
    read(json!({ "code": "couvert", "displayName": "Couvert" }))
}

fn push() -> Push {
    let start = Instant::from_unix(1_795_629_600);
    Push {
        version: 3,
        at: Instant::from_unix(1_795_258_800),
        id: read(json!("r1")),
        number: "R-000001".to_owned(),
        status: Status::Booked,
        is_from_till: false,
        is_known: false,
        attendees: read(json!(2)),
        start,
        end: start.plus_minutes(90),
        experience: Some("Dinner".to_owned()),
        is_walk_in: false,
        guest: PushedGuest {
            id: "g1".to_owned(),
            guest: read(json!({
                "firstName": "Ada", "lastName": "Lovelace", "email": "ada@example.com", "phone": "+436605512234",
            })),
            company: None,
            notes: Some(read(json!("likes the window"))),
            language: read(json!("de-AT")),
        },
        notes: Some(read(json!("a quiet table"))),
        internal_notes: Some(read(json!("regular"))),
        labels: vec!["Nuts".to_owned(), "Vegan".to_owned(), "Birthday".to_owned()],
        tables: vec!["5.0".to_owned(), "6".to_owned(), "5".to_owned()],
        deposits: Vec::new(),
    }
}

fn sent(push: &Push) -> Value {
    let body = body(push, &settings(), &platform()).unwrap();
    serde_json::to_value(body).unwrap()
}

fn deposit(id: &str, minor: i64, currency: Currency, refunds: &[i64]) -> Deposit {
    let at = Instant::from_unix(1_795_258_800);
    let refund = |(place, minor): (usize, &i64)| DepositRefund {
        id: format!("{id}-{place}"),
        amount: Money::new(*minor, currency).unwrap(),
        at,
    };
    Deposit {
        id: id.to_owned(),
        amount: Money::new(minor, currency).unwrap(),
        at,
        refunds: refunds.iter().enumerate().map(refund).collect(),
    }
}

#[test]
fn a_reservation_is_sent_in_lightspeeds_words() {
    assert_eq!(
        sent(&push()),
        json!({
            "status": "SCHEDULED", "partySize": 2, "utcScheduledAt": "2026-11-25T18:00:00",
            "utcUpdatedAt": "2026-11-21T11:00:00", "sequenceId": 3, "tableNumbers": ["5", "6"],
            "guest": {
                "platformGuestId": "g1", "firstName": "Ada", "lastName": "Lovelace", "email": "ada@example.com",
                "phone": "+436605512234", "walkIn": false, "notes": "likes the window", "language": "de",
                "allergens": ["Nuts"], "dietaryRestrictions": ["Vegan"],
            },
            "notes": "regular", "guestRequest": "a quiet table", "tags": ["Dinner", "Birthday"],
            "expectedDuration": "PT90M",
        })
    );
}

#[test]
fn each_status_has_one_at_lightspeed() {
    let words: Vec<_> = Status::ALL
        .iter()
        .map(|one| (one.text(), status(*one).text()))
        .collect();
    assert_eq!(
        words,
        [
            ("requested", "ON_HOLD"),
            ("unconfirmed", "ON_HOLD"),
            ("payment_pending", "ON_HOLD"),
            ("booked", "SCHEDULED"),
            ("reconfirmed", "SCHEDULED"),
            ("arrived", "ARRIVED"),
            ("seated", "SEATED"),
            ("ordered", "SEATED"),
            ("paid", "SEATED"),
            ("declined", "CANCELLED"),
            ("finished", "DEPARTED"),
            ("cancelled", "CANCELLED"),
            ("no_show", "NO_SHOW"),
            ("voided", "CANCELLED"),
        ]
    );
}

#[test]
fn a_guest_without_a_first_name_gets_a_placeholder() {
    let mut push = push();
    push.guest.guest = read(json!({ "lastName": "Lovelace" }));
    push.guest.id = "a.b~c".to_owned();
    let guest = sent(&push)["guest"].clone();
    assert_eq!(
        (&guest["firstName"], &guest["lastName"], &guest["platformGuestId"]),
        (&json!("Guest"), &json!("Lovelace"), &json!("a_b_c"))
    );
    assert_eq!(guest.get("email"), None);
    push.guest.guest = read(json!({ "lastName": "—" }));
    push.is_walk_in = true;
    let guest = sent(&push)["guest"].clone();
    assert_eq!(
        (&guest["firstName"], guest.get("lastName"), &guest["walkIn"]),
        (&json!("Walk-in"), None, &json!(true))
    );
}

#[test]
fn deposits_and_refunds_have_two_decimals() {
    let mut push = push();
    push.deposits = vec![
        deposit("d1", 5_005, Currency::EUR, &[1_000, 0]),
        deposit("d2", 0, Currency::EUR, &[]),
    ];
    assert_eq!(
        sent(&push)["liability"],
        json!({
            "currency": "EUR",
            "deposits": [{
                "amount": "50.05", "utcCreatedAt": "2026-11-21T11:00:00", "platformDepositId": "d1",
            }],
            "refunds": [{
                "amount": "10.00", "utcCreatedAt": "2026-11-21T11:00:00", "platformRefundId": "d1-0",
            }],
        })
    );
    let silent = PlatformSettings {
        deposit_supported: false,
        ..platform()
    };
    let body = body(&push, &settings(), &silent).unwrap();
    assert!(body.liability.is_none());
    for (code, minor, amount) in [("JPY", 1_200, "1200.00"), ("KWD", 1_230, "1.23")] {
        push.deposits = vec![deposit("d1", minor, Currency::parse(code).unwrap(), &[])];
        assert_eq!(sent(&push)["liability"]["deposits"][0]["amount"], amount);
    }
}

#[test]
fn a_value_that_lightspeed_cannot_store_is_refused() {
    let refused = |push: &Push| match body(push, &settings(), &platform()) {
        Err(PosError::Refused(code)) => code,
        _ => String::new(),
    };
    let mut long = push();
    long.id = read(json!("r".repeat(37)));
    assert_eq!(refused(&long), "RESERVATION_ID_TOO_MANY_SYMBOLS");
    long.id = read(json!("r.1"));
    assert_eq!(refused(&long), "RESERVATION_ID_TOO_MANY_SYMBOLS");
    let mut thousandths = push();
    thousandths.deposits = vec![deposit("d1", 1_234, Currency::parse("KWD").unwrap(), &[])];
    assert_eq!(refused(&thousandths), "CURRENCY_NOT_ACCEPTABLE");
    let mut mixed = push();
    mixed.deposits = vec![
        deposit("d1", 100, Currency::EUR, &[]),
        deposit("d2", 100, Currency::parse("CHF").unwrap(), &[]),
    ];
    assert_eq!(refused(&mixed), "CURRENCY_CAN_NOT_BE_CHANGED");
}
