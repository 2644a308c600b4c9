//! The policy of each request, read from its JSON as an adjacent version of the worker sends it.

#[path = "policy_samples.rs"]
mod samples;

use serde_json::{Value, json};

use self::samples::requests;
use super::*;
use crate::venue::message::Request;

/// The requests for something new, which a suspended venue refuses.
const REFUSED_WHEN_SUSPENDED: [&str; 23] = [
    "Experiences",
    "Calendar",
    "Slots",
    "Slots",
    "ExperiencesWith",
    "CalendarWith",
    "SlotsWith",
    "SlotsWith",
    "SoldOut",
    "Quote",
    "Quote",
    "Quote",
    "ReserveWith",
    "Reserve",
    "Reserve",
    "Change",
    "GiftCards Create",
    "Waitlist Leave",
    "Waitlist Accept",
    "Staff Slots",
    "Staff Create",
    "Staff CreateCard",
    "Staff Waitlist",
];

#[test]
fn a_suspended_venue_refuses_what_is_new_and_answers_about_what_is_there() {
    let mut refused = Vec::new();
    for (json, _) in requests() {
        let request: Request = serde_json::from_value(json.clone()).unwrap();
        if request.policy().is_refused_when_suspended {
            refused.push(names(&json).join(" "));
        }
    }
    assert_eq!(refused, REFUSED_WHEN_SUSPENDED);
    let notes: Request =
        serde_json::from_value(json!({ "Change": ["r1", { "notes": "By the window" }] })).unwrap();
    assert!(!notes.policy().is_refused_when_suspended);
}

#[test]
fn each_request_has_its_policy() {
    for (json, expected) in requests() {
        let request: Request = serde_json::from_value(json.clone()).unwrap();
        let policy = request.policy();
        let authorization = format!("{:?}", policy.authorization);
        let authorization = authorization.split('(').next().unwrap();
        let creation = policy.creation.map(|(creation, _)| creation);
        let found = (authorization, policy.rate_classes, policy.is_write, creation);
        assert_eq!(found, expected, "{json}");
    }
}

/// The names of a request's variants.
fn names(request: &Value) -> Vec<String> {
    match request {
        Value::Object(members) => {
            let (name, content) = members.iter().next().unwrap();
            let mut names = vec![name.clone()];
            if ["GiftCards", "Waitlist", "SignIn", "Staff", "Operator"].contains(&name.as_str()) {
                match content {
                    Value::Object(members) => names.extend(members.keys().cloned()),
                    name => names.extend(name.as_str().map(str::to_owned)),
                }
            }
            names
        }
        name => vec![name.as_str().unwrap().to_owned()],
    }
}

#[test]
fn adjacent_versions_name_each_request_alike() {
    for (json, _) in requests() {
        let request: Request = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(names(&serde_json::to_value(&request).unwrap()), names(&json));
    }
}

#[test]
fn a_token_that_is_compared_is_the_requests_own() {
    for (json, _) in requests() {
        let request: Request = serde_json::from_value(json.clone()).unwrap();
        let id = match request.policy().authorization {
            Authorization::ReservationToken(id) => id.as_str().to_owned(),
            Authorization::OrderToken(id) => id.as_str().to_owned(),
            Authorization::EntryToken(id) => id.as_str().to_owned(),
            Authorization::Public
            | Authorization::ByWorker
            | Authorization::Staff
            | Authorization::Visitor => {
                continue;
            }
        };
        assert!(json.to_string().contains(&format!("\"{id}\"")), "{json}");
    }
}
