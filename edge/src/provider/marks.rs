//! What was decided on the way to an answer, for `Server-Timing` and the log. It must not know who
//! decided, nor hold anything of a guest.

use std::cell::RefCell;
use std::rc::Rc;

/// The decisions of one request, each a metric of `Server-Timing` (W3C) such as `cache;desc=hit`.
/// Clones share one list.
#[derive(Clone, Debug, Default)]
pub struct Marks(Rc<RefCell<Vec<String>>>);

impl Marks {
    /// Adds decisions.
    pub fn add(&self, metrics: impl IntoIterator<Item = String>) {
        self.0.borrow_mut().extend(metrics);
    }

    /// The decisions so far, in order.
    #[must_use]
    pub fn list(&self) -> Vec<String> {
        self.0.borrow().clone()
    }
}
