//! The journal of orders: the outcome of each, written so that it is correct at every moment, a crash included. It
//! holds nothing about a guest.
//!
//! An order is `claimed` before anything is sent, `sent` before its booking is, and `made` once the
//! answer is known; where a system holds a table first, it is `held` between the two. The record of an order that was
//! refused is deleted: nothing was made, so that the next request is decided anew. A claim that is not in flight does not
//! count: nothing was sent.

use serde::{Deserialize, Serialize};
use shared::id::ReservationId;
use shared::locale::LocalizedText;
use shared::party::Attendees;
use shared::payment::PaymentTerms;
use shared::reservation::{BookedExperience, Reservation};
use shared::time::{Day, Instant, Minutes};

use super::Reference;
use super::booked_choices::BookedChoices;
use super::last_letter::LastLetter;
use crate::storage::database::{Database, DatabaseError, Statement, first};
use crate::storage::idempotency::{IdempotencyKey, RETENTION_SECONDS};
use crate::storage::row::{self, TableRow};

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
    /// A hold was made, which this describes, and its confirmation may have been sent.
    Held(Sent, Box<Reservation>),
    /// The booking was made; this is the answer, without the manage token.
    Made(Box<Reservation>),
}

/// A booking that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sent {
    /// When it was sent last.
    pub(super) at: Instant,
    /// The slot's terms.
    pub(super) terms: Terms,
    /// The reservations that were there before and could be taken for it; none where it was not looked.
    pub(super) seen: Option<Vec<ReservationId>>,
}

/// A slot's terms, which its reservation may lack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Terms {
    pub(super) duration: u16,
    pub(super) payment: Option<PaymentTerms>,
    /// The booking's own part; none before it was made, and of reservations that were noted without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) booked: Option<Booking>,
    /// The guest's choices; none where nothing was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) choices: Option<BookedChoices>,
    /// The name of the area that the guest has chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) area: Option<LocalizedText>,
    /// The last letter about the reservation; none where its guest is not written to from here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) letter: Option<LastLetter>,
}

/// The part of a booking that a system may not show of its reservation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Booking {
    /// The party's size.
    pub(super) attendees: Attendees,
    /// The experience.
    pub(super) experience: BookedExperience,
}

/// An order as it is written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OrderRecord {
    /// The hash of the request, which shows whether another request has the same key.
    pub(super) fingerprint: String,
    /// How far it has come.
    pub(super) phase: Phase,
}

/// The row of an order, whose phase says which of its columns are set.
#[derive(Serialize, Deserialize)]
struct RemoteOrderRow {
    key: IdempotencyKey,
    fingerprint: String,
    reference: String,
    phase: PhaseName,
    #[serde(with = "row::optional_unix")]
    sent_at: Option<Instant>,
    #[serde(with = "row::optional_json")]
    terms: Option<Terms>,
    reservation_id: Option<ReservationId>,
    #[serde(with = "row::optional_json")]
    answer: Option<Reservation>,
    #[serde(with = "row::unix")]
    created_at: Instant,
    /// The match key, where its booking was found by that alone.
    likeness: Option<String>,
    #[serde(with = "row::optional_json")]
    seen: Option<Vec<ReservationId>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PhaseName {
    Claimed,
    Sent,
    Held,
    Made,
}

impl TableRow for RemoteOrderRow {
    const TABLE: &'static str = "remote_orders";
}

/// A reservation that was made here: its time and terms are remembered.
#[derive(Serialize, Deserialize)]
pub(super) struct RemoteReservationRow {
    id: ReservationId,
    pub(super) day: Day,
    pub(super) minutes: Minutes,
    #[serde(with = "row::json")]
    pub(super) terms: Terms,
}

impl TableRow for RemoteReservationRow {
    const TABLE: &'static str = "remote_reservations";
}

/// The record under a key.
pub(super) fn order(
    database: &dyn Database,
    key: &IdempotencyKey,
    now: Instant,
) -> Result<Option<OrderRecord>> {
    let row: Option<RemoteOrderRow> = first(
        database,
        "SELECT * FROM remote_orders WHERE key = ? AND created_at >= ?",
        vec![key.as_str().into(), (now.unix() - RETENTION_SECONDS).into()],
    )?;
    let Some(row) = row else {
        return Ok(None);
    };
    let phase = match (row.phase, row.sent_at, row.terms, row.answer) {
        (PhaseName::Claimed, ..) => Phase::Claimed,
        (PhaseName::Sent, Some(at), Some(terms), _) => Phase::Sent(Sent {
            at,
            terms,
            seen: row.seen,
        }),
        (PhaseName::Held, Some(at), Some(terms), Some(hold)) => {
            let seen = row.seen;
            Phase::Held(Sent { at, terms, seen }, Box::new(hold))
        }
        (PhaseName::Made, _, _, Some(answer)) => Phase::Made(Box::new(answer)),
        _ => return Err(DatabaseError("an order lacks what its phase has".to_owned())),
    };
    Ok(Some(OrderRecord {
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
            vec![(now.unix() - RETENTION_SECONDS).into()],
        ),
        Statement::new(
            "DELETE FROM remote_reservations WHERE day < ?",
            vec![oldest.to_string().into()],
        ),
        row::insert_or_replace(&RemoteOrderRow {
            key: key.clone(),
            fingerprint: fingerprint.to_owned(),
            reference: reference.as_str().to_owned(),
            phase: PhaseName::Claimed,
            sent_at: None,
            terms: None,
            reservation_id: None,
            answer: None,
            created_at: now,
            likeness: None,
            seen: None,
        })?,
    ])
}

/// Releases a claim: nothing was made under it.
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

/// Notes that a hold was made for the order, before it is confirmed.
pub(super) fn held(
    database: &dyn Database,
    key: &IdempotencyKey,
    hold: &Reservation,
    match_key: Option<&str>,
) -> Result<()> {
    database.write(vec![Statement::new(
        "UPDATE remote_orders SET phase = 'held', reservation_id = ?, answer = ?, likeness = ? WHERE key = ?",
        vec![
            hold.id.as_str().into(),
            write(hold)?.into(),
            match_key.into(),
            key.as_str().into(),
        ],
    )])
}

/// Notes that the booking was made, and remembers its time; with what it was found by, if that was
/// nothing but its match key to the order.
pub(super) fn made(
    database: &dyn Database,
    key: &IdempotencyKey,
    answer: &Reservation,
    match_key: Option<String>,
) -> Result<()> {
    made_with(database, key, answer, match_key, Vec::new())
}

/// Notes the same, with the statements of `beside` in the same transaction.
pub(super) fn made_with(
    database: &dyn Database,
    key: &IdempotencyKey,
    answer: &Reservation,
    match_key: Option<String>,
    beside: Vec<Statement>,
) -> Result<()> {
    let sent = terms_of(database, key)?;
    let rate_of = sent.as_ref().and_then(|sent| sent.choices.as_ref());
    let mut statements = vec![
        Statement::new(
            "UPDATE remote_orders SET phase = 'made', reservation_id = ?, answer = ?,
             likeness = COALESCE(?, likeness), seen = NULL
             WHERE key = ?",
            vec![
                answer.id.as_str().into(),
                write(answer)?.into(),
                match_key.into(),
                key.as_str().into(),
            ],
        ),
        row::insert_or_replace(&RemoteReservationRow {
            id: answer.id.clone(),
            day: answer.day,
            minutes: answer.minutes,
            terms: Terms {
                duration: answer.duration,
                payment: answer.payment.clone(),
                booked: Some(Booking {
                    attendees: answer.attendees,
                    experience: answer.experience.clone(),
                }),
                choices: BookedChoices::shown(answer, rate_of),
                area: answer.area.clone(),
                letter: None,
            },
        })?,
    ];
    statements.extend(beside);
    database.write(statements)
}

/// The terms on which an order was sent.
fn terms_of(database: &dyn Database, key: &IdempotencyKey) -> Result<Option<Terms>> {
    #[derive(Deserialize)]
    struct Row {
        #[serde(with = "row::optional_json")]
        terms: Option<Terms>,
    }
    let sql = "SELECT terms FROM remote_orders WHERE key = ?";
    let row: Option<Row> = first(database, sql, vec![key.as_str().into()])?;
    Ok(row.and_then(|row| row.terms))
}

/// Remembers the new place of a reservation that was changed where it is.
pub(super) fn moved(
    database: &dyn Database,
    id: &ReservationId,
    (day, minutes): (Day, Minutes),
) -> Result<()> {
    database.write(vec![Statement::new(
        "UPDATE remote_reservations SET day = ?, minutes = ? WHERE id = ?",
        vec![
            day.to_string().into(),
            i64::from(minutes).into(),
            id.as_str().into(),
        ],
    )])
}

/// Remembers other choices of a reservation that was made here. Of one that was not, nothing is remembered.
pub(super) fn rechosen(database: &dyn Database, id: &ReservationId, choices: BookedChoices) -> Result<()> {
    let Some(row) = reservation(database, id)? else {
        return Ok(());
    };
    let terms = Terms {
        choices: choices.noted(),
        ..row.terms
    };
    database.write(vec![Statement::new(
        "UPDATE remote_reservations SET terms = ? WHERE id = ?",
        vec![write(&terms)?.into(), id.as_str().into()],
    )])
}

/// When the last of the orders was sent that found a booking by this match key. It may have been
/// another's, and their own may still be found.
pub(super) fn last_alike(database: &dyn Database, match_key: &str) -> Result<Option<Instant>> {
    #[derive(Deserialize)]
    struct Row {
        #[serde(with = "row::optional_unix")]
        sent_at: Option<Instant>,
    }
    let row = first(
        database,
        "SELECT MAX(sent_at) AS sent_at FROM remote_orders WHERE likeness = ?",
        vec![match_key.into()],
    )?;
    Ok(row.and_then(|Row { sent_at }| sent_at))
}

/// The record of a reservation, if it was made here.
pub(super) fn reservation(
    database: &dyn Database,
    id: &ReservationId,
) -> Result<Option<RemoteReservationRow>> {
    let sql = "SELECT * FROM remote_reservations WHERE id = ?";
    first(database, sql, vec![id.as_str().into()])
}

fn write<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|_| DatabaseError("an order cannot be written".to_owned()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::storage::row::test_support::check;

    #[test]
    fn the_rows_are_the_tables() {
        let terms = "{\"duration\":120,\"payment\":null}";
        check::<RemoteOrderRow>(&json!({
            "key": "key-1", "fingerprint": "f", "reference": "4F7K-93QDXM", "phase": "sent", "sent_at": 1_795_258_800,
            "terms": terms, "reservation_id": null, "answer": null, "created_at": 1_795_258_790, "likeness": "f/1140",
            "seen": "[\"r1\"]",
        }));
        check::<RemoteReservationRow>(&json!({
            "id": "r1", "day": "2026-11-27", "minutes": 1_140, "terms": terms,
        }));
    }
}
