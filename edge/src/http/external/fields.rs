//! Fields of a request in Molzait's format, read one by one, with a fault for each that cannot be read.

use serde_json::{Map, Value};
use shared::validation::lines;

use crate::http::external_error::ExternalError;

/// The largest whole number of which every smaller one has a float of its own.
const MAX_EXACT_FLOAT: f64 = 9_007_199_254_740_991.0;

/// Fields of a request, and the faults found in them.
pub(super) struct Fields {
    fields: Map<String, Value>,
    /// The faults found so far, each beginning with the field's name.
    pub(super) faults: Vec<String>,
}

impl Fields {
    /// The fields of a body, which has to be an object.
    pub(super) fn of(body: Value) -> Result<Self, ExternalError> {
        Ok(Self {
            fields: object(body)?,
            faults: Vec::new(),
        })
    }

    /// Whether a field is there, empty or not.
    pub(super) fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    /// A field that is there and not empty.
    pub(super) fn field(&self, name: &str) -> Option<&Value> {
        self.fields.get(name).filter(|value| !is_left_out(value))
    }

    /// A required field; a fault that says what to write, if it is missing or cannot be read.
    pub(super) fn required<T>(
        &mut self,
        name: &str,
        what: &str,
        read: impl Fn(&Value) -> Option<T>,
    ) -> Option<T> {
        let value = self.field(name).and_then(read);
        if value.is_none() {
            self.faults.push(format!("{name}: write {what}"));
        }
        value
    }

    /// An optional field; a fault if it is there and cannot be read.
    pub(super) fn optional<T>(
        &mut self,
        name: &str,
        what: &str,
        read: impl Fn(&Value) -> Option<T>,
    ) -> Option<T> {
        let value = self.field(name)?;
        let value = read(value);
        if value.is_none() {
            self.faults.push(format!("{name}: write {what}, or leave it out"));
        }
        value
    }

    /// The faults as an error, if there are any or a required field is missing.
    pub(super) fn checked<T>(self, wanted: Option<T>) -> Result<T, ExternalError> {
        match wanted {
            Some(wanted) if self.faults.is_empty() => Ok(wanted),
            _ => Err(ExternalError::bad(self.faults)),
        }
    }
}

/// A whole number, also where it is written as a float.
pub(super) fn whole(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| {
        let float = value.as_f64().filter(|float| float.fract() == 0.0)?;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "it is whole and within the bounds of exact floats"
        )]
        (float.abs() <= MAX_EXACT_FLOAT).then_some(float as i64)
    })
}

/// The fields of a body. A whole number may be written as a decimal, such as `1140.0`.
pub(super) fn object(body: Value) -> Result<Map<String, Value>, ExternalError> {
    match body {
        Value::Object(mut fields) => {
            for value in fields.values_mut() {
                if let Some(number) = whole(value) {
                    *value = Value::from(number);
                }
            }
            Ok(fields)
        }
        _ => Err(ExternalError::bad(vec!["write an object".to_owned()])),
    }
}

/// Whether a value counts as absent: null, or a text of nothing but space.
pub(super) fn is_left_out(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| lines(text).is_empty())
}
