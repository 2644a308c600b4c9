//! Guests' queries, validated: every faulty field is named at once.

use config::plan::{ExperienceIndex, Plan};
use shared::time::Instant;
use shared::validation::{FieldCode, FieldError};

use super::book::Book;
use super::day_rules::DayRules;
use super::exclusion::{Exclusion, Exclusions};
use super::service_day::{Party, ServiceDay, party_rules};
use crate::provider::{CalendarQuestion, SlotsQuestion};

/// Checks a calendar question, at most 62 days. Days that have passed or are too far ahead are no
/// fault: months have them, and they are closed.
pub(super) fn check_calendar(
    plan: &Plan,
    question: &CalendarQuestion,
) -> Result<ExperienceIndex, Vec<FieldError>> {
    let mut errors = Vec::new();
    let found = plan.find_experience(&question.experience_id);
    match found.and_then(|index| plan.experience(index)) {
        Some(experience) => errors.extend(field_errors(party_rules(experience, question.attendees), false)),
        None => errors.push(unknown_experience()),
    }
    errors.extend(question.range_faults());
    found.filter(|_| errors.is_empty()).ok_or(errors)
}

/// Checks a slots question and opens the day it is about.
pub(super) fn check_slots<'a>(
    plan: &'a Plan,
    book: &'a Book,
    rules: &'a DayRules,
    now: Instant,
    question: &'a SlotsQuestion,
) -> Result<ServiceDay<'a>, Vec<FieldError>> {
    let day = service_day(plan, book, rules, now, question)?;
    let errors = field_errors(day.day_rules(), day.is_over());
    if errors.is_empty() { Ok(day) } else { Err(errors) }
}

/// Opens the day that a slots question is about.
pub(super) fn service_day<'a>(
    plan: &'a Plan,
    book: &'a Book,
    rules: &'a DayRules,
    now: Instant,
    question: &'a SlotsQuestion,
) -> Result<ServiceDay<'a>, Vec<FieldError>> {
    let party = plan
        .find_experience(&question.experience_id)
        .map(|experience| Party {
            experience,
            attendees: question.attendees,
            moving: question.moving.as_ref(),
        });
    let day = party.and_then(|party| ServiceDay::new((plan, book, rules), now, party, question.day));
    day.ok_or_else(|| vec![unknown_experience()])
}

pub(super) fn unknown_experience() -> FieldError {
    FieldError::new("/experienceId", FieldCode::Unknown)
}

/// The faulty fields behind the rules that a slot breaks. Want of capacity is no field's fault.
pub(super) fn field_errors(rules: Exclusions, day_is_over: bool) -> Vec<FieldError> {
    let table = [
        (
            rules.has(Exclusion::PartyTooSmall),
            "/attendees",
            FieldCode::PartyTooSmall,
        ),
        (
            rules.has(Exclusion::PartyTooLarge),
            "/attendees",
            FieldCode::PartyTooLarge,
        ),
        (
            rules.has(Exclusion::BeyondHorizon),
            "/day",
            FieldCode::BeyondHorizon,
        ),
        (day_is_over, "/day", FieldCode::InThePast),
        (
            rules.has(Exclusion::InThePast) && !day_is_over,
            "/minutes",
            FieldCode::InThePast,
        ),
        (
            rules.has(Exclusion::LeadTimeTooShort),
            "/minutes",
            FieldCode::LeadTimeTooShort,
        ),
        (rules.has(Exclusion::Closed), "/minutes", FieldCode::NotASlot),
        (
            rules.has(Exclusion::TimeDoesNotExist) && !rules.has(Exclusion::Closed),
            "/minutes",
            FieldCode::NotASlot,
        ),
    ];
    let broken = table.into_iter().filter(|(applies, ..)| *applies);
    broken
        .map(|(_, pointer, code)| FieldError::new(pointer, code))
        .collect()
}
