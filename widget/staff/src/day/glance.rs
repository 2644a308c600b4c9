//! A day at a glance, for the week.

use shared::day_rule::DayRuleEffect;
use shared::reservation::Status;
use shared::staff_day::StaffDay;
use shared::time::Day;

use super::covers::Curve;

/// A day at a glance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayGlance {
    /// The day.
    pub day: Day,
    /// Its covers.
    pub covers: u32,
    /// The most covers, by its rules.
    pub limit: Option<u32>,
    /// The requests that wait for an answer.
    pub requests: usize,
    /// The parties that wait for a table.
    pub waiting: usize,
    /// Whether no service is held.
    pub is_closed: bool,
    /// Its notes for the team.
    pub notes: Vec<String>,
}

impl DayGlance {
    /// The glance at a day.
    #[must_use]
    pub fn of(day: &StaffDay) -> Self {
        let curve = Curve::of(day, |one| one.status);
        let requests = day
            .reservations
            .iter()
            .filter(|one| one.status == Status::Requested);
        let notes = day.rules.iter().filter_map(|rule| match &rule.effect {
            DayRuleEffect::Note { text, .. } => Some(text.as_str().to_owned()),
            _ => None,
        });
        Self {
            day: day.day,
            covers: curve.covers,
            limit: curve.limit,
            requests: requests.count(),
            waiting: day.waitlist.len(),
            is_closed: day.services.is_empty() || is_closed(day),
            notes: notes.collect(),
        }
    }
}

/// Whether a rule closes the whole day.
fn is_closed(day: &StaffDay) -> bool {
    day.rules.iter().any(|rule| {
        matches!(
            rule.effect,
            DayRuleEffect::Closure {
                from_minutes: None,
                experience_id: None,
                area_id: None,
                ..
            }
        )
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::test_support::{evening_at, evening_of, evening_with, reservation, with_status};
    use super::*;

    #[test]
    fn a_day_has_its_covers_and_what_waits_for_an_answer() {
        let day = evening_of(vec![
            reservation("r1", 1_140, 4),
            with_status(reservation("r2", 1_140, 2), Status::Requested),
            with_status(reservation("r3", 1_140, 8), Status::Cancelled),
        ]);
        let glance = DayGlance::of(&day);
        assert_eq!((glance.covers, glance.requests, glance.is_closed), (6, 1, false));
    }

    #[test]
    fn a_day_without_services_and_one_that_a_rule_closes_are_closed() {
        assert!(DayGlance::of(&evening_with(Vec::new(), json!({ "services": [] }))).is_closed);
        let rule = |fields: &str| {
            let mut effect = json!({ "kind": "closure", "from": "2026-11-27", "shownAs": "closed" });
            if !fields.is_empty() {
                effect[fields] = json!("lunch");
            }
            let rule = json!({
                "id": "d1", "effect": effect, "endsAt": evening_at(1_500), "createdAt": evening_at(0),
            });
            DayGlance::of(&evening_with(Vec::new(), json!({ "rules": [rule] }))).is_closed
        };
        assert!(rule(""));
        assert!(!rule("experienceId"));
    }
}
