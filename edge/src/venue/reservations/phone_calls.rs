//! The reservations of callers, found by their telephone number.

use shared::page::PagePosition;
use shared::phone_call::{CallerName, CallerReservation, PhoneCall, PhoneCallPage};
use shared::staff_booking::GuestHistory;
use shared::time::Instant;
use shared::validation::Phone;

use super::Reservations;
use super::row::ReservationRow;
use crate::error::Result;
use crate::provider::engine::number::reservation_number;
use crate::storage::database::{Database, first, select};
use crate::venue::context::Ctx;
use crate::venue::message::phone_call::PhoneCallReport;
use crate::venue::message::staff::{ReportedPhoneCall, StaffReservation};
use crate::venue::phone_calls::{self, PhoneCallRow};

/// The most reservations to come, and the most that are over, in the answer to a report.
const MOST_REPORTED: u32 = 5;

/// The most reservations to come of one call of the list.
const MOST_LISTED: u32 = 3;

impl Reservations {
    /// Stores a report about a call; returns the call with the caller's reservations.
    pub fn report_call(&self, ctx: Ctx<'_>, report: &PhoneCallReport) -> Result<ReportedPhoneCall> {
        let call = phone_calls::report(ctx, report)?;
        let (upcoming, past) = match &call.phone {
            Some(phone) => (
                upcoming_of(ctx.database, phone, ctx.now, MOST_REPORTED)?,
                past_of(ctx.database, phone, ctx.now, MOST_REPORTED)?,
            ),
            None => (Vec::new(), Vec::new()),
        };
        let seen = |rows: Vec<ReservationRow>| -> Result<Vec<_>> {
            rows.into_iter().map(|row| self.staff_view(ctx, row)).collect()
        };
        Ok(ReportedPhoneCall {
            phone: call.phone,
            status: call.status,
            upcoming: seen(upcoming)?,
            past: seen(past)?,
        })
    }

    /// The reservations of a telephone number.
    pub fn guest_history(&self, ctx: Ctx<'_>, phone: &Phone) -> Result<GuestHistory> {
        let seen = |rows: Vec<ReservationRow>| -> Result<Vec<_>> {
            let rows = rows.into_iter().map(|row| self.staff_view(ctx, row));
            rows.map(|seen| seen.map(StaffReservation::for_staff)).collect()
        };
        Ok(GuestHistory {
            upcoming: seen(upcoming_of(ctx.database, phone, ctx.now, MOST_REPORTED)?)?,
            past: seen(past_of(ctx.database, phone, ctx.now, MOST_REPORTED)?)?,
        })
    }

    /// A page of the calls, the newest first, with who called.
    pub fn phone_calls(&self, ctx: Ctx<'_>, before: Option<PagePosition>) -> Result<PhoneCallPage> {
        let (calls, next) = phone_calls::page(ctx.database, before)?;
        let calls = calls.into_iter().map(|call| listed(ctx, call));
        Ok(PhoneCallPage {
            calls: calls.collect::<Result<_>>()?,
            next,
        })
    }
}

fn listed(ctx: Ctx<'_>, call: PhoneCallRow) -> Result<PhoneCall> {
    let (caller, upcoming) = match &call.phone {
        Some(phone) => of_phone(ctx, phone)?,
        None => (None, Vec::new()),
    };
    Ok(PhoneCall {
        number: call.number.unwrap_or_default(),
        id: call.id,
        phone_number_id: call.phone_number_id,
        phone: call.phone,
        status: call.status,
        at: call.at,
        picked_up_at: call.picked_up_at,
        ended_at: call.ended_at,
        caller,
        upcoming,
    })
}

fn of_phone(ctx: Ctx<'_>, phone: &Phone) -> Result<(Option<CallerName>, Vec<CallerReservation>)> {
    let newest = newest_of(ctx.database, phone)?;
    let caller = newest.map(|row| CallerName {
        first_name: row.first_name,
        last_name: row.last_name,
    });
    let upcoming = upcoming_of(ctx.database, phone, ctx.now, MOST_LISTED)?;
    let reservation = |row: ReservationRow| CallerReservation {
        id: row.id,
        number: reservation_number(row.number.into()),
        status: row.status,
        day: row.day,
        minutes: row.minutes,
        attendees: row.attendees,
    };
    Ok((caller, upcoming.into_iter().map(reservation).collect()))
}

/// The reservations to come under a telephone number, the earliest first.
fn upcoming_of(
    database: &dyn Database,
    phone: &Phone,
    now: Instant,
    most: u32,
) -> Result<Vec<ReservationRow>> {
    Ok(select(
        database,
        "SELECT * FROM reservations WHERE phone = ? AND ends_at >= ?
            AND status NOT IN ('declined', 'finished', 'cancelled', 'no_show', 'voided')
         ORDER BY starts_at, number LIMIT ?",
        vec![phone.as_str().into(), now.unix().into(), i64::from(most).into()],
    )?)
}

/// The other reservations under a telephone number, the latest first.
fn past_of(database: &dyn Database, phone: &Phone, now: Instant, most: u32) -> Result<Vec<ReservationRow>> {
    Ok(select(
        database,
        "SELECT * FROM reservations WHERE phone = ? AND (ends_at < ?
            OR status IN ('declined', 'finished', 'cancelled', 'no_show', 'voided'))
         ORDER BY starts_at DESC, number DESC LIMIT ?",
        vec![phone.as_str().into(), now.unix().into(), i64::from(most).into()],
    )?)
}

/// The reservation under a telephone number that was made last.
fn newest_of(database: &dyn Database, phone: &Phone) -> Result<Option<ReservationRow>> {
    let sql = "SELECT * FROM reservations WHERE phone = ? ORDER BY number DESC LIMIT 1";
    Ok(first(database, sql, vec![phone.as_str().into()])?)
}
