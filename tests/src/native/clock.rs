//! The clock of tokio, which tests pause: then waiting costs nothing. It must not read the machine's
//! own time of day.

use std::time::Duration;

use async_trait::async_trait;
use edge::upstream::Clock;
use shared::time::Instant;

/// The time between the Unix epoch and a later instant, as simulators count it.
#[must_use]
pub const fn since_epoch(instant: Instant) -> Duration {
    Duration::from_secs(instant.unix().unsigned_abs())
}

/// A clock whose day begins where a test says.
#[derive(Clone, Copy, Debug)]
pub struct TestClock {
    epoch: Duration,
    started: tokio::time::Instant,
}

impl TestClock {
    /// A clock that shows `now` at this moment. Needs a running tokio.
    #[must_use]
    pub fn at(now: Instant) -> Self {
        Self {
            epoch: since_epoch(now),
            started: tokio::time::Instant::now(),
        }
    }

    /// Lets this much time pass.
    pub async fn pass(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }

    /// Now, since the Unix epoch.
    #[must_use]
    pub fn since_epoch(&self) -> Duration {
        self.epoch + self.started.elapsed()
    }
}

#[async_trait(?Send)]
impl Clock for TestClock {
    fn now(&self) -> Instant {
        let seconds = i64::try_from(self.since_epoch().as_secs());
        Instant::from_unix(seconds.unwrap_or(i64::MAX))
    }

    fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    async fn sleep(&self, time: Duration) {
        self.pass(time).await;
    }
}
