//! The check of a change of a venue's settings, before it is stored: faults of the new settings, settings that the
//! author does not own, reservations that would lose something, and settings that must stay. Pure.

mod account;
pub mod impact;
pub mod locks;
pub mod manager;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::diff::{Change, changes};
use crate::fault::{FaultCode, SettingFault};
use crate::venue::VenueSettings;
use impact::{Conflict, UpcomingReservation};
use locks::{Lock, OpenMatters};

/// The author of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Author {
    /// The operator of the deployment.
    Operator,
    /// A manager of the restaurant. What they write is hostile input.
    Manager,
}

/// The part of a venue's data that a change of its settings could harm, read in the turn in which the change is stored.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The reservations that are not over and not final.
    pub reservations: Vec<UpcomingReservation>,
    /// The counts of everything else that is open.
    pub open: OpenMatters,
}

/// A change that can be stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AcceptedChange {
    /// The places that differ.
    pub changes: Vec<Change>,
    /// The numbers of the reservations that keep the terms of payment that they were made with, where one made after
    /// the change has others. Their guests cannot move them online to another price.
    pub earlier_terms: Vec<String>,
}

/// A change that cannot be stored, with everything that stands against it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangeRefused {
    /// The settings that cannot be served, or that the author does not own.
    pub faults: Vec<SettingFault>,
    /// The reservations that would lose something.
    pub conflicts: Vec<Conflict>,
    /// The settings that cannot change yet.
    pub locks: Vec<Lock>,
}

/// Checks a change from the settings `before` to those `after`, and names everything that stands against it at once.
pub fn check(
    before: &VenueSettings,
    after: &VenueSettings,
    author: Author,
    facts: &Facts,
) -> Result<AcceptedChange, ChangeRefused> {
    let mut faults: Vec<SettingFault> = after
        .faults()
        .iter()
        .map(|line| SettingFault::of_line(line))
        .collect();
    if before.id != after.id {
        let text = "the id of a venue never changes";
        faults.push(SettingFault::new("/id", FaultCode::Invalid, text));
    }
    let found = match (serde_json::to_value(before), serde_json::to_value(after)) {
        (Ok(before), Ok(after)) => {
            let found = changes(&before, &after);
            if author == Author::Manager {
                faults.extend(manager::faults(&before, &found));
            }
            found
        }
        // Nothing is stored that could not be compared.
        (Err(error), _) | (_, Err(error)) => {
            let text = format!("the settings cannot be written as JSON: {error}");
            faults.push(SettingFault::new("", FaultCode::Invalid, text));
            Vec::new()
        }
    };
    let refused = ChangeRefused {
        faults,
        conflicts: impact::conflicts(before, after, &facts.reservations),
        locks: locks::locks(before, after, facts),
    };
    if refused.faults.is_empty() && refused.conflicts.is_empty() && refused.locks.is_empty() {
        Ok(AcceptedChange {
            changes: found,
            earlier_terms: impact::earlier_terms(before, after, &facts.reservations),
        })
    } else {
        Err(refused)
    }
}

impl ChangeRefused {
    /// The reasons in English, one a line.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let faults = self.faults.iter().map(ToString::to_string);
        let conflicts = impact::summary(&self.conflicts);
        let locks = self.locks.iter().map(ToString::to_string);
        faults.chain(conflicts).chain(locks).collect()
    }
}

impl fmt::Display for ChangeRefused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.lines().join("\n"))
    }
}

impl std::error::Error for ChangeRefused {}

#[cfg(test)]
#[path = "change_tests.rs"]
mod tests;
