//! Records one call from beginning to end, once: in the log, the metrics and `Server-Timing`.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use http::StatusCode;

use super::event::{Event, Outcome, class};
use super::exchange::Core;
use super::timing::Metric;
use super::{Answer, BreakerState, Failure, Kind};

/// The record of a call in flight. If it is dropped unfinished, every caller went away.
pub(super) struct Record<'a> {
    core: &'a Core,
    call: &'static str,
    kind: Kind,
    began: Duration,
    tries: Cell<u32>,
    status: Cell<Option<StatusCode>>,
    queued: Cell<Duration>,
    is_recorded: bool,
}

impl<'a> Record<'a> {
    pub(super) fn new(core: &'a Core, call: &'static str, kind: Kind) -> Self {
        Self {
            core,
            call,
            kind,
            began: core.now(),
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
            self.core.metrics.retried(self.call);
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

    /// Ends the record; returns the marks for the callers.
    pub(super) fn finish(mut self, result: &Result<Answer, Failure>) -> Rc<[String]> {
        let (outcome, cause) = match result {
            Ok(_) => (Outcome::Answered, None),
            Err(Failure::Away { cause, .. }) => (Outcome::Away, Some((*cause).to_owned())),
            Err(Failure::Timeout) => (Outcome::Timeout, None),
            Err(Failure::Failed(cause)) => (Outcome::Failed, Some(cause.clone())),
        };
        let breaker = self.record(outcome, cause);
        let mut marks = Vec::new();
        if !self.queued.get().is_zero() {
            marks.push(Metric::new("queue").dur(self.queued.get()).into());
        }
        if self.tries.get() > 1 {
            let retries = (self.tries.get() - 1).to_string();
            marks.push(Metric::new("retry").desc(&retries).into());
        }
        if breaker != BreakerState::Closed {
            marks.push(Metric::new("breaker").desc(breaker.name()).into());
        }
        marks.into()
    }

    fn record(&mut self, outcome: Outcome, cause: Option<String>) -> BreakerState {
        self.is_recorded = true;
        let took = self.core.now().saturating_sub(self.began);
        let breaker = self.core.breaker_state();
        self.core.metrics.called(self.call, self.kind, outcome, took);
        self.core.log.write(&Event::UpstreamCall {
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
