//! Messages that wait to be sent, kept in the same transaction as what they tell of. A message is kept until it is
//! sent, and its name for `NAMES_KEPT_SECONDS` more. No message is queued twice after that either: its name has the
//! revision of the reservation that the same transaction makes, or belongs to something that happens once. It must not
//! know who sends it.

use serde::{Deserialize, Serialize};
use shared::time::Instant;

use crate::mail::OutgoingEmail;
use crate::storage::database::{Database, DatabaseError, Statement, first};
use crate::storage::job_queue::{self, JobKind};
use crate::storage::row::{self, TableRow};

/// For how long the name of a message that was sent is kept, in seconds: thirty days.
pub(in crate::venue) const NAMES_KEPT_SECONDS: i64 = 30 * 24 * 60 * 60;

/// How many names are forgotten with one message, so that no turn takes long.
const MOST_FORGOTTEN: i64 = 100;

/// A message, or the name of one that was sent.
#[derive(Serialize, Deserialize)]
struct OutboxRow {
    id: String,
    /// None once it was sent or given up.
    #[serde(with = "row::optional_json")]
    letter: Option<OutgoingEmail>,
    /// When that was.
    #[serde(with = "row::optional_unix")]
    closed_at: Option<Instant>,
    /// Whether it was counted towards the day's most to its recipient.
    #[serde(with = "row::flag")]
    counted: bool,
}

impl TableRow for OutboxRow {
    const TABLE: &'static str = "outbox";
}

/// Puts a message into the outbox, to be sent at `at`. One of a name that is known is left out.
pub fn post(letter: &OutgoingEmail, at: Instant) -> Result<Vec<Statement>, DatabaseError> {
    Ok(vec![
        Statement::new(
            "INSERT INTO due (kind, subject, at, tries)
             SELECT 'mail', ?1, ?2, 0 WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE id = ?1)",
            vec![letter.id.as_str().into(), at.unix().into()],
        ),
        row::insert_if_absent(&OutboxRow {
            id: letter.id.clone(),
            letter: Some(letter.clone()),
            closed_at: None,
            counted: false,
        })?,
    ])
}

/// A message that has not been sent yet.
pub struct UnsentEmail {
    /// The message.
    pub letter: OutgoingEmail,
    /// Whether it was counted towards the day's most to its recipient.
    pub is_counted: bool,
}

/// The message of this id, if it has not been sent yet.
pub fn waiting(database: &dyn Database, id: &str) -> Result<Option<UnsentEmail>, DatabaseError> {
    let row: Option<OutboxRow> = first(database, "SELECT * FROM outbox WHERE id = ?", vec![id.into()])?;
    Ok(row.and_then(|row| {
        Some(UnsentEmail {
            letter: row.letter?,
            is_counted: row.counted,
        })
    }))
}

/// Counts the letter of this id to this recipient (a keyed hash of the address) and gives how many that makes on this
/// day. It is marked in the same write, so that it is not counted again. Counts of days before are forgotten.
pub fn count(database: &dyn Database, id: &str, recipient: &str, now: Instant) -> Result<u32, DatabaseError> {
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
        Statement::new("UPDATE outbox SET counted = 1 WHERE id = ?", vec![id.into()]),
    ])?;
    let counted = first(
        database,
        "SELECT letters FROM letter_counts WHERE recipient = ? AND day = ?",
        vec![recipient.into(), day.into()],
    )?;
    Ok(counted.map_or(0, |Row { letters }| letters))
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

/// Gives a message of this name another text, if it has not been sent yet. Its time stays.
pub fn rewrite(letter: &OutgoingEmail) -> Result<Statement, DatabaseError> {
    let text = serde_json::to_string(letter).map_err(|error| DatabaseError(error.to_string()))?;
    Ok(Statement::new(
        "UPDATE outbox SET letter = ? WHERE id = ? AND letter IS NOT NULL",
        vec![text.into(), letter.id.as_str().into()],
    ))
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::storage::row::test_support::check;

    #[test]
    fn the_row_is_the_table() {
        let row = json!({ "id": "confirmed-r1-0", "letter": null, "closed_at": 1_795_258_800, "counted": 1 });
        check::<OutboxRow>(&row);
    }
}
