//! Persistent job queue: one row per kind and subject with its time in seconds and its tries, inserted in the
//! transaction that causes the job. [`crate::venue::service`] runs them.
//!
//! There are two lanes, processed independently: a slow mail service does not delay holds, offers or refunds.

use serde::Deserialize;
use shared::time::Instant;

use crate::storage::database::{Database, DatabaseError, Statement, select};

/// What kind of matter it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobKind {
    /// A message waits in the outbox; the subject is its id.
    Mail,
    /// The time to pay is over; the subject is the payment's id.
    Hold,
    /// A payment's provider has to be asked for something; the subject is the payment's id.
    Payment,
    /// A letter about a gift card is to be written; the subject is which, a slash, and the order's id.
    GiftCardLetter,
    /// A table has come free for those who wait; the subject is the day.
    Freed,
    /// The time to take an offer is over; the subject is the wish's id.
    OfferEnd,
    /// The time that was wished comes; the subject is the wish's id.
    WishEnd,
    /// A request that nobody has answered ends; the subject is the reservation's id.
    RequestEnd,
    /// A gift card has to be made or emptied at another system; the subject is the order's id.
    GiftCard,
    /// A kept card is to be forgotten; the subject is the payment's id.
    KeptCard,
    /// A reservation at a remote system is being moved; the subject is what the system calls the old one.
    Move,
    /// What has been kept long enough is to be blanked or deleted; the subject is always `daily`.
    Retention,
}

/// A queue of matters that are processed one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Everything about reservations and money: expired offers and holds first, then calls to other systems.
    Bookings,
    /// Messages to hand to the mail service.
    Letters,
}

impl JobKind {
    fn text(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Hold => "hold",
            Self::Payment => "payment",
            Self::GiftCardLetter => "gift_card_letter",
            Self::Freed => "freed",
            Self::OfferEnd => "offer_end",
            Self::WishEnd => "wish_end",
            Self::RequestEnd => "request_end",
            Self::GiftCard => "gift_card",
            Self::KeptCard => "kept_card",
            Self::Move => "move",
            Self::Retention => "retention",
        }
    }
}

/// After how many tries a matter is tried once a day: with growing waits that is about three days.
pub const QUICK_TRIES: u32 = 20;

/// After how many tries a letter or a charge is given up: with growing waits that is about three days.
pub const MOST_TRIES: u32 = QUICK_TRIES;

/// A matter whose time has come.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Job {
    /// Its kind.
    pub kind: JobKind,
    /// What it is about, by its id.
    pub subject: String,
    /// How often it was tried already.
    pub tries: u32,
}

/// Puts a matter on the list, or gives it another time. Its tries begin anew.
#[must_use]
pub fn schedule(kind: JobKind, subject: &str, at: Instant) -> Statement {
    Statement::new(
        "INSERT OR REPLACE INTO due (kind, subject, at, tries) VALUES (?, ?, ?, 0)",
        vec![kind.text().into(), subject.into(), at.unix().into()],
    )
}

/// Puts a matter on the list, unless it is on it already.
#[must_use]
pub fn schedule_if_absent(kind: JobKind, subject: &str, at: Instant) -> Statement {
    Statement::new(
        "INSERT OR IGNORE INTO due (kind, subject, at, tries) VALUES (?, ?, ?, 0)",
        vec![kind.text().into(), subject.into(), at.unix().into()],
    )
}

/// Counts a try and puts the matter off.
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

/// Puts a matter off without counting the try that [`postpone`] has counted: nothing was tried.
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

/// Takes a matter off the list that [`postpone`] has counted, unless it was put on it anew meanwhile: its tries have begun
/// anew then, and what it is about has changed.
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

/// Takes a matter off the list, whether it was on it or not.
#[must_use]
pub fn settle(kind: JobKind, subject: &str) -> Statement {
    Statement::new(
        "DELETE FROM due WHERE kind = ? AND subject = ?",
        vec![kind.text().into(), subject.into()],
    )
}

/// The first matter of a lane whose time has come. Letters: the oldest first, those of one second in the order in
/// which they were written. Bookings: first what needs no other system, then holds, then calls to other systems, and
/// retention last; of each the oldest.
pub fn first(database: &dyn Database, lane: Lane, now: Instant) -> Result<Option<Job>, DatabaseError> {
    let sql = match lane {
        Lane::Bookings => {
            "SELECT kind, subject, tries FROM due
             WHERE at <= ? AND kind NOT IN ('mail', 'gift_card_letter')
             ORDER BY CASE WHEN kind IN ('freed', 'offer_end', 'wish_end', 'request_end') THEN 0
                WHEN kind = 'hold' THEN 1 WHEN kind = 'retention' THEN 3 ELSE 2 END, at, kind, subject LIMIT 1"
        }
        Lane::Letters => {
            "SELECT kind, subject, tries FROM due
             WHERE at <= ? AND kind IN ('mail', 'gift_card_letter') ORDER BY at, rowid LIMIT 1"
        }
    };
    let rows = select(database, sql, vec![now.unix().into()])?;
    Ok(rows.into_iter().next())
}

/// When the next matter of a lane is due; none if nothing is.
pub fn next(database: &dyn Database, lane: Lane) -> Result<Option<Instant>, DatabaseError> {
    #[derive(Deserialize)]
    struct Row {
        at: Option<i64>,
    }
    let sql = match lane {
        Lane::Bookings => "SELECT MIN(at) AS at FROM due WHERE kind NOT IN ('mail', 'gift_card_letter')",
        Lane::Letters => "SELECT MIN(at) AS at FROM due WHERE kind IN ('mail', 'gift_card_letter')",
    };
    let rows: Vec<Row> = select(database, sql, vec![])?;
    Ok(rows
        .into_iter()
        .next()
        .and_then(|row| row.at)
        .map(Instant::from_unix))
}

/// When the first matter of a kind is due; none if nothing is.
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

/// How many jobs are queued on which somebody's money may depend: payments, kept cards, gift cards that are paid, and
/// requests.
pub fn count_of_money(database: &dyn Database) -> Result<u32, DatabaseError> {
    #[derive(Deserialize)]
    struct Row {
        jobs: u32,
    }
    let sql = "SELECT COUNT(*) AS jobs FROM due
         WHERE kind IN ('hold', 'payment', 'kept_card', 'gift_card', 'gift_card_letter', 'request_end')";
    let rows: Vec<Row> = select(database, sql, vec![])?;
    Ok(rows.first().map_or(0, |row| row.jobs))
}

/// How long to wait after the given number of failed tries, in seconds: from half a minute, twice as long
/// each time, up to six hours; and a day once that has gone on for three.
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
    const ALL: [JobKind; 12] = [
        JobKind::Mail,
        JobKind::GiftCardLetter,
        JobKind::GiftCard,
        JobKind::KeptCard,
        JobKind::Move,
        JobKind::Payment,
        JobKind::Hold,
        JobKind::Freed,
        JobKind::OfferEnd,
        JobKind::WishEnd,
        JobKind::RequestEnd,
        JobKind::Retention,
    ];

    /// A kind that is added has to be sorted in here, and into the queries.
    fn lane(kind: JobKind) -> Lane {
        match kind {
            JobKind::Mail | JobKind::GiftCardLetter => Lane::Letters,
            JobKind::Hold
            | JobKind::Payment
            | JobKind::Freed
            | JobKind::OfferEnd
            | JobKind::WishEnd
            | JobKind::RequestEnd
            | JobKind::GiftCard
            | JobKind::KeptCard
            | JobKind::Move
            | JobKind::Retention => Lane::Bookings,
        }
    }

    /// What a lane has, in its order.
    fn worked_off(database: &dyn Database, lane: Lane) -> Vec<(JobKind, String)> {
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
    fn what_is_queued_anew_while_it_is_tried_is_not_taken_off() {
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
        let found = worked_off(&database, Lane::Bookings);
        let subjects: Vec<_> = found.iter().map(|(_, subject)| subject.as_str()).collect();
        assert_eq!(
            subjects,
            ["offer", "2026-11-23", "early", "late", "refund", "move", "daily"]
        );
        assert_eq!(
            worked_off(&database, Lane::Letters),
            [(JobKind::Mail, "old".to_owned())]
        );
    }
}
