//! Facts about the simulator: what it refuses, and what it remembers.

use std::time::Duration;

use http::{Method, Request};
use serde_json::{Value, json};

use super::marketplace::TEMPLATES;
use super::*;
use crate::act::{End, Simulation};

/// Noon of 21 November 2026 in Vienna.
const NOW: Duration = Duration::from_hours(498_683);

fn simulator() -> Simulator {
    Simulator::new(Settings::default(), TroublePlan::default())
}

fn asked(simulator: &mut Simulator, method: Method, path: &str, body: Option<&Value>) -> (u16, String) {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header("authorization", "Bearer sim-key");
    if body.is_some() {
        request = request.header("content-type", "application/json");
    }
    let body = body.map(|body| body.to_string().into_bytes()).unwrap_or_default();
    match simulator.act(&request.body(body).unwrap(), NOW).end {
        End::Answer(answer) => {
            let text = String::from_utf8(answer.body().clone()).unwrap();
            (answer.status().as_u16(), text)
        }
        other => panic!("{other:?}"),
    }
}

fn booking(beside: &Value) -> Value {
    let mut booking = json!({
        "guests": [{ "guestLastName": "Doe", "email": "doe@example.com", "guestType": 2, "sendInvitation": false }],
        "additionalData": { "comment": "" },
        "visitData": { "visitType": 1, "checkin": "2026-11-22T18:00:00Z", "checkout": "2026-11-22T20:00:00Z" },
        "accessTemplates": [{ "id": TEMPLATES[0].0, "name": "Dining rooms" }],
    });
    let members = booking.as_object_mut().unwrap();
    members.extend(beside.as_object().unwrap().clone());
    booking
}

#[test]
fn a_template_has_as_many_reservations_at_a_time_as_spaces() {
    let mut simulator = simulator();
    for expected in [200, 200, 409] {
        let (status, text) = asked(
            &mut simulator,
            Method::POST,
            "/reservation",
            Some(&booking(&json!({}))),
        );
        assert_eq!(status, expected, "{text}");
    }
    let spaces: Vec<&str> = simulator
        .books()
        .standing()
        .map(|one| one.space.as_str())
        .collect();
    assert_eq!(spaces, TEMPLATES[0].2);
}

#[test]
fn a_cancelled_reservation_gives_its_space_back() {
    let mut simulator = simulator();
    asked(
        &mut simulator,
        Method::POST,
        "/reservation",
        Some(&booking(&json!({}))),
    );
    let id = simulator.books().all()[0].id.clone();
    let body = json!({ "reservationId": id, "reasonCancelled": "Cancelled by the guest" });
    let cancelled = asked(&mut simulator, Method::PUT, "/reservation/cancel", Some(&body));
    assert_eq!(cancelled.0, 200);
    assert_eq!(simulator.books().standing().count(), 0);
    let again = asked(&mut simulator, Method::PUT, "/reservation/cancel", Some(&body));
    assert_eq!(again.0, 409);
}

#[test]
fn unknown_fields_wrong_types_and_missing_ones_are_named() {
    let mut simulator = simulator();
    for (beside, field) in [
        (json!({ "price": 1 }), "\"price\""),
        (
            json!({ "guests": [{ "guestLastName": "" , "guestType": 2 }] }),
            "guests[0].guestLastName",
        ),
        (
            json!({ "guests": [{ "guestLastName": "Doe", "email": "x", "guestType": 2 }] }),
            "guests[0].email",
        ),
        (json!({ "guests": [] }), "\"guests\""),
        (json!({ "visitData": { "visitType": 2 } }), "visitData.visitType"),
        (
            json!({ "accessTemplates": [{ "id": "0" }] }),
            "AccessTemplates[0].Id",
        ),
    ] {
        let (status, text) = asked(
            &mut simulator,
            Method::POST,
            "/reservation",
            Some(&booking(&beside)),
        );
        assert_eq!(status, 400, "{beside}");
        assert!(text.contains(field), "{field} is not in {text}");
    }
    for path in [
        "/services?LoadAll=true",
        "/reservation/accessTemplates",
        "/reservations?From=2026-11-22",
        "/service/d1000000000000000000000000000001/availability?ThingId=x&Start=2026-11-22T00%3A00%3A00Z",
    ] {
        assert_eq!(asked(&mut simulator, Method::GET, path, None).0, 400, "{path}");
    }
    assert_eq!(simulator.books().all().len(), 0);
}

#[test]
fn a_product_has_a_picture_of_the_simulators_own() {
    let path = "/services?LoadProducts=true";
    let (status, text) = asked(&mut simulator(), Method::GET, path, None);
    let services: Value = serde_json::from_str(&text).unwrap();
    let picture = &services["data"][0]["products"][0]["imageUrl"];
    assert_eq!(
        (status, picture),
        (200, &json!("http://localhost/_sim/picture.svg"))
    );
}

#[test]
fn a_caller_without_the_token_is_turned_away() {
    let request = Request::get("/services").body(Vec::new()).unwrap();
    let End::Answer(answer) = simulator().act(&request, NOW).end else {
        panic!("no answer");
    };
    assert_eq!(answer.status(), 401);
}

#[test]
fn an_answer_is_jsv_where_that_is_accepted() {
    let request = Request::get("/reservations")
        .header("authorization", "Bearer sim-key")
        .header("accept", "text/jsv")
        .body(Vec::new())
        .unwrap();
    let End::Answer(answer) = simulator().act(&request, NOW).end else {
        panic!("no answer");
    };
    assert_eq!(answer.headers()["content-type"], "text/jsv");
    assert_eq!(answer.body(), b"{data:[],responseStatus:{}}");
}

#[test]
fn a_service_that_is_published_is_listed_and_its_parts_are_replaced() {
    let mut simulator = simulator();
    let organization = "0".repeat(32);
    let body = json!({
        "organizationId": organization, "serviceType": 1, "name": "Dinner",
        "products": [{ "name": "Dinner", "externalId": "dinner", "reservationData": { "autoAssignAccessTemplate": true } }],
    });
    let (status, text) = asked(&mut simulator, Method::POST, "/service", Some(&body));
    assert_eq!(status, 200, "{text}");
    let made: Value = serde_json::from_str(&text).unwrap();
    let id = made["data"]["id"].clone();
    assert_eq!(made["data"]["products"][0]["externalId"], json!(["dinner"]));
    let addons = json!([{ "name": "Wine", "externalId": "wine", "unitPrice": 29 }]);
    let update = json!({ "serviceId": id, "addons": addons });
    assert_eq!(
        asked(&mut simulator, Method::PUT, "/service/addons", Some(&update)).0,
        200
    );
    let (_, listed) = asked(&mut simulator, Method::GET, "/services?LoadAddons=true", None);
    let listed: Value = serde_json::from_str(&listed).unwrap();
    let published = listed["data"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&published["id"], &published["addons"][0]["name"]),
        (&id, &json!("Wine"))
    );
    assert!(published["addons"][0]["id"].is_string());
    assert!(published.get("products").is_none());
    let wrong = json!({
        "organizationId": "o", "serviceType": 5, "products": [{ "price": 1 }], "vatPercentage": 5.5,
        "addons": [{ "name": "Wine", "externalId": "wine", "maxQuantity": "2" }],
    });
    let (status, text) = asked(&mut simulator, Method::POST, "/service", Some(&wrong));
    assert_eq!(status, 400);
    for field in [
        "organizationId",
        "\"name\"",
        "products[0].price",
        "vatPercentage",
        "serviceType",
        "addons[0].maxQuantity",
    ] {
        assert!(text.contains(field), "{field} is not in {text}");
    }
}

#[test]
fn a_part_is_replaced_by_its_own_call_alone() {
    let mut simulator = simulator();
    for path in ["/service/products", "/service/personOption"] {
        let other = json!({ "serviceId": DINING, "serviceType": 1, "addons": [] });
        let (status, text) = asked(&mut simulator, Method::PUT, path, Some(&other));
        assert_eq!(status, 400, "{path}");
        assert!(text.contains("addons"), "{text}");
    }
    let unknown = json!({ "serviceId": "0".repeat(32), "addons": [] });
    let answer = asked(&mut simulator, Method::PUT, "/service/addons", Some(&unknown));
    assert_eq!(answer.0, 404);
}

#[test]
fn every_request_takes_a_version_and_no_other_type_of_it() {
    let mut simulator = simulator();
    for (version, expected) in [("2", 200), ("two", 400)] {
        let path = format!("/reservations?version={version}");
        assert_eq!(asked(&mut simulator, Method::GET, &path, None).0, expected);
    }
    for (version, expected) in [(json!(2), 200), (json!("2"), 400)] {
        let body = booking(&json!({ "version": version }));
        let answer = asked(&mut simulator, Method::POST, "/reservation", Some(&body));
        assert_eq!(answer.0, expected, "{}", answer.1);
    }
}

#[test]
fn calls_beyond_the_budget_are_refused_until_its_seconds_are_over() {
    let mut simulator = Simulator::new(
        Settings {
            budget: Some(2),
            ..Settings::default()
        },
        TroublePlan::default(),
    );
    let mut status = |after: u64| {
        let request = Request::get("/reservations").header("authorization", "Bearer sim-key");
        let request = request.body(Vec::new()).unwrap();
        match simulator.act(&request, NOW + Duration::from_secs(after)).end {
            End::Answer(answer) => answer.status().as_u16(),
            other => panic!("{other:?}"),
        }
    };
    let statuses = [0, 1, 2, BUDGET_SECONDS - 1, BUDGET_SECONDS, BUDGET_SECONDS + 1].map(&mut status);
    assert_eq!(statuses, [200, 200, 429, 429, 200, 200]);
}

#[test]
fn trouble_comes_as_often_as_its_share_says() {
    let mut simulator = simulator();
    simulator.set_shares(TroubleShare::list("create.status_after=100").unwrap());
    let body = booking(&json!({}));
    let answer = asked(&mut simulator, Method::POST, "/reservation", Some(&body));
    assert_eq!((answer.0, simulator.books().standing().count()), (500, 1));
    assert_eq!(asked(&mut simulator, Method::GET, "/reservations", None).0, 200);
}
