//! Answers of 4spaces, sorted by their status, and read in JSON or in JSV.
//!
//! A message may repeat a guest's data: it is never read. The faults of a request are taken from the codes and the names of
//! fields alone.

use std::borrow::Cow;

use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use shared::validation::{FieldCode, FieldError};

use super::scalar::text;
use super::{jsv, wire};
use crate::provider::lenient;
use crate::provider::remote::{RemoteError, check_status};
use crate::upstream::Answer;

type Result<T> = std::result::Result<T, RemoteError>;

/// The fields of a booking that a guest can mend, by the last part of the vendor's name for them.
const FIELDS: [(&str, &str); 8] = [
    ("guestfirstname", "/guest/firstName"),
    ("guestlastname", "/guest/lastName"),
    ("email", "/guest/email"),
    ("phone", "/guest/phone"),
    ("comment", "/notes"),
    ("checkin", "/minutes"),
    ("checkout", "/minutes"),
    ("guests", "/attendees"),
];

/// The data of an answer.
pub(super) fn data<T: DeserializeOwned>(name: &str, answer: &Answer) -> Result<T> {
    check(name, answer)?;
    let body = json(answer).map_err(|fault| failed(name, &fault))?;
    let read = lenient::read::<wire::DataAnswer<T>>(&body);
    read.map(|answer| answer.data)
        .map_err(|fault| failed(name, &fault))
}

/// The same of an answer that may be the data itself, without anything around it.
pub(super) fn data_or_whole<T: DeserializeOwned>(name: &str, answer: &Answer) -> Result<T> {
    check(name, answer)?;
    let body = json(answer).map_err(|fault| failed(name, &fault))?;
    if let Ok(wrapped) = lenient::read::<wire::DataAnswer<T>>(&body) {
        return Ok(wrapped.data);
    }
    lenient::read(&body).map_err(|fault| failed(name, &fault))
}

/// Whether a call was carried out whose answer has no data.
pub(super) fn done(name: &str, answer: &Answer) -> Result<()> {
    check(name, answer)?;
    if answer.body().iter().all(u8::is_ascii_whitespace) {
        return Ok(());
    }
    let body = json(answer).map_err(|fault| failed(name, &fault))?;
    let status: wire::StatusAnswer = lenient::read(&body).map_err(|fault| failed(name, &fault))?;
    let code = status
        .response_status
        .read()
        .and_then(|status| text(&status.error_code));
    match code {
        None => Ok(()),
        Some(_) => Err(failed(name, "an error with a good status")),
    }
}

/// Sorts an answer by its status.
fn check(name: &str, answer: &Answer) -> Result<()> {
    let status = answer.status();
    let refused = |what: &str| {
        Err(RemoteError::Refused(format!(
            "{name}: {what} ({})",
            status.as_u16()
        )))
    };
    match status {
        StatusCode::UNAUTHORIZED => {
            refused("the key is not accepted: see the setting fourspaces.key and its secret")
        }
        StatusCode::FORBIDDEN => refused("the user lacks a role"),
        StatusCode::NOT_FOUND => Err(RemoteError::NotFound),
        StatusCode::GONE => Err(RemoteError::Conflict),
        _ => match check_status(name, answer) {
            Err(RemoteError::Refused(cause)) => match faults(answer) {
                faults if faults.is_empty() => Err(RemoteError::Refused(cause)),
                faults => Err(RemoteError::Fields(faults)),
            },
            checked => checked,
        },
    }
}

/// The faults of a guest's fields that an error names; none if any of its fields is not a guest's.
fn faults(answer: &Answer) -> Vec<FieldError> {
    let read = json(answer).and_then(|body| lenient::read::<wire::StatusAnswer>(&body));
    let Ok(answer) = read else {
        return Vec::new();
    };
    let errors = answer
        .response_status
        .read()
        .and_then(|status| status.errors.read());
    let faults = errors.into_iter().flatten().map(fault);
    faults.collect::<Option<_>>().unwrap_or_default()
}

fn fault(error: &wire::ResponseError) -> Option<FieldError> {
    let name = text(&error.field_name)?.to_ascii_lowercase();
    let last = name.rsplit('.').next().unwrap_or_default();
    let (_, pointer) = FIELDS.iter().find(|(field, _)| *field == last)?;
    let code = match text(&error.error_code).unwrap_or_default() {
        "NotEmpty" | "NotNull" => FieldCode::Required,
        "Length" | "MaximumLength" => FieldCode::TooLong,
        "Email" => FieldCode::InvalidEmail,
        _ => FieldCode::Invalid,
    };
    Some(FieldError::new(*pointer, code))
}

/// The body as JSON.
fn json(answer: &Answer) -> std::result::Result<Cow<'_, [u8]>, String> {
    let media_type = answer.headers().get(CONTENT_TYPE);
    let media_type = media_type
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if !media_type.to_ascii_lowercase().contains("jsv") {
        return Ok(Cow::Borrowed(answer.body()));
    }
    let body = str::from_utf8(answer.body()).map_err(|_| "no JSV".to_owned())?;
    let value = jsv::parse(body).map_err(|fault| format!("no JSV at byte {}", fault.at))?;
    let json = serde_json::to_vec(&value).map_err(|_| "no JSON".to_owned())?;
    Ok(Cow::Owned(json))
}

fn failed(name: &str, fault: &str) -> RemoteError {
    RemoteError::Failed(format!("{name}: {fault}"))
}

#[cfg(test)]
#[path = "answer_tests.rs"]
mod tests;
