//! What time it is. Everything else takes the time as an argument.

use std::cell::Cell;
use std::time::Duration;

use async_trait::async_trait;
use shared::time::Instant;
use worker::Delay;

use crate::upstream::Clock;

/// The longest wait the runtime's timers know.
const LONGEST_WAIT_MS: u128 = i32::MAX as u128;

/// Now, in whole seconds. On Workers the clock stands still while code runs and moves on with I/O.
#[must_use]
pub fn now() -> Instant {
    let milliseconds = worker::Date::now().as_millis();
    Instant::from_unix(i64::try_from(milliseconds / 1000).unwrap_or(i64::MAX))
}

/// The runtime's clock with its timers. A timer's end is I/O, so the clock has moved on after it.
#[derive(Default)]
pub struct RuntimeClock {
    /// The runtime knows no clock but the one on the wall, which may be set back.
    latest: Cell<u64>,
}

#[async_trait(?Send)]
impl Clock for RuntimeClock {
    fn now(&self) -> Instant {
        now()
    }

    fn elapsed(&self) -> Duration {
        let milliseconds = worker::Date::now().as_millis().max(self.latest.get());
        self.latest.set(milliseconds);
        Duration::from_millis(milliseconds)
    }

    async fn sleep(&self, time: Duration) {
        // Timers count whole milliseconds from a moment within one: a further one is sure to be enough.
        let milliseconds = time.as_millis().saturating_add(1).min(LONGEST_WAIT_MS);
        let milliseconds = u64::try_from(milliseconds).unwrap_or(u64::MAX);
        Delay::from(Duration::from_millis(milliseconds)).await;
    }
}
