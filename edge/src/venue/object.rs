//! The Durable Object itself: one per venue, one message at a time. It must not know HTTP's public
//! side: what it is told and what it answers is in [`super::call`].
//!
//! A message is answered without waiting for anything once its text is read. So no other message
//! can come between a check and the write that relies on it, and the runtime holds the answer back
//! until the write is on disk.

use std::cell::RefCell;

use serde::Serialize;
use worker::{DurableObject, Env, Error, Request, Response, Result, State, durable_object};

use super::call::{Call, Message};
use super::house::House;
use crate::platform::{clock, venues};
use crate::provider::ProviderError;

/// One venue's single writer.
#[durable_object]
pub struct VenueObject {
    state: State,
    house: RefCell<Option<House>>,
}

impl DurableObject for VenueObject {
    fn new(state: State, _: Env) -> Self {
        Self {
            state,
            house: RefCell::new(None),
        }
    }

    async fn fetch(&self, mut request: Request) -> Result<Response> {
        let text = request.text().await?;
        let message: Message =
            serde_json::from_str(&text).map_err(|error| Error::RustError(error.to_string()))?;
        Response::ok(self.answer(&message)?)
    }
}

impl VenueObject {
    fn answer(&self, message: &Message) -> Result<String> {
        let now = clock::now();
        let storage = self.state.storage();
        // Taken out while it works: should that fail half-way, the next message reads it from disk
        // again, where everything has happened or nothing.
        let mut house = if let Some(house) = self.house.take() {
            house
        } else {
            let unknown = || Error::RustError(format!("there is no venue {}", message.venue));
            let settings = venues::all()?.get(&message.venue).ok_or_else(unknown)?;
            House::open(settings, &storage, now)?
        };
        let answer = match &message.call {
            Call::Calendar(question) => json(&house.calendar(question, now)),
            Call::Slots(question) => json(&house.slots(question, now)),
            Call::Reserve(order) => json(&house.reserve(&storage, order, now)),
        }?;
        self.house.replace(Some(house));
        Ok(answer)
    }
}

fn json<T: Serialize>(answer: &std::result::Result<T, ProviderError>) -> Result<String> {
    serde_json::to_string(answer).map_err(|error| Error::RustError(error.to_string()))
}
