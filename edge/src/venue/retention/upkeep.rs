//! Rows with a lifetime of their own: those that are deleted, or blanked in part, once a day, where no write has deleted
//! them meanwhile.

use serde::Deserialize;

use super::{Batch, DAY_SECONDS, Limits, MOST_AT_ONCE};
use crate::error::Result;
use crate::provider::remote::REMEMBERED_DAYS;
use crate::storage::changes;
use crate::storage::database::{Statement, select};
use crate::storage::idempotency::RETENTION_SECONDS;
use crate::storage::job_queue;
use crate::storage::picture_store;
use crate::venue::access;
use crate::venue::context::Ctx;
use crate::venue::day_rules;
use crate::venue::jobs::outbox::SENT_IDS_RETENTION_SECONDS;
use crate::venue::payments::WEBHOOK_EVENTS_RETENTION_SECONDS;
use crate::venue::phone_calls;
use crate::venue::tills;
use crate::venue::webhooks::{self, dead_letters};

/// How many days after its day a waitlist entry that is over is stored: as long as its link shows its outcome.
const ENTRIES_STORED_DAYS: u32 = 30;

/// The number of tries after which a letter is given up whose mail service cannot even be set up: three days of quick
/// tries, and thirty of one a day.
const MOST_TRIES: i64 = job_queue::MOST_TRIES as i64 + 30;

/// The most changes of the journal that one run deletes: they are small, and there are more of them than of anything else.
const MOST_CHANGES_AT_ONCE: i64 = 1_000;

/// The rows that one run deletes.
pub(super) fn batch(ctx: Ctx<'_>, limits: Limits) -> Result<Batch> {
    let Limits { now, today, before } = limits;
    let keys = now.unix() - RETENTION_SECONDS;
    let day_before = |days| today.minus(days).map(|day| day.to_string()).unwrap_or_default();
    let entries: Vec<Row> = select(
        ctx.database,
        "SELECT id FROM waitlist WHERE day < ? AND status NOT IN ('waiting', 'offered') AND created_at < ?
         ORDER BY day LIMIT ?",
        vec![
            day_before(ENTRIES_STORED_DAYS).into(),
            keys.into(),
            MOST_AT_ONCE.into(),
        ],
    )?;
    let names: Vec<Row> = select(
        ctx.database,
        "SELECT id FROM outbox WHERE closed_at < ? ORDER BY closed_at LIMIT ?",
        vec![
            (now.unix() - SENT_IDS_RETENTION_SECONDS).into(),
            MOST_AT_ONCE.into(),
        ],
    )?;
    let is_full = |rows: &[Row]| i64::try_from(rows.len()).is_ok_and(|count| count >= MOST_AT_ONCE);
    let list = |rows: &[Row]| {
        let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
        serde_json::json!(ids).to_string()
    };
    let (forget_changes, is_journal_full) = changes::delete_oldest(ctx.database, now, MOST_CHANGES_AT_ONCE)?;
    let [end_rules, forget_letters] = day_rules::delete_ended(now);
    let mut statements = vec![
        Statement::new("DELETE FROM idempotency WHERE created_at < ?", vec![keys.into()]),
        Statement::new(
            "UPDATE gift_cards SET key = NULL, fingerprint = NULL WHERE key IS NOT NULL AND created_at < ?",
            vec![keys.into()],
        ),
        Statement::new(
            "UPDATE gift_card_transactions SET key = NULL WHERE key IS NOT NULL AND created_at < ?",
            vec![keys.into()],
        ),
        Statement::new(
            "DELETE FROM remote_orders WHERE created_at < ?",
            vec![keys.into()],
        ),
        Statement::new(
            "DELETE FROM remote_reservations WHERE day < ?",
            vec![day_before(REMEMBERED_DAYS).into()],
        ),
        Statement::new(
            "DELETE FROM remote_places WHERE day < ?",
            vec![day_before(REMEMBERED_DAYS).into()],
        ),
        Statement::new(
            "DELETE FROM payment_notices WHERE at < ?",
            vec![(now.unix() - WEBHOOK_EVENTS_RETENTION_SECONDS).into()],
        ),
        Statement::new(
            "DELETE FROM letter_counts WHERE day < ?",
            vec![now.unix().div_euclid(DAY_SECONDS).into()],
        ),
        Statement::new(
            "DELETE FROM shown_letters WHERE at < ?",
            vec![before.unix().into()],
        ),
        // Staff may have written a guest's name into it.
        Statement::new(
            "UPDATE settings_versions SET reason = NULL WHERE reason IS NOT NULL AND at < ?",
            vec![before.unix().into()],
        ),
        Statement::new(
            "DELETE FROM due WHERE kind = 'mail' AND tries >= ?",
            vec![MOST_TRIES.into()],
        ),
        // A letter that is not due any more is never sent.
        Statement::new(
            "UPDATE outbox SET letter = NULL, closed_at = ? WHERE letter IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM due WHERE due.kind = 'mail' AND due.subject = outbox.id)",
            vec![now.unix().into()],
        ),
        Statement::new(
            "DELETE FROM waitlist WHERE id IN (SELECT value FROM json_each(?))",
            vec![list(&entries).into()],
        ),
        end_rules,
        forget_letters,
        picture_store::delete_unlisted(),
        forget_changes,
        dead_letters::delete_old(now),
        webhooks::delete_previous(now),
        phone_calls::delete_before(before.max(phone_calls::stored_since(now))),
        Statement::new(
            "DELETE FROM outbox WHERE id IN (SELECT value FROM json_each(?))",
            vec![list(&names).into()],
        ),
    ];
    statements.extend(access::delete_ended(now, before));
    statements.extend(tills::delete_before(now, before));
    Ok(Batch {
        is_full: is_full(&entries) || is_full(&names) || is_journal_full,
        statements,
    })
}

#[derive(Deserialize)]
struct Row {
    id: String,
}
