//! Facts about what Lightspeed's deliveries say.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::pos::Receipt;

const LOCATION: u64 = 9_765_040_300_495_493;

fn platform() -> PlatformSettings {
    serde_json::from_value(json!({
        "code": "MyPlatform", "displayName": "Couvert",
        "inServiceTableStatuses": [
            { "statusLabel": "Starter", "statusValue": "1", "sequence": 1 },
            { "statusLabel": "Coffee", "statusValue": "coffee", "sequence": 9 },
        ],
    }))
    .unwrap()
}

fn delivery(body: &[u8], key: Option<&str>) -> Delivery {
    let key = key.map(|key| (IDEMPOTENCY_KEY.to_owned(), key.to_owned()));
    Delivery {
        headers: key.into_iter().collect(),
        query: BTreeMap::new(),
        body: body.to_vec(),
    }
}

fn read_with(platform: &PlatformSettings, body: &Value) -> Notice {
    let delivery = delivery(body.to_string().as_bytes(), None);
    let notices = notices(platform, Currency::EUR, &delivery).unwrap();
    assert_eq!(notices.len(), 1);
    notices.into_iter().next().unwrap()
}

fn read(body: &Value) -> Notice {
    read_with(&platform(), body)
}

/// An order event of a check of Ada's, with all that may not be kept.
fn order(kind: &str, beside: &Value) -> Value {
    let mut account = json!({
        "accountNumber": "A833754.74", "receiptNumber": "R17", "tables": ["5"], "coverCount": 2,
        "businessLocationId": LOCATION.to_string(), "openDate": 1_795_629_600_000_i64,
        "updateDate": 1_795_633_200_999_i64, "currencyCode": "EUR", "staffName": "Ben", "name": "Ada's table",
        "consumerRecord": {
            "consumer": { "emailAddress": "ada@example.com" }, "contactInformation": { "fullName": "Ada Lovelace" },
        },
    });
    account
        .as_object_mut()
        .unwrap()
        .extend(beside.as_object().unwrap().clone());
    json!({
        "notificationType": kind, "platformCode": "MyPlatform", "platformRestaurantId": "Restaurant-123",
        "platformReservationId": "Reservation-123", "businessLocationId": LOCATION, "sequenceId": "42",
        "account": account,
    })
}

fn bill() -> Value {
    json!({
        "closeDate": 1_795_636_800_000_i64, "totalAmount": 108.00, "paidAmount": 120, "taxAmount": 8.5,
        "gratuityAmount": 12.0, "currentProductionPhase": 0,
        "transactionLines": [
            {
                "itemDescription": "Steak", "nameOverride": "Burger for Ada", "quantity": 2, "amountWithTax": 70.0,
                "amountLessTax": 65.42, "accountingGroupName": "Food",
                "activeTax": { "code": "TVA7", "description": "TVA 7%", "rate": 1.07 },
            },
            {
                "itemDescription": "Wine", "quantity": 1.5, "amountWithTax": 38.0, "amountLessTax": 31.93,
                "activeTax": { "code": "TVA19", "rate": 1.19 },
            },
        ],
        "paymentLines": [
            { "paymentMethod": "CARD", "paymentMethodDescription": "Card", "amount": 100, "gratuityAmount": 12 },
            { "paymentMethod": "CASH", "amount": 8 },
        ],
    })
}

fn receipt_of(notice: &Notice) -> Receipt {
    let found = notice.facts.iter().find_map(|fact| match fact {
        Fact::Receipt(receipt) => Some(&**receipt),
        _ => None,
    });
    found.unwrap().clone()
}

fn tables_of(names: &[&str], covers: Option<u16>) -> Fact {
    Fact::Tables {
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        covers,
    }
}

#[test]
fn an_order_event_says_how_far_its_check_has_come() {
    for (kind, beside, phase) in [
        ("OPEN", json!({}), CheckPhase::Opened),
        ("UPDATE", json!({ "transactionLines": [] }), CheckPhase::Opened),
        (
            "UPDATE",
            json!({ "transactionLines": [{ "itemDescription": "Wine" }] }),
            CheckPhase::Ordered,
        ),
        ("CLOSE", json!({}), CheckPhase::Closed),
    ] {
        let notice = read(&order(kind, &beside));
        assert_eq!(
            notice.facts,
            [Fact::Check(phase), tables_of(&["5"], Some(2))],
            "{kind} {beside}"
        );
        assert_eq!(notice.check.as_deref(), Some("A833754.74"));
        assert_eq!(notice.order, Some(42));
        assert_eq!(notice.to.restaurant.as_deref(), Some("Restaurant-123"));
        assert_eq!(notice.to.location.as_deref(), Some("9765040300495493"));
        assert_eq!(
            notice.to.reservation.unwrap().as_str(),
            "Reservation-123",
            "{kind}"
        );
    }
    assert_eq!(
        read(&order("CANCEL", &bill())).facts,
        [Fact::Check(CheckPhase::Cancelled)]
    );
}

#[test]
fn the_bill_is_read_to_the_cent_and_without_anyone_in_it() {
    let notice = read(&order("CLOSE", &bill()));
    let euros = |cents: i64| shared::money::Money::new(cents, Currency::EUR).unwrap();
    let receipt = receipt_of(&notice);
    assert_eq!(receipt.number.as_deref(), Some("R17"));
    assert_eq!(receipt.covers, Some(2));
    assert_eq!(receipt.closed_at, Some(Instant::from_unix(1_795_636_800)));
    assert_eq!(notice.at, receipt.closed_at);
    assert_eq!(receipt.total, euros(10_800));
    assert_eq!(
        (receipt.tax, receipt.tips, receipt.paid),
        (Some(euros(850)), Some(euros(1_200)), Some(euros(12_000)))
    );
    let lines: Vec<_> = receipt
        .lines
        .iter()
        .map(|line| (line.name.as_str(), line.thousandths, line.amount.amount()))
        .collect();
    assert_eq!(lines, [("Steak", 2_000, 7_000), ("Wine", 1_500, 3_800)]);
    let taxes: Vec<_> = receipt
        .taxes
        .iter()
        .map(|tax| (tax.name.as_str(), tax.basis_points, tax.amount))
        .collect();
    assert_eq!(
        taxes,
        [
            ("TVA 7%", Some(700), Some(euros(458))),
            ("TVA19", Some(1_900), Some(euros(607)))
        ]
    );
    let payments: Vec<_> = receipt
        .payments
        .iter()
        .map(|payment| {
            (
                payment.method.as_str(),
                payment.amount.amount(),
                payment.tip.map(shared::money::Money::amount),
            )
        })
        .collect();
    assert_eq!(payments, [("Card", 10_000, Some(1_200)), ("CASH", 800, None)]);
    let stored = serde_json::to_string(&notice).unwrap();
    for private in ["Ada", "ada@", "Ben", "Lovelace"] {
        assert!(!stored.contains(private), "{private} in {stored}");
    }
}

#[test]
fn a_field_of_another_type_does_not_keep_a_party_from_having_paid() {
    let strange = json!({
        "accountNumber": 833_754, "receiptNumber": null, "tables": [5, null], "coverCount": "2", "staffName": 7,
        "openDate": "then", "updateDate": 1.0, "closeDate": 9_223_372_036_854_775_807_i64, "currencyCode": [],
        "currentProductionPhase": {}, "totalAmount": "108.00",
        "transactionLines": [{ "itemDescription": 7, "amountWithTax": 108, "quantity": true, "activeTax": 7 }],
        "paymentLines": [7, { "paymentMethod": null, "amount": 108 }],
    });
    let notice = read(&order("CLOSE", &strange));
    assert_eq!(notice.check.as_deref(), Some("833754"));
    let receipt = receipt_of(&notice);
    assert_eq!(
        (receipt.total.amount(), receipt.total.currency()),
        (10_800, Currency::EUR)
    );
    assert_eq!(
        (receipt.lines[0].name.as_str(), receipt.lines[0].thousandths),
        ("7", 1_000)
    );
    assert_eq!(receipt.payments[0].method, "—");
    // A time after the year 9999 is none, and the update's stands in for it.
    assert_eq!(
        (receipt.closed_at, notice.at),
        (None, Some(Instant::from_unix(0)))
    );
    assert!(notice.facts.contains(&tables_of(&["5"], Some(2))));
}

#[test]
fn a_course_is_named_as_the_settings_have_it() {
    let lines = json!([{ "itemDescription": "Wine" }]);
    let of = |platform: &PlatformSettings, phase: i64| {
        let beside = json!({ "currentProductionPhase": phase, "transactionLines": lines });
        let notice = read_with(platform, &order("UPDATE", &beside));
        notice.facts.into_iter().find_map(|fact| match fact {
            Fact::InService(status) => Some(status),
            _ => None,
        })
    };
    assert_eq!(of(&platform(), 0).as_deref(), Some("Starter"));
    assert_eq!(of(&platform(), 1), None);
    let numbered = PlatformSettings {
        allow_course_number_updates: true,
        ..platform()
    };
    assert_eq!(of(&numbered, 1).as_deref(), Some("2"));
    assert_eq!(of(&numbered, -7), None);
}

#[test]
fn a_reservation_that_is_changed_at_the_till_follows_where_the_settings_allow_it() {
    let changed = |status: &str| {
        json!({
            "platformCode": "MyPlatform", "platformRestaurantId": "Restaurant-123",
            "platformReservationId": "Reservation-123", "businessLocationId": LOCATION, "status": status,
            "tables": ["1A", "2B"], "covers": 42,
        })
    };
    let tables = tables_of(&["1A", "2B"], Some(42));
    for (status, step) in [
        ("PAID", Some(Status::Paid)),
        ("ARRIVED", Some(Status::Arrived)),
        ("PARTIALLY_ARRIVED", Some(Status::Arrived)),
        ("SEATED", Some(Status::Seated)),
        ("PARTIALLY_SEATED", Some(Status::Seated)),
        ("DEPARTED", Some(Status::Finished)),
        ("CANCELLED", Some(Status::Cancelled)),
        ("NO_SHOW", Some(Status::NoShow)),
        ("SCHEDULED", None),
        ("ON_HOLD", None),
        ("ERROR", None),
        ("SOMETHING_NEW", None),
    ] {
        let mut wanted = vec![Fact::Accepted];
        wanted.extend(step.map(Fact::Step));
        wanted.push(tables.clone());
        assert_eq!(read(&changed(status)).facts, wanted, "{status}");
    }
    assert_eq!(
        read(&changed("coffee")).facts,
        [
            Fact::Accepted,
            Fact::InService("Coffee".to_owned()),
            tables.clone()
        ]
    );
    let strict = PlatformSettings {
        allowed_pos_statuses: vec![PlatformStatus::Seated],
        ..platform()
    };
    assert_eq!(
        read_with(&strict, &changed("CANCELLED")).facts,
        [Fact::Accepted, tables]
    );
}

#[test]
fn an_error_says_whether_the_push_may_be_tried_again() {
    let error = |code: &str, status: u16| {
        json!({
            "entityType": "platform-reservation", "errorCode": code, "errorMessage": "Table 5 of Ada",
            "errorProperties": ["tableNumbers", "the guest Ada"], "httpCode": status, "platformCode": "MyPlatform",
            "platformReservationId": "Reservation-123", "platformRestaurantId": "Restaurant-123", "traceId": "t1",
        })
    };
    for (code, status, may_pass) in [
        ("REQUESTED_TABLE_IS_UNAVAILABLE", 400, false),
        ("INTERNAL_ERROR", 500, true),
    ] {
        let notice = read(&error(code, status));
        assert_eq!(
            notice.facts,
            [Fact::PushFailed {
                code: code.to_owned(),
                fields: vec!["tableNumbers".to_owned()],
                may_pass
            }]
        );
        assert!(!serde_json::to_string(&notice).unwrap().contains("Ada"));
    }
}

#[test]
fn integrations_and_onboardings_name_their_location_digit_for_digit() {
    for (kind, is_active) in [("ACTIVATED", true), ("DEACTIVATED", false)] {
        let notice = read(&json!({
            "notificationType": kind, "platformCode": "MyPlatform", "businessLocationId": LOCATION,
            "platformRestaurantId": "Restaurant-123",
        }));
        assert_eq!(notice.facts, [Fact::Integration(is_active)]);
        assert_eq!(notice.to.location.as_deref(), Some("9765040300495493"));
    }
    for deadline in ["epochSecondsDeadlineUtc", "epochDeadlineUtc"] {
        let mut event = json!({
            "platformCode": "MyPlatform", "platformRestaurantReference": "Schnitzel", "onboardingId": "o1",
            "businessInformation": {
                "businessLocationId": LOCATION, "name": "Linde", "street1": "Hauptstr. 1", "zip": "1010",
                "city": "Wien",
            },
        });
        event[deadline] = json!(1_795_629_600);
        let notice = read(&event);
        assert_eq!(
            notice.facts,
            [Fact::Onboarding(Box::new(Onboarding {
                id: "o1".to_owned(),
                reference: "Schnitzel".to_owned(),
                deadline: Instant::from_unix(1_795_629_600),
                location: "9765040300495493".to_owned(),
                description: "Linde, Hauptstr. 1, 1010 Wien".to_owned(),
            }))]
        );
        assert_eq!(notice.to.location.as_deref(), Some("9765040300495493"));
    }
}

#[test]
fn a_repetition_is_known_by_the_vendors_key_or_by_its_body() {
    let body = order("OPEN", &json!({})).to_string();
    let id = |body: &str, key| {
        let delivery = delivery(body.as_bytes(), key);
        notices(&platform(), Currency::EUR, &delivery).unwrap()[0]
            .id
            .clone()
    };
    assert_eq!(id(&body, None), id(&body, None));
    assert_ne!(id(&body, Some("a")), id(&body, Some("b")));
    assert_ne!(id(&body, None), id(&order("CLOSE", &json!({})).to_string(), None));
}

#[test]
fn a_foreign_event_is_unreadable_and_its_text_is_not_repeated() {
    let mut elsewhere = order("OPEN", &json!({}));
    elsewhere["platformCode"] = json!("Other");
    let mut without = order("OPEN", &json!({}));
    without.as_object_mut().unwrap().remove("account");
    let strange = order("REOPEN", &json!({}));
    let endless = json!({
        "platformRestaurantReference": "Ada", "onboardingId": "o1", "epochSecondsDeadlineUtc": i64::MAX,
        "businessInformation": { "businessLocationId": LOCATION, "name": "Ada's" },
    });
    for body in [
        "{}".to_owned(),
        "null".to_owned(),
        "[]".to_owned(),
        r#"{"notificationType":7,"name":"Ada"}"#.to_owned(),
        elsewhere.to_string(),
        without.to_string(),
        strange.to_string(),
        endless.to_string(),
    ] {
        let read = notices(&platform(), Currency::EUR, &delivery(body.as_bytes(), None));
        let Unreadable(cause) = read.unwrap_err();
        assert!(!cause.contains("Ada"), "{cause}");
    }
}

proptest! {
    #[test]
    fn no_body_makes_the_reader_panic(body in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = notices(&platform(), Currency::EUR, &delivery(&body, None));
    }

    #[test]
    fn every_location_keeps_its_digits(location in 1_u64..=9_223_372_036_854_775_807) {
        let event = json!({
            "notificationType": "ACTIVATED", "platformCode": "MyPlatform", "businessLocationId": location,
            "platformRestaurantId": "Restaurant-123",
        });
        prop_assert_eq!(read(&event).to.location, Some(location.to_string()));
    }
}
