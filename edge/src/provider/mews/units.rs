//! Time units of a service, and the starts of stays among them. Pure.
//!
//! A unit is an hour and is named by its start in UTC; Mews names them so, and its answers list them. Inferred: hours begin
//! where the property's clocks show full hours, so that in a zone with half an hour they begin half past in UTC, and a
//! local midnight is the start of a unit. Hours are elapsed time: one that the clocks show twice in October is two units,
//! and one that they leave out in March is none.

use config::mews::ServiceExperience;
use shared::time::{Day, Instant, Minutes, TimeZone};

/// The length of a time unit, in seconds.
pub const HOUR: i64 = 3_600;

/// How far the limits of a stay are from those of its units, in seconds: positive is later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Offsets {
    /// From the start of the first unit.
    pub start: i64,
    /// From the end of the last unit.
    pub end: i64,
}

/// The time of a stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stay {
    /// Its start.
    pub start: Instant,
    /// Its end.
    pub end: Instant,
}

impl Stay {
    /// The stay that begins at this instant and takes so many units.
    #[must_use]
    pub fn beginning(start: Instant, units: u8, offsets: Offsets) -> Self {
        let length = i64::from(units) * HOUR - offsets.start + offsets.end;
        Self {
            start,
            end: start.plus_seconds(length),
        }
    }

    /// How long it is, in minutes.
    #[must_use]
    pub fn minutes(self) -> u16 {
        let seconds = self.end.unix() - self.start.unix();
        u16::try_from(seconds / 60).unwrap_or_default()
    }

    /// The time from the start of its first unit to the end of its last.
    #[must_use]
    pub fn in_units(self, offsets: Offsets) -> Self {
        Self {
            start: self.start.plus_seconds(-offsets.start),
            end: self.end.plus_seconds(-offsets.end),
        }
    }

    /// Whether it takes a resource in the unit that begins at this instant.
    #[must_use]
    pub fn takes(self, unit: Instant) -> bool {
        self.start < unit.plus_seconds(HOUR) && unit < self.end
    }
}

/// The first instant of a local day; none where it cannot be resolved. Clocks are put forward over midnight in some zones: then
/// the day begins when they show the next full half-hour.
#[must_use]
pub fn day_start(zone: &TimeZone, day: Day) -> Option<Instant> {
    [0, 30, 60, 120].into_iter().find_map(|minutes| {
        let minutes = Minutes::parse(minutes).ok()?;
        zone.resolve(day, minutes).instant()
    })
}

/// The first and the last unit that the stays of these days may take.
#[must_use]
pub fn range(
    zone: &TimeZone,
    (from, to): (Day, Day),
    experience: &ServiceExperience,
) -> Option<(Instant, Instant)> {
    let past_midnight = experience.last_minutes.saturating_sub(Minutes::DAY - 60) / 60;
    let after = i64::from(past_midnight) + i64::from(experience.units) - 1;
    let midnight = day_start(zone, to.plus(1)?)?;
    // A morning that has an hour twice is an hour longer than its clocks say.
    let has_twice = day_start(zone, to.plus(2)?)?.unix() - midnight.unix() > 24 * HOUR;
    let twice = i64::from(has_twice && past_midnight > 0);
    let last = midnight.plus_seconds((after + twice - 1) * HOUR);
    Some((day_start(zone, from)?, last))
}

/// The day and the minutes by which a start is named at an experience: one after midnight is of the evening before, as far
/// as that goes on. None outside its hours.
#[must_use]
pub fn place(zone: &TimeZone, experience: &ServiceExperience, start: Instant) -> Option<(Day, Minutes)> {
    let (day, minutes) = zone.local(start)?;
    let hours = experience.first_minutes..=experience.last_minutes;
    if hours.contains(&minutes.get()) {
        return Some((day, minutes));
    }
    let of_evening = minutes.get() + Minutes::DAY;
    let of_evening = Minutes::parse(of_evening.into()).ok()?;
    let is_of_evening = hours.contains(&of_evening.get());
    Some((day.minus(1)?, of_evening)).filter(|_| is_of_evening)
}

#[cfg(test)]
#[path = "units_tests.rs"]
mod tests;
