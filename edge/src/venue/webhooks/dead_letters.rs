//! Dead letters: changes that were given up after their last try. They hold the change itself, which has ids and names of
//! fields alone, so that they can be sent again when the journal no longer has it.

use serde::{Deserialize, Serialize};
use shared::change::VenueChange;
use shared::id::WebhookId;
use shared::page::PagePosition;
use shared::time::Instant;
use shared::webhook::{DeadLetter, DeadLetterPage, ReplayedLetters};

use crate::error::Result;
use crate::storage::database::{Database, DatabaseError, Statement, first, select};
use crate::storage::job_queue::{self, JobKind};
use crate::storage::row::{self, TableRow, insert};
use crate::venue::context::Ctx;

/// How long a dead letter is kept, in seconds: 30 days.
pub const KEPT_SECONDS: i64 = 30 * 24 * 60 * 60;
/// The most dead letters of a venue; the oldest are deleted first.
const MOST_KEPT: i64 = 1_000;
/// The number of letters on a page.
const PAGE: usize = 50;

/// A dead letter as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadLetterRow {
    /// Its number; none for one that is to be inserted.
    number: Option<u64>,
    /// The webhook.
    webhook_id: WebhookId,
    /// The number of the change.
    sequence: u64,
    /// When it was given up.
    #[serde(with = "row::unix")]
    at: Instant,
    /// The status of the last answer; none if there was no answer.
    status: Option<u16>,
    /// Whether it is queued to be sent again.
    #[serde(rename = "queued", with = "row::flag")]
    is_queued: bool,
    /// The change.
    #[serde(with = "row::json")]
    change: VenueChange,
}

impl TableRow for DeadLetterRow {
    const TABLE: &'static str = "dead_letters";
}

impl DeadLetterRow {
    /// The number of a stored letter.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number.unwrap_or_default()
    }

    /// The change.
    #[must_use]
    pub fn change(&self) -> &VenueChange {
        &self.change
    }
}

/// Statements that store a change that was given up.
pub fn store(
    webhook: &WebhookId,
    change: &VenueChange,
    status: Option<u16>,
    now: Instant,
) -> Result<Vec<Statement>, DatabaseError> {
    let row = DeadLetterRow {
        number: None,
        webhook_id: webhook.clone(),
        sequence: change.cursor.0,
        at: now,
        status,
        is_queued: false,
        change: change.clone(),
    };
    let delete_oldest = Statement::new(
        "DELETE FROM dead_letters WHERE number <= (SELECT MAX(number) FROM dead_letters) - ?",
        vec![MOST_KEPT.into()],
    );
    Ok(vec![insert(&row)?, delete_oldest])
}

/// Statement that notes that a letter was sent again in vain.
#[must_use]
pub fn fail_again(number: u64, status: Option<u16>, now: Instant) -> Statement {
    Statement::new(
        "UPDATE dead_letters SET queued = 0, status = ?, at = ? WHERE number = ?",
        vec![
            status.map(i64::from).into(),
            now.unix().into(),
            signed(number).into(),
        ],
    )
}

/// Statement that deletes a letter that was delivered.
#[must_use]
pub fn delete(number: u64) -> Statement {
    Statement::new(
        "DELETE FROM dead_letters WHERE number = ?",
        vec![signed(number).into()],
    )
}

/// Statement that deletes the letters of which the time is over.
#[must_use]
pub fn delete_old(now: Instant) -> Statement {
    Statement::new(
        "DELETE FROM dead_letters WHERE at < ?",
        vec![(now.unix() - KEPT_SECONDS).into()],
    )
}

/// The first letter of a webhook that is queued to be sent again.
pub fn first_queued(
    database: &dyn Database,
    webhook: &WebhookId,
) -> Result<Option<DeadLetterRow>, DatabaseError> {
    let sql = "SELECT * FROM dead_letters WHERE webhook_id = ? AND queued = 1 ORDER BY number LIMIT 1";
    first(database, sql, vec![webhook.as_str().into()])
}

/// The number of letters of a webhook.
pub fn count(database: &dyn Database, webhook: &WebhookId) -> Result<u32, DatabaseError> {
    #[derive(Deserialize)]
    struct Count {
        letters: u32,
    }
    let sql = "SELECT COUNT(*) AS letters FROM dead_letters WHERE webhook_id = ?";
    let count: Option<Count> = first(database, sql, vec![webhook.as_str().into()])?;
    Ok(count.map_or(0, |count| count.letters))
}

/// A page of the letters of a webhook, the newest first.
pub fn page(ctx: Ctx<'_>, webhook: &WebhookId, before: Option<PagePosition>) -> Result<DeadLetterPage> {
    let PagePosition(before) = before.unwrap_or(PagePosition::MAX);
    let most = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut rows: Vec<DeadLetterRow> = select(
        ctx.database,
        "SELECT * FROM dead_letters WHERE webhook_id = ? AND number < ? ORDER BY number DESC LIMIT ?",
        vec![webhook.as_str().into(), signed(before).into(), most.into()],
    )?;
    let is_last = rows.len() <= PAGE;
    rows.truncate(PAGE);
    let letters: Vec<DeadLetter> = rows
        .into_iter()
        .map(|row| DeadLetter {
            number: PagePosition(row.number()),
            at: row.at,
            status: row.status,
            is_queued: row.is_queued,
            change: row.change,
        })
        .collect();
    Ok(DeadLetterPage {
        next: letters.last().filter(|_| !is_last).map(|letter| letter.number),
        letters,
    })
}

/// Queues all letters of a webhook to be sent again, before the changes that it has not been sent yet.
pub fn replay(ctx: Ctx<'_>, webhook: &WebhookId) -> Result<ReplayedLetters> {
    let queued = count(ctx.database, webhook)?;
    let mut statements = vec![
        Statement::new(
            "UPDATE dead_letters SET queued = 1 WHERE webhook_id = ?",
            vec![webhook.as_str().into()],
        ),
        // Its tries begin anew.
        job_queue::schedule(JobKind::Webhook, webhook.as_str(), ctx.now),
    ];
    statements.extend(ctx.audit(
        "webhook.replay",
        webhook.as_str(),
        None,
        Some(serde_json::json!(queued)),
    )?);
    ctx.database.write(statements)?;
    Ok(ReplayedLetters { queued })
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_row_has_the_columns_of_its_table() {
        let change = json!({
            "cursor": 7, "at": "2026-11-29T18:00:00Z", "kind": "reservation", "action": "changed", "id": "r1",
            "revision": 3, "fields": ["status"],
        });
        let change: VenueChange = serde_json::from_value(change).unwrap();
        row::test_support::check::<DeadLetterRow>(&json!({
            "number": 1, "webhook_id": "aaaaaaaaaaaa", "sequence": 7, "at": 1_795_000_000, "status": 500, "queued": 1,
            "change": serde_json::to_string(&change).unwrap(),
        }));
    }
}
