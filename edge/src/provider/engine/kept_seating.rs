//! The seating that a party has already while it is being moved: rules of days leave it to a party that stays and does not
//! grow.

use config::plan::{Experience, ExperienceIndex, Service, TableSet};
use shared::id::ReservationId;
use shared::party::Attendees;
use shared::time::{Day, Minutes};

use super::book::Book;
use crate::provider::status;

/// The seating of the reservation `moving` on this day, with its tables, if its party of now `attendees` stays in its
/// experience and does not grow.
pub(super) fn kept(
    book: &Book,
    moving: &ReservationId,
    (experience, attendees): (ExperienceIndex, Attendees),
    day: Day,
) -> Option<(Minutes, TableSet)> {
    let entry = book.get(moving)?;
    let is_same = entry.day == day && entry.experience == Some(experience);
    (is_same && attendees <= entry.attendees && status::holds_tables(entry.status))
        .then_some((entry.minutes, entry.tables))
}

/// The usual service of a day that has a seating at `minutes`, where none of `services` has: special hours have replaced
/// it.
pub(super) fn usual_service<'a>(
    experience: &'a Experience,
    day: Day,
    minutes: Minutes,
    services: &[&Service],
) -> Option<&'a Service> {
    let has = |service: &Service| service.slots().any(|slot| slot == minutes);
    let is_missing = !services.iter().any(|service| has(service));
    let mut usual = experience.services(day).filter(|_| is_missing);
    usual.find(|service| has(service))
}

#[cfg(test)]
#[path = "kept_seating_tests.rs"]
mod tests;
