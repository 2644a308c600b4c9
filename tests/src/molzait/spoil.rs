//! Spoils the JSON of an answer in ways that a tolerant reader survives and a careless one does not.

use fastrand::Rng;
use serde_json::{Value, json};

use super::fault::Kind;

/// The fields that every answer must have.
const REQUIRED: [&str; 9] = [
    "id",
    "status",
    "number",
    "minutes",
    "duration",
    "exclusionReasons",
    "experience",
    "attendees",
    "slots",
];

/// Spoils a body in this way; other kinds leave it as it is.
pub(super) fn spoil(body: &mut Value, kind: Kind, chance: &mut Rng) {
    if matches!(kind, Kind::DuplicateSlots | Kind::UnsortedSlots) {
        if let Some(Value::Array(slots)) = body.get_mut("slots") {
            if kind == Kind::DuplicateSlots {
                let copies = slots.clone();
                slots.extend(copies);
            }
            chance.shuffle(slots);
        }
        return;
    }
    match body {
        Value::Array(list) => {
            for one in list {
                spoil_object(one, kind, chance);
            }
        }
        Value::Object(object) if object.contains_key("slots") && chance.bool() => {
            if let Some(Value::Array(slots)) = object.get_mut("slots") {
                for slot in slots {
                    spoil_object(slot, kind, chance);
                }
            }
        }
        other => spoil_object(other, kind, chance),
    }
}

fn spoil_object(value: &mut Value, kind: Kind, chance: &mut Rng) {
    let Value::Object(object) = value else { return };
    let there: Vec<&str> = REQUIRED
        .into_iter()
        .filter(|name| object.contains_key(*name))
        .collect();
    let Some(name) = chance.choice(there) else { return };
    match kind {
        Kind::MissingFields => {
            object.remove(name);
        }
        Kind::WrongTypes => {
            let wrong = match chance.u8(..4) {
                0 => json!(null),
                1 => json!({ "unexpected": [true] }),
                2 => json!(false),
                _ => json!([[]]),
            };
            object.insert(name.to_owned(), wrong);
        }
        Kind::HugeNumbers => {
            for field in ["minutes", "duration", "attendees", "spotsOpen", "spotsTotal"] {
                if object.contains_key(field) {
                    let huge = match chance.u8(..4) {
                        0 => json!(9_007_199_254_740_993_u64),
                        1 => json!(1e300),
                        2 => json!(-1),
                        _ => json!(70_000),
                    };
                    object.insert(field.to_owned(), huge);
                }
            }
        }
        _ => {}
    }
}
