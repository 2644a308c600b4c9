//! Asks the API by fetch. Every question has a time limit, and every failure is sorted by what can
//! be done next. It must not retry: that is the guest's choice, and the flow's.

use gloo_net::http::{Request, RequestBuilder, Response};
use js_sys::{Array, Promise};
use serde::de::DeserializeOwned;
use shared::availability::{Calendar, CalendarDay, Slot, Slots};
use shared::id::VenueId;
use shared::problem::Problem;
use shared::reservation::{Reservation, ReservationRequest};
use shared::venue::Venue;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestCredentials};

use super::{calendar_path, json, reservations_path, slots_path, venue_path};
use crate::flow::{CalendarQuestion, Failure, IdempotencyKey, SlotsQuestion};

/// How long a question may take, in milliseconds: phones wake up slowly, guests leave after that.
const ASK_LIMIT: u32 = 12_000;
/// How long a reservation may take, in milliseconds: the edge waits for the restaurant's system.
const RESERVE_LIMIT: u32 = 30_000;

#[wasm_bindgen]
extern "C" {
    /// What the loader has asked already, while this module was still on its way.
    #[derive(Clone)]
    pub type FirstAnswers;

    /// The answer to come for a path, `[status, text]`, once; nothing if it was not asked.
    #[wasm_bindgen(method)]
    fn take(this: &FirstAnswers, path: &str) -> Option<Promise>;
}

/// Asks the API at one origin.
#[derive(Clone)]
pub struct Client {
    origin: String,
    first: FirstAnswers,
}

impl Client {
    /// A client of the API at `origin`, such as `https://book.example.com`.
    #[must_use]
    pub fn new(origin: String, first: FirstAnswers) -> Self {
        Self { origin, first }
    }

    /// The venue's data.
    pub async fn venue(&self, venue: &VenueId) -> Result<Box<Venue>, Failure> {
        self.get(&venue_path(venue)).await
    }

    /// A span of the calendar.
    pub async fn calendar(
        &self,
        venue: &VenueId,
        question: &CalendarQuestion,
    ) -> Result<Vec<CalendarDay>, Failure> {
        let calendar: Calendar = self.get(&calendar_path(venue, question)).await?;
        Ok(calendar.days)
    }

    /// A day's slots.
    pub async fn slots(&self, venue: &VenueId, question: &SlotsQuestion) -> Result<Vec<Slot>, Failure> {
        let slots: Slots = self.get(&slots_path(venue, question)).await?;
        Ok(slots.slots)
    }

    /// Makes a reservation, or learns what became of the one made under this key.
    pub async fn reserve(
        &self,
        venue: &VenueId,
        key: &IdempotencyKey,
        request: &ReservationRequest,
    ) -> Result<Box<Reservation>, Failure> {
        let body = json::write_reservation(request);
        let request = limited(Request::post(&self.url(&reservations_path(venue))), RESERVE_LIMIT)
            .header("content-type", "application/json")
            .header("idempotency-key", key.as_str())
            .body(body)
            .map_err(|_| Failure::Offline)?;
        let (status, text) = read(request.send().await).await?;
        parse(status, &text)
    }

    async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Failure> {
        let (status, text) = match self.first.take(path) {
            Some(promise) => first_answer(promise).await?,
            None => read(limited(Request::get(&self.url(path)), ASK_LIMIT).send().await).await?,
        };
        parse(status, &text)
    }

    fn url(&self, path: &str) -> String {
        [&self.origin, path].concat()
    }
}

/// Neither cookies nor anything else that says who asks.
fn limited(request: RequestBuilder, milliseconds: u32) -> RequestBuilder {
    request
        .abort_signal(Some(&AbortSignal::timeout_with_u32(milliseconds)))
        .credentials(RequestCredentials::Omit)
}

async fn read(answer: Result<Response, gloo_net::Error>) -> Result<(u16, String), Failure> {
    let answer = answer.map_err(|_| Failure::Offline)?;
    let text = answer.text().await.map_err(|_| Failure::Offline)?;
    Ok((answer.status(), text))
}

async fn first_answer(promise: Promise) -> Result<(u16, String), Failure> {
    let answer = JsFuture::from(promise).await.map_err(|_| Failure::Offline)?;
    let pair: Array = answer.unchecked_into();
    // A status is a whole number from 100 to 599.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "three digits"
    )]
    let status = pair.get(0).as_f64().unwrap_or_default() as u16;
    Ok((status, pair.get(1).as_string().unwrap_or_default()))
}

fn parse<T: DeserializeOwned>(status: u16, text: &str) -> Result<T, Failure> {
    if (200..300).contains(&status) {
        return json::read(text).map_err(|_| Failure::Unreadable(status));
    }
    json::read::<Problem>(text).map_or(Err(Failure::Unreadable(status)), |problem| {
        Err(Failure::Problem(Box::new(problem)))
    })
}
