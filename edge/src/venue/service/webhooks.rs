//! Answers requests about webhooks, and sends changes to them.
//!
//! Each webhook has one job, which reads the journal from the webhook's own cursor on: so the order of changes is kept, and
//! a change is left only when it was delivered or given up. Jobs run beside each other, in a run of their own that holds up
//! neither bookings nor letters, and a receiver that does not answer holds up no other.

use std::rc::Rc;

use config::VenueSettings;
use futures_util::future::join_all;
use secrecy::{ExposeSecret, SecretString};
use shared::change::{ChangeLimit, VenueChange};
use shared::id::{VenueId, WebhookId};
use shared::page::PagePosition;
use shared::time::Instant;
use shared::webhook::{NewWebhook, WebhookStatus, WebhookWithSecret};

use super::VenueService;
use super::dispatch::{Json, json};
use crate::access::Actor;
use crate::error::{Result, VenueError};
use crate::storage::changes::{self, ChangesAfter};
use crate::storage::database::Statement;
use crate::storage::job_queue::{self, Job, JobKind, Lane};
use crate::venue::context::Ctx;
use crate::venue::message::webhook::WebhooksRequest;
use crate::venue::webhooks::{self, WebhookRow, dead_letters};
use crate::webhook::{
    DeliveryOutcome, WebhookMessage, WebhookSender, replay_wait_after, secret_text, wait_after,
};

/// The most messages that one run sends to one webhook.
const MOST_MESSAGES: u32 = 20;
/// The most parts of the journal that one run reads for one webhook: those of other kinds are read and left out.
const MOST_PAGES: u32 = 10;
/// A run that has taken this long, in seconds, begins no other message.
const LONGEST_RUN: i64 = 20;
/// While a run has not ended, the alarm fires again after this many seconds.
const CHECKED_AFTER: i64 = 60;
/// A run older than this, in seconds, counts as aborted: each message has its own, shorter deadline.
const ABORTED_AFTER: i64 = 600;
/// A job that the object did not live to end is tried again after this many seconds.
const CRASHED_WAIT: i64 = 60;
/// A job that our own fault has stopped, such as a missing key, is tried again after this many seconds.
const BROKEN_WAIT: i64 = 300;

/// Makes the port by which the webhooks of a venue are sent, or fails with the cause.
pub type WebhookSenderFactory = dyn Fn(&VenueId) -> Result<Rc<dyn WebhookSender>>;

/// The right to send webhooks: one run at a time, begun at this instant.
#[must_use]
pub struct WebhooksRun(Instant);

/// The outcome of the search for the next message.
enum Search {
    /// It was found.
    Found(Next),
    /// Nothing is left to send.
    End,
    /// So many changes were of other kinds that the search goes on in the next run.
    Unfinished,
}

/// The next message to a webhook.
enum Next {
    /// A change of the journal.
    Change(Box<VenueChange>),
    /// A dead letter of this number.
    DeadLetter(u64, Box<VenueChange>),
    /// That changes are no longer kept, and the cursor of now.
    Resync(PagePosition),
}

impl VenueService {
    /// Answers the requests of staff about webhooks.
    pub(super) fn answer_webhooks(
        &self,
        settings: &VenueSettings,
        request: &WebhooksRequest,
        actor: &Actor,
    ) -> Result<Json> {
        let ctx = self.ctx_of(actor);
        match request {
            WebhooksRequest::List => json(&webhooks::list(ctx)?),
            WebhooksRequest::Create(new) => json(&self.create_webhook(settings, ctx, new)?),
            WebhooksRequest::Delete(id) => json(&webhooks::delete(ctx, id)?),
            WebhooksRequest::RotateSecret(id) => json(&self.rotate_webhook(settings, ctx, id)?),
            WebhooksRequest::DeadLetters(id, before) => {
                webhooks::require(ctx.database, id)?;
                json(&dead_letters::page(ctx, id, *before)?)
            }
            WebhooksRequest::Replay(id) => {
                webhooks::require(ctx.database, id)?;
                json(&dead_letters::replay(ctx, id)?)
            }
        }
    }

    fn create_webhook(
        &self,
        settings: &VenueSettings,
        ctx: Ctx<'_>,
        new: &NewWebhook,
    ) -> Result<WebhookWithSecret> {
        let kinds = webhooks::check(ctx, new)?;
        let id = webhooks::new_id(ctx)?;
        let secret = secret_text(&ctx.key()?);
        let sealed = self.seal_webhook(settings, &id, &secret)?;
        Ok(WebhookWithSecret {
            webhook: webhooks::create(ctx, (id, sealed), new.url.clone(), kinds)?,
            secret: secret.expose_secret().to_owned(),
        })
    }

    fn rotate_webhook(
        &self,
        settings: &VenueSettings,
        ctx: Ctx<'_>,
        id: &WebhookId,
    ) -> Result<WebhookWithSecret> {
        webhooks::require(ctx.database, id)?;
        let secret = secret_text(&ctx.key()?);
        let sealed = self.seal_webhook(settings, id, &secret)?;
        Ok(WebhookWithSecret {
            webhook: webhooks::rotate(ctx, id, sealed)?,
            secret: secret.expose_secret().to_owned(),
        })
    }

    fn seal_webhook(
        &self,
        settings: &VenueSettings,
        id: &WebhookId,
        secret: &SecretString,
    ) -> Result<String> {
        let sealed = webhooks::seal(self.secrets(settings), id, secret);
        self.sealed(&settings.id, sealed)
    }

    /// Begins a run if webhooks are due and none is in progress. The object sends in the background, so that its alarm can
    /// fire for other jobs while a receiver is slow.
    pub fn begin_webhooks(&self, settings: &VenueSettings) -> Option<WebhooksRun> {
        let Ctx { database, now, .. } = self.ctx();
        let is_due = match job_queue::first(database, Lane::Webhooks, now) {
            Ok(job) => job.is_some(),
            Err(error) => {
                self.log_error(settings, &error.into());
                false
            }
        };
        if !is_due || self.is_sending_webhooks(now) {
            return None;
        }
        self.webhooks_since.set(Some(now));
        // For a run that never ends.
        self.arm_alarm(settings);
        Some(WebhooksRun(now))
    }

    /// When the alarm has to fire for webhooks that are due at this time.
    pub(super) fn webhooks_alarm(&self, due: Instant, now: Instant) -> Instant {
        if self.is_sending_webhooks(now) {
            due.max(now.plus_seconds(CHECKED_AFTER))
        } else {
            due
        }
    }

    fn is_sending_webhooks(&self, now: Instant) -> bool {
        let since = self.webhooks_since.get();
        since.is_some_and(|since| now < since.plus_seconds(ABORTED_AFTER))
    }

    /// Sends to every webhook that is due, then arms the alarm.
    pub async fn send_webhooks(&self, settings: &VenueSettings, run: WebhooksRun) {
        let Ctx { database, now, .. } = self.ctx();
        match job_queue::due_webhooks(database, now) {
            Ok(jobs) => {
                join_all(jobs.iter().map(|job| self.try_webhook(settings, job))).await;
            }
            Err(error) => self.log_error(settings, &error.into()),
        }
        if self.webhooks_since.get() == Some(run.0) {
            self.webhooks_since.set(None);
        }
        self.arm_alarm(settings);
    }

    async fn try_webhook(&self, settings: &VenueSettings, job: &Job) {
        let Ctx { database, now, .. } = self.ctx();
        // Queued again before it is tried: a job that brings the object down is not tried again at once.
        let postponed = database.write(vec![job_queue::postpone(job, now.plus_seconds(CRASHED_WAIT))]);
        let run = match postponed {
            Ok(()) => self.run_webhook(settings, job).await,
            Err(error) => Err(error.into()),
        };
        if let Err(error) = run {
            self.log_error(settings, &error);
            let again = self.ctx().now.plus_seconds(BROKEN_WAIT);
            let queued = database.write(vec![job_queue::put_off(job, again)]);
            queued.unwrap_or_else(|error| self.log_error(settings, &error.into()));
        }
    }

    /// Sends the messages of a webhook that are next, until one fails, none is left, or the run has taken long enough.
    pub(super) async fn run_webhook(&self, settings: &VenueSettings, job: &Job) -> Result<()> {
        let id = WebhookId::parse(&job.subject)
            .map_err(|_| VenueError::Broken("the subject of a webhook job cannot be read".to_owned()))?;
        let began = self.ctx().now;
        let mut failures = job.tries;
        for _ in 0..MOST_MESSAGES {
            let Ctx { database, now, .. } = self.ctx();
            let is_over = vec![job_queue::settle(JobKind::Webhook, id.as_str())];
            let Some(webhook) = webhooks::find(database, &id)? else {
                return Ok(database.write(is_over)?);
            };
            if webhook.status(database)? != WebhookStatus::Active {
                return Ok(database.write(is_over)?);
            }
            if now.unix() - began.unix() >= LONGEST_RUN {
                break;
            }
            let next = match self.next_message(&webhook)? {
                Search::Found(next) => next,
                // Nothing was awaited since the journal was read, so nothing was added.
                Search::End => return Ok(database.write(is_over)?),
                Search::Unfinished => break,
            };
            let delivery = self.send_message(settings, &webhook, &next).await?;
            if !self.finish_message(settings, &webhook, (&next, failures), delivery)? {
                return Ok(());
            }
            failures = 0;
        }
        // More is left for the next run.
        let Ctx { database, now, .. } = self.ctx();
        let again = job_queue::retry(JobKind::Webhook, id.as_str(), now, failures);
        Ok(database.write(vec![again])?)
    }

    /// Finds the next message: dead letters that staff have queued, then the journal from the webhook's cursor on.
    fn next_message(&self, webhook: &WebhookRow) -> Result<Search> {
        let Ctx { database, .. } = self.ctx();
        if let Some(letter) = dead_letters::first_queued(database, &webhook.id)? {
            let change = Box::new(letter.change().clone());
            return Ok(Search::Found(Next::DeadLetter(letter.number(), change)));
        }
        let mut cursor = webhook.cursor();
        for _ in 0..MOST_PAGES {
            let page = match changes::changes_after(database, cursor, ChangeLimit::default())? {
                ChangesAfter::Kept(page) => page,
                ChangesAfter::Resync { cursor } => return Ok(Search::Found(Next::Resync(cursor))),
            };
            let mut wanted = page.changes.into_iter();
            if let Some(change) = wanted.find(|change| webhook.kinds.contains(&change.kind)) {
                return Ok(Search::Found(Next::Change(Box::new(change))));
            }
            if page.cursor > cursor {
                cursor = page.cursor;
                database.write(vec![webhooks::advance(&webhook.id, cursor)])?;
            }
            if !page.more {
                return Ok(Search::End);
            }
        }
        Ok(Search::Unfinished)
    }

    async fn send_message(
        &self,
        settings: &VenueSettings,
        webhook: &WebhookRow,
        next: &Next,
    ) -> Result<DeliveryOutcome> {
        let broken = |cause: &str| VenueError::Broken(format!("webhook {}: {cause}", webhook.id));
        let now = self.ctx().now;
        let message = match next {
            Next::Change(change) | Next::DeadLetter(_, change) => {
                WebhookMessage::of_change(&webhook.id, change)
            }
            Next::Resync(cursor) => WebhookMessage::resync((&webhook.id, webhook.cursor()), *cursor, now),
        };
        let message = message.map_err(|_| broken("the message cannot be written"))?;
        let secrets = webhook.secrets(self.secrets(settings), now);
        let secrets = secrets.map_err(|error| broken(&error.to_string()))?;
        let request = message.request(&webhook.url, &secrets, now);
        let request = request.ok_or_else(|| broken("the request cannot be built"))?;
        let sender = self.webhook_sender(settings)?;
        Ok(sender.send(&webhook.id, request).await)
    }

    /// Stores what has become of a message that has failed so often before; returns whether the next one can be sent. The
    /// webhook may have been deleted meanwhile: what is written of it then changes nothing.
    fn finish_message(
        &self,
        settings: &VenueSettings,
        webhook: &WebhookRow,
        (next, failures): (&Next, u32),
        delivery: DeliveryOutcome,
    ) -> Result<bool> {
        let Ctx { database, now, .. } = self.ctx();
        let id = &webhook.id;
        if webhooks::find(database, id)?.is_none() {
            database.write(vec![job_queue::settle(JobKind::Webhook, id.as_str())])?;
            return Ok(false);
        }
        let again = |seconds: i64, failures: u32| {
            job_queue::retry(JobKind::Webhook, id.as_str(), now.plus_seconds(seconds), failures)
        };
        // Unless staff have had dead letters sent again meanwhile: those are not put off.
        let later = |seconds: i64, failures: u32| {
            let then = (now.plus_seconds(seconds), failures);
            job_queue::retry_unless_due(JobKind::Webhook, id.as_str(), then, now)
        };
        match delivery {
            DeliveryOutcome::Delivered => {
                let mut statements = done(id, next);
                // The next message has not failed yet.
                statements.push(again(CRASHED_WAIT, 0));
                database.write(statements)?;
                Ok(true)
            }
            DeliveryOutcome::Gone => {
                let settled = job_queue::settle(JobKind::Webhook, id.as_str());
                database.write(vec![webhooks::disable(id, now), settled])?;
                self.log_error(
                    settings,
                    &VenueError::Failed(format!("webhook {id}: disabled by its receiver (410)")),
                );
                Ok(false)
            }
            DeliveryOutcome::Unsent { retry_after } => {
                database.write(vec![later(retry_after, failures)])?;
                Ok(false)
            }
            DeliveryOutcome::Failed { status, retry_after } => {
                let failures = failures.saturating_add(1);
                let wait = match next {
                    Next::DeadLetter(..) => replay_wait_after(failures),
                    Next::Change(_) | Next::Resync(_) => wait_after(failures),
                };
                if let Some(wait) = wait {
                    database.write(vec![later(wait.max(retry_after), failures)])?;
                    return Ok(false);
                }
                let mut statements = given_up(id, next, status, now)?;
                statements.push(again(CRASHED_WAIT, 0));
                database.write(statements)?;
                let status = status.map_or_else(|| "none".to_owned(), |status| status.to_string());
                self.log_error(
                    settings,
                    &VenueError::Failed(format!(
                        "webhook {id}: a message was given up, last status {status}"
                    )),
                );
                Ok(true)
            }
        }
    }

    fn webhook_sender(&self, settings: &VenueSettings) -> Result<Rc<dyn WebhookSender>> {
        if let Some(sender) = &*self.webhook_sender.borrow() {
            return Ok(sender.clone());
        }
        let missing = || VenueError::Broken("webhooks are not sent here".to_owned());
        let make = self.webhook_senders.as_ref().ok_or_else(missing)?;
        let sender = make(&settings.id)?;
        self.webhook_sender.replace(Some(sender.clone()));
        Ok(sender)
    }
}

/// Statements that note that a message was delivered.
fn done(id: &WebhookId, next: &Next) -> Vec<Statement> {
    match next {
        Next::Change(change) => vec![webhooks::advance(id, change.cursor)],
        Next::DeadLetter(number, _) => vec![dead_letters::delete(*number)],
        Next::Resync(cursor) => vec![webhooks::start_from(id, *cursor)],
    }
}

/// Statements that note that a message is given up. The next one is tried.
fn given_up(id: &WebhookId, next: &Next, status: Option<u16>, now: Instant) -> Result<Vec<Statement>> {
    Ok(match next {
        Next::Change(change) => {
            let mut statements = dead_letters::store(id, change, status, now)?;
            statements.push(webhooks::advance(id, change.cursor));
            statements
        }
        Next::DeadLetter(number, _) => vec![dead_letters::fail_again(*number, status, now)],
        // What is followed is read again some day: the receiver learns from the numbers that changes are missing.
        Next::Resync(cursor) => vec![webhooks::start_from(id, *cursor)],
    })
}
