//! Facts about floor plans under `/external`: requests and responses as JSON.

use serde_json::{Value, json};

use crate::http::external::tests::call;

fn plan() -> Value {
    json!({
        "id": "hall", "name": "Hall", "restaurantId": "demo", "sortIndex": 1,
        "tables": {
            "h1": {
                "id": "h1", "name": "1", "minPartySize": 1, "maxPartySize": 2, "priorityIndex": 0, "reservable": true,
                "rotation": 0, "tableCategoryIds": ["window"], "type": "rect_two", "x": 10, "y": 20,
            },
        },
        "combinations": {
            "h1+h2": {
                "id": "h1+h2", "tableIds": ["h1", "h2"], "minPartySize": 3, "maxPartySize": 4, "priorityIndex": 0,
            },
        },
        "elements": {
            "wall": {
                "type": "rectangle", "x": 0, "y": 0, "width": 300, "height": 5, "rotation": 0, "backgroundColor": null,
            },
        },
    })
}

#[test]
fn plans_are_written_as_molzait_writes_them() {
    let (status, body, _) = call("GET", "/external/floorplans", &Value::Null);
    assert_eq!((status, body), (200, json!([plan()])));
}

#[test]
fn what_was_read_can_be_sent_back() {
    for (method, path, expected) in [
        ("POST", "/external/floorplans", 201),
        ("PUT", "/external/floorplans/hall", 200),
    ] {
        let (status, body, _) = call(method, path, &plan());
        assert_eq!((status, body), (expected, plan()), "{method}");
    }
}

#[test]
fn a_plan_is_deleted_without_a_body() {
    let (status, body, _) = call("DELETE", "/external/floorplans/hall", &Value::Null);
    assert_eq!((status, body), (204, Value::Null));
}

#[test]
fn the_reservations_of_a_plan_refuse_its_end_with_their_numbers() {
    for (method, body) in [("DELETE", Value::Null), ("PUT", plan())] {
        let (status, body, _) = call(method, "/external/floorplans/full", &body);
        assert_eq!(status, 409, "{method}");
        assert!(body["message"].as_str().unwrap().contains("R-000001"), "{body}");
    }
}

#[test]
fn an_unknown_plan_and_a_faulty_body_have_clear_answers() {
    let (status, body, _) = call("DELETE", "/external/floorplans/cellar", &Value::Null);
    assert_eq!((status, &body["message"]), (404, &json!("Floor plan not found")));
    let (status, body, _) = call("PUT", "/external/floorplans/hall", &json!({ "tables": [] }));
    assert_eq!(
        (status, &body["message"]),
        (400, &json!(["tables: write an object by ids"]))
    );
}
