//! Facts about rules of days: what each takes away, how guests see it, and that all that asks the engine agrees.

use serde_json::{Value, json};
use shared::availability::{DayStatus, Reason};
use shared::id::ExperienceId;

use super::super::book::Entry;
use super::super::calendar::calendar;
use super::super::explain::{Rule, TableState, explain};
use super::super::reserve::Refusal;
use super::super::slot::every_slot;
use super::*;
use crate::provider::{CalendarQuestion, SlotsQuestion};
use crate::test_support::engine::day_rules::rule;
use crate::test_support::engine::{Venue, at, day, engine_settings, minutes, party, plan};

const EVENING: &str = "2026-11-27";

/// The example's venue under rules of these effects, which are `rule0`, `rule1` and so on.
fn under(effects: &[Value]) -> Venue {
    let mut venue = Venue::example();
    apply(&mut venue, effects);
    venue
}

fn apply(venue: &mut Venue, effects: &[Value]) {
    let numbered = effects.iter().enumerate();
    let all: Vec<_> = numbered
        .map(|(number, effect)| rule(&format!("rule{number}"), effect, venue.now))
        .collect();
    venue.rules = DayRules::of(&venue.plan, &all);
}

fn status(venue: &Venue, on: &str) -> DayStatus {
    let question = CalendarQuestion {
        experience_id: ExperienceId::parse("dinner").unwrap(),
        attendees: party(2),
        from: day(on),
        to: day(on),
    };
    calendar(&venue.plan, &venue.book, &venue.rules, venue.now, &question).unwrap()[0].status
}

/// The times of a day that are open to two, in minutes.
fn open(venue: &Venue, on: &str) -> Vec<u16> {
    let slots = venue.slots("dinner", on, 2).into_iter();
    slots
        .filter(super::super::slot::Slot::is_open)
        .map(|slot| slot.minutes.get())
        .collect()
}

fn explained(venue: &Venue, on: &str, minute: u16, size: u8) -> super::super::explain::Explanation {
    let question = SlotsQuestion {
        experience_id: ExperienceId::parse("dinner").unwrap(),
        day: day(on),
        attendees: party(size),
        moving: None,
    };
    explain(
        &venue.plan,
        &venue.book,
        &venue.rules,
        venue.now,
        &question,
        minutes(minute),
    )
    .unwrap()
}

fn id(text: &str) -> DayRuleId {
    DayRuleId::parse(text).unwrap()
}

#[test]
fn a_closed_day_is_closed_and_the_days_beside_it_are_not() {
    let venue = under(&[json!({ "kind": "closure", "from": EVENING, "to": "2026-11-28" })]);
    assert_eq!(status(&venue, "2026-11-26"), DayStatus::Open);
    assert_eq!(status(&venue, EVENING), DayStatus::Closed);
    assert_eq!(status(&venue, "2026-11-28"), DayStatus::Closed);
    assert_eq!(status(&venue, "2026-11-29"), DayStatus::Open);
    assert_eq!(venue.reasons("dinner", EVENING, 1140, 2), ["closed"]);
    assert!(matches!(
        venue.ask("dinner", EVENING, 1140, 2),
        Err(Refusal::Invalid(_))
    ));
    assert_eq!(
        explained(&venue, EVENING, 1140, 2).rules,
        [Rule::Blocked {
            rule: id("rule0"),
            is_closed: true
        }]
    );
}

#[test]
fn a_day_that_is_shown_as_full_cannot_be_told_from_a_full_one() {
    let venue = under(&[json!({ "kind": "closure", "from": EVENING, "shownAs": "full" })]);
    assert_eq!(status(&venue, EVENING), DayStatus::Full);
    let slot = venue.slot("dinner", EVENING, 1140, 2);
    assert_eq!(slot.reasons, [Reason::NO_TABLES_FOUND]);
    assert_eq!((slot.spots_open, slot.assignments.len()), (0, 0));
    assert_eq!(
        venue.ask("dinner", EVENING, 1140, 2),
        Err(Refusal::Taken(vec![Reason::NO_TABLES_FOUND]))
    );
    let explanation = explained(&venue, EVENING, 1140, 2);
    assert_eq!(
        explanation.rules,
        [Rule::Blocked {
            rule: id("rule0"),
            is_closed: false
        }]
    );
    assert!(
        explanation
            .tables
            .iter()
            .all(|table| table.state != TableState::Free)
    );
}

#[test]
fn a_closure_of_some_times_takes_every_stay_that_reaches_into_them() {
    let closure = json!({ "kind": "closure", "from": EVENING, "fromMinutes": 1260, "untilMinutes": 1300 });
    let venue = under(&[closure]);
    assert_eq!(open(&venue, EVENING), [1080, 1110, 1140, 1320]);
}

#[test]
fn a_closed_area_leaves_the_others_and_closes_a_service_that_has_none() {
    let closure = |area: &str| json!({ "kind": "closure", "from": EVENING, "areaId": area });
    let venue = under(&[closure("garden")]);
    assert_eq!(venue.slot("dinner", EVENING, 1140, 2).rooms_with_tables, [0]);
    assert_eq!(status(&venue, EVENING), DayStatus::Open);
    let both = under(&[closure("garden"), closure("hall")]);
    assert_eq!(status(&both, EVENING), DayStatus::Closed);
    assert_eq!(both.reasons("dinner", EVENING, 1140, 2), ["closed"]);
}

#[test]
fn a_blocked_table_is_given_to_no_party_whose_stay_meets_the_block() {
    let mut venue = under(&[json!({
        "kind": "blocked_tables", "tableIds": ["h6"], "from": "2026-11-27T19:00:00Z", "until": "2026-11-27T20:00:00Z",
    })]);
    let (_, pair) = venue.book("dinner", EVENING, 1080, 5);
    assert_eq!(pair, "h6");
    venue.book("dinner", EVENING, 1080, 8);
    // From 18:30 to 20:30 the table for six is taken by the block, and the others by the parties.
    let explanation = explained(&venue, EVENING, 1110, 5);
    let stay = (at("2026-11-27T17:30:00Z"), at("2026-11-27T19:30:00Z"));
    assert_eq!(
        explanation.rules,
        [
            Rule::NoTablesFound { stay },
            Rule::Blocked {
                rule: id("rule0"),
                is_closed: false
            },
        ]
    );
    let six = venue.plan.table_set([&shared::id::TableId::parse("h6").unwrap()]);
    let state = |minute| {
        let explanation = explained(&venue, EVENING, minute, 5);
        let found = explanation.tables.into_iter().find(|table| table.tables == six);
        found.unwrap().state
    };
    // 20:00 in Vienna is when the block begins, 21:00 when it is over.
    assert_eq!(state(1200), TableState::Blocked);
    assert_eq!(state(1260), TableState::Free);
}

#[test]
fn a_pause_fills_the_seatings_until_its_end_and_no_later_ones() {
    let mut venue = Venue::example();
    venue.now = at("2026-11-27T17:30:00Z");
    apply(
        &mut venue,
        &[json!({ "kind": "pause", "until": "2026-11-27T18:30:00Z" })],
    );
    assert_eq!(open(&venue, EVENING), [1170, 1200, 1230, 1260, 1290, 1320]);
    assert_eq!(venue.reasons("dinner", EVENING, 1140, 2), ["no_tables_found"]);
    assert_eq!(status(&venue, "2026-11-28"), DayStatus::Open);
    let other = json!({ "kind": "pause", "experienceId": "brunch", "until": "2026-11-27T18:30:00Z" });
    apply(&mut venue, &[other]);
    assert_eq!(
        open(&venue, EVENING).first(),
        Some(&1110),
        "a rule about nothing has no effect"
    );
}

#[test]
fn special_hours_replace_the_seatings_of_their_day_and_the_latest_rule_counts() {
    let hours = |first: u16, last: u16| {
        json!({
            "kind": "special_hours", "day": EVENING, "experienceId": "dinner",
            "periods": [{ "firstMinutes": first, "lastMinutes": last }],
        })
    };
    let venue = under(&[hours(600, 660), hours(720, 780)]);
    assert_eq!(open(&venue, EVENING), [720, 750, 780]);
    assert_eq!(open(&venue, "2026-11-28").first(), Some(&1080));
    let seatings = [720, 750, 780].map(minutes).to_vec();
    assert_eq!(
        explained(&venue, EVENING, 1140, 2).rules,
        [Rule::NotASeating {
            seatings,
            hours: Some(id("rule1"))
        }]
    );
}

#[test]
fn a_limit_of_covers_counts_the_whole_day_and_not_the_party_that_moves() {
    let mut venue = under(&[json!({ "kind": "covers_limit", "day": EVENING, "covers": 6 })]);
    let (four, _) = venue.book("dinner", EVENING, 1080, 4);
    assert_eq!(venue.slot("dinner", EVENING, 1320, 2).spots_open, 2);
    assert_eq!(
        venue.reasons("dinner", EVENING, 1320, 3),
        ["covers_limit_reached"]
    );
    assert_eq!(
        explained(&venue, EVENING, 1320, 3).rules,
        [Rule::CoversLimitReached {
            rule: id("rule0"),
            covers: 4,
            limit: 6
        }]
    );
    let moving = SlotsQuestion {
        experience_id: ExperienceId::parse("dinner").unwrap(),
        day: day(EVENING),
        attendees: party(6),
        moving: Some(four),
    };
    let slots = every_slot(&venue.plan, &venue.book, &venue.rules, venue.now, &moving).unwrap();
    assert!(slots.iter().any(super::super::slot::Slot::is_open));
    venue.book("dinner", EVENING, 1320, 2);
    assert_eq!(status(&venue, EVENING), DayStatus::Full);
    assert_eq!(status(&venue, "2026-11-28"), DayStatus::Open);
}

#[test]
fn a_limit_of_covers_counts_parties_that_have_left_and_none_that_did_not_come() {
    use shared::reservation::Status;
    let mut venue = under(&[json!({ "kind": "covers_limit", "day": EVENING, "covers": 4 })]);
    let (two, _) = venue.book("dinner", EVENING, 1080, 2);
    venue.book("dinner", EVENING, 1080, 2);
    for (status, is_open) in [
        (Status::Seated, false),
        (Status::Finished, false),
        (Status::Cancelled, true),
        (Status::NoShow, true),
    ] {
        venue.set_status(&two, status);
        let slot = venue.slot("dinner", EVENING, 1320, 2);
        assert_eq!(
            (slot.is_open(), slot.spots_open > 0),
            (is_open, is_open),
            "{status:?}"
        );
    }
}

#[test]
fn special_hours_have_the_rooms_and_the_limits_of_the_usual_service() {
    let mut settings = engine_settings();
    settings["experiences"][0]["periods"][0]["rooms"] = json!(["garden"]);
    settings["experiences"][0]["periods"][0]["seatedLimit"] = json!(3);
    let mut venue = Venue::of(plan(settings));
    let hours = json!({
        "kind": "special_hours", "day": EVENING, "experienceId": "dinner",
        "periods": [{ "firstMinutes": 1020, "lastMinutes": 1110 }, { "firstMinutes": 600, "lastMinutes": 660 }],
    });
    apply(&mut venue, &[hours]);
    for minute in [600, 1020] {
        let slot = venue.slot("dinner", EVENING, minute, 2);
        assert_eq!((slot.rooms, slot.spots_total), (vec![1], 3));
        assert_eq!(
            venue.reasons("dinner", EVENING, minute, 4),
            ["seated_limit_reached"]
        );
    }
}

#[test]
fn the_service_day_is_yesterday_until_its_last_seating_has_begun() {
    let mut settings = engine_settings();
    settings["experiences"][0]["periods"][0]["lastMinutes"] = json!(1500);
    let plan = plan(settings);
    let of = |now: &str| {
        service_day(&plan, &DayRules::none(), at(now))
            .unwrap()
            .to_string()
    };
    assert_eq!(of("2026-11-27T22:30:00Z"), "2026-11-27");
    assert_eq!(
        of("2026-11-28T00:00:00Z"),
        "2026-11-27",
        "01:00 in Vienna: the last seating"
    );
    assert_eq!(of("2026-11-28T00:00:01Z"), "2026-11-28");
}

#[test]
fn a_rule_meets_the_reservations_that_it_would_not_have_let_in() {
    let entry = |minute: u16, tables: &[&str], venue: &Venue| {
        let start = venue.plan.start(day(EVENING), minutes(minute)).unwrap();
        let ids: Vec<_> = tables
            .iter()
            .map(|id| shared::id::TableId::parse(id).unwrap())
            .collect();
        Entry {
            id: shared::id::ReservationId::parse("r1").unwrap(),
            experience: venue
                .plan
                .find_experience(&ExperienceId::parse("dinner").unwrap()),
            day: day(EVENING),
            minutes: minutes(minute),
            start,
            end: start.plus_minutes(120),
            attendees: party(2),
            tables: venue.plan.table_set(&ids),
            is_pinned: false,
            status: shared::reservation::Status::Booked,
        }
    };
    let block = json!({
        "kind": "blocked_tables", "tableIds": ["h6"], "from": "2026-11-27T19:00:00Z", "until": "2026-11-27T20:00:00Z",
    });
    let hours = json!({
        "kind": "special_hours", "day": EVENING, "experienceId": "dinner",
        "periods": [{ "firstMinutes": 1080, "lastMinutes": 1140 }],
    });
    for (effect, minute, tables, is_met) in [
        (json!({ "kind": "closure", "from": EVENING }), 1140, ["g2a"], true),
        (
            json!({ "kind": "closure", "from": "2026-11-28" }),
            1140,
            ["g2a"],
            false,
        ),
        (
            json!({ "kind": "closure", "from": EVENING, "areaId": "garden" }),
            1140,
            ["g2a"],
            true,
        ),
        (
            json!({ "kind": "closure", "from": EVENING, "areaId": "garden" }),
            1140,
            ["h2a"],
            false,
        ),
        (
            json!({ "kind": "closure", "from": EVENING, "experienceId": "brunch" }),
            1140,
            ["h2a"],
            false,
        ),
        (block.clone(), 1140, ["h6"], true),
        (block.clone(), 1140, ["h2a"], false),
        (block, 1260, ["h6"], false),
        (hours.clone(), 1140, ["h2a"], false),
        (hours, 1170, ["h2a"], true),
        (
            json!({ "kind": "pause", "until": "2026-12-27T19:00:00Z" }),
            1140,
            ["h2a"],
            false,
        ),
        (
            json!({ "kind": "covers_limit", "day": EVENING, "covers": 0 }),
            1140,
            ["h2a"],
            false,
        ),
    ] {
        let venue = under(std::slice::from_ref(&effect));
        let found = venue
            .rules
            .meets(&venue.plan, &id("rule0"), &entry(minute, &tables, &venue));
        assert_eq!(found, is_met, "{effect} {minute} {tables:?}");
    }
}
