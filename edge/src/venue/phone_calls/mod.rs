//! Telephone calls that a venue's telephone system reports: one row per call, whose status is the furthest that was
//! reported; reports may arrive in any order. They are deleted after [`STORED_DAYS`].

use serde::{Deserialize, Serialize};
use shared::page::PagePosition;
use shared::phone_call::PhoneCallStatus;
use shared::time::Instant;
use shared::validation::Phone;

use crate::error::{Result, VenueError};
use crate::storage::database::{Database, Statement, first, select};
use crate::storage::row::{self, TableRow, insert};
use crate::venue::context::Ctx;
use crate::venue::message::phone_call::PhoneCallReport;

/// For how many days calls are stored, or for the venue's `retainDays` if those are fewer.
pub const STORED_DAYS: i64 = 30;

/// The most calls that are stored: the oldest ones beyond them are deleted, so that a telephone system that has gone wrong
/// does not fill the database.
const MOST_STORED: i64 = 10_000;

/// The most calls on a page.
pub const PAGE: usize = 50;

/// A stored call. It cannot be printed: it has the caller's number.
#[derive(Clone, Serialize, Deserialize)]
pub struct PhoneCallRow {
    /// Its number; none before it is stored.
    pub number: Option<u64>,
    /// The telephone system's id of it.
    pub id: String,
    /// The telephone system's id of the line that was called.
    pub phone_number_id: String,
    /// The caller's number; none if it was withheld.
    pub phone: Option<Phone>,
    /// The furthest status that was reported.
    pub status: PhoneCallStatus,
    /// When it was first reported.
    #[serde(with = "row::unix")]
    pub at: Instant,
    /// When it was answered.
    #[serde(with = "row::optional_unix")]
    pub picked_up_at: Option<Instant>,
    /// When it ended.
    #[serde(with = "row::optional_unix")]
    pub ended_at: Option<Instant>,
}

impl TableRow for PhoneCallRow {
    const TABLE: &'static str = "phone_calls";
}

impl PhoneCallRow {
    /// The row of a call's first report.
    fn new(report: &PhoneCallReport, now: Instant) -> Self {
        let empty = Self {
            number: None,
            id: report.id.clone(),
            phone_number_id: report.phone_number_id.clone(),
            phone: report.phone.clone(),
            status: report.status,
            at: now,
            picked_up_at: None,
            ended_at: None,
        };
        empty.after(report, now)
    }

    /// The row after a further report. A number that was withheld in one report is taken from another. A call whose end
    /// was reported before its answer was answered by then.
    fn after(self, report: &PhoneCallReport, now: Instant) -> Self {
        let is_over = matches!(
            report.status,
            PhoneCallStatus::Abandoned | PhoneCallStatus::HungUp
        );
        let is_picked_up = report.status == PhoneCallStatus::PickedUp;
        let by_now = self.ended_at.map_or(now, |ended| ended.min(now));
        Self {
            phone: self.phone.or_else(|| report.phone.clone()),
            status: self.status.max(report.status),
            picked_up_at: self.picked_up_at.or(is_picked_up.then_some(by_now)),
            ended_at: self.ended_at.or(is_over.then_some(now)),
            ..self
        }
    }

    /// Whether a report can be about this call: it has the same line and, where both have one, the same number.
    fn fits(&self, report: &PhoneCallReport) -> bool {
        let is_same_phone = match (&self.phone, &report.phone) {
            (Some(known), Some(reported)) => known == reported,
            _ => true,
        };
        self.phone_number_id == report.phone_number_id && is_same_phone
    }
}

fn of_id(database: &dyn Database, id: &str) -> Result<Option<PhoneCallRow>> {
    let sql = "SELECT * FROM phone_calls WHERE id = ?";
    Ok(first(database, sql, vec![id.into()])?)
}

/// Stores a report; returns its call as it is then. [`VenueError::KeyReused`] where the id belongs to a call of another
/// line or number.
pub fn report(ctx: Ctx<'_>, report: &PhoneCallReport) -> Result<PhoneCallRow> {
    let Some(known) = of_id(ctx.database, &report.id)? else {
        let call = PhoneCallRow::new(report, ctx.now);
        let delete_oldest = Statement::new(
            "DELETE FROM phone_calls WHERE number <= (SELECT MAX(number) FROM phone_calls) - ?",
            vec![MOST_STORED.into()],
        );
        ctx.database.write(vec![insert(&call)?, delete_oldest])?;
        return Ok(call);
    };
    if !known.fits(report) {
        return Err(VenueError::KeyReused);
    }
    let call = known.after(report, ctx.now);
    let status = serde_json::to_value(call.status).unwrap_or_default();
    let unix = |at: Option<Instant>| at.map(Instant::unix);
    ctx.database.write(vec![Statement::new(
        "UPDATE phone_calls SET phone = ?, status = ?, picked_up_at = ?, ended_at = ? WHERE id = ?",
        vec![
            call.phone.as_ref().map(Phone::as_str).into(),
            status.as_str().into(),
            unix(call.picked_up_at).into(),
            unix(call.ended_at).into(),
            call.id.as_str().into(),
        ],
    )])?;
    Ok(call)
}

/// Up to `PAGE` calls before a position, the newest first, and the position of the next page.
pub fn page(
    database: &dyn Database,
    before: Option<PagePosition>,
) -> Result<(Vec<PhoneCallRow>, Option<u64>)> {
    let PagePosition(before) = before.unwrap_or(PagePosition::MAX);
    let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let mut rows: Vec<PhoneCallRow> = select(
        database,
        "SELECT * FROM phone_calls WHERE number < ? ORDER BY number DESC LIMIT ?",
        vec![number(before).into(), number(PAGE as u64 + 1).into()],
    )?;
    let is_last = rows.len() <= PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| !is_last).and_then(|row| row.number);
    Ok((rows, next))
}

/// The calls from these telephone numbers, the oldest first.
pub fn of_phones(database: &dyn Database, phones: &[&Phone]) -> Result<Vec<PhoneCallRow>> {
    Ok(select(
        database,
        "SELECT * FROM phone_calls WHERE phone IN (SELECT value FROM json_each(?)) ORDER BY number",
        vec![serde_json::json!(phones).to_string().into()],
    )?)
}

/// Statement that deletes calls.
#[must_use]
pub fn delete(calls: &[PhoneCallRow]) -> Statement {
    let ids: Vec<&str> = calls.iter().map(|call| call.id.as_str()).collect();
    let ids = serde_json::json!(ids).to_string();
    Statement::new(
        "DELETE FROM phone_calls WHERE id IN (SELECT value FROM json_each(?))",
        vec![ids.into()],
    )
}

/// The instant since which calls are stored.
#[must_use]
pub fn stored_since(now: Instant) -> Instant {
    now.plus_minutes(-STORED_DAYS * 24 * 60)
}

/// Statement that deletes the calls of before this instant.
#[must_use]
pub fn delete_before(at: Instant) -> Statement {
    Statement::new("DELETE FROM phone_calls WHERE at < ?", vec![at.unix().into()])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::storage::row::test_support::check;

    const NOW: Instant = Instant::from_unix(1_795_258_800);

    #[test]
    fn the_row_is_the_table() {
        check::<PhoneCallRow>(&json!({
            "number": 7, "id": "90e4020a-a9d1", "phone_number_id": "line-1", "phone": "+436601123345",
            "status": "picked_up", "at": 1_795_258_800, "picked_up_at": 1_795_258_805, "ended_at": null,
        }));
    }

    fn report_of(status: PhoneCallStatus, phone: Option<&str>) -> PhoneCallReport {
        PhoneCallReport {
            id: "90e4020a-a9d1".to_owned(),
            phone_number_id: "line-1".to_owned(),
            phone: phone.map(|phone| Phone::parse(phone, None).unwrap()),
            status,
        }
    }

    #[test]
    fn a_report_of_another_line_or_number_is_of_another_call() {
        let call = PhoneCallRow::new(&report_of(PhoneCallStatus::Ringing, Some("+436601123345")), NOW);
        assert!(call.fits(&report_of(PhoneCallStatus::HungUp, Some("+436601123345"))));
        assert!(call.fits(&report_of(PhoneCallStatus::HungUp, None)));
        assert!(!call.fits(&report_of(PhoneCallStatus::HungUp, Some("+436601123346"))));
        let other = PhoneCallReport {
            phone_number_id: "line-2".to_owned(),
            ..report_of(PhoneCallStatus::HungUp, None)
        };
        assert!(!call.fits(&other));
    }

    #[test]
    fn no_call_is_answered_after_its_end() {
        let over = PhoneCallRow::new(&report_of(PhoneCallStatus::HungUp, None), NOW);
        let late = over.after(&report_of(PhoneCallStatus::PickedUp, None), NOW.plus_seconds(5));
        assert_eq!((late.picked_up_at, late.ended_at), (Some(NOW), Some(NOW)));
        let answered = PhoneCallRow::new(&report_of(PhoneCallStatus::PickedUp, None), NOW);
        let over = answered.after(&report_of(PhoneCallStatus::HungUp, None), NOW.plus_seconds(5));
        assert_eq!(
            (over.picked_up_at, over.ended_at),
            (Some(NOW), Some(NOW.plus_seconds(5)))
        );
    }

    proptest! {
        #[test]
        fn the_order_and_the_number_of_reports_change_no_status(
            reports in prop::collection::vec((0usize..4, any::<bool>()), 1..8),
            seed in prop::collection::vec(any::<prop::sample::Index>(), 8),
        ) {
            use PhoneCallStatus::{Abandoned, HungUp, PickedUp, Ringing};
            let all = [Ringing, PickedUp, Abandoned, HungUp];
            let reports: Vec<_> = reports
                .into_iter()
                .map(|(status, has_phone)| report_of(all[status], has_phone.then_some("+436601123345")))
                .collect();
            let course = |reports: &[PhoneCallReport]| {
                let (first, rest) = reports.split_first().unwrap();
                let call = rest.iter().fold(PhoneCallRow::new(first, NOW), |call, report| call.after(report, NOW));
                (call.status, call.phone, call.picked_up_at, call.ended_at)
            };
            let mut shuffled = reports.clone();
            for (place, index) in seed.iter().enumerate().take(shuffled.len()) {
                let other = index.index(shuffled.len());
                shuffled.swap(place, other);
            }
            shuffled.push(shuffled[0].clone());
            prop_assert_eq!(course(&reports), course(&shuffled));
        }
    }
}
