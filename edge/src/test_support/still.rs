//! For tests of single calls: a clock that stands still, so that no deadline comes, and chance that is none.

use std::time::Duration;

use async_trait::async_trait;
use shared::time::Instant;

use crate::upstream::{Clock, Rng};

/// The clock, and the source of randomness.
pub(crate) struct Still;

#[async_trait(?Send)]
impl Clock for Still {
    fn now(&self) -> Instant {
        Instant::from_unix(0)
    }

    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }

    async fn sleep(&self, _: Duration) {
        std::future::pending::<()>().await;
    }
}

impl Rng for Still {
    fn next(&self) -> u64 {
        0
    }
}
