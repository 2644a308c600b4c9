//! Deadlines: settings' milliseconds as durations, and a future raced against the clock.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use futures_util::future::{Either, select};

use super::Clock;

/// Milliseconds as a setting states them.
pub(super) fn ms(milliseconds: u32) -> Duration {
    Duration::from_millis(milliseconds.into())
}

/// The future's output, or none if `until` comes first: then the future is dropped, which aborts its work. With no time
/// left it is not even begun.
pub async fn until<F: Future>(clock: &dyn Clock, until: Duration, future: F) -> Option<F::Output> {
    let left = until.saturating_sub(clock.elapsed());
    if left.is_zero() {
        return None;
    }
    match select(pin!(future), clock.sleep(left)).await {
        Either::Left((output, _)) => Some(output),
        Either::Right(((), _)) => None,
    }
}
