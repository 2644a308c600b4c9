//! The days on which a party can be seated.

use config::plan::{Plan, TableSet};
use shared::availability::{CalendarDay, DayStatus};
use shared::time::Instant;
use shared::validation::FieldError;

use super::book::Book;
use super::day_rules::DayRules;
use super::question::check_calendar;
use super::service_day::{Party, ServiceDay};
use crate::provider::CalendarQuestion;

/// Answers a calendar question as of `now`, every day asked for in order: `open` if a slot is,
/// `full` if one lacks nothing but capacity, else `closed`.
pub fn calendar(
    plan: &Plan,
    book: &Book,
    rules: &DayRules,
    now: Instant,
    question: &CalendarQuestion,
) -> Result<Vec<CalendarDay>, Vec<FieldError>> {
    let experience = check_calendar(plan, question)?;
    let party = Party {
        experience,
        attendees: question.attendees,
        moving: None,
    };
    let days = question.from.through(question.to);
    let days = days.map(|day| CalendarDay {
        day,
        status: ServiceDay::new((plan, book, rules), now, party, day)
            .map_or(DayStatus::Closed, |day| status(&day)),
    });
    Ok(days.collect())
}

fn status(day: &ServiceDay) -> DayStatus {
    if !day.day_rules().is_empty() {
        return DayStatus::Closed;
    }
    let mut status = DayStatus::Closed;
    for seating in day
        .seatings()
        .iter()
        .filter(|seating| day.rules(seating).is_empty())
    {
        match day.capacity(seating, TableSet::ALL) {
            Some(capacity) if capacity.exclusions.is_empty() => return DayStatus::Open,
            _ => status = DayStatus::Full,
        }
    }
    status
}

#[cfg(test)]
#[path = "calendar_tests.rs"]
mod tests;
