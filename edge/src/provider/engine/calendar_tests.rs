//! Facts about the calendar's days.

use serde_json::{Value, json};
use shared::id::ExperienceId;
use shared::locale::Language;
use shared::validation::FieldCode;

use super::*;
use crate::test_support::engine::day_rules::rule;
use crate::test_support::engine::{Venue, at, day, engine_settings, party, plan, with};

fn ask(venue: &Venue, id: &str, size: u8, from: &str, to: &str) -> Result<Vec<CalendarDay>, Vec<FieldError>> {
    let question = CalendarQuestion {
        experience_id: ExperienceId::parse(id).unwrap(),
        attendees: party(size),
        from: day(from),
        to: day(to),
    };
    calendar(&venue.plan, &venue.book, &venue.rules, venue.now, &question)
}

fn statuses(venue: &Venue, size: u8, from: &str, to: &str) -> Vec<DayStatus> {
    let days = ask(venue, "dinner", size, from, to).unwrap();
    days.into_iter().map(|day| day.status).collect()
}

#[test]
fn a_day_is_open_while_one_slot_is_and_full_when_only_capacity_is_wanting() {
    use DayStatus::{Closed, Full, Open};
    let settings = with(
        engine_settings(),
        [
            ("/experiences/0/periods/0/lastMinutes", json!(1110)),
            ("/horizonDays", json!(8)),
        ],
    );
    let mut venue = Venue::of(plan(settings));
    venue.book("dinner", "2026-11-27", 1080, 8);
    let days = statuses(&venue, 8, "2026-11-19", "2026-11-30");
    let past = [Closed, Closed];
    let expected = [Open, Open, Open, Open, Open, Open, Full, Open, Open];
    assert_eq!(days[..2], past);
    assert_eq!(days[2..11], expected);
    assert_eq!(days[11..], [Closed]);
    assert_eq!(statuses(&venue, 2, "2026-11-27", "2026-11-27"), [Open]);
}

#[test]
fn a_day_is_closed_when_no_slot_is_left_to_fill() {
    use DayStatus::{Closed, Open};
    let settings = with(
        engine_settings(),
        [
            ("/experiences/0/periods/0/weekdays", json!(["sat", "sun"])),
            ("/experiences/0/leadMinutes", json!(60)),
            ("/closures", json!([{ "from": "2026-11-28" }])),
        ],
    );
    let mut venue = Venue::of(plan(settings));
    let week = |venue: &Venue| statuses(venue, 2, "2026-11-21", "2026-11-29");
    let rest = [Open, Closed, Closed, Closed, Closed, Closed, Closed, Open];
    assert_eq!(week(&venue)[1..], rest);
    for (now, today) in [
        ("2026-11-21T20:00:00Z", Open),
        ("2026-11-21T20:00:01Z", Closed),
        ("2026-11-21T22:00:00Z", Closed),
    ] {
        venue.now = at(now);
        assert_eq!(week(&venue)[0], today, "{now}");
        assert_eq!(week(&venue)[1..], rest);
    }
}

#[test]
fn faulty_questions_name_their_fields() {
    let venue = Venue::example();
    for (id, size, to, field, code) in [
        ("supper", 2, "2026-11-27", "/experienceId", FieldCode::Unknown),
        ("dinner", 9, "2026-11-27", "/attendees", FieldCode::PartyTooLarge),
        ("dinner", 2, "2026-11-20", "/to", FieldCode::EndsBeforeStart),
        ("dinner", 2, "2027-01-22", "/to", FieldCode::RangeTooLong),
    ] {
        let errors = ask(&venue, id, size, "2026-11-21", to).unwrap_err();
        assert_eq!(errors, [FieldError::new(field, code)]);
    }
    assert_eq!(
        ask(&venue, "dinner", 2, "2026-11-21", "2027-01-21")
            .unwrap()
            .len(),
        62
    );
    assert_eq!(
        ask(&venue, "supper", 9, "2026-11-21", "2027-01-22")
            .unwrap_err()
            .len(),
        2
    );
}

/// The statuses and English notices of two days under closures of these members, which are shown as closed.
fn noticed(closures: &[Value]) -> Vec<(DayStatus, Option<String>)> {
    let mut venue = Venue::example();
    let rules: Vec<_> = (0..)
        .zip(closures)
        .map(|(number, closure): (u32, &Value)| {
            let mut effect = json!({ "kind": "closure", "from": "2026-11-27", "shownAs": "closed" });
            effect
                .as_object_mut()
                .unwrap()
                .extend(closure.as_object().unwrap().clone());
            rule(&format!("rule{number}"), &effect, venue.now)
        })
        .collect();
    venue.rules = DayRules::of(&venue.plan, &rules);
    let days = ask(&venue, "dinner", 2, "2026-11-27", "2026-11-28").unwrap();
    let english = Language::parse("en").unwrap();
    let text = |day: CalendarDay| day.notice.map(|notice| notice.get(&english).to_owned());
    days.into_iter().map(|day| (day.status, text(day))).collect()
}

fn text(text: &str) -> Value {
    json!({ "en": text, "de": "Auf Deutsch" })
}

#[test]
fn a_day_that_is_closed_says_why_and_the_days_beside_it_say_nothing() {
    let days = noticed(&[json!({ "text": text("Our anniversary") })]);
    let closed = (DayStatus::Closed, Some("Our anniversary".to_owned()));
    assert_eq!(days, [closed.clone(), (DayStatus::Open, None)]);
    let days = noticed(&[json!({ "to": "2026-11-28", "text": text("Our anniversary") })]);
    assert_eq!(days, [closed.clone(), closed]);
    assert_eq!(noticed(&[json!({})])[0], (DayStatus::Closed, None));
}

#[test]
fn a_day_that_is_closed_in_part_says_why_and_stays_open() {
    for part in [
        json!({ "areaId": "garden", "text": text("A wedding") }),
        json!({ "fromMinutes": 1260, "untilMinutes": 1300, "text": text("A wedding") }),
        json!({ "experienceId": "dinner", "fromMinutes": 1260, "untilMinutes": 1300, "text": text("A wedding") }),
    ] {
        let days = noticed(std::slice::from_ref(&part));
        assert_eq!(days[0], (DayStatus::Open, Some("A wedding".to_owned())), "{part}");
    }
    // Nothing is served at these times.
    let days = noticed(&[json!({ "fromMinutes": 60, "untilMinutes": 120, "text": text("Cleaning") })]);
    assert_eq!(days[0], (DayStatus::Open, None));
}

#[test]
fn a_day_that_is_shown_as_full_says_nothing() {
    let days = noticed(&[json!({ "shownAs": "full", "text": text("A wedding") })]);
    assert_eq!(days[0], (DayStatus::Full, None));
}

#[test]
fn of_several_closures_the_one_that_takes_most_says_why_and_of_equal_ones_the_latest() {
    let all = json!({ "text": text("Our anniversary") });
    let later = json!({ "text": text("The oven is broken") });
    let garden = json!({ "areaId": "garden", "text": text("A wedding") });
    for (closures, expected) in [
        ([all.clone(), garden.clone()], "Our anniversary"),
        ([garden, all.clone()], "Our anniversary"),
        ([all.clone(), later.clone()], "The oven is broken"),
        ([all, json!({})], "Our anniversary"),
    ] {
        assert_eq!(noticed(&closures)[0].1.as_deref(), Some(expected));
    }
}
