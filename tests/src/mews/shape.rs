//! The shapes of requests, as strict as Mews: a field that an operation does not have, one of another type and one that is
//! missing are each refused.

use serde_json::{Map, Value};
use shared::time::Instant;

use super::operations::{Field, Kind, need};

/// The fields that every request has.
const TOKENS: [Field; 3] = [
    need("ClientToken", Kind::Text),
    need("AccessToken", Kind::Text),
    need("Client", Kind::Text),
];

/// The first fault of a request; none if it has the shape of its operation.
pub(super) fn fault(fields: &[Field], body: &Map<String, Value>) -> Option<String> {
    let all: Vec<Field> = TOKENS.iter().chain(fields).copied().collect();
    of_part(&all, body)
}

fn of_part(fields: &[Field], part: &Map<String, Value>) -> Option<String> {
    let is_named = |name: &str| fields.iter().any(|field| field.name == name);
    if let Some(unknown) = part.keys().find(|name| !is_named(name)) {
        return Some(format!("Unknown field {unknown}"));
    }
    fields.iter().find_map(|field| match part.get(field.name) {
        None | Some(Value::Null) if field.is_required => Some(format!("Missing {}", field.name)),
        None | Some(Value::Null) => None,
        Some(value) if is(field.kind, value) => None,
        Some(value) => Some(inner(field.kind, value).unwrap_or_else(|| format!("Invalid {}", field.name))),
    })
}

/// The fault inside a part, where there is one.
fn inner(kind: Kind, value: &Value) -> Option<String> {
    match (kind, value) {
        (Kind::Part(fields), Value::Object(part)) => of_part(fields, part),
        (Kind::Parts(fields), Value::Array(parts)) => {
            let mut parts = parts.iter().filter_map(Value::as_object);
            parts.find_map(|part| of_part(fields, part))
        }
        _ => None,
    }
}

fn is(kind: Kind, value: &Value) -> bool {
    let list = |most: usize, is: &dyn Fn(&Value) -> bool| {
        let all = value.as_array();
        all.is_some_and(|all| (1..=most).contains(&all.len()) && all.iter().all(is))
    };
    match kind {
        Kind::Text => value.as_str().is_some_and(|text| !text.is_empty()),
        Kind::Uuid => value.as_str().is_some_and(is_uuid),
        Kind::Time => value.as_str().is_some_and(is_time),
        Kind::Bool => value.is_boolean(),
        Kind::Whole => value.is_i64() || value.is_u64(),
        Kind::Number => value.is_number(),
        Kind::Word(words) => value.as_str().is_some_and(|text| words.contains(&text)),
        Kind::Words(words) => list(1_000, &|one| {
            one.as_str().is_some_and(|text| words.contains(&text))
        }),
        Kind::Texts(most) => list(most, &Value::is_string),
        Kind::Uuids(most) => list(most, &|one| one.as_str().is_some_and(is_uuid)),
        Kind::Part(_) => value.is_object() && inner(kind, value).is_none(),
        Kind::Parts(_) => list(1_000, &Value::is_object) && inner(kind, value).is_none(),
    }
}

/// An instant in UTC, which ends in `Z`.
fn is_time(text: &str) -> bool {
    text.ends_with('Z') && Instant::try_from(text.to_owned()).is_ok()
}

/// Whether it has the form of a UUID (RFC 9562, section 4).
fn is_uuid(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    let is_hex = text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    is_hex && lengths == [8, 4, 4, 4, 12]
}
