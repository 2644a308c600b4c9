//! Bodies of requests, for tests of every endpoint.

use serde_json::{Value, json};

use super::gift_cards::code;

/// A body that the endpoint takes.
pub(in crate::http) fn body_of(method: &str, path: &str) -> Value {
    match (method, path) {
        (_, path) if path.starts_with("/v1/venues/demo/guests/") => json!({ "email": "ada@example.com" }),
        ("PUT", path) if path.contains("/secrets/") => json!({ "value": "re_1" }),
        ("POST", path) if path.ends_with("/day-rules") => json!({ "effect": { "kind": "pause" } }),
        ("PUT", path) if path.ends_with("/settings") => json!({ "settings": {} }),
        ("PUT", path) if path.ends_with("/till/location") => json!({ "location": "7" }),
        ("POST", path) if path.ends_with("/people") => {
            json!({ "name": "Ada", "email": "ada@example.com", "role": "host" })
        }
        ("PATCH", path) if path.contains("/people/") => json!({ "role": "host" }),
        ("POST", path) if path.ends_with("/webhooks") => {
            json!({ "url": "https://hooks.example.com/", "kinds": ["reservation"] })
        }
        ("POST", path) if path.ends_with("/keys") => json!({ "name": "Till", "role": "host" }),
        ("POST", "/v1/staff/demo/reservations") => json!({
            "attendees": 2, "day": "2026-12-01", "minutes": 1140, "experienceId": "dinner", "lastName": "Muster",
        }),
        ("POST", "/v1/staff/demo/waitlist") => json!({
            "experienceId": "dinner", "attendees": 2, "lastName": "Muster", "quotedMinutes": 20,
        }),
        ("POST", "/v1/staff/demo/walk-ins") => json!({ "tableIds": ["w1"], "attendees": 2 }),
        ("POST", "/v1/staff/demo/guests/history") => json!({ "phone": "0660 1123345" }),
        ("POST", "/v1/staff/demo/guests/search") => json!({ "name": "Muster" }),
        ("POST", "/external/floorplans") => json!({
            "name": "Hall", "sortIndex": 0, "tables": {}, "combinations": {}, "elements": {},
        }),
        ("POST", "/external/reservations") => json!({
            "attendees": 2, "day": "2026-12-01", "minutes": 1140, "experienceId": "dinner", "lastName": "Muster",
            "locale": "en",
        }),
        ("POST", "/external/gift-cards") => json!({
            "amount": 10_000, "templateId": "evening", "expiresOnDay": "2029-12-31", "id": code().text(),
        }),
        ("POST", path) if path.ends_with("/transactions") => {
            json!({ "status": "successful", "amount": -1, "reference": null })
        }
        (_, path) if path.contains("/transactions/") => json!({ "status": "successful" }),
        ("POST", path) if path.ends_with("/calls") => {
            json!({ "id": "90e4020a-a9d1", "phoneNumber": "+436601123345", "status": "ringing" })
        }
        ("POST", path) if path.starts_with("/external/tables/") => json!({ "tableName": "12" }),
        _ => json!({}),
    }
}
