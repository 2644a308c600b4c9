//! Counts calls, and writes the counts as OpenMetrics text.

use std::borrow::Cow;
use std::time::Duration;

use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use super::bulkhead::Bulkhead;
use super::event::Outcome;
use super::{BreakerState, Kind};

/// Upper bounds of the histogram, in seconds: the longest is the longest deadline by default.
const BUCKETS: [f64; 9] = [0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct CallLabel {
    call: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OutcomeLabels {
    call: &'static str,
    kind: &'static str,
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct KindLabel {
    kind: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct StateLabel {
    state: &'static str,
}

type Histograms = Family<CallLabel, Histogram, fn() -> Histogram>;

/// The counts of one upstream since it was made.
pub(super) struct Metrics {
    calls: Family<OutcomeLabels, Counter>,
    durations: Histograms,
    retries: Family<CallLabel, Counter>,
    coalesced: Family<CallLabel, Counter>,
    transitions: Family<StateLabel, Counter>,
}

impl Metrics {
    pub(super) fn new() -> Self {
        Self {
            calls: Family::default(),
            durations: Family::new_with_constructor(|| Histogram::new(BUCKETS)),
            retries: Family::default(),
            coalesced: Family::default(),
            transitions: Family::default(),
        }
    }

    /// A call came to its end.
    pub(super) fn called(&self, call: &'static str, kind: Kind, outcome: Outcome, took: Duration) {
        let labels = OutcomeLabels {
            call,
            kind: kind.name(),
            outcome: outcome.name(),
        };
        self.calls.get_or_create(&labels).inc();
        // Calls that were refused at once would hide how long the upstream takes.
        if outcome != Outcome::Away {
            self.durations
                .get_or_create(&CallLabel { call })
                .observe(took.as_secs_f64());
        }
    }

    /// A read is tried again.
    pub(super) fn retried(&self, call: &'static str) {
        self.retries.get_or_create(&CallLabel { call }).inc();
    }

    /// A read waits for the answer to another.
    pub(super) fn coalesced(&self, call: &'static str) {
        self.coalesced.get_or_create(&CallLabel { call }).inc();
    }

    /// The breaker changed its state.
    pub(super) fn turned(&self, to: BreakerState) {
        self.transitions
            .get_or_create(&StateLabel { state: to.name() })
            .inc();
    }

    /// All of it as OpenMetrics text (version 1.0.0), each line with these labels.
    pub(super) fn render(
        &self,
        labels: &[(&'static str, &str)],
        breaker: BreakerState,
        bulkhead: &Bulkhead,
    ) -> String {
        let labels = labels
            .iter()
            .map(|(name, value)| (Cow::Borrowed(*name), Cow::Owned((*value).to_owned())));
        let mut registry = Registry::with_prefix_and_labels("couvert_upstream", labels);
        registry.register("calls", "Calls by what came of them", self.calls.clone());
        registry.register_with_unit(
            "duration",
            "From beginning to end, with queueing and tries",
            Unit::Seconds,
            self.durations.clone(),
        );
        registry.register("retries", "Further tries of reads", self.retries.clone());
        registry.register(
            "coalesced",
            "Reads that waited for the answer to another",
            self.coalesced.clone(),
        );
        registry.register(
            "breaker_transitions",
            "Changes of the breaker, by its new state",
            self.transitions.clone(),
        );
        let states = Family::<StateLabel, Gauge>::default();
        for state in BreakerState::ALL {
            let label = StateLabel { state: state.name() };
            states.get_or_create(&label).set(i64::from(state == breaker));
        }
        registry.register("breaker", "1 for the breaker's state", states);
        let (waiting, under_way) = (
            Family::<KindLabel, Gauge>::default(),
            Family::<KindLabel, Gauge>::default(),
        );
        for kind in Kind::ALL {
            let label = KindLabel { kind: kind.name() };
            waiting.get_or_create(&label).set(count(bulkhead.waiting(kind)));
            under_way
                .get_or_create(&label)
                .set(count(bulkhead.under_way(kind)));
        }
        registry.register("queued", "Calls that wait for a place", waiting);
        registry.register("in_flight", "Calls under way", under_way);
        let mut rendered = String::new();
        // Writing to a String does not fail.
        let _ = text::encode(&mut rendered, &registry);
        rendered
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
