//! Facts about time units where clocks are changed.

use serde_json::{Value, json};

use super::*;

fn zone(name: &str) -> TimeZone {
    TimeZone::parse(name).unwrap()
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn at(text: &str) -> Instant {
    Instant::try_from(text.to_owned()).unwrap()
}

fn experience(beside: &Value) -> ServiceExperience {
    let mut one = json!({ "id": "dinner", "serviceId": "s", "rateId": "r", "categoryId": "c", "units": 2 });
    one.as_object_mut()
        .unwrap()
        .extend(beside.as_object().unwrap().clone());
    serde_json::from_value(one).unwrap()
}

#[test]
fn a_day_begins_when_the_wall_shows_midnight_or_the_first_time_after_it() {
    for (name, text, start) in [
        ("Europe/Vienna", "2026-11-27", "2026-11-26T23:00:00Z"),
        ("Asia/Kolkata", "2026-11-27", "2026-11-26T18:30:00Z"),
        ("Asia/Kathmandu", "2026-11-27", "2026-11-26T18:15:00Z"),
        // Its clocks are put forward at midnight.
        ("Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z"),
    ] {
        assert_eq!(day_start(&zone(name), day(text)), Some(at(start)), "{name}");
    }
}

#[test]
fn a_fortnight_with_the_hour_of_october_is_within_what_one_call_may_ask_for() {
    let longest = experience(&json!({ "units": 12, "firstMinutes": 1_080, "lastMinutes": 1_800 }));
    let days = (day("2026-10-20"), day("2026-11-02"));
    let (first, last) = range(&zone("Europe/Vienna"), days, &longest).unwrap();
    let units = (last.unix() - first.unix()) / HOUR + 1;
    assert_eq!(first, at("2026-10-19T22:00:00Z"));
    // 14 days, the hour that is there twice, 7 hours of the morning and 11 more of the longest stay.
    assert_eq!(units, 14 * 24 + 1 + 7 + 11);
    assert!(units <= 367);
}

#[test]
fn the_last_unit_is_the_last_that_a_stay_of_these_days_takes() {
    let vienna = zone("Europe/Vienna");
    let one_day = (day("2026-11-27"), day("2026-11-27"));
    let last = |beside: &Value| range(&vienna, one_day, &experience(beside)).unwrap().1;
    assert_eq!(last(&json!({ "units": 1 })), at("2026-11-27T22:00:00Z"));
    assert_eq!(last(&json!({ "units": 2 })), at("2026-11-27T23:00:00Z"));
    let late = json!({ "units": 1, "firstMinutes": 1_080, "lastMinutes": 1_500 });
    assert_eq!(last(&late), at("2026-11-28T00:00:00Z"));
}

#[test]
fn a_start_after_midnight_is_of_the_evening_before_as_long_as_that_goes_on() {
    let vienna = zone("Europe/Vienna");
    let late = experience(&json!({ "firstMinutes": 1_080, "lastMinutes": 1_500 }));
    for (start, named) in [
        ("2026-11-27T16:00:00Z", None),
        ("2026-11-27T17:00:00Z", Some(("2026-11-27", 1_080))),
        ("2026-11-27T23:00:00Z", Some(("2026-11-27", 1_440))),
        ("2026-11-28T00:00:00Z", Some(("2026-11-27", 1_500))),
        ("2026-11-28T01:00:00Z", None),
    ] {
        let named = named.map(|(text, minutes)| (day(text), Minutes::parse(minutes).unwrap()));
        assert_eq!(place(&vienna, &late, at(start)), named, "{start}");
    }
}

#[test]
fn a_stay_takes_the_units_that_it_touches() {
    let stay = Stay::beginning(
        at("2026-11-27T17:15:00Z"),
        2,
        Offsets {
            start: 900,
            end: -600,
        },
    );
    assert_eq!((stay.end, stay.minutes()), (at("2026-11-27T18:50:00Z"), 95));
    let taken: Vec<bool> = (16..20)
        .map(|hour| stay.takes(at(&format!("2026-11-27T{hour}:00:00Z"))))
        .collect();
    assert_eq!(taken, [false, true, true, false]);
}
