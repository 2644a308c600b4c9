//! Staff's HTTP client of a venue on the embedded engine: `/external`.

use serde_json::{Value, json};

use crate::guest::{Answer, read};
use crate::server::{CANARY, STAFF_KEY};

/// GET below `/external` with a key: the status and the body.
pub fn get(origin: &str, key: Option<&str>, path: &str) -> (u16, Value) {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .build()
        .into();
    let mut request = agent.get(format!("{origin}/external{path}"));
    if let Some(key) = key {
        request = request.header("authorization", format!("Bearer {key}"));
    }
    let mut answer = request.call().unwrap();
    let body = answer.body_mut().read_to_string().unwrap();
    assert!(!body.contains(CANARY), "{body}");
    (
        answer.status().as_u16(),
        serde_json::from_str(&body).unwrap_or_default(),
    )
}

/// Any request of staff: its answer, or none if the connection broke. No answer has a canary in it.
pub fn send(
    origin: &str,
    key: &str,
    (method, path): (&str, &str),
    headers: &[(&str, &str)],
    body: &Value,
) -> Option<Answer> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .build()
        .into();
    let mut request = ureq::http::Request::builder()
        .method(method)
        .uri(format!("{origin}{path}"))
        .header("authorization", format!("Bearer {key}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = if body.is_null() {
        agent.run(request.body(()).unwrap())
    } else {
        let request = request.header("content-type", "application/json");
        agent.run(request.body(body.to_string()).unwrap())
    };
    read(answer.ok()?)
}

/// The reservations of a day whose guest has this address.
pub fn of_guest(origin: &str, day: &str, email: &str) -> Vec<Value> {
    let (status, all) = get(
        origin,
        Some(STAFF_KEY),
        &format!("/reservations?from={day}&to={day}"),
    );
    assert_eq!(status, 200, "{all}");
    let mut all = all.as_array().unwrap().clone();
    all.retain(|one| one["guest"]["email"] == email);
    all
}

/// Takes a reservation to a status: the answer's status and body.
pub fn set_status(origin: &str, id: &str, status: &str) -> (u16, Value) {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .build()
        .into();
    let mut answer = agent
        .patch(format!("{origin}/external/reservations/{id}"))
        .header("authorization", format!("Bearer {STAFF_KEY}"))
        .send_json(json!({ "status": status }))
        .unwrap();
    let code = answer.status().as_u16();
    (code, answer.body_mut().read_json().unwrap())
}
