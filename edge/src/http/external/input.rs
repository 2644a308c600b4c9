//! Requests in Molzait's format. As at Molzait, unknown fields are ignored, and empty ones count as absent.

use serde_json::{Map, Value};
use shared::availability::SlotsQuery;
use shared::reservation::{ReservationRequest, Status};
use shared::time::Day;
use shared::validation::lines;
use shared::validation::{read_json, read_query};

use crate::http::external_error::ExternalError;
use crate::provider::{ReservationsQuestion, SlotsQuestion};
use crate::venue::message::staff::StaffReservation;

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

/// The query for reservations. `status` may be repeated.
pub(super) fn reservations(parameters: &[(String, String)]) -> Result<ReservationsQuestion, ExternalError> {
    let mut faults = Vec::new();
    for single in ["from", "to", "includeWalkIns"] {
        if parameters.iter().filter(|(name, _)| name == single).count() > 1 {
            faults.push(format!("{single}: write it once"));
        }
    }
    let all = |name: &'static str| {
        let named = parameters.iter().filter(move |(found, _)| found == name);
        named.map(|(_, value)| value.as_str())
    };
    let mut day = |name: &'static str| {
        let day = all(name).next().and_then(|text| Day::parse(text).ok());
        if day.is_none() {
            faults.push(format!("{name}: write a day as YYYY-MM-DD"));
        }
        day
    };
    let (from, to) = (day("from"), day("to"));
    let mut statuses = Vec::new();
    for text in all("status") {
        match Status::from_text(text) {
            Some(status) => statuses.push(status),
            None => faults.push("status: there is no such status".to_owned()),
        }
    }
    let include_walk_ins = match all("includeWalkIns").next() {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => {
            faults.push("includeWalkIns: write true or false".to_owned());
            false
        }
    };
    match (from, to) {
        (Some(from), Some(to)) if faults.is_empty() => Ok(ReservationsQuestion {
            from,
            to,
            statuses,
            include_walk_ins,
        }),
        _ => Err(ExternalError::bad(faults)),
    }
}

/// A reservation to create. Labels are ignored, and the engine chooses the tables.
pub(super) fn creation(body: Value) -> Result<ReservationRequest, ExternalError> {
    let mut fields = object(body)?;
    let is_pinned = match fields.remove("pinnedTableIds") {
        None | Some(Value::Null) => false,
        Some(Value::Array(tables)) => !tables.is_empty(),
        Some(_) => true,
    };
    if is_pinned {
        let line = "pinnedTableIds: tables are assigned automatically, leave it out";
        return Err(ExternalError::bad(vec![line.to_owned()]));
    }
    let mut take = |names: &[&str]| -> Map<String, Value> {
        let taken = names
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), fields.remove(*name)?)));
        taken.filter(|(_, value)| !is_left_out(value)).collect()
    };
    let guest = take(&["firstName", "lastName", "email", "phone"]);
    let mut request = take(&["experienceId", "day", "minutes", "attendees", "notes", "locale"]);
    request.insert("guest".to_owned(), Value::Object(guest));
    Ok(read_json(Value::Object(request))?)
}

/// A change to a reservation: its status, and the other fields, which may only repeat their values.
pub(super) struct Change {
    /// The new status.
    pub(super) status: Option<Status>,
    others: Map<String, Value>,
}

/// Reads a change.
pub(super) fn change(body: Value) -> Result<Change, ExternalError> {
    let mut others = object(body)?;
    others.retain(|_, value| !value.is_null());
    let status = match others.remove("status") {
        None => None,
        Some(status) => {
            let known = status.as_str().and_then(Status::from_text);
            let unknown = || ExternalError::bad(vec!["status: there is no such status".to_owned()]);
            Some(known.ok_or_else(unknown)?)
        }
    };
    Ok(Change { status, others })
}

impl Change {
    /// A fault for each field beside the status whose value would change, which is not supported.
    pub(super) fn beyond_status(&self, before: &StaffReservation) -> Vec<String> {
        let reservation = &before.reservation;
        let tables = before.tables.iter().map(|table| table.id.as_str());
        let same = [
            ("day", Value::from(reservation.day.to_string())),
            ("minutes", Value::from(reservation.minutes.get())),
            ("attendees", Value::from(reservation.attendees.get())),
            ("tableIds", tables.collect()),
        ];
        let changed = same.iter().filter(|(name, value)| {
            let wanted = self.others.get(*name);
            wanted.is_some_and(|wanted| wanted != value)
        });
        changed
            .map(|(name, _)| format!("{name}: only the status can be changed"))
            .collect()
    }
}

pub(super) fn object(body: Value) -> Result<Map<String, Value>, ExternalError> {
    match body {
        Value::Object(fields) => Ok(fields),
        _ => Err(ExternalError::bad(vec!["write an object".to_owned()])),
    }
}

pub(super) fn is_left_out(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| lines(text).is_empty())
}
