//! Calls that several upstreams share, because the system counts those of one key: they are leased from the place that counts
//! them, a few at once, and sent before the lease is over. Where that place cannot be reached, an upstream sends what its own
//! allowance has.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use async_trait::async_trait;

use super::{Clock, Kind, deadline};

/// How many calls are leased at once. Those that are not sent are lost to all until the lease is no longer counted.
const AT_ONCE: u32 = 4;
/// How long the place is waited for.
const PATIENCE: Duration = Duration::from_secs(2);
/// For how long it is left alone after it could not be reached.
const LEFT_ALONE: Duration = Duration::from_secs(10);
/// The shortest wait before calls are asked for again.
const LEAST_WAIT: Duration = Duration::from_secs(1);

/// The place that counts the calls of all that share a key.
#[async_trait(?Send)]
pub trait CallLeases {
    /// Leases so many calls of a share, or as many as are left; none where the place cannot be reached.
    async fn lease(&self, share: Kind, calls: u32) -> Option<Lease>;
}

/// Calls that may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    /// Their number; 0 if none is left.
    pub calls: u32,
    /// For how long they may be sent, from the moment in which they were asked for.
    pub valid: Duration,
    /// After which time to ask again if none is left.
    pub retry_after: Duration,
}

/// The result of taking a leased call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leasing {
    /// It has to be sent before this instant.
    Taken(Duration),
    /// None is left for so long.
    Wait(Duration),
    /// The place cannot be reached.
    Unreachable,
}

/// The leased calls of an upstream.
pub(super) struct LeasedCalls {
    leases: Rc<dyn CallLeases>,
    reads: RefCell<OfShare>,
    writes: RefCell<OfShare>,
    unreachable_until: Cell<Duration>,
}

/// The leased calls of one share.
#[derive(Default)]
struct OfShare {
    calls: u32,
    /// They are to be sent before.
    until: Duration,
    /// None is left before.
    none_until: Duration,
    /// Some are being asked for, at the latest until then: the runtime may end a request without running anything of it again.
    asking_until: Duration,
}

impl OfShare {
    /// Takes one of the leased calls; none where others have to be asked for.
    fn take(&mut self, now: Duration) -> Option<Leasing> {
        if self.calls > 0 && now < self.until {
            self.calls -= 1;
            return Some(Leasing::Taken(self.until));
        }
        let wait = self.none_until.checked_sub(now)?;
        (!wait.is_zero()).then_some(Leasing::Wait(wait))
    }

    /// How many calls to ask for now: for itself alone while another call is asking.
    fn wanted(&mut self, now: Duration) -> u32 {
        if now < self.asking_until {
            return 1;
        }
        self.asking_until = now + PATIENCE;
        AT_ONCE
    }

    /// Takes in what was leased, but for the call that has asked for it.
    fn add(&mut self, lease: Lease, asked_at: Duration) -> Leasing {
        if lease.calls == 0 {
            self.none_until = asked_at + lease.retry_after.max(LEAST_WAIT);
            return Leasing::Wait(lease.retry_after.max(LEAST_WAIT));
        }
        let until = asked_at + lease.valid;
        if self.calls > 0 && asked_at < self.until {
            // All are over with the first of them.
            self.calls = self.calls.saturating_add(lease.calls - 1);
            self.until = self.until.min(until);
        } else {
            self.calls = lease.calls - 1;
            self.until = until;
        }
        Leasing::Taken(until)
    }
}

impl LeasedCalls {
    pub(super) fn of(leases: Rc<dyn CallLeases>) -> Self {
        Self {
            leases,
            reads: RefCell::default(),
            writes: RefCell::default(),
            unreachable_until: Cell::default(),
        }
    }

    /// Takes a call of this share for a request that ends at `until`, and leases some first where none is left.
    pub(super) async fn take(&self, clock: &dyn Clock, share: Kind, until: Duration) -> Leasing {
        let of_share = match share {
            Kind::Read => &self.reads,
            Kind::Write => &self.writes,
        };
        let asked_at = clock.elapsed();
        let wanted = {
            let mut of_share = of_share.borrow_mut();
            if let Some(taken) = of_share.take(asked_at) {
                return taken;
            }
            if asked_at < self.unreachable_until.get() {
                return Leasing::Unreachable;
            }
            of_share.wanted(asked_at)
        };
        let patience = asked_at + PATIENCE;
        let asked = deadline::until(clock, patience.min(until), self.leases.lease(share, wanted)).await;
        of_share.borrow_mut().asking_until = Duration::ZERO;
        match asked {
            Some(Some(lease)) => of_share.borrow_mut().add(lease, asked_at),
            // The request's own time is over, which says nothing about the place.
            None if clock.elapsed() < patience => Leasing::Wait(LEAST_WAIT),
            Some(None) | None => {
                self.unreachable_until.set(clock.elapsed() + LEFT_ALONE);
                Leasing::Unreachable
            }
        }
    }
}

#[cfg(test)]
#[path = "lease_tests.rs"]
mod tests;
