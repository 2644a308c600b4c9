//! The parts of a request's body, whose shape has been checked.

use serde_json::Value;
use shared::time::Instant;

pub(super) fn text<'a>(body: &'a Value, name: &str) -> Option<&'a str> {
    body[name].as_str()
}

pub(super) fn texts<'a>(body: &'a Value, name: &str) -> Vec<&'a str> {
    let all = body[name].as_array().map(Vec::as_slice).unwrap_or_default();
    all.iter().filter_map(Value::as_str).collect()
}

pub(super) fn time(body: &Value, name: &str) -> Option<Instant> {
    Instant::try_from(text(body, name)?.to_owned()).ok()
}

/// The elements of a list; none if it is left out.
pub(super) fn parts<'a>(body: &'a Value, name: &str) -> &'a [Value] {
    body[name].as_array().map(Vec::as_slice).unwrap_or_default()
}
