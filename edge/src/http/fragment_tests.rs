//! Facts about the times in a first screen: those of the day that it chooses by itself, and how they are written.

use std::time::Duration;

use super::*;

/// The day whose times a venue's first screen has, if it has any.
fn day_with_times(venue: &str, script: &ScriptedVenue) -> serde_json::Value {
    let path = format!("/v1/venues/{venue}/fragment?language=en");
    let fragment = problem(&send(script, &path, None));
    let html = fragment["html"].as_str().unwrap();
    // The days are there in any case.
    assert!(html.contains(r#"name="date" value="2026-11-19""#), "{html}");
    let has_times = html.contains(r#"name="time" value="19:00""#);
    assert_eq!(has_times, !fragment["slots"].is_null(), "{html}");
    fragment["slots"]["day"].clone()
}

#[test]
fn days_and_times_are_written_as_at_the_restaurant_where_the_guests_language_names_no_region() {
    for (named, written, time, first_weekday) in [
        ("en", "en-AT", "19:00", "Monday"),
        ("en-US", "en-US", "7:00 PM", "Sunday"),
    ] {
        let path = format!("/v1/venues/demo/fragment?date=2026-11-27&experienceId=dinner&language={named}");
        let fragment = problem(&send(&serving(), &path, None));
        let html = fragment["html"].as_str().unwrap();
        assert_eq!(fragment["language"], written);
        assert!(html.contains(&format!(">{time}<")), "{html}");
        let (_, weekdays) = html.split_once(" abbr=\"").unwrap();
        assert!(weekdays.starts_with(first_weekday), "{weekdays}");

        let page = text(send(&serving(), &format!("/book/demo?language={named}"), None));
        assert!(page.contains(&format!(" language=\"{written}\"")), "{page}");
    }
}

#[test]
fn the_first_open_day_and_its_times_are_in_the_first_screen() {
    for venue in ["demo", "demo-molzait"] {
        assert_eq!(day_with_times(venue, &serving()), "2026-11-18", "{venue}");
    }
}

#[test]
fn the_times_of_another_system_are_left_out_after_four_calls_of_it() {
    let script = serving();
    // The experiences and the calendar are asked for before the times.
    script.upstream_calls.set(1);
    assert_eq!(day_with_times("demo-molzait", &script), "2026-11-18");
    script.upstream_calls.set(2);
    assert!(day_with_times("demo-molzait", &script).is_null());
    assert_eq!(day_with_times("demo", &script), "2026-11-18");
}

#[test]
fn the_times_of_another_system_are_not_waited_for_longer_than_a_moment() {
    let script = serving();
    script.clock.step.set(Duration::from_millis(299));
    assert_eq!(day_with_times("demo-molzait", &script), "2026-11-18");
    script.clock.step.set(Duration::from_millis(300));
    assert!(day_with_times("demo-molzait", &script).is_null());
    assert_eq!(day_with_times("demo", &script), "2026-11-18");
    // A day that the page has named is one that its guests have come for.
    let path = "/v1/venues/demo-molzait/fragment?date=2026-11-27";
    assert_eq!(problem(&send(&script, path, None))["slots"]["day"], "2026-11-27");
}
