//! Facts about operators' requests for the hosts of webhooks.

use serde_json::{Value, json};

use super::super::test_support::ScriptedVenue;
use super::super::tests::ask_staff;

fn ask(script: &ScriptedVenue, method: &str, path: &str) -> (u16, Value) {
    let request = http::Request::builder()
        .method(method)
        .uri(format!("/v1/operator/venues/{path}"))
        .header("authorization", "Bearer the-key-of-the-operator");
    let reply = ask_staff(request, "", script).0;
    let body = serde_json::from_slice(reply.body()).unwrap_or_default();
    (reply.status().as_u16(), body)
}

#[test]
fn hosts_are_confirmed_in_the_venues_own_object() {
    let script = ScriptedVenue::default();
    let (status, list) = ask(&script, "GET", "demo/webhook-hosts");
    assert_eq!((status, &list["waiting"][0]), (200, &json!("hooks.example.com")));
    for (method, request) in [("PUT", "ConfirmWebhookHost"), ("DELETE", "WithdrawWebhookHost")] {
        let (status, _) = ask(&script, method, "demo/webhook-hosts/Hooks.example.com:8443");
        assert_eq!(status, 204);
        assert_eq!(
            script.requests().last(),
            Some(&json!({ "Operator": { request: "hooks.example.com:8443" } }))
        );
    }
    let of_operators = || -> usize {
        let requests = script.requests();
        requests
            .iter()
            .filter(|request| request.get("Operator").is_some())
            .count()
    };
    let count = of_operators();
    for path in [
        "nobody/webhook-hosts/hooks.example.com",
        "demo/webhook-hosts/127.0.0.1",
        "demo/webhook-hosts/localhost",
        "demo/webhook-hosts/",
    ] {
        assert_eq!(ask(&script, "PUT", path).0, 404, "{path}");
    }
    assert_eq!(of_operators(), count);
}
