//! Days of the calendar, minutes of a day, and the instants they stand for in a venue's time zone. There is no clock here:
//! the current time is always an argument.
//!
//! A slot is named by a day and minutes after that day's local midnight *as the clock on the wall
//! shows it*: 1140 is 19:00 even if the clocks changed in the night, and 1500 is 01:00 of the following
//! day. How long a party stays is elapsed time. So spans are laid out as [`Instant`]s, never as
//! differences of minutes.

use std::fmt;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::validation::FieldCode;

#[cfg(feature = "zones")]
mod zone;

#[cfg(feature = "zones")]
pub use zone::{Change, Resolved, TimeZone};

/// A day of the calendar, `YYYY-MM-DD`, from 2000 to 2199. The bounds keep every sum of days and minutes within range.
///
/// ```
/// use shared::time::Day;
/// use shared::validation::FieldCode;
///
/// # fn main() -> Result<(), FieldCode> {
/// let day = Day::parse("2028-02-28")?;
/// assert_eq!(day.plus(1).map(Day::ymd), Some((2028, 2, 29)));
/// assert_eq!(day.since(Day::parse("2028-01-01")?), 58);
/// assert_eq!(day.through(day.last_of_month()).count(), 2);
/// assert_eq!(Day::parse("2027-02-29"), Err(FieldCode::InvalidDay));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "requests", derive(deserr::Deserr))]
#[cfg_attr(feature = "requests", deserr(error = crate::validation::FieldErrors, try_from(String) = Self::try_from -> FieldCode))]
#[serde(try_from = "String", into = "String")]
pub struct Day(NaiveDate);

impl Day {
    /// The first day that can be named.
    pub const MIN: Self = Self(match NaiveDate::from_ymd_opt(2000, 1, 1) {
        Some(date) => date,
        None => NaiveDate::MIN,
    });
    /// The last day that can be named.
    pub const MAX: Self = Self(match NaiveDate::from_ymd_opt(2199, 12, 31) {
        Some(date) => date,
        None => NaiveDate::MIN,
    });

    /// Takes exactly `YYYY-MM-DD`; anything else, and days that do not exist, are
    /// [`FieldCode::InvalidDay`].
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let bytes = text.as_bytes();
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = bytes else {
            return Err(FieldCode::InvalidDay);
        };
        let number = |digits: &[&u8]| {
            digits.iter().try_fold(0u32, |sum, digit| {
                digit
                    .is_ascii_digit()
                    .then(|| sum * 10 + u32::from(**digit - b'0'))
            })
        };
        let (year, month, day) = (number(&[y1, y2, y3, y4]), number(&[m1, m2]), number(&[d1, d2]));
        let (Some(year), Some(month), Some(day)) = (year, month, day) else {
            return Err(FieldCode::InvalidDay);
        };
        i32::try_from(year)
            .ok()
            .and_then(|year| Self::from_ymd(year, month, day))
            .ok_or(FieldCode::InvalidDay)
    }

    /// The day of these numbers, if it exists and is in range.
    #[must_use]
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).and_then(Self::from_date)
    }

    /// The day of chrono's date, if it is in range.
    #[must_use]
    pub fn from_date(date: NaiveDate) -> Option<Self> {
        let day = Self(date);
        (Self::MIN..=Self::MAX).contains(&day).then_some(day)
    }

    /// As chrono's date.
    #[must_use]
    pub fn date(self) -> NaiveDate {
        self.0
    }

    /// Year, month (1 to 12) and day of the month (1 to 31).
    #[must_use]
    pub fn ymd(self) -> (i32, u32, u32) {
        (self.0.year(), self.0.month(), self.0.day())
    }

    /// The weekday.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        self.0.weekday()
    }

    /// `count` days later, none past [`Day::MAX`].
    #[must_use]
    pub fn plus(self, count: u32) -> Option<Self> {
        self.0
            .checked_add_days(Days::new(count.into()))
            .and_then(Self::from_date)
    }

    /// `count` days earlier, none before [`Day::MIN`].
    #[must_use]
    pub fn minus(self, count: u32) -> Option<Self> {
        self.0
            .checked_sub_days(Days::new(count.into()))
            .and_then(Self::from_date)
    }

    /// Days from `earlier` to this day; negative if it is later.
    #[must_use]
    pub fn since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).num_days()
    }

    /// The days from this one to `last`, both included; none if `last` is earlier.
    pub fn through(self, last: Self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |day| day.plus(1)).take_while(move |day| *day <= last)
    }

    /// The first day of this day's month.
    #[must_use]
    pub fn first_of_month(self) -> Self {
        Self(self.0.with_day(1).unwrap_or(self.0))
    }

    /// The last day of this day's month.
    #[must_use]
    pub fn last_of_month(self) -> Self {
        (28..=31)
            .rev()
            .find_map(|day| self.0.with_day(day))
            .map_or(self, Self)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(formatter, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl TryFrom<String> for Day {
    type Error = FieldCode;

    fn try_from(text: String) -> Result<Self, FieldCode> {
        Self::parse(&text)
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

/// Minutes after a day's local midnight, as the clock on the wall shows them, from 0 to 2879: 1140 is 19:00, and 1500 is
/// 01:00 of the following day, which guests still call "tonight".
///
/// ```
/// use shared::time::Minutes;
/// use shared::validation::FieldCode;
///
/// # fn main() -> Result<(), FieldCode> {
/// assert_eq!(Minutes::parse(1_140)?.clock(), (19, 0));
/// assert!(Minutes::parse(1_500)?.is_next_day());
/// assert_eq!(Minutes::parse(2_880), Err(FieldCode::OutOfRange));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "requests", derive(deserr::Deserr))]
#[cfg_attr(feature = "requests", deserr(error = crate::validation::FieldErrors, try_from(i64) = Self::parse -> FieldCode))]
#[serde(try_from = "i64", into = "i64")]
pub struct Minutes(u16);

impl Minutes {
    /// The minutes of one day.
    pub const DAY: u16 = 1440;
    /// The largest: the last minute of the following day.
    pub const MAX: Self = Self(2 * Self::DAY - 1);

    /// Takes 0 to 2879; anything else is [`FieldCode::OutOfRange`].
    pub fn parse(number: i64) -> Result<Self, FieldCode> {
        u16::try_from(number)
            .ok()
            .filter(|minutes| *minutes <= Self::MAX.0)
            .map(Self)
            .ok_or(FieldCode::OutOfRange)
    }

    /// Takes the number as a text of a query.
    #[cfg(feature = "requests")]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "deserr hands over the text that it has read"
    )]
    pub(crate) fn parse_text(text: String) -> Result<Self, FieldCode> {
        let is_digits = text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.parse().ok().filter(|_| is_digits);
        number.ok_or(FieldCode::WrongType).and_then(Self::parse)
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> u16 {
        self.0
    }

    /// Hour (0 to 23) and minute as a clock shows them.
    #[must_use]
    pub fn clock(self) -> (u16, u16) {
        (self.0 / 60 % 24, self.0 % 60)
    }

    /// Whether this is on the following day.
    #[must_use]
    pub fn is_next_day(self) -> bool {
        self.0 >= Self::DAY
    }
}

impl fmt::Debug for Minutes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute) = self.clock();
        write!(
            formatter,
            "{hour:02}:{minute:02}{}",
            if self.is_next_day() { "+1" } else { "" }
        )
    }
}

impl TryFrom<i64> for Minutes {
    type Error = FieldCode;

    fn try_from(number: i64) -> Result<Self, FieldCode> {
        Self::parse(number)
    }
}

impl From<Minutes> for i64 {
    fn from(minutes: Minutes) -> Self {
        Self::from(minutes.0)
    }
}

/// A point in time, in whole seconds since 1970-01-01T00:00:00Z; RFC 3339 in UTC on the wire.
///
/// ```
/// use shared::time::Instant;
///
/// let start = Instant::from_unix(1_796_148_000);
/// assert_eq!(start.to_string(), "2026-12-01T18:00:00Z");
/// assert_eq!(start.plus_minutes(90).to_string(), "2026-12-01T19:30:00Z");
/// assert_eq!(Instant::try_from("2026-12-01T19:00:00+01:00".to_owned()), Ok(start));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "requests", derive(deserr::Deserr))]
#[cfg_attr(feature = "requests", deserr(error = crate::validation::FieldErrors, try_from(String) = Self::try_from -> FieldCode))]
#[serde(try_from = "String", into = "String")]
pub struct Instant(i64);

impl Instant {
    /// The instant `seconds` after the Unix epoch.
    #[must_use]
    pub const fn from_unix(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Seconds after the Unix epoch.
    #[must_use]
    pub const fn unix(self) -> i64 {
        self.0
    }

    /// `minutes` of elapsed time later.
    #[must_use]
    pub const fn plus_minutes(self, minutes: i64) -> Self {
        self.plus_seconds(minutes * 60)
    }

    /// `seconds` of elapsed time later.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0 + seconds)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = chrono::DateTime::from_timestamp(self.0, 0).unwrap_or_default();
        write!(formatter, "{:?}Z", time.naive_utc())
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl TryFrom<String> for Instant {
    type Error = FieldCode;

    fn try_from(text: String) -> Result<Self, FieldCode> {
        chrono::DateTime::parse_from_rfc3339(&text)
            .map(|time| Self(time.timestamp()))
            .map_err(|_| FieldCode::Invalid)
    }
}

impl From<Instant> for String {
    fn from(instant: Instant) -> Self {
        instant.to_string()
    }
}

#[cfg(test)]
#[path = "time_tests.rs"]
mod tests;
