//! Facts about the dead letters of a venue's till.

use serde_json::{Value, json};

use super::super::test_support::ScriptedVenue;
use super::super::tests::ask_staff;

const KEY: &str = "Bearer the-key-of-demo";

fn send(request: http::request::Builder) -> (u16, Value, Vec<Value>) {
    let script = ScriptedVenue::default();
    let (reply, _) = ask_staff(request.header("authorization", KEY), "", &script);
    let body = serde_json::from_slice(reply.body()).unwrap_or_default();
    (reply.status().as_u16(), body, script.requests())
}

#[test]
fn staff_read_what_waits_for_them_and_replay_it() {
    let list = http::Request::get("/v1/staff/demo/till/dead-letters");
    let (status, body, requests) = send(list);
    assert_eq!(status, 200);
    assert_eq!(body["deadLetters"][0]["cause"], "unreadable");
    assert_eq!(requests, [json!({ "Staff": { "Till": "DeadLetters" } })]);
    let replay = |kind: &str, id: &str| {
        send(http::Request::post(format!(
            "/v1/staff/demo/till/dead-letters/{kind}/{id}/replay"
        )))
    };
    let (status, _, requests) = replay("delivery", "d1");
    assert_eq!(status, 204);
    assert_eq!(
        requests,
        [json!({ "Staff": { "Till": { "Replay": ["delivery", "d1"] } } })]
    );
    assert_eq!(replay("push", "none").0, 404);
    let (status, _, requests) = replay("letter", "d1");
    assert_eq!((status, requests.len()), (404, 0));
}

#[test]
fn staff_read_what_the_till_says_of_a_reservation() {
    let read = |id: &str| {
        send(http::Request::get(format!(
            "/v1/staff/demo/till/reservations/{id}"
        )))
    };
    let (status, body, requests) = read("r1");
    assert_eq!((status, body["sentVersion"].as_u64()), (200, Some(3)));
    assert_eq!(
        requests,
        [json!({ "Staff": { "Till": { "Reservation": "r1" } } })]
    );
    assert_eq!(read("r2").0, 404);
}

#[test]
fn the_till_is_connected_to_the_host_of_the_request() {
    let address = "https://book.example/v1/staff/demo/till/connection";
    let (status, body, requests) = send(http::Request::put(address));
    assert_eq!(status, 200);
    assert_eq!(body["url"], "https://book.example/v1/webhooks/demo/ikentoo");
    let connect = json!({ "Connect": "https://book.example" });
    assert_eq!(requests, [json!({ "Staff": { "Till": connect } })]);
    let (status, _, requests) = send(http::Request::delete(address));
    let disconnect = json!({ "Disconnect": "https://book.example" });
    assert_eq!(
        (status, requests),
        (204, vec![json!({ "Staff": { "Till": disconnect } })])
    );
}

#[test]
fn the_manager_authorizes_chooses_the_location_and_sees_how_far_it_is() {
    let (status, body, requests) = send(http::Request::get("/v1/staff/demo/till/connection"));
    assert_eq!(
        (status, &body["locations"][0]["id"]),
        (200, &json!("9765040300495493"))
    );
    assert_eq!(requests, [json!({ "Staff": { "Till": "ConnectionState" } })]);
    let authorize = http::Request::post("/v1/staff/demo/till/authorization").header("authorization", KEY);
    let (reply, _) = ask_staff(authorize, "", &ScriptedVenue::default());
    let body: Value = serde_json::from_slice(reply.body()).unwrap();
    assert_eq!(body["url"], "https://auth.example/auth?state=s");
    let cookie = reply.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("__Host-oauth-authorization="), "{cookie}");
    let script = ScriptedVenue::default();
    let choose = http::Request::put("/v1/staff/demo/till/location")
        .header("authorization", KEY)
        .header("content-type", "application/json");
    let (reply, _) = ask_staff(choose, r#"{ "location": "9765040300495493" }"#, &script);
    assert_eq!(reply.status(), 204);
    let chosen = json!({ "ChooseLocation": "9765040300495493" });
    assert_eq!(script.requests(), [json!({ "Staff": { "Till": chosen } })]);
}

#[test]
fn without_a_key_nothing_is_read() {
    let script = ScriptedVenue::default();
    let list = http::Request::get("/v1/staff/demo/till/dead-letters");
    let (reply, _) = ask_staff(list, "", &script);
    assert_eq!((reply.status().as_u16(), script.requests().len()), (401, 0));
}
