//! Looks for a booking that was sent and not answered among the system's reservations, until it is found or
//! certainly was not made.

use std::time::Duration;

use shared::id::ReservationId;
use shared::time::Instant;

use super::booking::BookingAttempt;
use super::journal::{self, Sent};
use super::lost_move::is_over;
use super::reconcile::{self, Found, Others, Unclear, match_key};
use super::{Candidate, RemoteError, Traces, log_text};
use crate::error::{Result, VenueError};

/// How long to wait before a lost booking is looked for the second time; twice as long each time.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
/// The longest wait.
const LONGEST_PAUSE: Duration = Duration::from_secs(4);

impl BookingAttempt<'_> {
    /// The reservations that could be mistaken for this one, should its answer be lost; none where it is identified by
    /// its reference.
    pub(super) async fn seen_before(&self) -> Result<Option<Vec<ReservationId>>, RemoteError> {
        if self.inner.system.shows_references() {
            return Ok(None);
        }
        let request = &self.order.request;
        let (from, to) = reconcile::days(request, &self.inner.deps.rules.zone);
        let candidates = self.inner.system.candidates(self.scope, from, to).await?;
        Ok(Some(reconcile::seen_before(&candidates, request)))
    }

    /// The booking that was sent; none if it surely was not made.
    pub(super) async fn look_for(&self, sent: &Sent, cause: &str) -> Result<Option<Found>> {
        let mut pause = FIRST_PAUSE;
        loop {
            let began = self.inner.now();
            let why = match self.look_up(sent).await {
                Ok(Some(found)) => return Ok(Some(found)),
                Ok(None) if self.is_settled(sent.at, began)? => return Ok(None),
                Ok(None) => "not found yet".to_owned(),
                Err(why) => why,
            };
            // A quarter more or less, so that many whose answers were lost at once do not look at once.
            let spread = u64::try_from(pause.as_millis() / 2).unwrap_or(u64::MAX).max(1);
            let jitter = self.inner.deps.ports.rng.next() % spread;
            let wait = pause * 3 / 4 + Duration::from_millis(jitter);
            if self.inner.elapsed() + wait >= self.scope.until {
                return Err(VenueError::OutcomeUnknown(format!("{cause}; {why}")));
            }
            self.inner.deps.ports.clock.sleep(wait).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Whether nothing that was sent can be found any more: neither this booking, nor one of another
    /// order that has found this one instead.
    fn is_settled(&self, sent_at: Instant, now: Instant) -> Result<bool> {
        let alike = journal::last_alike(self.inner.database(), &match_key(&self.order.request))?;
        let sent_at = alike.map_or(sent_at, |alike| alike.max(sent_at));
        Ok(is_over(self.inner, sent_at, now))
    }

    /// The booking, if it is there by now, or why that is unknown.
    async fn look_up(&self, sent: &Sent) -> Result<Option<Found>, String> {
        let (request, zone) = (&self.order.request, &self.inner.deps.rules.zone);
        let (from, to) = reconcile::days(request, zone);
        let traces = self
            .inner
            .system
            .find(self.scope, &self.reference, (from, to))
            .await;
        let candidates = match traces.map_err(|error| log_text(&error))? {
            Traces::Exact(found) => return Ok(found.map(Found::ByReference)),
            Traces::Alike(candidates) => candidates,
        };
        let mut anothers = Vec::new();
        for Candidate { known, .. } in &candidates {
            let remembered = journal::reservation(self.inner.database(), &known.id);
            if remembered.map_err(|error| error.0)?.is_some() {
                anothers.push(known.id.clone());
            }
        }
        let others = Others {
            seen: sent.seen.as_deref(),
            of_orders: &anothers,
        };
        match reconcile::find(&candidates, request, &self.reference, zone, &others) {
            Err(Unclear) => Err("a candidate has no data that identifies its guest".to_owned()),
            // Its answer may still arrive, and would prove which order it belongs to.
            Ok(Some(Found::ByMatchKey(_))) if self.inner.is_sending_like(self.order) => {
                Err("an equal booking is in flight".to_owned())
            }
            Ok(found) => Ok(found),
        }
    }
}
