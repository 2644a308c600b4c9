//! The whole check of a change: everything that stands against it is named at once.

use serde_json::{Value, json};

use super::*;
use crate::test_support::{party, venue_settings, with};

fn changed<const N: usize>(changes: [(&str, Value); N]) -> VenueSettings {
    let settings = serde_json::to_value(venue_settings()).unwrap();
    serde_json::from_value(with(settings, changes)).unwrap()
}

fn facts() -> Facts {
    let dinner = UpcomingReservation {
        number: "R-000001".to_owned(),
        experience_id: "dinner".to_owned().try_into().unwrap(),
        attendees: party(2),
        people: Vec::new(),
        add_ons: Vec::new(),
        table_ids: vec!["h2a".to_owned().try_into().unwrap()],
        area_id: None,
        terms: None,
        has_payment: false,
    };
    Facts {
        reservations: vec![dinner],
        open: OpenMatters::default(),
    }
}

#[test]
fn a_manager_may_change_the_restaurants_settings() {
    let after = changed([("/name", json!("Zur Linde")), ("/engine/horizonDays", json!(90))]);
    let accepted = check(&venue_settings(), &after, Author::Manager, &facts()).unwrap();
    assert_eq!(
        serde_json::to_value(&accepted).unwrap(),
        json!({
            "changes": [
                { "pointer": "/engine/horizonDays", "before": 60, "after": 90 },
                { "pointer": "/name", "before": "Linde", "after": "Zur Linde" },
            ],
            "earlierTerms": [],
        })
    );
}

#[test]
fn settings_that_stay_are_accepted_of_managers_and_operators() {
    for author in [Author::Manager, Author::Operator] {
        let accepted = check(&venue_settings(), &venue_settings(), author, &facts()).unwrap();
        assert_eq!(accepted.changes, []);
    }
}

#[test]
fn everything_that_stands_against_a_change_is_named_at_once() {
    let after = changed([
        ("/name", json!(" ")),
        ("/staffKey", json!("OTHER_KEY")),
        ("/policies/termsUrl", json!("http://linde.example")),
        ("/timeZone", json!("Europe/London")),
        ("/engine/rooms/0/tables/0/id", json!("other")),
    ]);
    let refused = check(&venue_settings(), &after, Author::Manager, &facts()).unwrap_err();
    assert_eq!(
        serde_json::to_value(&refused).unwrap(),
        json!({
            "faults": [
                { "pointer": "/name", "code": "invalid", "message": "must not be empty" },
                { "pointer": "/staffKey", "code": "operator_only", "message": "only the operator can change this" },
                { "pointer": "/timeZone", "code": "operator_only", "message": "only the operator can change this" },
                {
                    "pointer": "/policies/termsUrl", "code": "unsafe",
                    "message": "write a whole address that begins with https://",
                },
            ],
            "conflicts": [{ "number": "R-000001", "loses": ["table"] }],
            "locks": [{
                "setting": "time_zone", "pointer": "/timeZone",
                "heldBy": [{ "kind": "reservations", "count": 1 }],
            }],
        })
    );
    let again: ChangeRefused = serde_json::from_value(serde_json::to_value(&refused).unwrap()).unwrap();
    assert_eq!(again, refused);
    assert_eq!(
        refused.lines()[4..],
        [
            "1 future reservation loses its table: R-000001",
            "the time zone cannot change: it is needed by 1 future reservation",
        ]
    );
}

#[test]
fn an_operator_may_change_everything_but_the_id_and_what_is_in_use() {
    let after = changed([
        ("/staffKey", json!("OTHER_KEY")),
        ("/timeZone", json!("Europe/London")),
    ]);
    assert!(check(&venue_settings(), &after, Author::Operator, &Facts::default()).is_ok());
    let refused = check(&venue_settings(), &after, Author::Operator, &facts()).unwrap_err();
    assert_eq!((refused.faults.len(), refused.locks.len()), (0, 1));
    let renamed = changed([("/id", json!("other"))]);
    let refused = check(&venue_settings(), &renamed, Author::Operator, &Facts::default()).unwrap_err();
    assert_eq!(refused.to_string(), "/id: the id of a venue never changes");
}

#[test]
fn settings_of_a_megabyte_are_refused_in_words() {
    let mut after = venue_settings();
    let engine = after.engine.as_mut().unwrap();
    let mut experience = engine.experiences[0].clone();
    let long = "x".repeat(10_000);
    experience.description_html = serde_json::from_value(json!({ "en": long, "de": long })).unwrap();
    engine.experiences = vec![experience; 52];
    let refused = check(&venue_settings(), &after, Author::Manager, &Facts::default()).unwrap_err();
    let whole = refused
        .faults
        .iter()
        .find(|fault| fault.pointer.is_empty())
        .unwrap();
    assert!(whole.message.ends_with("262144 are allowed"), "{whole:?}");
}
