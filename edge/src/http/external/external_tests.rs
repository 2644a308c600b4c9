//! Facts about `/external`: its requests and responses as JSON, and the callers that are refused.

use http::header::{AUTHORIZATION, ORIGIN};
use serde_json::{Value, json};
use shared::id::VenueId;
use shared::reservation::Status;

use super::wire;
use crate::http::Reply;
use crate::http::test_support::{ScriptedVenue, reservation};
use crate::http::tests::ask_staff;

const KEY: &str = "Bearer the-key-of-demo";

/// Sends a request of staff with these headers beside the key; returns the reply and the requests to the object.
pub(super) fn send(method: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> (Reply, Vec<Value>) {
    let script = ScriptedVenue::default();
    let mut request = http::Request::builder()
        .method(method)
        .uri(format!("https://book.example.com{path}"))
        .header(AUTHORIZATION, KEY)
        .header("content-type", "application/json");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let (reply, _) = ask_staff(request, &body, &script);
    (reply, script.requests())
}

pub(super) fn call(method: &str, path: &str, body: &Value) -> (u16, Value, Vec<Value>) {
    let (reply, requests) = send(method, path, &[], body);
    let answer = serde_json::from_slice(reply.body()).unwrap_or_default();
    (reply.status().as_u16(), answer, requests)
}

pub(super) fn get(path: &str) -> (u16, Value, Vec<Value>) {
    call("GET", path, &Value::Null)
}

#[test]
fn a_reservation_is_written_as_molzait_writes_it() {
    let (status, body, _) = get("/external/reservations/r1");
    assert_eq!(status, 200);
    assert_eq!(
        body,
        json!({
            "id": "r1", "number": "R-000007", "attendees": 2,
            "experience": { "id": "dinner", "name": { "en": "Dinner" }, "shorthand": "DIN" },
            "startTime": "2026-11-27T18:00:00Z", "endTime": "2026-11-27T20:00:00Z",
            "checkinTime": null, "checkoutTime": null, "status": "booked", "source": "app",
            "restaurantId": "demo",
            "guest": {
                "id": "r1", "firstName": "Ada", "lastName": "Muster", "company": null, "locale": "en",
                "phone": null, "email": "ada@example.com", "notes": null, "labels": [],
            },
            "pinnedTables": [{ "id": "w1", "name": "W1", "minPartySize": 1, "maxPartySize": 2 }],
            "labels": [], "specialRequestNotes": "By the window", "internalNotes": null, "payment": null,
            "day": "2026-11-27", "minutes": 1140, "duration": 120,
        })
    );
}

#[test]
fn a_payment_is_paid_where_money_came_and_not_where_a_status_says_so() {
    for (payment, written) in [
        (
            json!({ "state": "pending", "reference": null }),
            json!(["pending", null]),
        ),
        (
            json!({ "state": "authorized", "reference": "seti_1" }),
            json!(["authorized", "seti_1"]),
        ),
        (
            json!({ "state": "paid", "reference": "pi_1" }),
            json!(["paid", "pi_1"]),
        ),
        (
            json!({ "state": "refunded", "reference": "pi_1" }),
            json!(["refunded", "pi_1"]),
        ),
        (
            json!({ "state": "closed", "reference": "pi_1" }),
            json!(["closed", "pi_1"]),
        ),
    ] {
        let mut one = serde_json::to_value(reservation(Status::Booked)).unwrap();
        one["reservation"]["payment"] = json!({
            "type": "deposit", "amount": { "amount": 6800, "currency": "EUR" }, "dueMinutes": 30, "refundMinutes": 1440,
        });
        one["payment"] = payment;
        let one = serde_json::from_value(one).unwrap();
        let body =
            serde_json::to_value(wire::Reservation::of(&VenueId::parse("demo").unwrap(), &one)).unwrap();
        assert_eq!(
            body["payment"],
            json!({
                "type": "deposit", "amount": 6800, "paymentIntentId": written[1], "invoiceUrl": null,
                "refundMinutes": 1440, "state": written[0],
            })
        );
    }
}

#[test]
fn a_problem_with_a_payment_is_a_field_of_it() {
    let mut one = serde_json::to_value(reservation(Status::Booked)).unwrap();
    one["reservation"]["payment"] = json!({
        "type": "deposit", "amount": { "amount": 6800, "currency": "EUR" }, "dueMinutes": 30, "refundMinutes": 1440,
    });
    one["payment"] = json!({ "state": "closed", "reference": "pi_1", "problem": "authorisation_lost" });
    let one = serde_json::from_value(one).unwrap();
    let body = serde_json::to_value(wire::Reservation::of(&VenueId::parse("demo").unwrap(), &one)).unwrap();
    assert_eq!(body["payment"]["problem"], "authorisation_lost");
}

#[test]
fn experiences_name_their_pictures_by_whole_addresses() {
    let (status, body, _) = get("/external/availability/experiences");
    assert_eq!((status, body), (200, json!([])));
}

#[test]
fn a_caller_without_the_key_gets_401_and_nothing_else() {
    let script = ScriptedVenue::default();
    for (key, path) in [
        (None, "/external/reservations/r1"),
        (Some("Bearer wrong"), "/external/reservations/r1"),
        (Some("the-key-of-demo"), "/external/reservations/r1"),
        (Some("Bearer wrong"), "/external/no/such/place"),
        (Some("Bearer wrong"), "/external"),
    ] {
        let mut request = http::Request::get(path);
        if let Some(key) = key {
            request = request.header(AUTHORIZATION, key);
        }
        let (reply, record) = ask_staff(request, "", &script);
        assert_eq!(reply.status(), 401, "{path}");
        assert_eq!(
            serde_json::from_slice::<Value>(reply.body()).unwrap(),
            json!({ "statusCode": 401, "message": "Unauthorized", "error": "Invalid or expired token" })
        );
        assert_eq!((record.route, record.venue), ("external", None));
    }
    assert!(script.requests().is_empty());
}

#[test]
fn a_page_is_refused_even_with_the_key() {
    for origin in ["https://www.example.com", "https://book.example.com", "null"] {
        let request = http::Request::get("https://book.example.com/external/reservations/r1")
            .header(AUTHORIZATION, KEY)
            .header(ORIGIN, origin);
        let (reply, _) = ask_staff(request, "", &ScriptedVenue::default());
        assert_eq!(reply.status(), 403, "{origin}");
        assert!(reply.headers().get("access-control-allow-origin").is_none());
        assert_eq!(reply.headers()["cache-control"], "no-store");
    }
}

#[test]
fn repeated_parameters_and_fields_are_refused() {
    let script = ScriptedVenue::default();
    for (path, body) in [
        ("/external/reservations", r#"{"attendees":2,"attendees":3}"#),
        ("/external/gift-cards", r#"{"amount":5000,"amount":1}"#),
        (
            "/external/reservations",
            r#"{"day":"2026-11-27","guest":{"lastName":"A","lastName":"B"}}"#,
        ),
    ] {
        let request = http::Request::post(path)
            .header(AUTHORIZATION, KEY)
            .header("content-type", "application/json");
        let (reply, _) = ask_staff(request, body, &script);
        let answer: Value = serde_json::from_slice(reply.body()).unwrap();
        assert_eq!(reply.status(), 400, "{answer}");
        let message = answer["message"].as_str().unwrap();
        assert!(message.starts_with("not JSON at line 1"), "{message}");
    }
    let (status, body, _) = get("/external/reservations?from=2026-11-27&to=2026-11-27&from=2026-11-28");
    assert_eq!((status, &body["message"]), (400, &json!(["from: write it once"])));
    assert!(script.requests().is_empty());
}

#[test]
fn slots_are_asked_for_with_or_without_a_reservation_to_move() {
    let query = "attendees=2&day=2026-11-27&experienceId=dinner";
    let (status, body, requests) = get(&format!(
        "/external/availability/slots?{query}&reservationId=r1&x=1"
    ));
    assert_eq!((status, body), (200, json!({ "slots": [] })));
    assert_eq!(requests[0]["Staff"]["Slots"]["moving"], "r1");
    let (status, body, requests) = get("/external/availability/slots?attendees=two&day=2026-02-30");
    assert_eq!(status, 400);
    assert_eq!(body["error"], "Bad Request");
    let messages = body["message"].as_array().unwrap();
    for message in [
        "attendees: wrong_type",
        "day: invalid_day",
        "experienceId: required",
    ] {
        assert!(messages.contains(&json!(message)), "{body}");
    }
    assert!(requests.is_empty());
}

#[test]
fn a_list_is_of_some_days_and_some_statuses() {
    let query = "from=2026-11-27&to=2026-11-28&status=seated&status=booked&includeWalkIns=true";
    let (status, body, requests) = get(&format!("/external/reservations?{query}"));
    assert_eq!((status, body.as_array().map(Vec::len)), (200, Some(1)));
    assert_eq!(
        requests[0]["Staff"]["Reservations"]["statuses"],
        json!(["seated", "booked"])
    );
    let (status, body, _) = get("/external/reservations?from=2026-11-27&status=gone");
    assert_eq!(status, 400);
    assert_eq!(
        body["message"],
        json!(["to: write a day as YYYY-MM-DD", "status: there is no such status"])
    );
}

#[test]
fn a_guest_without_an_address_can_be_booked_by_staff() {
    let (status, body, requests) = call(
        "POST",
        "/external/reservations",
        &json!({
            "attendees": 2, "day": "2026-11-27", "minutes": 1140, "experienceId": "dinner", "lastName": "Muster",
            "locale": "en", "email": "", "notes": null, "pinnedTableIds": [], "labelIds": ["vip"],
        }),
    );
    assert_eq!((status, &body["id"]), (201, &json!("r1")));
    assert_eq!(
        requests[0]["Staff"]["Create"]["guest"],
        json!({ "lastName": "Muster" })
    );
}

#[test]
fn each_faulty_field_of_a_booking_is_named() {
    let (status, body, requests) = call(
        "POST",
        "/external/reservations",
        &json!({ "attendees": 0, "day": "2026-11-27", "minutes": 1140, "experienceId": "dinner", "locale": "en" }),
    );
    assert_eq!(status, 400);
    let messages = body["message"].as_array().unwrap();
    for message in ["attendees: out_of_range", "lastName: required"] {
        assert!(messages.contains(&json!(message)), "{body}");
    }
    let pinned = json!({ "pinnedTableIds": ["w1"] });
    let (status, body, _) = call("POST", "/external/reservations", &pinned);
    assert_eq!(status, 400, "{body}");
    assert!(requests.is_empty());
}

#[test]
fn only_the_status_can_be_changed() {
    let path = "/external/reservations/r1";
    for method in ["PATCH", "PUT"] {
        let (status, body, requests) = call(method, path, &json!({ "status": "seated" }));
        assert_eq!((status, &body["status"]), (200, &json!("seated")), "{method}");
        assert_eq!(
            requests,
            [
                json!({ "Staff": { "Reservation": "r1" } }),
                json!({ "Staff": { "SetStatus": ["r1", "seated"] } }),
            ]
        );
    }
    let same = json!({ "status": "booked", "day": "2026-11-27", "minutes": 1140, "tableIds": ["w1"] });
    let (status, _, requests) = call("PUT", path, &same);
    assert_eq!(
        (status, requests),
        (200, vec![json!({ "Staff": { "Reservation": "r1" } })])
    );
    for (change, code) in [
        (json!({ "minutes": 1200 }), 400),
        (json!({ "status": "gone" }), 400),
        (json!([]), 400),
        (json!({ "status": "paid" }), 409),
    ] {
        let (status, body, _) = call("PATCH", path, &change);
        assert_eq!((status, &body["statusCode"]), (code, &json!(code)), "{change}");
    }
    let (status, body, _) = call(
        "PATCH",
        "/external/reservations/r2",
        &json!({ "status": "seated" }),
    );
    assert_eq!((status, &body["message"]), (404, &json!("Reservation not found")));
}
