//! Facts about the simulator: what it refuses, what it keeps, and what it tells.

use std::time::Duration;

use http::Request;
use serde_json::{Value, json};
use shared::time::Instant;

use super::*;
use crate::molzait::End;
use crate::native::since_epoch;

const NOW: Duration = since_epoch(Instant::from_unix(1_795_258_800));

fn sent(simulator: &mut Simulator, method: &str, path: &str, body: &Value) -> (u16, Value) {
    let request = Request::builder().method(method).uri(path);
    let request = request.body(body.to_string().into_bytes()).unwrap();
    match simulator.act(&request, NOW).end {
        End::Answer(answer) => (
            answer.status().as_u16(),
            serde_json::from_slice(answer.body()).unwrap_or_default(),
        ),
        other => panic!("{}", other.name()),
    }
}

fn webhook() -> Value {
    json!({
        "endpointId": "linde", "url": "https://book.example/hook", "withBasicAuth": true, "username": "u",
        "password": "p",
    })
}

fn check_in(table: &str) -> Value {
    json!({
        "businessLocationId": 9_007_199_254_740_993_u64, "table": table, "reservationReference": "r1",
        "customerCount": 2, "notes": [], "specialOffer": null, "endPointId": "linde",
        "customerInfo": { "firstName": "Ada", "thirdPartyReference": "g1", "email": "ada@example.com" },
    })
}

/// A simulator with a webhook.
fn simulator() -> Simulator {
    let mut simulator = Simulator::new(Settings::default());
    assert_eq!(sent(&mut simulator, "PUT", "/wh/1/webhook", &webhook()).0, 200);
    simulator
}

fn kinds(simulator: &mut Simulator) -> Vec<Value> {
    let all = simulator.take_callbacks();
    all.into_iter()
        .map(|callback| callback.body["notificationType"].clone())
        .collect()
}

#[test]
fn a_webhook_is_registered_by_put_and_changed_by_post() {
    let mut simulator = Simulator::new(Settings::default());
    for (method, path, status) in [
        ("GET", "/wh/1/webhook/linde", 404),
        ("POST", "/wh/1/webhook", 404),
        ("PUT", "/wh/1/webhook", 200),
        ("PUT", "/r/wh/1/webhook", 409),
        ("POST", "/r/wh/1/webhook", 200),
        ("GET", "/r/wh/1/webhook/linde", 200),
    ] {
        assert_eq!(
            sent(&mut simulator, method, path, &webhook()).0,
            status,
            "{method} {path}"
        );
    }
}

#[test]
fn a_party_sits_orders_and_pays() {
    let mut simulator = simulator();
    for _ in 0..2 {
        let (status, answer) = sent(&mut simulator, "POST", "/reservation/1/checkin", &check_in("5"));
        assert_eq!((status, &answer["error"]), (200, &json!(false)));
    }
    assert_eq!(kinds(&mut simulator), ["ACCEPTED", "CHECKEDIN"]);
    let steak = Dish {
        name: "Steak".to_owned(),
        cents: 3_519,
    };
    assert!(simulator.order("5", steak.clone()));
    assert!(!simulator.order("6", steak));
    assert!(simulator.pay("5", 450, NOW));
    let callbacks = simulator.take_callbacks();
    let body = &callbacks[0].body;
    assert_eq!(body["table"], json!(5.0));
    assert_eq!(body["notificationTime"], "2026-11-21T11:00:00.004+0000");
    assert_eq!(body["notificationPayload"]["checkTotalInclTax"], json!(35.19));
    assert_eq!(callbacks[0].authorization.as_deref(), Some("Basic dTpw"));
    assert!(!simulator.cancel("5", NOW));
    assert_eq!(simulator.check_of("r1").unwrap().state, CheckState::Paid);
}

#[test]
fn a_check_in_that_is_not_whole_is_refused_and_an_unknown_table_fails_later() {
    let mut simulator = simulator();
    for field in [
        "table",
        "reservationReference",
        "customerInfo",
        "businessLocationId",
        "endPointId",
    ] {
        let mut body = check_in("5");
        body.as_object_mut().unwrap().remove(field);
        assert_eq!(
            sent(&mut simulator, "POST", "/reservation/1/checkin", &body).0,
            400,
            "{field}"
        );
    }
    let answer = sent(&mut simulator, "POST", "/reservation/1/checkin", &check_in("99"));
    assert_eq!(answer.1["error"], json!(false));
    assert_eq!(kinds(&mut simulator), ["OPERATION_FAILED"]);
    assert!(simulator.checks.is_empty());
}

#[test]
fn trouble_comes_once() {
    let mut simulator = simulator();
    simulator.troubles.push_back(Trouble::ErrorFlag {
        status: 200,
        message: "no".to_owned(),
    });
    let path = "/reservation/1/checkin";
    assert_eq!(
        sent(&mut simulator, "POST", path, &check_in("5")).1["error"],
        json!(true)
    );
    assert_eq!(
        sent(&mut simulator, "POST", path, &check_in("5")).1["error"],
        json!(false)
    );
}

#[test]
fn a_till_is_played_by_hand() {
    let mut simulator = simulator();
    let mut ask = |method: &str, path: &str, body: &Value| {
        let request = Request::builder().method(method).uri(path);
        let request = request.body(body.to_string().into_bytes()).unwrap();
        let answer = control::answer(&mut simulator, &request, NOW).unwrap();
        let body: Value = serde_json::from_slice(answer.body()).unwrap();
        (answer.status().as_u16(), body)
    };
    for (path, body, status) in [
        (
            "/_sim/tables/5/order",
            json!({ "name": "Steak", "cents": 1 }),
            400,
        ),
        ("/_sim/tables/5/open", json!({ "covers": 2 }), 200),
        ("/_sim/tables/5/open", json!({ "covers": 2 }), 400),
        (
            "/_sim/tables/5/order",
            json!({ "name": "Steak", "cents": 3_519 }),
            200,
        ),
        (
            "/_sim/tables/5/update",
            json!({ "to": "6", "status": "DESSERT" }),
            200,
        ),
        ("/_sim/tables/6/pay", json!({ "tipCents": 450 }), 200),
        ("/_sim/tables/6/cancel", json!({}), 400),
        ("/_sim/trouble", json!({ "kind": "hang" }), 200),
        ("/_sim/trouble", json!({ "kind": "nap" }), 400),
        ("/_sim/copies", json!({ "copies": 2 }), 200),
    ] {
        assert_eq!(ask("POST", path, &body).0, status, "{path} {body}");
    }
    let (_, checks) = ask("GET", "/_sim/checks", &json!({}));
    assert_eq!(
        (&checks[0]["state"], &checks[0]["cents"]),
        (&json!("paid"), &json!(3_519))
    );
    let (_, webhooks) = ask("GET", "/_sim/webhooks", &json!({}));
    assert_eq!(webhooks[0]["password"], Value::Null);
    assert_eq!(simulator.troubles, [Trouble::Hang]);
    assert_eq!(kinds(&mut simulator), ["TABLE_STATUS_UPDATE", "CHECKEDOUT"]);
}
