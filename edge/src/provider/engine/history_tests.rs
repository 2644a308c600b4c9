//! Properties over random venues and random histories.

use config::plan::Plan;
use proptest::prelude::*;
use shared::money::Currency;
use shared::reservation::Status;

use super::book::{Book, Entry};
use super::calendar::calendar;
use super::day_rules::DayRules;
use super::slot::Slot;
use crate::provider::CalendarQuestion;
use crate::test_support::engine::history::History;
use crate::test_support::engine::random::{any_settings, settings, story};
use crate::test_support::engine::{party, zone};

proptest! {
    // A history is long: without a bound, making a failing one smaller would take minutes.
    #![proptest_config(ProptestConfig { cases: 192, max_shrink_iters: 500, ..ProptestConfig::default() })]

    #[test]
    fn a_history_keeps_every_promise((settings, story) in (settings(), story())) {
        // Every step of it checks that no table is held twice, no limit passed, open means
        // bookable, full means refused, and nothing better than what was given was free.
        History::after(&settings, &story);
    }

    #[test]
    fn the_calendar_says_of_every_day_what_its_slots_say(
        (settings, story, size) in (settings(), story(), 1u8..=8),
    ) {
        let history = History::after(&settings, &story);
        for experience in &settings.experiences {
            let question = CalendarQuestion {
                experience_id: experience.id.clone(),
                attendees: party(size),
                from: story.day.minus(3).unwrap(),
                to: story.day.plus(6).unwrap(),
            };
            match calendar(&history.plan, &history.book, &history.rules, history.now, &question) {
                Ok(days) => for found in days {
                    prop_assert_eq!(found.status, history.status(experience, found.day, size), "{:?}", found.day);
                },
                Err(_) => prop_assert!(size > experience.attendees.max),
            }
        }
    }

    #[test]
    fn calling_off_frees_exactly_what_was_held(
        (settings, story, size, slot) in (settings(), story(), 1u8..=8, 0usize..40),
    ) {
        let mut history = History::after(&settings, &story);
        let of_all = |history: &History| -> Vec<Vec<Slot>> {
            let days = || story.day.minus(1).unwrap().through(story.day.plus(3).unwrap());
            settings.experiences.iter().flat_map(|one| days().map(|on| history.slots(one, on, size, None))).collect()
        };
        let before = of_all(&history);
        let open: Vec<&Slot> = before.iter().flatten().filter(|slot| slot.is_open()).collect();
        if let Some(slot) = open.get(slot % open.len().max(1)) {
            let id = history.plan.experience(slot.experience).map(|one| one.id().clone());
            let index = settings.experiences.iter().position(|one| Some(&one.id) == id.as_ref()).unwrap();
            let placement = history.ask(index, slot, None).unwrap();
            let id = history.hold(index, placement);
            prop_assert_ne!(&of_all(&history), &before);
            let entry = history.book.get(&id).unwrap().clone();
            history.book.put(Entry { status: Status::NoShow, ..entry });
            prop_assert_eq!(of_all(&history), before);
        }
    }

    #[test]
    fn no_settings_make_a_plan_panic_nor_a_question_to_it(
        settings in any_settings(),
        story in story(),
        size in 1u8..=50,
    ) {
        if let Ok(plan) = Plan::build(&settings, zone(story.zone), Currency::EUR) {
            let question = CalendarQuestion {
                experience_id: settings.experiences[0].id.clone(),
                attendees: party(size),
                from: story.day,
                to: story.day.plus(7).unwrap(),
            };
            let _ = calendar(&plan, &Book::new(), &DayRules::none(), story.now, &question);
        }
    }
}
