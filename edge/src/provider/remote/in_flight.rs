//! The orders that are being carried out at this moment, in memory: what was in flight when the object ended has
//! ended too.

use super::Inner;
use super::reconcile::match_key;
use crate::provider::BookingRequest;

impl Inner {
    /// Whether the answer to another booking like this one is still being waited for.
    pub(super) fn is_sending_like(&self, order: &BookingRequest) -> bool {
        let in_flight = self.in_flight.borrow();
        let mut others = in_flight.iter().filter(|(key, _)| **key != order.key);
        others.any(|(_, work)| work.is_sending && work.match_key == match_key(&order.request))
    }
}

/// An order in flight.
pub(super) struct Work {
    match_key: String,
    is_sending: bool,
}

/// Says that an order is being worked on, until it is dropped.
pub(super) struct InFlight<'a> {
    inner: &'a Inner,
    order: &'a BookingRequest,
}

impl<'a> InFlight<'a> {
    pub(super) fn begin(inner: &'a Inner, order: &'a BookingRequest) -> Self {
        let work = Work {
            match_key: match_key(&order.request),
            is_sending: false,
        };
        inner.in_flight.borrow_mut().insert(order.key.clone(), work);
        Self { inner, order }
    }
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.inner.in_flight.borrow_mut().remove(&self.order.key);
    }
}

/// Says that the answer to a booking is being waited for, until it is dropped.
pub(super) struct Sending<'a>(&'a Inner, &'a BookingRequest);

impl<'a> Sending<'a> {
    pub(super) fn begin(inner: &'a Inner, order: &'a BookingRequest) -> Self {
        let this = Self(inner, order);
        this.set(true);
        this
    }

    fn set(&self, is_sending: bool) {
        let Self(inner, order) = self;
        if let Some(work) = inner.in_flight.borrow_mut().get_mut(&order.key) {
            work.is_sending = is_sending;
        }
    }
}

impl Drop for Sending<'_> {
    fn drop(&mut self) {
        self.set(false);
    }
}
