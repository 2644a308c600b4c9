//! What the worker and a venue's object say to each other. It must not know how a message travels.

use async_trait::async_trait;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use shared::id::VenueId;

use crate::provider::{CalendarQuestion, Order, ProviderError, SlotsQuestion};

/// A message to the object.
#[derive(Debug, Serialize, Deserialize)]
pub struct Message {
    /// Which venue is meant: an object does not know its own name.
    pub venue: VenueId,
    /// What is wanted.
    pub call: Call,
}

/// What can be asked of the object.
#[derive(Debug, Serialize, Deserialize)]
pub enum Call {
    /// Answered with the state of each day.
    Calendar(CalendarQuestion),
    /// Answered with the day's slots.
    Slots(SlotsQuestion),
    /// Answered with the booking made.
    Reserve(Box<Order>),
}

/// The line to a venue's object.
#[async_trait(?Send)]
pub trait Line {
    /// Says a message and hears the answer.
    async fn say(&self, message: String) -> Result<String, LineError>;
}

/// The object could not be reached, or broke off; the text is for the log.
#[derive(Debug)]
pub struct LineError(pub String);

/// Makes a call and reads its answer.
pub async fn make<T: DeserializeOwned>(
    line: &dyn Line,
    venue: &VenueId,
    call: Call,
) -> Result<T, ProviderError> {
    let broken = |error: &dyn std::fmt::Display| ProviderError::Broken(error.to_string());
    let message = Message {
        venue: venue.clone(),
        call,
    };
    let text = serde_json::to_string(&message).map_err(|error| broken(&error))?;
    let answer = line
        .say(text)
        .await
        .map_err(|LineError(cause)| ProviderError::Broken(cause))?;
    serde_json::from_str::<Result<T, ProviderError>>(&answer).map_err(|error| broken(&error))?
}
