//! Retention: once a day the object blanks guests' personal data that has been kept for `retainDays`, and deletes rows
//! that nothing needs any more. Numbers, days, amounts and the ledger stay as they are.
//!
//! A run takes at most `MOST_AT_ONCE` rows of a kind and writes them in one transaction with the time of the next
//! run: a second later where more is left, else a day later. A run that was broken off has changed nothing.

mod blank;
mod guest;
mod statements;
pub mod tables;
mod upkeep;

pub use statements::blank_reservation;

use config::{DEFAULT_RETAIN_DAYS, VenueSettings};
use shared::time::{Day, Instant, TimeZone};

use super::database::Statement;
use super::due::{self, Kind};
use super::means::Means;
use super::writer::Writer;
use crate::provider::ProviderError;

type Answer<T> = Result<T, ProviderError>;

/// The name and the address of somebody whose data was blanked, in columns that may not be NULL. It is a name to every
/// reader, and no letter is written to it.
pub const BLANK: &str = "-";

/// How many rows of a kind one run blanks or deletes, so that no guest waits for it.
const MOST_AT_ONCE: i64 = 100;

/// The one subject of [`Kind::Retention`].
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
fn run(means: Means<'_>, limits: Limits) -> Answer<()> {
    let blanked = blank::batch(means, limits)?;
    let deleted = upkeep::batch(means, limits)?;
    let wait = if blanked.is_full || deleted.is_full {
        1
    } else {
        DAY_SECONDS
    };
    let mut statements = blanked.statements;
    statements.extend(deleted.statements);
    statements.push(due::schedule(
        Kind::Retention,
        SUBJECT,
        means.now.plus_seconds(wait),
    ));
    Ok(means.database.write(statements)?)
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

fn today(zone: &TimeZone, now: Instant) -> Answer<Day> {
    let local = zone.local(now);
    let (today, _) = local.ok_or_else(|| ProviderError::Broken("no such day".to_owned()))?;
    Ok(today)
}

/// The worker has no database of zones, and a venue that is not in its settings brings none.
fn today_by_utc(now: Instant) -> Answer<Day> {
    let days = u32::try_from((now.unix() - FIRST_DAY).div_euclid(DAY_SECONDS)).ok();
    let today = days.and_then(|days| Day::MIN.plus(days));
    today.ok_or_else(|| ProviderError::Broken("the clock shows no day of the calendar".to_owned()))
}

fn limits_of(settings: &VenueSettings, now: Instant) -> Answer<Limits> {
    Ok(limits(
        now,
        today(&settings.time_zone, now)?,
        settings.retain_days,
    ))
}

impl Writer {
    /// Puts the first run on the list of what is due, once in the life of this object.
    pub(super) fn schedule_retention(&self) -> Answer<()> {
        if self.is_retention_scheduled.get() {
            return Ok(());
        }
        let Means { database, now, .. } = self.means();
        let first = now.plus_seconds(DAY_SECONDS);
        database.write(vec![due::schedule_if_absent(Kind::Retention, SUBJECT, first)])?;
        self.is_retention_scheduled.set(true);
        Ok(())
    }

    pub(super) fn run_retention(&self, settings: &VenueSettings) -> Answer<()> {
        let means = self.means();
        run(means, limits_of(settings, means.now)?)
    }

    /// Runs for a venue that is no longer in the deployment's settings, by the default number of days and by UTC, and
    /// arms the alarm for the next run. Nothing else is done for such a venue.
    pub fn retain_unserved(&self) -> Answer<()> {
        let means = self.means();
        run(
            means,
            limits(means.now, today_by_utc(means.now)?, DEFAULT_RETAIN_DAYS),
        )?;
        (self.world.alarm)(due::next_of(means.database, Kind::Retention)?);
        Ok(())
    }
}
