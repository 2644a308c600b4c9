//! The till's part of a reservation: its notices taken together, and the status to which they have led.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use shared::id::ReservationId;
use shared::reservation::Status;
use shared::till::{DeadLetterKind, TillReservation};
use shared::time::Instant;

use super::{dead_letter, push};
use crate::pos::receipt::Receipt;
use crate::storage::database::{Database, DatabaseError, Statement, first};
use crate::storage::row::{self, TableRow};

/// The till's part of a reservation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PosStateRow {
    /// The reservation.
    pub reservation_id: ReservationId,
    /// The status that others than the till have set last: what a cancelled check goes back to.
    pub base_status: Status,
    /// The status that the till's notices have led to. Where the reservation has another one, others have set it since.
    pub status: Status,
    /// The tables that the till named last, once the party was moved to them as far as it could be.
    #[serde(with = "row::optional_json")]
    pub tables: Option<Vec<String>>,
    /// The number of guests that the till counted last.
    pub covers: Option<u16>,
    /// The status of the table in service.
    pub in_service: Option<String>,
    /// The receipts of closed checks, by the till's ids of them.
    #[serde(with = "row::json")]
    pub receipts: BTreeMap<String, Receipt>,
}

impl PosStateRow {
    /// The receipts, by the till's ids of the checks.
    #[must_use]
    pub fn receipts(&self) -> Vec<Receipt> {
        self.receipts.values().cloned().collect()
    }
}

impl TableRow for PosStateRow {
    const TABLE: &'static str = "pos_states";
}

/// The till's part of a reservation, for staff; none if it was never to be pushed.
pub fn public(
    database: &dyn Database,
    id: &ReservationId,
    now: Instant,
) -> Result<Option<TillReservation>, DatabaseError> {
    let Some(push) = push::find(database, id)? else {
        return Ok(None);
    };
    let is_settled = push.settles_at.is_none_or(|at| at <= now);
    let has_failed = dead_letter::find(database, DeadLetterKind::Push, id.as_str())?.is_some();
    let state = find(database, id)?;
    let state = state.as_ref();
    Ok(Some(TillReservation {
        version: push.version,
        sent_version: push.sent_version,
        is_taken: push.sent_version == push.version && is_settled && !has_failed,
        tables: state.and_then(|state| state.tables.clone()).unwrap_or_default(),
        covers: state.and_then(|state| state.covers),
        in_service: state.and_then(|state| state.in_service.clone()),
        receipts: state.map(PosStateRow::receipts).unwrap_or_default(),
    }))
}

/// Statement that stores the tables that the till has named.
#[must_use]
pub fn at_tables(id: &ReservationId, tables: Option<&[String]>) -> Statement {
    let tables = tables.map(|tables| serde_json::json!(tables).to_string());
    Statement::new(
        "UPDATE pos_states SET tables = ? WHERE reservation_id = ?",
        vec![tables.into(), id.as_str().into()],
    )
}

/// The till's part of a reservation; none if it has said nothing of it.
pub fn find(database: &dyn Database, id: &ReservationId) -> Result<Option<PosStateRow>, DatabaseError> {
    let sql = "SELECT * FROM pos_states WHERE reservation_id = ?";
    first(database, sql, vec![id.as_str().into()])
}
