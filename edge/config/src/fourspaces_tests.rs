//! Facts about the settings of a venue at 4spaces.

use serde_json::{Value, json};

use super::*;

const SERVICE: &str = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";

fn settings(beside: &Value) -> FourspacesSettings {
    let mut settings = json!({ "key": "LINDE_FOURSPACES_KEY", "horizonDays": 60 });
    let members = settings.as_object_mut().unwrap();
    members.extend(beside.as_object().unwrap().clone());
    serde_json::from_value(settings).unwrap()
}

#[test]
fn a_token_and_a_horizon_are_enough() {
    let settings = settings(&json!({}));
    assert_eq!(settings.faults(), Vec::<String>::new());
    assert_eq!(settings.base_url, "https://api.4spaces.io");
    assert_eq!(
        (settings.sign_in, settings.format),
        (SignIn::Bearer, AnswerFormat::Json)
    );
}

#[test]
fn a_password_needs_the_name_of_its_user() {
    let faults = settings(&json!({ "signIn": "credentials" })).faults();
    assert!(
        faults.len() == 1 && faults[0].starts_with("userName:"),
        "{faults:?}"
    );
    let named = settings(&json!({ "signIn": "credentials", "userName": "couvert" }));
    assert_eq!(named.faults(), Vec::<String>::new());
}

#[test]
fn a_service_is_found_by_its_id_as_either_side_writes_it() {
    let settings = settings(&json!({ "services": [{ "id": SERVICE, "isOffered": false }] }));
    assert_eq!(settings.faults(), Vec::<String>::new());
    let dashed = "0A1B2C3D-4E5F-6071-8293-A4B5C6D7E8F9";
    assert!(!settings.service(dashed).unwrap().is_offered);
    assert!(settings.service("ffffffffffffffffffffffffffffffff").is_none());
}

#[test]
fn every_fault_names_its_place() {
    let faults = settings(&json!({
        "key": "eyJhbGciOi.J9", "horizonDays": 0, "baseUrl": "api.4spaces.io", "signInPath": "auth",
        "baseUrlVariable": "a b", "organizationId": "42", "settleSeconds": 0, "dueMinutes": 0, "firstMinutes": 900,
        "lastMinutes": 800, "attendees": { "min": 4, "max": 2 },
        "services": [
            { "id": "x", "firstMinutes": 0, "lastMinutes": 2000, "intervalMinutes": 0, "durationMinutes": 1441 },
            { "id": SERVICE, "firstMinutes": 700, "isDefault": true },
            { "id": SERVICE, "firstMinutes": 700, "isDefault": true },
        ],
    }))
    .faults();
    let text = faults.join("\n");
    for place in [
        "key:",
        "horizonDays:",
        "baseUrl:",
        "baseUrlVariable:",
        "signInPath:",
        "organizationId:",
        "settleSeconds:",
        "dueMinutes:",
        "firstMinutes:",
        "attendees:",
        "services[0].id:",
        "services[0].lastMinutes:",
        "services[0].intervalMinutes:",
        "services[0].durationMinutes:",
        "services[2].id:",
        "services[2].isDefault:",
    ] {
        assert!(text.contains(place), "{place} is not in {text}");
    }
    assert!(!text.contains("eyJ"));
}
