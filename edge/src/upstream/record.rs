//! Records one call from beginning to end, once: in the log, the metrics and `Server-Timing`.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use http::StatusCode;

use super::breaker::Breaker;
use super::event::{Event, Outcome, class};
use super::metrics::Metrics;
use super::timing::Metric;
use super::{Answer, BreakerState, Failure, Kind, Log, Ports};

/// The parts of an upstream that the record of a call reads and writes.
pub(super) struct Observed<'a> {
    pub(super) ports: &'a Ports,
    pub(super) breaker: &'a RefCell<Breaker>,
    pub(super) metrics: &'a Metrics,
    pub(super) log: &'a dyn Log,
}

impl Observed<'_> {
    fn now(&self) -> Duration {
        self.ports.clock.elapsed()
    }

    fn breaker_state(&self) -> BreakerState {
        self.breaker.borrow().state(self.now())
    }
}

/// The record of a call in flight. If it is dropped unfinished, every caller went away.
pub(super) struct Record<'a> {
    observed: Observed<'a>,
    call: &'static str,
    kind: Kind,
    began: Duration,
    tries: Cell<u32>,
    status: Cell<Option<StatusCode>>,
    queued: Cell<Duration>,
    is_recorded: bool,
}

impl<'a> Record<'a> {
    pub(super) fn new(observed: Observed<'a>, call: &'static str, kind: Kind) -> Self {
        Self {
            began: observed.now(),
            observed,
            call,
            kind,
            tries: Cell::new(0),
            status: Cell::new(None),
            queued: Cell::new(Duration::ZERO),
            is_recorded: false,
        }
    }

    /// When the call began.
    pub(super) fn began(&self) -> Duration {
        self.began
    }

    /// The call is sent.
    pub(super) fn sent(&self) {
        self.tries.set(self.tries.get() + 1);
        if self.tries.get() > 1 {
            self.observed.metrics.retried(self.call);
        }
    }

    /// The upstream gave an answer of this status.
    pub(super) fn answered(&self, status: StatusCode) {
        self.status.set(Some(status));
    }

    /// The call waited for a place.
    pub(super) fn queued(&self, time: Duration) {
        self.queued.set(self.queued.get() + time);
    }

    /// Ends the record; returns the metrics of `Server-Timing` for its callers.
    pub(super) fn finish(mut self, result: &Result<Answer, Failure>) -> Rc<[String]> {
        let (outcome, cause) = match result {
            Ok(_) => (Outcome::Answered, None),
            Err(Failure::Away { cause, .. }) => (Outcome::Away, Some((*cause).to_owned())),
            Err(Failure::Timeout) => (Outcome::Timeout, None),
            Err(Failure::Failed(cause)) => (Outcome::Failed, Some(cause.clone())),
        };
        let breaker = self.record(outcome, cause);
        let mut metrics = Vec::new();
        if !self.queued.get().is_zero() {
            metrics.push(Metric::new("queue").dur(self.queued.get()).into());
        }
        if self.tries.get() > 1 {
            let retries = (self.tries.get() - 1).to_string();
            metrics.push(Metric::new("retry").desc(&retries).into());
        }
        if breaker != BreakerState::Closed {
            metrics.push(Metric::new("breaker").desc(breaker.name()).into());
        }
        metrics.into()
    }

    fn record(&mut self, outcome: Outcome, cause: Option<String>) -> BreakerState {
        self.is_recorded = true;
        let took = self.observed.now().saturating_sub(self.began);
        let breaker = self.observed.breaker_state();
        self.observed.metrics.called(self.call, self.kind, outcome, took);
        self.observed.log.write(&Event::UpstreamCall {
            call: self.call,
            kind: self.kind,
            outcome,
            status: self.status.get().map(class),
            tries: self.tries.get(),
            duration_ms: milliseconds(took),
            queued_ms: milliseconds(self.queued.get()),
            breaker,
            cause,
        });
        breaker
    }
}

impl Drop for Record<'_> {
    fn drop(&mut self) {
        if !self.is_recorded {
            self.record(Outcome::Abandoned, None);
        }
    }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
