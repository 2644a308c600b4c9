//! The triggers that write the journal, made from the list of journaled tables and installed when a database is opened
//! whose triggers were made from another list, or before its last migration.

use std::fmt::Write as _;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::tables::{JOURNALED, Journaled};
use crate::storage::database::{Database, DatabaseError, Statement, select};
use crate::storage::meta;

/// The value of `meta` that names the installed triggers, by the number of migrations and their hash.
const INSTALLED: &str = "change_triggers";

/// Installs the triggers, unless they are installed, in place of all earlier ones. A migration that drops a column of a
/// journaled table drops the table's triggers before it.
pub(in crate::storage) fn install(database: &dyn Database) -> Result<(), DatabaseError> {
    #[derive(Deserialize)]
    struct Earlier {
        name: String,
    }
    let mut triggers: Vec<String> = JOURNALED.iter().flat_map(of_table).collect();
    triggers.push(of_webhooks());
    let mut hash = Sha256::new();
    for trigger in &triggers {
        hash.update(trigger.as_bytes());
    }
    let hash = base16ct::lower::encode_string(&hash.finalize());
    // A migration that makes a table anew drops its triggers with the table.
    let migrations = meta::get(database, "schema")?.unwrap_or_default();
    let wanted = format!("{migrations}-{hash}");
    if meta::get(database, INSTALLED)?.is_some_and(|installed| installed == wanted) {
        return Ok(());
    }
    let earlier: Vec<Earlier> = select(
        database,
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'changes_*'",
        vec![],
    )?;
    let drops = earlier
        .iter()
        .map(|Earlier { name }| Statement::new(format!("DROP TRIGGER {name}"), vec![]));
    let mut statements: Vec<Statement> = drops.collect();
    statements.extend(
        triggers
            .into_iter()
            .map(|trigger| Statement::new(trigger, vec![])),
    );
    statements.push(meta::set(INSTALLED, &wanted));
    database.write(statements)
}

/// The trigger that queues the jobs of webhooks, when the rows of a transaction are dated. A job that is queued already
/// stays as it is: it may wait after a failed try, and comes to the change in its turn.
fn of_webhooks() -> String {
    "CREATE TRIGGER changes_webhooks AFTER UPDATE OF at ON changes WHEN OLD.at = 0 BEGIN
        INSERT OR IGNORE INTO due (kind, subject, at, tries)
        SELECT 'webhook', webhooks.id, NEW.at, 0 FROM webhooks
        JOIN webhook_hosts ON webhook_hosts.host = webhooks.host
        WHERE webhooks.disabled_at IS NULL AND instr(webhooks.kinds, '\"' || NEW.kind || '\"') > 0;
    END"
    .to_owned()
}

fn of_table(journaled: &'static Journaled) -> Vec<String> {
    let (created, deleted) = if journaled.is_subject {
        ("created", "deleted")
    } else {
        ("changed", "changed")
    };
    let every_field = journaled
        .columns
        .iter()
        .fold(0_u64, |bits, (_, bit)| bits | (1_u64 << *bit));
    let every_field = every_field.to_string();
    let mut triggers = vec![
        trigger(journaled, "INSERT", "NEW", "", created, &every_field),
        trigger(journaled, "DELETE", "OLD", "", deleted, &every_field),
    ];
    if !journaled.columns.is_empty() {
        let (mut when, mut bits) = (String::new(), String::new());
        for (place, (column, bit)) in journaled.columns.iter().enumerate() {
            let (or, plus) = if place == 0 { ("", "") } else { (" OR ", " | ") };
            // Writing to a `String` does not fail.
            let _ = write!(when, "{or}OLD.{column} IS NOT NEW.{column}");
            let _ = write!(bits, "{plus}((OLD.{column} IS NOT NEW.{column}) << {bit})");
        }
        let when = format!("WHEN {when} ");
        triggers.push(trigger(journaled, "UPDATE", "NEW", &when, "changed", &bits));
    }
    triggers
}

/// The trigger of an event. A second change of a subject in one transaction adds its fields to the first one's row; one that
/// was created stays so.
fn trigger(journaled: &Journaled, event: &str, row: &str, when: &str, action: &str, bits: &str) -> String {
    let of_row = |sql: &str| sql.replace("{row}", row);
    let table = journaled.table;
    let name = format!("changes_{table}_{}", event.to_ascii_lowercase());
    let (kind, subject) = (of_row(journaled.kind), of_row(journaled.subject));
    let revision = of_row(journaled.revision);
    format!(
        "CREATE TRIGGER {name} AFTER {event} ON {table} {when}BEGIN
            INSERT INTO changes (at, kind, action, subject, revision, fields)
            VALUES (0, {kind}, '{action}', CAST({subject} AS TEXT), {revision}, {bits})
            ON CONFLICT (at, kind, subject) WHERE at = 0 DO UPDATE SET
                action = CASE excluded.action WHEN 'changed' THEN changes.action ELSE excluded.action END,
                revision = excluded.revision,
                fields = changes.fields | excluded.fields;
        END"
    )
}
