//! Calls a venue's Durable Object: JSON in, JSON out.

use async_trait::async_trait;
use shared::id::VenueId;
use worker::{Env, Method, Request, RequestInit};

use crate::venue::message::{Transport, TransportError};

/// The binding's name in `wrangler.toml`.
const BINDING: &str = "VENUES";

/// The line to one venue's object.
pub struct ObjectTransport<'a> {
    env: &'a Env,
    venue: VenueId,
}

impl<'a> ObjectTransport<'a> {
    /// A line to the object of this venue.
    #[must_use]
    pub fn new(env: &'a Env, venue: VenueId) -> Self {
        Self { env, venue }
    }

    async fn exchange(&self, message: String) -> worker::Result<String> {
        let stub = self
            .env
            .durable_object(BINDING)?
            .get_by_name(self.venue.as_str())?;
        let mut init = RequestInit::new();
        init.with_method(Method::Post).with_body(Some(message.into()));
        let request = Request::new_with_init("https://venue/", &init)?;
        stub.fetch_with_request(request).await?.text().await
    }
}

#[async_trait(?Send)]
impl Transport for ObjectTransport<'_> {
    async fn send(&self, message: String) -> Result<String, TransportError> {
        self.exchange(message)
            .await
            .map_err(|error| TransportError(error.to_string()))
    }
}
