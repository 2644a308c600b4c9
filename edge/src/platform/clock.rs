//! What time it is. Everything else takes the time as an argument.

use shared::time::Instant;

/// Now, in whole seconds. On Workers the clock stands still while code runs and moves on with I/O.
#[must_use]
pub fn now() -> Instant {
    let milliseconds = worker::Date::now().as_millis();
    Instant::from_unix(i64::try_from(milliseconds / 1000).unwrap_or(i64::MAX))
}
