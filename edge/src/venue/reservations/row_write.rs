//! Statements that change the row of a stored reservation.

use shared::id::{GuestId, ReservationId};
use shared::reservation::Status;
use shared::time::Instant;
use shared::validation::{Email, Name, Notes, Phone};

use super::choices::ChangedChoices;
use super::row::ReservationRow;
use crate::provider::engine::reserve::Placement;
use crate::storage::database::{DatabaseError, Statement, Value};

/// Statement that gives a reservation this guest.
pub(super) fn set_guest(id: &ReservationId, guest: &GuestId) -> Statement {
    Statement::new(
        "UPDATE reservations SET guest_id = ? WHERE id = ?",
        vec![guest.as_str().into(), id.as_str().into()],
    )
}

/// Stores a change: tables and times, the end of the refund period if that is new, and the guest's notes and choices.
pub(super) fn change(
    record: &ReservationRow,
    status: Status,
    moved: Option<(&Placement, Option<Instant>)>,
    notes: Option<&Notes>,
    choices: &ChangedChoices,
) -> Result<Statement, DatabaseError> {
    let notes = Value::from(notes.map(Notes::as_str));
    let json = |error: serde_json::Error| DatabaseError(error.to_string());
    let ordered = choices.ordered.as_ref().map(serde_json::to_string).transpose();
    let answers = choices.answers.as_ref().map(serde_json::to_string).transpose();
    let (ordered, answers) = (ordered.map_err(json)?, answers.map_err(json)?);
    let Some((placement, refund_until)) = moved else {
        return Ok(Statement::new(
            "UPDATE reservations SET notes = ?, ordered = ?, answers = ?, revision = revision + 1 WHERE id = ?",
            vec![notes, ordered.into(), answers.into(), record.id.as_str().into()],
        ));
    };
    let tables = serde_json::to_string(&placement.table_ids).map_err(json)?;
    let payment = placement.payment.as_ref().map(serde_json::to_string).transpose();
    Ok(Statement::new(
        "UPDATE reservations SET day = ?, minutes = ?, starts_at = ?, ends_at = ?, attendees = ?, status = ?,
            table_ids = ?, is_pinned = ?, payment = ?, refund_until = ?, notes = ?, ordered = ?, answers = ?,
            revision = revision + 1 WHERE id = ?",
        vec![
            placement.day.to_string().into(),
            i64::from(placement.minutes).into(),
            placement.start.unix().into(),
            placement.end.unix().into(),
            i64::from(placement.attendees).into(),
            status.text().into(),
            tables.into(),
            i64::from(placement.is_pinned).into(),
            payment.map_err(json)?.into(),
            refund_until.map(Instant::unix).into(),
            notes,
            ordered.into(),
            answers.into(),
            record.id.as_str().into(),
        ],
    ))
}

impl ReservationRow {
    /// Whether it differs from `before` in what letters and calendars say of it. Who its guest is, its tables and what staff
    /// alone write are none of it: a change of them sends no letter, and leaves the links of earlier ones valid.
    pub(super) fn is_revised(&self, before: &Self) -> bool {
        let time = (self.day, self.minutes, self.starts_at, self.ends_at);
        time != (before.day, before.minutes, before.starts_at, before.ends_at)
            || (self.attendees, &self.email, &self.notes) != (before.attendees, &before.email, &before.notes)
            || (&self.ordered, &self.answers) != (&before.ordered, &before.answers)
            || (&self.payment, self.refund_until()) != (&before.payment, before.refund_until())
    }
}

/// Stores a row of which all may have been changed but its status and what follows from that; `is_revised` is whether it
/// is another revision.
pub(super) fn rewrite(after: &ReservationRow, is_revised: bool) -> Result<Statement, DatabaseError> {
    let json = |error: serde_json::Error| DatabaseError(error.to_string());
    let payment = after.payment.as_ref().map(serde_json::to_string).transpose();
    let ordered = after.ordered.as_ref().map(serde_json::to_string).transpose();
    let notes = |notes: &Option<Notes>| Value::from(notes.as_ref().map(Notes::as_str));
    let name = |name: &Option<Name>| Value::from(name.as_ref().map(Name::as_str));
    Ok(Statement::new(
        "UPDATE reservations SET day = ?, minutes = ?, starts_at = ?, ends_at = ?, attendees = ?, table_ids = ?,
            is_pinned = ?, payment = ?, refund_until = ?, notes = ?, first_name = ?, last_name = ?, email = ?, phone = ?,
            locale = ?, company = ?, guest_notes = ?, internal_notes = ?, label_ids = ?, guest_id = ?,
             ordered = ?, revision = revision + ? WHERE id = ?",
        vec![
            after.day.to_string().into(),
            i64::from(after.minutes).into(),
            after.starts_at.unix().into(),
            after.ends_at.unix().into(),
            i64::from(after.attendees).into(),
            serde_json::to_string(&after.table_ids).map_err(json)?.into(),
            i64::from(after.is_pinned).into(),
            payment.map_err(json)?.into(),
            after.refund_until.map(Instant::unix).into(),
            notes(&after.notes),
            name(&after.first_name),
            after.last_name.as_str().into(),
            after.email.as_ref().map(Email::as_str).into(),
            after.phone.as_ref().map(Phone::as_str).into(),
            after.locale.as_str().into(),
            name(&after.company),
            notes(&after.guest_notes),
            notes(&after.internal_notes),
            serde_json::to_string(&after.label_ids).map_err(json)?.into(),
            after.guest_id.as_ref().map(GuestId::as_str).into(),
            ordered.map_err(json)?.into(),
            i64::from(is_revised).into(),
            after.id.as_str().into(),
        ],
    ))
}

/// Stores the company and the notes about a guest in the guest's other reservations.
pub(super) fn set_guest_details(row: &ReservationRow) -> Option<Statement> {
    let guest = row.guest_id.as_ref()?;
    Some(Statement::new(
        "UPDATE reservations SET company = ?, guest_notes = ? WHERE guest_id = ? AND id <> ? AND blanked_at IS NULL",
        vec![
            row.company.as_ref().map(Name::as_str).into(),
            row.guest_notes.as_ref().map(Notes::as_str).into(),
            guest.as_str().into(),
            row.id.as_str().into(),
        ],
    ))
}

/// Stores a change of status. Arrived and seated store the guests' arrival, and finished stores when they left; a
/// step back to an earlier status deletes the arrival again.
pub(super) fn set_status(record: &ReservationRow, to: Status, now: Instant) -> Statement {
    let was_there = record.checked_in_at;
    let checked_in_at = match to {
        Status::Arrived | Status::Seated => was_there.or(Some(now)),
        Status::Booked | Status::Reconfirmed => None,
        _ => was_there,
    };
    let checked_out_at = (to == Status::Finished).then_some(now.unix());
    Statement::new(
        "UPDATE reservations SET status = ?, checked_in_at = ?, checked_out_at = ?, revision = revision + 1
            WHERE id = ?",
        vec![
            to.text().into(),
            checked_in_at.map(Instant::unix).into(),
            checked_out_at.into(),
            record.id.as_str().into(),
        ],
    )
}
