//! Facts about the simulator: how strict it is, how it counts, and the trouble it makes.

use std::time::Duration;

use http::Request;
use serde_json::{Value, json};

use super::*;
use crate::act::{End, Simulation};

/// Noon of 21 November 2026 in Vienna.
const NOW: Duration = Duration::from_hours(498_683);

fn request(path: &str, beside: &Value) -> Request<Vec<u8>> {
    let mut body = json!({ "ClientToken": "sim-client", "AccessToken": "sim-access", "Client": "Test 1" });
    body.as_object_mut()
        .unwrap()
        .extend(beside.as_object().unwrap().clone());
    Request::post(format!("/api/connector/v1/{path}"))
        .body(body.to_string().into_bytes())
        .unwrap()
}

fn ask(simulator: &mut Simulator, path: &str, beside: &Value) -> (u16, Value) {
    let End::Answer(answer) = simulator.act(&request(path, beside), NOW).end else {
        panic!("{path}: no answer");
    };
    (
        answer.status().as_u16(),
        serde_json::from_slice(answer.body()).unwrap_or_default(),
    )
}

fn quiet() -> Simulator {
    Simulator::new(Settings::default())
}

fn availability(metrics: &Value) -> Value {
    json!({
        "ServiceId": SERVICE, "FirstTimeUnitStartUtc": "2026-11-27T17:00:00Z",
        "LastTimeUnitStartUtc": "2026-11-27T18:00:00Z", "Metrics": metrics,
    })
}

const AVAILABILITY: &str = "services/getAvailability/2024-01-22";

fn booking(customer: &str, state: &str) -> Value {
    json!({ "ServiceId": SERVICE, "Reservations": [{
        "State": state, "StartUtc": "2026-11-27T17:00:00Z", "EndUtc": "2026-11-27T19:00:00Z",
        "ReleasedUtc": "2026-11-21T11:30:00Z", "PersonCounts": [{ "AgeCategoryId": ADULTS, "Count": 2 }],
        "CustomerId": customer, "RequestedCategoryId": CATEGORY, "RateId": RATE,
    }] })
}

#[test]
fn anything_beside_the_shape_of_an_operation_is_refused() {
    let simulator = &mut quiet();
    let fine = availability(&json!(["UsableResources"]));
    assert_eq!(ask(simulator, AVAILABILITY, &fine).0, 200);
    for (pointer, value) in [
        ("/ServiceId", json!("dinner")),
        ("/ServiceId", Value::Null),
        ("/FirstTimeUnitStartUtc", json!("2026-11-27T18:00:00+01:00")),
        ("/FirstTimeUnitStartUtc", json!("2026-11-27T17:30:00Z")),
        ("/LastTimeUnitStartUtc", json!("2027-11-27T18:00:00Z")),
        ("/Metrics", json!(["Free"])),
        ("/Metrics", json!([])),
    ] {
        let mut wrong = fine.clone();
        *wrong.pointer_mut(pointer).unwrap() = value;
        assert_eq!(ask(simulator, AVAILABILITY, &wrong).0, 400, "{wrong}");
    }
    let mut more = fine.clone();
    more["Colour"] = json!("red");
    assert_eq!(ask(simulator, AVAILABILITY, &more).0, 400);
    assert_eq!(simulator.faults().len(), 8);
    assert_eq!(ask(simulator, "services/paint", &json!({})).0, 404);
    let mut stranger = fine;
    stranger["AccessToken"] = json!("another");
    assert_eq!(ask(simulator, AVAILABILITY, &stranger).0, 401);
}

#[test]
fn the_call_after_two_hundred_within_the_window_is_turned_away() {
    let simulator = &mut quiet();
    for _ in 0..200 {
        assert_eq!(ask(simulator, "configuration/get", &json!({})).0, 200);
    }
    let End::Answer(answer) = simulator.act(&request("configuration/get", &json!({})), NOW).end else {
        panic!("no answer");
    };
    let wait = answer.headers()["retry-after"].to_str().unwrap();
    assert_eq!((answer.status().as_u16(), wait), (429, "30"));
    assert_eq!(simulator.fullest_window(), 200);
    let later = NOW + Duration::from_secs(30);
    let again = simulator.act(&request("configuration/get", &json!({})), later);
    assert_eq!(again.end.name(), "200");
}

#[test]
fn a_table_is_taken_until_its_hold_is_released() {
    let simulator = &mut quiet();
    let guest = json!({ "LastName": "Muster", "Email": "ada@example.com", "OverwriteExisting": false });
    let (_, customer) = ask(simulator, "customers/add", &guest);
    assert_eq!(ask(simulator, "customers/add", &guest).0, 403);
    let id = customer["Id"].as_str().unwrap();
    for _ in 0..TABLES {
        assert_eq!(
            ask(simulator, "reservations/add", &booking(id, "Optional")).0,
            200
        );
    }
    assert_eq!(
        ask(simulator, "reservations/add", &booking(id, "Optional")).0,
        403
    );
    let (_, answer) = ask(
        simulator,
        AVAILABILITY,
        &availability(&json!(["Occupied", "UsableResources"])),
    );
    let metrics = &answer["ResourceCategoryAvailabilities"][0]["Metrics"];
    assert_eq!(
        metrics,
        &json!({ "Occupied": [TABLES, TABLES], "UsableResources": [TABLES, TABLES] })
    );
    let released = NOW + Duration::from_mins(30);
    assert!(
        simulator
            .books(released)
            .bookings
            .iter()
            .all(|one| !one.is_live())
    );
    assert!(simulator.faults().is_empty());
}

#[test]
fn a_private_rate_wants_its_code() {
    let simulator = &mut quiet();
    let mut wanted = booking(ADULTS, "Confirmed");
    wanted["Reservations"][0]["RateId"] = json!(PRIVATE_RATE);
    assert_eq!(ask(simulator, "reservations/price", &wanted).0, 403);
    wanted["Reservations"][0]["VoucherCode"] = json!(VOUCHER_CODE);
    let (status, answer) = ask(simulator, "reservations/price", &wanted);
    let total = &answer["ReservationPrices"][0]["TotalAmount"];
    assert_eq!(
        (status, &total["GrossValue"]),
        (200, &money(2 * price_of_hour(PRIVATE_RATE)))
    );
}

#[test]
fn rates_come_with_their_groups_and_without_the_time_of_their_creation() {
    let question = json!({ "ServiceIds": [SERVICE], "Limitation": { "Count": 10 } });
    let (status, answer) = ask(&mut quiet(), "rates/getAll", &question);
    let rates = answer["Rates"].as_array().unwrap();
    assert_eq!((status, rates.len()), (200, 2));
    for rate in rates {
        assert_eq!(rate["GroupId"], answer["RateGroups"][0]["Id"]);
        assert_eq!(rate["UpdatedUtc"], json!("2026-01-01T00:00:00Z"));
        assert_eq!(rate.get("CreatedUtc"), None);
    }
    assert_eq!(
        answer["RateRestrictions"],
        json!({ "DateRestrictions": [], "EarlinessRestrictions": [], "LengthRestrictions": [] })
    );
}

#[test]
fn the_cover_is_a_picture_of_the_simulators_own() {
    let simulator = &mut quiet();
    let (_, configuration) = ask(simulator, "configuration/get", &json!({}));
    let cover = &configuration["Enterprise"]["CoverImageId"];
    let question = json!({ "Images": [{ "ImageId": cover }] });
    let (_, answer) = ask(simulator, "images/getUrls", &question);
    assert_eq!(
        answer["ImageUrls"],
        json!([{ "ImageId": cover, "Url": "http://localhost/_sim/picture.svg" }])
    );
}

#[test]
fn a_reservation_has_a_reason_of_its_cancellation_once_it_is_cancelled() {
    let simulator = &mut quiet();
    let guest = json!({ "LastName": "Muster", "OverwriteExisting": false });
    let (_, customer) = ask(simulator, "customers/add", &guest);
    let wanted = booking(customer["Id"].as_str().unwrap(), "Confirmed");
    let (_, made) = ask(simulator, "reservations/add", &wanted);
    let id = &made["Reservations"][0]["Reservation"]["Id"];
    let list = "reservations/getAll/2023-06-06";
    let question = json!({ "ReservationIds": [id], "Limitation": { "Count": 10 } });
    let (_, before) = ask(simulator, list, &question);
    assert_eq!(before["Reservations"][0]["State"], json!("Confirmed"));
    assert_eq!(before["Reservations"][0].get("CancellationReason"), None);
    let cancellation = json!({ "ReservationIds": [id], "Notes": "By the guest" });
    assert_eq!(ask(simulator, "reservations/cancel", &cancellation).0, 200);
    let (_, after) = ask(simulator, list, &question);
    assert_eq!(after["Reservations"][0]["CancellationReason"], json!("Other"));
}

#[test]
fn trouble_comes_on_command_before_or_after_the_act() {
    for (trouble, name, is_done) in [
        (Trouble::ResetBefore, "reset", false),
        (Trouble::ResetAfter, "reset", true),
        (Trouble::SilentAfter, "no answer", true),
        (Trouble::StatusBefore(503), "503", false),
        (Trouble::StatusAfter(502), "502", true),
        (Trouble::Throttled(2), "429", false),
        (Trouble::Garbage, "200", true),
    ] {
        let simulator = &mut quiet();
        simulator.troubles.next_of("customers/add", trouble);
        assert_eq!(ask(simulator, "configuration/get", &json!({})).0, 200);
        let guest = json!({ "LastName": "Muster", "OverwriteExisting": false });
        let act = simulator.act(&request("customers/add", &guest), NOW);
        assert_eq!(act.end.name(), name, "{trouble:?}");
        assert_eq!(!simulator.books(NOW).customers.is_empty(), is_done, "{trouble:?}");
    }
}
