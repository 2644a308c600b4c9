//! Requests about a venue's settings, and their responses.

use config::VenueSettings;
use serde::{Deserialize, Serialize};
use shared::settings::{NewSettings, SettingsVersion};

use crate::venue::message::floor_plan::FloorPlansRequest;
use crate::venue::message::policy::Policy;

/// A request of staff about the settings.
#[derive(Debug, Serialize, Deserialize)]
pub enum SettingsRequest {
    /// Answered with a version of the settings; with the one in force if none is named.
    Read(Option<SettingsVersion>),
    /// Answered with the versions before this one, the newest first.
    Versions(Option<SettingsVersion>),
    /// Answered with the difference between the first version and the second, or the one in force.
    Diff(SettingsVersion, Option<SettingsVersion>),
    /// Answered with the change that was stored, or checked.
    Replace {
        /// The version that the sender has read: no other is replaced.
        expected: SettingsVersion,
        /// The settings.
        new: Box<NewSettings>,
    },
    /// About floor plans, which are parts of the settings.
    FloorPlans(FloorPlansRequest),
}

impl SettingsRequest {
    /// Its policy.
    #[must_use]
    pub fn policy(&self) -> Policy<'static> {
        match self {
            Self::Read(_) | Self::Versions(_) | Self::Diff(..) => Policy::READ_BY_STAFF,
            Self::Replace { .. } => Policy::WRITE_BY_STAFF,
            Self::FloorPlans(request) => request.policy(),
        }
    }
}

/// The settings in force, for the worker's copy of them.
#[derive(Debug, Serialize, Deserialize)]
pub enum SettingsInForce {
    /// Those of the version that the worker has named.
    Unchanged,
    /// Those of the deployment's file.
    OfFile,
    /// Those of a stored version.
    Stored(SettingsVersion, Box<VenueSettings>),
}
