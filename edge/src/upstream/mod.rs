//! The one way to call another system over HTTP: every adapter goes through it. It must not know any
//! vendor, nor what a call is about.

mod port;

use std::rc::Rc;
use std::time::Duration;

pub use port::{Chance, Clock, Network, NetworkError, Ports, Scope};

/// A call to an upstream.
#[derive(Clone, Debug)]
pub struct Call {
    /// What it is, for logs and metrics: a fixed word such as `slots`, never an id.
    pub name: &'static str,
    /// Method, whole address, headers and body. It may carry a key: it is never printed.
    pub request: http::Request<Vec<u8>>,
}

/// A whole answer with a status below 500 other than 429.
pub type Answer = http::Response<Vec<u8>>;

/// Why there is no answer, sorted by what the caller can do next. Texts are for the operator's log:
/// they hold no address, no key, no body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Nothing was sent, or it was turned away unread (429): ask again after this time, if known.
    Away {
        /// What the upstream asked for, or when the breaker lets the next call through.
        retry_after: Option<Duration>,
        /// Why, in a fixed word such as `breaker` or `throttled`.
        cause: &'static str,
    },
    /// No answer within the deadline. A write may have been carried out.
    Timeout,
    /// An answer that cannot be used: 5xx, broken off, too large. A write may have been carried out.
    Failed(String),
}

impl Failure {
    /// Whether a write may have been carried out all the same.
    #[must_use]
    pub fn is_outcome_unknown(&self) -> bool {
        matches!(self, Self::Timeout | Self::Failed(_))
    }
}

/// One upstream of one venue, as long as the venue's object lives.
pub struct Upstream {
    ports: Rc<Ports>,
}

impl Upstream {
    /// The upstream behind these ports.
    #[must_use]
    pub fn new(ports: Rc<Ports>) -> Self {
        Self { ports }
    }

    /// A call that changes nothing: tried again within its budget.
    pub async fn read(&self, scope: &Scope, call: &Call) -> Result<Answer, Failure> {
        self.once(scope, call).await
    }

    /// A call that changes something: sent once at most.
    pub async fn write(&self, scope: &Scope, call: &Call) -> Result<Answer, Failure> {
        self.once(scope, call).await
    }

    async fn once(&self, _: &Scope, call: &Call) -> Result<Answer, Failure> {
        let answer = self.ports.network.exchange(call.request.clone(), 1 << 20).await;
        answer.map_err(|error| Failure::Failed(error.to_string()))
    }
}
