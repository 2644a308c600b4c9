//! The check of a manager's change, which is hostile input: no setting of the operator's, and no address or file that
//! could act on guests' browsers.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::address;
use crate::diff::Change;
use crate::fault::{FaultCode, SettingFault};
use crate::ownership::{Owner, owner};
use crate::pointer::{matches, walk};

/// A check of texts that guests' browsers follow, load or show.
struct Check {
    /// The settings that it is for, as patterns of pointers.
    settings: &'static [&'static str],
    passes: fn(&str) -> bool,
    /// The message for a text that does not pass.
    message: &'static str,
}

/// The checks of a manager's texts. HTML is sanitised whenever it is shown, beside this check.
const CHECKS: &[Check] = &[
    Check {
        settings: &[
            "/location/directionsUrl",
            "/policies/privacyUrl",
            "/policies/termsUrl",
        ],
        passes: address::is_secure,
        message: "write a whole address that begins with https://",
    },
    Check {
        settings: &["/engine/experiences/*/image", "/giftCards/templates/*/image"],
        passes: address::is_picture,
        message: "name a picture of the venue's own, or one by https://: png, jpg, jpeg or webp",
    },
    Check {
        settings: &["/engine/experiences/*/descriptionHtml/*"],
        passes: has_no_plain_links,
        message: "write links that begin with https://",
    },
];

fn has_no_plain_links(html: &str) -> bool {
    !html.to_ascii_lowercase().contains("http://")
}

/// The faults of a manager's changes of the settings `before`: each setting of the operator's that they touch, and each
/// new text that is not safe to show. A text that was there before may stand in another place that has the same check:
/// what is safe as a description may not be so as a picture.
#[must_use]
pub fn faults(before: &Value, changes: &[Change]) -> Vec<SettingFault> {
    let places: BTreeSet<String> = changes.iter().flat_map(of_operator).collect();
    let operators = places.into_iter().map(|place| {
        SettingFault::new(
            place,
            FaultCode::OperatorOnly,
            "only the operator can change this",
        )
    });
    let mut faults: Vec<SettingFault> = operators.collect();
    let mut known = BTreeSet::new();
    walk("", before, &mut |pointer: &str, value: &Value| {
        known.extend(checked(pointer, value).map(|(check, text)| (check.message, text.to_owned())));
    });
    for change in changes {
        let Some(after) = &change.after else { continue };
        walk(&change.pointer, after, &mut |pointer: &str, value: &Value| {
            if let Some((check, text)) = checked(pointer, value)
                && !known.contains(&(check.message, text.to_owned()))
                && !(check.passes)(text)
            {
                faults.push(SettingFault::new(pointer, FaultCode::Unsafe, check.message));
            }
        });
    }
    faults
}

/// The check of a text at this place, if there is one.
fn checked<'a>(pointer: &str, value: &'a Value) -> Option<(&'static Check, &'a str)> {
    let text = value.as_str()?;
    let is_its = |check: &&Check| check.settings.iter().any(|pattern| matches(pattern, pointer));
    Some((CHECKS.iter().find(is_its)?, text))
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
