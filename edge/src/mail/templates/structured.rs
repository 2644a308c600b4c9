//! A reservation in the words of schema.org, for mail programs that show it beside the letter or put it into a calendar.

use serde_json::{Value, json};

use super::{ReservationFacts, Restaurant};
use crate::structured_data;

/// The status of a reservation (<https://schema.org/ReservationStatusType>).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReservationStatus {
    /// It is certain.
    Confirmed,
    /// The restaurant has yet to answer.
    Pending,
    /// It is cancelled or declined.
    Cancelled,
}

/// The text of a `script` element (<https://schema.org/FoodEstablishmentReservation>); none where the reservation's start is
/// not known.
pub(super) fn reservation(
    restaurant: &Restaurant<'_>,
    facts: &ReservationFacts<'_>,
    status: ReservationStatus,
) -> Option<String> {
    let calendar = facts.calendar?;
    let known = |entries: Vec<(&str, Option<Value>)>| -> serde_json::Map<String, Value> {
        let entries = entries.into_iter();
        entries
            .filter_map(|(name, value)| Some((name.to_owned(), value?)))
            .collect()
    };
    let text = |text: Option<&str>| text.map(Value::from);
    let at = known(vec![
        ("@type", text(Some("FoodEstablishment"))),
        ("name", text(Some(restaurant.name))),
        (
            "address",
            structured_data::address(restaurant.address, restaurant.location()),
        ),
        ("geo", structured_data::position(restaurant.location())),
        ("telephone", text(restaurant.phone)),
        ("image", text(facts.picture)),
    ]);
    let status = match status {
        ReservationStatus::Confirmed => "https://schema.org/ReservationConfirmed",
        ReservationStatus::Pending => "https://schema.org/ReservationPending",
        ReservationStatus::Cancelled => "https://schema.org/ReservationCancelled",
    };
    let link = text(facts.link);
    let whole = known(vec![
        ("@context", text(Some("https://schema.org"))),
        ("@type", text(Some("FoodEstablishmentReservation"))),
        ("reservationNumber", text(Some(facts.number))),
        ("reservationStatus", text(Some(status))),
        (
            "underName",
            Some(json!({ "@type": "Person", "name": facts.name() })),
        ),
        ("reservationFor", Some(Value::Object(at))),
        ("startTime", text(Some(calendar.start))),
        ("partySize", Some(Value::from(facts.attendees.get()))),
        ("url", link.clone()),
        ("modifyReservationUrl", link.clone()),
        ("cancelReservationUrl", link),
    ]);
    Some(structured_data::script(&Value::Object(whole)))
}

#[cfg(test)]
#[path = "structured_tests.rs"]
mod tests;
