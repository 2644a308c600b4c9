//! The simulator's core: `state + request + now -> Act`. Pure.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use http::{Method, Request, Response, StatusCode, header};
use serde_json::{Map, Value, json};
use shared::time::Instant;

use super::books::Books;
use super::prices::Prices;
use super::trouble::{Share, Trouble, Troubles};
use super::{operations, property, reservations, shape};
use crate::act::{Act, End, Simulation};
use crate::picture;

/// The beginning of every operation's path.
const BASE: &str = "/api/connector/v1/";

/// The most calls in a window, and its length.
const LIMIT: (usize, Duration) = (200, Duration::from_secs(30));

/// The tokens, and the seed of trouble.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The client token that callers must have.
    pub client_token: String,
    /// The access token that callers must have.
    pub access_token: String,
    /// Seeds trouble.
    pub seed: u64,
    /// How often there is trouble by chance.
    pub share: Share,
    /// Its prices.
    pub prices: Prices,
    /// Whether the access token is that of a portfolio: then what changes something names the property, and what is asked of
    /// customers names the chain.
    pub is_portfolio: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            client_token: "sim-client".to_owned(),
            access_token: "sim-access".to_owned(),
            seed: 1,
            share: Share::default(),
            prices: Prices::default(),
            is_portfolio: false,
        }
    }
}

/// A refusal: its status, and its text for people.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refused(pub(super) u16, pub(super) String);

impl Refused {
    /// Bad input.
    pub(super) fn input(text: &str) -> Self {
        Self(400, text.to_owned())
    }

    /// A rule of the property.
    pub(super) fn rule(text: &str) -> Self {
        Self(403, text.to_owned())
    }
}

/// A property's Mews.
#[derive(Debug)]
pub struct Simulator {
    /// The trouble to come.
    pub troubles: Troubles,
    settings: Settings,
    books: Books,
    /// When the calls of the last window came.
    window: VecDeque<Duration>,
    /// The most calls in a window so far.
    fullest_window: usize,
    /// Calls by path.
    calls: BTreeMap<String, u64>,
    /// The refusals of requests that have no right shape, of which a caller should have none.
    faults: Vec<String>,
}

impl Simulator {
    /// With empty books.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self {
            troubles: Troubles::new(settings.seed, settings.share),
            books: Books::new(settings.prices),
            settings,
            window: VecDeque::new(),
            fullest_window: 0,
            calls: BTreeMap::new(),
            faults: Vec::new(),
        }
    }

    /// The books at `now`, since the Unix epoch.
    pub fn books(&mut self, now: Duration) -> &mut Books {
        self.books.release(instant(now));
        &mut self.books
    }

    /// How often each operation was called.
    #[must_use]
    pub fn calls(&self) -> &BTreeMap<String, u64> {
        &self.calls
    }

    /// The operations that were never called.
    #[must_use]
    pub fn uncalled(&self) -> Vec<&'static str> {
        operations::paths()
            .filter(|path| !self.calls.contains_key(*path))
            .collect()
    }

    /// The most calls in any window so far.
    #[must_use]
    pub fn fullest_window(&self) -> usize {
        self.fullest_window
    }

    /// The refusals of requests that have no right shape.
    #[must_use]
    pub fn faults(&self) -> &[String] {
        &self.faults
    }

    /// Counts a call; after how long the next one would be taken, if this one is not.
    fn count(&mut self, now: Duration) -> Option<Duration> {
        let (most, length) = LIMIT;
        while self.window.front().is_some_and(|at| *at + length <= now) {
            self.window.pop_front();
        }
        if self.window.len() >= most {
            return self.window.front().map(|at| (*at + length).saturating_sub(now));
        }
        self.window.push_back(now);
        self.fullest_window = self.fullest_window.max(self.window.len());
        None
    }

    fn answer(&mut self, path: &str, request: &Request<Vec<u8>>, now: Duration) -> Response<Vec<u8>> {
        match self.carry_out(path, request, now) {
            Ok(body) => json_answer(200, &body),
            Err(Refused(status, text)) => {
                if matches!(status, 400 | 404 | 413) {
                    self.faults.push(format!("{path}: {text}"));
                }
                json_answer(
                    status,
                    &json!({ "Message": text, "RequestId": "sim", "Details": null }),
                )
            }
        }
    }

    fn carry_out(&mut self, path: &str, request: &Request<Vec<u8>>, now: Duration) -> Result<Value, Refused> {
        let fields = operations::fields(path).ok_or_else(|| Refused(404, "No such operation".to_owned()))?;
        let body: Map<String, Value> =
            serde_json::from_slice(request.body()).map_err(|_| Refused::input("Invalid JSON"))?;
        let token = |name: &str| body.get(name).and_then(Value::as_str);
        let is_right = token("ClientToken") == Some(self.settings.client_token.as_str())
            && token("AccessToken") == Some(self.settings.access_token.as_str());
        if !is_right {
            return Err(Refused(401, "Invalid AccessToken".to_owned()));
        }
        if let Some(fault) = shape::fault(fields, &body) {
            return Err(Refused(400, fault));
        }
        if self.settings.is_portfolio {
            // Filters are left out where everything within the token's reach is meant.
            let names = ["EnterpriseId", "ChainId", "ChainIds"].into_iter();
            let mut names = names.filter(|name| fields.iter().any(|field| field.name == *name));
            if let Some(missing) = names.find(|name| !body.contains_key(*name)) {
                return Err(Refused(
                    400,
                    format!("Missing {missing} with a portfolio's token"),
                ));
            }
        }
        let (body, now) = (Value::Object(body), instant(now));
        self.books.release(now);
        if let Some(answer) = property::answer(&self.books.prices, path, now, &picture::address(request)) {
            return Ok(answer);
        }
        reservations::answer(&mut self.books, path, &body, now)
    }
}

impl Simulation for Simulator {
    fn act(&mut self, request: &Request<Vec<u8>>, now: Duration) -> Act {
        let path = request.uri().path().strip_prefix(BASE);
        let Some(path) = path
            .filter(|_| request.method() == Method::POST)
            .map(str::to_owned)
        else {
            let body = json!({ "Message": "Not found" });
            return Act::now(End::Answer(json_answer(404, &body)));
        };
        *self.calls.entry(path.clone()).or_default() += 1;
        if let Some(wait) = self.count(now) {
            return Act::now(End::Answer(throttled(wait)));
        }
        Act::now(match self.troubles.draw(&path) {
            None => End::Answer(self.answer(&path, request, now)),
            Some(Trouble::ResetBefore) => End::Reset,
            Some(Trouble::SilentBefore) => End::Hang,
            Some(Trouble::StatusBefore(status)) => End::Answer(json_answer(status, &json!({}))),
            Some(Trouble::Throttled(seconds)) => End::Answer(throttled(Duration::from_secs(seconds.into()))),
            Some(after) => {
                let answer = self.answer(&path, request, now);
                match after {
                    Trouble::StatusAfter(status) => End::Answer(json_answer(status, &json!({}))),
                    Trouble::SilentAfter => End::Hang,
                    Trouble::Garbage => End::Answer(answer.map(|_| b"<html>".to_vec())),
                    _ => End::Reset,
                }
            }
        })
    }
}

fn instant(now: Duration) -> Instant {
    Instant::from_unix(i64::try_from(now.as_secs()).unwrap_or(i64::MAX))
}

fn json_answer(status: u16, body: &Value) -> Response<Vec<u8>> {
    let mut answer = Response::new(body.to_string().into_bytes());
    *answer.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let json = header::HeaderValue::from_static("application/json; charset=utf-8");
    answer.headers_mut().insert(header::CONTENT_TYPE, json);
    answer
}

fn throttled(wait: Duration) -> Response<Vec<u8>> {
    let mut answer = json_answer(429, &json!({ "Message": "Too many requests" }));
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    answer
        .headers_mut()
        .insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
    answer
}
