//! Asks the API with a token, for what comes after a booking and beside it. Every failure is sorted by what can
//! be done next. It must not retry, nor know what is asked for.

use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::client::{accepted, taken};
use super::json;
use crate::flow::Failure;

#[wasm_bindgen]
extern "C" {
    /// The loader's way to the API.
    #[derive(Clone)]
    pub type Courier;

    /// Promises `[status, text]`. Fails where no answer comes in time. Of `bearer`, `key` and `body` what is
    /// empty is not sent.
    #[wasm_bindgen(method, catch)]
    async fn send(
        this: &Courier,
        method: &str,
        path: &str,
        bearer: &str,
        key: &str,
        body: &str,
    ) -> Result<JsValue, JsValue>;

    /// Promises `[status, text]` once the file is offered under this name; of a problem alone there is a text.
    #[wasm_bindgen(method, catch)]
    async fn save(this: &Courier, path: &str, bearer: &str, name: &str) -> Result<JsValue, JsValue>;
}

/// A request.
#[derive(Clone, Copy, Default)]
pub struct Request<'a> {
    /// The method.
    pub method: &'a str,
    /// The path with its query.
    pub path: &'a str,
    /// The token to show; none if it is empty.
    pub bearer: &'a str,
    /// The `Idempotency-Key`; none if it is empty.
    pub key: &'a str,
    /// The body, JSON; none if it is empty.
    pub body: &'a str,
}

impl Courier {
    /// The answer, read.
    pub async fn read<T: DeserializeOwned>(&self, request: Request<'_>) -> Result<T, Failure> {
        let text = self.text(request).await?;
        json::read(&text).map_err(|_| Failure::Unreadable(200))
    }

    /// Fetches a file and offers it to be kept under this name.
    pub async fn keep(&self, path: &str, bearer: &str, name: &str) -> Result<(), Failure> {
        let (status, text) = taken(self.save(path, bearer, name).await)?;
        accepted(status, text).map(|_| ())
    }

    /// The answer as it is.
    pub async fn text(&self, request: Request<'_>) -> Result<String, Failure> {
        let Request {
            method,
            path,
            bearer,
            key,
            body,
        } = request;
        let (status, text) = taken(self.send(method, path, bearer, key, body).await)?;
        accepted(status, text)
    }
}
