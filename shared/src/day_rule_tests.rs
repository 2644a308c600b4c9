//! Facts about the JSON of rules of a day.

use serde_json::{Value, json};

use super::*;
use crate::validation::read_json;

/// The faults of a request, as pointer and code.
fn faults(body: Value) -> Vec<(String, String)> {
    let errors = read_json::<DayRuleRequest>(body).unwrap_err().into_vec();
    let mut faults: Vec<_> = errors
        .into_iter()
        .map(|error| (error.pointer, error.code.to_string()))
        .collect();
    faults.sort();
    faults
}

#[test]
fn each_kind_is_written_as_the_api_says() {
    for effect in [
        json!({
            "kind": "closure", "from": "2026-12-24", "to": "2026-12-26", "fromMinutes": 1_080, "untilMinutes": 1_500,
            "experienceId": "dinner", "areaId": "garden", "shownAs": "full", "text": { "de": "Zu", "en": "Shut" },
        }),
        json!({
            "kind": "blocked_tables", "tableIds": ["t1", "t2"], "from": "2026-12-01T17:00:00Z",
            "until": "2026-12-01T22:00:00Z",
        }),
        json!({ "kind": "pause", "experienceId": "dinner", "until": "2026-12-01T22:00:00Z" }),
        json!({
            "kind": "special_hours", "day": "2026-12-31", "experienceId": "dinner",
            "periods": [{ "firstMinutes": 1_020, "lastMinutes": 1_200 }],
        }),
        json!({ "kind": "covers_limit", "day": "2026-12-31", "covers": 40 }),
        json!({ "kind": "note", "day": "2026-12-31", "text": "No oysters" }),
    ] {
        let body = json!({ "effect": effect, "reason": "The cook is ill" });
        let request: DayRuleRequest = read_json(body.clone()).unwrap();
        assert_eq!(serde_json::to_value(&request).unwrap(), body);
        let stored: DayRuleRequest = serde_json::from_value(body).unwrap();
        assert_eq!(stored, request);
    }
}

#[test]
fn what_is_left_out_has_its_default() {
    let request: DayRuleRequest =
        read_json(json!({ "effect": { "kind": "closure", "from": "2026-12-24" } })).unwrap();
    assert_eq!(
        serde_json::to_value(&request).unwrap(),
        json!({ "effect": { "kind": "closure", "from": "2026-12-24", "shownAs": "closed" } })
    );
}

#[test]
fn every_faulty_field_is_named() {
    let of = |faults: &[(&str, &str)]| -> Vec<(String, String)> {
        let texts = faults
            .iter()
            .map(|(pointer, code)| ((*pointer).to_owned(), (*code).to_owned()));
        texts.collect()
    };
    assert_eq!(
        faults(json!({
            "effect": {
                "kind": "closure", "from": "2026-02-30", "fromMinutes": 2_880, "areaId": "a b", "shownAs": "hidden",
                "text": {}, "until": 1,
            },
            "reason": "",
        })),
        of(&[
            ("/effect/areaId", "invalid"),
            ("/effect/from", "invalid_day"),
            ("/effect/fromMinutes", "out_of_range"),
            ("/effect/shownAs", "invalid"),
            ("/effect/text", "required"),
            ("/effect/until", "unknown_field"),
            ("/reason", "required"),
        ])
    );
    // No guest would read it: nothing is booked by a pause that could be written to.
    assert_eq!(
        faults(json!({ "effect": { "kind": "pause", "text": { "en": "Back at eight" } } })),
        of(&[("/effect/text", "unknown_field")])
    );
    assert_eq!(faults(json!({})), of(&[("/effect", "required")]));
    assert_eq!(
        faults(json!({ "effect": {} })),
        of(&[("/effect/kind", "required")])
    );
    assert_eq!(
        faults(json!({ "effect": { "kind": "party" } })),
        of(&[("/effect", "out_of_range")])
    );
    assert_eq!(
        faults(json!({ "effect": { "kind": "blocked_tables", "from": "noon", "until": "2026-12-01" } })),
        of(&[
            ("/effect/from", "invalid"),
            ("/effect/tableIds", "required"),
            ("/effect/until", "invalid"),
        ])
    );
}

#[test]
fn a_text_for_guests_is_bounded_in_each_language() {
    let text = |texts: Value| {
        let body = json!({ "effect": { "kind": "closure", "from": "2026-12-24", "text": texts } });
        read_json::<DayRuleRequest>(body).map_err(|errors| errors.into_vec()[0].code)
    };
    assert!(text(json!({ "de-AT": "a".repeat(400), "en": "Back at eight" })).is_ok());
    assert_eq!(
        text(json!({ "en": "a".repeat(401) })).unwrap_err(),
        FieldCode::TooLong
    );
    assert_eq!(text(json!({ "en": " " })).unwrap_err(), FieldCode::Required);
    assert_eq!(
        text(json!({ "english": "Shut" })).unwrap_err(),
        FieldCode::InvalidLanguage
    );
    assert_eq!(
        text(json!({ "en": "a\u{0}" })).unwrap_err(),
        FieldCode::ControlCharacters
    );
    let many: serde_json::Map<_, _> = (0..17u8)
        .map(|number| (format!("a{}", char::from(b'a' + number)), json!("x")))
        .collect();
    assert_eq!(text(Value::Object(many)).unwrap_err(), FieldCode::TooLong);
}
