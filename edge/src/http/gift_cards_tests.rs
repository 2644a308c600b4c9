//! Facts about gift cards over HTTP. The sale is scripted.

use serde_json::{Value, json};

use super::super::test_support::code;
use super::super::tests::{ask, problem};
use super::*;

fn body() -> Value {
    json!({
        "templateId": "evening", "amount": { "amount": 5000, "currency": "EUR" },
        "purchaser": { "name": "Ada Muster", "email": "ada@example.com" }, "locale": "en",
    })
}

fn post(path: &str, body: &Value) -> (Reply, crate::http::access_log::Record) {
    let request = http::Request::post(format!("/v1/venues/demo/gift-cards{path}"))
        .header("content-type", "application/json")
        .header("idempotency-key", "key-1");
    ask(request, Some(&body.to_string()))
}

#[test]
fn an_order_is_answered_with_its_token_and_waits_for_its_payment() {
    let (reply, _) = post("", &body());
    assert_eq!(reply.status(), 201);
    assert_eq!(reply.headers()["cache-control"], "no-store");
    assert_eq!(
        problem(&reply),
        json!({
            "orderId": "o1", "status": "payment_pending", "orderToken": "order-secret",
            "amount": { "amount": 5000, "currency": "EUR" },
        })
    );
}

#[test]
fn an_order_needs_its_key_and_names_every_fault() {
    let request =
        http::Request::post("/v1/venues/demo/gift-cards").header("content-type", "application/json");
    let (reply, _) = ask(request, Some(&body().to_string()));
    assert_eq!(problem(&reply)["code"], "idempotency_key_required");
    let mut wrong = body();
    wrong["amount"]["amount"] = json!(12.5);
    wrong["purchaser"]["email"] = json!("ada");
    let (reply, _) = post("", &wrong);
    assert_eq!(reply.status(), 422);
    assert_eq!(
        problem(&reply)["errors"],
        json!([
            { "pointer": "/amount/amount", "code": "wrong_type" },
            { "pointer": "/purchaser/email", "code": "invalid_email" },
        ])
    );
}

#[test]
fn an_order_is_shown_with_its_card_to_the_bearer_of_a_token() {
    let read = |id: &str, token: Option<&str>| {
        let mut request = http::Request::get(format!("/v1/venues/demo/gift-cards/orders/{id}"));
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        ask(request, Some("")).0
    };
    assert_eq!(read("o1", None).status(), 401);
    assert_eq!(read("o2", Some("t")).status(), 404);
    let reply = read("o1", Some("t"));
    let order = problem(&reply);
    assert_eq!(order["card"]["code"], code().text());
    assert_eq!(order.get("orderToken"), None);
}

fn with_token(
    method: &str,
    path: &str,
    token: Option<&str>,
    body: &str,
) -> (Reply, crate::http::access_log::Record) {
    let mut request = http::Request::builder()
        .method(method)
        .uri(format!("/v1/venues/demo/gift-cards/orders/{path}"))
        .header("content-type", "application/json");
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    ask(request, Some(body))
}

#[test]
fn the_card_is_a_file_that_no_cache_stores() {
    let (reply, record) = with_token("GET", "o1/card.pdf", Some("t"), "");
    assert_eq!(reply.status(), 200);
    assert!(reply.body().starts_with(b"%PDF-"));
    for (name, value) in [
        ("content-type", "application/pdf"),
        ("content-disposition", "attachment; filename=\"gift-card.pdf\""),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(reply.headers()[name], value);
    }
    assert_eq!(record.route, "gift_card_sheet");
    assert_eq!(with_token("GET", "o1/card.pdf", None, "").0.status(), 401);
    assert_eq!(with_token("GET", "o2/card.pdf", Some("t"), "").0.status(), 404);
    assert_eq!(with_token("POST", "o1/card.pdf", Some("t"), "{}").0.status(), 405);
    assert_eq!(with_token("GET", "o1/card.ps", Some("t"), "").0.status(), 404);
}

#[test]
fn a_withdrawal_takes_two_steps_and_a_token() {
    let ask = |id: &str, body: &str| {
        let (reply, _) = with_token("POST", &format!("{id}/withdrawal"), Some("t"), body);
        (reply.status().as_u16(), problem(&reply))
    };
    let expected = |status: &str| {
        json!({
            "status": status, "refund": { "amount": 2000, "currency": "EUR" }, "until": "2026-12-06",
        })
    };
    assert_eq!(ask("o1", "{}"), (200, expected("issued")));
    assert_eq!(ask("o1", r#"{ "confirm": false }"#), (200, expected("issued")));
    assert_eq!(ask("o1", r#"{ "confirm": true }"#), (200, expected("refunding")));
    let (status, refused) = ask("o2", "{}");
    assert_eq!((status, &refused["code"]), (409, &json!("gift_card_used_up")));
    for body in [r#"{ "confirm": "yes" }"#, r#"{ "confirmed": true }"#] {
        assert_eq!(ask("o1", body).0, 422, "{body}");
    }
    assert_eq!(with_token("POST", "o1/withdrawal", None, "{}").0.status(), 401);
    assert_eq!(with_token("GET", "o1/withdrawal", Some("t"), "").0.status(), 405);
}

#[test]
fn a_balance_is_found_by_its_code_and_a_mistyped_code_is_a_faulty_field() {
    let (reply, record) = post("/balance", &json!({ "code": code().text().to_lowercase() }));
    assert_eq!(
        problem(&reply),
        json!({ "remaining": { "amount": 2000, "currency": "EUR" }, "expiresOn": "2029-12-31" })
    );
    assert!(!record.route.contains(&code().text()));
    let other = shared::gift_card::GiftCardCode::of_random(7..40).unwrap();
    let (reply, _) = post("/balance", &json!({ "code": other }));
    assert_eq!(
        (reply.status().as_u16(), &problem(&reply)["code"]),
        (404, &json!("gift_card_not_found"))
    );
    let mistyped = code().text().replacen('3', "4", 1);
    for (code, fault) in [
        (mistyped.as_str(), "mistyped"),
        ("O", "invalid"),
        ("", "required"),
        (&code().text().replacen('2', "0", 1), "look_alike"),
    ] {
        let (reply, _) = post("/balance", &json!({ "code": code }));
        let errors = json!([{ "pointer": "/code", "code": fault }]);
        assert_eq!(problem(&reply)["errors"], errors, "{code}");
        // The response does not repeat the code.
        assert!(code.is_empty() || !problem(&reply).to_string().contains(code) || code == "O");
    }
}

#[test]
fn no_address_contains_a_code() {
    for path in ["/balance", &format!("/{}", code().text()), "/orders"] {
        let (reply, _) = ask(
            http::Request::get(format!("/v1/venues/demo/gift-cards{path}")),
            Some(""),
        );
        assert!([404, 405].contains(&reply.status().as_u16()), "{path}");
    }
}
