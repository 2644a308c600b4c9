//! Persistent job queue: one row per kind and subject with its time in seconds and its tries, inserted in the
//! transaction that causes the job. [`crate::venue::service`] runs the jobs.
//!
//! There are three lanes, which run independently: neither a slow mail service nor a receiver of webhooks delays holds,
//! offers or refunds.

use serde::Deserialize;
use shared::time::Instant;

use crate::storage::database::{Database, DatabaseError, Statement, select};

/// The kind of a job, as text in the column `kind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobKind {
    /// Hands an e-mail of the outbox to the mail service; the subject is the e-mail's id.
    Mail,
    /// Ends a payment whose deadline has passed; the subject is the payment's id.
    Hold,
    /// Makes the pending call to the payment provider; the subject is the payment's id.
    Payment,
    /// Composes an e-mail about a gift card; the subject is the e-mail's kind, a slash and the order's id.
    GiftCardLetter,
    /// Composes an invitation, with a link to sign in; the subject is the person's id.
    Invitation,
    /// Composes an e-mail with a link to sign in; the subject is the person's id, or an id of no person.
    SignInLink,
    /// Offers tables that have become free to the waitlist; the subject is the day.
    Freed,
    /// Ends an offer that was not accepted in time; the subject is the waitlist entry's id.
    OfferEnd,
    /// Ends a waitlist entry whose wanted time has come; the subject is the entry's id.
    #[serde(rename = "wish_end")]
    EntryEnd,
    /// Ends a request that the restaurant has not answered; the subject is the reservation's id.
    RequestEnd,
    /// Ends the stay of a party that has paid its bill; the subject is the reservation's id.
    StayEnd,
    /// Creates or empties a gift card at a remote system; the subject is the order's id.
    GiftCard,
    /// Ends a transaction of a gift card that was pending for too long; the subject is the card's id, a slash and the
    /// transaction's name.
    CardPending,
    /// Removes a guest's stored payment card, at the provider too; the subject is the payment's id.
    #[serde(rename = "kept_card")]
    StoredCard,
    /// Completes the move of a reservation at a remote system; the subject is that system's id of the old reservation.
    Move,
    /// Sends changes to a webhook; the subject is the webhook's id. The journal's triggers queue it.
    Webhook,
    /// Makes the call to a remote system that a booking there needs which is paid for here; the subject is the reservation's
    /// id.
    RemoteBooking,
    /// Composes an e-mail about a change or a cancellation at a remote system; the subject is the reservation's id.
    RemoteLetter,
    /// Processes a delivery of the till; the subject is the delivery's id.
    PosNotice,
    /// Pushes a reservation to the till; the subject is the reservation's id.
    PosPush,
    /// Blanks or deletes data whose retention period is over; the subject is always `daily`.
    Retention,
}

/// A sequence of jobs that run one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Jobs about reservations and money: expired offers and holds first, then calls to other systems.
    Bookings,
    /// E-mails: composing them, and handing them to the mail service.
    Letters,
    /// Webhooks, which run beside each other.
    Webhooks,
}

impl JobKind {
    fn text(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Hold => "hold",
            Self::Payment => "payment",
            Self::GiftCardLetter => "gift_card_letter",
            Self::Invitation => "invitation",
            Self::SignInLink => "sign_in_link",
            Self::Freed => "freed",
            Self::OfferEnd => "offer_end",
            Self::EntryEnd => "wish_end",
            Self::RequestEnd => "request_end",
            Self::StayEnd => "stay_end",
            Self::GiftCard => "gift_card",
            Self::CardPending => "card_pending",
            Self::StoredCard => "kept_card",
            Self::Move => "move",
            Self::Webhook => "webhook",
            Self::RemoteBooking => "remote_booking",
            Self::RemoteLetter => "remote_letter",
            Self::PosNotice => "pos_notice",
            Self::PosPush => "pos_push",
            Self::Retention => "retention",
        }
    }
}

/// Number of tries with growing waits, about three days in all. Later tries are a day apart.
pub const QUICK_TRIES: u32 = 20;

/// Number of tries after which an e-mail or a charge is given up: with growing waits about three days.
pub const MOST_TRIES: u32 = QUICK_TRIES;

/// A job that is due.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Job {
    /// Its kind.
    pub kind: JobKind,
    /// The id of the job's object; see [`JobKind`].
    pub subject: String,
    /// The number of earlier tries.
    pub tries: u32,
}

/// Queues a job, or reschedules it if it is queued already. Its tries start at 0.
#[must_use]
pub fn schedule(kind: JobKind, subject: &str, at: Instant) -> Statement {
    Statement::new(
        "INSERT OR REPLACE INTO due (kind, subject, at, tries) VALUES (?, ?, ?, 0)",
        vec![kind.text().into(), subject.into(), at.unix().into()],
    )
}

/// Queues a job unless it is queued already.
#[must_use]
pub fn schedule_if_absent(kind: JobKind, subject: &str, at: Instant) -> Statement {
    Statement::new(
        "INSERT OR IGNORE INTO due (kind, subject, at, tries) VALUES (?, ?, ?, 0)",
        vec![kind.text().into(), subject.into(), at.unix().into()],
    )
}

/// Counts a try and reschedules the job.
#[must_use]
pub fn postpone(job: &Job, at: Instant) -> Statement {
    Statement::new(
        "UPDATE due SET at = ?, tries = tries + 1 WHERE kind = ? AND subject = ?",
        vec![
            at.unix().into(),
            job.kind.text().into(),
            job.subject.as_str().into(),
        ],
    )
}

/// Brings a queued job forward to this instant, if it is due later.
#[must_use]
pub fn bring_forward(kind: JobKind, subject: &str, at: Instant) -> Statement {
    Statement::new(
        "UPDATE due SET at = ?1 WHERE kind = ?2 AND subject = ?3 AND at > ?1",
        vec![at.unix().into(), kind.text().into(), subject.into()],
    )
}

/// Reschedules a job and takes back the try that [`postpone`] has counted, since nothing was tried.
#[must_use]
pub fn put_off(job: &Job, at: Instant) -> Statement {
    Statement::new(
        "UPDATE due SET at = ?, tries = ? WHERE kind = ? AND subject = ? AND tries = ?",
        vec![
            at.unix().into(),
            i64::from(job.tries).into(),
            job.kind.text().into(),
            job.subject.as_str().into(),
            (i64::from(job.tries) + 1).into(),
        ],
    )
}

/// Queues a job after so many tries, in place of the one that is queued.
#[must_use]
pub fn retry(kind: JobKind, subject: &str, at: Instant, tries: u32) -> Statement {
    Statement::new(
        "INSERT OR REPLACE INTO due (kind, subject, at, tries) VALUES (?, ?, ?, ?)",
        vec![
            kind.text().into(),
            subject.into(),
            at.unix().into(),
            i64::from(tries).into(),
        ],
    )
}

/// Queues a job after so many tries, in place of the one that is queued. One that is due by `now` was queued again since
/// its try began, and stays.
#[must_use]
pub fn retry_unless_due(
    kind: JobKind,
    subject: &str,
    (at, tries): (Instant, u32),
    now: Instant,
) -> Statement {
    Statement::new(
        "INSERT INTO due (kind, subject, at, tries) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (kind, subject) DO UPDATE SET at = excluded.at, tries = excluded.tries WHERE due.at > ?5",
        vec![
            kind.text().into(),
            subject.into(),
            at.unix().into(),
            i64::from(tries).into(),
            now.unix().into(),
        ],
    )
}

/// Reschedules all jobs of a kind that are due earlier, without counting a try: their system takes nothing before then.
#[must_use]
pub fn hold_all(kind: JobKind, until: Instant) -> Statement {
    Statement::new(
        "UPDATE due SET at = ?1 WHERE kind = ?2 AND at < ?1",
        vec![until.unix().into(), kind.text().into()],
    )
}

/// Removes a job whose try [`postpone`] has counted, unless it was queued again meanwhile. Its tries then started at 0
/// again, and its object has changed.
#[must_use]
pub fn settle_tried(job: &Job) -> Statement {
    Statement::new(
        "DELETE FROM due WHERE kind = ? AND subject = ? AND tries = ?",
        vec![
            job.kind.text().into(),
            job.subject.as_str().into(),
            (i64::from(job.tries) + 1).into(),
        ],
    )
}

/// Removes a job. A job that is not queued is no error.
#[must_use]
pub fn settle(kind: JobKind, subject: &str) -> Statement {
    Statement::new(
        "DELETE FROM due WHERE kind = ? AND subject = ?",
        vec![kind.text().into(), subject.into()],
    )
}

/// The first job of a lane that is due. E-mails: the oldest first, those of one second in the order in which they were
/// written. Bookings: first jobs that need no other system, then holds, then calls to other systems, the till's after
/// those about money, and retention last; within each group the oldest first.
pub fn first(database: &dyn Database, lane: Lane, now: Instant) -> Result<Option<Job>, DatabaseError> {
    let sql = match lane {
        Lane::Bookings => {
            "SELECT kind, subject, tries FROM due
             WHERE at <= ? AND kind NOT IN ('mail', 'gift_card_letter', 'invitation', 'sign_in_link', 'webhook')
             ORDER BY CASE
                WHEN kind IN ('freed', 'offer_end', 'wish_end', 'request_end', 'stay_end', 'card_pending', 'pos_notice') THEN 0
                WHEN kind = 'hold' THEN 1 WHEN kind = 'pos_push' THEN 3 WHEN kind = 'retention' THEN 4 ELSE 2 END, at, kind, subject LIMIT 1"
        }
        Lane::Letters => {
            "SELECT kind, subject, tries FROM due
             WHERE at <= ? AND kind IN ('mail', 'gift_card_letter', 'invitation', 'sign_in_link') ORDER BY at, rowid LIMIT 1"
        }
        Lane::Webhooks => {
            "SELECT kind, subject, tries FROM due WHERE at <= ? AND kind = 'webhook' ORDER BY at, subject LIMIT 1"
        }
    };
    let rows = select(database, sql, vec![now.unix().into()])?;
    Ok(rows.into_iter().next())
}

/// The webhook jobs that are due, the oldest first.
pub fn due_webhooks(database: &dyn Database, now: Instant) -> Result<Vec<Job>, DatabaseError> {
    let sql = "SELECT kind, subject, tries FROM due WHERE at <= ? AND kind = 'webhook' ORDER BY at, subject";
    select(database, sql, vec![now.unix().into()])
}

/// The instant at which the next job of a lane is due; none if the lane is empty.
pub fn next(database: &dyn Database, lane: Lane) -> Result<Option<Instant>, DatabaseError> {
    #[derive(Deserialize)]
    struct Row {
        at: Option<i64>,
    }
    let sql = match lane {
        Lane::Bookings => {
            "SELECT MIN(at) AS at FROM due
             WHERE kind NOT IN ('mail', 'gift_card_letter', 'invitation', 'sign_in_link', 'webhook')"
        }
        Lane::Letters => {
            "SELECT MIN(at) AS at FROM due WHERE kind IN ('mail', 'gift_card_letter', 'invitation', 'sign_in_link')"
        }
        Lane::Webhooks => "SELECT MIN(at) AS at FROM due WHERE kind = 'webhook'",
    };
    let rows: Vec<Row> = select(database, sql, vec![])?;
    Ok(rows
        .into_iter()
        .next()
        .and_then(|row| row.at)
        .map(Instant::from_unix))
}

/// The instant at which the first job of a kind is due; none if no job of the kind is queued.
pub fn next_of(database: &dyn Database, kind: JobKind) -> Result<Option<Instant>, DatabaseError> {
    #[derive(Deserialize)]
    struct Row {
        at: Option<i64>,
    }
    let sql = "SELECT MIN(at) AS at FROM due WHERE kind = ?";
    let rows: Vec<Row> = select(database, sql, vec![kind.text().into()])?;
    let at = rows.into_iter().next().and_then(|row| row.at);
    Ok(at.map(Instant::from_unix))
}

/// The number of queued jobs on which a guest's or the restaurant's money may depend: payments, stored payment cards,
/// gift cards, requests, and bookings at a remote system that are neither complete nor over.
pub fn count_of_money(database: &dyn Database) -> Result<u32, DatabaseError> {
    #[derive(Deserialize)]
    struct Row {
        jobs: u32,
    }
    let sql = "SELECT COUNT(*) AS jobs FROM due
         WHERE kind IN ('hold', 'payment', 'kept_card', 'gift_card', 'gift_card_letter', 'request_end', 'card_pending')
            OR (kind = 'remote_booking' AND EXISTS (SELECT 1 FROM remote_bookings WHERE remote_bookings.id = due.subject
                AND NOT (stage = 'booked' AND posting IN ('none', 'posted'))))";
    let rows: Vec<Row> = select(database, sql, vec![])?;
    Ok(rows.first().map_or(0, |row| row.jobs))
}

/// The wait after the given number of failed tries, in seconds: 30, doubled with each try up to six hours; a day after
/// [`QUICK_TRIES`].
#[must_use]
pub fn wait_seconds(tries: u32) -> i64 {
    const FIRST: i64 = 30;
    const LONGEST: i64 = 6 * 60 * 60;
    const DAY: i64 = 24 * 60 * 60;
    if tries >= QUICK_TRIES {
        return DAY;
    }
    FIRST.checked_shl(tries).unwrap_or(LONGEST).min(LONGEST)
}

#[cfg(test)]
#[path = "job_queue_tests.rs"]
mod tests;
