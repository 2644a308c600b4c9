//! The scripted venue's responses to answers of requests by the link in the restaurant's letter.

use serde_json::json;
use shared::problem::ProblemCode;
use shared::reservation::Status;

use super::{Answer, reservation};
use crate::error::VenueError;
use crate::venue::message::request_answer::{RequestAnswer, RequestLink};

/// A request for two with a deposit that is set aside. The links of `r1`, `lost` (whose money is gone) and `silent` (whose
/// guest has no e-mail address) are of revision 2; any other revision is an earlier one.
pub(super) fn answer(link: &RequestLink, answer: Option<&RequestAnswer>) -> Answer {
    let id = link.id.as_str();
    if link.token != "t" || !["r1", "lost", "silent"].contains(&id) {
        return Err(VenueError::Refused(ProblemCode::Unauthorized));
    }
    let is_open = link.revision == 2;
    let status = match answer.filter(|_| is_open) {
        None => Status::Requested,
        Some(RequestAnswer::Accept) if id == "lost" => {
            return Err(VenueError::Refused(ProblemCode::PaymentLost));
        }
        Some(RequestAnswer::Accept) => Status::Booked,
        Some(RequestAnswer::Decline(_)) => Status::Declined,
    };
    let is_open = is_open && status == Status::Requested;
    let deposit = json!({ "amount": 5_000, "currency": "EUR" });
    let mut reservation = json!(reservation(status));
    reservation["reservation"]["payment"] =
        json!({ "type": "deposit", "amount": deposit, "dueMinutes": 15, "refundMinutes": null });
    reservation["payment"] = json!({ "state": "authorized", "reference": null });
    if id == "silent" {
        reservation["guest"] = json!({ "lastName": "Muster", "phone": "+436601234567" });
    }
    let effects = |effect: &str| {
        if is_open {
            json!([{ effect: deposit }])
        } else {
            json!([])
        }
    };
    Ok(json!({
        "reservation": reservation, "room": { "en": "Hall", "de": "Saal" }, "is_open": is_open, "has_begun": false,
        "accepting": effects("Captured"), "declining": effects("Released"),
    }))
}
