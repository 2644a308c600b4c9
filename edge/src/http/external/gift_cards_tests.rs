//! Facts about gift cards under `/external`: requests and responses as JSON.

use serde_json::{Value, json};

use super::super::tests::{call, get, send};
use crate::http::test_support::code;

fn card(code: &str) -> Value {
    json!({
        "id": code, "amount": 10_000, "remainingAmount": 7_500, "templateId": "branch",
        "image": {
            "path": "gift-branch.svg",
            "url": "https://book.example.com/assets/venues/demo/gift-branch.svg",
        },
        "email": "ada@example.com", "expiresOnDay": "2029-12-31", "locale": "de",
        "creationTimestamp": "2026-11-22T12:00:00Z",
    })
}

/// The card with the address of its picture as it is in the answer: that has the version of the build.
fn expected(code: &str, answer: &Value) -> Value {
    let mut expected = card(code);
    let url = answer["image"]["url"].as_str().unwrap_or_default();
    assert!(
        url.starts_with("https://book.example.com/") && url.ends_with("/venues/demo/gift-branch.svg"),
        "{answer}"
    );
    expected["image"]["url"] = json!(url);
    expected
}

#[test]
fn a_gift_card_is_made_and_read_as_molzait_does_it() {
    let code = code().text();
    let wanted = json!({
        "amount": 10_000.0, "templateId": "branch", "expiresOnDay": "2029-12-31", "id": code.to_lowercase(),
        "email": "ada@example.com", "locale": "de", "paymentReference": "p1",
    });
    let (status, body, requests) = call("POST", "/external/gift-cards", &wanted);
    assert_eq!((status, &body), (201, &expected(&code, &body)));
    assert_eq!(
        requests,
        [json!({ "Staff": { "CreateCard": {
            "amount": 10_000, "template_id": "branch", "expires_on": "2029-12-31", "code": code,
            "payment_reference": "p1", "email": "ada@example.com", "locale": "de",
        } } })]
    );
    let (status, body, _) = get(&format!("/external/gift-cards/{code}"));
    assert_eq!((status, &body), (200, &expected(&code, &body)));
    for unknown in ["none", "7KQ2MD-X49HTW-RC83FN", "%ff", "%00", "..%2f"] {
        let (status, body, _) = get(&format!("/external/gift-cards/{unknown}"));
        assert_eq!(
            (status, &body["message"]),
            (404, &json!("Gift card not found")),
            "{unknown}"
        );
    }
    let wrong = json!({
        "amount": 1.5, "templateId": "", "expiresOnDay": "soon", "id": "--", "email": "string", "locale": "?",
        "paymentReference": "x".repeat(201),
    });
    let (status, body, requests) = call("POST", "/external/gift-cards", &wrong);
    assert_eq!(
        (status, body["message"].as_array().unwrap().len()),
        (400, 7),
        "{body}"
    );
    assert!(requests.is_empty());
}

#[test]
fn a_code_of_another_form_is_one_part_of_the_path() {
    for written in ["Gut%202019%2F7", "gut-2019%2f7", "GUT2019%2F7"] {
        let (status, _, requests) = get(&format!("/external/gift-cards/{written}"));
        assert_eq!(status, 200, "{written}");
        assert!(requests[0]["Staff"]["Card"].as_str().unwrap().contains("2019/7"));
    }
    let (status, ..) = get("/external/gift-cards/Gut%202019/7");
    assert_eq!(status, 404);
    let wanted = json!({
        "amount": 0, "templateId": "branch", "expiresOnDay": "2050-12-31", "locale": "en", "id": "string",
    });
    let (status, body, _) = call("POST", "/external/gift-cards", &wanted);
    assert_eq!((status, &body["id"]), (201, &json!("string")));
}

#[test]
fn a_key_makes_a_card_once_where_one_is_sent() {
    let wanted = json!({ "amount": 100, "templateId": "branch", "expiresOnDay": "2050-12-31" });
    let post = |key: &str| {
        send(
            "POST",
            "/external/gift-cards",
            &[("idempotency-key", key)],
            &wanted,
        )
    };
    let (reply, _) = post("k1");
    assert_eq!(
        (
            reply.status().as_u16(),
            reply.headers().get("idempotency-replayed")
        ),
        (201, None)
    );
    let (reply, _) = post("again");
    assert_eq!(
        (
            reply.status().as_u16(),
            reply.headers()["idempotency-replayed"].as_bytes()
        ),
        (201, &b"true"[..])
    );
    assert_eq!(post("used").0.status(), 409);
    let (reply, requests) = post("not a key");
    assert_eq!((reply.status().as_u16(), requests.len()), (400, 0));
}

#[test]
fn designs_are_listed_and_are_no_card() {
    let (status, body, requests) = get("/external/gift-cards/templates");
    assert_eq!((status, requests), (200, vec![json!({ "Staff": "Identity" })]));
    let mut first = body[0].clone();
    assert!(
        first["image"]["url"]
            .as_str()
            .unwrap()
            .ends_with("/venues/demo/gift-branch.svg")
    );
    first["image"].as_object_mut().unwrap().remove("url");
    assert_eq!(
        first,
        json!({
            "id": "branch", "name": { "en": "Quince branch", "de": "Quittenzweig" }, "type": "value",
            "image": { "path": "gift-branch.svg" }, "amounts": [2_500, 5_000, 10_000],
            "customAmount": { "min": 1_000, "max": 50_000 }, "validity": { "type": "never" },
        })
    );
    assert_eq!(
        (&body[1]["id"], &body[1]["customAmount"]),
        (&json!("evening"), &Value::Null)
    );
}

fn transaction(status: &str, amount: i64, reference: Option<&str>) -> Value {
    let mut body = json!({
        "id": "external-r1", "status": status, "amount": amount, "reference": reference,
        "timestamp": "2026-11-22T12:00:00Z",
    });
    if status == "pending" {
        body["lapsesAt"] = json!("2026-11-23T12:00:00Z");
    }
    body
}

#[test]
fn money_is_moved_both_ways_at_once_or_in_two_steps() {
    let code = code().text();
    let path = format!("/external/gift-cards/{code}/transactions");
    for (status, amount) in [
        ("successful", -7_500),
        ("successful", 10_000),
        ("pending", -1),
        ("pending", 1),
    ] {
        let wanted = json!({ "status": status, "amount": amount, "reference": "r1" });
        let (answered, body, requests) = call("POST", &path, &wanted);
        assert_eq!((answered, body), (201, transaction(status, amount, Some("r1"))));
        assert_eq!(
            requests,
            [json!({ "Staff": { "CardTransactions": { "Create": {
                "code": code, "amount": amount, "is_pending": status == "pending", "reference": "r1", "key": null,
            } } } })]
        );
    }
    let path = format!("{path}/external-r1");
    let (answered, body, _) = get(&path);
    assert_eq!((answered, body), (200, transaction("pending", -7_500, None)));
    for method in ["PATCH", "PUT"] {
        for status in ["successful", "cancelled", "pending"] {
            let wanted = json!({ "status": status, "reference": "bill" });
            let (answered, body, requests) = call(method, &path, &wanted);
            assert_eq!((answered, body), (200, transaction(status, -7_500, Some("bill"))));
            assert_eq!(
                requests[0]["Staff"]["CardTransactions"]["Update"],
                json!({ "code": code, "id": "external-r1", "status": status, "reference": "bill" })
            );
        }
    }
    let (answered, ..) = call("DELETE", &path, &Value::Null);
    assert_eq!(answered, 404);
}

#[test]
fn each_refusal_has_an_answer_of_its_own() {
    let path = format!("/external/gift-cards/{}/transactions", code().text());
    for (refusal, status, message) in [
        ("amount", 400, json!(["amount: out_of_range"])),
        (
            "over_balance",
            400,
            json!(["amount: more than the gift card's balance"]),
        ),
        ("expired", 409, json!("The gift card has expired")),
        (
            "withdrawn",
            409,
            json!("The purchase of the gift card was withdrawn"),
        ),
        (
            "reused",
            409,
            json!("The reference or Idempotency-Key belongs to another transaction"),
        ),
        ("successful", 409, json!("The transaction is successful already")),
        ("cancelled", 409, json!("The transaction was cancelled")),
        (
            "lapsed",
            409,
            json!("The transaction was pending for too long and has lapsed"),
        ),
    ] {
        let wanted = json!({ "status": "successful", "amount": -1, "reference": refusal });
        let (answered, body, _) = call("POST", &path, &wanted);
        assert_eq!(
            (answered, &body["message"], &body["statusCode"]),
            (status, &message, &json!(status))
        );
        let settled = json!({ "status": "successful", "reference": refusal });
        let (answered, body, _) = call("PATCH", &format!("{path}/external-r1"), &settled);
        assert_eq!((answered, &body["message"]), (status, &message));
    }
    for unknown in ["none", "7KQ2MD-X49HTW-RC83FN"] {
        let path = format!("/external/gift-cards/{unknown}/transactions");
        let wanted = json!({ "status": "successful", "amount": -1 });
        let (answered, body, _) = call("POST", &path, &wanted);
        assert_eq!((answered, &body["message"]), (404, &json!("Gift card not found")));
        let (answered, body, _) = get(&format!("{path}/external-r1"));
        assert_eq!(
            (answered, &body["message"]),
            (404, &json!("Transaction not found"))
        );
    }
    for unknown in ["external-unknown", "%ff", ""] {
        let (answered, ..) = get(&format!("{path}/{unknown}"));
        assert_eq!(answered, 404, "{unknown}");
    }
}

#[test]
fn a_repeated_movement_is_marked() {
    let path = format!("/external/gift-cards/{}/transactions", code().text());
    let wanted = json!({ "status": "successful", "amount": -1, "reference": "again" });
    let (reply, requests) = send("POST", &path, &[("idempotency-key", "k1")], &wanted);
    assert_eq!(
        (
            reply.status().as_u16(),
            reply.headers()["idempotency-replayed"].as_bytes()
        ),
        (201, &b"true"[..])
    );
    assert_eq!(requests[0]["Staff"]["CardTransactions"]["Create"]["key"], "k1");
}

#[test]
fn what_cannot_be_a_transaction_is_refused_field_by_field() {
    let code = code().text();
    let path = format!("/external/gift-cards/{code}/transactions");
    let status = "status: write pending or successful";
    let amount = "amount: write cents, above 0 to top up and below 0 to redeem";
    let reference = "reference: write at most 200 visible characters, or leave it out";
    for (body, messages) in [
        (json!({ "status": "cancelled", "amount": -1 }), vec![status]),
        (json!({ "status": "successful", "amount": 0 }), vec![amount]),
        (json!({ "status": "successful", "amount": -1.5 }), vec![amount]),
        (json!({ "status": "successful", "amount": 1e300 }), vec![amount]),
        (json!({ "status": "successful", "amount": "1" }), vec![amount]),
        (json!({}), vec![status, amount]),
        (
            json!({ "status": "successful", "amount": -1, "reference": "x".repeat(201) }),
            vec![reference],
        ),
        (
            json!({ "status": "successful", "amount": -1, "reference": 7 }),
            vec![reference],
        ),
        (
            json!({ "status": "successful", "amount": -1, "reference": "bill\u{0}7" }),
            vec![reference],
        ),
        (json!([]), vec!["write an object"]),
    ] {
        let (answered, answer, requests) = call("POST", &path, &body);
        assert_eq!((answered, &answer["message"]), (400, &json!(messages)), "{body}");
        assert!(requests.is_empty());
    }
    let longest = json!({ "status": "successful", "amount": -1, "reference": "ü".repeat(200) });
    assert_eq!(call("POST", &path, &longest).0, 201);
    let path = format!("{path}/external-r1");
    let status = "status: write pending, successful or cancelled";
    let amount = "amount: it cannot be changed, leave it out";
    for (body, messages) in [
        (json!({ "status": "done" }), vec![status]),
        (json!({ "status": ["pending"] }), vec![status]),
        (json!({ "status": "successful", "amount": -1 }), vec![amount]),
        (json!({}), vec![status]),
    ] {
        let (answered, answer, requests) = call("PUT", &path, &body);
        assert_eq!((answered, &answer["message"]), (400, &json!(messages)), "{body}");
        assert!(requests.is_empty());
    }
}
