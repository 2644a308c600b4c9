//! The scripted venue's responses to requests about availability and reservations.

use serde_json::{Value, json};
use shared::choices::AccessCode;
use shared::id::ReservationId;
use shared::quote::QuoteRequest;
use shared::reservation::ReservationChange;
use shared::validation::{FieldCode, FieldError};

use super::{Answer, ScriptedVenue};
use crate::error::VenueError;
use crate::provider::{BookingRequest, CalendarQuestion};

impl ScriptedVenue {
    /// The given values if dinner is served, else none.
    fn served(&self, values: Value) -> Value {
        if self.serves { values } else { json!([]) }
    }

    fn is_open(&self) -> bool {
        self.taken.borrow().is_none()
    }

    pub(super) fn experiences(&self) -> Value {
        let mut dinner = json!({
            "id": "dinner", "name": { "en": "Dinner" }, "shortDescription": {}, "descriptionHtml": {},
            "image": null, "isDefault": true, "attendees": { "min": 1, "max": 8 }, "confirmation": "instant",
        });
        if self.has_extras {
            let eur = |amount: i64| json!({ "amount": amount, "currency": "EUR" });
            dinner["price"] = eur(3_900);
            dinner["people"] = json!([
                { "id": "adults", "name": { "en": "Adults" }, "isDefault": true },
                { "id": "children", "name": { "en": "Children" }, "isDefault": false, "needsAdult": true },
            ]);
            dinner["addOns"] = json!([
                { "id": "wine", "name": { "en": "Wine" }, "price": eur(1_900), "per": "guest", "max": 8 },
            ]);
            dinner["questions"] = json!([
                { "id": "allergies", "kind": { "type": "text" }, "label": { "en": "Allergies" }, "isRequired": true },
            ]);
        }
        self.served(json!([dinner]))
    }

    pub(super) fn calendar(&self, question: &CalendarQuestion) -> Value {
        let status = if self.is_open() { "open" } else { "full" };
        let days = question.from.through(question.to);
        self.served(days.map(|day| json!({ "day": day, "status": status })).collect())
    }

    pub(super) fn slots(&self) -> Answer {
        match &*self.failure.borrow() {
            Some(failure) => Err(failure.clone()),
            None => Ok(self.served(json!([{
                "minutes": 1140, "duration": 120, "showEndTime": false, "spotsOpen": 20,
                "status": if self.is_open() { "open" } else { "full" },
                "confirmation": "instant", "areas": [], "payment": null, "reasons": [],
            }]))),
        }
    }

    /// Accepts one booking, if dinner is served.
    pub(super) fn reserve(&self, order: &BookingRequest) -> Answer {
        let mut taken = self.taken.borrow_mut();
        let key = taken.get_or_insert_with(|| order.key.as_str().to_owned());
        if !self.serves || key != order.key.as_str() {
            return Err(VenueError::Taken { alternatives: vec![] });
        }
        let request = &order.request;
        let reservation = json!({
            "id": "r1", "number": "R-000123", "status": "booked", "day": request.day, "minutes": 1140,
            "duration": 120, "attendees": request.attendees, "manageToken": "manage-secret",
            "experience": { "id": "dinner", "name": { "en": "Dinner" } },
        });
        Ok(json!({ "reservation": reservation, "replayed": false }))
    }

    pub(super) fn change(&self, id: &ReservationId, change: &ReservationChange) -> Answer {
        if !self.is_open() {
            return Err(VenueError::Taken { alternatives: vec![] });
        }
        let mut reservation = reservation(id)?;
        if let Some(attendees) = change.attendees {
            reservation["attendees"] = json!(attendees);
        }
        Ok(reservation)
    }
}

/// The slot that the access code `SPRING` opens.
pub(super) fn slots_with(code: &AccessCode) -> Answer {
    if code.expose() != "SPRING" {
        let fault = FieldError::new("/accessCode", FieldCode::Unknown);
        return Err(VenueError::Fields(vec![fault]));
    }
    Ok(json!([{
        "minutes": 1200, "duration": 120, "showEndTime": false, "spotsOpen": 2, "status": "open",
        "confirmation": "instant", "areas": [], "payment": null, "reasons": [],
    }]))
}

/// A quote of 39 euros for each guest, paid at the venue.
pub(super) fn quote(request: &QuoteRequest) -> Value {
    let eur = |amount: i64| json!({ "amount": amount, "currency": "EUR" });
    let guests = i64::from(request.attendees.get());
    json!({
        "lines": [{
            "kind": "experience", "id": request.experience_id, "label": { "en": "Dinner" }, "quantity": guests,
            "unit": eur(3_900), "total": eur(3_900 * guests),
        }],
        "taxes": [], "total": eur(3_900 * guests), "dueNow": eur(0), "dueAtVenue": eur(3_900 * guests),
    })
}

/// The one reservation, `r1`.
pub(super) fn reservation(id: &ReservationId) -> Answer {
    if id.as_str() != "r1" {
        return Err(VenueError::NotFound);
    }
    Ok(json!({
        "id": "r1", "number": "R-000123", "status": "booked", "day": "2026-11-27", "minutes": 1140,
        "duration": 120, "attendees": 2, "manageToken": "manage-secret",
        "experience": { "id": "dinner", "name": { "en": "Dinner", "de": "Abendessen" } },
    }))
}

/// Refuses every change of a reservation's status.
pub(super) fn set_status(id: &ReservationId) -> Answer {
    reservation(id)?;
    Err(VenueError::IllegalTransition)
}
