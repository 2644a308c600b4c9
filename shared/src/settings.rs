//! Versions of a venue's settings, as the staff's API reads and writes them. The settings themselves are a JSON object
//! whose members the guide to the settings lists.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::time::Instant;
use crate::validation::{FieldCode, FieldErrors, Notes, request_type};

/// The number of a version: 0 for the deployment's file, and one more with each change.
pub type SettingsVersion = u32;

/// A version of the settings, with the whole of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct VersionedSettings {
    /// Its number and origin.
    #[serde(flatten)]
    pub version: SettingsVersionFacts,
    /// The settings.
    pub settings: Value,
}

/// A version without its settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SettingsVersionFacts {
    /// Its number.
    pub version: SettingsVersion,
    /// When it was stored; absent for the deployment's file while that is in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Instant>,
    /// Its author, as the audit log names it, or `file` for the deployment's file, which is stored with the first change;
    /// absent while that file is in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// The reason for the change, in the author's words; absent `retainDays` later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The versions of the settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SettingsVersions {
    /// The versions, the newest first; 100 at most.
    pub versions: Vec<SettingsVersionFacts>,
    /// The value of `before` for the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<SettingsVersion>,
}

/// A place at which two versions differ.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SettingsDifference {
    /// A JSON pointer (RFC 6901): into the later version, and of a list's element that was removed into the earlier one.
    pub pointer: String,
    /// The value before; absent if there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    /// The value after; absent if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Value>,
}

/// The difference of two versions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SettingsDiff {
    /// The earlier version.
    pub from: SettingsVersion,
    /// The later version.
    pub to: SettingsVersion,
    /// The places that differ.
    pub changes: Vec<SettingsDifference>,
}

/// A change of the settings that was stored, or that could be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SettingsChange {
    /// The version in force after this call.
    pub version: SettingsVersion,
    /// Whether the settings were stored; not if they were only checked, or differ in nothing.
    pub is_stored: bool,
    /// The places that differ.
    pub changes: Vec<SettingsDifference>,
    /// The numbers of the reservations that keep the terms of payment that they were made with, where one made from
    /// now on has others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier_terms: Vec<String>,
}

/// The reasons against a change of settings: members of the problem `settings_invalid` or `settings_conflict`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SettingsRefusal {
    /// The settings that cannot be served, or that the sender may not change.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<SettingFault>,
    /// The reservations that would lose something.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<ReservationConflict>,
    /// The settings that cannot change yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locks: Vec<SettingLock>,
}

/// Something wrong with a setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SettingFault {
    /// The setting: a JSON pointer (RFC 6901) into the settings; empty for the whole.
    pub pointer: String,
    /// The kind of fault: `invalid`, `operator_only` or `unsafe`.
    pub code: String,
    /// The fault in English.
    pub message: String,
}

/// A reservation that a change of settings would harm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReservationConflict {
    /// Its number, such as `R-000123`.
    pub number: String,
    /// The things that it would lose: `table`, `seats`, `area`, `experience`, `terms`, `payment_account`.
    pub loses: Vec<String>,
}

/// A setting that cannot change as long as something needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SettingLock {
    /// The setting: `currency`, `time_zone`, `system` or `payment_account`; `picture` where it names a picture that was to
    /// be deleted.
    pub setting: String,
    /// A JSON pointer (RFC 6901) to it.
    pub pointer: String,
    /// The kinds of open matters that need it, each with its number.
    pub held_by: Vec<LockHolder>,
}

/// Open matters of one kind that need a setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LockHolder {
    /// The kind, such as `reservations` or `refunds`.
    pub kind: String,
    /// Their number.
    pub count: u32,
}

request_type! {
    /// New settings: the whole of them.
    pub struct NewSettings {
        /// The settings.
        pub settings: Value,
        /// The reason for the change, for those who read the versions.
        #[cfg_attr(feature = "requests", deserr(default))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub reason: Option<Notes>,
        /// Whether they are only checked, and not stored.
        #[cfg_attr(feature = "requests", deserr(default))]
        #[serde(default)]
        pub check_only: bool,
    }
}

request_type! {
    /// The versions to list.
    pub struct SettingsVersionsQuery {
        /// Only versions before this one; the newest ones if it is left out.
        #[cfg_attr(feature = "requests", deserr(default))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub before: Option<VersionParameter>,
    }
}

request_type! {
    /// The versions to compare.
    pub struct SettingsDiffQuery {
        /// The earlier version.
        pub from: VersionParameter,
        /// The later version; the one in force if it is left out.
        #[cfg_attr(feature = "requests", deserr(default))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub to: Option<VersionParameter>,
    }
}

/// The number of a version, as a query has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(deserr::Deserr)]
#[deserr(error = FieldErrors, try_from(String) = Self::try_from -> FieldCode)]
#[serde(transparent)]
pub struct VersionParameter(pub SettingsVersion);

impl TryFrom<String> for VersionParameter {
    type Error = FieldCode;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map(Self).map_err(|_| FieldCode::Invalid)
    }
}
