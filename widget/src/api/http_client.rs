//! The HTTP client of every flow. The loader makes the requests: it has asked the first questions before this module
//! arrived. Nothing is retried here: that is the guest's choice, and the flow's.

use js_sys::Array;
use serde::de::DeserializeOwned;
use shared::availability::{Calendar, CalendarDay, Slot, Slots};
use shared::gift_card::{Balance, BalanceQuestion, GiftCardCode};
use shared::id::VenueId;
use shared::problem::Problem;
use shared::venue::Venue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use super::{calendar_path, gift_cards_path, json, slots_path, venue_path, write};
use crate::flow::{CalendarQuestion, Failure, SlotsQuestion};

#[wasm_bindgen]
extern "C" {
    /// Sends requests to the API.
    #[derive(Clone)]
    pub type HttpClient;

    /// Promises `[status, text]`. Fails where no answer comes in time. Of `bearer`, `key` and `body` what is
    /// empty is not sent.
    #[wasm_bindgen(method, catch)]
    async fn send(
        this: &HttpClient,
        method: &str,
        path: &str,
        bearer: &str,
        key: &str,
        body: &str,
    ) -> Result<JsValue, JsValue>;
}

#[cfg(feature = "self-service")]
#[wasm_bindgen]
extern "C" {
    /// Promises `[status, text]` once the file is offered under this name; the text is a problem's alone.
    #[wasm_bindgen(method, catch)]
    async fn save(this: &HttpClient, path: &str, bearer: &str, name: &str) -> Result<JsValue, JsValue>;
}

/// A request.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The method.
    pub method: &'a str,
    /// The path with its query.
    pub path: &'a str,
    /// The token of the `Authorization` header; none if it is empty.
    pub bearer: &'a str,
    /// The `Idempotency-Key`; none if it is empty.
    pub key: &'a str,
    /// The body, JSON; none if it is empty.
    pub body: &'a str,
}

impl<'a> Request<'a> {
    /// A request without a token, a key or a body.
    #[must_use]
    pub fn new(method: &'a str, path: &'a str) -> Self {
        Self {
            method,
            path,
            bearer: "",
            key: "",
            body: "",
        }
    }
}

impl HttpClient {
    /// The venue's data.
    pub async fn venue(&self, venue: &VenueId) -> Result<Box<Venue>, Failure> {
        self.read(Request::new("GET", &venue_path(venue))).await
    }

    /// A span of the calendar.
    pub async fn calendar(
        &self,
        venue: &VenueId,
        question: &CalendarQuestion,
    ) -> Result<Vec<CalendarDay>, Failure> {
        let path = calendar_path(venue, question);
        let calendar: Calendar = self.read(Request::new("GET", &path)).await?;
        Ok(calendar.days)
    }

    /// A day's slots.
    pub async fn slots(&self, venue: &VenueId, question: &SlotsQuestion) -> Result<Vec<Slot>, Failure> {
        let path = slots_path(venue, question);
        let slots: Slots = self.read(Request::new("GET", &path)).await?;
        Ok(slots.slots)
    }

    /// The balance of a gift card.
    pub async fn balance(&self, venue: &VenueId, code: GiftCardCode) -> Result<Balance, Failure> {
        let path = [&gift_cards_path(venue), "/balance"].concat();
        let request = Request {
            body: &write(&BalanceQuestion { code }),
            ..Request::new("POST", &path)
        };
        self.read(request).await
    }

    /// The answer, read as JSON.
    pub async fn read<T: DeserializeOwned>(&self, request: Request<'_>) -> Result<T, Failure> {
        let (status, text) = self.answer(request).await?;
        json::read(&text).map_err(|_| Failure::Unreadable(status))
    }

    /// The answer's text as it is.
    #[cfg(feature = "self-service")]
    pub async fn text(&self, request: Request<'_>) -> Result<String, Failure> {
        self.answer(request).await.map(|(_, text)| text)
    }

    /// Fetches a file and offers it to be kept under this name.
    #[cfg(feature = "self-service")]
    pub async fn download(&self, path: &str, bearer: &str, name: &str) -> Result<(), Failure> {
        accepted(self.save(path, bearer, name).await).map(|_| ())
    }

    async fn answer(&self, request: Request<'_>) -> Result<(u16, String), Failure> {
        let Request {
            method,
            path,
            bearer,
            key,
            body,
        } = request;
        accepted(self.send(method, path, bearer, key, body).await)
    }
}

/// Status and text of an answer from the loader, `[status, text]`, unless it is a problem.
fn accepted(answer: Result<JsValue, JsValue>) -> Result<(u16, String), Failure> {
    let pair: Array = answer.map_err(|_| Failure::Offline)?.unchecked_into();
    // A status has three digits.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "100 to 599"
    )]
    let status = pair.get(0).as_f64().unwrap_or_default() as u16;
    let text = pair.get(1).as_string().unwrap_or_default();
    if (200..300).contains(&status) {
        return Ok((status, text));
    }
    match json::read::<Problem>(&text) {
        Ok(problem) => Err(Failure::Problem(Box::new(problem))),
        Err(_) => Err(Failure::Unreadable(status)),
    }
}
