//! Facts about restrictions.

use serde_json::{Value, json};
use shared::money::Currency;

use super::*;
use crate::provider::mews::catalogue::Catalogue;
use crate::test_support::mews::{answers, settings};

fn at(text: &str) -> Instant {
    Instant::try_from(text.to_owned()).unwrap()
}

/// Whether a restriction refuses dinner on Friday, 27 November 2026, from 19:00 to 21:00 in Vienna, seen six days before.
fn is_refused_by(conditions: &Value, exceptions: &Value) -> bool {
    let zone = TimeZone::parse("Europe/Vienna").unwrap();
    let catalogue = Catalogue::of(answers(|_| {}), &settings(&json!({})), &zone, Currency::EUR).unwrap();
    let bookable = &catalogue.bookables[0];
    let restriction = json!({ "ServiceId": "s1", "Conditions": conditions, "Exceptions": exceptions });
    let stay = RestrictedStay {
        bookable,
        rate: &bookable.rate,
        stay: Stay {
            start: at("2026-11-27T18:00:00Z"),
            end: at("2026-11-27T20:00:00Z"),
        },
        zone: &zone,
        now: at("2026-11-21T18:00:00Z"),
    };
    is_refused(&[serde_json::from_value(restriction).unwrap()], stay)
}

#[test]
fn a_stay_is_refused_where_every_condition_is_met() {
    for (conditions, is_refused) in [
        (json!({ "Type": "Stay" }), true),
        (
            json!({ "Type": "Start", "ExactRateId": "r1", "RateGroupId": "g1" }),
            true,
        ),
        (json!({ "Type": "Start", "BaseRateId": "r1" }), true),
        (json!({ "Type": "Start", "ExactRateId": "r2" }), false),
        (json!({ "Type": "Start", "BaseRateId": "r9" }), false),
        (json!({ "Type": "Stay", "ResourceCategoryId": "c1" }), true),
        (json!({ "Type": "Stay", "ResourceCategoryId": "c2" }), false),
        (
            json!({ "Type": "Stay", "ResourceCategoryType": "Restaurant" }),
            true,
        ),
        (json!({ "Type": "Stay", "ResourceCategoryType": "Room" }), false),
        (json!({ "Type": "Unknown" }), false),
    ] {
        assert_eq!(
            is_refused_by(&conditions, &Value::Null),
            is_refused,
            "{conditions}"
        );
    }
}

#[test]
fn days_hours_and_both_ends_of_an_interval_are_the_propertys() {
    for (conditions, is_refused) in [
        (json!({ "Type": "Start", "Days": ["Friday"] }), true),
        (json!({ "Type": "Start", "Days": ["Saturday"] }), false),
        // Seven in the evening there is six in UTC.
        (json!({ "Type": "Start", "Hours": { "Nineteen": true } }), true),
        (
            json!({ "Type": "Start", "Hours": { "Eighteen": true, "Nineteen": false } }),
            false,
        ),
        (json!({ "Type": "Stay", "Hours": { "Twenty": true } }), true),
        (json!({ "Type": "Stay", "Hours": { "TwentyOne": true } }), false),
        (json!({ "Type": "End", "Hours": { "TwentyOne": true } }), true),
        (
            json!({ "Type": "Start", "StartUtc": "2026-11-27T18:00:00Z" }),
            true,
        ),
        (json!({ "Type": "Start", "EndUtc": "2026-11-27T18:00:00Z" }), true),
        (
            json!({ "Type": "Start", "EndUtc": "2026-11-27T17:59:59Z" }),
            false,
        ),
        (
            json!({ "Type": "Start", "StartUtc": "2026-11-27T18:00:01Z" }),
            false,
        ),
    ] {
        assert_eq!(
            is_refused_by(&conditions, &Value::Null),
            is_refused,
            "{conditions}"
        );
    }
}

#[test]
fn exceptions_have_to_be_met_all() {
    let always = json!({ "Type": "Stay" });
    for (exceptions, is_refused) in [
        (json!({}), true),
        (json!({ "MinAdvance": "P0M6DT0H0M0S" }), false),
        (json!({ "MinAdvance": "P0M7DT0H0M0S" }), true),
        (json!({ "MaxAdvance": "P0M5DT0H0M0S" }), true),
        (
            json!({ "MinLength": "P0M0DT2H0M0S", "MaxLength": "P0M0DT2H0M0S" }),
            false,
        ),
        (json!({ "MinLength": "P0M0DT3H0M0S" }), true),
        (
            json!({ "MinAdvance": "P0M1DT0H0M0S", "MaxLength": "P0M0DT1H0M0S" }),
            true,
        ),
        // Only Mews can tell.
        (json!({ "MinPrice": { "Value": 50, "Currency": "EUR" } }), false),
        (json!({ "MinLength": "P1M" }), false),
    ] {
        assert_eq!(is_refused_by(&always, &exceptions), is_refused, "{exceptions}");
    }
}
