//! The triggers that write the journal, made from the list of journaled tables and installed when a database is opened
//! whose triggers were made from another list.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::tables::{JOURNALED, Journaled};
use crate::storage::database::{Database, DatabaseError, Statement};
use crate::storage::meta;

/// The value of `meta` that names the installed triggers by their hash.
const INSTALLED: &str = "change_triggers";

/// Installs the triggers, unless they are installed. A migration that drops a column of a journaled table drops the table's
/// triggers before it.
pub(in crate::storage) fn install(database: &dyn Database) -> Result<(), DatabaseError> {
    let mut triggers: Vec<Trigger> = JOURNALED.iter().flat_map(of_table).collect();
    triggers.push(of_webhooks());
    let mut hash = Sha256::new();
    for trigger in &triggers {
        hash.update(trigger.sql.as_bytes());
    }
    let hash = base16ct::lower::encode_string(&hash.finalize());
    if meta::get(database, INSTALLED)?.is_some_and(|installed| installed == hash) {
        return Ok(());
    }
    let mut statements = Vec::new();
    for Trigger { name, sql } in triggers {
        statements.push(Statement::new(format!("DROP TRIGGER IF EXISTS {name}"), vec![]));
        statements.push(Statement::new(sql, vec![]));
    }
    statements.push(meta::set(INSTALLED, &hash));
    database.write(statements)
}

/// The trigger that queues the jobs of webhooks, when the rows of a transaction are dated. A job that is queued already
/// stays as it is: it may wait after a failed try, and comes to the change in its turn.
fn of_webhooks() -> Trigger {
    let name = "changes_webhooks".to_owned();
    let sql = format!(
        "CREATE TRIGGER {name} AFTER UPDATE OF at ON changes WHEN OLD.at = 0 BEGIN
            INSERT OR IGNORE INTO due (kind, subject, at, tries)
            SELECT 'webhook', webhooks.id, NEW.at, 0 FROM webhooks
            JOIN webhook_hosts ON webhook_hosts.host = webhooks.host
            WHERE webhooks.disabled_at IS NULL AND instr(webhooks.kinds, '\"' || NEW.kind || '\"') > 0;
        END"
    );
    Trigger { name, sql }
}

struct Trigger {
    name: String,
    sql: String,
}

fn of_table(journaled: &'static Journaled) -> Vec<Trigger> {
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
fn trigger(journaled: &Journaled, event: &str, row: &str, when: &str, action: &str, bits: &str) -> Trigger {
    let of_row = |sql: &str| sql.replace("{row}", row);
    let table = journaled.table;
    let name = format!("changes_{table}_{}", event.to_ascii_lowercase());
    let (kind, subject) = (of_row(journaled.kind), of_row(journaled.subject));
    let revision = of_row(journaled.revision);
    let sql = format!(
        "CREATE TRIGGER {name} AFTER {event} ON {table} {when}BEGIN
            INSERT INTO changes (at, kind, action, subject, revision, fields)
            VALUES (0, {kind}, '{action}', CAST({subject} AS TEXT), {revision}, {bits})
            ON CONFLICT (at, kind, subject) WHERE at = 0 DO UPDATE SET
                action = CASE excluded.action WHEN 'changed' THEN changes.action ELSE excluded.action END,
                revision = excluded.revision,
                fields = changes.fields | excluded.fields;
        END"
    );
    Trigger { name, sql }
}
