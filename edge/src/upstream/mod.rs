//! The one way to call another system over HTTP: every adapter goes through it. It must not know any
//! vendor, nor what a call is about.

mod allowance;
mod breaker;
mod budget;
mod bulkhead;
mod coalesce;
pub(crate) mod deadline;
mod event;
mod exchange;
mod jitter;
mod lease;
mod metrics;
mod port;
mod record;
mod retry_after;
mod throttle;
mod timing;
mod turn;

use std::rc::Rc;
use std::time::Duration;

use config::UpstreamSettings;
use futures_util::FutureExt;
use serde::{Deserialize, Serialize};

use self::coalesce::Flights;
use self::deadline::ms;
use self::exchange::{Core, Patience};
use self::record::Record;

pub use allowance::AllowanceRules;
pub use breaker::BreakerState;
pub use event::{Event, Log, NoLog, Outcome};
pub use lease::{CallLeases, Lease};
pub use port::{Clock, Network, NetworkError, Ports, RetryAfterStore, Rng, Scope};
pub use timing::Metric;

/// A call to an upstream.
#[derive(Clone)]
pub struct Call {
    /// Its name for logs and metrics: a fixed word such as `slots`, never an id.
    pub name: &'static str,
    /// Method, whole address, headers and body. It may carry a key: it is never printed.
    pub request: http::Request<Vec<u8>>,
}

impl std::fmt::Debug for Call {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Call({})", self.name)
    }
}

/// Whether a call changes anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// It does not.
    Read,
    /// It does.
    Write,
}

impl Kind {
    const ALL: [Self; 2] = [Self::Read, Self::Write];

    const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }
}

/// A whole answer with a status below 500 other than 429.
pub type Answer = http::Response<Vec<u8>>;

/// Why there is no answer, sorted by what the caller can do next. Texts are for the operator's log:
/// they hold no address, no key, no body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Nothing was sent, or it was refused unread (429; for a read, 503 with `Retry-After` too):
    /// ask again after this time, if known.
    Away {
        /// The upstream's `Retry-After`, or the time until the breaker lets the next call through.
        retry_after: Option<Duration>,
        /// Why, in a fixed word: `allowance`, `breaker`, `throttled`, `unavailable`, `queue_full`, or `no_time` for
        /// a write that was not sent because too little of its deadline was left.
        cause: &'static str,
    },
    /// No answer within the deadline. A write may have been carried out.
    Timeout,
    /// An answer that cannot be used: 5xx, incomplete, too large. A write may have been carried out.
    Failed(String),
}

impl Failure {
    /// Whether a write may have been carried out all the same.
    #[must_use]
    pub fn is_outcome_unknown(&self) -> bool {
        matches!(self, Self::Timeout | Self::Failed(_))
    }

    fn metric(&self) -> Metric {
        match self {
            Self::Away { cause, .. } => Metric::new("away").desc(cause),
            Self::Timeout => Metric::new("timeout"),
            Self::Failed(_) => Metric::new("failed"),
        }
    }
}

/// One upstream of one venue, as long as the venue's object lives.
pub struct Upstream {
    core: Rc<Core>,
    reads: Flights<Finished>,
}

/// The outcome of a read, for all that await it.
#[derive(Clone)]
struct Finished {
    result: Result<Rc<Answer>, Failure>,
    server_timing: Rc<[String]>,
}

impl Upstream {
    /// The upstream behind these ports, with the default settings and no log.
    #[must_use]
    pub fn new(ports: Rc<Ports>) -> Self {
        Self::with(ports, UpstreamSettings::default(), Rc::new(NoLog))
    }

    /// The upstream behind these ports.
    #[must_use]
    pub fn with(ports: Rc<Ports>, settings: UpstreamSettings, log: Rc<dyn Log>) -> Self {
        Self {
            core: Rc::new(Core::new(ports, settings, log)),
            reads: Flights::new(),
        }
    }

    /// The same with stored `Retry-After` holds: it holds calls back until a stored time, and stores the holds that come
    /// from now on. All else ends with the process: an upstream that was not called for a while has its breaker closed.
    #[must_use]
    pub fn keeping(mut self, keeper: Rc<dyn RetryAfterStore>) -> Self {
        // It has one owner: it was just made, and calls share it only while they run.
        if let Some(core) = Rc::get_mut(&mut self.core) {
            core.keep_with(keeper);
        }
        self
    }

    /// The same within an allowance, unless its settings have one: a call over it waits for its turn, and is not sent where
    /// that comes too late.
    #[must_use]
    pub fn within(mut self, rules: AllowanceRules) -> Self {
        // It has one owner, as above.
        if let Some(core) = Rc::get_mut(&mut self.core) {
            core.keep_within(rules);
        }
        self
    }

    /// The same with calls that are leased, since others call the system by the same key. Its allowance is for the time in which
    /// that place cannot be reached: this one, unless its settings have one.
    #[must_use]
    pub fn leasing(mut self, leases: Rc<dyn CallLeases>, own: AllowanceRules) -> Self {
        // It has one owner, as above.
        if let Some(core) = Rc::get_mut(&mut self.core) {
            core.keep_within(own);
            core.lease_from(leases);
        }
        self
    }

    /// Logs that elements of a list in the answer to the call of this name could not be read, with the reason for the
    /// first, which must not contain anything of what was answered.
    pub fn log_unreadable(&self, call: &'static str, elements: usize, first: &str) {
        self.core.log.write(&Event::UpstreamUnreadable {
            call,
            elements,
            cause: first.to_owned(),
        });
    }

    /// A call that changes nothing: retried within its budget. It shares the answer to an equal request that is in
    /// flight, unless a write has begun or ended since. It continues for as long as one of its callers waits.
    pub async fn read(&self, scope: &Scope, call: &Call) -> Result<Answer, Failure> {
        let began = self.core.now();
        let (flight, is_shared) = self.reads.join(&call.request, || {
            let (core, call, share) = (Rc::clone(&self.core), call.clone(), scope.share());
            async move { read(&core, &call, share).await }.boxed_local()
        });
        if is_shared {
            self.core.metrics.coalesced(call.name);
            scope.add_timing(Metric::new("coalesced"));
        }
        let finished = deadline::until(&*self.core.ports.clock, scope.until, flight).await;
        let result = match finished {
            Some(Finished {
                result,
                server_timing,
            }) => {
                server_timing
                    .iter()
                    .for_each(|metric| scope.add_timing(metric.clone()));
                result.map(Rc::unwrap_or_clone)
            }
            None => Err(Failure::Timeout),
        };
        self.add_timing(scope, call, began, &result);
        result
    }

    /// A call that changes something: sent once at most. What became of a write that may have been
    /// carried out ([`Failure::is_outcome_unknown`]) is the caller's to find out; dropping the future
    /// leaves that open too.
    pub async fn write(&self, scope: &Scope, call: &Call) -> Result<Answer, Failure> {
        let _sealed = Sealed::new(&self.reads);
        let core = &*self.core;
        let record = Record::new(core.observed(), call.name, Kind::Write);
        let began = record.began();
        let exchange = ms(core.settings.write_deadline_ms);
        let patience = Patience {
            until: scope.until.min(began.saturating_add(exchange)),
            exchange,
            least: ms(core.settings.write_least_ms),
            share: Kind::Write,
        };
        let sent = core.send(Kind::Write, &call.request, patience, &record).await;
        let result = sent.map_err(|unanswered| unanswered.failure);
        let server_timing = record.finish(&result);
        server_timing
            .iter()
            .for_each(|metric| scope.add_timing(metric.clone()));
        self.add_timing(scope, call, began, &result);
        result
    }

    /// The breaker's state.
    #[must_use]
    pub fn breaker(&self) -> BreakerState {
        self.core.breaker_state()
    }

    /// The metrics since the upstream was made, as OpenMetrics text with these labels on
    /// every line, such as the venue and the vendor.
    #[must_use]
    pub fn metrics(&self, labels: &[(&'static str, &str)]) -> String {
        let core = &self.core;
        core.metrics.render(labels, core.breaker_state(), &core.bulkhead)
    }

    fn add_timing(&self, scope: &Scope, call: &Call, began: Duration, result: &Result<Answer, Failure>) {
        if let Err(failure) = result {
            scope.add_timing(failure.metric());
        }
        let took = self.core.now().saturating_sub(began);
        scope.add_timing(Metric::new("upstream").dur(took).desc(call.name));
    }
}

/// A read for all that await it, within its own deadline and outside any caller's scope. The first caller's scope says which
/// share of the allowance it is taken from.
async fn read(core: &Core, call: &Call, share: Kind) -> Finished {
    let record = Record::new(core.observed(), call.name, Kind::Read);
    core.budget.borrow_mut().deposit();
    let patience = Patience {
        until: record.began().saturating_add(ms(core.settings.read_deadline_ms)),
        exchange: ms(core.settings.read_try_ms),
        least: Duration::ZERO,
        share,
    };
    let mut waits = core.waits();
    let result = loop {
        let unanswered = match core.send(Kind::Read, &call.request, patience, &record).await {
            Ok(answer) => break Ok(answer),
            Err(unanswered) => unanswered,
        };
        let Some(wait) = core.wait(unanswered.again, &mut waits, patience.until) else {
            break Err(unanswered.failure);
        };
        core.ports.clock.sleep(wait).await;
    };
    let server_timing = record.finish(&result);
    Finished {
        result: result.map(Rc::new),
        server_timing,
    }
}

/// Seals the reads in flight while a write is in flight and when it ends: they may lack its effect, so later reads do
/// not share their answers.
struct Sealed<'a>(&'a Flights<Finished>);

impl<'a> Sealed<'a> {
    fn new(reads: &'a Flights<Finished>) -> Self {
        reads.seal();
        Self(reads)
    }
}

impl Drop for Sealed<'_> {
    fn drop(&mut self) {
        self.0.seal();
    }
}

#[cfg(test)]
#[path = "chaos_tests.rs"]
mod chaos_tests;
#[cfg(test)]
#[path = "concurrency_tests.rs"]
mod concurrency_tests;
#[cfg(test)]
#[path = "observability_tests.rs"]
mod observability_tests;
#[cfg(test)]
#[path = "timeout_tests.rs"]
mod timeout_tests;
