//! Facts about the endpoints of operators for accounts.

use std::cell::RefCell;

use serde_json::{Value, json};

use crate::http::test_support::ScriptedVenue;
use crate::http::tests::{ask_with, demo, venues};
use crate::limits::Limiter;

/// The status and the body of an operator's request.
fn send(script: &ScriptedVenue, method: &str, path: &str, body: &Value) -> (u16, Value) {
    let request = http::Request::builder()
        .method(method)
        .uri(format!("/v1/operator/accounts{path}"))
        .header("authorization", "Bearer the-key-of-the-operator")
        .header("content-type", "application/json");
    let limiter = RefCell::new(Limiter::new([0; 32]));
    let body = body.to_string();
    let (reply, _) = ask_with(&venues(), request, Some(&body), &limiter, (script, demo()));
    let body = serde_json::from_slice(reply.body()).unwrap_or_default();
    (reply.status().as_u16(), body)
}

#[test]
fn the_accounts_of_the_deployment_are_listed() {
    let (status, list) = send(&ScriptedVenue::default(), "GET", "", &Value::Null);
    assert_eq!(status, 200);
    assert_eq!(
        list,
        json!({ "accounts": [{ "id": "group", "vendor": "lightspeed", "name": "Lightspeed" }] })
    );
}

#[test]
fn an_account_is_shown_rotated_and_its_restaurants_are_assigned() {
    let script = ScriptedVenue::default();
    let (status, rotated) = send(
        &script,
        "POST",
        "/group/keys/rotation",
        &json!({ "isImmediate": true }),
    );
    assert_eq!((status, rotated["keys"].as_array().unwrap().len()), (200, 1));
    let assignment = json!({ "venue": "linde", "location": "9765040300495493" });
    let (status, assigned) = send(&script, "PUT", "/group/restaurants/linde", &assignment);
    assert_eq!(
        (status, &assigned["restaurants"][0]["venue"]),
        (200, &json!("linde"))
    );
    let (status, _) = send(&script, "PUT", "/group/restaurants/other", &assignment);
    assert_eq!(status, 422);
    assert_eq!(
        send(&script, "DELETE", "/group/restaurants/linde", &Value::Null).0,
        204
    );
    assert_eq!(
        send(&script, "DELETE", "/group/restaurants/linde", &Value::Null).0,
        404
    );
    let (status, details) = send(&script, "GET", "/group", &Value::Null);
    assert_eq!((status, &details["restaurants"]), (200, &json!([])));
    let (_, audit) = send(&script, "GET", "/group/audit", &Value::Null);
    let entries = audit["entries"].as_array().unwrap().iter();
    let actions: Vec<_> = entries.map(|entry| entry["action"].as_str().unwrap()).collect();
    assert_eq!(
        actions,
        ["restaurant.withdraw", "restaurant.assign", "keys.rotate"]
    );
}

#[test]
fn a_token_that_is_not_there_cannot_be_refreshed_or_deleted() {
    let script = ScriptedVenue::default();
    let (status, problem) = send(&script, "POST", "/group/tokens/platform/refresh", &Value::Null);
    assert_eq!((status, &problem["code"]), (409, &json!("account_not_connected")));
    assert_eq!(
        send(&script, "DELETE", "/group/tokens/platform", &Value::Null).0,
        404
    );
    let (status, list) = send(&script, "GET", "/group/deliveries", &Value::Null);
    assert_eq!((status, list), (200, json!({ "deliveries": [] })));
    assert_eq!(
        send(&script, "DELETE", "/group/deliveries/1", &Value::Null).0,
        404
    );
}

#[test]
fn an_account_that_the_deployment_does_not_have_is_not_found() {
    let script = ScriptedVenue::default();
    for (method, path) in [
        ("GET", "/other"),
        ("GET", "/other/audit"),
        ("POST", "/other/tokens/platform/authorization"),
        ("DELETE", "/other/tokens/platform"),
    ] {
        assert_eq!(send(&script, method, path, &Value::Null).0, 404, "{path}");
    }
}
