//! The services of a day under its rules, with the limits that count at each, for staff.

use config::plan::{ExperienceIndex, Limits, Plan};
use shared::locale::LocalizedText;
use shared::staff_day::{CoversLimits, DayService};
use shared::time::{Day, Minutes};

use super::day_rules::{self, DayRules};

/// The services of a day by their first seating; of those of one time in the order of the experiences. `shorthand` and
/// `interval` are not of the plan, so `describe` states them by the experience's number.
#[must_use]
pub fn services(
    plan: &Plan,
    rules: &DayRules,
    day: Day,
    describe: impl Fn(ExperienceIndex) -> (String, u16),
) -> Vec<DayService> {
    let mut services = Vec::new();
    for index in plan.indices() {
        let Some(experience) = plan.experience(index) else {
            continue;
        };
        let near = rules.near(index, day);
        for service in day_rules::services(plan, &near, index, day) {
            let slots: Vec<Minutes> = service.slots().collect();
            let (Some(first), Some(last)) = (slots.first(), slots.last()) else {
                continue;
            };
            let (shorthand, interval_minutes) = describe(index);
            let name: LocalizedText = experience.name().clone();
            services.push(DayService {
                experience_id: experience.id().clone(),
                name,
                shorthand,
                first_minutes: *first,
                last_minutes: *last,
                interval_minutes,
                limits: tighter(experience.limits(), service.limits()),
            });
        }
    }
    services.sort_by_key(|service| service.first_minutes);
    services
}

/// The limits as the API states them.
#[must_use]
pub fn limits(limits: Limits) -> CoversLimits {
    CoversLimits {
        seated: limits.seated,
        starting: limits.starting,
    }
}

/// Of two limits that both count, the lesser of each kind.
fn tighter(one: Limits, other: Limits) -> CoversLimits {
    let lesser = |one: Option<u32>, other: Option<u32>| match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
    CoversLimits {
        seated: lesser(one.seated, other.seated),
        starting: lesser(one.starting, other.starting),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_support::engine::Venue;

    #[test]
    fn a_day_has_the_services_of_each_experience_by_time() {
        let venue = Venue::example();
        let days = config::test_support::day("2026-11-23").through(config::test_support::day("2026-11-29"));
        let mut count = 0;
        for day in days {
            let made = services(&venue.plan, &venue.rules, day, |_| ("X".to_owned(), 15));
            assert!(made.is_sorted_by_key(|service| service.first_minutes));
            for service in &made {
                assert!(service.first_minutes <= service.last_minutes);
                assert_eq!((service.shorthand.as_str(), service.interval_minutes), ("X", 15));
            }
            count += made.len();
        }
        assert!(count > 0);
    }

    #[test]
    fn of_two_limits_the_lesser_counts() {
        let of = |seated, starting| Limits { seated, starting };
        let both = tighter(of(Some(40), None), of(Some(30), Some(8)));
        assert_eq!((both.seated, both.starting), (Some(30), Some(8)));
        assert_eq!(tighter(of(None, None), of(None, None)), CoversLimits::default());
    }
}
