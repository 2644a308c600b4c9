//! The row of a new reservation, and the rows that the engine reads when the object starts.

use serde::Deserialize;
use shared::id::{AreaId, ExperienceId, ReservationId, TableId};
use shared::party::Attendees;
use shared::payment::PaymentTerms;
use shared::reservation::{ReservationRequest, Status};
use shared::time::{Day, Instant, Minutes};
use shared::validation::{Email, Name, Notes, Phone};

use crate::provider::engine::reserve::Placement;
use crate::storage::database::{Database, DatabaseError, Statement, Value, select};

type Result<T> = std::result::Result<T, DatabaseError>;

/// Where a reservation came from, in Molzait's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A guest made it.
    App,
    /// Staff made it, or a till or a phone system for them.
    Pos,
}

impl Source {
    fn text(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Pos => "pos",
        }
    }
}

/// A reservation as it is stored when it is made.
pub struct NewRow<'a> {
    /// Its id.
    pub id: &'a ReservationId,
    /// The number behind `R-`.
    pub number: u32,
    /// When it starts.
    pub starts_at: Instant,
    /// When its table is free again.
    pub ends_at: Instant,
    /// Its first status.
    pub status: Status,
    /// Its tables.
    pub table_ids: &'a [TableId],
    /// What has to be paid.
    pub payment: Option<&'a PaymentTerms>,
    /// What the guest asked for.
    pub request: &'a ReservationRequest,
    /// Where it came from.
    pub source: Source,
    /// When it was made.
    pub created_at: Instant,
}

impl<'a> NewRow<'a> {
    /// The row of a request as it was placed.
    pub fn of(
        id: &'a ReservationId,
        number: u32,
        request: &'a ReservationRequest,
        placement: &'a Placement,
        source: Source,
        created_at: Instant,
    ) -> Self {
        Self {
            id,
            number,
            starts_at: placement.start,
            ends_at: placement.end,
            status: placement.status,
            table_ids: &placement.table_ids,
            payment: placement.payment.as_ref(),
            request,
            source,
            created_at,
        }
    }
}

/// What the engine needs to know of a stored reservation.
#[derive(Debug, Deserialize)]
pub struct HeldRow {
    /// Its id.
    pub id: ReservationId,
    /// What is booked.
    pub experience_id: ExperienceId,
    /// The day.
    pub day: Day,
    /// Minutes after its local midnight.
    pub minutes: Minutes,
    starts_at: i64,
    ends_at: i64,
    /// The party's size.
    pub attendees: Attendees,
    /// Where it stands.
    pub status: Status,
    table_ids: String,
}

impl HeldRow {
    /// When it starts and when its table is free again.
    #[must_use]
    pub fn span(&self) -> (Instant, Instant) {
        (
            Instant::from_unix(self.starts_at),
            Instant::from_unix(self.ends_at),
        )
    }

    /// Its tables.
    pub fn tables(&self) -> Result<Vec<TableId>> {
        serde_json::from_str(&self.table_ids).map_err(|error| DatabaseError(error.to_string()))
    }
}

/// Stores a new reservation.
pub fn insert(row: &NewRow<'_>) -> Result<Statement> {
    let guest = &row.request.guest;
    let bindings = vec![
        row.id.as_str().into(),
        i64::from(row.number).into(),
        row.request.experience_id.as_str().into(),
        row.request.day.to_string().into(),
        i64::from(row.request.minutes).into(),
        row.starts_at.unix().into(),
        row.ends_at.unix().into(),
        i64::from(row.request.attendees).into(),
        row.status.text().into(),
        json(&row.table_ids)?,
        row.request.area_id.as_ref().map(AreaId::as_str).into(),
        guest.first_name.as_ref().map(Name::as_str).into(),
        guest.last_name.as_str().into(),
        guest.email.as_ref().map(Email::as_str).into(),
        guest.phone.as_ref().map(Phone::as_str).into(),
        row.request.notes.as_ref().map(Notes::as_str).into(),
        row.request.locale.as_str().into(),
        i64::from(row.request.marketing_consent).into(),
        row.payment.map(json).transpose()?.unwrap_or(Value::Null),
        row.created_at.unix().into(),
        row.source.text().into(),
    ];
    Ok(Statement::new(
        "INSERT INTO reservations (id, number, experience_id, day, minutes, starts_at, ends_at, attendees, status,
            table_ids, area_id, first_name, last_name, email, phone, notes, locale, marketing_consent, payment, created_at,
            source)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        bindings,
    ))
}

/// The reservations whose table is not free again before `from`.
pub fn held_since(database: &dyn Database, from: Instant) -> Result<Vec<HeldRow>> {
    select(
        database,
        "SELECT id, experience_id, day, minutes, starts_at, ends_at, attendees, status, table_ids
         FROM reservations WHERE ends_at > ?",
        vec![from.unix().into()],
    )
}

/// The largest number given so far; 0 before the first.
pub fn last_number(database: &dyn Database) -> Result<u32> {
    #[derive(Deserialize)]
    struct Row {
        number: u32,
    }
    let rows: Vec<Row> = select(
        database,
        "SELECT COALESCE(MAX(number), 0) AS number FROM reservations",
        vec![],
    )?;
    Ok(rows.first().map_or(0, |row| row.number))
}

fn json<T: serde::Serialize + ?Sized>(value: &T) -> Result<Value> {
    serde_json::to_string(value)
        .map(Value::from)
        .map_err(|error| DatabaseError(error.to_string()))
}
