//! Asks the API through the loader, which has asked the first questions before this module arrived.
//! Every failure is sorted by what can be done next. It must not retry: that is the guest's choice,
//! and the flow's.

use js_sys::Array;
use serde::de::DeserializeOwned;
use shared::availability::{Calendar, CalendarDay, Slot, Slots};
use shared::id::VenueId;
use shared::problem::Problem;
use shared::reservation::{Reservation, ReservationRequest};
use shared::venue::Venue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use super::{body, calendar_path, json, reservations_path, slots_path, venue_path};
use crate::flow::{CalendarQuestion, Failure, IdempotencyKey, SlotsQuestion};

#[wasm_bindgen]
extern "C" {
    /// The loader's way to the API.
    #[derive(Clone)]
    pub type Transport;

    /// Promises `[status, text]`; by POST where there is a key. Fails where no answer comes in time.
    #[wasm_bindgen(method, catch)]
    async fn ask(this: &Transport, path: &str, key: &str, body: &str) -> Result<JsValue, JsValue>;
}

/// Asks the API.
#[derive(Clone)]
pub struct Client {
    transport: Transport,
}

impl Client {
    /// A client that asks through `transport`.
    #[must_use]
    pub fn new(transport: Transport) -> Self {
        Self { transport }
    }

    /// The venue's data.
    pub async fn venue(&self, venue: &VenueId) -> Result<Box<Venue>, Failure> {
        self.ask(&venue_path(venue), "", "").await
    }

    /// A span of the calendar.
    pub async fn calendar(
        &self,
        venue: &VenueId,
        question: &CalendarQuestion,
    ) -> Result<Vec<CalendarDay>, Failure> {
        let calendar: Calendar = self.ask(&calendar_path(venue, question), "", "").await?;
        Ok(calendar.days)
    }

    /// A day's slots.
    pub async fn slots(&self, venue: &VenueId, question: &SlotsQuestion) -> Result<Vec<Slot>, Failure> {
        let slots: Slots = self.ask(&slots_path(venue, question), "", "").await?;
        Ok(slots.slots)
    }

    /// Makes a reservation, or learns what became of the one made under this key.
    pub async fn reserve(
        &self,
        venue: &VenueId,
        key: &IdempotencyKey,
        request: &ReservationRequest,
    ) -> Result<Box<Reservation>, Failure> {
        let body = body::write_reservation(request);
        self.ask(&reservations_path(venue), key.as_str(), &body).await
    }

    async fn ask<T: DeserializeOwned>(&self, path: &str, key: &str, body: &str) -> Result<T, Failure> {
        let (status, text) = taken(self.transport.ask(path, key, body).await)?;
        let text = accepted(status, text)?;
        json::read(&text).map_err(|_| Failure::Unreadable(status))
    }
}

/// An answer as the loader gives it: `[status, text]`.
pub(super) fn taken(answer: Result<JsValue, JsValue>) -> Result<(u16, String), Failure> {
    let pair: Array = answer.map_err(|_| Failure::Offline)?.unchecked_into();
    // A status has three digits.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "100 to 599"
    )]
    let status = pair.get(0).as_f64().unwrap_or_default() as u16;
    Ok((status, pair.get(1).as_string().unwrap_or_default()))
}

/// The answer's text, unless it tells of a problem.
pub(super) fn accepted(status: u16, text: String) -> Result<String, Failure> {
    if (200..300).contains(&status) {
        return Ok(text);
    }
    match json::read::<Problem>(&text) {
        Ok(problem) => Err(Failure::Problem(Box::new(problem))),
        Err(_) => Err(Failure::Unreadable(status)),
    }
}
