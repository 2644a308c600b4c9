//! Facts about reports of telephone calls: requests and responses as JSON.

use serde_json::{Value, json};

use super::super::tests::{call, get};

const PATH: &str = "/external/phone-numbers/line-1/calls";

fn body(phone: &Value, status: &str) -> Value {
    json!({ "id": "90e4020a-a9d1-4a06-8906-fec2126cc007", "phoneNumber": phone, "status": status })
}

#[test]
fn a_call_is_answered_with_the_callers_reservations() {
    for status in ["ringing", "picked_up", "hung_up", "abandoned"] {
        let (answered, answer, requests) = call("POST", PATH, &body(&json!("+436601123345"), status));
        assert_eq!(
            requests,
            [json!({ "Staff": { "PhoneCalls": { "Report": {
                "id": "90e4020a-a9d1-4a06-8906-fec2126cc007", "phone_number_id": "line-1",
                "phone": "+436601123345", "status": status,
            } } } })]
        );
        assert_eq!(answered, 200);
        assert_eq!(
            (
                &answer["id"],
                &answer["phoneNumberId"],
                &answer["phoneNumber"],
                &answer["status"]
            ),
            (
                &json!("90e4020a-a9d1-4a06-8906-fec2126cc007"),
                &json!("line-1"),
                &json!("+436601123345"),
                &json!(status)
            )
        );
        assert_eq!(answer["guest"]["lastName"], "Muster");
        assert_eq!(answer["upcomingReservations"][0]["id"], "r1");
        assert_eq!(answer["pastReservations"], json!([]));
    }
}

#[test]
fn a_number_is_read_as_the_venues_country_writes_it_or_withheld() {
    for (written, phone) in [
        (json!("0660 1123345"), json!("+436601123345")),
        (json!("00436601123345"), json!("+436601123345")),
        (json!(null), json!(null)),
        (json!(""), json!(null)),
        (json!("anonymous"), json!(null)),
        (json!(" Restricted "), json!(null)),
    ] {
        let (answered, answer, requests) = call("POST", PATH, &body(&written, "ringing"));
        assert_eq!(answered, 200, "{written}");
        assert_eq!(requests[0]["Staff"]["PhoneCalls"]["Report"]["phone"], phone);
        assert_eq!(answer["phoneNumber"], phone);
        if phone.is_null() {
            assert_eq!(
                (&answer["guest"], &answer["upcomingReservations"]),
                (&Value::Null, &json!([]))
            );
        }
    }
}

#[test]
fn what_cannot_be_a_call_is_refused_field_by_field() {
    let id = "id: write 10 to 128 characters, other ones for each call";
    let status = "status: write ringing, picked_up, hung_up or abandoned";
    let phone = "phoneNumber: write a number such as +436601123345, or null if it is withheld";
    for (body, messages) in [
        (json!({}), vec![id, status, phone]),
        (
            json!({ "id": "short", "phoneNumber": "12", "status": "busy" }),
            vec![id, status, phone],
        ),
        (
            json!({ "id": "x".repeat(129), "phoneNumber": 7, "status": 7 }),
            vec![id, status, phone],
        ),
        (
            json!({ "id": "0123456\n89", "phoneNumber": null, "status": "ringing" }),
            vec![id],
        ),
        (json!([]), vec!["write an object"]),
    ] {
        let (answered, answer, requests) = call("POST", PATH, &body);
        assert_eq!((answered, &answer["message"]), (400, &json!(messages)), "{body}");
        assert!(requests.is_empty());
    }
    for line in ["%0a", "%ff", "", &"x".repeat(65)] {
        let path = format!("/external/phone-numbers/{line}/calls");
        let (answered, ..) = call("POST", &path, &body(&json!(null), "ringing"));
        assert_eq!(answered, 404, "{line}");
    }
    assert_eq!(get(PATH).0, 404);
}

#[test]
fn an_id_of_another_call_is_a_conflict() {
    let body = json!({ "id": "another call", "phoneNumber": "+436601123345", "status": "ringing" });
    let (answered, answer, _) = call("POST", PATH, &body);
    let message = "The id belongs to a call of another number or line";
    assert_eq!((answered, &answer["message"]), (409, &json!(message)));
}
