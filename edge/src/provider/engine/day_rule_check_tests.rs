//! Facts about the validation of new rules of a day.

use serde_json::{Value, json};

use super::*;
use crate::test_support::engine::{Venue, at, engine_settings, experience, plan};

/// The fault of an effect at the example's venue as pointer and code, or its end.
fn checked(venue: &Venue, effect: &Value) -> Result<Instant, Vec<(String, String)>> {
    let effect = serde_json::from_value(effect.clone()).unwrap();
    let checked = check(&venue.plan, &venue.rules, venue.now, &effect);
    checked.map(|checked| checked.ends_at).map_err(|faults| {
        let texts = faults
            .into_iter()
            .map(|fault| (fault.pointer, fault.code.to_string()));
        texts.collect()
    })
}

fn faults(effect: &Value) -> Vec<(String, String)> {
    checked(&Venue::example(), effect).unwrap_err()
}

fn of(pointer: &str, code: &str) -> Vec<(String, String)> {
    vec![(format!("/effect{pointer}"), code.to_owned())]
}

fn closure(more: &Value) -> Value {
    let mut effect = json!({ "kind": "closure", "from": "2026-11-27" });
    for (key, value) in more.as_object().unwrap() {
        effect[key] = value.clone();
    }
    effect
}

#[test]
fn a_closure_that_makes_no_sense_names_the_field() {
    // Now is noon of 21 November 2026 in Vienna.
    for (more, pointer, code) in [
        (json!({ "to": "2026-11-26" }), "/to", "ends_before_start"),
        (json!({ "from": "2026-11-20" }), "/from", "in_the_past"),
        (
            json!({ "from": "2026-11-19", "to": "2026-11-20" }),
            "/to",
            "in_the_past",
        ),
        (json!({ "from": "2028-11-21" }), "/from", "beyond_horizon"),
        (json!({ "to": "2028-11-21" }), "/to", "beyond_horizon"),
        (json!({ "fromMinutes": 1080 }), "/untilMinutes", "required"),
        (json!({ "untilMinutes": 1080 }), "/fromMinutes", "required"),
        (
            json!({ "fromMinutes": 1080, "untilMinutes": 1080 }),
            "/untilMinutes",
            "ends_before_start",
        ),
        (
            json!({ "from": "2026-11-21", "fromMinutes": 600, "untilMinutes": 720 }),
            "/untilMinutes",
            "in_the_past",
        ),
        (json!({ "experienceId": "brunch" }), "/experienceId", "unknown"),
        (json!({ "areaId": "roof" }), "/areaId", "unknown"),
    ] {
        assert_eq!(faults(&closure(&more)), of(pointer, code), "{more}");
    }
    let both = faults(&closure(&json!({ "to": "2026-11-26", "areaId": "roof" })));
    assert_eq!(both.len(), 2, "every fault is named at once");
}

#[test]
fn a_closure_that_has_begun_or_lies_behind_the_bookable_days_is_taken() {
    let venue = Venue::example();
    for (more, end) in [
        (
            json!({ "from": "2026-11-01", "to": "2026-11-22" }),
            "2026-11-23T22:59:00Z",
        ),
        (json!({ "from": "2028-11-20" }), "2028-11-21T22:59:00Z"),
        (
            json!({ "from": "2026-11-21", "fromMinutes": 600, "untilMinutes": 1500 }),
            "2026-11-22T00:00:00Z",
        ),
    ] {
        assert_eq!(checked(&venue, &closure(&more)), Ok(at(end)), "{more}");
    }
}

#[test]
fn minutes_over_a_clock_change_are_the_clocks() {
    let mut venue = Venue::example();
    venue.now = at("2027-03-01T11:00:00Z");
    let night = |day: &str| closure(&json!({ "from": day, "fromMinutes": 60, "untilMinutes": 150 }));
    // 02:30 does not exist on this day: the closure is over when the clocks jump.
    assert_eq!(
        checked(&venue, &night("2027-03-28")),
        Ok(at("2027-03-28T01:00:00Z"))
    );
    // 02:30 comes twice: it is over the second time.
    assert_eq!(
        checked(&venue, &night("2027-10-31")),
        Ok(at("2027-10-31T01:30:00Z"))
    );
}

#[test]
fn other_rules_that_make_no_sense_name_the_field() {
    let table = |more: Value| {
        let mut effect = json!({
            "kind": "blocked_tables", "tableIds": ["h6"], "from": "2026-11-27T17:00:00Z",
            "until": "2026-11-27T22:00:00Z",
        });
        for (key, value) in more.as_object().unwrap() {
            effect[key] = value.clone();
        }
        effect
    };
    let hours = |periods: &[(u16, u16)]| {
        let periods: Vec<_> = periods
            .iter()
            .map(|(first, last)| json!({ "firstMinutes": first, "lastMinutes": last }))
            .collect();
        json!({ "kind": "special_hours", "day": "2026-11-27", "experienceId": "dinner", "periods": periods })
    };
    let nine: Vec<_> = (0..9).map(|number| (number * 60, number * 60 + 30)).collect();
    for (effect, pointer, code) in [
        (table(json!({ "tableIds": [] })), "/tableIds", "required"),
        (
            table(json!({ "tableIds": vec!["h6"; 257] })),
            "/tableIds",
            "too_long",
        ),
        (
            table(json!({ "tableIds": ["h6", "x1"] })),
            "/tableIds/1",
            "unknown",
        ),
        (
            table(json!({ "until": "2026-11-27T17:00:00Z" })),
            "/until",
            "ends_before_start",
        ),
        (
            table(json!({ "from": "2026-11-20T17:00:00Z", "until": "2026-11-20T22:00:00Z" })),
            "/until",
            "in_the_past",
        ),
        (
            table(json!({ "until": "2029-11-27T17:00:00Z" })),
            "/until",
            "beyond_horizon",
        ),
        (
            json!({ "kind": "pause", "until": "2026-11-21T11:00:00Z" }),
            "/until",
            "in_the_past",
        ),
        (
            json!({ "kind": "pause", "experienceId": "x" }),
            "/experienceId",
            "unknown",
        ),
        (hours(&[]), "/periods", "required"),
        (hours(&nine), "/periods", "too_long"),
        (
            hours(&[(720, 660)]),
            "/periods/0/lastMinutes",
            "ends_before_start",
        ),
        (hours(&[(600, 720), (720, 780)]), "/periods/1", "invalid"),
        (
            json!({ "kind": "covers_limit", "day": "2026-11-20", "covers": 4 }),
            "/day",
            "in_the_past",
        ),
        (
            json!({ "kind": "covers_limit", "day": "2026-11-27", "covers": 4, "experienceId": "x" }),
            "/experienceId",
            "unknown",
        ),
        (
            json!({ "kind": "note", "day": "2028-12-24", "text": "x" }),
            "/day",
            "beyond_horizon",
        ),
    ] {
        assert_eq!(faults(&effect), of(pointer, code), "{effect}");
    }
}

#[test]
fn a_pause_without_an_end_lasts_until_the_last_seating_of_the_evening() {
    let mut settings = engine_settings();
    settings["experiences"][0]["periods"][0]["lastMinutes"] = json!(1500);
    let mut venue = Venue::of(plan(settings));
    let pause = json!({ "kind": "pause" });
    for (now, end) in [
        ("2026-11-27T18:00:00Z", "2026-11-28T00:01:00Z"),
        // Half past midnight is still the evening of the 27th.
        ("2026-11-27T23:30:00Z", "2026-11-28T00:01:00Z"),
        ("2026-11-28T00:30:00Z", "2026-11-29T00:01:00Z"),
    ] {
        venue.now = at(now);
        assert_eq!(checked(&venue, &pause), Ok(at(end)), "{now}");
    }
    // After the last seating of the day nothing is ahead: until midnight.
    let mut early = Venue::example();
    early.now = at("2026-11-27T21:30:00Z");
    assert_eq!(checked(&early, &pause), Ok(at("2026-11-27T23:00:00Z")));
}

#[test]
fn a_pause_of_one_experience_after_midnight_leads_to_no_seating_of_the_next_day() {
    let mut settings = engine_settings();
    settings["experiences"][0]["periods"][0]["lastMinutes"] = json!(1500);
    let mut lunch = experience("lunch");
    lunch["periods"][0]["firstMinutes"] = json!(720);
    lunch["periods"][0]["lastMinutes"] = json!(840);
    settings["experiences"].as_array_mut().unwrap().push(lunch);
    let mut venue = Venue::of(plan(settings));
    for (now, experience, end) in [
        // At half past midnight lunch is over and dinner goes on: the evening's end.
        ("2026-11-27T23:30:00Z", "lunch", "2026-11-28T00:01:00Z"),
        ("2026-11-27T23:30:00Z", "dinner", "2026-11-28T00:01:00Z"),
        // At half past one the day of both is the 28th.
        ("2026-11-28T00:30:00Z", "lunch", "2026-11-28T13:01:00Z"),
        ("2026-11-28T00:30:00Z", "dinner", "2026-11-29T00:01:00Z"),
        // In the evening lunch is over.
        ("2026-11-28T18:00:00Z", "lunch", "2026-11-29T00:01:00Z"),
    ] {
        venue.now = at(now);
        let pause = json!({ "kind": "pause", "experienceId": experience });
        assert_eq!(checked(&venue, &pause), Ok(at(end)), "{now} {experience}");
    }
}

#[test]
fn what_was_left_out_is_filled_in() {
    let venue = Venue::example();
    let filled = |effect: Value| {
        let effect = serde_json::from_value(effect).unwrap();
        let checked = check(&venue.plan, &venue.rules, venue.now, &effect).unwrap();
        serde_json::to_value(checked.effect).unwrap()
    };
    assert_eq!(filled(closure(&json!({})))["to"], "2026-11-27");
    assert_eq!(
        filled(json!({ "kind": "pause" }))["until"],
        "2026-11-21T21:01:00Z"
    );
}
