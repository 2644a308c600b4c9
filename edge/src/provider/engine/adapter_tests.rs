//! Facts about experiences as guests see them, and about evenings that go on after midnight.

use config::offer::ReadyQuestion;
use serde_json::{Value, json};
use shared::availability::DayStatus;

use super::super::calendar::calendar;
use super::*;
use crate::provider::CalendarQuestion;
use crate::provider::ready_question::ReadyWords;
use crate::test_support::engine::{Venue, at, day, engine_settings, experience, minutes, party, plan, with};

/// Saturday.
const EVENING: &str = "2026-11-21";

/// The test venue, with late plates on Saturdays from 22:00 to 24:30 in autumn.
fn late() -> Value {
    let late = json!([{
        "weekdays": ["sat"], "from": "2026-09-01", "to": "2026-11-30", "firstMinutes": 1320, "lastMinutes": 1470,
    }]);
    let plates = with(experience("late"), [("/periods", late)]);
    with(engine_settings(), [("/experiences/-", plates)])
}

/// Words of no language.
fn no_words(_: ReadyQuestion) -> ReadyWords {
    ReadyWords {
        label: LocalizedText::default(),
        help: None,
        choices: Vec::new(),
    }
}

fn settings(value: &Value) -> EngineSettings {
    serde_json::from_value(value.clone()).unwrap()
}

/// Whether the evening before `today` lasts until these minutes.
fn goes_on(value: &Value, today: &str, now: u16) -> bool {
    let found = last_evening(&settings(value), day(today), minutes(now));
    assert!(found.is_none_or(|found| found.plus(1) == Some(day(today))));
    found.is_some()
}

#[test]
fn an_evening_goes_on_until_its_last_seating_has_begun() {
    let late = late();
    for (today, now, expected) in [
        ("2026-11-22", 0, true),
        ("2026-11-22", 2, true),
        ("2026-11-22", 30, true),
        ("2026-11-22", 31, false),
        ("2026-11-22", 1200, false),
        // Nothing is served after midnight on a Friday, nor on a Saturday of another season.
        ("2026-11-21", 2, false),
        ("2026-12-06", 2, false),
    ] {
        assert_eq!(goes_on(&late, today, now), expected, "{today} {now}");
    }
    assert!(!goes_on(&engine_settings(), "2026-11-22", 0));
}

#[test]
fn a_special_day_ends_when_it_says() {
    let with_special = |periods: Value| {
        let special = json!([{ "days": [EVENING], "periods": periods }]);
        with(late(), [("/experiences/1/specialDays", special)])
    };
    assert!(!goes_on(&with_special(json!([])), "2026-11-22", 2));
    let until_three = with_special(json!([{ "firstMinutes": 1320, "lastMinutes": 1620 }]));
    assert!(goes_on(&until_three, "2026-11-22", 180));
    assert!(!goes_on(&until_three, "2026-11-22", 181));
}

#[test]
fn every_open_day_of_the_calendar_has_times_within_the_evening() {
    let late = late();
    let mut venue = Venue::of(plan(late.clone()));
    let question = CalendarQuestion {
        experience_id: "late".to_owned().try_into().unwrap(),
        attendees: party(2),
        from: day(EVENING),
        to: day(EVENING),
    };
    // From 23:55 on, which is 22:55 in UTC.
    let start = at("2026-11-21T22:55:00Z");
    for passed in 5..60 {
        venue.now = start.plus_minutes(passed);
        let days = calendar(&venue.plan, &venue.book, &venue.rules, venue.now, &question).unwrap();
        let now = u16::try_from(passed - 5).unwrap();
        let is_open = days[0].status == DayStatus::Open;
        assert_eq!(is_open, goes_on(&late, "2026-11-22", now), "{now}");
    }
}

#[test]
fn html_of_the_settings_is_sanitised() {
    let html = json!({
        "en": "<p onclick=\"x()\">Four <b>courses</b><script>alert(1)</script>",
        "de": "<a href=\"javascript:x()\">a</a> <a href=\"http://e.example\">b</a> <a href=\"https://e.example\">c</a>",
    });
    let written = with(engine_settings(), [("/experiences/0/descriptionHtml", html)]);
    let shown = experiences(&settings(&written), Currency::EUR, no_words).unwrap();
    assert_eq!(
        serde_json::to_value(&shown[0].description_html).unwrap(),
        json!({
            "en": "<p>Four <b>courses</b></p>",
            "de": "<a rel=\"noopener\">a</a> <a rel=\"noopener\">b</a> \
                <a href=\"https://e.example/\" rel=\"noopener\">c</a>",
        })
    );
}

#[test]
fn a_private_experience_is_there_for_those_who_have_its_code() {
    // The digest of `SPRING`.
    let digest = base16ct::lower::encode_string(&<Sha256 as sha2::Digest>::digest("SPRING"));
    let mut club = experience("club");
    club["isPrivate"] = json!(true);
    club["accessCodes"] = json!([digest]);
    let settings = settings(&with(engine_settings(), [("/experiences/-", club)]));
    let ids = |shown: Vec<Experience>| {
        shown
            .into_iter()
            .map(|one| one.id.to_string())
            .collect::<Vec<_>>()
    };
    let open = experiences(&settings, Currency::EUR, no_words).unwrap();
    assert_eq!(ids(open), ["dinner"]);
    let [spring, autumn] = ["SPRING", "AUTUMN"].map(|code| AccessCode::parse(code).unwrap());
    let opened = experiences_with(&settings, Currency::EUR, no_words, &spring).unwrap();
    assert_eq!(ids(opened), ["dinner", "club"]);
    assert_eq!(
        experiences_with(&settings, Currency::EUR, no_words, &autumn),
        Err(refused("/accessCode", FieldCode::NotOffered))
    );
    let [dinner, club] = ["dinner", "club"].map(|id| ExperienceId::parse(id).unwrap());
    let check = |id: &ExperienceId, code: Option<&AccessCode>| check_access(&settings, id, code);
    assert_eq!(check(&dinner, None), Ok(()));
    assert_eq!(check(&club, Some(&spring)), Ok(()));
    assert_eq!(
        check(&club, None),
        Err(refused("/experienceId", FieldCode::Unknown))
    );
    // A wrong code is answered alike where there is no such experience.
    let nowhere = ExperienceId::parse("nowhere").unwrap();
    assert_eq!(check(&nowhere, None), Ok(()));
    for (id, code) in [
        (&club, &autumn),
        (&dinner, &spring),
        (&nowhere, &spring),
        (&nowhere, &autumn),
    ] {
        assert_eq!(
            check(id, Some(code)),
            Err(refused("/accessCode", FieldCode::NotOffered))
        );
    }
}
