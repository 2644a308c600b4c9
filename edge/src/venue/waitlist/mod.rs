//! Wishes of a venue's waitlist as rows. It must not know when a table comes free, nor who is told.
//!
//! What is over needs nobody's name: whoever waited is forgotten in the same write.

pub mod call;
mod desk;

pub use desk::WaitDesk;

use serde::Deserialize;
use shared::check::{Email, Name, Phone};
use shared::id::{ExperienceId, ReservationId, WishId};
use shared::locale::Language;
use shared::reservation::{Attendees, Guest, ReservationRequest};
use shared::time::{Day, Instant, Minutes};
use shared::waitlist::{Offer, Wish, WishRequest, WishStatus};

use super::database::{Database, DatabaseError, Statement, Value, select};
use super::idempotency::KEPT_SECONDS;
use crate::provider::IdempotencyKey;

type Result<T> = std::result::Result<T, DatabaseError>;

/// A wish as it is stored. It cannot be printed: it holds a guest's data, until it is over.
#[derive(Clone, Deserialize)]
pub struct WishRow {
    /// Its id.
    pub id: WishId,
    /// Tells whether another request has the same key.
    pub fingerprint: String,
    /// Where it stands.
    pub status: WishStatus,
    /// What would be booked.
    pub experience_id: ExperienceId,
    /// The day.
    pub day: Day,
    /// The earliest time.
    pub from_minutes: Minutes,
    /// The latest time.
    pub to_minutes: Minutes,
    /// The party's size.
    pub attendees: Attendees,
    first_name: Option<Name>,
    last_name: Option<Name>,
    email: Option<Email>,
    phone: Option<Phone>,
    /// The language to write in.
    pub locale: Language,
    /// The reservation that holds what is offered.
    pub reservation_id: Option<ReservationId>,
    offered_until: Option<i64>,
    offered_minutes: Option<Minutes>,
}

impl WishRow {
    /// A wish that nothing has become of yet.
    #[must_use]
    pub fn new(id: WishId, fingerprint: String, request: &WishRequest) -> Self {
        let guest = request.guest.clone();
        Self {
            id,
            fingerprint,
            status: WishStatus::Waiting,
            experience_id: request.experience_id.clone(),
            day: request.day,
            from_minutes: request.from,
            to_minutes: request.to,
            attendees: request.attendees,
            first_name: guest.first_name,
            last_name: Some(guest.last_name),
            email: Some(guest.email),
            phone: guest.phone,
            locale: request.locale.clone(),
            reservation_id: None,
            offered_until: None,
            offered_minutes: None,
        }
    }

    /// Who waits, as long as anything may come of it.
    #[must_use]
    pub fn guest(&self) -> Option<Guest> {
        Some(Guest {
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone()?,
            email: self.email.clone(),
            phone: self.phone.clone(),
        })
    }

    /// The booking that it becomes at this time.
    #[must_use]
    pub fn request(&self, minutes: Minutes) -> Option<ReservationRequest> {
        Some(ReservationRequest {
            experience_id: self.experience_id.clone(),
            day: self.day,
            minutes,
            attendees: self.attendees,
            guest: self.guest()?,
            notes: None,
            locale: self.locale.clone(),
            area_id: None,
            marketing_consent: false,
            gift_card_code: None,
        })
    }

    /// Until when what is offered can be taken.
    #[must_use]
    pub fn offered_until(&self) -> Option<Instant> {
        self.offered_until.map(Instant::from_unix)
    }

    /// The wish as its guest sees it.
    #[must_use]
    pub fn public(&self) -> Wish {
        let offer = self.offered_minutes.zip(self.offered_until());
        let offer = offer.filter(|_| self.status == WishStatus::Offered);
        Wish {
            id: self.id.clone(),
            status: self.status,
            experience_id: self.experience_id.clone(),
            day: self.day,
            from: self.from_minutes,
            to: self.to_minutes,
            attendees: self.attendees,
            offer: offer.map(|(minutes, until)| Offer { minutes, until }),
            wish_token: None,
        }
    }
}

/// Stores a new wish.
pub fn insert(row: &WishRow, key: &IdempotencyKey, now: Instant) -> Statement {
    Statement::new(
        "INSERT INTO waitlist (id, key, fingerprint, status, experience_id, day, from_minutes, to_minutes,
            attendees, first_name, last_name, email, phone, locale, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        vec![
            row.id.as_str().into(),
            key.as_str().into(),
            row.fingerprint.as_str().into(),
            row.status.text().into(),
            row.experience_id.as_str().into(),
            row.day.to_string().into(),
            i64::from(row.from_minutes).into(),
            i64::from(row.to_minutes).into(),
            i64::from(row.attendees).into(),
            row.first_name.as_ref().map(Name::as_str).into(),
            row.last_name.as_ref().map(Name::as_str).into(),
            row.email.as_ref().map(Email::as_str).into(),
            row.phone.as_ref().map(Phone::as_str).into(),
            row.locale.as_str().into(),
            now.unix().into(),
        ],
    )
}

/// Notes what a wish is offered, and until when.
#[must_use]
pub fn offered(id: &WishId, reservation: &ReservationId, until: Instant) -> Statement {
    Statement::new(
        "UPDATE waitlist SET status = 'offered', reservation_id = ?, offered_until = ? WHERE id = ?",
        vec![
            reservation.as_str().into(),
            until.unix().into(),
            id.as_str().into(),
        ],
    )
}

/// Notes how a wish ended, and forgets who waited.
#[must_use]
pub fn over(id: &WishId, status: WishStatus) -> Statement {
    Statement::new(
        "UPDATE waitlist SET status = ?, first_name = NULL, last_name = NULL, email = NULL, phone = NULL
         WHERE id = ?",
        vec![status.text().into(), id.as_str().into()],
    )
}

fn rows(database: &dyn Database, sql: &'static str, bindings: Vec<Value>) -> Result<Vec<WishRow>> {
    select(database, sql, bindings)
}

/// The wish of this id.
pub fn find(database: &dyn Database, id: &WishId) -> Result<Option<WishRow>> {
    let sql = "SELECT waitlist.*, reservations.minutes AS offered_minutes
         FROM waitlist LEFT JOIN reservations ON reservations.id = reservation_id WHERE waitlist.id = ?";
    Ok(rows(database, sql, vec![id.as_str().into()])?.into_iter().next())
}

/// The wish that was left under a key, as long as keys are remembered.
pub fn of_key(database: &dyn Database, key: &IdempotencyKey, now: Instant) -> Result<Option<WishRow>> {
    let sql = "SELECT waitlist.*, reservations.minutes AS offered_minutes
         FROM waitlist LEFT JOIN reservations ON reservations.id = reservation_id
         WHERE waitlist.key = ? AND waitlist.created_at >= ?";
    let bindings = vec![key.as_str().into(), (now.unix() - KEPT_SECONDS).into()];
    Ok(rows(database, sql, bindings)?.into_iter().next())
}

/// The wishes of a day that wait for a table, the oldest first.
pub fn waiting(database: &dyn Database, day: Day) -> Result<Vec<WishRow>> {
    let sql = "SELECT *, NULL AS offered_minutes FROM waitlist
         WHERE day = ? AND status = 'waiting' ORDER BY created_at, rowid";
    rows(database, sql, vec![day.to_string().into()])
}

/// How many wishes this guest has open.
pub fn open_of(database: &dyn Database, email: &Email) -> Result<u32> {
    #[derive(Deserialize)]
    struct Row {
        number: u32,
    }
    let rows: Vec<Row> = select(
        database,
        "SELECT COUNT(*) AS number FROM waitlist
         WHERE LOWER(email) = LOWER(?) AND status IN ('waiting', 'offered')",
        vec![email.as_str().into()],
    )?;
    Ok(rows.first().map_or(0, |row| row.number))
}
