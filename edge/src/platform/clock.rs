//! The wall clock. Everything else takes the time as an argument.

use std::cell::Cell;
use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use shared::time::Instant;
use worker::{Delay, Env};

use super::secrets;
use crate::demo::Allowed;
use crate::upstream::Clock;

/// The longest wait the runtime's timers know.
const LONGEST_WAIT_MS: u128 = i32::MAX as u128;

/// The variable with the seconds by which the clock is ahead of the runtime's, negative where it is behind.
/// With it a test runs on a day of its choice; time runs on from there.
const OFFSET: &str = "COUVERT_CLOCK_OFFSET";
/// By how much the clock of this deployment differs from the runtime's. The worker and its objects read
/// it from the same variable, so they agree, also after a restart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Offset {
    seconds: i64,
}

impl Offset {
    /// The offset that the variables ask for. A deployment that sets one is refused: bookings and payments
    /// by a wrong clock would be worse than none.
    pub fn of(env: &Env) -> Result<Self, RefusedOffset> {
        let variable = |name: &str| secrets::variable(env, name);
        Self::read(variable(OFFSET).as_deref(), Allowed::by(&variable))
    }

    fn read(seconds: Option<&str>, demo: Option<Allowed>) -> Result<Self, RefusedOffset> {
        match seconds.map(|text| text.trim().parse()) {
            None => Ok(Self::default()),
            Some(Ok(seconds)) if demo.is_some() => Ok(Self { seconds }),
            Some(Ok(_)) => Err(RefusedOffset::Deployment),
            Some(Err(_)) => Err(RefusedOffset::Unreadable),
        }
    }

    /// Now, in whole seconds. On Workers the clock stands still while code runs and moves on with I/O.
    #[must_use]
    pub fn now(self) -> Instant {
        let milliseconds = worker::Date::now().as_millis();
        let runtime = i64::try_from(milliseconds / 1000).unwrap_or(i64::MAX);
        Instant::from_unix(runtime.saturating_add(self.seconds))
    }

    /// The runtime's own clock at this instant: alarms are set by it.
    #[must_use]
    pub fn of_runtime(self, at: Instant) -> Instant {
        at.plus_seconds(self.seconds.saturating_neg())
    }
}

/// Why a clock offset is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusedOffset {
    /// It is set where the worker is no demonstration.
    Deployment,
    /// It is no whole number.
    Unreadable,
}

impl fmt::Display for RefusedOffset {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Deployment => write!(
                formatter,
                "{OFFSET} is set, which only tests may do: remove the variable from this deployment"
            ),
            Self::Unreadable => write!(formatter, "{OFFSET} is no whole number of seconds"),
        }
    }
}

impl std::error::Error for RefusedOffset {}

/// The deployment's clock with the runtime's timers. A timer's end is I/O, so the clock has moved on after it.
pub struct RuntimeClock {
    offset: Offset,
    /// The runtime knows no clock but the one on the wall, which may be set back.
    latest: Cell<u64>,
}

impl RuntimeClock {
    /// A clock with this offset.
    #[must_use]
    pub fn new(offset: Offset) -> Self {
        Self {
            offset,
            latest: Cell::default(),
        }
    }
}

#[async_trait(?Send)]
impl Clock for RuntimeClock {
    fn now(&self) -> Instant {
        self.offset.now()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed() -> Option<Allowed> {
        Allowed::by(&|_| Some("yes".to_owned()))
    }

    #[test]
    fn without_the_variable_the_clock_is_the_runtimes() {
        for demo in [None, allowed()] {
            assert_eq!(Offset::read(None, demo), Ok(Offset::default()));
        }
    }

    #[test]
    fn a_demonstration_takes_an_offset_and_a_deployment_refuses_it() {
        assert_eq!(
            Offset::read(Some("-86400"), allowed()),
            Ok(Offset { seconds: -86_400 })
        );
        assert_eq!(Offset::read(Some("0"), None), Err(RefusedOffset::Deployment));
        assert_eq!(Offset::read(Some("-86400"), None), Err(RefusedOffset::Deployment));
        for text in ["tomorrow", "1.5", "99999999999999999999"] {
            assert_eq!(
                Offset::read(Some(text), allowed()),
                Err(RefusedOffset::Unreadable)
            );
        }
        assert!(
            RefusedOffset::Deployment
                .to_string()
                .contains("COUVERT_CLOCK_OFFSET")
        );
    }

    #[test]
    fn alarms_are_set_by_the_runtimes_clock() {
        let ahead = Offset { seconds: 3600 };
        let noon = Instant::try_from("2027-01-15T12:00:00Z".to_owned()).unwrap();
        assert_eq!(ahead.of_runtime(noon).to_string(), "2027-01-15T11:00:00Z");
    }
}
