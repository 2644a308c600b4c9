//! Facts about explanations: each rule with its figures, each table with its state, and that they agree with booking.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::json;
use shared::id::{ExperienceId, TableId};

use super::super::slot::every_slot;
use super::*;
use crate::test_support::engine::history::History;
use crate::test_support::engine::random::{settings, story};
use crate::test_support::engine::{Venue, at, day, engine_settings, experience, minutes, party, plan, with};

const EVENING: &str = "2026-11-27";

fn question(id: &str, on: &str, size: u8) -> SlotsQuestion {
    SlotsQuestion {
        experience_id: ExperienceId::parse(id).unwrap(),
        day: day(on),
        attendees: party(size),
        moving: None,
    }
}

fn explained(venue: &Venue, on: &str, minute: u16, size: u8) -> Explanation {
    explain(
        &venue.plan,
        &venue.book,
        &venue.rules,
        venue.now,
        &question("dinner", on, size),
        minutes(minute),
    )
    .unwrap()
}

/// The states of tables by the ids of the tables, joined by `+`.
fn states(venue: &Venue, explanation: &Explanation) -> Vec<(String, TableState)> {
    let named = |verdict: &TableVerdict| {
        let ids = venue.plan.table_ids(verdict.tables);
        let ids: Vec<_> = ids.iter().map(TableId::as_str).collect();
        (ids.join("+"), verdict.state.clone())
    };
    explanation.tables.iter().map(named).collect()
}

#[test]
fn an_open_time_breaks_no_rule_and_every_table_says_why() {
    let venue = Venue::example();
    let explanation = explained(&venue, EVENING, 1140, 3);
    assert_eq!(explanation.rules, []);
    let states = states(&venue, &explanation);
    let named: Vec<_> = states.iter().map(|(ids, state)| (ids.as_str(), state)).collect();
    assert_eq!(
        named,
        [
            ("h2a", &TableState::TooSmall),
            ("h2b", &TableState::TooSmall),
            ("h4a", &TableState::Free),
            ("h4b", &TableState::Free),
            ("h6", &TableState::TooLarge),
            ("g2a", &TableState::TooSmall),
            ("g2b", &TableState::TooSmall),
            ("g2a+g2b", &TableState::Free),
        ]
    );
}

#[test]
fn a_taken_table_names_who_has_it() {
    let mut venue = Venue::example();
    let (large, tables) = venue.book("dinner", EVENING, 1080, 8);
    assert_eq!(tables, "h4a+h4b");
    let explanation = explained(&venue, EVENING, 1110, 8);
    assert_eq!(
        explanation.rules,
        [Rule::NoTablesFound {
            stay: (at("2026-11-27T17:30:00Z"), at("2026-11-27T19:30:00Z"))
        }]
    );
    let pair = states(&venue, &explanation)
        .into_iter()
        .find(|(ids, _)| ids == "h4a+h4b");
    assert_eq!(pair.unwrap().1, TableState::Taken(vec![large.clone()]));
    // Who leaves as the party comes is not in its way.
    assert_eq!(explained(&venue, EVENING, 1200, 8).rules, []);
    // A party that moves is not in its own way either.
    let moving = SlotsQuestion {
        moving: Some(large),
        ..question("dinner", EVENING, 8)
    };
    let moved = explain(
        &venue.plan,
        &venue.book,
        &venue.rules,
        venue.now,
        &moving,
        minutes(1110),
    )
    .unwrap();
    assert_eq!(moved.rules, []);
}

#[test]
fn each_rule_has_the_figures_that_decide_it() {
    let settings = with(
        engine_settings(),
        [
            ("/closures", json!([{ "from": "2026-12-24", "to": "2026-12-26" }])),
            ("/experiences/0/leadMinutes", json!(120)),
            ("/experiences/0/attendees", json!({ "min": 2, "max": 6 })),
            ("/experiences/0/seatedLimit", json!(8)),
            ("/startingLimit", json!(7)),
            (
                "/experiences/0/closures",
                json!([{ "from": "2026-11-01" }, { "from": "2026-11-30", "fromMinutes": 1200, "untilMinutes": 1260 }]),
            ),
            (
                "/experiences/0/specialDays",
                json!([{ "days": ["2026-12-08"], "periods": [] }]),
            ),
        ],
    );
    let mut venue = Venue::of(plan(settings));
    venue.now = at("2026-11-21T17:01:30Z"); // 18:01:30 in Vienna
    venue.book("dinner", EVENING, 1140, 6);
    for (on, minute, size, rules) in [
        (EVENING, 1080, 1, vec![Rule::PartyTooSmall { least: 2 }]),
        (
            "2026-11-21",
            1140,
            4,
            vec![Rule::LeadTimeTooShort { lead: 120, left: 58 }],
        ),
        ("2026-11-21", 1080, 4, vec![Rule::InThePast]),
        (
            "2027-01-21",
            1140,
            2,
            vec![Rule::BeyondHorizon {
                horizon: 60,
                ahead: 61,
                opens: day("2026-11-22"),
            }],
        ),
        (
            "2026-12-25",
            1140,
            2,
            vec![Rule::Closed {
                scope: RuleScope::Venue,
                position: 0,
            }],
        ),
        (
            "2026-11-30",
            1140,
            2,
            vec![Rule::Closed {
                scope: RuleScope::Experience,
                position: 1,
            }],
        ),
        ("2026-12-08", 1140, 2, vec![Rule::NoService { is_special: true }]),
        (
            EVENING,
            1085,
            2,
            vec![Rule::NotASeating {
                seatings: [1080, 1110, 1140, 1170, 1200, 1230, 1260, 1290, 1320]
                    .map(minutes)
                    .to_vec(),
                hours: None,
            }],
        ),
        (
            EVENING,
            1140,
            3,
            vec![
                Rule::SeatedLimitReached {
                    scope: RuleScope::Experience,
                    covers: 6,
                    limit: 8,
                },
                Rule::StartingLimitReached {
                    scope: RuleScope::Venue,
                    covers: 6,
                    limit: 7,
                },
            ],
        ),
    ] {
        assert_eq!(
            explained(&venue, on, minute, size).rules,
            rules,
            "{on} {minute} {size}"
        );
    }
    let large = explained(&venue, EVENING, 1320, 7);
    assert_eq!(large.rules, [Rule::PartyTooLarge { most: 6 }]);
}

#[test]
fn a_weekday_without_a_service_and_a_time_that_the_clocks_skip_are_told_apart() {
    let settings = with(
        engine_settings(),
        [
            ("/horizonDays", json!(200)),
            ("/experiences/0/periods/0/weekdays", json!(["sat"])),
            ("/experiences/0/periods/0/lastMinutes", json!(1620)),
        ],
    );
    let venue = Venue::of(plan(settings));
    assert_eq!(
        explained(&venue, EVENING, 1140, 2).rules,
        [Rule::NoService { is_special: false }]
    );
    // 02:30 on 28 March 2027 in Vienna.
    let skipped = explained(&venue, "2027-03-27", 1590, 2);
    assert_eq!(skipped.rules, [Rule::TimeDoesNotExist]);
    assert_eq!(skipped.tables, []);
}

#[test]
fn tables_that_the_experience_cannot_use_say_which_rule_keeps_them() {
    let mut walk_in = engine_settings();
    walk_in["rooms"][0]["tables"][2]["reservable"] = json!(false);
    let settings = with(
        walk_in,
        [
            ("/experiences/0/attendees", json!({ "min": 3, "max": 4 })),
            ("/experiences/0/periods/0/rooms", json!(["hall"])),
        ],
    );
    let venue = Venue::of(plan(settings));
    let states = states(&venue, &explained(&venue, EVENING, 1140, 3));
    let of = |id: &str| states.iter().find(|(ids, _)| ids == id).unwrap().1.clone();
    assert_eq!(of("h4a"), TableState::NotReservable);
    assert_eq!(of("h4b"), TableState::Free);
    assert_eq!(of("g2a+g2b"), TableState::RoomNotServed);

    let mut outside = experience("drinks");
    outside["categories"] = json!(["outside"]);
    outside["attendees"] = json!({ "min": 1, "max": 2 });
    let settings = with(engine_settings(), [("/experiences/0", outside)]);
    let venue = Venue::of(plan(settings));
    let drinks = question("drinks", EVENING, 2);
    let explanation = explain(
        &venue.plan,
        &venue.book,
        &venue.rules,
        venue.now,
        &drinks,
        minutes(1140),
    )
    .unwrap();
    let of = |id: &str| {
        let states = super::tests::states(&venue, &explanation);
        states.into_iter().find(|(ids, _)| ids == id).unwrap().1
    };
    assert_eq!(of("g2a"), TableState::Free);
    // Its room serves no table of that kind at all.
    assert_eq!(of("h2a"), TableState::RoomNotServed);
}

#[test]
fn only_an_unknown_experience_is_a_fault() {
    let venue = Venue::example();
    let unknown = question("brunch", EVENING, 2);
    let fault = explain(
        &venue.plan,
        &venue.book,
        &venue.rules,
        venue.now,
        &unknown,
        minutes(1140),
    )
    .unwrap_err();
    assert_eq!(fault.len(), 1);
    assert_eq!(fault[0].pointer, "/experienceId");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, max_shrink_iters: 500, ..ProptestConfig::default() })]

    #[test]
    fn an_explanation_gives_the_reasons_of_the_slot_and_no_others(
        (settings, story, size) in (settings(), story(), 1u8..=9),
    ) {
        let history = History::after(&settings, &story);
        for experience in &settings.experiences {
            for on in story.day.minus(2).unwrap().through(story.day.plus(4).unwrap()) {
                let question = SlotsQuestion {
                    experience_id: experience.id.clone(),
                    day: on,
                    attendees: party(size),
                    moving: None,
                };
                for slot in every_slot(&history.plan, &history.book, &history.rules, history.now, &question).unwrap() {
                    let explanation =
                        explain(&history.plan, &history.book, &history.rules, history.now, &question, slot.minutes).unwrap();
                    let reasons = |reasons: Vec<Reason>| -> BTreeSet<String> {
                        reasons.iter().map(|reason| reason.text().to_owned()).collect()
                    };
                    let found: Vec<_> = explanation.rules.iter().map(|rule| rule.reason().unwrap()).collect();
                    // Where the time does not exist, nothing more is looked at.
                    prop_assert_eq!(reasons(found), reasons(slot.reasons.clone()), "{} {:?}", on, slot.minutes);
                    let is_any_free = explanation.tables.iter().any(|table| table.state == TableState::Free);
                    prop_assert_eq!(is_any_free, !slot.assignments.is_empty());
                }
            }
        }
    }
}
