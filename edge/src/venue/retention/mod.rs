//! Retention: once a day the object blanks guests' personal data that has been stored for `retainDays`, and deletes
//! rows that are not needed any more. Numbers, days, amounts and the ledger stay as they are.
//!
//! A run takes at most `MOST_AT_ONCE` rows of a kind and writes them in one transaction with the time of the next
//! run: a second later where more is left, else a day later. Contributions of gift cards that were set aside in vain
//! are given back before.

mod blank;
pub mod change_tables;
mod exported;
pub mod guest;
mod shares;
pub mod tables;
mod upkeep;

use config::{DEFAULT_RETAIN_DAYS, VenueSettings};
use shared::time::{Day, Instant};

use crate::error::{Result, VenueError};
use crate::storage::database::Statement;
use crate::storage::job_queue::{self, JobKind};
use crate::venue::context::Ctx;

/// The most rows of a kind that one run blanks or deletes, so that no guest's request waits long for it.
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
    /// Rows that were over before this instant are blanked.
    before: Instant,
}

/// The statements of a run, and whether it took as many rows as it may.
struct Batch {
    statements: Vec<Statement>,
    is_full: bool,
}

/// Queues the first run, a day from now, unless one is queued.
#[must_use]
pub fn schedule(now: Instant) -> Statement {
    job_queue::schedule_if_absent(JobKind::Retention, SUBJECT, now.plus_seconds(DAY_SECONDS))
}

/// Runs for a venue by its settings.
pub fn run(ctx: Ctx<'_>, settings: &VenueSettings) -> Result<()> {
    run_with(ctx, limits_of(ctx, settings)?)
}

/// Runs for a venue that is no longer in the deployment's settings, by the default number of days and by UTC.
pub fn run_unserved(ctx: Ctx<'_>) -> Result<()> {
    run_with(ctx, limits(ctx.now, today_by_utc(ctx.now)?, DEFAULT_RETAIN_DAYS))
}

/// Gives back contributions that were set aside in vain, blanks and deletes one batch, and queues the next run.
fn run_with(ctx: Ctx<'_>, limits: Limits) -> Result<()> {
    let released = shares::release(ctx, limits);
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
    ctx.database.write(statements)?;
    released
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

/// The day of an instant in UTC. The worker has no database of zones, and a venue that is not in its settings brings
/// none.
fn today_by_utc(now: Instant) -> Result<Day> {
    let days = u32::try_from((now.unix() - FIRST_DAY).div_euclid(DAY_SECONDS)).ok();
    let today = days.and_then(|days| Day::MIN.plus(days));
    today.ok_or_else(|| VenueError::Broken("the clock's day is outside the calendar".to_owned()))
}

fn limits_of(ctx: Ctx<'_>, settings: &VenueSettings) -> Result<Limits> {
    Ok(limits(
        ctx.now,
        ctx.today(&settings.time_zone)?,
        settings.retain_days,
    ))
}
