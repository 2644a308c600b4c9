//! Messages that wait to be sent, kept in the same transaction as what they tell of. A message is kept until it is
//! sent, and its name for `NAMES_KEPT_SECONDS` more. No message is queued twice after that either: its name has the
//! revision of the reservation that the same transaction makes, or belongs to something that happens once. It must not
//! know who sends it.

use serde::Deserialize;
use shared::time::Instant;

use crate::mail::OutgoingEmail;
use crate::storage::database::{Database, DatabaseError, Statement, select};
use crate::storage::job_queue::{self, JobKind};

/// For how long the name of a message that was sent is kept, in seconds: thirty days.
pub(in crate::venue) const NAMES_KEPT_SECONDS: i64 = 30 * 24 * 60 * 60;

/// How many names are forgotten with one message, so that no turn takes long.
const MOST_FORGOTTEN: i64 = 100;

/// Puts a message into the outbox, to be sent at `at`. One of a name that is known is left out.
pub fn post(letter: &OutgoingEmail, at: Instant) -> Result<Vec<Statement>, DatabaseError> {
    let text = serde_json::to_string(letter).map_err(|error| DatabaseError(error.to_string()))?;
    Ok(vec![
        Statement::new(
            "INSERT INTO due (kind, subject, at, tries)
             SELECT 'mail', ?1, ?2, 0 WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE id = ?1)",
            vec![letter.id.as_str().into(), at.unix().into()],
        ),
        Statement::new(
            "INSERT OR IGNORE INTO outbox (id, letter) VALUES (?, ?)",
            vec![letter.id.as_str().into(), text.into()],
        ),
    ])
}

/// A message that has not been sent yet.
pub fn waiting(database: &dyn Database, id: &str) -> Result<Option<OutgoingEmail>, DatabaseError> {
    #[derive(Deserialize)]
    struct Row {
        letter: Option<String>,
    }
    let rows: Vec<Row> = select(
        database,
        "SELECT letter FROM outbox WHERE id = ?",
        vec![id.into()],
    )?;
    let letter = rows.into_iter().next().and_then(|row| row.letter);
    let letter = letter.map(|text| serde_json::from_str(&text)).transpose();
    letter.map_err(|error| DatabaseError(error.to_string()))
}

/// Counts a letter to this recipient (a keyed hash of the address) and gives how many that makes on this day.
/// Counts of days before are forgotten.
pub fn count(database: &dyn Database, recipient: &str, now: Instant) -> Result<u32, DatabaseError> {
    #[derive(Deserialize)]
    struct Row {
        letters: u32,
    }
    let day = now.unix().div_euclid(24 * 60 * 60);
    database.write(vec![
        Statement::new("DELETE FROM letter_counts WHERE day < ?", vec![day.into()]),
        Statement::new(
            "INSERT INTO letter_counts (recipient, day, letters) VALUES (?, ?, 1)
             ON CONFLICT (recipient, day) DO UPDATE SET letters = letters + 1",
            vec![recipient.into(), day.into()],
        ),
    ])?;
    let rows: Vec<Row> = select(
        database,
        "SELECT letters FROM letter_counts WHERE recipient = ? AND day = ?",
        vec![recipient.into(), day.into()],
    )?;
    Ok(rows.first().map_or(0, |row| row.letters))
}

/// Notes that a message was sent, or never will be: its text is forgotten, and with it the names of earlier ones.
#[must_use]
pub fn close(id: &str, now: Instant) -> Vec<Statement> {
    vec![
        Statement::new(
            "UPDATE outbox SET letter = NULL, closed_at = ? WHERE id = ?",
            vec![now.unix().into(), id.into()],
        ),
        job_queue::settle(JobKind::Mail, id),
        Statement::new(
            "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE closed_at < ? ORDER BY closed_at LIMIT ?)",
            vec![(now.unix() - NAMES_KEPT_SECONDS).into(), MOST_FORGOTTEN.into()],
        ),
    ]
}

/// Takes a message back that is no longer true. It may be put into the outbox again under its name.
#[must_use]
pub fn take_back(id: &str) -> Vec<Statement> {
    vec![
        Statement::new(
            "DELETE FROM outbox WHERE id = ? AND letter IS NOT NULL",
            vec![id.into()],
        ),
        job_queue::settle(JobKind::Mail, id),
    ]
}
