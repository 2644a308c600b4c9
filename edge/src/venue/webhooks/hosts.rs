//! The hosts to which a venue's webhooks may be sent, as an operator has confirmed.

use serde::{Deserialize, Serialize};
use shared::time::Instant;
use shared::webhook::{ConfirmedHost, WebhookHost, WebhookHosts};

use crate::error::Result;
use crate::storage::database::{Database, DatabaseError, Statement, first, select};
use crate::storage::row::{self, TableRow, insert};
use crate::venue::context::Ctx;

/// A confirmed host as it is stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct HostRow {
    host: WebhookHost,
    #[serde(with = "row::unix")]
    confirmed_at: Instant,
    confirmed_by: String,
}

impl TableRow for HostRow {
    const TABLE: &'static str = "webhook_hosts";
}

fn find(database: &dyn Database, host: &WebhookHost) -> Result<Option<HostRow>, DatabaseError> {
    let sql = "SELECT * FROM webhook_hosts WHERE host = ?";
    first(database, sql, vec![host.as_str().into()])
}

/// Whether an operator has confirmed a host.
pub fn is_confirmed(database: &dyn Database, host: &WebhookHost) -> Result<bool, DatabaseError> {
    Ok(find(database, host)?.is_some())
}

/// The confirmed hosts, and those of webhooks that wait.
pub fn list(ctx: Ctx<'_>) -> Result<WebhookHosts> {
    #[derive(Deserialize)]
    struct Waiting {
        host: WebhookHost,
    }
    let rows: Vec<HostRow> = select(ctx.database, "SELECT * FROM webhook_hosts ORDER BY host", vec![])?;
    let waiting: Vec<Waiting> = select(
        ctx.database,
        "SELECT DISTINCT host FROM webhooks
         WHERE disabled_at IS NULL AND host NOT IN (SELECT host FROM webhook_hosts) ORDER BY host",
        vec![],
    )?;
    let hosts = rows.into_iter().map(|row| ConfirmedHost {
        host: row.host,
        confirmed_at: row.confirmed_at,
        confirmed_by: row.confirmed_by,
    });
    Ok(WebhookHosts {
        hosts: hosts.collect(),
        waiting: waiting.into_iter().map(|row| row.host).collect(),
    })
}

/// Confirms a host. Webhooks that have waited for that are sent the changes since they were created.
pub fn confirm(ctx: Ctx<'_>, host: &WebhookHost) -> Result<()> {
    if is_confirmed(ctx.database, host)? {
        return Ok(());
    }
    let row = HostRow {
        host: host.clone(),
        confirmed_at: ctx.now,
        confirmed_by: ctx.actor.name().unwrap_or_default(),
    };
    let mut statements = vec![
        insert(&row)?,
        Statement::new(
            "INSERT OR IGNORE INTO due (kind, subject, at, tries)
             SELECT 'webhook', id, ?, 0 FROM webhooks WHERE host = ? AND disabled_at IS NULL",
            vec![ctx.now.unix().into(), host.as_str().into()],
        ),
    ];
    statements.extend(ctx.audit("webhook_host.confirm", host.as_str(), None, None)?);
    Ok(ctx.database.write(statements)?)
}

/// Withdraws a host, if it is confirmed. Its webhooks wait from now on.
pub fn withdraw(ctx: Ctx<'_>, host: &WebhookHost) -> Result<()> {
    if !is_confirmed(ctx.database, host)? {
        return Ok(());
    }
    let mut statements = vec![Statement::new(
        "DELETE FROM webhook_hosts WHERE host = ?",
        vec![host.as_str().into()],
    )];
    statements.extend(ctx.audit("webhook_host.withdraw", host.as_str(), None, None)?);
    Ok(ctx.database.write(statements)?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_row_has_the_columns_of_its_table() {
        row::test_support::check::<HostRow>(&json!({
            "host": "hooks.example.com:8443", "confirmed_at": 1_795_000_000, "confirmed_by": "operator",
        }));
    }
}
