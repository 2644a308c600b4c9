//! Calls a Durable Object: JSON in, JSON out; and sets the alarm of one.

use std::rc::Rc;

use async_trait::async_trait;
use js_sys::{Function, Reflect};
use shared::id::{AccountId, VenueId};
use shared::time::Instant;
use worker::wasm_bindgen::{JsCast, JsValue};
use worker::{Env, Method, Request, RequestInit, State};

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
