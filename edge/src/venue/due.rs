//! What the venue's object has to do later, and when: each matter once by its kind and subject, kept in the
//! same transaction as what it follows from. It must not know what is done about it.

use serde::Deserialize;
use shared::time::Instant;

use super::database::{Database, DatabaseError, Statement, select};

/// What kind of matter it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
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
    /// A gift card has to be made or emptied at another system; the subject is the order's id.
    GiftCard,
    /// A kept card is to be forgotten; the subject is the payment's id.
    KeptCard,
    /// A reservation at a remote system is being moved; the subject is what the system calls the old one.
    Move,
}

impl Kind {
    fn text(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Hold => "hold",
            Self::Payment => "payment",
            Self::GiftCardLetter => "gift_card_letter",
            Self::Freed => "freed",
            Self::OfferEnd => "offer_end",
            Self::WishEnd => "wish_end",
            Self::GiftCard => "gift_card",
            Self::KeptCard => "kept_card",
            Self::Move => "move",
        }
    }
}

/// A matter whose time has come.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Due {
    /// Its kind.
    pub kind: Kind,
    /// What it is about, by its id.
    pub subject: String,
    /// How often it was tried already.
    pub tries: u32,
}

/// Puts a matter on the list, or gives it another time. Its tries begin anew.
#[must_use]
pub fn schedule(kind: Kind, subject: &str, at: Instant) -> Statement {
    Statement::new(
        "INSERT OR REPLACE INTO due (kind, subject, at, tries) VALUES (?, ?, ?, 0)",
        vec![kind.text().into(), subject.into(), at.unix().into()],
    )
}

/// Counts a try and puts the matter off.
#[must_use]
pub fn postpone(due: &Due, at: Instant) -> Statement {
    Statement::new(
        "UPDATE due SET at = ?, tries = tries + 1 WHERE kind = ? AND subject = ?",
        vec![
            at.unix().into(),
            due.kind.text().into(),
            due.subject.as_str().into(),
        ],
    )
}

/// Takes a matter off the list, whether it was on it or not.
#[must_use]
pub fn settle(kind: Kind, subject: &str) -> Statement {
    Statement::new(
        "DELETE FROM due WHERE kind = ? AND subject = ?",
        vec![kind.text().into(), subject.into()],
    )
}

/// The first matter whose time has come, the oldest first.
pub fn first(database: &dyn Database, now: Instant) -> Result<Option<Due>, DatabaseError> {
    let rows = select(
        database,
        "SELECT kind, subject, tries FROM due WHERE at <= ? ORDER BY at, kind, subject LIMIT 1",
        vec![now.unix().into()],
    )?;
    Ok(rows.into_iter().next())
}

/// When the next matter is due; none if nothing is.
pub fn next(database: &dyn Database) -> Result<Option<Instant>, DatabaseError> {
    #[derive(Deserialize)]
    struct Row {
        at: Option<i64>,
    }
    let rows: Vec<Row> = select(database, "SELECT MIN(at) AS at FROM due", vec![])?;
    Ok(rows
        .into_iter()
        .next()
        .and_then(|row| row.at)
        .map(Instant::from_unix))
}

/// How long to wait after the given number of failed tries, in seconds: from half a minute, twice as long
/// each time, up to six hours.
#[must_use]
pub fn wait_seconds(tries: u32) -> i64 {
    const FIRST: i64 = 30;
    const LONGEST: i64 = 6 * 60 * 60;
    FIRST.checked_shl(tries.min(16)).unwrap_or(LONGEST).min(LONGEST)
}
