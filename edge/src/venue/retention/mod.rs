//! Retention: once a day the object blanks guests' personal data that has been kept for `retainDays`, and deletes rows
//! that nothing needs any more. Numbers, days, amounts and the ledger stay as they are.
//!
//! A run takes at most `MOST_AT_ONCE` rows of a kind and writes them in one transaction with the time of the next
//! run: a second later where more is left, else a day later. A run that was broken off has changed nothing.

mod blank;
mod guest;
pub mod tables;
mod upkeep;

use config::{DEFAULT_RETAIN_DAYS, VenueSettings};
use shared::time::{Day, Instant, TimeZone};

use crate::error::{Result, VenueError};
use crate::storage::database::Statement;
use crate::storage::job_queue::{self, JobKind};
use crate::venue::context::Ctx;
use crate::venue::service::VenueService;

/// How many rows of a kind one run blanks or deletes, so that no guest waits for it.
const MOST_AT_ONCE: i64 = 100;

/// The one subject of [`JobKind::Retention`].
const SUBJECT: &str = "daily";

const DAY_SECONDS: i64 = 24 * 60 * 60;

/// The instants and days that a run compares with.
#[derive(Clone, Copy)]
struct Limits {
    /// The instant of the run.
    now: Instant,
    /// The day of the run, in the venue's zone.
    today: Day,
    /// What was over before this instant is blanked.
    before: Instant,
}

/// What a run has to write, and whether it took as many rows as it may.
struct Batch {
    statements: Vec<Statement>,
    is_full: bool,
}

/// Blanks and deletes one batch, and puts the next run on the list of what is due.
fn run(ctx: Ctx<'_>, limits: Limits) -> Result<()> {
    let blanked = blank::batch(ctx, limits)?;
    let deleted = upkeep::batch(ctx, limits)?;
    let wait = if blanked.is_full || deleted.is_full {
        1
    } else {
        DAY_SECONDS
    };
    let mut statements = blanked.statements;
    statements.extend(deleted.statements);
    statements.push(job_queue::schedule(
        JobKind::Retention,
        SUBJECT,
        ctx.now.plus_seconds(wait),
    ));
    Ok(ctx.database.write(statements)?)
}

/// When [`Day::MIN`] begins in UTC: 1 January 2000.
const FIRST_DAY: i64 = 946_684_800;

fn limits(now: Instant, today: Day, retain_days: u16) -> Limits {
    Limits {
        now,
        today,
        before: Instant::from_unix(now.unix() - i64::from(retain_days) * DAY_SECONDS),
    }
}

fn today(zone: &TimeZone, now: Instant) -> Result<Day> {
    let local = zone.local(now);
    let (today, _) = local.ok_or_else(|| VenueError::Broken("no such day".to_owned()))?;
    Ok(today)
}

/// The worker has no database of zones, and a venue that is not in its settings brings none.
fn today_by_utc(now: Instant) -> Result<Day> {
    let days = u32::try_from((now.unix() - FIRST_DAY).div_euclid(DAY_SECONDS)).ok();
    let today = days.and_then(|days| Day::MIN.plus(days));
    today.ok_or_else(|| VenueError::Broken("the clock shows no day of the calendar".to_owned()))
}

fn limits_of(settings: &VenueSettings, now: Instant) -> Result<Limits> {
    Ok(limits(
        now,
        today(&settings.time_zone, now)?,
        settings.retain_days,
    ))
}

impl VenueService {
    /// Puts the first run on the list of what is due, once in the life of this object.
    pub(super) fn schedule_retention(&self) -> Result<()> {
        if self.is_retention_scheduled.get() {
            return Ok(());
        }
        let Ctx { database, now, .. } = self.ctx();
        let first = now.plus_seconds(DAY_SECONDS);
        database.write(vec![job_queue::schedule_if_absent(
            JobKind::Retention,
            SUBJECT,
            first,
        )])?;
        self.is_retention_scheduled.set(true);
        Ok(())
    }

    pub(super) fn run_retention(&self, settings: &VenueSettings) -> Result<()> {
        let ctx = self.ctx();
        run(ctx, limits_of(settings, ctx.now)?)
    }

    /// Runs for a venue that is no longer in the deployment's settings, by the default number of days and by UTC, and
    /// arms the alarm for the next run. Nothing else is done for such a venue.
    pub fn retain_unserved(&self) -> Result<()> {
        let ctx = self.ctx();
        run(ctx, limits(ctx.now, today_by_utc(ctx.now)?, DEFAULT_RETAIN_DAYS))?;
        (self.deps.alarm)(job_queue::next_of(ctx.database, JobKind::Retention)?);
        Ok(())
    }
}
