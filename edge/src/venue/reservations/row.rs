//! The row of a stored reservation: reads and updates.

use serde::Deserialize;
use shared::id::{AreaId, ExperienceId, ReservationId, TableId};
use shared::locale::Language;
use shared::party::Attendees;
use shared::payment::PaymentTerms;
use shared::reservation::{Guest, Status};
use shared::time::{Day, Instant, Minutes};
use shared::validation::{Email, Name, Notes, Phone};

use crate::provider::engine::reserve::Placement;
use crate::storage::database::{Database, DatabaseError, Statement, Value, select};

/// A reservation as it lies in the database. It cannot be printed: it holds a guest's data.
#[derive(Deserialize)]
pub(super) struct ReservationRow {
    pub(super) id: ReservationId,
    pub(super) number: u32,
    pub(super) experience_id: ExperienceId,
    pub(super) day: Day,
    pub(super) minutes: Minutes,
    starts_at: i64,
    ends_at: i64,
    pub(super) attendees: Attendees,
    pub(super) status: Status,
    table_ids: String,
    pub(super) area_id: Option<AreaId>,
    first_name: Option<Name>,
    last_name: Name,
    email: Option<Email>,
    phone: Option<Phone>,
    pub(super) notes: Option<Notes>,
    pub(super) locale: Language,
    payment: Option<String>,
    pub(super) source: String,
    checked_in_at: Option<i64>,
    checked_out_at: Option<i64>,
    /// How often it was written since it was made: each change and each step adds one.
    revision: u32,
    /// What `revision` is added to for calendars.
    sequence_base: u32,
    /// None as long as it was never moved.
    refund_until: Option<i64>,
    /// When its personal data was blanked; none as long as it is there.
    blanked_at: Option<i64>,
}

impl ReservationRow {
    /// When it starts and when its table is free again.
    pub(super) fn span(&self) -> (Instant, Instant) {
        (
            Instant::from_unix(self.starts_at),
            Instant::from_unix(self.ends_at),
        )
    }

    /// Whether its personal data was blanked. It is shown to staff then, and nobody can do anything with it.
    pub(super) fn is_blanked(&self) -> bool {
        self.blanked_at.is_some()
    }

    /// Who has booked; a guest without contacts whose name is [`retention::BLANK`] once that was blanked.
    ///
    /// [`retention::BLANK`]: crate::venue::retention::BLANK
    pub(super) fn guest(&self) -> Guest {
        Guest {
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
            email: self.email.clone(),
            phone: self.phone.clone(),
        }
    }

    /// For how many minutes of elapsed time the tables are the party's.
    pub(super) fn duration(&self) -> u16 {
        u16::try_from((self.ends_at - self.starts_at) / 60).unwrap_or_default()
    }

    /// When the guests came, and when they left.
    pub(super) fn presence(&self) -> (Option<Instant>, Option<Instant>) {
        let instant = |seconds: Option<i64>| seconds.map(Instant::from_unix);
        (instant(self.checked_in_at), instant(self.checked_out_at))
    }

    /// Its tables.
    pub(super) fn tables(&self) -> Result<Vec<TableId>, DatabaseError> {
        serde_json::from_str(&self.table_ids).map_err(|error| DatabaseError(error.to_string()))
    }

    /// The last moment at which cancelling it gives everything back; none where it never does.
    pub(super) fn refund_until(&self) -> Result<Option<Instant>, DatabaseError> {
        let of_start = refund_until(self.span().0, self.payment()?.as_ref());
        let stored = self.refund_until.map(Instant::from_unix);
        Ok(of_start.map(|of_start| stored.unwrap_or(of_start)))
    }

    /// The same after a move: a deadline that has passed stays, so that no later start opens it again.
    pub(super) fn refund_until_after(
        &self,
        placement: &Placement,
        now: Instant,
    ) -> Result<Option<Instant>, DatabaseError> {
        let before = self.refund_until()?.filter(|until| *until < now);
        let of_start = refund_until(placement.start, placement.payment.as_ref());
        Ok(of_start.map(|of_start| before.unwrap_or(of_start)))
    }

    /// The revision that a write of it makes: [`change`] and [`set_status`] count.
    pub(super) fn next_revision(&self) -> u32 {
        self.revision + 1
    }

    /// Its number for calendars, which ignore what has no larger one than they know.
    pub(super) fn sequence(&self) -> u32 {
        self.sequence_base.saturating_add(self.revision)
    }

    /// The number that a write of it makes.
    pub(super) fn next_sequence(&self) -> u32 {
        self.sequence_base.saturating_add(self.next_revision())
    }

    /// What has to be paid.
    pub(super) fn payment(&self) -> Result<Option<PaymentTerms>, DatabaseError> {
        let payment = self.payment.as_deref().map(serde_json::from_str).transpose();
        payment.map_err(|error| DatabaseError(error.to_string()))
    }
}

/// The last moment at which cancelling a reservation of this start gives everything back; none where it never does.
pub(super) fn refund_until(start: Instant, terms: Option<&PaymentTerms>) -> Option<Instant> {
    let minutes = terms?.refund_minutes?;
    Some(start.plus_minutes(-i64::from(minutes)))
}

/// The reservation of this id.
pub(super) fn find(
    database: &dyn Database,
    id: &ReservationId,
) -> Result<Option<ReservationRow>, DatabaseError> {
    let records = select(
        database,
        "SELECT * FROM reservations WHERE id = ?",
        vec![id.as_str().into()],
    )?;
    Ok(records.into_iter().next())
}

/// The reservations of these days, by day and time.
pub(super) fn of_days(
    database: &dyn Database,
    from: Day,
    to: Day,
) -> Result<Vec<ReservationRow>, DatabaseError> {
    select(
        database,
        "SELECT * FROM reservations WHERE day BETWEEN ? AND ? ORDER BY day, minutes, number",
        vec![from.to_string().into(), to.to_string().into()],
    )
}

/// Stores a change: where the party sits now and until when its money comes back, if that is new, and what it wishes.
pub(super) fn change(
    record: &ReservationRow,
    status: Status,
    moved: Option<(&Placement, Option<Instant>)>,
    notes: Option<&Notes>,
) -> Result<Statement, DatabaseError> {
    let notes = Value::from(notes.map(Notes::as_str));
    let Some((placement, refund_until)) = moved else {
        return Ok(Statement::new(
            "UPDATE reservations SET notes = ?, revision = revision + 1 WHERE id = ?",
            vec![notes, record.id.as_str().into()],
        ));
    };
    let json = |error: serde_json::Error| DatabaseError(error.to_string());
    let tables = serde_json::to_string(&placement.table_ids).map_err(json)?;
    let payment = placement.payment.as_ref().map(serde_json::to_string).transpose();
    Ok(Statement::new(
        "UPDATE reservations SET day = ?, minutes = ?, starts_at = ?, ends_at = ?, attendees = ?, status = ?,
            table_ids = ?, payment = ?, refund_until = ?, notes = ?, revision = revision + 1 WHERE id = ?",
        vec![
            placement.day.to_string().into(),
            i64::from(placement.minutes).into(),
            placement.start.unix().into(),
            placement.end.unix().into(),
            i64::from(placement.attendees).into(),
            status.text().into(),
            tables.into(),
            payment.map_err(json)?.into(),
            refund_until.map(Instant::unix).into(),
            notes,
            record.id.as_str().into(),
        ],
    ))
}

/// Stores a change of status. Guests have come when they are arrived or seated, and have left when they are finished;
/// a step back to before takes the former away again.
pub(super) fn set_status(record: &ReservationRow, to: Status, now: Instant) -> Statement {
    let was_there = record.checked_in_at;
    let checked_in_at = match to {
        Status::Arrived | Status::Seated => was_there.or(Some(now.unix())),
        Status::Booked | Status::Reconfirmed => None,
        _ => was_there,
    };
    let checked_out_at = (to == Status::Finished).then_some(now.unix());
    Statement::new(
        "UPDATE reservations SET status = ?, checked_in_at = ?, checked_out_at = ?, revision = revision + 1
            WHERE id = ?",
        vec![
            to.text().into(),
            Value::from(checked_in_at),
            Value::from(checked_out_at),
            record.id.as_str().into(),
        ],
    )
}
