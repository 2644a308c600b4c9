//! The scripted venue's responses about telephone calls.

use serde_json::json;
use shared::reservation::Status;

use super::{Answer, reservation};
use crate::error::VenueError;
use crate::venue::message::phone_call::PhoneCallsRequest;

/// Knows every number from the reservation; one id is another call's.
pub(super) fn answer(request: &PhoneCallsRequest) -> Answer {
    match request {
        PhoneCallsRequest::List(_) => Ok(json!({ "calls": [], "next": 7 })),
        PhoneCallsRequest::History(_) => Ok(json!({
            "upcoming": [reservation(Status::Booked).for_staff()], "past": [],
        })),
        PhoneCallsRequest::Report(report) if report.id == "another call" => Err(VenueError::KeyReused),
        PhoneCallsRequest::Report(report) => {
            let upcoming: Vec<_> = report.phone.iter().map(|_| reservation(Status::Booked)).collect();
            Ok(json!({ "phone": report.phone, "status": report.status, "upcoming": upcoming, "past": [] }))
        }
    }
}
