//! The till's inbox: deliveries until they are worked off, and the notices that they said, each once.

use serde::{Deserialize, Serialize};
use shared::id::ReservationId;
use shared::time::Instant;

use crate::delivery::Delivery;
use crate::pos::fact::Notice;
use crate::storage::database::{Database, DatabaseError, Statement, first, select};
use crate::storage::job_queue::{self, JobKind};
use crate::storage::row::{self, TableRow, insert_if_absent};
use crate::venue::message::payment::WebhookOutcome;

/// A delivery. It cannot be printed: it may have a guest's data.
#[derive(Clone, Serialize, Deserialize)]
pub struct DeliveryRow {
    /// Its id: see [`Delivery::key`].
    pub id: String,
    /// The till that sent it.
    pub source: String,
    /// When it came.
    #[serde(with = "row::unix")]
    pub received_at: Instant,
    /// The delivery without credentials; none once it was worked off.
    #[serde(with = "row::optional_json")]
    pub delivery: Option<Delivery>,
    /// The reservation that it is about, once that is known.
    pub reservation_id: Option<ReservationId>,
}

impl TableRow for DeliveryRow {
    const TABLE: &'static str = "pos_deliveries";
}

/// A notice about a reservation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PosNoticeRow {
    /// Its id.
    pub id: String,
    /// The reservation.
    pub reservation_id: ReservationId,
    /// When it was read.
    #[serde(with = "row::unix")]
    pub received_at: Instant,
    /// The notice.
    #[serde(with = "row::json")]
    pub notice: Notice,
}

impl TableRow for PosNoticeRow {
    const TABLE: &'static str = "pos_notices";
}

/// Stores an authenticated delivery, and queues the job that works it off. One that came before changes nothing.
pub fn receive(
    database: &dyn Database,
    source: &str,
    delivery: &Delivery,
    now: Instant,
) -> Result<WebhookOutcome, DatabaseError> {
    let id = delivery.key();
    if find(database, &id)?.is_some() {
        return Ok(WebhookOutcome::Duplicate);
    }
    let row = DeliveryRow {
        id,
        source: source.to_owned(),
        received_at: now,
        delivery: Some(delivery.without_credentials()),
        reservation_id: None,
    };
    database.write(vec![
        row::insert(&row)?,
        job_queue::schedule(JobKind::PosNotice, &row.id, now),
    ])?;
    Ok(WebhookOutcome::Processed)
}

/// The delivery of this id.
pub fn find(database: &dyn Database, id: &str) -> Result<Option<DeliveryRow>, DatabaseError> {
    let sql = "SELECT * FROM pos_deliveries WHERE id = ?";
    first(database, sql, vec![id.into()])
}

/// Statements for a delivery that was processed: its id stays, so that a repetition is recognised, and its content is deleted.
#[must_use]
pub fn worked_off(id: &str) -> Vec<Statement> {
    vec![
        Statement::new(
            "UPDATE pos_deliveries SET delivery = NULL WHERE id = ?",
            vec![id.into()],
        ),
        job_queue::settle(JobKind::PosNotice, id),
    ]
}

/// Statement that stores the reservation that a delivery is about.
#[must_use]
pub fn about(id: &str, reservation: &ReservationId) -> Statement {
    Statement::new(
        "UPDATE pos_deliveries SET reservation_id = ? WHERE id = ?",
        vec![reservation.as_str().into(), id.into()],
    )
}

/// Statement that stores a notice about a reservation, once.
pub fn note(notice: &Notice, reservation: &ReservationId, now: Instant) -> Result<Statement, DatabaseError> {
    insert_if_absent(&PosNoticeRow {
        id: notice.id.as_str().to_owned(),
        reservation_id: reservation.clone(),
        received_at: now,
        notice: notice.clone(),
    })
}

/// Whether a notice was stored before.
pub fn knows(database: &dyn Database, notice: &Notice) -> Result<bool, DatabaseError> {
    let sql = "SELECT * FROM pos_notices WHERE id = ?";
    let found: Option<PosNoticeRow> = first(database, sql, vec![notice.id.as_str().into()])?;
    Ok(found.is_some())
}

/// The notices about a reservation.
pub fn notices_of(database: &dyn Database, id: &ReservationId) -> Result<Vec<Notice>, DatabaseError> {
    let rows: Vec<PosNoticeRow> = select(
        database,
        "SELECT * FROM pos_notices WHERE reservation_id = ? ORDER BY id",
        vec![id.as_str().into()],
    )?;
    Ok(rows.into_iter().map(|row| row.notice).collect())
}
