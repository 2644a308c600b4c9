//! The bulkhead of one upstream: limits the calls in flight and those that wait, and reserves places for writes.

use std::cell::Cell;

use config::UpstreamSettings;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::Kind;

/// The places of one upstream.
pub(super) struct Bulkhead {
    places: Semaphore,
    read_places: Semaphore,
    reads: Gauge,
    writes: Gauge,
    queue: usize,
}

/// How many calls of one kind are here.
#[derive(Default)]
struct Gauge {
    waiting: Cell<usize>,
    under_way: Cell<usize>,
}

/// A place; dropping it frees it.
pub(super) struct Place<'a> {
    _any: SemaphorePermit<'a>,
    _read: Option<SemaphorePermit<'a>>,
    _counted: Counted<'a>,
}

/// The queue has no place left.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct QueueFull;

/// One more, for as long as it lives.
struct Counted<'a>(&'a Cell<usize>);

impl<'a> Counted<'a> {
    fn new(count: &'a Cell<usize>) -> Self {
        count.set(count.get() + 1);
        Self(count)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

impl Bulkhead {
    pub(super) fn new(settings: &UpstreamSettings) -> Self {
        let reads = settings.concurrency.saturating_sub(settings.write_share);
        Self {
            places: Semaphore::new(settings.concurrency.into()),
            read_places: Semaphore::new(reads.into()),
            reads: Gauge::default(),
            writes: Gauge::default(),
            queue: settings.queue.into(),
        }
    }

    /// Waits for a place, in the order of arrival. Dropping the future gives the wait up. Reads and writes wait in queues
    /// of their own, so that neither fills the other's.
    pub(super) async fn queue(&self, kind: Kind) -> Result<Place<'_>, QueueFull> {
        let gauge = self.gauge(kind);
        if gauge.waiting.get() >= self.queue {
            return Err(QueueFull);
        }
        let _waiting = Counted::new(&gauge.waiting);
        // A call with a place for reads gets one of all in time: those that are taken are in flight.
        let read_place = match kind {
            Kind::Read => Some(self.read_places.acquire().await.map_err(|_| QueueFull)?),
            Kind::Write => None,
        };
        let place = self.places.acquire().await.map_err(|_| QueueFull)?;
        Ok(taken(place, read_place, gauge))
    }

    /// A place, if one is free and no call waits for it.
    pub(super) fn free(&self, kind: Kind) -> Option<Place<'_>> {
        let read_place = match kind {
            Kind::Read => Some(self.read_places.try_acquire().ok()?),
            Kind::Write => None,
        };
        let place = self.places.try_acquire().ok()?;
        Some(taken(place, read_place, self.gauge(kind)))
    }

    fn gauge(&self, kind: Kind) -> &Gauge {
        match kind {
            Kind::Read => &self.reads,
            Kind::Write => &self.writes,
        }
    }

    /// How many calls of this kind wait for a place.
    pub(super) fn waiting(&self, kind: Kind) -> usize {
        self.gauge(kind).waiting.get()
    }

    /// How many calls of this kind have a place.
    pub(super) fn under_way(&self, kind: Kind) -> usize {
        self.gauge(kind).under_way.get()
    }
}

fn taken<'a>(
    place: SemaphorePermit<'a>,
    read_place: Option<SemaphorePermit<'a>>,
    gauge: &'a Gauge,
) -> Place<'a> {
    Place {
        _any: place,
        _read: read_place,
        _counted: Counted::new(&gauge.under_way),
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn bulkhead(queue: u16) -> Bulkhead {
        Bulkhead::new(&UpstreamSettings {
            queue,
            ..UpstreamSettings::default()
        })
    }

    #[test]
    fn reads_leave_two_places_to_writes() {
        let bulkhead = bulkhead(64);
        let reads: Vec<_> = (0..9).map_while(|_| bulkhead.free(Kind::Read)).collect();
        assert_eq!(reads.len(), 4);
        let writes: Vec<_> = (0..9).map_while(|_| bulkhead.free(Kind::Write)).collect();
        assert_eq!(writes.len(), 2);
    }

    #[test]
    fn writes_may_take_all_places() {
        let bulkhead = bulkhead(64);
        let writes: Vec<_> = (0..9).map_while(|_| bulkhead.free(Kind::Write)).collect();
        assert_eq!(writes.len(), 6);
        assert!(bulkhead.free(Kind::Read).is_none());
        drop(writes);
        assert!(bulkhead.free(Kind::Read).is_some());
    }

    #[test]
    fn places_go_to_those_who_came_first() {
        let bulkhead = bulkhead(64);
        let mut taken: Vec<_> = (0..4).map_while(|_| bulkhead.free(Kind::Read)).collect();
        let mut first = Box::pin(bulkhead.queue(Kind::Read));
        let mut second = Box::pin(bulkhead.queue(Kind::Read));
        assert!(first.as_mut().now_or_never().is_none());
        assert!(second.as_mut().now_or_never().is_none());
        assert_eq!(bulkhead.waiting(Kind::Read), 2);
        taken.pop();
        assert!(bulkhead.free(Kind::Read).is_none());
        assert!(second.as_mut().now_or_never().is_none());
        let place = first.as_mut().now_or_never().unwrap();
        assert!(place.is_ok());
        assert!(second.as_mut().now_or_never().is_none());
        drop(place);
        assert!(second.as_mut().now_or_never().unwrap().is_ok());
    }

    #[test]
    fn a_full_queue_accepts_no_call_until_one_leaves() {
        let bulkhead = bulkhead(1);
        let taken: Vec<_> = (0..4).map_while(|_| bulkhead.free(Kind::Read)).collect();
        let mut waiting = Box::pin(bulkhead.queue(Kind::Read));
        assert!(waiting.as_mut().now_or_never().is_none());
        assert_eq!(
            bulkhead.queue(Kind::Read).now_or_never().map(Result::err),
            Some(Some(QueueFull))
        );
        drop(waiting);
        assert_eq!(bulkhead.waiting(Kind::Read), 0);
        assert!(bulkhead.queue(Kind::Read).now_or_never().is_none());
        drop(taken);
        assert_eq!(bulkhead.under_way(Kind::Read), 0);
    }

    #[test]
    fn waiting_reads_do_not_fill_the_queue_of_writes() {
        let bulkhead = bulkhead(1);
        let _reads: Vec<_> = (0..4).map_while(|_| bulkhead.free(Kind::Read)).collect();
        let _writes: Vec<_> = (0..2).map_while(|_| bulkhead.free(Kind::Write)).collect();
        let mut read = Box::pin(bulkhead.queue(Kind::Read));
        assert!(read.as_mut().now_or_never().is_none());
        let mut write = Box::pin(bulkhead.queue(Kind::Write));
        assert!(write.as_mut().now_or_never().is_none());
        assert_eq!(
            (bulkhead.waiting(Kind::Read), bulkhead.waiting(Kind::Write)),
            (1, 1)
        );
    }
}
