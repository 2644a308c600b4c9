//! Facts about tills' calls about a table: requests and responses as JSON.

use serde_json::{Value, json};

use super::super::tests::{call, get};

const CHECK_IN: &str = "/external/tables/checkin";
const PAID: &str = "/external/tables/paid";

#[test]
fn a_call_is_passed_on_and_answered_with_the_partys_reservation() {
    for (path, name, status) in [(CHECK_IN, "CheckIn", "seated"), (PAID, "Paid", "paid")] {
        for (body, passed) in [
            (
                json!({ "tableName": "12" }),
                json!({ "name": "12", "ids": [], "attendees": null }),
            ),
            (
                json!({ "tableIds": ["t1", "t2"], "attendees": 3.0, "till": 7 }),
                json!({ "name": null, "ids": ["t1", "t2"], "attendees": 3 }),
            ),
            (
                json!({ "tableName": "102", "tableIds": ["a368c14670d1-4ef9-84aa-0d4b6ff9a933"] }),
                json!({ "name": "102", "ids": ["a368c14670d1-4ef9-84aa-0d4b6ff9a933"], "attendees": null }),
            ),
        ] {
            let (answered, answer, requests) = call("POST", path, &body);
            assert_eq!(
                (answered, &answer["id"], &answer["status"]),
                (200, &json!("r1"), &json!(status))
            );
            assert_eq!(requests, [json!({ "Staff": { "Tables": { name: passed } } })]);
        }
    }
}

#[test]
fn what_names_no_table_is_refused() {
    let none = "tableName: write the name of a table, or tableIds";
    let ids = "tableIds: write a list of at most 16 tables' ids, or leave it out";
    let name = "tableName: write the name of a table, or leave it out";
    let attendees = "attendees: write a number from 1 to 50, or leave it out";
    let many: Vec<_> = (0..17).map(|number| format!("t{number}")).collect();
    for (body, messages) in [
        (json!({}), vec![none]),
        (json!({ "tableName": " ", "tableIds": [] }), vec![none]),
        (json!({ "tableIds": "t1" }), vec![ids]),
        (json!({ "tableIds": ["t 1"] }), vec![ids]),
        (json!({ "tableIds": many }), vec![ids]),
        (
            json!({ "tableName": "x".repeat(101), "attendees": 51 }),
            vec![name, attendees],
        ),
        (json!({ "tableName": "12", "attendees": 2.5 }), vec![attendees]),
        (json!([]), vec!["write an object"]),
    ] {
        for path in [CHECK_IN, PAID] {
            let (answered, answer, requests) = call("POST", path, &body);
            assert_eq!((answered, &answer["message"]), (400, &json!(messages)), "{body}");
            assert!(requests.is_empty());
        }
    }
    assert_eq!(get(CHECK_IN).0, 404);
}

#[test]
fn each_refusal_of_a_call_is_clear() {
    for (table, code, message) in [
        ("unknown", 400, json!(["tableName: unknown"])),
        (
            "shared",
            409,
            json!("Several tables have this name: write tableIds (t1, g1)"),
        ),
        ("taken", 409, json!("Tables are not free (taken: t9)")),
        ("blocked", 409, json!("Tables are not free (blocked: t8)")),
        ("empty", 404, json!("No party has been checked in at this table")),
    ] {
        let body: Value = json!({ "tableName": table });
        let (answered, answer, _) = call("POST", CHECK_IN, &body);
        assert_eq!((answered, &answer["message"]), (code, &message), "{table}");
    }
}
