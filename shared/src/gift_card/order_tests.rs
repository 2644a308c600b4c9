//! Facts about what can be ordered, and how an order is written on the wire.

use serde_json::{Value, json};

use super::*;
use crate::validation::{FieldErrors, read_json};

fn offered() -> GiftCards {
    serde_json::from_value(json!({ "templates": [
        {
            "id": "fixed", "name": { "en": "Fixed" }, "image": null, "custom": null,
            "amounts": [{ "amount": 5000, "currency": "EUR" }, { "amount": 10000, "currency": "EUR" }],
            "validity": { "type": "never" },
        },
        {
            "id": "free", "name": { "en": "Free" }, "image": null, "amounts": [],
            "custom": {
                "min": { "amount": 1000, "currency": "EUR" }, "max": { "amount": 50000, "currency": "EUR" },
            },
            "validity": { "type": "years_from_year_end", "years": 3 },
        },
    ] }))
    .unwrap()
}

fn body() -> Value {
    json!({
        "templateId": "free", "amount": { "amount": 7500, "currency": "EUR" },
        "purchaser": { "name": "Ada Muster", "email": "ada@example.com" },
        "recipient": { "name": "Ben", "email": "ben@example.com" },
        "message": "Lass es dir\nschmecken!", "deliverOn": "2026-12-24", "locale": "de",
    })
}

fn faults(pointer: &str, value: Value) -> Value {
    let mut body = body();
    *body.pointer_mut(pointer).unwrap() = value;
    let request: Result<GiftCardRequest, FieldErrors> = read_json(body);
    let today = Day::parse("2026-11-22").unwrap();
    let errors = match request {
        Ok(request) => request.faults(&offered(), today),
        Err(errors) => errors.into_vec(),
    };
    let errors = errors.iter().map(|error| json!([error.pointer, error.code]));
    Value::Array(errors.collect())
}

#[test]
fn a_whole_order_is_read_and_written_alike() {
    let request: GiftCardRequest = read_json(body()).unwrap();
    assert_eq!(request.faults(&offered(), Day::parse("2026-11-22").unwrap()), []);
    assert_eq!(serde_json::to_value(request).unwrap(), body());
}

#[test]
fn amounts_are_those_on_offer() {
    let money = |amount: Value, currency: &str| json!({ "amount": amount, "currency": currency });
    for (amount, faulty) in [
        (money(json!(1000), "EUR"), json!([])),
        (money(json!(50000), "EUR"), json!([])),
        (
            money(json!(999), "EUR"),
            json!([["/amount/amount", "out_of_range"]]),
        ),
        (
            money(json!(50001), "EUR"),
            json!([["/amount/amount", "out_of_range"]]),
        ),
        (
            money(json!(0), "EUR"),
            json!([["/amount/amount", "out_of_range"]]),
        ),
        (
            money(json!(-7500), "EUR"),
            json!([["/amount/amount", "out_of_range"]]),
        ),
        (
            money(json!(75.5), "EUR"),
            json!([["/amount/amount", "wrong_type"]]),
        ),
        (
            money(json!("75"), "EUR"),
            json!([["/amount/amount", "wrong_type"]]),
        ),
        (
            money(json!(9_007_199_254_740_992_i64), "EUR"),
            json!([["/amount", "out_of_range"]]),
        ),
        (
            money(json!(7500), "USD"),
            json!([["/amount/currency", "not_offered"]]),
        ),
        (
            money(json!(7500), "eur"),
            json!([["/amount/currency", "invalid"]]),
        ),
        (json!(7500), json!([["/amount", "wrong_type"]])),
    ] {
        assert_eq!(faults("/amount", amount.clone()), faulty, "{amount}");
    }
    let not_on_the_list = json!([["/amount/amount", "not_offered"]]);
    assert_eq!(faults("/templateId", json!("fixed")), not_on_the_list);
    assert_eq!(
        faults("/templateId", json!("other")),
        json!([["/templateId", "not_offered"]])
    );
}

#[test]
fn a_card_is_sent_between_today_and_a_year_from_now() {
    for (day, faulty) in [
        ("2026-11-22", json!([])),
        ("2027-11-22", json!([])),
        ("2026-11-21", json!([["/deliverOn", "in_the_past"]])),
        ("2027-11-23", json!([["/deliverOn", "beyond_horizon"]])),
        ("2026-02-30", json!([["/deliverOn", "invalid_day"]])),
    ] {
        assert_eq!(faults("/deliverOn", json!(day)), faulty, "{day}");
    }
}

#[test]
fn a_recipient_has_a_name_and_a_message_fits_on_the_card() {
    assert_eq!(faults("/recipient", Value::Null), json!([]));
    assert_eq!(faults("/recipient", json!({ "name": "Ben" })), json!([]));
    assert_eq!(
        faults("/recipient", json!({})),
        json!([["/recipient", "required"]])
    );
    let long = "x".repeat(Message::MAX_CHARS + 1);
    assert_eq!(faults("/message", json!(long)), json!([["/message", "too_long"]]));
    assert_eq!(
        faults("/purchaser/email", json!("ada")),
        json!([["/purchaser/email", "invalid_email"]])
    );
}

#[test]
fn every_missing_field_is_named() {
    let errors = read_json::<GiftCardRequest>(json!({ "extra": 1 })).unwrap_err();
    let errors = errors.into_vec();
    let pointers: Vec<_> = errors.iter().map(|error| error.pointer.as_str()).collect();
    assert_eq!(
        pointers,
        ["/extra", "/templateId", "/amount", "/purchaser", "/locale"]
    );
}

#[test]
fn an_order_is_written_with_its_card_once_there_is_one() {
    let eur = |amount| Money::new(amount, crate::money::Currency::EUR).unwrap();
    let code = GiftCardCode::of_random(0..40).unwrap();
    let order = GiftCardOrder {
        order_id: OrderId::parse("o1").unwrap(),
        status: OrderStatus::Issued,
        amount: eur(7500),
        deliver_on: None,
        sent_to_recipient: false,
        order_token: None,
        payment: None,
        card: Some(GiftCard {
            code,
            template_id: TemplateId::parse("free").unwrap(),
            amount: eur(7500),
            remaining: eur(2500),
            expires_on: Day::parse("2029-12-31").ok(),
            recipient_name: None,
            message: None,
        }),
    };
    assert_eq!(
        serde_json::to_value(&order).unwrap(),
        json!({
            "orderId": "o1", "status": "issued", "amount": { "amount": 7500, "currency": "EUR" },
            "card": {
                "code": code.text(), "templateId": "free",
                "amount": { "amount": 7500, "currency": "EUR" },
                "remaining": { "amount": 2500, "currency": "EUR" }, "expiresOn": "2029-12-31",
            },
        })
    );
    assert!(!format!("{order:?}").contains(&code.text()));
}

#[test]
fn a_balance_is_asked_for_by_code_alone() {
    let code = GiftCardCode::of_random(0..40).unwrap();
    let asked: BalanceQuestion = read_json(json!({ "code": code.text().to_lowercase() })).unwrap();
    assert_eq!(asked.code, code);
    let errors = read_json::<BalanceQuestion>(json!({ "code": "0" })).unwrap_err();
    assert_eq!(errors.into_vec(), [FieldError::new("/code", FieldCode::Invalid)]);
}
