//! Messages that wait to be sent, stored in the same transaction as the change that they report. A message's text is
//! stored until it is sent, and its name for `SENT_IDS_RETENTION_SECONDS` more. No message is queued twice after that either:
//! its name contains the revision of the reservation that the same transaction makes, or belongs to something that
//! happens once. This module does not depend on how messages are sent.

use serde::{Deserialize, Serialize};
use shared::time::Instant;

use crate::mail::OutgoingEmail;
use crate::storage::database::{Database, DatabaseError, Statement, first};
use crate::storage::job_queue::{self, JobKind};
use crate::storage::row::{self, TableRow};

/// How long the name of a sent message is stored, in seconds: thirty days.
pub(in crate::venue) const SENT_IDS_RETENTION_SECONDS: i64 = 30 * 24 * 60 * 60;

/// The most names that are deleted with one message, so that no turn takes long.
const MOST_DELETED: i64 = 100;

/// A message, or the name of one that was sent.
#[derive(Serialize, Deserialize)]
struct OutboxRow {
    id: String,
    /// The message; none once it was sent or given up.
    #[serde(with = "row::optional_json")]
    letter: Option<OutgoingEmail>,
    /// When it was sent or given up.
    #[serde(with = "row::optional_unix")]
    closed_at: Option<Instant>,
    /// Whether it was counted towards its recipient's daily limit.
    #[serde(with = "row::flag")]
    counted: bool,
}

impl TableRow for OutboxRow {
    const TABLE: &'static str = "outbox";
}

/// Puts a message into the outbox, to be sent at `at`. A message whose name is stored already is left out.
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
    /// Whether it was counted towards its recipient's daily limit.
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

/// Counts the letter of this id towards the daily limit of its recipient (a keyed hash of the address) and returns
/// the recipient's count of this day. The letter is marked in the same write, so that it is counted once. Counts of
/// earlier days are deleted.
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

/// Closes a message that was sent or given up: deletes its text, and names that are older than `SENT_IDS_RETENTION_SECONDS`.
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
            vec![
                (now.unix() - SENT_IDS_RETENTION_SECONDS).into(),
                MOST_DELETED.into(),
            ],
        ),
    ]
}

/// Replaces the text of the message of this name, if it has not been sent yet. Its time stays.
pub fn rewrite(letter: &OutgoingEmail) -> Result<Statement, DatabaseError> {
    let text = serde_json::to_string(letter).map_err(|error| DatabaseError(error.to_string()))?;
    Ok(Statement::new(
        "UPDATE outbox SET letter = ? WHERE id = ? AND letter IS NOT NULL",
        vec![text.into(), letter.id.as_str().into()],
    ))
}

/// Withdraws a message that is no longer true. It may be put into the outbox again under its name.
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

/// Withdraws the messages whose names begin so, as far as they have not been sent.
#[must_use]
pub fn take_back_all(beginning: &str) -> [Statement; 2] {
    [
        "DELETE FROM due WHERE kind = 'mail' AND subject IN (
            SELECT id FROM outbox WHERE letter IS NOT NULL AND substr(id, 1, length(?1)) = ?1)",
        "DELETE FROM outbox WHERE letter IS NOT NULL AND substr(id, 1, length(?1)) = ?1",
    ]
    .map(|sql| Statement::new(sql, vec![beginning.into()]))
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
