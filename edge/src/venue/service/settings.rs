//! The settings in force: those of the newest stored version, else those of the deployment's file; and their change.
//!
//! A request reads them anew after each await, since another request may have changed them meanwhile. What is made of
//! them (reservations in memory, adapters) is made of those in force.

use std::rc::Rc;

use config::VenueSettings;
use config::change::{self, AcceptedChange, Author, ChangeRefused};
use config::diff;
use config::fault::SettingFault;
use config::read::read;
use serde_json::Value;
use shared::access::Role;
use shared::id::AreaId;
use shared::settings::{
    NewSettings, SettingsChange, SettingsDiff, SettingsDifference, SettingsVersion, SettingsVersionFacts,
    VersionedSettings,
};
use shared::validation::Notes;

use super::VenueService;
use super::dispatch::{Json, json};
use crate::access::Actor;
use crate::error::{Result, VenueError};
use crate::storage::database::Database as _;
use crate::venue::context::Ctx;
use crate::venue::day_rules;
use crate::venue::message::floor_plan::FloorPlansRequest;
use crate::venue::message::operator::Suspension;
use crate::venue::message::settings::{SettingsInForce, SettingsRequest};
use crate::venue::pictures;
use crate::venue::reservations::{Reservations, all_offers_returned, open_matters};
use crate::venue::settings::{self, floor_plans};

/// The settings in force.
#[derive(Clone)]
pub struct InForce {
    /// The version; 0 for those of the deployment's file.
    pub version: SettingsVersion,
    /// The settings.
    pub settings: Rc<VenueSettings>,
    /// Whether an operator has suspended the venue.
    pub is_suspended: bool,
}

impl VenueService {
    /// The settings in force. `of_file` are those of the deployment's file, if it has this venue. Without any settings
    /// the venue is unknown, and nothing is written, not even a schema.
    pub fn in_force(&self, of_file: Option<&VenueSettings>) -> Result<InForce> {
        if let Some(in_force) = &*self.settings.borrow() {
            return Ok(in_force.clone());
        }
        let database = &*self.deps.database;
        let is_opened = of_file.is_some() || database.has_schema()?;
        let stored = if is_opened {
            settings::newest(database)?
        } else {
            None
        };
        let of_file = || of_file.map(|settings| (0, settings.clone()));
        let (version, found) = stored.or_else(of_file).ok_or(VenueError::UnknownVenue)?;
        let in_force = InForce {
            version,
            settings: Rc::new(found),
            is_suspended: settings::is_suspended(database)?,
        };
        self.settings.replace(Some(in_force.clone()));
        Ok(in_force)
    }

    /// The settings in force, for a worker that has those of version `known`.
    pub(super) fn settings_for_worker(
        &self,
        given: &VenueSettings,
        known: Option<SettingsVersion>,
    ) -> Result<SettingsInForce> {
        let InForce {
            version, settings, ..
        } = self.in_force(Some(given))?;
        Ok(match version {
            _ if known == Some(version) => SettingsInForce::Unchanged,
            0 => SettingsInForce::OfFile,
            _ => SettingsInForce::Stored(version, Box::new((*settings).clone())),
        })
    }

    /// Answers a request of staff about the settings.
    pub(super) fn answer_settings(
        &self,
        given: &VenueSettings,
        request: &SettingsRequest,
        actor: &Actor,
    ) -> Result<Json> {
        let in_force = self.in_force(Some(given))?;
        match request {
            SettingsRequest::Read(version) => {
                json(&self.version(&in_force, version.unwrap_or(in_force.version))?)
            }
            SettingsRequest::Versions(before) => {
                let mut versions = settings::versions(&*self.deps.database, *before)?;
                if in_force.version == 0 && *before != Some(0) {
                    // It is not stored before there is another one.
                    versions.versions.push(OF_FILE);
                }
                json(&versions)
            }
            SettingsRequest::Diff(from, to) => {
                let to = to.unwrap_or(in_force.version);
                let (before, after) = (self.version(&in_force, *from)?, self.version(&in_force, to)?);
                let changes = diff::changes(&before.settings, &after.settings);
                json(&SettingsDiff {
                    from: *from,
                    to,
                    changes: changes.into_iter().map(public).collect(),
                })
            }
            SettingsRequest::Replace { expected, new } => {
                json(&self.replace_settings(&in_force, (*expected, new), actor)?)
            }
            SettingsRequest::FloorPlans(request) => self.answer_floor_plans(&in_force, request, actor),
        }
    }

    /// Answers a request of staff about floor plans. A change replaces the settings in the same turn in which they are
    /// read, so that it needs no version of them.
    fn answer_floor_plans(
        &self,
        in_force: &InForce,
        request: &FloorPlansRequest,
        actor: &Actor,
    ) -> Result<Json> {
        let current = &*in_force.settings;
        let store = |wanted: &VenueSettings, reason: &str| -> Result<Rc<VenueSettings>> {
            let settings =
                serde_json::to_value(wanted).map_err(|error| VenueError::Broken(error.to_string()))?;
            let new = NewSettings {
                settings,
                reason: Notes::parse(reason).ok(),
                check_only: false,
            };
            self.replace_settings(in_force, (in_force.version, &new), actor)?;
            Ok(self.in_force(None)?.settings)
        };
        match request {
            FloorPlansRequest::List => json(&floor_plans::all(current)?),
            FloorPlansRequest::Create(parts) => {
                let id = AreaId::parse(self.ctx_of(actor).new_id()?.as_str())
                    .map_err(|code| VenueError::Broken(code.to_string()))?;
                let stored = store(
                    &floor_plans::with_new(current, id.clone(), parts)?,
                    "Floor plan created",
                )?;
                json(&floor_plans::one(&stored, &id)?)
            }
            FloorPlansRequest::Replace(id, parts) => {
                let stored = store(
                    &floor_plans::with_parts(current, id, parts)?,
                    "Floor plan replaced",
                )?;
                json(&floor_plans::one(&stored, id)?)
            }
            FloorPlansRequest::Delete(id) => {
                store(&floor_plans::without(current, id)?, "Floor plan deleted")?;
                json(&())
            }
        }
    }

    /// A version with its settings. That of the deployment's file is stored with the first change, and read from the
    /// settings in force before.
    fn version(&self, in_force: &InForce, version: SettingsVersion) -> Result<VersionedSettings> {
        if version == 0 && in_force.version == 0 {
            let settings = serde_json::to_value(&*in_force.settings)
                .map_err(|error| VenueError::Broken(error.to_string()))?;
            return Ok(VersionedSettings {
                version: OF_FILE,
                settings,
            });
        }
        settings::stored(&*self.deps.database, version)?.ok_or(VenueError::NotFound)
    }

    /// Stores new settings, if nothing stands against them. Nothing is awaited between the checks and the write, and the
    /// write and the settings in force change in one turn.
    fn replace_settings(
        &self,
        in_force: &InForce,
        (expected, new): (SettingsVersion, &NewSettings),
        actor: &Actor,
    ) -> Result<SettingsChange> {
        let current = in_force.version;
        if expected != current {
            return Err(VenueError::SettingsVersion { current });
        }
        let ctx = self.ctx_of(actor);
        let wanted = self.read_settings(&new.settings)?;
        let author = match actor.grant() {
            Some(grant) if grant.role == Role::Operator => Author::Operator,
            _ => Author::Manager,
        };
        let facts = open_matters::facts(ctx, &in_force.settings.time_zone)?;
        let is_file = |name: &str| (self.deps.has_picture_file)(&wanted.id, name);
        let mut more = pictures::faults(ctx.database, &is_file, (&in_force.settings, &wanted))?;
        let rules = day_rules::in_force(ctx.database, ctx.now)?;
        more.extend(day_rules::renamed(&rules, (&in_force.settings, &wanted)));
        let checked = change::check(&in_force.settings, &wanted, author, &facts);
        let accepted = with_faults(checked, more).map_err(|error| settings::of_refusal(&error))?;
        let is_stored = !new.check_only && !accepted.changes.is_empty();
        if is_stored {
            // Opened first: settings that cannot be opened are not stored.
            let reservations = open(&wanted, in_force.is_suspended, ctx)?;
            let reason = new.reason.as_ref().map(Notes::as_str);
            let changes = accepted.changes.iter();
            let places: Vec<&str> = changes.map(|change| change.pointer.as_str()).collect();
            settings::check_rate(ctx)?;
            let mut statements = Vec::new();
            if current == 0 {
                statements.push(settings::store_file(ctx, &in_force.settings)?);
            }
            statements.extend(settings::store(ctx, current, (&wanted, reason), &places)?);
            if let Some(reservations) = &reservations {
                statements.extend(reservations.offer_everywhere(ctx)?);
            }
            self.deps.database.write(statements)?;
            self.reservations.replace(reservations);
            self.settings.replace(Some(InForce {
                version: current + 1,
                settings: Rc::new(wanted),
                is_suspended: in_force.is_suspended,
            }));
            self.drop_adapters();
        }
        Ok(SettingsChange {
            version: if is_stored { current + 1 } else { current },
            is_stored,
            changes: accepted.changes.into_iter().map(public).collect(),
            earlier_terms: accepted.earlier_terms,
        })
    }

    /// Reads settings that came over the API. Demonstrations of money and mail are faults where the deployment allows
    /// none.
    fn read_settings(&self, json: &Value) -> Result<VenueSettings> {
        let wanted = read(json).map_err(settings::refused)?;
        settings::refuse_demonstrations(&wanted, self.deps.allows_demonstrations)?;
        Ok(wanted)
    }

    /// Stores the settings of a new venue as version 1.
    pub(super) fn store_first(&self, ctx: Ctx<'_>, wanted: VenueSettings) -> Result<()> {
        // Opened first: settings that cannot be opened are not stored.
        let reservations = open(&wanted, false, ctx)?;
        self.deps.database.write(settings::store_first(ctx, &wanted)?)?;
        self.reservations.replace(reservations);
        self.settings.replace(Some(InForce {
            version: settings::FIRST,
            settings: Rc::new(wanted),
            is_suspended: false,
        }));
        Ok(())
    }

    /// Whether an operator has suspended the venue.
    pub(super) fn is_suspended(&self) -> bool {
        let in_force = self.settings.borrow();
        in_force.as_ref().is_some_and(|in_force| in_force.is_suspended)
    }

    /// Suspends or resumes the venue, and returns the number of that change. While it is suspended no table is offered to
    /// the waitlist: entries with an open offer wait again, with their place, and tables that are free by then are offered
    /// once it is resumed.
    pub(super) fn set_suspended(
        &self,
        given: &VenueSettings,
        is_suspended: bool,
        actor: &Actor,
    ) -> Result<Suspension> {
        let mut in_force = self.in_force(Some(given))?;
        let ctx = self.ctx_of(actor);
        if in_force.is_suspended == is_suspended {
            return settings::suspension(ctx.database);
        }
        let (change, mut statements) = settings::suspend(ctx, is_suspended)?;
        // Those of a suspended venue are opened by the next request, without the tables that its offers held.
        let reservations = if is_suspended {
            statements.extend(all_offers_returned(ctx, in_force.settings.till().is_some())?);
            None
        } else {
            open(&in_force.settings, is_suspended, ctx)?
        };
        if let Some(reservations) = &reservations {
            statements.extend(reservations.offer_everywhere(ctx)?);
        }
        self.deps.database.write(statements)?;
        self.reservations.replace(reservations);
        in_force.is_suspended = is_suspended;
        self.settings.replace(Some(in_force));
        Ok(change)
    }
}

/// Opens the reservations of a venue on the embedded engine. While it is suspended no table is offered to its waitlist,
/// as at a venue without one: an offer could not be accepted.
pub(super) fn open(
    settings: &VenueSettings,
    is_suspended: bool,
    ctx: Ctx<'_>,
) -> Result<Option<Reservations>> {
    if settings.engine.is_none() {
        return Ok(None);
    }
    if settings.waitlist.is_none() || !is_suspended {
        return Reservations::open(settings, ctx).map(Some);
    }
    let without_waitlist = VenueSettings {
        waitlist: None,
        ..settings.clone()
    };
    Reservations::open(&without_waitlist, ctx).map(Some)
}

/// The version of the deployment's file.
const OF_FILE: SettingsVersionFacts = SettingsVersionFacts {
    version: 0,
    at: None,
    author: None,
    reason: None,
};

fn public(change: diff::Change) -> SettingsDifference {
    SettingsDifference {
        pointer: change.pointer,
        before: change.before,
        after: change.after,
    }
}

/// The result of the check of a change with more faults.
fn with_faults(
    checked: Result<AcceptedChange, ChangeRefused>,
    faults: Vec<SettingFault>,
) -> Result<AcceptedChange, ChangeRefused> {
    let mut refused = match checked {
        Ok(accepted) if faults.is_empty() => return Ok(accepted),
        Ok(_) => ChangeRefused {
            faults: Vec::new(),
            conflicts: Vec::new(),
            locks: Vec::new(),
        },
        Err(refused) => refused,
    };
    refused.faults.extend(faults);
    Err(refused)
}
