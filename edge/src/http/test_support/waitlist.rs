//! The scripted venue's responses to requests about its waitlist, which accepts parties of two alone and has the entry
//! `w1`, for which a table is held.

use serde_json::{Value, json};
use shared::id::WaitlistEntryId;

use super::Answer;
use crate::error::VenueError;
use crate::venue::message::waitlist::WaitlistRequest;

fn entry(fields: &Value) -> Value {
    let mut entry = json!({
        "id": "w1", "status": "offered", "experienceId": "dinner", "day": "2026-11-27",
        "from": 1_080, "to": 1_200, "attendees": 2, "wishToken": "wish-secret",
    });
    for (name, value) in fields.as_object().unwrap() {
        entry[name] = value.clone();
    }
    entry
}

fn known(id: &WaitlistEntryId) -> Result<(), VenueError> {
    (id.as_str() == "w1").then_some(()).ok_or(VenueError::NotFound)
}

pub(super) fn answer(request: &WaitlistRequest) -> Answer {
    match request {
        WaitlistRequest::Join(new) => match new.request.attendees.get() {
            1 => Err(VenueError::SlotOpen {
                alternatives: Vec::new(),
            }),
            2 => Ok(json!({
                "wish": entry(&json!({ "status": "waiting" })), "replayed": new.key.as_str() == "again",
            })),
            _ => Err(VenueError::TooManyEntries),
        },
        WaitlistRequest::Entry(id) => {
            known(id)?;
            let offer = json!({ "minutes": 1_140, "until": "2026-11-26T11:30:00Z" });
            Ok(entry(&json!({ "offer": offer })))
        }
        WaitlistRequest::Withdraw(id) => {
            known(id)?;
            Ok(entry(&json!({ "status": "withdrawn" })))
        }
        WaitlistRequest::Accept(id) if id.as_str() == "w2" => Err(VenueError::OfferOver),
        WaitlistRequest::Accept(id) => {
            known(id)?;
            Ok(json!({
                "id": "r1", "number": "R-000123", "status": "booked", "day": "2026-11-27", "minutes": 1140,
                "duration": 120, "attendees": 2, "manageToken": "manage-secret",
                "experience": { "id": "dinner", "name": { "en": "Dinner" } },
            }))
        }
    }
}
