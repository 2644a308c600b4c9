//! The end of a session that is in use.

use shared::time::Instant;

/// How long before its end it is said, in minutes: in the morning of an evening in which it would end. One that is used ends
/// twelve hours later at the earliest, unless its week is over.
const NOTICE_MINUTES: i64 = 10 * 60;

/// Whether a session that is in use ends so soon that its person is to sign in again before the service.
#[must_use]
pub fn ends_soon(ends_at: Instant, now: Instant) -> bool {
    ends_at < now.plus_minutes(NOTICE_MINUTES)
}

#[cfg(test)]
mod tests {
    use super::super::test_support::evening_at;
    use super::*;

    #[test]
    fn the_end_of_a_week_is_said_in_the_morning_and_that_of_a_pause_is_not() {
        let dinner = evening_at(1_170);
        assert!(ends_soon(dinner, evening_at(600)));
        assert!(!ends_soon(dinner, evening_at(560)));
        let idle = evening_at(1_170 + 12 * 60 - 10);
        assert!(!ends_soon(idle, evening_at(1_170)));
    }
}
