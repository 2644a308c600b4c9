//! The row of a stored reservation, and its reads.

use serde::{Deserialize, Serialize};
use shared::choices::GivenAnswer;
use shared::id::{AreaId, ExperienceId, GuestId, LabelId, ReservationId, TableId};
use shared::locale::Language;
use shared::party::Attendees;
use shared::payment::PaymentTerms;
use shared::reservation::{Guest, ReservationRequest, Status};
use shared::time::{Day, Instant, Minutes};
use shared::validation::{Email, Name, Notes, Phone};

pub(super) use super::source::Source;
use crate::provider::ReservationsQuestion;
use crate::provider::engine::order::StoredOrder;
use crate::provider::engine::reserve::Placement;
use crate::storage::database::{Database, DatabaseError, first, select};
use crate::storage::row::{self, TableRow};

/// A stored reservation. It cannot be printed: it holds a guest's data.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::venue) struct ReservationRow {
    pub(in crate::venue) id: ReservationId,
    /// The number behind `R-`.
    pub(in crate::venue) number: u32,
    pub(in crate::venue) experience_id: ExperienceId,
    pub(in crate::venue) day: Day,
    pub(in crate::venue) minutes: Minutes,
    #[serde(with = "row::unix")]
    pub(super) starts_at: Instant,
    /// When its tables are free again.
    #[serde(with = "row::unix")]
    pub(super) ends_at: Instant,
    pub(in crate::venue) attendees: Attendees,
    pub(in crate::venue) status: Status,
    #[serde(with = "row::json")]
    pub(super) table_ids: Vec<TableId>,
    /// The area that its guest has chosen.
    pub(super) area_id: Option<AreaId>,
    pub(in crate::venue) first_name: Option<Name>,
    /// [`blanking::BLANK`] once its personal data was blanked, since it may not be NULL.
    ///
    /// [`blanking::BLANK`]: crate::venue::blanking::BLANK
    pub(in crate::venue) last_name: Name,
    pub(super) email: Option<Email>,
    pub(in crate::venue) phone: Option<Phone>,
    pub(in crate::venue) notes: Option<Notes>,
    pub(in crate::venue) locale: Language,
    #[serde(with = "row::flag")]
    pub(in crate::venue) marketing_consent: bool,
    /// The terms of its payment.
    #[serde(with = "row::optional_json")]
    pub(super) payment: Option<PaymentTerms>,
    #[serde(with = "row::unix")]
    pub(in crate::venue) created_at: Instant,
    pub(super) source: Source,
    /// When its guests came.
    #[serde(with = "row::optional_unix")]
    pub(super) checked_in_at: Option<Instant>,
    /// When they left.
    #[serde(with = "row::optional_unix")]
    pub(super) checked_out_at: Option<Instant>,
    /// Until when a cancellation gives everything back, where that is not computed from the start; see
    /// [`ReservationRow::refund_until`].
    #[serde(with = "row::optional_unix")]
    pub(super) refund_until: Option<Instant>,
    /// The number of steps, and of changes of what letters and calendars say, since it was created.
    revision: u32,
    /// The number that is added to `revision` for calendars.
    sequence_base: u32,
    /// When its personal data was blanked; none before.
    #[serde(with = "row::optional_unix")]
    blanked_at: Option<Instant>,
    /// Since when its personal data is to be blanked as soon as nothing needs it; none if no erasure was requested.
    #[serde(with = "row::optional_unix")]
    erase_asked_at: Option<Instant>,
    /// Whether staff have pinned its tables.
    #[serde(with = "row::flag")]
    pub(super) is_pinned: bool,
    /// The labels that staff have attached.
    #[serde(with = "row::json")]
    pub(in crate::venue) label_ids: Vec<LabelId>,
    /// The guest's company.
    pub(in crate::venue) company: Option<Name>,
    /// Staff's notes about the guest.
    pub(in crate::venue) guest_notes: Option<Notes>,
    /// Staff's notes about the reservation.
    pub(in crate::venue) internal_notes: Option<Notes>,
    /// The guest, whom other reservations may share; none in a row that is older than this column, and once its personal
    /// data was blanked.
    pub(super) guest_id: Option<GuestId>,
    /// The order of its party beside the table.
    #[serde(with = "row::optional_json")]
    pub(in crate::venue) ordered: Option<StoredOrder>,
    /// The answers of its guest to the questions of the experience.
    #[serde(with = "row::optional_json")]
    pub(in crate::venue) answers: Option<Vec<GivenAnswer>>,
}

impl TableRow for ReservationRow {
    const TABLE: &'static str = "reservations";
}

impl ReservationRow {
    /// The row of a request that was placed at tables.
    pub(super) fn new(
        (id, number): (ReservationId, u32),
        request: &ReservationRequest,
        placement: &Placement,
        source: Source,
        created_at: Instant,
    ) -> Self {
        let guest = request.guest.clone();
        Self {
            id,
            number,
            experience_id: request.experience_id.clone(),
            day: request.day,
            minutes: request.minutes,
            starts_at: placement.start,
            ends_at: placement.end,
            attendees: request.attendees,
            status: placement.status,
            table_ids: placement.table_ids.clone(),
            area_id: request.area_id.clone(),
            first_name: guest.first_name,
            last_name: guest.last_name,
            email: guest.email,
            phone: guest.phone,
            notes: request.notes.clone(),
            locale: request.locale.clone(),
            marketing_consent: request.marketing_consent,
            payment: placement.payment.clone(),
            created_at,
            source,
            checked_in_at: None,
            checked_out_at: None,
            refund_until: None,
            revision: 0,
            sequence_base: 0,
            blanked_at: None,
            erase_asked_at: None,
            is_pinned: placement.is_pinned,
            label_ids: Vec::new(),
            company: None,
            guest_notes: None,
            internal_notes: None,
            guest_id: None,
            ordered: None,
            answers: None,
        }
    }

    /// Whether its personal data was blanked. Staff can still see it then, but no request can change it.
    pub(super) fn is_blanked(&self) -> bool {
        self.blanked_at.is_some()
    }

    /// The guest who booked; without contacts and with the name [`blanking::BLANK`] once the data was blanked.
    ///
    /// [`blanking::BLANK`]: crate::venue::blanking::BLANK
    pub(super) fn guest(&self) -> Guest {
        Guest {
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
            email: self.email.clone(),
            phone: self.phone.clone(),
        }
    }

    /// How long the tables are held for the party, in minutes of elapsed time.
    pub(super) fn duration(&self) -> u16 {
        u16::try_from((self.ends_at.unix() - self.starts_at.unix()) / 60).unwrap_or_default()
    }

    /// The last moment at which a cancellation gives everything back; none where it never does. As long as the
    /// reservation was never moved, it follows from the start.
    pub(super) fn refund_until(&self) -> Option<Instant> {
        let of_start = refund_until(self.starts_at, self.payment.as_ref());
        of_start.map(|of_start| self.refund_until.unwrap_or(of_start))
    }

    /// The same after a move: a deadline that has passed stays, so that no later start opens it again.
    pub(super) fn refund_until_after(&self, placement: &Placement, now: Instant) -> Option<Instant> {
        let before = self.refund_until().filter(|until| *until < now);
        let of_start = refund_until(placement.start, placement.payment.as_ref());
        of_start.map(|of_start| before.unwrap_or(of_start))
    }

    /// Whether it is of this revision.
    pub(super) fn is_of_revision(&self, revision: u32) -> bool {
        self.revision == revision
    }

    /// The revision that the next step or change makes.
    pub(super) fn next_revision(&self) -> u32 {
        self.revision + 1
    }

    /// The row after a move to this placement.
    pub(super) fn moved(self, placement: &Placement, now: Instant) -> Self {
        Self {
            refund_until: self.refund_until_after(placement, now),
            day: placement.day,
            minutes: placement.minutes,
            starts_at: placement.start,
            ends_at: placement.end,
            attendees: placement.attendees,
            table_ids: placement.table_ids.clone(),
            is_pinned: placement.is_pinned,
            payment: placement.payment.clone(),
            ..self
        }
    }

    /// The row of the next revision.
    pub(super) fn rewritten(self) -> Self {
        Self {
            revision: self.next_revision(),
            ..self
        }
    }

    /// Its number for calendars, which ignore an update without a larger number than they have.
    pub(super) fn sequence(&self) -> u32 {
        self.sequence_base.saturating_add(self.revision)
    }

    /// The number that the next write makes.
    pub(super) fn next_sequence(&self) -> u32 {
        self.sequence_base.saturating_add(self.next_revision())
    }
}

/// The columns of a reservation that the engine needs: a third of them and none of the guest, since the first request
/// after a start of the object waits until all upcoming reservations are read.
#[derive(Deserialize)]
pub(super) struct HeldRow {
    rowid: i64,
    pub(super) id: ReservationId,
    pub(super) experience_id: ExperienceId,
    pub(super) day: Day,
    pub(super) minutes: Minutes,
    #[serde(with = "row::unix")]
    pub(super) starts_at: Instant,
    #[serde(with = "row::unix")]
    pub(super) ends_at: Instant,
    pub(super) attendees: Attendees,
    pub(super) status: Status,
    #[serde(with = "row::json")]
    pub(super) table_ids: Vec<TableId>,
    #[serde(with = "row::flag")]
    pub(super) is_pinned: bool,
}

/// The number of reservations that are read at once: as values of JavaScript and JSON they take some ten times the memory
/// that they take in the book, and an object has 128 MB in all.
const HELD_AT_ONCE: usize = 1_000;

/// No row has a larger id than the largest whole number that the runtime's bindings pass.
const LAST_ROWID: i64 = (1 << 53) - 1;

/// Calls `read` with each reservation whose tables are not free again before `from`, by the end of their stay.
pub(super) fn for_each_held_since(
    database: &dyn Database,
    from: Instant,
    mut read: impl FnMut(HeldRow),
) -> Result<(), DatabaseError> {
    // A page begins behind the last row of the one before. The index is over `ends_at` and, as each index, the row's id.
    let mut after = (from.unix(), LAST_ROWID);
    loop {
        let page: Vec<HeldRow> = select(
            database,
            "SELECT rowid, id, experience_id, day, minutes, starts_at, ends_at, attendees, status, table_ids, is_pinned
             FROM reservations WHERE (ends_at, rowid) > (?, ?) ORDER BY ends_at, rowid LIMIT ?",
            vec![
                after.0.into(),
                after.1.into(),
                i64::try_from(HELD_AT_ONCE).unwrap_or(i64::MAX).into(),
            ],
        )?;
        let is_last = page.len() < HELD_AT_ONCE;
        for row in page {
            after = (row.ends_at.unix(), row.rowid);
            read(row);
        }
        if is_last {
            return Ok(());
        }
    }
}

/// The largest number given so far; 0 before the first.
pub(super) fn last_number(database: &dyn Database) -> Result<u32, DatabaseError> {
    #[derive(Deserialize)]
    struct Last {
        number: u32,
    }
    let sql = "SELECT COALESCE(MAX(number), 0) AS number FROM reservations";
    let last = first(database, sql, vec![])?;
    Ok(last.map_or(0, |Last { number }| number))
}

/// The last moment at which a cancellation of a reservation of this start gives everything back; none where it never
/// does.
pub(super) fn refund_until(start: Instant, terms: Option<&PaymentTerms>) -> Option<Instant> {
    let minutes = terms?.refund_minutes?;
    Some(start.plus_minutes(-i64::from(minutes)))
}

/// The reservation of this id.
pub(super) fn find(
    database: &dyn Database,
    id: &ReservationId,
) -> Result<Option<ReservationRow>, DatabaseError> {
    let sql = "SELECT * FROM reservations WHERE id = ?";
    first(database, sql, vec![id.as_str().into()])
}

/// The reservations of these ids, by time.
pub(super) fn of_ids(
    database: &dyn Database,
    ids: &[&ReservationId],
) -> Result<Vec<ReservationRow>, DatabaseError> {
    let ids = serde_json::to_string(ids).map_err(|error| DatabaseError(error.to_string()))?;
    select(
        database,
        "SELECT * FROM reservations WHERE id IN (SELECT value FROM json_each(?)) ORDER BY starts_at, number",
        vec![ids.into()],
    )
}

/// Up to `most` reservations of the days, of the statuses and from the sources that are asked for, by day and time.
pub(super) fn of_days(
    database: &dyn Database,
    question: &ReservationsQuestion,
    most: usize,
) -> Result<Vec<ReservationRow>, DatabaseError> {
    let statuses = serde_json::json!(question.statuses).to_string();
    select(
        database,
        "SELECT * FROM reservations WHERE day BETWEEN ?1 AND ?2 AND (?3 = 1 OR source <> 'walk_in')
            AND (?4 = '[]' OR status IN (SELECT value FROM json_each(?4)))
         ORDER BY day, minutes, number LIMIT ?5",
        vec![
            question.from.to_string().into(),
            question.to.to_string().into(),
            i64::from(question.include_walk_ins).into(),
            statuses.into(),
            i64::try_from(most).unwrap_or(i64::MAX).into(),
        ],
    )
}

/// The reservations under an e-mail address in small letters, in the order in which they were made.
pub(in crate::venue) fn of_address(
    database: &dyn Database,
    address: &str,
) -> Result<Vec<ReservationRow>, DatabaseError> {
    select(
        database,
        "SELECT * FROM reservations WHERE LOWER(email) = ? ORDER BY number",
        vec![address.into()],
    )
}

#[cfg(test)]
#[path = "row_tests.rs"]
mod tests;
