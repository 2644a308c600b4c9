//! The orders that are being carried out at this moment, in memory: what was in flight when the object ended has
//! ended too. Each has a deadline, because the runtime may drop a request without running anything of it again.

use std::collections::HashMap;
use std::time::Duration;

use super::Inner;
use super::lock::GRACE;
use super::reconcile::match_key;
use crate::provider::{BookingRequest, IdempotencyKey};
use crate::upstream::Scope;

/// The orders in flight, by their keys.
#[derive(Default)]
pub(super) struct Orders {
    by_key: HashMap<IdempotencyKey, Work>,
    begun: u64,
}

/// An order in flight.
struct Work {
    number: u64,
    match_key: String,
    is_sending: bool,
    until: Duration,
}

impl Inner {
    /// Whether the order of this key is being carried out.
    pub(super) fn is_in_flight(&self, key: &IdempotencyKey) -> bool {
        let orders = self.deps.in_progress.orders.borrow();
        let now = self.elapsed();
        orders.by_key.get(key).is_some_and(|work| now < work.until)
    }

    /// Whether the answer to an equal booking of another order is still outstanding.
    pub(super) fn is_sending_like(&self, order: &BookingRequest) -> bool {
        let orders = self.deps.in_progress.orders.borrow();
        let now = self.elapsed();
        let mut others = orders.by_key.iter().filter(|(key, _)| **key != order.key);
        others.any(|(_, work)| {
            work.is_sending && now < work.until && work.match_key == match_key(&order.request)
        })
    }
}

/// Marks an order as in flight, until it is dropped or the deadline of its request is over.
pub(super) struct InFlight<'a> {
    inner: &'a Inner,
    order: &'a BookingRequest,
    number: u64,
}

impl<'a> InFlight<'a> {
    pub(super) fn begin(inner: &'a Inner, scope: &Scope, order: &'a BookingRequest) -> Self {
        let now = inner.elapsed();
        let until = scope.until.max(now) + GRACE;
        let mut orders = inner.deps.in_progress.orders.borrow_mut();
        orders.by_key.retain(|_, work| now < work.until);
        orders.begun += 1;
        let number = orders.begun;
        let work = Work {
            number,
            match_key: match_key(&order.request),
            is_sending: false,
            until,
        };
        orders.by_key.insert(order.key.clone(), work);
        Self { inner, order, number }
    }

    /// Marks the answer to the order's booking as outstanding, until the returned value is dropped.
    pub(super) fn sending(&self) -> Sending<'_> {
        self.set_sending(true);
        Sending(self)
    }

    /// Whether no other request has taken the order over since: a late request writes nothing about it any more.
    pub(super) fn is_current(&self) -> bool {
        let orders = self.inner.deps.in_progress.orders.borrow();
        let ours = orders.by_key.get(&self.order.key);
        ours.is_some_and(|work| work.number == self.number)
    }

    fn set_sending(&self, is_sending: bool) {
        let mut orders = self.inner.deps.in_progress.orders.borrow_mut();
        // One whose deadline has passed may be another request's by now.
        let ours = orders.by_key.get_mut(&self.order.key);
        if let Some(work) = ours.filter(|work| work.number == self.number) {
            work.is_sending = is_sending;
        }
    }
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        let by_key = &mut self.inner.deps.in_progress.orders.borrow_mut().by_key;
        if by_key
            .get(&self.order.key)
            .is_some_and(|work| work.number == self.number)
        {
            by_key.remove(&self.order.key);
        }
    }
}

/// Marks the answer to a booking as outstanding, until it is dropped.
pub(super) struct Sending<'a>(&'a InFlight<'a>);

impl Drop for Sending<'_> {
    fn drop(&mut self) {
        self.0.set_sending(false);
    }
}

#[cfg(test)]
#[path = "in_flight_tests.rs"]
mod tests;
