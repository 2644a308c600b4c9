//! The runtime's `fetch` as the network port of upstreams. Errors hold neither an address, nor a key, nor a body.

use async_trait::async_trait;
use futures_util::StreamExt;
use http::{Request, Response, StatusCode};
use js_sys::Uint8Array;
use worker::{
    AbortController, AbortSignal, Fetch, Headers, Method, RequestInit, RequestRedirect, ResponseBody,
};

use super::incoming::headers;
use crate::upstream::{Network, NetworkError};

/// Header values shorter than this are words such as `*/*`, not worth hiding.
const SHORTEST_SECRET: usize = 8;

/// The internet, as the runtime's `fetch` reaches it.
pub struct Internet;

#[async_trait(?Send)]
impl Network for Internet {
    async fn exchange(
        &self,
        request: Request<Vec<u8>>,
        limit: usize,
    ) -> Result<Response<Vec<u8>>, NetworkError> {
        // Lives until the answer is read, and breaks off what is left whenever this future ends.
        let abort = AbortOnDrop(Some(AbortController::default()));
        let broken =
            |error: &worker::Error| NetworkError::Broken(scrubbed(&error.to_string(), &request).to_owned());
        let sent = Fetch::Request(outgoing(&request).map_err(|error| broken(&error))?);
        let answer = match abort.signal() {
            Some(signal) => sent.send_with_signal(&signal).await,
            None => sent.send().await,
        };
        let mut answer = answer.map_err(|error| broken(&error))?;
        let body = body(&mut answer, limit, broken).await?;
        let mut response = Response::new(body);
        *response.status_mut() = StatusCode::from_u16(answer.status_code())
            .map_err(|_| NetworkError::Broken("the status is invalid".to_owned()))?;
        *response.headers_mut() = headers(&answer.headers().0).map_err(|error| broken(&error))?;
        Ok(response)
    }
}

/// Aborts an exchange when it is dropped, so that its connection is free again.
struct AbortOnDrop(Option<AbortController>);

impl AbortOnDrop {
    fn signal(&self) -> Option<AbortSignal> {
        self.0.as_ref().map(AbortController::signal)
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        if let Some(controller) = self.0.take() {
            controller.abort();
        }
    }
}

fn outgoing(request: &Request<Vec<u8>>) -> worker::Result<worker::Request> {
    let headers = Headers::new();
    for (name, value) in request.headers() {
        let value = value
            .to_str()
            .map_err(|_| worker::Error::RustError(format!("{name}: not a text")))?;
        headers.append(name.as_str(), value)?;
    }
    let mut init = RequestInit::new();
    init.with_method(Method::from(request.method().as_str().to_owned()))
        .with_headers(headers)
        .with_redirect(RequestRedirect::Manual);
    if !request.body().is_empty() {
        init.with_body(Some(Uint8Array::from(request.body().as_slice()).into()));
    }
    worker::Request::new_with_init(&request.uri().to_string(), &init)
}

async fn body(
    answer: &mut worker::Response,
    limit: usize,
    broken: impl Fn(&worker::Error) -> NetworkError,
) -> Result<Vec<u8>, NetworkError> {
    if !matches!(answer.body(), ResponseBody::Stream(_)) {
        return Ok(Vec::new());
    }
    let mut chunks = answer.stream().map_err(|error| broken(&error))?;
    let mut body = Vec::new();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|error| broken(&error))?;
        if chunk.len() > limit - body.len() {
            return Err(NetworkError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// The runtime's words, unless they repeat a part of the request.
fn scrubbed<'a>(text: &'a str, request: &Request<Vec<u8>>) -> &'a str {
    let uri = request.uri();
    let repeats = |part: &str| part.len() > 1 && text.contains(part);
    let leaks = text.contains("://")
        || uri.host().is_some_and(repeats)
        || repeats(uri.path())
        || uri.query().is_some_and(repeats)
        || request
            .headers()
            .values()
            .filter_map(|value| value.to_str().ok())
            .any(|value| value.len() >= SHORTEST_SECRET && text.contains(value));
    if leaks { "fetch failed" } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_repeats_no_part_of_the_request() {
        let request = Request::get("https://api.example.com/external/slots?day=2026-07-01")
            .header("authorization", "Bearer abcdefgh")
            .header("accept", "*/*")
            .body(Vec::new())
            .unwrap();
        assert_eq!(
            scrubbed("Error: Network connection lost.", &request),
            "Error: Network connection lost."
        );
        for text in [
            "connect to api.example.com failed",
            "Fetch API cannot load: https://elsewhere.example/",
            "GET /external/slots failed",
            "bad query day=2026-07-01",
            "`Bearer abcdefgh` is no header",
        ] {
            assert_eq!(scrubbed(text, &request), "fetch failed", "{text}");
        }
    }
}
