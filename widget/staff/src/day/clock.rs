//! The venue's clock, reckoned from the device's, whose time and zone may be wrong.

use shared::staff_day::StaffDay;
use shared::time::{Day, Instant};

/// Days from 1970-01-01 to [`Day::MIN`].
const EPOCH_DAYS: i64 = 10_957;

/// The minutes of a day.
const DAY_MINUTES: i64 = 1_440;

/// The difference between the venue's clock and the device's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// The seconds by which the server is ahead of the device.
    ahead_seconds: i64,
    /// The minutes by which the venue's clock is ahead of UTC.
    utc_offset_minutes: i64,
}

impl Clock {
    /// The clock by an answer that was received when the device showed `device`.
    #[must_use]
    pub fn of(answer: &StaffDay, device: Instant) -> Self {
        Self {
            ahead_seconds: answer.now.unix() - device.unix(),
            utc_offset_minutes: i64::from(answer.utc_offset_minutes),
        }
    }

    /// The instant at which the device shows `device`.
    #[must_use]
    pub const fn now(self, device: Instant) -> Instant {
        device.plus_seconds(self.ahead_seconds)
    }

    /// The instant of these minutes after the midnight of `day`. In the two nights in which clocks change it is an hour off after
    /// the change.
    #[must_use]
    pub fn instant(self, day: Day, minutes: i64) -> Instant {
        let midnight = (EPOCH_DAYS + day.since(Day::MIN)) * DAY_MINUTES;
        Instant::from_unix((midnight + minutes - self.utc_offset_minutes) * 60)
    }

    /// The minutes after the midnight of `day` in the venue's local time; negative before it.
    #[must_use]
    pub fn minutes(self, day: Day, at: Instant) -> i64 {
        let midnight = (EPOCH_DAYS + day.since(Day::MIN)) * DAY_MINUTES;
        at.unix().div_euclid(60) + self.utc_offset_minutes - midnight
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{at, day, evening_of};
    use super::*;

    #[test]
    fn a_wrong_device_shows_the_venues_time() {
        let answer = evening_of(Vec::new());
        // The answer is of 18:00 in Vienna; the device is seven minutes slow.
        let clock = Clock::of(&answer, at("2026-11-27T16:53:00Z"));
        assert_eq!(clock.now(at("2026-11-27T16:54:00Z")), at("2026-11-27T17:01:00Z"));
        assert_eq!(
            clock.minutes(day("2026-11-27"), at("2026-11-27T17:01:00Z")),
            18 * 60 + 1
        );
    }

    #[test]
    fn an_instant_has_its_minutes_back() {
        let clock = Clock::of(&evening_of(Vec::new()), at("2026-11-27T17:00:00Z"));
        let evening = day("2026-11-27");
        for minutes in [-30, 0, 18 * 60 + 1, 25 * 60] {
            assert_eq!(clock.minutes(evening, clock.instant(evening, minutes)), minutes);
        }
    }

    #[test]
    fn after_midnight_the_evening_goes_on_and_before_it_the_minutes_are_negative() {
        let clock = Clock::of(&evening_of(Vec::new()), at("2026-11-27T17:00:00Z"));
        assert_eq!(
            clock.minutes(day("2026-11-27"), at("2026-11-27T23:30:00Z")),
            24 * 60 + 30
        );
        assert_eq!(clock.minutes(day("2026-11-28"), at("2026-11-27T22:30:00Z")), -30);
    }
}
