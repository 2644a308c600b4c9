//! The simulator's answers to requests within the contract, and outside it.

use std::time::Duration;

use http::{Method, Request};
use serde_json::{Value, json};

use super::*;

/// Tuesday, 2 March 2027, 09:00 UTC, since the Unix epoch.
const NOW: Duration = Duration::from_hours(501_105);

fn quiet() -> Simulator {
    Simulator::new(Settings::default(), Weights::quiet())
}

fn request(method: Method, target: &str, body: Option<&Value>) -> Request<Vec<u8>> {
    let request = Request::builder()
        .method(method)
        .uri(target)
        .header("authorization", "Bearer sim-key");
    match body {
        Some(body) => request
            .header("content-type", "application/json")
            .body(body.to_string().into_bytes())
            .unwrap(),
        None => request.body(Vec::new()).unwrap(),
    }
}

fn send(simulator: &mut Simulator, request: &Request<Vec<u8>>) -> (u16, Value) {
    let End::Answer(answer) = simulator.act(request, NOW).end else {
        panic!("no answer");
    };
    (
        answer.status().as_u16(),
        serde_json::from_slice(answer.body()).unwrap(),
    )
}

fn get(simulator: &mut Simulator, target: &str) -> (u16, Value) {
    send(simulator, &request(Method::GET, target, None))
}

fn dinner() -> Value {
    json!({
        "attendees": 2, "day": "2027-03-05", "minutes": 1140, "experienceId": ALA_CARTE,
        "firstName": "Ada", "lastName": "Byron", "email": "ada@example.com", "phone": "+436605512234",
        "locale": "en", "notes": "Window, please",
    })
}

fn with(name: &str, value: Value) -> Value {
    let mut body = dinner();
    body[name] = value;
    body
}

fn post(simulator: &mut Simulator, body: &Value) -> (u16, Value) {
    send(
        simulator,
        &request(Method::POST, "/external/reservations", Some(body)),
    )
}

fn slots_of(day: &str, experience: &str, attendees: u32) -> String {
    format!("/external/availability/slots?attendees={attendees}&day={day}&experienceId={experience}")
}

#[test]
fn without_the_key_the_answer_is_the_documented_one() {
    let mut simulator = quiet();
    for key in [None, Some("Bearer other"), Some("sim-key")] {
        let mut request = request(Method::GET, "/external/availability/experiences", None);
        request.headers_mut().remove("authorization");
        if let Some(key) = key {
            request
                .headers_mut()
                .insert("authorization", key.parse().unwrap());
        }
        let expected = json!({
            "statusCode": 401, "message": "Unauthorized", "error": "Invalid or expired token",
        });
        assert_eq!(send(&mut simulator, &request), (401, expected));
    }
}

#[test]
fn a_reservation_comes_back_with_all_that_staff_see() {
    let mut simulator = quiet();
    let (status, made) = post(&mut simulator, &dinner());
    assert_eq!(status, 201);
    assert_eq!(made["number"], "R-000001");
    assert_eq!(made["status"], "booked");
    assert_eq!(made["specialRequestNotes"], "Window, please");
    // 19:00 in Vienna, which is 18:00 UTC: mislabelled.
    assert_eq!(made["startTime"], "2027-03-05T19:00:00Z");
    assert_eq!(made["endTime"], "2027-03-05T21:00:00Z");
    let id = made["id"].as_str().unwrap();
    let groups: Vec<usize> = id.split('-').map(str::len).collect();
    assert_eq!(groups, [12, 4, 4, 12]);
    for place in ["/internalNotes", "/guest/notes", "/labels/0/name"] {
        let text = made.pointer(place).unwrap().as_str().unwrap();
        assert!(text.starts_with(STAFF_MARKER), "{place}");
    }
    let one = get(&mut simulator, &format!("/external/reservations/{id}"));
    assert_eq!(one, (200, made.clone()));
    let list = get(
        &mut simulator,
        "/external/reservations?from=2027-03-05&to=2027-03-05&status=booked&status=seated&includeWalkIns=false",
    );
    assert_eq!(list, (200, json!([made])));
    let other = get(
        &mut simulator,
        "/external/reservations?from=2027-03-05&to=2027-03-05&status=seated",
    );
    assert_eq!(other, (200, json!([])));
}

#[test]
fn times_can_be_true() {
    let settings = Settings {
        is_true_utc: true,
        ..Settings::default()
    };
    let mut simulator = Simulator::new(settings, Weights::quiet());
    let (_, made) = post(&mut simulator, &dinner());
    assert_eq!(made["startTime"], "2027-03-05T18:00:00Z");
}

#[test]
fn the_same_booking_twice_is_two_reservations() {
    let mut simulator = quiet();
    let (_, first) = post(&mut simulator, &dinner());
    let (_, second) = post(&mut simulator, &dinner());
    assert_ne!(first["id"], second["id"]);
    assert_eq!(simulator.books(NOW).reservations().len(), 2);
}

#[test]
fn slots_fill_and_a_full_one_cannot_be_booked() {
    let mut simulator = quiet();
    let slots = slots_of("2027-03-05", ALA_CARTE, 2);
    let at_seven = |simulator: &mut Simulator| {
        let (_, body) = get(simulator, &slots);
        let all = body["slots"].as_array().unwrap();
        all.iter().find(|slot| slot["minutes"] == 1140).unwrap().clone()
    };
    for booked in 0..6 {
        let slot = at_seven(&mut simulator);
        assert_eq!(slot["spotsOpen"], 12 - 2 * booked);
        assert_eq!(slot["exclusionReasons"], json!([]));
        assert_eq!(post(&mut simulator, &dinner()).0, 201);
    }
    assert_eq!(
        at_seven(&mut simulator)["exclusionReasons"],
        json!(["no_tables_found"])
    );
    assert_eq!(post(&mut simulator, &dinner()).0, 409);
    simulator.settings.gone_status = 400;
    assert_eq!(post(&mut simulator, &dinner()).0, 400);

    let first = simulator.books(NOW).reservations()[0].id.clone();
    let moving = format!("{slots}&reservationId={first}");
    let (_, body) = get(&mut simulator, &moving);
    let all = body["slots"].as_array().unwrap();
    let slot = all.iter().find(|slot| slot["minutes"] == 1140).unwrap();
    assert_eq!(slot["exclusionReasons"], json!([]));
    assert!(simulator.set_status(&first, "cancelled"));
    assert_eq!(at_seven(&mut simulator)["spotsOpen"], 2);
}

#[test]
fn the_week_has_a_closed_day_late_nights_and_paid_tables() {
    let mut simulator = quiet();
    let (_, monday) = get(&mut simulator, &slots_of("2027-03-08", ALA_CARTE, 2));
    assert_eq!(monday, json!({ "slots": [] }));
    let (_, friday) = get(&mut simulator, &slots_of("2027-03-05", ALA_CARTE, 2));
    let last = friday["slots"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(last["minutes"], 1500);
    let (_, chef) = get(&mut simulator, &slots_of("2027-03-05", CHEFS_TABLE, 2));
    assert_eq!(
        chef.pointer("/slots/0/paymentSettings/payment/pricing").unwrap(),
        &json!({ "type": "per_pax", "pricePerPax": 4500, "displayPricePerPax": 4500 })
    );
    assert_eq!(chef["slots"][1]["confirmationMode"], "manual_review");
    let mut body = with("experienceId", json!(CHEFS_TABLE));
    for (minutes, status) in [(1110, "payment_pending"), (1200, "requested")] {
        body["minutes"] = json!(minutes);
        assert_eq!(post(&mut simulator, &body).1["status"], status);
    }
}

#[test]
fn what_has_begun_or_is_too_large_is_excluded_for_reasons_of_its_own() {
    let mut simulator = quiet();
    let (_, past) = get(&mut simulator, &slots_of("2027-02-27", ALA_CARTE, 2));
    assert_eq!(
        past["slots"][0]["exclusionReasons"],
        json!(["booking_window_closed"])
    );
    let (_, large) = get(&mut simulator, &slots_of("2027-03-05", ALA_CARTE, 11));
    assert_eq!(
        large["slots"][0]["exclusionReasons"],
        json!(["party_needs_a_phone_call", "no_tables_found"])
    );
}

#[test]
fn every_field_outside_the_contract_is_refused_by_name() {
    let mut simulator = quiet();
    let day = "2027-03-05";
    for (target, named) in [
        (format!("{}&page=2", slots_of(day, ALA_CARTE, 2)), "page"),
        (slots_of(day, ALA_CARTE, 51), "attendees"),
        (slots_of("5.3.2027", ALA_CARTE, 2), "day"),
        ("/external/reservations?from=2027-03-05".to_owned(), "to"),
        (
            "/external/reservations?from=2027-03-05&to=2027-03-05&status=open".to_owned(),
            "status",
        ),
        (
            "/external/availability/experiences?locale=de".to_owned(),
            "locale",
        ),
    ] {
        let (status, body) = get(&mut simulator, &target);
        assert_eq!(status, 400, "{target}");
        assert_eq!(body["statusCode"], 400);
        let message = body["message"].as_array().unwrap();
        assert!(
            message.iter().any(|text| text.as_str().unwrap().contains(named)),
            "{body}"
        );
    }
    for (name, value) in [
        ("attendees", json!("2")),
        ("attendees", json!(0)),
        ("minutes", json!(1140.5)),
        ("day", json!("2027-02-30")),
        ("lastName", json!(" ")),
        ("lastName", json!(null)),
        ("locale", json!("fr")),
        ("phone", json!("0660 5512234")),
        ("email", json!("ada")),
        ("notes", json!(7)),
        ("labelIds", json!([1])),
        ("duration", json!(90)),
    ] {
        let (status, body) = post(&mut simulator, &with(name, value.clone()));
        assert_eq!(status, 400, "{name}: {value}");
        assert!(body["message"][0].as_str().unwrap().contains(name), "{body}");
    }
    assert!(simulator.books(NOW).reservations().is_empty());
}

#[test]
fn only_json_is_taken() {
    let mut simulator = quiet();
    let mut request = request(Method::POST, "/external/reservations", Some(&dinner()));
    let form = "application/x-www-form-urlencoded".parse().unwrap();
    request.headers_mut().insert("content-type", form);
    assert_eq!(send(&mut simulator, &request).0, 415);
}

#[test]
fn what_is_not_there_is_not_found() {
    let mut simulator = quiet();
    assert_eq!(get(&mut simulator, &slots_of("2027-03-05", "x", 2)).0, 404);
    assert_eq!(get(&mut simulator, "/external/reservations/x").0, 404);
    assert_eq!(get(&mut simulator, "/external/floorplans").0, 404);
    assert_eq!(post(&mut simulator, &with("experienceId", json!("x"))).0, 404);
}

#[test]
fn only_the_status_changes_and_an_end_is_an_end() {
    let mut simulator = quiet();
    let id = post(&mut simulator, &dinner()).1["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let target = format!("/external/reservations/{id}");
    let mut update =
        |method: Method, body: Value| send(&mut simulator, &request(method, &target, Some(&body)));
    assert_eq!(
        update(Method::PATCH, json!({ "status": "seated" })).1["status"],
        "seated"
    );
    assert_eq!(
        update(Method::PUT, json!({ "status": "cancelled" })).1["status"],
        "cancelled"
    );
    assert_eq!(update(Method::PATCH, json!({ "status": "cancelled" })).0, 200);
    for body in [
        json!({ "status": "booked" }),
        json!({ "status": "gone" }),
        json!({ "minutes": 1170 }),
        json!({ "guest": {} }),
    ] {
        assert_eq!(update(Method::PATCH, body.clone()).0, 400, "{body}");
    }
}

#[test]
fn descriptions_are_hostile_and_pictures_are_the_simulators_own() {
    let (_, body) = get(&mut quiet(), "/external/availability/experiences");
    assert_eq!(
        body[0]["image"]["url"],
        json!("http://localhost/_sim/picture.svg")
    );
    let html = body[1]["descriptionHtml"]["en"].as_str().unwrap();
    for word in ["<script", "onerror", "script:", "<iframe", "<style"] {
        assert!(html.contains(word), "{word}");
    }
}
