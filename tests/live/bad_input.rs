//! Faulty requests: the answer names every fault and its place, and nothing is stored or logged.

use serde_json::{Value, json};

use crate::guest::{Answer, Choice, Guest, days_after};
use crate::server::Home;

fn faults(answer: &Answer) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let errors = answer.body["errors"].as_array().into_iter().flatten();
    errors
        .map(|error| (text(&error["pointer"]), text(&error["code"])))
        .collect()
}

fn is_problem(answer: &Answer, status: u16, code: &str) {
    assert_eq!(
        (answer.status, &answer.body["code"]),
        (status, &json!(code)),
        "{}",
        answer.body
    );
    assert_eq!(answer.headers["content-type"], "application/problem+json");
    assert_eq!(answer.body["status"], status);
    assert_eq!(
        answer.body["requestId"],
        answer.headers["x-request-id"].to_str().unwrap()
    );
}

fn is_fault(answer: &Answer, pointer: &str, code: &str) {
    is_problem(answer, 422, "validation_failed");
    assert_eq!(faults(answer), [(pointer.to_owned(), code.to_owned())]);
}

/// Like [`is_fault`], where the wrong day may make the time wrong too.
fn has_fault(answer: &Answer, pointer: &str, code: &str) {
    is_problem(answer, 422, "validation_failed");
    assert!(
        faults(answer).contains(&(pointer.to_owned(), code.to_owned())),
        "{}",
        answer.body
    );
}

#[test]
fn questions_that_cannot_be_answered_say_why() {
    let home = Home::new();
    let server = home.start();
    let guest = Guest::of(&server.origin, "demo");
    let today = guest.get("").body["today"].as_str().unwrap().to_owned();
    let (yesterday, far) = (
        shared::time::Day::parse(&today).unwrap().minus(1).unwrap(),
        days_after(&today, 400),
    );

    is_problem(
        &Guest::of(&server.origin, "nobody").get(""),
        404,
        "venue_not_found",
    );
    is_problem(&guest.get("/nothing"), 404, "not_found");
    is_problem(&guest.get("/reservations"), 405, "method_not_allowed");

    let slots = |query: &str| guest.get(&format!("/slots?{query}"));
    is_fault(
        &slots(&format!("experienceId=tea&day={today}&attendees=2")),
        "/experienceId",
        "unknown",
    );
    is_fault(
        &slots(&format!("experienceId=dinner&day={today}&attendees=0")),
        "/attendees",
        "out_of_range",
    );
    is_fault(
        &slots(&format!("experienceId=dinner&day={today}&attendees=two")),
        "/attendees",
        "wrong_type",
    );
    is_fault(
        &slots(&format!("experienceId=dinner&day={today}&attendees=50")),
        "/attendees",
        "party_too_large",
    );
    is_fault(
        &slots(&format!("experienceId=dinner&day={yesterday}&attendees=2")),
        "/day",
        "in_the_past",
    );
    is_fault(
        &slots(&format!("experienceId=dinner&day={far}&attendees=2")),
        "/day",
        "beyond_horizon",
    );
    is_fault(
        &slots("experienceId=dinner&day=2027-02-29&attendees=2"),
        "/day",
        "invalid_day",
    );
    is_fault(
        &slots(&format!("experienceId=dinner&day={today}&attendees=2&x=1")),
        "/x",
        "unknown_field",
    );
    is_fault(
        &slots(&format!("experienceId=dinner&day={today}")),
        "/attendees",
        "required",
    );

    let calendar = |from: &str, to: &str| {
        guest.get(&format!(
            "/calendar?experienceId=dinner&attendees=2&from={from}&to={to}"
        ))
    };
    is_fault(
        &calendar(&days_after(&today, 1), &today),
        "/to",
        "ends_before_start",
    );
    is_fault(
        &calendar(&today, &days_after(&today, 62)),
        "/to",
        "range_too_long",
    );
}

#[test]
fn bookings_that_cannot_be_made_say_why_and_leave_nothing_behind() {
    let home = Home::new();
    let server = home.start();
    let guest = Guest::of(&server.origin, "demo");
    let choice = guest.open_times("dinner", 2).next().unwrap();
    let before = guest.slots(&choice);

    let json_type = ("content-type", "application/json");
    let key = ("idempotency-key", "bad-input");
    let post = |body: &Value| {
        guest
            .post(&[json_type, key], body.to_string().as_bytes())
            .unwrap()
    };
    let with = |pointer: &str, value: Value| {
        let mut body = choice.body();
        *body.pointer_mut(pointer).unwrap() = value;
        post(&body)
    };
    let raw = |headers: &[(&str, &str)], body: &str| guest.post(headers, body.as_bytes()).unwrap();

    is_problem(&raw(&[json_type, key], "{"), 400, "malformed");
    is_problem(&raw(&[json_type, key], ""), 400, "malformed");
    is_problem(
        &raw(&[json_type], &choice.body().to_string()),
        400,
        "idempotency_key_required",
    );
    is_problem(
        &raw(
            &[json_type, ("idempotency-key", &"k".repeat(256))],
            &choice.body().to_string(),
        ),
        400,
        "idempotency_key_required",
    );
    is_problem(
        &raw(&[("content-type", "text/plain"), key], &choice.body().to_string()),
        415,
        "unsupported_media_type",
    );
    is_problem(
        &raw(&[json_type, key], &" ".repeat(100_000)),
        413,
        "body_too_large",
    );

    is_fault(&with("/experienceId", json!("tea")), "/experienceId", "unknown");
    is_fault(&with("/attendees", json!(50)), "/attendees", "party_too_large");
    is_fault(&with("/attendees", json!(51)), "/attendees", "out_of_range");
    has_fault(&with("/day", json!("2020-02-02")), "/day", "in_the_past");
    has_fault(&with("/day", json!("2199-01-01")), "/day", "beyond_horizon");
    is_fault(
        &with("/minutes", json!(choice.minutes + 1)),
        "/minutes",
        "not_a_slot",
    );
    is_fault(&with("/minutes", json!("19:00")), "/minutes", "wrong_type");
    is_fault(
        &with("/guest/lastName", json!("x".repeat(10_000))),
        "/guest/lastName",
        "too_long",
    );
    is_fault(
        &with("/guest/lastName", json!(" ")),
        "/guest/lastName",
        "required",
    );
    is_fault(
        &with("/guest/lastName", json!("Mus\u{7}ter")),
        "/guest/lastName",
        "control_characters",
    );
    is_fault(
        &with("/guest/phone", json!("call me")),
        "/guest/phone",
        "invalid_phone",
    );
    is_fault(
        &with("/guest/email", json!("nobody")),
        "/guest/email",
        "invalid_email",
    );
    is_fault(&with("/locale", json!("klingon")), "/locale", "invalid_language");

    let mut unknown = choice.body();
    unknown["tableId"] = json!("7");
    is_fault(&post(&unknown), "/tableId", "unknown_field");
    let mut area = choice.body();
    area["areaId"] = json!("roof");
    is_fault(&post(&area), "/areaId", "unknown");

    assert_eq!(guest.slots(&choice), before);
}

#[test]
fn names_of_every_script_are_accepted_and_none_is_logged() {
    let home = Home::new();
    let server = home.start();
    let guest = Guest::of(&server.origin, "demo");
    let names = ["מזל טוב", "محمد الأمين", "👩‍👩‍👧 Zwiebelturm", "Nguyễn"];
    let choices: Vec<Choice> = guest.open_times("dinner", 2).take(names.len()).collect();
    for (name, choice) in names.iter().zip(&choices) {
        let mut body = choice.body();
        body["guest"]["lastName"] = json!(name);
        body["notes"] = json!("Qualtinger sits by the window");
        let key = format!("{}-{}", choice.day, choice.minutes);
        let headers = [
            ("content-type", "application/json"),
            ("idempotency-key", key.as_str()),
        ];
        let answer = guest.post(&headers, body.to_string().as_bytes()).unwrap();
        assert_eq!(answer.status, 201, "{}", answer.body);
    }
    let mut wrong = choices[0].body();
    wrong["guest"]["email"] = json!("qualtinger-at-example");
    let headers = [("content-type", "application/json"), ("idempotency-key", "wrong")];
    let refused = guest.post(&headers, wrong.to_string().as_bytes()).unwrap();
    assert_eq!(refused.status, 422);

    let log = server.log_up_to(&refused.headers);
    assert!(
        log.contains(r#""route":"reservations""#),
        "the requests are logged: {log}"
    );
    for secret in [
        "Muster",
        "Zwiebelturm",
        "Nguyễn",
        "ada@example.com",
        "5512234",
        "ualtinger",
    ] {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
}

#[test]
fn a_body_that_is_too_large_is_refused_and_spoils_no_other_request() {
    let home = Home::new();
    let server = home.start();
    let guest = Guest::of(&server.origin, "demo");
    let headers = [("content-type", "application/json"), ("idempotency-key", "large")];
    for megabytes in [1, 2, 8, 24] {
        let answer = guest.post(&headers, &vec![b'a'; megabytes << 20]).unwrap();
        is_problem(&answer, 413, "body_too_large");
        for _ in 0..3 {
            let answer = guest.get("");
            assert_eq!(answer.status, 200, "after {megabytes} MiB: {}", answer.body);
            let answer = guest.post(&headers, b"{}").unwrap();
            is_problem(&answer, 422, "validation_failed");
        }
    }
}

#[test]
fn json_with_a_name_twice_is_refused() {
    let home = Home::new();
    let server = home.start();
    let guest = Guest::of(&server.origin, "demo");
    let choice = guest.open_times("dinner", 2).next().unwrap();
    let body = choice.body().to_string();
    let twice = body.replacen('{', r#"{"attendees":3,"#, 1);
    let headers = [("content-type", "application/json"), ("idempotency-key", "twice")];
    is_problem(&guest.post(&headers, twice.as_bytes()).unwrap(), 400, "malformed");
    assert_eq!(guest.post(&headers, body.as_bytes()).unwrap().status, 201);
}
