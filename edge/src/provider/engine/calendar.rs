//! The days on which a party can be seated.

use config::plan::{Plan, Service, TableSet};
use shared::availability::{CalendarDay, DayStatus};
use shared::locale::LocalizedText;
use shared::time::Instant;
use shared::validation::FieldError;

use super::book::Book;
use super::day_rules::DayRules;
use super::question::check_calendar;
use super::service_day::{Party, ServiceDay};
use crate::provider::CalendarQuestion;

/// Answers a calendar question as of `now`, every day asked for in order: `open` if a slot is,
/// `full` if one lacks nothing but capacity, else `closed`. A day that a closure meets has its text for guests.
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
    let days = days.map(|day| {
        let service_day = ServiceDay::new((plan, book, rules), now, party, day);
        CalendarDay {
            day,
            status: service_day.as_ref().map_or(DayStatus::Closed, status),
            notice: service_day.as_ref().and_then(notice).cloned(),
        }
    });
    Ok(days.collect())
}

/// The text for guests of the closure that takes the most of the day away; of several, the latest one's.
fn notice<'a>(day: &ServiceDay<'a>) -> Option<&'a LocalizedText> {
    let texts = day.rules.iter().filter_map(|rule| Some((rule, rule.notice()?)));
    let mut found: Option<(usize, &LocalizedText)> = None;
    for (rule, text) in texts {
        let taken = day.seatings().iter().map(|seating| {
            let usable = day.service(seating).map_or(TableSet::EMPTY, Service::tables);
            match rule.block(day.plan, day.day, seating.stay) {
                Some(block) if usable.is_within(block.tables) => 2,
                Some(block) if block.tables.meets(usable) => 1,
                Some(_) | None => 0,
            }
        });
        let taken: usize = taken.sum();
        if taken > 0 && found.is_none_or(|(most, _)| taken >= most) {
            found = Some((taken, text));
        }
    }
    found.map(|(_, text)| text)
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
