//! The names of reminders in the outbox.

use shared::id::ReservationId;
use shared::time::Day;

use crate::storage::database::Statement;
use crate::venue::jobs::outbox;

/// The reminder's name: another day has another reminder, and each day has one. It is rewritten with each change
/// until it is sent.
pub(super) fn reminder(id: &ReservationId, day: Day) -> String {
    format!("reminder-{id}-{day}")
}

/// Statements that withdraw the reminder of a reservation that was on this day.
pub(super) fn take_back_reminder(id: &ReservationId, day: Day) -> Vec<Statement> {
    outbox::take_back(&reminder(id, day))
}

/// The reservation's day, where a message of this name is a reminder. The reminder says "tomorrow", so it is sent
/// before that day.
pub(in crate::venue) fn day_of_reminder(name: &str) -> Option<Day> {
    let mut parts = name.strip_prefix("reminder-")?.rsplitn(4, '-');
    let (date, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    parts.next()?;
    Day::parse(&format!("{year}-{month}-{date}")).ok()
}
