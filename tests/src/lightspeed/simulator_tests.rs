//! Facts about the simulated Lightspeed: it is strict, it sends what the profile wants, and it can be played by hand.

use std::time::Duration;

use http::Request;
use serde_json::{Value, json};
use shared::time::Instant;

use super::*;
use crate::molzait::{Act, End};
use crate::native::since_epoch;

const NOW: Duration = since_epoch(Instant::from_unix(1_795_258_800));
const LOCATION: u64 = 9_765_040_300_495_493;
const PUSH: &str = "/reservation/api/1/platform/couvert/restaurant/linde/reservation/r1/push";

fn send(simulator: &mut Simulator, (method, path): (&str, &str), token: &str, body: &Value) -> (u16, Value) {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("authorization", format!("Bearer {token}"))
        .body(body.to_string().into_bytes())
        .unwrap();
    let answer = simulator.answer(&request, NOW);
    let body = serde_json::from_slice(answer.body()).unwrap_or_default();
    (answer.status().as_u16(), body)
}

fn profile() -> Value {
    let url = "https://book.example.com/v1/webhooks/lightspeed";
    json!({
        "displayName": "Couvert", "webhookAuthType": "BEARER_TOKEN",
        "webhookAuthDetails": { "bearer": { "token": "secret" } }, "ownNotificationsOnly": true,
        "notificationTypes": ["ORDER_OPENED", "ORDER_UPDATED", "ORDER_CLOSED", "POS_RESERVATION_UPDATED", "ERROR"],
        "orderWebhookUrl": url, "posReservationUpdateWebhookUrl": url, "errorsWebhookUrl": url,
    })
}

fn reservation(sequence: u64, status: &str) -> Value {
    json!({
        "status": status, "partySize": 2, "utcScheduledAt": "2026-11-25T18:00:00",
        "utcUpdatedAt": "2026-11-21T11:00:00", "sequenceId": sequence, "tableNumbers": ["5"],
        "guest": { "platformGuestId": "g1", "firstName": "Ada" },
    })
}

/// A till at which the restaurant is connected, and a token of the platform.
fn connected() -> (Simulator, String) {
    let mut simulator = Simulator::new(Settings::default());
    let (token, user) = (simulator.platform_token(NOW), simulator.user_token(NOW));
    let path = "/reservation/api/1/platform/couvert/profile";
    assert_eq!(send(&mut simulator, ("POST", path), &token, &profile()).0, 200);
    let path = "/reservation/api/1/user/platform/couvert/integration/activate";
    let body = json!({ "businessLocationId": LOCATION, "platformRestaurantId": "linde" });
    assert_eq!(send(&mut simulator, ("POST", path), &token, &body).0, 403);
    assert_eq!(send(&mut simulator, ("POST", path), &user, &body).0, 200);
    (simulator, token)
}

fn push(simulator: &mut Simulator, token: &str, body: &Value) -> u16 {
    send(simulator, ("PUT", PUSH), token, body).0
}

/// The bodies of the events that wait.
fn events(simulator: &mut Simulator) -> Vec<Value> {
    let events = simulator.take_events().into_iter();
    events.map(|event| event.body).collect()
}

#[test]
fn a_push_that_breaks_the_contract_is_refused() {
    let (mut simulator, token) = connected();
    for (pointer, value) in [
        ("/status", json!("PAID")),
        ("/partySize", json!("2")),
        ("/utcScheduledAt", json!("2026-11-25T18:00:00Z")),
        ("/utcUpdatedAt", json!("2026-11-25 18:00:00")),
        ("/sequenceId", json!(0)),
        ("/sequenceId", Value::Null),
        ("/tableNumbers", json!(["5", "5"])),
        ("/guest", json!({ "platformGuestId": "g 1", "firstName": "Ada" })),
        ("/guest", json!({ "platformGuestId": "g1" })),
        ("/expectedDuration", json!("90 minutes")),
        (
            "/liability",
            json!({ "currency": "EUR", "deposits": [{ "amount": "10" }] }),
        ),
        ("/seatingArea", json!("terrace")),
    ] {
        let mut body = reservation(1, "SCHEDULED");
        body[&pointer[1..]] = value.clone();
        assert_eq!(push(&mut simulator, &token, &body), 400, "{pointer} {value}");
    }
    assert!(simulator.books.reservations.is_empty());
    assert_eq!(push(&mut simulator, "other", &reservation(1, "SCHEDULED")), 401);
    simulator.integrations.clear();
    assert_eq!(push(&mut simulator, &token, &reservation(1, "SCHEDULED")), 404);
}

#[test]
fn an_older_push_changes_nothing_and_a_wrong_one_is_reported_by_an_event() {
    let (mut simulator, token) = connected();
    for (sequence, status) in [(2, "SCHEDULED"), (1, "CANCELLED"), (2, "CANCELLED")] {
        assert_eq!(push(&mut simulator, &token, &reservation(sequence, status)), 202);
    }
    let key = ("linde".to_owned(), "r1".to_owned());
    assert_eq!(simulator.books.reservations[&key].status, "SCHEDULED");
    assert!(events(&mut simulator).is_empty());
    let mut elsewhere = reservation(3, "SCHEDULED");
    elsewhere["tableNumbers"] = json!(["99"]);
    assert_eq!(push(&mut simulator, &token, &elsewhere), 202);
    let event = &events(&mut simulator)[0];
    assert_eq!(
        (&event["errorCode"], &event["platformReservationId"]),
        (&json!("REQUESTED_TABLE_IS_UNAVAILABLE"), &json!("r1"))
    );
    assert_eq!(simulator.books.reservations[&key].sequence, 2);
}

#[test]
fn an_evening_is_played_by_hand() {
    let (mut simulator, token) = connected();
    push(&mut simulator, &token, &reservation(1, "SCHEDULED"));
    for line in [
        "open 5 2",
        "order 5 35.00 Steak",
        "order 5 7.50 Wine",
        "course 5",
        "pay 5",
    ] {
        control::run(&mut simulator, line, NOW).unwrap();
    }
    let events = events(&mut simulator);
    let kinds: Vec<_> = events
        .iter()
        .map(|event| event["notificationType"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["OPEN", "UPDATE", "UPDATE", "UPDATE", "CLOSE"]);
    let last = events.last().unwrap();
    assert_eq!(last["account"]["totalAmount"], 42.5);
    assert_eq!(last["platformReservationId"], "r1");
    // Digit for digit, in the text itself.
    assert!(
        last.to_string()
            .contains("\"businessLocationId\":9765040300495493,")
    );
    assert!(control::run(&mut simulator, "pay 5", NOW).is_err());
    assert!(
        control::run(&mut simulator, "dance", NOW)
            .unwrap_err()
            .contains("open TABLE")
    );
    assert_eq!(simulator.books.show()["checks"][0]["total"], 4_250);
}

#[test]
fn a_party_that_is_seated_by_a_push_has_a_check_at_once_and_only_one() {
    let (mut simulator, token) = connected();
    for sequence in 1..4 {
        push(&mut simulator, &token, &reservation(sequence, "SEATED"));
    }
    assert_eq!(simulator.books.checks.len(), 1);
    assert_eq!(events(&mut simulator).len(), 1);
}

#[test]
fn orders_that_belong_to_no_reservation_are_sent_only_where_the_profile_wants_them() {
    let (mut simulator, _) = connected();
    control::run(&mut simulator, "open 6", NOW).unwrap();
    assert!(events(&mut simulator).is_empty());
}

#[test]
fn a_fault_is_for_one_request() {
    let (mut simulator, token) = connected();
    let mut act = |line: &str| -> Act {
        control::run(&mut simulator, line, NOW).unwrap();
        let request = Request::put(PUSH)
            .header("authorization", format!("Bearer {token}"))
            .body(reservation(1, "SCHEDULED").to_string().into_bytes())
            .unwrap();
        simulator.act(&request, NOW)
    };
    assert!(matches!(act("fault reset").end, End::Reset));
    assert!(matches!(act("fault hang").end, End::Hang));
    assert_eq!(act("fault late 1500").delay, Duration::from_millis(1_500));
    for (line, status) in [
        ("fault status 503", 503),
        ("fault throttled 7", 429),
        ("fault fails INTERNAL_ERROR", 202),
        ("fault declined", 202),
        ("books", 202),
    ] {
        let End::Answer(answer) = act(line).end else {
            panic!("{line}: no answer")
        };
        assert_eq!(answer.status(), status, "{line}");
    }
    assert_eq!(events(&mut simulator)[0]["errorCode"], "INTERNAL_ERROR");
}

#[test]
fn a_refresh_token_that_comes_twice_locks_its_client_out() {
    let mut simulator = Simulator::new(Settings::default());
    let mut ask = |path: &str, body: &str| {
        let request = Request::builder()
            .method(if body.is_empty() { "GET" } else { "POST" })
            .uri(format!("/realms/k-series/protocol/openid-connect/{path}"))
            .body(body.as_bytes().to_vec())
            .unwrap();
        simulator.answer(&request, NOW)
    };
    let query = "auth?response_type=code&code_challenge=c&code_challenge_method=S256&state=s\
                 &scope=reservation-couvert&redirect_uri=https%3A%2F%2Fbook.example.com%2Fcallback";
    let answer = ask(query, "");
    assert_eq!(answer.status(), 302);
    let back = answer.headers()["location"].to_str().unwrap().to_owned();
    let code = back.split_once("code=").unwrap().1;
    let answer = ask(
        "token",
        &format!("grant_type=authorization_code&code_verifier=v&code={code}"),
    );
    let tokens: Value = serde_json::from_slice(answer.body()).unwrap();
    let refresh = format!(
        "grant_type=refresh_token&refresh_token={}",
        tokens["refresh_token"].as_str().unwrap()
    );
    assert_eq!(ask("token", &refresh).status(), 200);
    assert_eq!(ask("token", &refresh).status(), 400);
    assert_eq!(
        ask("token", "grant_type=refresh_token&refresh_token=other").status(),
        400
    );
}
