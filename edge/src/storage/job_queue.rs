//! Persistent job queue: one row per kind and subject with its time in seconds and its tries, inserted in the
//! transaction that causes the job. [`crate::venue::service`] runs the jobs.
//!
//! There are two lanes, which run independently: a slow mail service does not delay holds, offers or refunds.

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
    /// Makes the call to a remote system that a booking there needs which is paid for here; the subject is the reservation's
    /// id.
    RemoteBooking,
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
            Self::GiftCard => "gift_card",
            Self::CardPending => "card_pending",
            Self::StoredCard => "kept_card",
            Self::Move => "move",
            Self::RemoteBooking => "remote_booking",
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
/// written. Bookings: first jobs that need no other system, then holds, then calls to other systems, and retention
/// last; within each group the oldest first.
pub fn first(database: &dyn Database, lane: Lane, now: Instant) -> Result<Option<Job>, DatabaseError> {
    let sql = match lane {
        Lane::Bookings => {
            "SELECT kind, subject, tries FROM due
             WHERE at <= ? AND kind NOT IN ('mail', 'gift_card_letter', 'invitation', 'sign_in_link')
             ORDER BY CASE WHEN kind IN ('freed', 'offer_end', 'wish_end', 'request_end', 'card_pending') THEN 0
                WHEN kind = 'hold' THEN 1 WHEN kind = 'retention' THEN 3 ELSE 2 END, at, kind, subject LIMIT 1"
        }
        Lane::Letters => {
            "SELECT kind, subject, tries FROM due
             WHERE at <= ? AND kind IN ('mail', 'gift_card_letter', 'invitation', 'sign_in_link') ORDER BY at, rowid LIMIT 1"
        }
    };
    let rows = select(database, sql, vec![now.unix().into()])?;
    Ok(rows.into_iter().next())
}

/// The instant at which the next job of a lane is due; none if the lane is empty.
pub fn next(database: &dyn Database, lane: Lane) -> Result<Option<Instant>, DatabaseError> {
    #[derive(Deserialize)]
    struct Row {
        at: Option<i64>,
    }
    let sql = match lane {
        Lane::Bookings => {
            "SELECT MIN(at) AS at FROM due WHERE kind NOT IN ('mail', 'gift_card_letter', 'invitation', 'sign_in_link')"
        }
        Lane::Letters => {
            "SELECT MIN(at) AS at FROM due WHERE kind IN ('mail', 'gift_card_letter', 'invitation', 'sign_in_link')"
        }
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
mod tests {
    use super::*;
    use crate::test_support::database::Memory;

    const NOW: Instant = Instant::from_unix(1_795_258_800);
    const ALL: [JobKind; 16] = [
        JobKind::CardPending,
        JobKind::Mail,
        JobKind::GiftCardLetter,
        JobKind::Invitation,
        JobKind::SignInLink,
        JobKind::GiftCard,
        JobKind::StoredCard,
        JobKind::Move,
        JobKind::RemoteBooking,
        JobKind::Payment,
        JobKind::Hold,
        JobKind::Freed,
        JobKind::OfferEnd,
        JobKind::EntryEnd,
        JobKind::RequestEnd,
        JobKind::Retention,
    ];

    /// The lane of a kind. A new kind has to be added here and to the queries.
    fn lane(kind: JobKind) -> Lane {
        match kind {
            JobKind::Mail | JobKind::GiftCardLetter | JobKind::Invitation | JobKind::SignInLink => {
                Lane::Letters
            }
            JobKind::Hold
            | JobKind::Payment
            | JobKind::Freed
            | JobKind::OfferEnd
            | JobKind::EntryEnd
            | JobKind::RequestEnd
            | JobKind::GiftCard
            | JobKind::CardPending
            | JobKind::StoredCard
            | JobKind::Move
            | JobKind::RemoteBooking
            | JobKind::Retention => Lane::Bookings,
        }
    }

    /// The jobs of a lane, in the order in which they run.
    fn in_order(database: &dyn Database, lane: Lane) -> Vec<(JobKind, String)> {
        let mut found = Vec::new();
        while let Some(job) = first(database, lane, NOW).unwrap() {
            database.write(vec![settle(job.kind, &job.subject)]).unwrap();
            found.push((job.kind, job.subject));
        }
        found
    }

    #[test]
    fn every_kind_is_in_its_lane_alone() {
        for kind in ALL {
            let database = Memory::new();
            database.write(vec![schedule(kind, "a", NOW)]).unwrap();
            for asked in [Lane::Bookings, Lane::Letters] {
                let is_there = asked == lane(kind);
                let found = first(&database, asked, NOW).unwrap();
                assert_eq!(found.map(|job| job.kind), is_there.then_some(kind), "{asked:?}");
                assert_eq!(
                    next(&database, asked).unwrap(),
                    is_there.then_some(NOW),
                    "{asked:?}"
                );
            }
        }
    }

    #[test]
    fn a_job_that_is_queued_again_during_its_try_stays_queued() {
        let database = Memory::new();
        let queue = |statement| database.write(vec![statement]).unwrap();
        let found = || first(&database, Lane::Letters, NOW).unwrap();
        queue(schedule(JobKind::GiftCardLetter, "share/a", NOW));
        let job = found().unwrap();
        queue(postpone(&job, NOW.plus_seconds(30)));
        queue(schedule(JobKind::GiftCardLetter, "share/a", NOW));
        queue(settle_tried(&job));
        queue(put_off(&job, NOW.plus_seconds(60)));
        assert_eq!(found(), Some(job.clone()));
        queue(postpone(&job, NOW));
        queue(settle_tried(&job));
        assert_eq!(found(), None);
    }

    #[test]
    fn tables_come_before_money_and_the_oldest_of_each_first() {
        let database = Memory::new();
        let before = |seconds: i64| Instant::from_unix(NOW.unix() - seconds);
        database
            .write(vec![
                schedule(JobKind::Mail, "old", before(900)),
                schedule(JobKind::Payment, "refund", before(800)),
                schedule(JobKind::Move, "move", before(700)),
                schedule(JobKind::Hold, "late", before(10)),
                schedule(JobKind::Hold, "early", before(20)),
                schedule(JobKind::OfferEnd, "offer", before(1)),
                schedule(JobKind::Freed, "2026-11-23", NOW),
                schedule(JobKind::Retention, "daily", before(1_000)),
                schedule(JobKind::Hold, "not yet", NOW.plus_seconds(1)),
            ])
            .unwrap();
        let found = in_order(&database, Lane::Bookings);
        let subjects: Vec<_> = found.iter().map(|(_, subject)| subject.as_str()).collect();
        assert_eq!(
            subjects,
            ["offer", "2026-11-23", "early", "late", "refund", "move", "daily"]
        );
        assert_eq!(
            in_order(&database, Lane::Letters),
            [(JobKind::Mail, "old".to_owned())]
        );
    }
}
