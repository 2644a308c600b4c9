//! What guests ask, checked: every faulty field is named at once. It must not know the answers.

use shared::availability::MAX_CALENDAR_DAYS;
use shared::check::{FieldCode, FieldError};
use shared::id::{ExperienceId, ReservationId};
use shared::reservation::Attendees;
use shared::time::{Day, Instant};

use super::book::Book;
use super::exclusion::{Exclusion, Exclusions};
use super::plan::{ExperienceIndex, Plan};
use super::service_day::{Party, ServiceDay, party_rules};

/// On which days can a party be seated?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarQuestion {
    /// What is to be booked.
    pub experience_id: ExperienceId,
    /// The party's size.
    pub attendees: Attendees,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
}

/// At which times of a day can a party be seated?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotsQuestion {
    /// What is to be booked.
    pub experience_id: ExperienceId,
    /// The day.
    pub day: Day,
    /// The party's size.
    pub attendees: Attendees,
    /// The reservation that the party wants to move: its own tables and covers are not in its way.
    pub moving: Option<ReservationId>,
}

impl CalendarQuestion {
    /// Checks it, at most 62 days. Days that have passed or are too far ahead are no fault: months
    /// have them, and they are closed.
    pub fn check(&self, plan: &Plan) -> Result<ExperienceIndex, Vec<FieldError>> {
        let mut errors = Vec::new();
        let found = plan.find_experience(&self.experience_id);
        match found.and_then(|index| plan.experience(index)) {
            Some(experience) => errors.extend(field_errors(party_rules(experience, self.attendees), false)),
            None => errors.push(unknown_experience()),
        }
        let days = self.to.since(self.from);
        if days < 0 {
            errors.push(FieldError::new("/to", FieldCode::EndsBeforeStart));
        } else if days >= i64::from(MAX_CALENDAR_DAYS) {
            errors.push(FieldError::new("/to", FieldCode::RangeTooLong));
        }
        found.filter(|_| errors.is_empty()).ok_or(errors)
    }
}

impl SlotsQuestion {
    /// Checks it and opens the day it is about.
    pub(super) fn check<'a>(
        &'a self,
        plan: &'a Plan,
        book: &'a Book,
        now: Instant,
    ) -> Result<ServiceDay<'a>, Vec<FieldError>> {
        let party = plan.find_experience(&self.experience_id).map(|experience| Party {
            experience,
            attendees: self.attendees,
            moving: self.moving.as_ref(),
        });
        let day = party.and_then(|party| ServiceDay::new(plan, book, now, party, self.day));
        let day = day.ok_or_else(|| vec![unknown_experience()])?;
        let errors = field_errors(day.day_rules(), day.is_over());
        if errors.is_empty() { Ok(day) } else { Err(errors) }
    }
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
