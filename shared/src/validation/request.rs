//! Reads a request's JSON body or query into its type, and collects every faulty field.

use std::ops::ControlFlow;

use deserr::{DeserializeError, Deserr, ErrorKind, IntoValue, MergeWithError, ValuePointerRef};
use serde_json::{Map, Value};

use super::{FieldCode, FieldError};

/// Every faulty field of a request, in the order they were met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldErrors(Vec<FieldError>);

impl FieldErrors {
    /// The faults, at least one.
    #[must_use]
    pub fn into_vec(self) -> Vec<FieldError> {
        self.0
    }

    fn with(this: Option<Self>, location: ValuePointerRef<'_>, code: FieldCode) -> ControlFlow<Self, Self> {
        let mut errors = this.unwrap_or_default();
        errors.0.push(FieldError::new(pointer(location), code));
        ControlFlow::Continue(errors)
    }
}

/// Whether a key may be echoed. A made-up one may be anything, someone's name included.
fn is_plain(key: &str) -> bool {
    (1..=64).contains(&key.len())
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

/// The JSON pointer of a place, its tokens escaped (RFC 6901, section 3).
fn pointer(location: ValuePointerRef<'_>) -> String {
    match location {
        ValuePointerRef::Origin => String::new(),
        ValuePointerRef::Key { key, prev } => {
            format!("{}/{}", pointer(*prev), key.replace('~', "~0").replace('/', "~1"))
        }
        ValuePointerRef::Index { index, prev } => format!("{}/{index}", pointer(*prev)),
    }
}

impl DeserializeError for FieldErrors {
    fn error<V: IntoValue>(
        this: Option<Self>,
        error: ErrorKind<'_, V>,
        location: ValuePointerRef<'_>,
    ) -> ControlFlow<Self, Self> {
        match error {
            ErrorKind::MissingField { field } => {
                Self::with(this, location.push_key(field), FieldCode::Required)
            }
            ErrorKind::UnknownKey { key, .. } => {
                // A made-up key may be anything, someone's name included: keep what is echoed short and plain.
                let plain = !key.is_empty()
                    && key.len() <= 64
                    && key
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
                let location = if plain { location.push_key(key) } else { location };
                Self::with(this, location, FieldCode::UnknownField)
            }
            ErrorKind::IncorrectValueKind { .. } => Self::with(this, location, FieldCode::WrongType),
            ErrorKind::UnknownValue { .. } | ErrorKind::BadSequenceLen { .. } => {
                Self::with(this, location, FieldCode::Invalid)
            }
            ErrorKind::Unexpected { .. } => Self::with(this, location, FieldCode::OutOfRange),
        }
    }
}

impl MergeWithError<Self> for FieldErrors {
    fn merge(this: Option<Self>, other: Self, _: ValuePointerRef<'_>) -> ControlFlow<Self, Self> {
        let mut errors = this.unwrap_or_default();
        errors.0.extend(other.0);
        ControlFlow::Continue(errors)
    }
}

impl MergeWithError<FieldCode> for FieldErrors {
    fn merge(this: Option<Self>, code: FieldCode, location: ValuePointerRef<'_>) -> ControlFlow<Self, Self> {
        Self::with(this, location, code)
    }
}

/// A type that a request can be read into.
pub trait Readable: Deserr<FieldErrors> {}

impl<T: Deserr<FieldErrors>> Readable for T {}

/// Reads a body that is JSON already.
pub fn read_json<T: Readable>(body: Value) -> Result<T, FieldErrors> {
    deserr::deserialize(body)
}

/// Reads a query's parameters, decoded. A parameter that comes twice is [`FieldCode::Invalid`].
pub fn read_query<T: Readable>(
    parameters: impl IntoIterator<Item = (String, String)>,
) -> Result<T, FieldErrors> {
    let mut object = Map::new();
    let mut repeated = FieldErrors::default();
    for (name, value) in parameters {
        let pointer = if is_plain(&name) {
            format!("/{name}")
        } else {
            String::new()
        };
        if object.insert(name, Value::String(value)).is_some() {
            repeated.0.push(FieldError::new(pointer, FieldCode::Invalid));
        }
    }
    if repeated.0.is_empty() {
        deserr::deserialize(Value::Object(object))
    } else {
        Err(repeated)
    }
}
