//! Facts about reservations under `/external`: their JSON, and what the venue is asked for.

use http::header::AUTHORIZATION;
use serde_json::{Value, json};
use shared::id::VenueId;
use shared::reservation::Status;

use super::super::reservation_wire::Reservation;
use super::super::tests::{KEY, call, get};
use crate::http::test_support::{ScriptedVenue, reservation};
use crate::http::tests::ask_staff;

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
                "id": "g1", "firstName": "Ada", "lastName": "Muster", "company": "BestCorp Inc.", "locale": "en",
                "phone": null, "email": "ada@example.com", "notes": "Red wine", "labels": [],
            },
            "pinnedTables": [{
                "id": "w1", "name": "W1", "minPartySize": 1, "maxPartySize": 2, "priorityIndex": 3, "reservable": true,
                "rotation": 90, "tableCategoryIds": ["window"], "type": "rect_two", "x": 100, "y": 250,
            }],
            "labels": [{ "id": "vip", "name": "VIP", "icon": "star", "type": "guestbook" }],
            "specialRequestNotes": "By the window", "internalNotes": "The owner's aunt", "payment": null,
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
            serde_json::to_value(Reservation::of(&VenueId::parse("demo").unwrap(), &[], &one)).unwrap();
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
    let body = serde_json::to_value(Reservation::of(&VenueId::parse("demo").unwrap(), &[], &one)).unwrap();
    assert_eq!(body["payment"]["problem"], "authorisation_lost");
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

/// A new reservation with these fields beside those that every one has.
fn create(fields: &Value) -> (u16, Value, Vec<Value>) {
    let mut body = json!({
        "attendees": 2, "day": "2026-11-27", "minutes": 1140, "experienceId": "dinner", "lastName": "Muster",
        "locale": "en",
    });
    body.as_object_mut()
        .unwrap()
        .extend(fields.as_object().unwrap().clone());
    call("POST", "/external/reservations", &body)
}

#[test]
fn a_guest_without_an_address_can_be_booked_by_staff() {
    let (status, body, requests) =
        create(&json!({ "email": "", "notes": null, "pinnedTableIds": [], "labelIds": null }));
    assert_eq!((status, &body["id"]), (201, &json!("r1")));
    assert_eq!(body["warnings"], json!(["lead_time_too_short"]));
    let created = &requests[0]["Staff"]["Create"];
    assert_eq!(created["guest"], json!({ "lastName": "Muster" }));
    assert_eq!(
        (
            &created["pinned_table_ids"],
            &created["label_ids"],
            &created["source"],
            &created["key"]
        ),
        (&json!([]), &json!([]), &json!("pos"), &json!(null))
    );
}

#[test]
fn staff_pin_tables_and_attach_labels_and_name_the_source() {
    let (status, _, requests) = create(&json!({
        "pinnedTableIds": ["a368c14670d1-4ef9-84aa-0d4b6ff9a933", "t2", "t2"], "labelIds": ["vip"], "source": "phone",
        "minutes": 1140.0, "attendees": 2.0, "company": "BestCorp Inc.", "guestNotes": "Red wine",
        "internalNotes": "The owner's aunt",
    }));
    assert_eq!(status, 201);
    let created = &requests[0]["Staff"]["Create"];
    assert_eq!(
        (&created["minutes"], &created["attendees"]),
        (&json!(1140), &json!(2))
    );
    assert_eq!(
        (
            &created["pinned_table_ids"],
            &created["label_ids"],
            &created["source"]
        ),
        (
            &json!(["a368c14670d1-4ef9-84aa-0d4b6ff9a933", "t2"]),
            &json!(["vip"]),
            &json!("phone")
        )
    );
    assert_eq!(
        created["details"],
        json!({
            "company": "BestCorp Inc.", "guest_notes": "Red wine", "internal_notes": "The owner's aunt",
        })
    );
}

#[test]
fn a_phone_number_is_read_in_the_country_of_the_venue() {
    for (written, read) in [
        ("0660 5512234", "+436605512234"),
        ("+436605512234", "+436605512234"),
        ("0049 30 901820", "+4930901820"),
    ] {
        let (status, _, requests) = create(&json!({ "phone": written }));
        assert_eq!(status, 201, "{written}");
        let guest = &requests[0]["Staff"]["Create"]["guest"];
        assert_eq!(guest["phone"], read);
    }
    let (status, body, _) = create(&json!({ "phone": "0660 CALL ME" }));
    assert_eq!(
        (status, &body["message"]),
        (400, &json!(["phone: invalid_phone"]))
    );
}

#[test]
fn each_faulty_field_of_a_booking_is_named() {
    let (status, body, requests) = call(
        "POST",
        "/external/reservations",
        &json!({
            "attendees": 0, "day": "2026-11-27", "minutes": 1140.5, "experienceId": "dinner", "locale": "en",
            "pinnedTableIds": "t1", "labelIds": ["a b"], "source": "pigeon",
        }),
    );
    assert_eq!(status, 400);
    let messages = body["message"].as_array().unwrap();
    for message in [
        "attendees: out_of_range",
        "lastName: required",
        "minutes: wrong_type",
        "pinnedTableIds: wrong_type",
        "labelIds: invalid",
        "source: unknown",
    ] {
        assert!(messages.contains(&json!(message)), "{message} in {body}");
    }
    let many: Vec<_> = (0..17).map(|number| format!("t{number}")).collect();
    let (status, body, _) = create(&json!({ "pinnedTableIds": many }));
    assert_eq!(
        (status, &body["message"]),
        (400, &json!(["pinnedTableIds: too_long"]))
    );
    assert!(requests.is_empty());
}

fn create_with_key(key: &str) -> (u16, bool, Value, Vec<Value>) {
    let script = ScriptedVenue::default();
    let body = json!({
        "attendees": 2, "day": "2026-11-27", "minutes": 1140, "experienceId": "dinner", "lastName": "Muster",
        "locale": "en",
    });
    let request = http::Request::post("/external/reservations")
        .header(AUTHORIZATION, KEY)
        .header("content-type", "application/json")
        .header("idempotency-key", key);
    let (reply, _) = ask_staff(request, &body.to_string(), &script);
    let is_replayed = reply.headers().contains_key("idempotency-replayed");
    let answer = serde_json::from_slice(reply.body()).unwrap_or_default();
    (reply.status().as_u16(), is_replayed, answer, script.requests())
}

#[test]
fn a_key_is_passed_on_and_a_repeated_answer_is_marked() {
    let (status, is_replayed, body, requests) = create_with_key("till-7-0815");
    assert_eq!(
        (status, is_replayed, &body["warnings"]),
        (201, true, &Value::Null)
    );
    assert_eq!(requests[0]["Staff"]["Create"]["key"], "till-7-0815");
    let (status, _, body, requests) = create_with_key("till 7");
    assert_eq!(status, 400);
    assert_eq!(
        body["message"],
        json!(["Idempotency-Key: write 1 to 255 visible characters"])
    );
    assert!(requests.is_empty());
}

/// The change that the venue is asked for.
fn asked(body: &Value) -> Value {
    let (status, _, requests) = call("PATCH", "/external/reservations/r1", body);
    assert_eq!((status, requests.len()), (200, 1), "{body}");
    assert_eq!(requests[0]["Staff"]["Change"][0], "r1");
    requests[0]["Staff"]["Change"][1].clone()
}

#[test]
fn a_status_is_changed_by_either_method() {
    for method in ["PATCH", "PUT"] {
        let (status, body, requests) = call(
            method,
            "/external/reservations/r1",
            &json!({ "status": "seated" }),
        );
        assert_eq!((status, &body["status"]), (200, &json!("seated")), "{method}");
        assert_eq!(requests[0]["Staff"]["Change"][1]["status"], "seated");
    }
    for (id, change, code, message) in [
        (
            "r1",
            json!({ "status": "paid" }),
            409,
            "The reservation's status does not allow this step",
        ),
        ("r2", json!({ "status": "seated" }), 404, "Reservation not found"),
        (
            "r1",
            json!({ "tableIds": ["t9"] }),
            409,
            "Tables are not free (taken: t9; blocked: t8)",
        ),
    ] {
        let (status, body, _) = call("PATCH", &format!("/external/reservations/{id}"), &change);
        assert_eq!((status, &body["message"]), (code, &json!(message)), "{change}");
    }
}

#[test]
fn what_is_null_stays_and_what_is_empty_is_removed() {
    let nothing =
        asked(&json!({ "status": null, "notes": null, "tableIds": null, "guest": null, "unknown": 7 }));
    assert_eq!(nothing, asked(&json!({})));
    assert_eq!(
        (
            &nothing["notes"],
            &nothing["guest"]["email"],
            &nothing["table_ids"]
        ),
        (&json!("keep"), &json!("keep"), &json!(null))
    );
    let change = asked(&json!({
        "day": "2026-11-28", "minutes": 1200.0, "attendees": 3, "tableIds": [], "labelIds": ["vip"],
        "specialRequestNotes": "", "internalNotes": "Pays late",
        "guest": {
            "firstName": " ", "lastName": "Doe", "email": "john@example.com", "phone": "0660 5512234", "company": "",
            "notes": "Red wine", "locale": "de",
        },
    }));
    assert_eq!(
        change,
        json!({
            "if_sequence": null, "status": null, "day": "2026-11-28", "minutes": 1200, "attendees": 3, "table_ids": [],
            "label_ids": ["vip"], "notes": "clear", "internal_notes": { "set": "Pays late" },
            "guest": {
                "first_name": "clear", "last_name": "Doe", "email": { "set": "john@example.com" },
                "phone": { "set": "+436605512234" }, "locale": "de", "company": "clear", "notes": { "set": "Red wine" },
            },
        })
    );
}

#[test]
fn what_is_written_beside_the_guest_counts_where_the_guest_has_nothing() {
    let change = asked(&json!({
        "email": "ada@example.com", "lastName": "Byron", "guestNotes": "Red wine", "minutes": "", "tableIds": "",
        "guest": { "lastName": "Lovelace", "company": "" },
    }));
    let guest = &change["guest"];
    assert_eq!(
        (
            &guest["email"],
            &guest["last_name"],
            &guest["company"],
            &guest["notes"]
        ),
        (
            &json!({ "set": "ada@example.com" }),
            &json!("Lovelace"),
            &json!("clear"),
            &json!({ "set": "Red wine" })
        )
    );
    assert_eq!(
        (&change["minutes"], &change["table_ids"]),
        (&json!(null), &json!(null))
    );
}

#[test]
fn each_faulty_field_of_a_change_is_named() {
    let body = json!({
        "status": "gone", "day": "string", "minutes": "noon", "attendees": 0, "tableIds": [7], "notes": 7,
        "guest": { "email": "nobody", "lastName": 7 },
    });
    let (status, answer, requests) = call("PATCH", "/external/reservations/r1", &body);
    assert_eq!(status, 400);
    assert_eq!(
        answer["message"],
        json!([
            "status: unknown",
            "day: invalid_day",
            "minutes: wrong_type",
            "attendees: out_of_range",
            "tableIds: wrong_type",
            "notes: wrong_type",
            "guest.lastName: wrong_type",
            "guest.email: invalid_email",
        ])
    );
    assert!(requests.is_empty());
    for (body, message) in [
        (json!([]), "write an object"),
        (json!({ "guest": "Ada" }), "guest: wrong_type"),
    ] {
        let (status, answer, _) = call("PATCH", "/external/reservations/r1", &body);
        assert_eq!((status, &answer["message"]), (400, &json!([message])), "{body}");
    }
}
