//! The difference of two versions of a venue's settings: the places that differ, with their values before and after.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::pointer::child;

/// A place at which two versions differ.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// A JSON pointer (RFC 6901): into the settings after the change, and of an element that was removed from a list
    /// into those before.
    pub pointer: String,
    /// The value before; none if there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    /// The value after; none if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Value>,
}

/// The changes from one version of the settings to another, as JSON, in the order of their places.
///
/// A part that was added or removed is one change with the whole of it. Elements with ids are compared with those of the
/// same id, wherever they stand in their list; if their order has changed, the list's own change has the ids in both
/// orders. Elements without ids are compared by position, after equal ones at both ends of the list were left out.
/// Lists of plain values are compared as wholes.
#[must_use]
pub fn changes(before: &Value, after: &Value) -> Vec<Change> {
    let mut changes = Vec::new();
    compare("", before, after, &mut changes);
    changes
}

fn compare(pointer: &str, before: &Value, after: &Value, changes: &mut Vec<Change>) {
    if before == after {
        return;
    }
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => compare_members(pointer, before, after, changes),
        (Value::Array(before), Value::Array(after)) => match (by_id(before), by_id(after)) {
            (Some(before), Some(after)) => compare_by_id(pointer, &before, &after, changes),
            _ if before.iter().chain(after).all(Value::is_object) => {
                compare_by_position(pointer, before, after, changes);
            }
            _ => changes.push(change(
                pointer,
                Some(before.clone().into()),
                Some(after.clone().into()),
            )),
        },
        _ => changes.push(change(pointer, Some(before.clone()), Some(after.clone()))),
    }
}

fn change(pointer: impl Into<String>, before: Option<Value>, after: Option<Value>) -> Change {
    Change {
        pointer: pointer.into(),
        before,
        after,
    }
}

fn compare_members(
    pointer: &str,
    before: &Map<String, Value>,
    after: &Map<String, Value>,
    changes: &mut Vec<Change>,
) {
    let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for key in keys {
        let pointer = child(pointer, key);
        match (before.get(key), after.get(key)) {
            (Some(before), Some(after)) => compare(&pointer, before, after, changes),
            (before, after) => changes.push(change(pointer, before.cloned(), after.cloned())),
        }
    }
}

/// An element of a list: its id and itself.
type Identified<'a> = Vec<(&'a str, &'a Value)>;

/// The elements with their ids; none if one has no id, or two have the same.
fn by_id(elements: &[Value]) -> Option<Identified<'_>> {
    let identified: Identified<'_> = elements
        .iter()
        .map(|element| Some((element.get("id")?.as_str()?, element)))
        .collect::<Option<_>>()?;
    let ids: BTreeSet<&str> = identified.iter().map(|(id, _)| *id).collect();
    (ids.len() == identified.len()).then_some(identified)
}

fn compare_by_id(pointer: &str, before: &Identified<'_>, after: &Identified<'_>, changes: &mut Vec<Change>) {
    let known: BTreeMap<&str, &Value> = before.iter().copied().collect();
    let kept: BTreeSet<&str> = after
        .iter()
        .map(|(id, _)| *id)
        .filter(|id| known.contains_key(id))
        .collect();
    let order = |elements: &Identified<'_>| -> Vec<String> {
        let ids = elements.iter().map(|(id, _)| *id).filter(|id| kept.contains(id));
        ids.map(str::to_owned).collect()
    };
    let (order_before, order_after) = (order(before), order(after));
    if order_before != order_after {
        changes.push(change(
            pointer,
            Some(order_before.into()),
            Some(order_after.into()),
        ));
    }
    for (place, (id, element)) in before.iter().enumerate() {
        if !kept.contains(id) {
            let pointer = child(pointer, &place.to_string());
            changes.push(change(pointer, Some((*element).clone()), None));
        }
    }
    for (place, (id, element)) in after.iter().enumerate() {
        let pointer = child(pointer, &place.to_string());
        match known.get(id) {
            Some(before) => compare(&pointer, before, element, changes),
            None => changes.push(change(pointer, None, Some((*element).clone()))),
        }
    }
}

fn compare_by_position(pointer: &str, before: &[Value], after: &[Value], changes: &mut Vec<Change>) {
    let equal = |pairs: &mut dyn Iterator<Item = (&Value, &Value)>| {
        pairs.take_while(|(before, after)| before == after).count()
    };
    let first = equal(&mut before.iter().zip(after));
    let shorter = before.len().min(after.len());
    let last = equal(&mut before.iter().rev().zip(after.iter().rev())).min(shorter - first);
    for place in first..before.len().max(after.len()) - last {
        let pointer = child(pointer, &place.to_string());
        let of = |elements: &[Value]| {
            elements
                .get(place)
                .filter(|_| place < elements.len() - last)
                .cloned()
        };
        match (of(before), of(after)) {
            (Some(before), Some(after)) => compare(&pointer, &before, &after, changes),
            (before, after) => changes.push(change(pointer, before, after)),
        }
    }
}

#[cfg(test)]
#[path = "diff_tests.rs"]
mod tests;
