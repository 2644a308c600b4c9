//! Rules of the day as the page offers them: closures of a day or a service, pauses and special hours.

use shared::day_rule::{DayRuleEffect, OpeningPeriod, ShownAs};
use shared::id::ExperienceId;
use shared::locale::LocalizedText;
use shared::staff_day::{DayService, StaffDay};
use shared::time::{Day, Instant, Minutes};

/// The days that are offered for a rule without a date being typed: two weeks.
const DAYS: u32 = 14;

/// A service that can be closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosableService {
    /// Its name.
    pub name: LocalizedText,
    /// Its first and its last seating.
    pub span: (Minutes, Minutes),
    /// Its closure.
    pub closure: DayRuleEffect,
}

/// The days on offer: from `today` on, and the one that is shown.
#[must_use]
pub fn days_on_offer(today: Day, shown: Day) -> Vec<Day> {
    let mut days: Vec<Day> = (0..DAYS).filter_map(|count| today.plus(count)).collect();
    if !days.contains(&shown) {
        days.push(shown);
        days.sort_unstable();
    }
    days
}

/// The closure of a whole day.
#[must_use]
pub fn closure_of_day(day: Day) -> DayRuleEffect {
    closure(day, None)
}

/// The services of a day, each with its closure; none of a day with one, whose closure is that of the day.
#[must_use]
pub fn closable_services(day: &StaffDay) -> Vec<ClosableService> {
    if day.services.len() < 2 {
        return Vec::new();
    }
    let services = day.services.iter().map(|service| {
        let id = &service.experience_id;
        let others = day
            .services
            .iter()
            .filter(|other| other.experience_id == *id && other.first_minutes != service.first_minutes);
        let periods: Vec<OpeningPeriod> = others.map(period).collect();
        // A closure by time would take stays of the services before it too, which would reach into it.
        let closure = if periods.is_empty() {
            closure(day.day, Some(id.clone()))
        } else {
            DayRuleEffect::SpecialHours {
                day: day.day,
                experience_id: id.clone(),
                periods,
                text: None,
            }
        };
        ClosableService {
            name: service.name.clone(),
            span: (service.first_minutes, service.last_minutes),
            closure,
        }
    });
    services.collect()
}

/// The first and the last seating of each service of an experience on a day, where special hours would replace several of them;
/// of one with a single service none.
#[must_use]
pub fn replaced_services(day: &StaffDay, experience: &ExperienceId) -> Vec<(Minutes, Minutes)> {
    let of_experience = day
        .services
        .iter()
        .filter(|service| service.experience_id == *experience);
    let spans: Vec<_> = of_experience
        .map(|service| (service.first_minutes, service.last_minutes))
        .collect();
    if spans.len() < 2 { Vec::new() } else { spans }
}

fn period(service: &DayService) -> OpeningPeriod {
    OpeningPeriod {
        first_minutes: service.first_minutes,
        last_minutes: service.last_minutes,
    }
}

fn closure(day: Day, experience_id: Option<ExperienceId>) -> DayRuleEffect {
    DayRuleEffect::Closure {
        from: day,
        to: None,
        from_minutes: None,
        until_minutes: None,
        experience_id,
        area_id: None,
        shown_as: ShownAs::Closed,
        text: None,
    }
}

/// A pause of so many minutes from `now` on; without them until the evening's last seating. It ends with a whole minute, so that
/// two taps on the button are one pause.
#[must_use]
pub fn pause(now: Instant, minutes: Option<i64>) -> DayRuleEffect {
    let now = Instant::from_unix(now.unix().div_euclid(60) * 60);
    DayRuleEffect::Pause {
        experience_id: None,
        until: minutes.map(|minutes| now.plus_minutes(minutes)),
    }
}

/// The period of these seatings, as a field for a time has them (`17:30`). A last seating before the first is after midnight.
#[must_use]
pub fn opening_period(first: &str, last: &str) -> Option<OpeningPeriod> {
    let (first_minutes, last) = (minutes_of_clock(first)?, minutes_of_clock(last)?);
    let last_minutes = if last < first_minutes {
        Minutes::parse(i64::from(last.get()) + i64::from(Minutes::DAY)).ok()?
    } else {
        last
    };
    Some(OpeningPeriod {
        first_minutes,
        last_minutes,
    })
}

/// The minutes of a time such as `17:30`.
#[must_use]
pub fn minutes_of_clock(text: &str) -> Option<Minutes> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    let is_time = (0..24).contains(&hours) && (0..60).contains(&minutes);
    Minutes::parse(hours * 60 + minutes).ok().filter(|_| is_time)
}

/// The minutes of a time of the clock on a day: after midnight where a service of it seats parties then.
#[must_use]
pub fn minutes_of_evening(day: &StaffDay, clock: Minutes) -> Minutes {
    let late = i64::from(clock.get()) + i64::from(Minutes::DAY);
    let is_served = |minutes: &Minutes| {
        let mut services = day.services.iter();
        services.any(|service| (service.first_minutes..=service.last_minutes).contains(minutes))
    };
    let late = Minutes::parse(late).ok().filter(is_served);
    late.unwrap_or(clock)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::super::test_support::{day, evening_at, evening_of, evening_with};
    use super::*;

    fn service(experience: &str, first: i64, last: i64) -> serde_json::Value {
        json!({
            "experienceId": experience, "name": { "en": experience }, "shorthand": "X", "firstMinutes": first,
            "lastMinutes": last, "intervalMinutes": 15, "limits": {},
        })
    }

    #[test]
    fn two_weeks_are_on_offer_and_the_day_that_is_shown() {
        let today = day("2026-11-27");
        assert_eq!(days_on_offer(today, today).len(), 14);
        let far = days_on_offer(today, day("2027-03-01"));
        assert_eq!((far.len(), far[14]), (15, day("2027-03-01")));
        let before = days_on_offer(today, day("2026-11-01"));
        assert_eq!(before[0], day("2026-11-01"));
    }

    #[test]
    fn a_day_with_one_service_is_closed_as_a_day() {
        assert_eq!(closable_services(&evening_of(Vec::new())), Vec::new());
    }

    #[test]
    fn a_service_is_closed_by_its_experience_or_by_the_hours_that_are_left_of_it() {
        let services = [
            service("lunch", 690, 810),
            service("dinner", 1_080, 1_200),
            service("dinner", 1_230, 1_290),
        ];
        let day = evening_with(Vec::new(), json!({ "services": services }));
        let closures: Vec<_> = closable_services(&day)
            .into_iter()
            .map(|service| serde_json::to_value(service.closure).unwrap())
            .collect();
        assert_eq!(
            (&closures[0]["kind"], &closures[0]["experienceId"]),
            (&json!("closure"), &json!("lunch"))
        );
        let left = json!([{ "firstMinutes": 1_230, "lastMinutes": 1_290 }]);
        assert_eq!(
            (&closures[1]["kind"], &closures[1]["periods"]),
            (&json!("special_hours"), &left)
        );
        assert_eq!(closures[2]["periods"][0]["firstMinutes"], 1_080);
    }

    #[test]
    fn special_hours_replace_each_of_several_services_of_an_experience() {
        let services = [
            service("lunch", 690, 810),
            service("dinner", 1_080, 1_200),
            service("dinner", 1_230, 1_290),
        ];
        let day = evening_with(Vec::new(), json!({ "services": services }));
        let replaced = |experience: &str| {
            let spans = replaced_services(&day, &ExperienceId::parse(experience).unwrap()).into_iter();
            spans
                .map(|(first, last)| (first.get(), last.get()))
                .collect::<Vec<_>>()
        };
        assert_eq!(replaced("dinner"), [(1_080, 1_200), (1_230, 1_290)]);
        assert!(replaced("lunch").is_empty());
        assert!(replaced("brunch").is_empty());
    }

    #[test]
    fn a_pause_ends_after_its_minutes_or_with_the_evening() {
        let until = |minutes| match pause(evening_at(1_140), minutes) {
            DayRuleEffect::Pause { until, .. } => until,
            _ => None,
        };
        assert_eq!(until(Some(60)), Some(evening_at(1_200)));
        assert_eq!(until(None), None);
    }

    #[test]
    fn two_taps_within_a_minute_are_one_pause() {
        let at = |seconds| pause(evening_at(1_140).plus_seconds(seconds), Some(60));
        assert_eq!(at(2), at(59));
        assert_ne!(at(2), at(60));
    }

    #[test]
    fn a_last_seating_before_the_first_is_after_midnight() {
        let of = |first, last| {
            opening_period(first, last).map(|period| (period.first_minutes.get(), period.last_minutes.get()))
        };
        assert_eq!(of("17:30", "21:00"), Some((1_050, 1_260)));
        assert_eq!(of("18:00", "00:30"), Some((1_080, 1_470)));
        assert_eq!(of("", "21:00"), None);
        assert_eq!(of("25:00", "21:00"), None);
    }

    #[test]
    fn a_time_after_midnight_is_of_the_evening_that_is_served_then() {
        let at = |services: serde_json::Value, clock| {
            let day = evening_with(Vec::new(), json!({ "services": services }));
            minutes_of_evening(&day, Minutes::parse(clock).unwrap()).get()
        };
        let late = json!([service("dinner", 1_080, 1_500)]);
        assert_eq!((at(late.clone(), 30), at(late, 1_140)), (1_470, 1_140));
        assert_eq!(at(json!([service("dinner", 1_080, 1_290)]), 30), 30);
    }

    proptest! {
        #[test]
        fn a_period_never_ends_before_it_begins(first in "[0-2][0-9]:[0-5][0-9]", last in "[0-2][0-9]:[0-5][0-9]") {
            if let Some(period) = opening_period(&first, &last) {
                prop_assert!(period.first_minutes <= period.last_minutes);
            }
        }
    }
}
