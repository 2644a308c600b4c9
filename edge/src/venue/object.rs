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
use super::house::{House, Means};
use crate::platform::sql::ObjectDatabase;
use crate::platform::{clock, random, venues};
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
        let database = ObjectDatabase::new(self.state.storage());
        let means = Means {
            database: &database,
            random: &|| random::bytes().ok(),
            now: clock::now(),
        };
        // Taken out while it works: should that fail half-way, the next message reads it from disk
        // again, where everything has happened or nothing.
        let house = if let Some(house) = self.house.take() {
            Ok(house)
        } else {
            let unknown = || Error::RustError(format!("there is no venue {}", message.venue));
            House::open(venues::all()?.get(&message.venue).ok_or_else(unknown)?, means)
        };
        let mut house = match house {
            Ok(house) => house,
            Err(error) => return json::<()>(&Err(error)),
        };
        let answer = match &message.call {
            Call::Calendar(question) => json(&house.calendar(question, means.now)),
            Call::Slots(question) => json(&house.slots(question, means.now)),
            Call::Reserve(order) => json(&house.reserve(means, order)),
        }?;
        self.house.replace(Some(house));
        Ok(answer)
    }
}

fn json<T: Serialize>(answer: &std::result::Result<T, ProviderError>) -> Result<String> {
    serde_json::to_string(answer).map_err(|error| Error::RustError(error.to_string()))
}
