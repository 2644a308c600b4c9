//! A scripted waitlist for tests. It must not know HTTP.

use async_trait::async_trait;
use serde_json::{Value, json};
use shared::id::WaitlistEntryId;
use shared::reservation::Reservation;
use shared::waitlist::WaitlistEntry;

use crate::error::VenueError;
use crate::venue::message::waitlist::{Left, NewWish, Waitlist};

/// A waitlist that takes two guests at most, and knows the wish `w1`, for which a table is held.
pub(super) struct List;

fn wish(fields: &Value) -> WaitlistEntry {
    let mut wish = json!({
        "id": "w1", "status": "offered", "experienceId": "dinner", "day": "2026-11-27",
        "from": 1_080, "to": 1_200, "attendees": 2, "wishToken": "wish-secret",
    });
    for (name, value) in fields.as_object().unwrap() {
        wish[name] = value.clone();
    }
    serde_json::from_value(wish).unwrap()
}

fn known(id: &WaitlistEntryId) -> Result<(), VenueError> {
    (id.as_str() == "w1").then_some(()).ok_or(VenueError::NotFound)
}

#[async_trait(?Send)]
impl Waitlist for &List {
    async fn leave(&self, new: &NewWish) -> Result<Left, VenueError> {
        match new.request.attendees.get() {
            1 => Err(VenueError::SlotOpen {
                alternatives: Vec::new(),
            }),
            2 => Ok(Left {
                wish: wish(&json!({ "status": "waiting" })),
                replayed: new.key.as_str() == "again",
            }),
            _ => Err(VenueError::TooManyWishes),
        }
    }

    async fn look(&self, id: &WaitlistEntryId) -> Result<WaitlistEntry, VenueError> {
        known(id)?;
        let offer = json!({ "minutes": 1_140, "until": "2026-11-26T11:30:00Z" });
        Ok(wish(&json!({ "offer": offer })))
    }

    async fn withdraw(&self, id: &WaitlistEntryId) -> Result<WaitlistEntry, VenueError> {
        known(id)?;
        Ok(wish(&json!({ "status": "withdrawn" })))
    }

    async fn accept(&self, id: &WaitlistEntryId) -> Result<Reservation, VenueError> {
        if id.as_str() == "w2" {
            return Err(VenueError::OfferOver);
        }
        known(id)?;
        let reservation = json!({
            "id": "r1", "number": "R-000123", "status": "booked", "day": "2026-11-27", "minutes": 1140,
            "duration": 120, "attendees": 2, "manageToken": "manage-secret",
            "experience": { "id": "dinner", "name": { "en": "Dinner" } },
        });
        Ok(serde_json::from_value(reservation).unwrap())
    }
}
