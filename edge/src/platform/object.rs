//! Calls a Durable Object: JSON in, JSON out; sets the alarm of one; and hands a WebSocket over to one.

use std::cell::RefCell;
use std::rc::Rc;

use async_trait::async_trait;
use js_sys::{Function, Reflect};
use shared::id::{AccountId, VenueId};
use shared::time::Instant;
use worker::wasm_bindgen::{JsCast, JsValue};
use worker::{Env, Error, Headers, Method, Request, RequestInit, State, WebSocket};

use crate::venue::message::change_stream::{StreamAnswer, StreamTransport};
use crate::venue::message::{Transport, TransportError};

/// The binding of venues' objects in `wrangler.toml`.
const VENUES: &str = "VENUES";
/// The binding of the directory's object.
const DIRECTORY: &str = "DIRECTORY";
/// The binding of accounts' objects.
const ACCOUNTS: &str = "ACCOUNTS";
/// The name of the one object of the directory.
const THE_DIRECTORY: &str = "directory";

/// The connection to one object.
pub struct ObjectTransport<'a> {
    env: &'a Env,
    binding: &'static str,
    name: String,
}

impl<'a> ObjectTransport<'a> {
    /// A connection to the object of this venue.
    #[must_use]
    pub fn of_venue(env: &'a Env, venue: &VenueId) -> Self {
        Self {
            env,
            binding: VENUES,
            name: venue.to_string(),
        }
    }

    /// A connection to the directory's object.
    #[must_use]
    pub fn of_directory(env: &'a Env) -> Self {
        Self {
            env,
            binding: DIRECTORY,
            name: THE_DIRECTORY.to_owned(),
        }
    }

    /// A connection to the object of this account.
    #[must_use]
    pub fn of_account(env: &'a Env, account: &AccountId) -> Self {
        Self {
            env,
            binding: ACCOUNTS,
            name: account.to_string(),
        }
    }

    async fn exchange(&self, message: String) -> worker::Result<String> {
        let stub = self.env.durable_object(self.binding)?.get_by_name(&self.name)?;
        let mut init = RequestInit::new();
        init.with_method(Method::Post).with_body(Some(message.into()));
        let request = Request::new_with_init("https://object/", &init)?;
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

/// Sets the object's alarm to this instant of the runtime's own clock, or clears it. The call itself is part of the
/// writes of the running turn, so either both are on disk or neither; its promise need not be awaited.
#[expect(
    clippy::cast_precision_loss,
    reason = "the runtime's times are floats: exact for 285,000 years"
)]
pub fn set_alarm(state: &State, at: Option<Instant>) {
    let storage = state.storage();
    let raw: &JsValue = storage.as_raw().as_ref();
    let method = |name| {
        let method = Reflect::get(raw, &JsValue::from_str(name)).ok()?;
        method.dyn_into::<Function>().ok()
    };
    let _ = match at {
        Some(at) => {
            let milliseconds = JsValue::from_f64((at.unix() * 1000) as f64);
            method("setAlarm").map(|set| set.call1(raw, &milliseconds))
        }
        None => method("deleteAlarm").map(|delete| delete.call0(raw)),
    };
}

/// The connection to venues' objects for the WebSocket of one HTTP request. The object answers with its client's end, which
/// waits here until the request is answered with it.
pub struct ObjectStreams<'a> {
    env: &'a Env,
    opened: RefCell<Option<WebSocket>>,
}

impl<'a> ObjectStreams<'a> {
    /// A connection by which nothing was opened yet.
    #[must_use]
    pub fn new(env: &'a Env) -> Self {
        Self {
            env,
            opened: RefCell::new(None),
        }
    }

    /// The client's end of the WebSocket that was opened.
    pub fn take(&self) -> Option<WebSocket> {
        self.opened.take()
    }

    async fn exchange(&self, venue: &VenueId, request: &str) -> worker::Result<StreamAnswer> {
        let stub = self.env.durable_object(VENUES)?.get_by_name(venue.as_str())?;
        let headers = Headers::new();
        headers.set("upgrade", "websocket")?;
        // It holds a credential: the runtime's own traces leave this header out.
        headers.set("authorization", request)?;
        let mut init = RequestInit::new();
        init.with_method(Method::Get).with_headers(headers);
        let request = Request::new_with_init("https://object/", &init)?;
        let mut response = stub.fetch_with_request(request).await?;
        if response.status_code() != http::StatusCode::SWITCHING_PROTOCOLS.as_u16() {
            return Ok(StreamAnswer::Refused(response.text().await?));
        }
        let missing = || Error::RustError("the object has answered without a WebSocket".to_owned());
        self.opened
            .replace(Some(response.websocket().ok_or_else(missing)?));
        Ok(StreamAnswer::Opened)
    }
}

#[async_trait(?Send)]
impl StreamTransport for ObjectStreams<'_> {
    async fn open(&self, venue: &VenueId, request: String) -> Result<StreamAnswer, TransportError> {
        self.exchange(venue, &request)
            .await
            .map_err(|error| TransportError(error.to_string()))
    }
}

/// The connection to the object of an account, for another object, which keeps it.
pub struct AccountTransport {
    /// The bindings.
    pub env: Rc<Env>,
    /// The account.
    pub account: AccountId,
}

#[async_trait(?Send)]
impl Transport for AccountTransport {
    async fn send(&self, message: String) -> Result<String, TransportError> {
        let transport = ObjectTransport::of_account(&self.env, &self.account);
        transport.send(message).await
    }
}
