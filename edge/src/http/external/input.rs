//! Requests in Molzait's format. As at Molzait, unknown fields are ignored, and empty ones count as absent.

use serde_json::{Map, Value};
use shared::availability::SlotsQuery;
use shared::validation::lines;
use shared::validation::read_query;

use super::fields::whole;
use crate::http::external_error::ExternalError;
use crate::provider::SlotsQuestion;

/// The query for slots.
pub(super) fn slots(parameters: &[(String, String)]) -> Result<SlotsQuestion, ExternalError> {
    let known = ["attendees", "day", "experienceId", "reservationId"];
    let wanted = parameters.iter().filter(|(name, _)| known.contains(&&**name));
    let SlotsQuery {
        experience_id,
        attendees,
        day,
        reservation_id,
    } = read_query(wanted.cloned())?;
    Ok(SlotsQuestion {
        experience_id,
        attendees,
        day,
        moving: reservation_id,
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

pub(super) fn is_left_out(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| lines(text).is_empty())
}
