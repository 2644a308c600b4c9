//! Facts about the calendar's days.

use serde_json::json;
use shared::id::ExperienceId;
use shared::validation::FieldCode;

use super::*;
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
