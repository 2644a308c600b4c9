//! Calls of tills about the party at a table: it has sat down, or paid its bill.
//!
//! A call names no party. So a till that repeats one, or two tills that report the same party, are answered with the
//! reservation of the first call.

use std::cmp::Reverse;

use config::plan::TableSet;
use config::till::table_name;
use shared::id::{ReservationId, TableId};
use shared::reservation::Status;
use shared::time::Instant;
use shared::validation::{FieldCode, FieldError};

use super::Reservations;
use super::actor::Actor;
use super::query::find;
use super::row::{self, ReservationRow};
use crate::error::{Result, VenueError};
use crate::provider::engine::staff_placement::wanted_tables;
use crate::storage::database::{Database, DatabaseError, select};
use crate::storage::job_queue::{self, JobKind};
use crate::venue::context::Ctx;
use crate::venue::message::staff::StaffReservation;
use crate::venue::message::table::TableCall;
use crate::venue::waitlist;

/// A booked party is checked in this many minutes before and after its time.
const CHECK_IN_MINUTES: i64 = 15;
/// A party that has paid leaves after this many minutes.
pub(super) const LEAVES_AFTER_MINUTES: i64 = 10;
/// A party is still there at most this many minutes after the end of its stay, so that the evening is over.
const LONGEST_OVERSTAY_MINUTES: i64 = 6 * 60;
/// A party of today has begun its stay, and one that is due ends it, within this time: the longest stay is a day.
const ABOUT_MINUTES: i64 = 25 * 60;

/// A reservation at a table of a call, with its tables.
pub(super) struct AtTable {
    pub(super) record: ReservationRow,
    pub(super) tables: TableSet,
}

impl AtTable {
    fn is_sitting(&self) -> bool {
        matches!(self.record.status, Status::Seated | Status::Ordered)
    }

    /// Whether the party sits there since a moment that a call which is repeated may be about.
    pub(super) fn has_just_sat_down(&self, now: Instant) -> bool {
        self.is_sitting() && is_near(self.record.checked_in_at, now)
    }
}

impl Reservations {
    /// The party at these tables has sat down: a booked one that is due is checked in, one that is there already is
    /// answered, and any other is a walk-in.
    ///
    /// # Errors
    ///
    /// [`VenueError::TablesNotFree`] where another party has a table, or a rule of the day takes it; otherwise the
    /// faults of the call.
    pub fn check_in_table(&mut self, ctx: Ctx<'_>, call: &TableCall) -> Result<StaffReservation> {
        let tables = self.tables_of(call)?;
        let present = self.at_tables(ctx, tables)?;
        let repeated = present.iter().filter(|one| one.has_just_sat_down(ctx.now));
        if let Some(one) = latest(repeated, tables) {
            return self.staff_reservation(ctx, &one.record.id);
        }
        if let Some(due) = due(ctx, &present, tables)? {
            self.leave_paid(ctx, &present)?;
            self.take_to(ctx, &due.record, (Status::Seated, Actor::Restaurant), Vec::new())?;
            return self.staff_reservation(ctx, &due.record.id);
        }
        let sitting = present.iter().filter(|one| {
            let is_there = one.is_sitting() || one.record.status == Status::Paid;
            is_there && ctx.now < one.record.ends_at
        });
        if let Some(one) = latest(sitting, tables) {
            return self.staff_reservation(ctx, &one.record.id);
        }
        let id = self.seat_walk_in(ctx, tables, (call.attendees, None), None)?;
        self.staff_reservation(ctx, &id)
    }

    /// The party at these tables has paid: it leaves some minutes later, by a job. A party that has paid already is
    /// answered as it is. One that has arrived and waits for a table is meant where no other sits there.
    ///
    /// # Errors
    ///
    /// [`VenueError::NotFound`] where no party has sat down; otherwise the faults of the call.
    pub fn pay_table(&mut self, ctx: Ctx<'_>, call: &TableCall) -> Result<StaffReservation> {
        let tables = self.tables_of(call)?;
        let present = self.at_tables(ctx, tables)?;
        let today = ctx.today(self.plan.zone())?;
        let active = present.iter().filter(|one| {
            let AtTable { record, .. } = one;
            let has_come = matches!(
                record.status,
                Status::Arrived | Status::Seated | Status::Ordered | Status::Paid
            );
            has_come && (record.day == today || may_be_there(record, ctx.now))
        });
        let one = active.min_by_key(|one| (bill_order(&one.record, ctx.now), order(one, tables)));
        let one = one.ok_or(VenueError::NotFound)?;
        let id = &one.record.id;
        if one.record.status == Status::Arrived {
            // Who pays at a table sits at it.
            self.take_to(ctx, &one.record, (Status::Seated, Actor::Restaurant), Vec::new())?;
        }
        let record = find(ctx, id)?;
        let at = ctx.now.plus_minutes(LEAVES_AFTER_MINUTES);
        let leaves = job_queue::schedule_if_absent(JobKind::StayEnd, id.as_str(), at);
        self.take_to(ctx, &record, (Status::Paid, Actor::Restaurant), vec![leaves])?;
        self.staff_reservation(ctx, id)
    }

    /// Ends the stay of a party that has paid, unless it has ordered again since.
    pub fn end_stay(&mut self, ctx: Ctx<'_>, id: &ReservationId) -> Result<()> {
        let over = vec![job_queue::settle(JobKind::StayEnd, id.as_str())];
        let record = row::find(ctx.database, id)?.filter(|record| record.status == Status::Paid);
        match record {
            Some(record) => {
                self.take_to(ctx, &record, (Status::Finished, Actor::Restaurant), over)?;
            }
            None => ctx.database.write(over)?,
        }
        Ok(())
    }

    /// Ends the stay of the parties that have paid, since the next one sits down.
    pub(super) fn leave_paid(&mut self, ctx: Ctx<'_>, present: &[AtTable]) -> Result<()> {
        for one in present.iter().filter(|one| one.record.status == Status::Paid) {
            self.take_to(
                ctx,
                &one.record,
                (Status::Finished, Actor::Restaurant),
                Vec::new(),
            )?;
        }
        Ok(())
    }

    /// The tables of a call.
    ///
    /// # Errors
    ///
    /// [`VenueError::Fields`] for an unknown table, tables of two rooms, and a call that names none;
    /// [`VenueError::TablesOfOneName`] for a name that several tables have.
    fn tables_of(&self, call: &TableCall) -> Result<TableSet> {
        let fault = |pointer: &str, code| VenueError::Fields(vec![FieldError::new(pointer, code)]);
        if let Some(tables) = wanted_tables(&self.plan, &call.ids, "/tableIds").map_err(VenueError::Fields)? {
            return Ok(tables);
        }
        let Some(name) = &call.name else {
            return Err(fault("/tableName", FieldCode::Required));
        };
        let tables = self.settings.rooms.iter().flat_map(|room| &room.tables);
        let named = tables.filter(|table| table_name(&table.name) == table_name(name));
        let ids: Vec<TableId> = named.map(|table| table.id.clone()).collect();
        match ids.len() {
            0 => Err(fault("/tableName", FieldCode::Unknown)),
            1 => Ok(self.plan.table_set(&ids)),
            _ => Err(VenueError::TablesOfOneName { ids }),
        }
    }

    /// The reservations at one of these tables, alone or together with others, whose parties are expected about now or
    /// are there.
    pub(super) fn at_tables(&self, ctx: Ctx<'_>, tables: TableSet) -> Result<Vec<AtTable>> {
        let rows = held_about(ctx.database, ctx.now)?;
        let rows = rows.into_iter().filter(|record| !record.is_blanked());
        let present = rows.map(|record| AtTable {
            tables: self.plan.table_set(&record.table_ids),
            record,
        });
        Ok(present.filter(|one| one.tables.meets(tables)).collect())
    }
}

/// The reservations that end within [`ABOUT_MINUTES`] of now, and whose parties may come or be there.
fn held_about(database: &dyn Database, now: Instant) -> Result<Vec<ReservationRow>, DatabaseError> {
    select(
        database,
        "SELECT * FROM reservations WHERE ends_at > ? AND ends_at < ? AND status IN
            ('unconfirmed', 'booked', 'reconfirmed', 'arrived', 'seated', 'ordered', 'paid')
         ORDER BY starts_at, number",
        vec![
            now.plus_minutes(-ABOUT_MINUTES).unix().into(),
            now.plus_minutes(ABOUT_MINUTES).unix().into(),
        ],
    )
}

/// The booked party that is due at these tables: of those whose time is near the one that fits the tables best and whose
/// time is nearest. A party that waits at the bar may sit down before its time. A table that is offered to the
/// waitlist has no party yet.
pub(super) fn due<'a>(ctx: Ctx<'_>, present: &'a [AtTable], tables: TableSet) -> Result<Option<&'a AtTable>> {
    let mut found = Vec::new();
    for one in present {
        let AtTable { record, .. } = one;
        let is_due = match record.status {
            Status::Booked | Status::Reconfirmed | Status::Unconfirmed => {
                is_near(Some(record.starts_at), ctx.now)
            }
            Status::Arrived => ctx.now < record.ends_at,
            _ => false,
        };
        let is_offered = is_due
            && record.status == Status::Unconfirmed
            && waitlist::offered_by(ctx.database, (&record.id, record.day))?.is_some();
        if is_due && !is_offered {
            found.push(one);
        }
    }
    let nearest = found.into_iter().min_by_key(|one| {
        let distance = (one.record.starts_at.unix() - ctx.now.unix()).abs();
        (fit(one.tables, tables), distance)
    });
    Ok(nearest)
}

/// Of several parties the one that fits the tables of the call best, and came last.
pub(super) fn latest<'a>(
    present: impl Iterator<Item = &'a AtTable>,
    tables: TableSet,
) -> Option<&'a AtTable> {
    present.min_by_key(|one| order(one, tables))
}

/// The order in which parties are meant by a call: by how well their tables fit, and the one that came last first.
fn order(one: &AtTable, tables: TableSet) -> (u8, Reverse<Instant>) {
    let came = one.record.checked_in_at.unwrap_or(one.record.starts_at);
    (fit(one.tables, tables), Reverse(came))
}

/// Whether the party of a reservation may still be there.
fn may_be_there(record: &ReservationRow, now: Instant) -> bool {
    now < record.ends_at.plus_minutes(LONGEST_OVERSTAY_MINUTES)
}

/// The order in which parties are meant by a bill: those at the table, then those who wait at the bar for it, then those
/// whose stay is over for so long that staff have only forgotten to end it.
fn bill_order(record: &ReservationRow, now: Instant) -> u8 {
    match (record.status, may_be_there(record, now)) {
        (Status::Arrived, _) => 1,
        (_, true) => 0,
        (_, false) => 2,
    }
}

/// How well a party's tables fit those of a call: 0 for the same, 1 for a party that has them and others, 2 for another.
fn fit(of_party: TableSet, wanted: TableSet) -> u8 {
    match (of_party == wanted, wanted.is_within(of_party)) {
        (true, _) => 0,
        (false, true) => 1,
        (false, false) => 2,
    }
}

/// Whether an instant is at most [`CHECK_IN_MINUTES`] from now.
fn is_near(instant: Option<Instant>, now: Instant) -> bool {
    instant.is_some_and(|instant| (instant.unix() - now.unix()).abs() <= CHECK_IN_MINUTES * 60)
}
