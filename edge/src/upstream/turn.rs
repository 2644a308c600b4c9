//! The turn of a call: a place on the network, and a call of the allowance.

use std::time::Duration;

use super::Kind;
use super::bulkhead::Place;
use super::exchange::{Core, Patience, Unanswered};
use super::record::Record;

impl Core {
    /// Waits for the call's turn: its place, and when it was taken out of the allowance. A call that has to wait for the
    /// allowance leaves its place to others meanwhile: writes whose share is used up do not keep reads waiting, nor reads
    /// writes.
    pub(super) async fn turn(
        &self,
        kind: Kind,
        patience: Patience,
        record: &Record<'_>,
    ) -> Result<(Place<'_>, Duration), Unanswered> {
        loop {
            let place = self.place(kind, patience.until, record).await?;
            self.check_open()?;
            let now = self.now();
            let Err(wait) = self.take(now, patience.share) else {
                return Ok((place, now));
            };
            drop(place);
            if now.saturating_add(wait) >= patience.until {
                return Err(Unanswered::unsent(Some(wait), "allowance"));
            }
            self.ports.clock.sleep(wait).await;
        }
    }

    fn take(&self, now: Duration, share: Kind) -> Result<(), Duration> {
        match &self.allowance {
            Some(allowance) => allowance.borrow_mut().take(now, share),
            None => Ok(()),
        }
    }

    /// Notes that a call is sent now which was taken out of the allowance then.
    pub(super) fn move_up(&self, taken_at: Duration, now: Duration, share: Kind) -> Result<(), Unanswered> {
        let Some(allowance) = self.allowance.as_ref().filter(|_| taken_at < now) else {
            return Ok(());
        };
        let moved = allowance.borrow_mut().move_up(taken_at, now, share);
        moved.map_err(|wait| Unanswered::unsent(Some(wait), "allowance"))
    }
}
