//! Facts about venues of which the directory and their own object do not know the same: refused creations, and files that
//! were taken away.

use serde_json::{Value, json};
use shared::problem::ProblemCode;

use super::super::test_support::ScriptedVenue;
use super::super::tests::demo;
use super::tests::{ask, new, send, settings};
use super::*;

const LINDE: &str = "/v1/operator/venues/linde";

fn state(script: &ScriptedVenue) -> Value {
    ask(script, "GET", LINDE, &Value::Null).1["status"].clone()
}

#[test]
fn the_id_of_a_creation_that_the_object_refuses_is_free_again() {
    let script = ScriptedVenue::default();
    let refused = VenueError::SettingsRefused {
        refusal: serde_json::from_value(json!({
            "faults": [{ "pointer": "/name", "code": "invalid", "message": "must not be empty" }],
        }))
        .unwrap(),
        detail: "/name: must not be empty".to_owned(),
    };
    script.creation_error.replace(Some(refused));
    let (status, problem) = ask(&script, "POST", VENUES, &new("linde"));
    assert_eq!((status, &problem["code"]), (422, &json!("settings_invalid")));
    assert_eq!(ask(&script, "GET", LINDE, &Value::Null).0, 404);
    let mut other = new("linde");
    other["name"] = json!("Another");
    assert_eq!(ask(&script, "POST", VENUES, &other).0, 201);
    assert_eq!(state(&script), "live");
    let (_, log) = ask(&script, "GET", "/v1/operator/audit", &Value::Null);
    let actions: Vec<_> = log["entries"]
        .as_array()
        .unwrap()
        .iter()
        .rev()
        .map(|entry| &entry["action"])
        .collect();
    assert_eq!(
        actions,
        ["venue.create", "venue.abandon", "venue.create", "venue.status"]
    );
}

#[test]
fn a_creation_at_an_object_that_has_another_venue_makes_that_one_known() {
    let script = ScriptedVenue::default();
    let exists = || Some(VenueError::Refused(ProblemCode::VenueExists));
    script.creation_error.replace(exists());
    for _ in 0..2 {
        let (status, problem) = ask(&script, "POST", VENUES, &new("linde"));
        assert_eq!((status, &problem["code"]), (409, &json!("venue_exists")));
    }
    let (_, venue) = ask(&script, "GET", LINDE, &Value::Null);
    assert_eq!(
        venue,
        json!({ "id": "linde", "name": "Linde", "status": "live", "source": "file", "isFileMissing": true })
    );
    // It is not stuck: operators reach it.
    assert_eq!(
        ask(&script, "POST", &format!("{LINDE}/suspend"), &Value::Null).0,
        200
    );
    assert_eq!(state(&script), "suspended");
}

#[test]
fn a_venue_of_a_file_that_was_taken_away_is_found_by_its_object_and_listed_from_then_on() {
    let script = ScriptedVenue {
        stored_settings: Some((2, settings("linde"))),
        ..ScriptedVenue::default()
    };
    let listed = || {
        let (_, page) = ask(&script, "GET", VENUES, &Value::Null);
        let venues = page["venues"].as_array().unwrap().clone();
        venues.into_iter().find(|venue| venue["id"] == "linde")
    };
    assert_eq!(listed(), None);
    script.is_suspended.set(true);
    let (status, venue) = ask(&script, "GET", LINDE, &Value::Null);
    assert_eq!((status, &venue["status"]), (200, &json!("suspended")));
    assert_eq!(listed(), Some(venue));
    let path = format!("{LINDE}/worker-secrets/LINDE_MAIL_KEY");
    assert_eq!(send(&script, "PUT", &path, &Value::Null, demo()).status(), 204);
}

#[test]
fn a_venue_whose_creation_is_not_completed_is_sealed_again_too() {
    let script = ScriptedVenue::default();
    script.breaks_off.set(true);
    assert_eq!(ask(&script, "POST", VENUES, &new("linde")).0, 504);
    let (_, page) = ask(
        &script,
        "POST",
        "/v1/operator/secrets/reseal?after=l",
        &Value::Null,
    );
    assert_eq!(page["venues"][0]["venue"], "linde");
    // A question completes nothing.
    let (status, secrets) = ask(&script, "GET", &format!("{LINDE}/worker-secrets"), &Value::Null);
    assert_eq!((status, secrets), (200, json!({ "secrets": [] })));
    assert_eq!(state(&script), "creating");
}
