//! A calendar made of the slots of its days, which remote systems answer a few at a time.

use std::rc::Rc;

use shared::availability::{CalendarDay, DayStatus, Reason, Slot, SlotStatus};
use shared::time::{Day, Minutes};
use shared::validation::{FieldCode, FieldError};

use super::Inner;
use super::reads::{Source, note};
use crate::error::{Result, VenueError};
use crate::provider::CalendarQuestion;
use crate::upstream::Scope;

/// Reasons that a free table would not change: the venue, or booking online, is closed for the party.
const CLOSED_FOR_IT: [Reason; 8] = [
    Reason::CLOSED,
    Reason::IN_THE_PAST,
    Reason::LEAD_TIME_TOO_SHORT,
    Reason::BEYOND_HORIZON,
    Reason::PARTY_TOO_SMALL,
    Reason::PARTY_TOO_LARGE,
    Reason::TIME_DOES_NOT_EXIST,
    Reason::PAYMENT_NOT_SUPPORTED,
];

/// Every day asked for, in order. A day that could not be asked for fails the whole question: no day
/// is called closed that may not be.
pub(super) async fn calendar(
    inner: &Rc<Inner>,
    scope: &Scope,
    question: &CalendarQuestion,
) -> Result<Vec<CalendarDay>> {
    let mut faults: Vec<FieldError> = inner.party_fault(question.attendees).into_iter().collect();
    faults.extend(question.range_faults());
    if !faults.is_empty() {
        return Err(VenueError::Fields(faults));
    }
    let bookable = inner.bookable_days()?;
    let (within, outside): (Vec<Day>, Vec<Day>) = question
        .from
        .through(question.to)
        .partition(|day| bookable.contains(day));
    let of = (&question.experience_id, question.attendees);
    let asked = match inner.days(scope, of, &within).await {
        Ok(asked) => asked,
        Err(error) => return Err(inner.reading_failed(scope, &question.experience_id, error).await),
    };
    if asked.iter().all(|(_, read)| read.value.is_empty()) {
        inner.known_experience(scope, &question.experience_id).await?;
    }
    let source = asked.iter().map(|(_, read)| read.source).max();
    if let Some(source) = source {
        let fresh = asked.iter().map(|(_, read)| read.fresh_seconds).min();
        note(
            scope,
            source,
            fresh.filter(|_| source != Source::Stale).unwrap_or(0),
        );
    }
    let outside = outside.into_iter().map(|day| CalendarDay {
        day,
        status: DayStatus::Closed,
        notice: None,
    });
    let mut days: Vec<CalendarDay> = asked
        .iter()
        .map(|(day, read)| CalendarDay {
            day: *day,
            status: day_status(&read.value),
            notice: None,
        })
        .chain(outside)
        .collect();
    days.sort_by_key(|day| day.day);
    Ok(days)
}

/// The calendar's status of a day with these slots.
#[must_use]
pub fn day_status(slots: &[Slot]) -> DayStatus {
    let mut status = DayStatus::Closed;
    for slot in slots {
        match slot.status {
            SlotStatus::Open => return DayStatus::Open,
            SlotStatus::Full if !slot.reasons.iter().any(|one| CLOSED_FOR_IT.contains(one)) => {
                status = DayStatus::Full;
            }
            SlotStatus::Full => {}
        }
    }
    status
}

/// The faulty field behind a reason that no table would change, if it is one.
pub(super) fn field_fault(reason: &Reason) -> Option<FieldError> {
    let table = [
        (Reason::IN_THE_PAST, "/minutes", FieldCode::InThePast),
        (
            Reason::LEAD_TIME_TOO_SHORT,
            "/minutes",
            FieldCode::LeadTimeTooShort,
        ),
        (Reason::BEYOND_HORIZON, "/day", FieldCode::BeyondHorizon),
        (Reason::PARTY_TOO_SMALL, "/attendees", FieldCode::PartyTooSmall),
        (Reason::PARTY_TOO_LARGE, "/attendees", FieldCode::PartyTooLarge),
        (Reason::PAYMENT_NOT_SUPPORTED, "/minutes", FieldCode::NotOffered),
    ];
    table
        .into_iter()
        .find_map(|(known, pointer, code)| (*reason == known).then(|| FieldError::new(pointer, code)))
}

/// The day's open slots, without the one that was refused just now.
pub(super) fn taken(slots: Vec<Slot>, refused: Minutes) -> VenueError {
    let alternatives = slots
        .into_iter()
        .filter(|slot| slot.status == SlotStatus::Open && slot.minutes != refused)
        .collect();
    VenueError::Taken { alternatives }
}

#[cfg(test)]
#[path = "calendar_tests.rs"]
mod tests;
