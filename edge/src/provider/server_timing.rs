//! Decisions made on the way to an answer, for `Server-Timing` and the log, and for how long the answer may be
//! cached. They hold nothing about a guest.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// The decisions of one request, each a metric of `Server-Timing` (W3C) such as `cache;desc=hit`.
/// Clones share one list.
#[derive(Clone, Debug, Default)]
pub struct ServerTiming(Rc<Decisions>);

#[derive(Debug, Default)]
struct Decisions {
    list: RefCell<Vec<String>>,
    fresh_seconds: Cell<Option<u32>>,
}

impl ServerTiming {
    /// Adds decisions.
    pub fn add(&self, metrics: impl IntoIterator<Item = String>) {
        self.0.list.borrow_mut().extend(metrics);
    }

    /// The decisions so far, in order.
    #[must_use]
    pub fn list(&self) -> Vec<String> {
        self.0.list.borrow().clone()
    }

    /// The number of calls to other systems so far.
    #[must_use]
    pub fn upstream_calls(&self) -> usize {
        let list = self.0.list.borrow();
        let calls = list.iter().filter(|metric| metric.starts_with("upstream;"));
        calls.count()
    }

    /// Records that a part of the answer may be cached for so many seconds, for all callers; 0 is for this request
    /// alone.
    pub fn holds_for(&self, seconds: u32) {
        let fresh = self.0.fresh_seconds.get().unwrap_or(u32::MAX);
        self.0.fresh_seconds.set(Some(fresh.min(seconds)));
    }

    /// For how many seconds the whole answer may be cached; 0 unless all of its parts may be.
    #[must_use]
    pub fn fresh_seconds(&self) -> u32 {
        self.0.fresh_seconds.get().unwrap_or_default()
    }
}
