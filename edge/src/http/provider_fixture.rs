//! A booking system whose answers a test decides, and which counts the questions. It must not know
//! how they are asked.

use std::cell::{Cell, RefCell};

use async_trait::async_trait;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use shared::availability::{CalendarDay, Slot};
use shared::id::ReservationId;
use shared::reservation::{Reservation, ReservationChange, Status};
use shared::time::Day;
use shared::venue::Experience;

use crate::error::VenueError;
use crate::provider::server_timing::ServerTiming;
use crate::provider::{
    Abilities, Booked, BookingRequest, CalendarQuestion, Provider, ReservationsQuestion, SlotsQuestion,
};

/// Answers every question with nothing, unless it `serves`, and every order with a refusal.
#[derive(Default)]
pub(super) struct System {
    /// How many questions were asked.
    pub(super) asked: Cell<u32>,
    /// For how many seconds its answers hold.
    pub(super) fresh_seconds: u32,
    /// Whether dinner is served: every day, at 19:00.
    pub(super) serves: bool,
    /// The key of the booking that it has taken, and will not take twice.
    pub(super) taken: RefCell<Option<String>>,
    /// The day before, while its evening goes on.
    pub(super) last_evening: Cell<Option<Day>>,
    /// What it answers to a question for slots instead.
    pub(super) failure: RefCell<Option<VenueError>>,
}

/// The system, for one request.
pub(super) struct Asked<'a>(pub(super) &'a System, pub(super) ServerTiming);

impl Asked<'_> {
    fn nothing<T>(&self) -> Vec<T> {
        let Self(system, marks) = self;
        system.asked.set(system.asked.get() + 1);
        marks.holds_for(system.fresh_seconds);
        vec![]
    }

    /// These, where dinner is served.
    fn served<T: DeserializeOwned>(&self, values: Value) -> Vec<T> {
        let nothing = self.nothing();
        if self.0.serves {
            serde_json::from_value(values).unwrap()
        } else {
            nothing
        }
    }

    fn is_open(&self) -> bool {
        self.0.taken.borrow().is_none()
    }
}

#[async_trait(?Send)]
impl Provider for Asked<'_> {
    fn abilities(&self) -> Abilities {
        Abilities {
            areas: true,
            notes: true,
            moving: false,
            listing: true,
            status: true,
            in_place: true,
        }
    }

    async fn experiences(&self) -> Result<Vec<Experience>, VenueError> {
        Ok(self.served(json!([{
            "id": "dinner", "name": { "en": "Dinner" }, "shortDescription": {}, "descriptionHtml": {},
            "image": null, "isDefault": true, "attendees": { "min": 1, "max": 8 }, "confirmation": "instant",
        }])))
    }

    fn last_evening(&self) -> Option<Day> {
        self.0.last_evening.get()
    }

    async fn calendar(&self, question: &CalendarQuestion) -> Result<Vec<CalendarDay>, VenueError> {
        let status = if self.is_open() { "open" } else { "full" };
        let days = question.from.through(question.to);
        Ok(self.served(days.map(|day| json!({ "day": day, "status": status })).collect()))
    }

    async fn slots(&self, _: &SlotsQuestion) -> Result<Vec<Slot>, VenueError> {
        let slots = self.served(json!([{
            "minutes": 1140, "duration": 120, "showEndTime": false, "spotsOpen": 20,
            "status": if self.is_open() { "open" } else { "full" },
            "confirmation": "instant", "areas": [], "payment": null, "reasons": [],
        }]));
        match self.0.failure.borrow().clone() {
            Some(failure) => Err(failure),
            None => Ok(slots),
        }
    }

    async fn reserve(&self, order: &BookingRequest) -> Result<Booked, VenueError> {
        let mut taken = self.0.taken.borrow_mut();
        let key = taken.get_or_insert_with(|| order.key.as_str().to_owned());
        if !self.0.serves || key != order.key.as_str() {
            return Err(VenueError::Taken { alternatives: vec![] });
        }
        let request = &order.request;
        let reservation = json!({
            "id": "r1", "number": "R-000123", "status": "booked", "day": request.day, "minutes": 1140,
            "duration": 120, "attendees": request.attendees, "manageToken": "manage-secret",
            "experience": { "id": "dinner", "name": { "en": "Dinner" } },
        });
        Ok(Booked {
            reservation: serde_json::from_value(reservation).unwrap(),
            replayed: false,
        })
    }

    async fn change(
        &self,
        id: &ReservationId,
        change: &ReservationChange,
    ) -> Result<Reservation, VenueError> {
        if !self.is_open() {
            return Err(VenueError::Taken { alternatives: vec![] });
        }
        let reservation = self.reservation(id).await?;
        Ok(Reservation {
            attendees: change.attendees.unwrap_or(reservation.attendees),
            ..reservation
        })
    }

    async fn reservation(&self, id: &ReservationId) -> Result<Reservation, VenueError> {
        if id.as_str() != "r1" {
            return Err(VenueError::NotFound);
        }
        let reservation = json!({
            "id": "r1", "number": "R-000123", "status": "booked", "day": "2026-11-27", "minutes": 1140,
            "duration": 120, "attendees": 2, "manageToken": "manage-secret",
            "experience": { "id": "dinner", "name": { "en": "Dinner", "de": "Abendessen" } },
        });
        Ok(serde_json::from_value(reservation).unwrap())
    }

    async fn reservations(&self, _: &ReservationsQuestion) -> Result<Vec<Reservation>, VenueError> {
        Ok(self.nothing())
    }

    async fn set_status(&self, id: &ReservationId, _: Status) -> Result<Reservation, VenueError> {
        self.reservation(id).await?;
        Err(VenueError::IllegalTransition)
    }
}
