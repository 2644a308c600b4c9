//! Facts about reading the API's JSON, with serde's own crate for a measure.

use proptest::prelude::*;
use serde_json::json;
use shared::availability::{Calendar, Slots};
use shared::problem::{Problem, ProblemCode};
use shared::reservation::{Reservation, Status};
use shared::validation::{FieldCode, FieldError};
use shared::venue::Venue;

use super::*;
use crate::test_support::booking as fixtures;

fn agrees<T: DeserializeOwned + PartialEq + std::fmt::Debug>(text: &str) {
    let ours = read::<T>(text).ok();
    assert_eq!(ours, serde_json::from_str(text).ok(), "{text}");
    assert!(ours.is_some(), "{text}");
}

#[test]
fn every_answer_of_the_api_is_read_as_serde_reads_it() {
    let venue = serde_json::to_string_pretty(&fixtures::venue()).unwrap();
    agrees::<Venue>(&venue);
    agrees::<Reservation>(&serde_json::to_string(&fixtures::reservation()).unwrap());
    agrees::<Slots>(&json!({ "slots": fixtures::slots() }).to_string());
    let paid = json!({ "slots": [{
        "minutes": 1470, "duration": 120, "showEndTime": true, "status": "open", "spotsOpen": 4,
        "confirmation": "request", "areas": [], "reasons": ["a_new_one"],
        "payment": {
            "type": "deposit", "amount": { "amount": -9_007_199_254_740_991_i64, "currency": "EUR" },
            "dueMinutes": 30, "refundMinutes": null,
        },
    }]});
    agrees::<Slots>(&paid.to_string());
    agrees::<Calendar>(r#"{"days":[{"day":"2026-11-27","status":"full"}]}"#);
    let mut problem = Problem::fields(vec![FieldError::new("/guest/email", FieldCode::InvalidEmail)]);
    problem.alternatives = Some(fixtures::slots());
    agrees::<Problem>(&serde_json::to_string(&problem).unwrap());
    // Operators, staff and their systems alone get those that are left out.
    let left_out = [
        ProblemCode::AccountNotConnected,
        ProblemCode::DayRuleOver,
        ProblemCode::NoMail,
        ProblemCode::ReservationChanged,
        ProblemCode::Resync,
        ProblemCode::UpgradeRequired,
        ProblemCode::VenueExists,
    ];
    let read = |code: &&ProblemCode| !left_out.contains(code);
    for code in ProblemCode::ALL.iter().filter(read) {
        agrees::<Problem>(&serde_json::to_string(&Problem::new(*code)).unwrap());
    }
    for status in Status::ALL {
        agrees::<Status>(&serde_json::to_string(status).unwrap());
    }
}

#[test]
fn enums_with_a_tag_are_read_too() {
    let mut venue = serde_json::to_value(fixtures::venue()).unwrap();
    venue["giftCards"] = json!({ "templates": [{
        "id": "branch", "name": { "en": "Branch" }, "image": null,
        "amounts": [{ "amount": 2500, "currency": "EUR" }], "custom": null,
        "validity": { "type": "years_from_year_end", "years": 3 },
    }] });
    agrees::<Venue>(&venue.to_string());
    for handover in [
        json!(null),
        json!({ "type": "demo", "url": "/pay/demo/p1#t" }),
        json!({
            "type": "stripe", "clientSecret": "pi_1", "publishableKey": "pk_1", "scriptUrl": "https://x/",
        }),
    ] {
        let mut reservation = serde_json::to_value(fixtures::reservation()).unwrap();
        reservation["checkout"] = json!({
            "id": "p1", "status": "open", "amount": { "amount": 4000, "currency": "EUR" },
            "deadline": "2026-11-21T11:00:00Z", "extendable": true, "handover": handover,
        });
        agrees::<Reservation>(&reservation.to_string());
    }
    assert!(read::<shared::payment::Handover>(r#"{"type":"cash"}"#).is_err());
}

#[test]
fn fields_that_are_new_are_passed_over() {
    let known = json!({ "day": "2026-11-27", "status": "open" });
    for new in [
        json!(null),
        json!(-1.5e-7),
        json!([]),
        json!({ "a": [1, { "b": "}\\\"]" }], "c": true }),
    ] {
        let mut day = known.clone();
        day["new"] = new;
        agrees::<Calendar>(&json!({ "new": {}, "days": [day] }).to_string());
    }
}

#[test]
fn what_is_not_the_json_it_should_be_is_refused() {
    for text in [
        "",
        "null",
        "[]",
        "{",
        "<!doctype html>",
        r#"{"days":[]}x"#,
        r#"{"days":[],}"#,
        r#"{"days":[{"day":"2026-11-27"}]}"#,
        r#"{"days":[{"day":"2026-11-31","status":"open"}]}"#,
        r#"{"days":[{"day":"2026-11-27","status":"maybe"}]}"#,
        r#"{"days":[{"day":20261127,"status":"open"}]}"#,
        r#"{"days":[] "new":1}"#,
    ] {
        assert_eq!(read::<Calendar>(text), Err(Unreadable), "{text}");
    }
    for text in ["1.0", "1e3", "-", "99999999999999999999", "\"1\""] {
        assert_eq!(read::<i64>(text), Err(Unreadable), "{text}");
    }
    for text in [
        r#""\ud800""#,
        r#""\ud800\u0041""#,
        r#""\x""#,
        "\"\n\"",
        r#""open"#,
    ] {
        assert_eq!(read::<String>(text), Err(Unreadable), "{text}");
    }
    let deep = ["{\"days\":[],\"new\":", &"[".repeat(100_000)].concat();
    assert_eq!(read::<Calendar>(&deep), Err(Unreadable));
}

proptest! {
    #[test]
    fn every_string_is_read_as_it_was_meant(text in ".*", escaped in any::<Vec<char>>()) {
        prop_assert_eq!(read::<String>(&json!(text).to_string()), Ok(text));
        let escapes: String = escaped
            .iter()
            .flat_map(|character| character.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect::<Vec<_>>())
            .collect();
        prop_assert_eq!(read::<String>(&format!("\"{escapes}\"")), Ok(escaped.into_iter().collect()));
    }

    #[test]
    fn no_text_makes_reading_panic(text in "[\\[\\]{}\",:\\\\0-9a-fu. -]{0,40}") {
        let _ = read::<Calendar>(&text);
        let _ = read::<Problem>(&format!("{{\"new\":{text}"));
    }

    #[test]
    fn every_whole_number_is_read(number in any::<i64>()) {
        prop_assert_eq!(read::<i64>(&number.to_string()), Ok(number));
    }
}
