//! The turn of a call: a place on the network, and a call of the allowance or of a lease.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use super::Kind;
use super::allowance::{Allowance, AllowanceRules};
use super::bulkhead::Place;
use super::exchange::{Core, Patience, Unanswered};
use super::lease::{CallLeases, LeasedCalls, Leasing};
use super::record::Record;

/// A call that may be sent.
#[derive(Clone, Copy)]
pub(super) enum Turn {
    /// It was taken out of the allowance at this instant.
    Allowed(Duration),
    /// It was leased, and is to be sent before this instant.
    Leased(Duration),
}

impl Core {
    /// Keeps within these rules from now on, unless it has others.
    pub(super) fn keep_within(&mut self, rules: AllowanceRules) {
        self.allowance
            .get_or_insert_with(|| RefCell::new(Allowance::new(rules)));
    }

    /// Leases its calls from now on.
    pub(super) fn lease_from(&mut self, leases: Rc<dyn CallLeases>) {
        self.leased = Some(LeasedCalls::of(leases));
    }

    /// Waits for the call's turn, with its place on the network. A call that has to wait for the allowance leaves its place to
    /// others meanwhile: writes whose share is used up do not keep reads waiting, nor reads writes.
    pub(super) async fn turn(
        &self,
        kind: Kind,
        patience: Patience,
        record: &Record<'_>,
    ) -> Result<(Place<'_>, Turn), Unanswered> {
        loop {
            let place = self.place(kind, patience.until, record).await?;
            self.check_open()?;
            let wait = match self.take(patience).await {
                Ok(turn) => return Ok((place, turn)),
                Err(wait) => wait,
            };
            drop(place);
            if self.now().saturating_add(wait) >= patience.until {
                return Err(Unanswered::unsent(Some(wait), "allowance"));
            }
            self.ports.clock.sleep(wait).await;
        }
    }

    /// Takes a call of this share out of a lease; without leases, or where none can be had, out of the upstream's own
    /// allowance. Otherwise the time after which one may be left.
    async fn take(&self, patience: Patience) -> Result<Turn, Duration> {
        let Patience { share, until, .. } = patience;
        if let Some(leased) = &self.leased {
            match leased.take(&*self.ports.clock, share, until).await {
                Leasing::Taken(until) => return Ok(Turn::Leased(until)),
                Leasing::Wait(wait) => return Err(wait),
                Leasing::Unreachable => {}
            }
        }
        let now = self.now();
        if let Some(allowance) = &self.allowance {
            allowance.borrow_mut().take(now, share)?;
        }
        Ok(Turn::Allowed(now))
    }

    /// Notes that a call is sent now which has had its turn before. A leased one whose time is over meanwhile is not sent.
    pub(super) fn begin(&self, turn: Turn, now: Duration, share: Kind) -> Result<(), Unanswered> {
        let taken_at = match turn {
            Turn::Leased(until) if now < until => return Ok(()),
            Turn::Leased(_) => return Err(Unanswered::unsent(None, "allowance")),
            Turn::Allowed(taken_at) => taken_at,
        };
        let Some(allowance) = self.allowance.as_ref().filter(|_| taken_at < now) else {
            return Ok(());
        };
        let moved = allowance.borrow_mut().move_up(taken_at, now, share);
        moved.map_err(|wait| Unanswered::unsent(Some(wait), "allowance"))
    }
}
