//! Properties of random rules over random venues and histories: all that asks the engine agrees.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::json;
use shared::availability::Reason;
use shared::id::ExperienceId;

use super::super::book::Book;
use super::super::calendar::calendar;
use super::super::explain::{Rule, TableState, explain};
use super::super::slot::every_slot;
use super::*;
use crate::provider::{CalendarQuestion, SlotsQuestion};
use crate::test_support::engine::day_rules::{rules, seeds};
use crate::test_support::engine::history::History;
use crate::test_support::engine::party;
use crate::test_support::engine::random::{settings, story};

/// Whether a stay lies in a closure without times or in a pause, or has a blocked table: read from the rules as the API
/// has them, without the engine's own form of them.
fn is_taken_away(rule: &DayRule, experience: &ExperienceId, on: Day, stay: (Instant, Instant)) -> bool {
    let is_about = |named: &Option<ExperienceId>| named.as_ref().is_none_or(|named| named == experience);
    match &rule.effect {
        DayRuleEffect::Closure {
            from,
            to,
            from_minutes: None,
            area_id: None,
            experience_id,
            ..
        } => is_about(experience_id) && *from <= on && on <= to.unwrap_or(*from),
        DayRuleEffect::Pause {
            experience_id,
            until: Some(until),
            ..
        } => is_about(experience_id) && rule.created_at <= stay.0 && stay.0 < *until,
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, max_shrink_iters: 500, ..ProptestConfig::default() })]

    #[test]
    fn what_is_offered_under_rules_is_what_booking_accepts_and_never_what_a_rule_takes_away(
        (settings, story, seeds, size) in (settings(), story(), seeds(), 1u8..=8),
    ) {
        let mut history = History::after(&settings, &story);
        let all = rules(&settings, story.day, history.now, &seeds);
        history.rules = DayRules::of(&history.plan, &all);
        for (index, experience) in settings.experiences.iter().enumerate() {
            if size > experience.attendees.max {
                continue;
            }
            for on in story.day.minus(1).unwrap().through(story.day.plus(4).unwrap()) {
                for slot in history.slots(experience, on, size, None) {
                    // Compares the answer to a booking with the slot.
                    let Some(placement) = history.ask(index, &slot, None) else { continue };
                    let stay = (placement.start, placement.end);
                    for rule in &all {
                        prop_assert!(!is_taken_away(rule, &experience.id, on, stay), "{:?}", rule.effect);
                        if let DayRuleEffect::BlockedTables { table_ids, from, until, .. } = &rule.effect {
                            let is_there = stay.0 < *until && *from < stay.1;
                            prop_assert!(!(is_there && table_ids.iter().any(|id| placement.table_ids.contains(id))));
                        }
                        let entry = placement.entry(shared::id::ReservationId::parse("new").unwrap());
                        // Of two special hours the latest counts.
                        let is_of_hours = matches!(rule.effect, DayRuleEffect::SpecialHours { .. });
                        let is_met = history.rules.meets(&history.plan, &rule.id, &entry);
                        prop_assert!(is_of_hours || !is_met);
                    }
                }
                let question = CalendarQuestion {
                    experience_id: experience.id.clone(),
                    attendees: party(size),
                    from: on,
                    to: on,
                };
                let days = calendar(&history.plan, &history.book, &history.rules, history.now, &question).unwrap();
                prop_assert_eq!(days[0].status, history.status(experience, on, size), "{}", on);
            }
        }
    }

    #[test]
    fn an_explanation_under_rules_gives_the_reasons_of_the_slot_and_no_others(
        (settings, story, seeds, size) in (settings(), story(), seeds(), 1u8..=8),
    ) {
        let mut history = History::after(&settings, &story);
        let all = rules(&settings, story.day, history.now, &seeds);
        history.rules = DayRules::of(&history.plan, &all);
        for experience in &settings.experiences {
            for on in story.day.minus(1).unwrap().through(story.day.plus(4).unwrap()) {
                let question = SlotsQuestion {
                    experience_id: experience.id.clone(),
                    day: on,
                    attendees: party(size),
                    moving: None,
                };
                let (plan, book, rules) = (&history.plan, &history.book, &history.rules);
                for slot in every_slot(plan, book, rules, history.now, &question).unwrap() {
                    let explanation = explain(plan, book, rules, history.now, &question, slot.minutes).unwrap();
                    let texts = |reasons: Vec<Reason>| -> BTreeSet<String> {
                        reasons.iter().map(|reason| reason.text().to_owned()).collect()
                    };
                    let found: Vec<_> = explanation.rules.iter().filter_map(Rule::reason).collect();
                    prop_assert_eq!(texts(found), texts(slot.reasons.clone()), "{} {:?}", on, slot.minutes);
                    let is_any_free = explanation.tables.iter().any(|table| table.state == TableState::Free);
                    prop_assert_eq!(is_any_free, !slot.assignments.is_empty());
                }
            }
        }
    }

    #[test]
    fn rules_about_what_is_no_longer_there_change_nothing(
        (settings, story, seeds, size) in (settings(), story(), seeds(), 1u8..=8),
    ) {
        let history = History::after(&settings, &story);
        let gone = rules(&settings, story.day, history.now, &seeds).into_iter().map(|rule| {
            let mut rule = serde_json::to_value(rule).unwrap();
            for (key, value) in [("experienceId", json!("gone")), ("areaId", json!("gone")), ("tableIds", json!(["gone"]))] {
                if rule["effect"].get(key).is_some() {
                    rule["effect"][key] = value;
                }
            }
            let is_about_all = ["experienceId", "tableIds", "areaId"].iter().all(|key| rule["effect"].get(key).is_none());
            (is_about_all, serde_json::from_value::<DayRule>(rule).unwrap())
        });
        let gone: Vec<DayRule> = gone.filter(|(is_about_all, _)| !is_about_all).map(|(_, rule)| rule).collect();
        let rules = DayRules::of(&history.plan, &gone);
        for experience in &settings.experiences {
            let question = SlotsQuestion {
                experience_id: experience.id.clone(),
                day: story.day,
                attendees: party(size),
                moving: None,
            };
            let of = |rules: &DayRules, book: &Book| every_slot(&history.plan, book, rules, history.now, &question).unwrap();
            prop_assert_eq!(of(&rules, &history.book), of(&DayRules::none(), &history.book));
        }
    }
}
