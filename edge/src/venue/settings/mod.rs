//! Versions of a venue's settings in its database: the one in force, the others to read and compare, and the next one to
//! store.

pub mod floor_plans;

use config::VenueSettings;
use config::change::ChangeRefused;
use config::fault::SettingFault;
use config::read::{read, read_stored};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::id::VenueId;
use shared::settings::{SettingsVersion, SettingsVersionFacts, SettingsVersions, VersionedSettings};
use shared::time::Instant;

use crate::error::{Result, VenueError};
use crate::storage::database::{Database, Statement, first, select};
use crate::storage::meta;
use crate::storage::row::{self, TableRow, insert, insert_if_absent};
use crate::venue::context::Ctx;
use crate::venue::message::operator::Suspension;

/// The number of versions on a page.
const PAGE: usize = 100;

/// A row of the table `settings_versions`.
#[derive(Serialize, Deserialize)]
struct SettingsRow {
    version: SettingsVersion,
    #[serde(with = "row::unix")]
    at: Instant,
    author: String,
    reason: Option<String>,
    #[serde(with = "row::json")]
    settings: Value,
}

impl TableRow for SettingsRow {
    const TABLE: &'static str = "settings_versions";
}

impl From<SettingsRow> for VersionedSettings {
    fn from(row: SettingsRow) -> Self {
        Self {
            version: SettingsVersionFacts {
                version: row.version,
                at: Some(row.at),
                author: Some(row.author),
                reason: row.reason,
            },
            settings: row.settings,
        }
    }
}

/// The newest stored version; none if none was stored.
pub fn newest(database: &dyn Database) -> Result<Option<(SettingsVersion, VenueSettings)>> {
    let row: Option<SettingsRow> = first(
        database,
        "SELECT * FROM settings_versions ORDER BY version DESC LIMIT 1",
        vec![],
    )?;
    row.map(|row| {
        // Settings of an older release stay readable: settings are only added, with defaults. Of a newer release, before
        // which a deployment went back, what is not known here is left out.
        let settings = read_stored(row.settings).map_err(|error| {
            let version = row.version;
            VenueError::Broken(format!(
                "version {version} of the settings cannot be read: {error}"
            ))
        })?;
        Ok((row.version, settings))
    })
    .transpose()
}

/// A stored version.
pub fn stored(database: &dyn Database, version: SettingsVersion) -> Result<Option<VersionedSettings>> {
    let row: Option<SettingsRow> = first(
        database,
        "SELECT * FROM settings_versions WHERE version = ?",
        vec![i64::from(version).into()],
    )?;
    Ok(row.map(Into::into))
}

/// The stored versions before one, the newest first.
pub fn versions(database: &dyn Database, before: Option<SettingsVersion>) -> Result<SettingsVersions> {
    #[derive(Deserialize)]
    struct Facts {
        version: SettingsVersion,
        #[serde(with = "row::unix")]
        at: Instant,
        author: String,
        reason: Option<String>,
    }
    let before = before.map_or(i64::from(SettingsVersion::MAX), i64::from);
    let mut rows: Vec<Facts> = select(
        database,
        "SELECT version, at, author, reason FROM settings_versions WHERE version < ? ORDER BY version DESC LIMIT ?",
        vec![before.into(), i64::try_from(PAGE + 1).unwrap_or_default().into()],
    )?;
    let is_last = rows.len() <= PAGE;
    rows.truncate(PAGE);
    let versions: Vec<_> = rows
        .into_iter()
        .map(|row| SettingsVersionFacts {
            version: row.version,
            at: Some(row.at),
            author: Some(row.author),
            reason: row.reason,
        })
        .collect();
    Ok(SettingsVersions {
        next: versions.last().filter(|_| !is_last).map(|last| last.version),
        versions,
    })
}

/// The number of versions that can be stored in 24 hours: more are a mistake or an attack on the venue's storage.
const MOST_A_DAY: i64 = 500;

/// Refuses another version if too many were stored lately.
pub fn check_rate(ctx: Ctx<'_>) -> Result<()> {
    #[derive(Deserialize)]
    struct Count {
        count: i64,
    }
    let since = ctx.now.unix() - 24 * 3600;
    let count: Option<Count> = first(
        ctx.database,
        "SELECT COUNT(*) AS count FROM settings_versions WHERE at > ?",
        vec![since.into()],
    )?;
    if count.is_some_and(|Count { count }| count >= MOST_A_DAY) {
        return Err(VenueError::TooMany { retry_after: 3600 });
    }
    Ok(())
}

/// The version of the settings with which a venue is created.
pub const FIRST: SettingsVersion = 1;

/// The name in `meta` of whether the venue is suspended, `yes` or `no`.
const SUSPENDED: &str = "suspended";

/// Whether an operator has suspended the venue.
pub fn is_suspended(database: &dyn Database) -> Result<bool> {
    Ok(meta::get(database, SUSPENDED)?.as_deref() == Some("yes"))
}

/// The name in `meta` of the number of times that the venue was suspended or resumed.
const SUSPENSION_CHANGES: &str = "suspension_changes";

/// Whether the venue is suspended, with the number of the change.
pub fn suspension(database: &dyn Database) -> Result<Suspension> {
    let change = meta::get(database, SUSPENSION_CHANGES)?;
    Ok(Suspension {
        is_suspended: is_suspended(database)?,
        change: change.and_then(|number| number.parse().ok()).unwrap_or(0),
    })
}

/// The statements that suspend or resume the venue, and what it is after them.
pub fn suspend(ctx: Ctx<'_>, is_suspended: bool) -> Result<(Suspension, Vec<Statement>)> {
    let action = if is_suspended {
        "venue.suspend"
    } else {
        "venue.resume"
    };
    let after = Suspension {
        is_suspended,
        change: suspension(ctx.database)?.change.saturating_add(1),
    };
    let mut statements = vec![
        meta::set(SUSPENDED, if is_suspended { "yes" } else { "no" }),
        meta::set(SUSPENSION_CHANGES, &after.change.to_string()),
    ];
    statements.extend(ctx.audit(action, "", None, None)?);
    Ok((after, statements))
}

/// Reads the settings of a venue that is to be created, or names every fault.
pub fn read_new(id: &VenueId, json: &Value, allows_demonstrations: bool) -> Result<VenueSettings> {
    let wanted = read(json).map_err(refused)?;
    refuse_demonstrations(&wanted, allows_demonstrations)?;
    let mut lines = wanted.faults();
    if wanted.id != *id {
        lines.push(format!("id: it is not `{id}`, the venue's"));
    }
    refuse_lines(&lines)?;
    Ok(wanted)
}

/// Refuses demonstrations of money and mail where the deployment allows none.
pub fn refuse_demonstrations(wanted: &VenueSettings, allows_demonstrations: bool) -> Result<()> {
    if allows_demonstrations {
        Ok(())
    } else {
        refuse_lines(&wanted.played())
    }
}

fn refuse_lines(lines: &[String]) -> Result<()> {
    if lines.is_empty() {
        Ok(())
    } else {
        Err(refused(
            lines.iter().map(|line| SettingFault::of_line(line)).collect(),
        ))
    }
}

/// The error of settings with these faults.
#[must_use]
pub fn refused(faults: Vec<SettingFault>) -> VenueError {
    of_refusal(&ChangeRefused {
        faults,
        conflicts: Vec::new(),
        locks: Vec::new(),
    })
}

/// The error of a change that is refused. The API's types have members of the same names as those of the check.
#[must_use]
pub fn of_refusal(refused: &ChangeRefused) -> VenueError {
    match serde_json::to_value(refused).and_then(serde_json::from_value) {
        Ok(refusal) => VenueError::SettingsRefused {
            refusal: Box::new(refusal),
            detail: refused.to_string(),
        },
        Err(error) => VenueError::Broken(format!(
            "a refused change of settings cannot be answered: {error}"
        )),
    }
}

/// The statements that store the settings of a new venue, with its id: from now on the object is this venue's.
pub fn store_first(ctx: Ctx<'_>, settings: &VenueSettings) -> Result<Vec<Statement>> {
    let row = SettingsRow {
        version: FIRST,
        at: ctx.now,
        author: ctx.actor.name().unwrap_or_default(),
        reason: None,
        settings: serde_json::to_value(settings).map_err(|error| VenueError::Broken(error.to_string()))?,
    };
    let mut statements = vec![insert(&row)?, meta::set("venue", settings.id.as_str())];
    let after = serde_json::json!({ "version": FIRST });
    statements.extend(ctx.audit("venue.create", "", None, Some(after))?);
    Ok(statements)
}

/// Whether the venue was created with these settings, as this release reads them: another one may have stored them.
pub fn is_first(database: &dyn Database, given: &Value) -> Result<bool> {
    let read = |settings: Value| {
        let settings = read_stored(settings).ok()?;
        serde_json::to_value(settings).ok()
    };
    // Version 0 is that of a file.
    let is_created = stored(database, 0)?.is_none();
    let Some(first) = stored(database, FIRST)?.filter(|_| is_created) else {
        return Ok(false);
    };
    let given = read(given.clone());
    Ok(given.is_some() && read(first.settings) == given)
}

/// The statement that stores the settings of the deployment's file as version 0, so that they can still be read and
/// compared when another version is in force.
pub fn store_file(ctx: Ctx<'_>, settings: &VenueSettings) -> Result<Statement> {
    let row = SettingsRow {
        version: 0,
        at: ctx.now,
        author: "file".to_owned(),
        reason: None,
        settings: serde_json::to_value(settings).map_err(|error| VenueError::Broken(error.to_string()))?,
    };
    Ok(insert_if_absent(&row)?)
}

/// The statements that store the version after `current`, with its entry in the audit log: the places that differ, and
/// not their values, which the versions have.
pub fn store(
    ctx: Ctx<'_>,
    current: SettingsVersion,
    (settings, reason): (&VenueSettings, Option<&str>),
    places: &[&str],
) -> Result<Vec<Statement>> {
    let broken = |error: serde_json::Error| VenueError::Broken(error.to_string());
    let version = current
        .checked_add(1)
        .ok_or_else(|| VenueError::Broken("the numbers of versions are used up".to_owned()))?;
    let row = SettingsRow {
        version,
        at: ctx.now,
        author: ctx.actor.name().unwrap_or_default(),
        reason: reason.map(str::to_owned),
        settings: serde_json::to_value(settings).map_err(broken)?,
    };
    let mut statements = vec![insert(&row)?];
    let before = serde_json::json!({ "version": current });
    let after = serde_json::json!({ "version": version, "places": places });
    statements.extend(ctx.audit("settings.change", "", Some(before), Some(after))?);
    Ok(statements)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::access::Actor;
    use crate::test_support::database::Memory;

    fn demo() -> VenueSettings {
        let all: Vec<VenueSettings> =
            serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/venues.json"))).unwrap();
        all.into_iter().find(|venue| venue.id.as_str() == "demo").unwrap()
    }

    #[test]
    fn the_row_has_the_columns_of_its_table() {
        row::test_support::check::<SettingsRow>(&json!({
            "version": 1, "at": 1_795_000_000, "author": "operator", "reason": "new hours", "settings": "{}",
        }));
    }

    #[test]
    fn each_version_is_read_as_it_was_stored_and_a_number_is_given_once() {
        let memory = Memory::new();
        assert!(newest(&memory).unwrap().is_none());
        let ctx = Ctx {
            database: &memory,
            random: &|| None,
            now: Instant::from_unix(1_795_000_000),
            actor: &Actor::StaffKey,
        };
        let mut settings = demo();
        for version in 0..=100 {
            settings.name = format!("Version {}", version + 1);
            let statements = store(ctx, version, (&settings, None), &["/name"]).unwrap();
            memory.write(statements).unwrap();
        }
        let again = store(ctx, 100, (&settings, None), &[]).unwrap();
        assert!(memory.write(again).is_err());
        let (version, newest) = newest(&memory).unwrap().unwrap();
        assert_eq!((version, newest.name.as_str()), (101, "Version 101"));
        assert_eq!(json!(newest), json!(settings));
        let third = stored(&memory, 3).unwrap().unwrap();
        assert_eq!(third.settings["name"], "Version 3");
        assert!(stored(&memory, 102).unwrap().is_none());
        let page = versions(&memory, None).unwrap();
        assert_eq!((page.versions.len(), page.next), (100, Some(2)));
        let rest = versions(&memory, page.next).unwrap();
        assert_eq!((rest.versions[0].version, rest.next), (1, None));
    }
}
