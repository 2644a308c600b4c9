//! The policy of each request, read from its JSON as an adjacent version of the worker sends it.

use serde_json::{Value, json};
use shared::gift_card::GiftCardCode;

use super::*;
use crate::venue::message::Request;

#[path = "policy_staff_tests.rs"]
mod staff;

/// The kind of authorization, the rate classes, whether it is a write, and what it creates.
type Expected = (&'static str, &'static [Class], bool, Option<Creation>);

const PUBLIC: Expected = ("Public", &[], false, None);
const WORKER_READS: Expected = ("ByWorker", &[], false, None);
const WORKER_WRITES: Expected = ("ByWorker", &[], true, None);
const STAFF_READS: Expected = ("Staff", &[], false, None);
const STAFF_WRITES: Expected = ("Staff", &[], true, None);

fn look_up(authorization: &'static str) -> Expected {
    (authorization, &[Class::LookUp], false, None)
}

fn write(authorization: &'static str) -> Expected {
    (authorization, &[Class::Write], true, None)
}

fn create(creation: Creation) -> Expected {
    ("Visitor", &[Class::Write], true, Some(creation))
}

fn slots(moving: Option<&str>) -> Value {
    json!({ "experience_id": "dinner", "attendees": 2, "day": "2026-11-27", "moving": moving })
}

fn list() -> Value {
    json!({ "from": "2026-11-27", "to": "2026-11-28", "statuses": [], "include_walk_ins": false })
}

fn guest() -> Value {
    json!({ "lastName": "Muster", "email": "ada@example.com" })
}

fn booking() -> Value {
    json!({
        "experienceId": "dinner", "day": "2026-11-27", "minutes": 1140, "attendees": 2, "locale": "en",
        "guest": guest(),
    })
}

fn code() -> GiftCardCode {
    GiftCardCode::of_random(0..40).unwrap()
}

fn about_bookings() -> Vec<(Value, Expected)> {
    let calendar =
        json!({ "experience_id": "dinner", "attendees": 2, "from": "2026-11-27", "to": "2026-11-28" });
    let mut with_card = booking();
    with_card["giftCardCode"] = json!(code());
    let quote = json!({ "experienceId": "dinner", "day": "2026-11-27", "minutes": 1140, "attendees": 2 });
    let mut of_reservation = quote.clone();
    of_reservation["reservationId"] = json!("r1");
    let webhook = json!({ "source": "stripe", "signature": "s", "body": "e30=" });
    vec![
        (json!({ "Settings": null }), PUBLIC),
        (json!({ "Settings": 3 }), PUBLIC),
        (json!("Experiences"), PUBLIC),
        (
            json!({ "Picture": "3fd0a1c2b5e64f7890ab12cd34ef5678.png" }),
            PUBLIC,
        ),
        (json!({ "Calendar": calendar }), PUBLIC),
        (json!({ "Slots": slots(None) }), PUBLIC),
        (json!({ "Slots": slots(Some("r1")) }), look_up("ReservationToken")),
        (json!({ "ExperiencesWith": "SPRING" }), look_up("Visitor")),
        (
            json!({ "CalendarWith": [calendar, "SPRING"] }),
            look_up("Visitor"),
        ),
        (
            json!({ "SlotsWith": [slots(None), "SPRING"] }),
            look_up("Visitor"),
        ),
        (
            json!({ "SlotsWith": [slots(Some("r1")), "SPRING"] }),
            look_up("ReservationToken"),
        ),
        (json!({ "SoldOut": ["dinner", "2026-11-27"] }), PUBLIC),
        (
            json!({ "Quote": [quote, null] }),
            ("Visitor", &[Class::Read], false, None),
        ),
        (json!({ "Quote": [quote, "SPRING"] }), look_up("Visitor")),
        (
            json!({ "Quote": [of_reservation, null] }),
            look_up("ReservationToken"),
        ),
        (
            json!({ "ReserveWith": [{ "request": booking(), "key": "key-1" }, "SPRING"] }),
            (
                "Visitor",
                &[Class::Write, Class::LookUp],
                true,
                Some(Creation::Reservation),
            ),
        ),
        (
            json!({ "Reserve": { "request": booking(), "key": "key-1" } }),
            create(Creation::Reservation),
        ),
        (
            // The response shows whether a card of this code exists, as does that to a request for its balance.
            json!({ "Reserve": { "request": with_card, "key": "key-1" } }),
            (
                "Visitor",
                &[Class::Write, Class::LookUp],
                true,
                Some(Creation::Reservation),
            ),
        ),
        (json!({ "Reservation": "r1" }), look_up("ReservationToken")),
        (json!({ "Reservations": list() }), WORKER_READS),
        (
            json!({ "Change": ["r1", { "attendees": 3 }] }),
            write("ReservationToken"),
        ),
        (
            json!({ "SetStatus": ["r1", "cancelled"] }),
            write("ReservationToken"),
        ),
        (json!({ "ExtendHold": "r1" }), write("ReservationToken")),
        (json!({ "Webhook": webhook }), WORKER_WRITES),
        (
            json!({ "Play": ["p1", "t", "pay"] }),
            ("Visitor", &[Class::LookUp], true, None),
        ),
        (json!("Metrics"), STAFF_READS),
        (json!({ "PreviewMail": null }), WORKER_READS),
    ]
}

fn about_gift_cards_and_the_waitlist() -> Vec<(Value, Expected)> {
    let card = json!({
        "templateId": "evening", "amount": { "amount": 5000, "currency": "EUR" },
        "purchaser": { "name": "Ada Muster", "email": "ada@example.com" }, "locale": "en",
    });
    let entry = json!({
        "experienceId": "dinner", "day": "2026-11-27", "from": 1080, "to": 1200, "attendees": 2, "guest": guest(),
        "locale": "en",
    });
    vec![
        (
            json!({ "GiftCards": { "Create": { "request": card, "key": "key-1" } } }),
            create(Creation::GiftCardOrder),
        ),
        (json!({ "GiftCards": { "Order": "o1" } }), look_up("OrderToken")),
        (json!({ "GiftCards": { "Balance": code() } }), look_up("Visitor")),
        (json!({ "GiftCards": { "Sheet": "o1" } }), look_up("OrderToken")),
        (
            json!({ "GiftCards": { "Withdraw": ["o1", { "confirm": true }] } }),
            write("OrderToken"),
        ),
        (
            json!({ "Waitlist": { "Leave": { "request": entry, "key": "key-1" } } }),
            create(Creation::WaitlistEntry),
        ),
        (json!({ "Waitlist": { "Look": "w1" } }), look_up("EntryToken")),
        (json!({ "Waitlist": { "Withdraw": "w1" } }), write("EntryToken")),
        (json!({ "Waitlist": { "Accept": "w1" } }), write("EntryToken")),
        (
            json!({ "SignIn": { "Open": ["t", { "browser": "other", "system": "other" }] } }),
            ("Visitor", &[Class::LookUp], true, None),
        ),
        (
            json!({ "SignIn": { "SendLink": "ada@example.com" } }),
            write("Visitor"),
        ),
    ]
}

/// Every request as JSON.
fn requests() -> Vec<(Value, Expected)> {
    let mut all = about_bookings();
    all.extend(about_gift_cards_and_the_waitlist());
    all.extend(staff::of_staff());
    all.extend(staff::of_staff_about_the_venue());
    all.extend(staff::of_operators());
    all
}

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
