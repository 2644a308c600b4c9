//! The ports of upstream calls: network, clock and jitter source.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;
use std::time::Duration;

use async_trait::async_trait;
use shared::time::Instant;

use super::Kind;

/// The network.
#[async_trait(?Send)]
pub trait Network {
    /// Sends a request and reads the whole answer, at most `limit` bytes of body; redirects are
    /// answers and not followed. Dropping the future breaks the exchange off.
    async fn exchange(
        &self,
        request: http::Request<Vec<u8>>,
        limit: usize,
    ) -> Result<http::Response<Vec<u8>>, NetworkError>;
}

/// Why there is no answer. Whether the request arrived is unknown in both cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NetworkError {
    /// No connection, or it broke; the text holds no address and no body.
    Broken(String),
    /// The body is larger than the limit.
    TooLarge,
}

impl fmt::Display for NetworkError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken(cause) => write!(formatter, "the connection broke: {cause}"),
            Self::TooLarge => formatter.write_str("the answer is too large"),
        }
    }
}

impl std::error::Error for NetworkError {}

/// The clock.
#[async_trait(?Send)]
pub trait Clock {
    /// Now, in whole seconds.
    fn now(&self) -> Instant;

    /// The time since some fixed moment. It never goes back.
    fn elapsed(&self) -> Duration;

    /// Waits.
    async fn sleep(&self, time: Duration);
}

/// Source of random numbers for jitter alone: they need not be hard to guess.
pub trait Rng {
    /// A number that is as likely as any other.
    fn next(&self) -> u64;
}

/// Remembers what outlives the process: a venue's object is put away soon after its last call.
pub trait RetryAfterStore {
    /// Until when the upstream asked to be left alone, if it did.
    fn held_until(&self) -> Option<Instant>;

    /// The upstream asked to be left alone until then.
    fn keep(&self, until: Instant);
}

/// Network, clock and jitter source.
pub struct Ports {
    /// The network.
    pub network: Box<dyn Network>,
    /// The clock.
    pub clock: Box<dyn Clock>,
    /// The source of random numbers.
    pub rng: Box<dyn Rng>,
}

/// The scope of one request of a guest: its deadline, and the decisions on the way, for `Server-Timing` and the log.
#[derive(Clone, Debug)]
pub struct Scope {
    /// When the request has to be answered, on the clock's [`Clock::elapsed`].
    pub until: Duration,
    /// The share of an upstream's allowance that its reads are taken from.
    share: Kind,
    server_timing: Rc<RefCell<Vec<String>>>,
    fresh_seconds: Rc<Cell<u32>>,
}

impl Scope {
    /// A scope that ends at `until`.
    #[must_use]
    pub fn new(until: Duration) -> Self {
        Self {
            until,
            share: Kind::Read,
            server_timing: Rc::default(),
            fresh_seconds: Rc::default(),
        }
    }

    /// The same of a request that changes something: what it reads on the way is taken from the share of writes.
    #[must_use]
    pub fn of_write(self) -> Self {
        Self {
            share: Kind::Write,
            ..self
        }
    }

    /// The share of an upstream's allowance that its reads are taken from.
    pub(super) fn share(&self) -> Kind {
        self.share
    }

    /// Adds a decision as a metric of `Server-Timing` (W3C), such as `cache;desc=hit`.
    pub fn add_timing(&self, metric: impl Into<String>) {
        self.server_timing.borrow_mut().push(metric.into());
    }

    /// The metrics of `Server-Timing` so far, in order.
    #[must_use]
    pub fn server_timing(&self) -> Vec<String> {
        self.server_timing.borrow().clone()
    }

    /// Allows the answer to be cached for this long; without a call it is not cached.
    pub fn keep_for(&self, seconds: u32) {
        self.fresh_seconds.set(seconds);
    }

    /// For how many seconds the answer may be repeated to others.
    #[must_use]
    pub fn fresh_seconds(&self) -> u32 {
        self.fresh_seconds.get()
    }
}
