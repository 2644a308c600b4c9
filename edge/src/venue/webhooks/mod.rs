//! Webhooks as rows: subscriptions to the journal of changes, each with the number of the last change that it has dealt
//! with, so that none is left out and their order is kept. Their secrets are encrypted, as sealed secrets are.

pub mod dead_letters;
pub mod hosts;

use std::collections::BTreeSet;

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use shared::change::ChangeKind;
use shared::id::WebhookId;
use shared::page::PagePosition;
use shared::time::Instant;
use shared::validation::{FieldCode, FieldError};
use shared::webhook::{NewWebhook, Webhook, WebhookHost, WebhookStatus, WebhookUrl, Webhooks};

use crate::access::token::short_id;
use crate::error::{Result, VenueError};
use crate::storage::changes;
use crate::storage::database::{Database, DatabaseError, Statement, first, select};
use crate::storage::job_queue::{self, JobKind};
use crate::storage::row::{self, TableRow, insert};
use crate::storage::venue_secrets::{SecretError, VenueSecrets};
use crate::venue::context::Ctx;

/// The most webhooks of a venue.
const MAX_WEBHOOKS: usize = 10;
/// How long the secret before a rotation signs too, in seconds: a day in which the receiver is given the new one.
const OVERLAP_SECONDS: i64 = 24 * 60 * 60;

/// A stored webhook.
#[derive(Clone, Serialize, Deserialize)]
pub struct WebhookRow {
    /// Its id.
    pub id: WebhookId,
    /// The address to which changes are sent.
    pub url: WebhookUrl,
    /// The host of the address.
    pub host: WebhookHost,
    /// The kinds of changes that are sent.
    #[serde(with = "row::json")]
    pub kinds: Vec<ChangeKind>,
    /// The secret that signs, encrypted.
    sealed_secret: String,
    /// The secret before the last rotation, encrypted.
    sealed_previous: Option<String>,
    /// Until when that one signs too.
    #[serde(with = "row::optional_unix")]
    previous_until: Option<Instant>,
    /// The number of the last change that was delivered, given up or left out.
    cursor: u64,
    /// When it was created.
    #[serde(with = "row::unix")]
    created_at: Instant,
    /// Its creator.
    created_by: String,
    /// When its address has answered 410.
    #[serde(with = "row::optional_unix")]
    disabled_at: Option<Instant>,
}

impl TableRow for WebhookRow {
    const TABLE: &'static str = "webhooks";
}

impl WebhookRow {
    /// The cursor of the last change that was delivered, given up or left out.
    #[must_use]
    pub fn cursor(&self) -> PagePosition {
        PagePosition(self.cursor)
    }

    /// Whether it sends changes.
    pub fn status(&self, database: &dyn Database) -> Result<WebhookStatus, DatabaseError> {
        Ok(if self.disabled_at.is_some() {
            WebhookStatus::Disabled
        } else if hosts::is_confirmed(database, &self.host)? {
            WebhookStatus::Active
        } else {
            WebhookStatus::Waiting
        })
    }

    /// The secrets that sign now, the newest first. One before the last rotation that no key opens is left out: it may be
    /// the cause of the rotation.
    pub fn secrets(&self, secrets: VenueSecrets<'_>, now: Instant) -> Result<Vec<SecretString>, SecretError> {
        let (keys, name) = (secrets.keys()?, secret_name(&self.id));
        let mut found = vec![keys.open(secrets.venue, &name, &self.sealed_secret)?.secret];
        let previous = self.sealed_previous.iter().filter(|_| self.has_previous(now));
        let opened = previous.filter_map(|sealed| keys.open(secrets.venue, &name, sealed).ok());
        found.extend(opened.map(|opened| opened.secret));
        Ok(found)
    }

    fn has_previous(&self, now: Instant) -> bool {
        self.previous_until.is_some_and(|until| now < until)
    }

    fn public(self, ctx: Ctx<'_>) -> Result<Webhook, DatabaseError> {
        Ok(Webhook {
            status: self.status(ctx.database)?,
            dead_letters: dead_letters::count(ctx.database, &self.id)?,
            previous_secret_until: self.previous_until.filter(|_| self.has_previous(ctx.now)),
            id: self.id,
            url: self.url,
            kinds: self.kinds,
            created_at: self.created_at,
            created_by: self.created_by,
        })
    }
}

/// The name under which the secret of a webhook is sealed: none of a secret in settings, which has no slash.
fn secret_name(id: &WebhookId) -> String {
    format!("webhook/{id}")
}

/// All webhooks, in the order in which they were created.
fn rows(database: &dyn Database) -> Result<Vec<WebhookRow>, DatabaseError> {
    select(database, "SELECT * FROM webhooks ORDER BY created_at, id", vec![])
}

/// The webhook of this id.
pub fn find(database: &dyn Database, id: &WebhookId) -> Result<Option<WebhookRow>, DatabaseError> {
    let sql = "SELECT * FROM webhooks WHERE id = ?";
    first(database, sql, vec![id.as_str().into()])
}

/// Refuses an id of no webhook.
pub fn require(database: &dyn Database, id: &WebhookId) -> Result<()> {
    find(database, id)?.map(drop).ok_or(VenueError::NotFound)
}

/// All webhooks as staff see them.
pub fn list(ctx: Ctx<'_>) -> Result<Webhooks> {
    let webhooks = rows(ctx.database)?.into_iter().map(|row| row.public(ctx));
    Ok(Webhooks {
        webhooks: webhooks.collect::<Result<_, _>>()?,
    })
}

/// A new id.
pub fn new_id(ctx: Ctx<'_>) -> Result<WebhookId> {
    let broken = || VenueError::Broken("an id of a webhook could not be made".to_owned());
    short_id(ctx.random()?).ok_or_else(broken)
}

/// Seals the secret of a webhook.
pub fn seal(secrets: VenueSecrets<'_>, id: &WebhookId, secret: &SecretString) -> Result<String, SecretError> {
    secrets.seal(&secret_name(id), secret)
}

/// The kinds of a new webhook, each once. Refuses a webhook of no kind, and one too many.
pub fn check(ctx: Ctx<'_>, new: &NewWebhook) -> Result<Vec<ChangeKind>> {
    let refused = |pointer, code| Err(VenueError::Fields(vec![FieldError::new(pointer, code)]));
    if rows(ctx.database)?.len() >= MAX_WEBHOOKS {
        return refused("", FieldCode::OutOfRange);
    }
    let kinds: BTreeSet<ChangeKind> = new.kinds.iter().copied().collect();
    if kinds.is_empty() {
        return refused("/kinds", FieldCode::Required);
    }
    Ok(kinds.into_iter().collect())
}

/// Stores a new webhook, which is sent the changes from now on. The audit log has its host, and not its address, which may
/// hold a token.
pub fn create(
    ctx: Ctx<'_>,
    (id, sealed_secret): (WebhookId, String),
    url: WebhookUrl,
    kinds: Vec<ChangeKind>,
) -> Result<Webhook> {
    let PagePosition(cursor) = changes::newest(ctx.database)?;
    let row = WebhookRow {
        id,
        host: url.host().clone(),
        url,
        kinds,
        sealed_secret,
        sealed_previous: None,
        previous_until: None,
        cursor,
        created_at: ctx.now,
        created_by: ctx.actor.name().unwrap_or_default(),
        disabled_at: None,
    };
    let mut statements = vec![insert(&row)?];
    let after = serde_json::json!({ "host": row.host, "kinds": row.kinds });
    statements.extend(ctx.audit("webhook.create", row.id.as_str(), None, Some(after))?);
    ctx.database.write(statements)?;
    Ok(row.public(ctx)?)
}

/// Deletes a webhook with its dead letters. What is being sent to it is not held up.
pub fn delete(ctx: Ctx<'_>, id: &WebhookId) -> Result<()> {
    let row = find(ctx.database, id)?.ok_or(VenueError::NotFound)?;
    let of_id = |sql| Statement::new(sql, vec![id.as_str().into()]);
    let mut statements = vec![
        of_id("DELETE FROM webhooks WHERE id = ?"),
        of_id("DELETE FROM dead_letters WHERE webhook_id = ?"),
        job_queue::settle(JobKind::Webhook, id.as_str()),
    ];
    let before = serde_json::json!({ "host": row.host, "kinds": row.kinds });
    statements.extend(ctx.audit("webhook.delete", id.as_str(), Some(before), None)?);
    Ok(ctx.database.write(statements)?)
}

/// Stores a new secret of a webhook. The one before signs too for a day; one before that no more.
pub fn rotate(ctx: Ctx<'_>, id: &WebhookId, sealed: String) -> Result<Webhook> {
    let mut statements = vec![Statement::new(
        "UPDATE webhooks SET sealed_previous = sealed_secret, previous_until = ?, sealed_secret = ? WHERE id = ?",
        vec![
            ctx.now.plus_seconds(OVERLAP_SECONDS).unix().into(),
            sealed.into(),
            id.as_str().into(),
        ],
    )];
    statements.extend(ctx.audit("webhook.rotate_secret", id.as_str(), None, None)?);
    ctx.database.write(statements)?;
    let row = find(ctx.database, id)?.ok_or(VenueError::NotFound)?;
    Ok(row.public(ctx)?)
}

/// Statement that deletes the secrets that sign no more since a rotation.
#[must_use]
pub fn delete_previous(now: Instant) -> Statement {
    Statement::new(
        "UPDATE webhooks SET sealed_previous = NULL, previous_until = NULL WHERE previous_until <= ?",
        vec![now.unix().into()],
    )
}

/// Statement that notes that a webhook has dealt with the changes up to this cursor.
#[must_use]
pub fn advance(id: &WebhookId, PagePosition(cursor): PagePosition) -> Statement {
    Statement::new(
        "UPDATE webhooks SET cursor = ?1 WHERE id = ?2 AND cursor < ?1",
        vec![
            i64::try_from(cursor).unwrap_or(i64::MAX).into(),
            id.as_str().into(),
        ],
    )
}

/// Statement that notes that a webhook goes on from the cursor of another journal, which may be an earlier one.
#[must_use]
pub fn start_from(id: &WebhookId, PagePosition(cursor): PagePosition) -> Statement {
    Statement::new(
        "UPDATE webhooks SET cursor = ? WHERE id = ?",
        vec![
            i64::try_from(cursor).unwrap_or(i64::MAX).into(),
            id.as_str().into(),
        ],
    )
}

/// Statement that disables a webhook whose address has answered 410.
#[must_use]
pub fn disable(id: &WebhookId, now: Instant) -> Statement {
    Statement::new(
        "UPDATE webhooks SET disabled_at = ? WHERE id = ?",
        vec![now.unix().into(), id.as_str().into()],
    )
}

/// The number of secrets that were sealed with the current key before, that were sealed again, and that cannot be opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ResealedWebhooks {
    /// Sealed with the current key before.
    pub current: u32,
    /// Sealed again.
    pub resealed: u32,
    /// Those that cannot be opened: a rotation of the secret corrects that.
    pub unreadable: u32,
}

/// Seals the secrets of all webhooks with the current master key: what was done, and the writes.
pub fn reseal(secrets: VenueSecrets<'_>) -> Result<(ResealedWebhooks, Vec<Statement>), SecretError> {
    let mut done = ResealedWebhooks::default();
    let mut statements = Vec::new();
    let rows = rows(secrets.database)?;
    if rows.is_empty() {
        // No master key is needed.
        return Ok((done, statements));
    }
    let keys = secrets.keys()?;
    for row in rows {
        let name = secret_name(&row.id);
        let both = [
            ("sealed_secret", Some(&row.sealed_secret)),
            ("sealed_previous", row.sealed_previous.as_ref()),
        ];
        for (column, sealed) in both {
            let Some(sealed) = sealed else { continue };
            match keys.open(secrets.venue, &name, sealed) {
                Ok(opened) if opened.is_current => done.current += 1,
                Ok(opened) => {
                    let again = secrets.seal(&name, &opened.secret)?;
                    statements.push(Statement::new(
                        format!("UPDATE webhooks SET {column} = ? WHERE id = ? AND {column} = ?"),
                        vec![again.into(), row.id.as_str().into(), sealed.as_str().into()],
                    ));
                    done.resealed += 1;
                }
                Err(_) => done.unreadable += 1,
            }
        }
    }
    Ok((done, statements))
}

#[cfg(test)]
#[path = "webhooks_tests.rs"]
mod tests;
