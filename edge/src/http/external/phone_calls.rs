//! Telephone calls, as a telephone system reports them: in Molzait's wire format, which says nothing of the answer.

use config::VenueSettings;
use http::StatusCode;
use percent_encoding::percent_decode_str;
use serde::Serialize;
use serde_json::Value;
use shared::access::Permission;
use shared::phone_call::PhoneCallStatus;
use shared::validation::{Country, Phone};

use super::fields::Fields;
use super::reservation_wire::Reservation;
use crate::error::VenueError;
use crate::http::endpoint::{Access, AdmittedRequest, Body, Endpoint, Handler, Verb};
use crate::http::external_error::ExternalError;
use crate::http::{Reply, json};
use crate::venue::message::phone_call::PhoneCallReport;
use crate::venue::message::staff::StaffReservation;

/// The endpoint.
pub const ENDPOINTS: &[Endpoint] = &[Endpoint {
    verb: Verb::Post,
    path: "/external/phone-numbers/{phoneNumberId}/calls",
    route: "external.phone_call",
    access: Access::Staff(Permission::WriteReservations),
    body: Body::Json,
    handler: Handler::External(|call| Box::pin(report(call))),
    #[cfg(test)]
    docs: super::docs::REPORT_CALL,
    ..super::EXTERNAL
}];

/// The bytes of a call's id.
const CALL_ID: std::ops::RangeInclusive<usize> = 10..=128;

/// The bytes of a line's id, which the telephone system chooses.
const LINE_ID: std::ops::RangeInclusive<usize> = 1..=64;

/// The words that telephone systems write for a number that the caller withholds (RFC 3323 has the first).
const WITHHELD: &[&str] = &[
    "anonymous",
    "unknown",
    "withheld",
    "private",
    "restricted",
    "unavailable",
];

/// A call with the caller's reservations.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ShownCall<'a> {
    id: &'a str,
    phone_number_id: &'a str,
    phone_number: Option<&'a Phone>,
    status: PhoneCallStatus,
    /// The guest of the next reservation, or else of the last one.
    guest: Option<Value>,
    upcoming_reservations: Vec<Reservation<'a>>,
    past_reservations: Vec<Reservation<'a>>,
}

async fn report(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ExternalError> {
    let body = call.json.take();
    let venue = call.venue()?;
    let report = read(body, line(&call)?, venue)?;
    let reported = call.staff_client()?.report_call(&report).await;
    let reported = reported.map_err(|error| match error {
        VenueError::KeyReused => {
            ExternalError::conflict("The id belongs to a call of another number or line")
        }
        other => other.into(),
    })?;
    let upcoming = shown(venue, &reported.upcoming);
    let past = shown(venue, &reported.past);
    let first = upcoming.first().or(past.first());
    let guest = first.and_then(|one| serde_json::to_value(one).ok()?.get("guest").cloned());
    let answer = ShownCall {
        id: &report.id,
        phone_number_id: &report.phone_number_id,
        phone_number: reported.phone.as_ref(),
        status: reported.status,
        guest,
        upcoming_reservations: upcoming,
        past_reservations: past,
    };
    Ok(json(StatusCode::OK, &answer))
}

fn shown<'a>(venue: &'a VenueSettings, all: &'a [StaffReservation]) -> Vec<Reservation<'a>> {
    let all = all.iter();
    all.map(|one| Reservation::of(&venue.id, &venue.locales, one))
        .collect()
}

/// The line's id in the path. It is not looked up: lines are settings of the telephone system.
fn line(call: &AdmittedRequest<'_, '_>) -> Result<String, ExternalError> {
    let found = call.parameters.iter().find(|(name, _)| *name == "phoneNumberId");
    let decoded = found.and_then(|(_, text)| percent_decode_str(text).decode_utf8().ok());
    decoded
        .filter(|text| is_id(text, &LINE_ID))
        .map(std::borrow::Cow::into_owned)
        .ok_or_else(ExternalError::no_such_place)
}

fn is_id(text: &str, bytes: &std::ops::RangeInclusive<usize>) -> bool {
    bytes.contains(&text.len()) && !text.chars().any(char::is_control)
}

fn read(
    body: Value,
    phone_number_id: String,
    venue: &VenueSettings,
) -> Result<PhoneCallReport, ExternalError> {
    let mut fields = Fields::of(body)?;
    let id = fields.required("id", "10 to 128 characters, other ones for each call", |value| {
        let text = value.as_str().filter(|text| is_id(text, &CALL_ID))?;
        Some(text.to_owned())
    });
    let status = fields.required("status", "ringing, picked_up, hung_up or abandoned", |value| {
        serde_json::from_value(value.clone()).ok()
    });
    let what = "a number such as +436601123345, or null if it is withheld";
    let phone = if fields.has("phoneNumber") && fields.field("phoneNumber").is_none() {
        Some(None)
    } else {
        let country = Country::parse(&venue.guest_fields.default_country).ok();
        fields.required("phoneNumber", what, |value| {
            let text = value.as_str()?.trim();
            if WITHHELD.iter().any(|word| text.eq_ignore_ascii_case(word)) {
                return Some(None);
            }
            Phone::parse(text, country).ok().map(Some)
        })
    };
    let wanted = match (id, status, phone) {
        (Some(id), Some(status), Some(phone)) => Some(PhoneCallReport {
            id,
            phone_number_id,
            phone,
            status,
        }),
        _ => None,
    };
    fields.checked(wanted)
}

#[cfg(test)]
#[path = "phone_calls_tests.rs"]
mod tests;
