//! Facts about the seating of a party that is being moved: the rules of days leave it to the party that has it.

use proptest::prelude::*;
use serde_json::{Value, json};
use shared::day_rule::DayRuleEffect;
use shared::id::{ExperienceId, ReservationId};

use crate::provider::SlotsQuestion;
use crate::provider::engine::day_rules::DayRules;
use crate::provider::engine::reserve::{Placement, PlacementRequest, Refusal, reserve};
use crate::provider::engine::slot::every_slot;
use crate::test_support::engine::day_rules::{rule, rules, seeds};
use crate::test_support::engine::history::History;
use crate::test_support::engine::random::{settings, story};
use crate::test_support::engine::{Venue, day, minutes, party};

const EVENING: &str = "2026-11-27";

/// The example's venue with a party of four at `h4a` at seven, under a rule of this effect that came later.
fn with_four(effect: &Value) -> (Venue, ReservationId) {
    let mut venue = Venue::example();
    let (four, table) = venue.book("dinner", EVENING, 1140, 4);
    assert_eq!(table, "h4a");
    venue.rules = DayRules::of(&venue.plan, [&rule("rule0", effect, venue.now)]);
    (venue, four)
}

fn moved(venue: &Venue, id: &ReservationId, minute: u16, size: u8) -> Result<Placement, Refusal> {
    let experience_id = ExperienceId::parse("dinner").unwrap();
    let request = PlacementRequest {
        experience_id: &experience_id,
        day: day(EVENING),
        minutes: minutes(minute),
        attendees: party(size),
        area_id: None,
        moving: Some(id),
    };
    reserve(&venue.plan, &venue.book, &venue.rules, venue.now, &request)
}

#[test]
fn a_party_that_stays_and_does_not_grow_keeps_its_seating_under_every_rule() {
    for effect in [
        json!({ "kind": "closure", "from": EVENING }),
        json!({ "kind": "closure", "from": EVENING, "shownAs": "full" }),
        json!({ "kind": "closure", "from": EVENING, "fromMinutes": 1080, "untilMinutes": 1440 }),
        json!({ "kind": "pause", "until": "2026-11-27T22:00:00Z" }),
        json!({ "kind": "covers_limit", "day": EVENING, "covers": 2 }),
        json!({
            "kind": "special_hours", "day": EVENING, "experienceId": "dinner",
            "periods": [{ "firstMinutes": 600, "lastMinutes": 660 }],
        }),
    ] {
        let (venue, four) = with_four(&effect);
        for size in [4, 3, 1] {
            assert!(moved(&venue, &four, 1140, size).is_ok(), "{effect} {size}");
        }
        assert!(moved(&venue, &four, 1140, 5).is_err(), "it grows: {effect}");
        assert!(moved(&venue, &four, 1170, 3).is_err(), "another time: {effect}");
        assert!(
            venue.ask("dinner", EVENING, 1140, 2).is_err(),
            "another party: {effect}"
        );
        let question = SlotsQuestion {
            experience_id: ExperienceId::parse("dinner").unwrap(),
            day: day(EVENING),
            attendees: party(3),
            moving: Some(four),
        };
        let slots = every_slot(&venue.plan, &venue.book, &venue.rules, venue.now, &question).unwrap();
        assert!(slots.is_sorted_by_key(|slot| slot.minutes));
        let open: Vec<_> = slots.iter().filter(|slot| slot.is_open()).collect();
        let times: Vec<_> = open
            .iter()
            .map(|slot| (slot.minutes.get(), slot.spots_open > 0))
            .collect();
        let own: Vec<_> = times.iter().filter(|(minute, _)| *minute == 1140).collect();
        assert_eq!(own, [&(1140, true)], "{effect}");
    }
}

#[test]
fn a_party_keeps_its_own_table_in_a_closed_room_and_gets_no_other_one_there() {
    let tables = |effect: &Value, size: u8| {
        let (venue, four) = with_four(effect);
        let placement = moved(&venue, &four, 1140, size).unwrap();
        let ids: Vec<_> = placement
            .table_ids
            .iter()
            .map(|id| id.as_str().to_owned())
            .collect();
        ids.join("+")
    };
    let closed = |area: &str| json!({ "kind": "closure", "from": EVENING, "areaId": area });
    assert_eq!(tables(&closed("hall"), 3), "h4a");
    assert_eq!(tables(&closed("hall"), 2), "g2a");
    assert_eq!(tables(&closed("garden"), 2), "h2a");
    let blocked = |ids: &[&str]| {
        json!({
            "kind": "blocked_tables", "tableIds": ids, "from": "2026-11-27T17:00:00Z",
            "until": "2026-11-27T22:00:00Z",
        })
    };
    assert_eq!(tables(&blocked(&["h4a"]), 3), "h4a");
    assert_eq!(tables(&blocked(&["h2a", "h2b"]), 2), "g2a");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, max_shrink_iters: 500, ..ProptestConfig::default() })]

    #[test]
    fn what_a_party_has_is_left_to_it_by_any_rules(
        (settings, story, seeds) in (settings(), story(), seeds()),
    ) {
        let history = History::after(&settings, &story);
        // Special hours have limits of their own.
        let all: Vec<_> = rules(&settings, story.day, history.now, &seeds)
            .into_iter()
            .filter(|rule| !matches!(rule.effect, DayRuleEffect::SpecialHours { .. }))
            .collect();
        // Of these a party keeps its own tables alone.
        let takes_some_tables = all.iter().any(|rule| {
            matches!(
                rule.effect,
                DayRuleEffect::BlockedTables { .. } | DayRuleEffect::Closure { area_id: Some(_), .. }
            )
        });
        let under = DayRules::of(&history.plan, &all);
        for (id, experience, placement) in history.held() {
            let most = placement.attendees.get();
            let least = if takes_some_tables { most } else { 1 };
            for size in least..=most {
                let request = PlacementRequest {
                    experience_id: &settings.experiences[*experience].id,
                    day: placement.day,
                    minutes: placement.minutes,
                    attendees: party(size),
                    area_id: None,
                    moving: Some(id),
                };
                let ask = |rules: &DayRules| {
                    reserve(&history.plan, &history.book, rules, history.now, &request).is_ok()
                };
                prop_assert_eq!(ask(&under), ask(&DayRules::none()), "{:?}", request);
            }
        }
    }
}
