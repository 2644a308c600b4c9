//! The check of a manager's change: whose settings it changes.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::diff::Change;
use crate::fault::{FaultCode, SettingFault};
use crate::ownership::{Owner, owner};
use crate::pointer::walk;

/// The faults of a manager's changes: each setting of the operator's that they touch.
#[must_use]
pub fn faults(changes: &[Change]) -> Vec<SettingFault> {
    let places: BTreeSet<String> = changes.iter().flat_map(of_operator).collect();
    places
        .into_iter()
        .map(|place| {
            SettingFault::new(
                place,
                FaultCode::OperatorOnly,
                "only the operator can change this",
            )
        })
        .collect()
}

/// The places of the operator's settings in a change. In a section that was added or removed they are below the
/// change's own place.
fn of_operator(change: &Change) -> Vec<String> {
    let mut places: Vec<String> = Vec::new();
    for value in [&change.before, &change.after].into_iter().flatten() {
        walk(&change.pointer, value, &mut |pointer: &str, _: &Value| {
            let is_named = places.iter().any(|place| {
                let below = pointer.strip_prefix(place.as_str());
                below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            });
            if !is_named && owner(pointer) == Owner::Operator {
                places.push(pointer.to_owned());
            }
        });
    }
    places
}

#[cfg(test)]
#[path = "manager_tests.rs"]
mod tests;
