//! What became of each order, written down so that it is true at every moment, a crash included. It
//! must not know how an order is carried out, and holds nothing of a guest.
//!
//! An order is `claimed` before anything is sent, `sent` before its booking is, and `made` once the
//! answer is known. One that was refused is not kept: nothing was written, so that it may be decided
//! anew. A claim that nobody is working on is worth nothing: nothing was sent.

use serde::{Deserialize, Serialize};
use shared::id::ReservationId;
use shared::payment::PaymentTerms;
use shared::reservation::Reservation;
use shared::time::{Day, Instant, Minutes};

use super::Reference;
use crate::storage::database::{Database, DatabaseError, Statement, select};
use crate::storage::idempotency::IdempotencyKey;
use crate::storage::idempotency::KEPT_SECONDS;

/// For how many days after its own a reservation's time and place are remembered.
pub const REMEMBERED_DAYS: u32 = 7;

type Result<T> = std::result::Result<T, DatabaseError>;

/// How far an order has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Nothing was sent.
    Claimed,
    /// A booking was sent, and what became of it is not known.
    Sent(Sent),
    /// The booking was made; this is the answer, without the manage token.
    Made(Box<Reservation>),
}

/// A booking that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sent {
    /// When it was sent last.
    pub(super) at: Instant,
    /// What the slot said.
    pub(super) terms: Terms,
    /// The reservations that were there before and could be taken for it; none where it was not looked.
    pub(super) seen: Option<Vec<ReservationId>>,
}

/// What a slot says that its reservation may not repeat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Terms {
    pub(super) duration: u16,
    pub(super) payment: Option<PaymentTerms>,
}

/// An order as it is written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    /// Tells whether another request has the same key.
    pub(super) fingerprint: String,
    /// How far it has come.
    pub(super) phase: Phase,
}

/// What is remembered of a reservation that was made here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Remembered {
    pub(super) day: Day,
    pub(super) minutes: Minutes,
    pub(super) terms: Terms,
}

/// What is written under a key.
pub(super) fn kept(database: &dyn Database, key: &IdempotencyKey, now: Instant) -> Result<Option<Kept>> {
    #[derive(Deserialize)]
    struct Row {
        fingerprint: String,
        phase: String,
        sent_at: Option<i64>,
        terms: Option<String>,
        seen: Option<String>,
        answer: Option<String>,
    }
    let rows: Vec<Row> = select(
        database,
        "SELECT fingerprint, phase, sent_at, terms, seen, answer FROM remote_orders WHERE key = ? AND created_at >= ?",
        vec![key.as_str().into(), (now.unix() - KEPT_SECONDS).into()],
    )?;
    let Some(row) = rows.into_iter().next() else {
        return Ok(None);
    };
    let phase = match (row.phase.as_str(), row.sent_at, row.terms, row.answer) {
        ("claimed", ..) => Phase::Claimed,
        ("sent", Some(at), Some(terms), _) => Phase::Sent(Sent {
            at: Instant::from_unix(at),
            terms: read(&terms)?,
            seen: row.seen.as_deref().map(read).transpose()?,
        }),
        ("made", _, _, Some(answer)) => Phase::Made(Box::new(read(&answer)?)),
        _ => return Err(DatabaseError("an order is in no known phase".to_owned())),
    };
    Ok(Some(Kept {
        fingerprint: row.fingerprint,
        phase,
    }))
}

/// Claims a key, and forgets what has been kept long enough.
pub(super) fn claim(
    database: &dyn Database,
    key: &IdempotencyKey,
    fingerprint: &str,
    reference: &Reference,
    now: Instant,
    today: Day,
) -> Result<()> {
    let oldest = today.minus(REMEMBERED_DAYS).unwrap_or(Day::MIN);
    database.write(vec![
        Statement::new(
            "DELETE FROM remote_orders WHERE created_at < ?",
            vec![(now.unix() - KEPT_SECONDS).into()],
        ),
        Statement::new(
            "DELETE FROM remote_reservations WHERE day < ?",
            vec![oldest.to_string().into()],
        ),
        Statement::new(
            "INSERT OR REPLACE INTO remote_orders (key, fingerprint, reference, phase, created_at)
             VALUES (?, ?, ?, 'claimed', ?)",
            vec![
                key.as_str().into(),
                fingerprint.into(),
                reference.as_str().into(),
                now.unix().into(),
            ],
        ),
    ])
}

/// Gives a claim up: nothing was made under it.
pub(super) fn release(database: &dyn Database, key: &IdempotencyKey) -> Result<()> {
    database.write(vec![Statement::new(
        "DELETE FROM remote_orders WHERE key = ?",
        vec![key.as_str().into()],
    )])
}

/// Keeps what is written under a key for longer.
pub(super) fn remember(database: &dyn Database, key: &IdempotencyKey, now: Instant) -> Result<()> {
    database.write(vec![Statement::new(
        "UPDATE remote_orders SET created_at = ? WHERE key = ?",
        vec![now.unix().into(), key.as_str().into()],
    )])
}

/// Notes that a booking is about to be sent.
pub(super) fn send(database: &dyn Database, key: &IdempotencyKey, sent: &Sent) -> Result<()> {
    database.write(vec![Statement::new(
        "UPDATE remote_orders SET phase = 'sent', sent_at = ?, terms = ?, seen = ? WHERE key = ?",
        vec![
            sent.at.unix().into(),
            write(&sent.terms)?.into(),
            sent.seen.as_ref().map(write).transpose()?.into(),
            key.as_str().into(),
        ],
    )])
}

/// Notes that the booking was made, and remembers its time; with what it was found by, if that was
/// nothing but its likeness to the order.
pub(super) fn made(
    database: &dyn Database,
    key: &IdempotencyKey,
    answer: &Reservation,
    likeness: Option<String>,
) -> Result<()> {
    let terms = Terms {
        duration: answer.duration,
        payment: answer.payment.clone(),
    };
    database.write(vec![
        Statement::new(
            "UPDATE remote_orders SET phase = 'made', reservation_id = ?, answer = ?, likeness = ?, seen = NULL
             WHERE key = ?",
            vec![
                answer.id.as_str().into(),
                write(answer)?.into(),
                likeness.into(),
                key.as_str().into(),
            ],
        ),
        Statement::new(
            "INSERT OR REPLACE INTO remote_reservations (id, day, minutes, terms) VALUES (?, ?, ?, ?)",
            vec![
                answer.id.as_str().into(),
                answer.day.to_string().into(),
                i64::from(answer.minutes).into(),
                write(&terms)?.into(),
            ],
        ),
    ])
}

/// When the last of the orders was sent that found a booking by this likeness. It may have been
/// another's, and their own may still turn up.
pub(super) fn last_alike(database: &dyn Database, likeness: &str) -> Result<Option<Instant>> {
    #[derive(Deserialize)]
    struct Row {
        sent_at: Option<i64>,
    }
    let rows: Vec<Row> = select(
        database,
        "SELECT MAX(sent_at) AS sent_at FROM remote_orders WHERE likeness = ?",
        vec![likeness.into()],
    )?;
    let sent_at = rows.into_iter().next().and_then(|row| row.sent_at);
    Ok(sent_at.map(Instant::from_unix))
}

/// What is remembered of a reservation, if it was made here.
pub(super) fn remembered(database: &dyn Database, id: &ReservationId) -> Result<Option<Remembered>> {
    #[derive(Deserialize)]
    struct Row {
        day: Day,
        minutes: Minutes,
        terms: String,
    }
    let rows: Vec<Row> = select(
        database,
        "SELECT day, minutes, terms FROM remote_reservations WHERE id = ?",
        vec![id.as_str().into()],
    )?;
    let Some(Row { day, minutes, terms }) = rows.into_iter().next() else {
        return Ok(None);
    };
    let terms = read(&terms)?;
    Ok(Some(Remembered { day, minutes, terms }))
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|_| DatabaseError("an order cannot be read".to_owned()))
}

fn write<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|_| DatabaseError("an order cannot be written".to_owned()))
}
