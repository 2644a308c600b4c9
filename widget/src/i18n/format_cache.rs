//! Memoised formats. The edge sends its cache along with the first screen, so that hydration writes the same days and
//! prices even where the browser's `Intl` would write others.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use shared::money::Money;
use shared::time::{Day, Minutes};

use super::Formats;

/// Formatted texts by key: a letter for the format, then the value.
pub type CachedFormats = BTreeMap<String, String>;

/// Formats that cache every text they have written.
pub struct FormatCache<F> {
    formats: F,
    cached: Mutex<CachedFormats>,
}

impl<F: Formats> FormatCache<F> {
    /// Formats with these texts in the cache.
    #[must_use]
    pub fn new(formats: F, cached: CachedFormats) -> Self {
        Self {
            formats,
            cached: Mutex::new(cached),
        }
    }

    /// All texts written so far.
    #[must_use]
    pub fn cached(&self) -> CachedFormats {
        self.cached.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn of(&self, form: &str, value: &str, write: &dyn Fn(&F) -> String) -> String {
        let mut cached = self.cached.lock().unwrap_or_else(PoisonError::into_inner);
        cached
            .entry([form, value].concat())
            .or_insert_with(|| write(&self.formats))
            .clone()
    }
}

impl<F: Formats> Formats for FormatCache<F> {
    fn day(&self, day: Day) -> String {
        self.of("d", &day.to_string(), &|formats| formats.day(day))
    }

    fn short_day(&self, day: Day) -> String {
        self.of("s", &day.to_string(), &|formats| formats.short_day(day))
    }

    fn month(&self, month: Day) -> String {
        self.of("m", &month.to_string(), &|formats| formats.month(month))
    }

    fn weekday(&self, day: Day) -> String {
        let number = day.weekday().num_days_from_monday().to_string();
        self.of("w", &number, &|formats| formats.weekday(day))
    }

    fn short_weekday(&self, day: Day) -> String {
        let number = day.weekday().num_days_from_monday().to_string();
        self.of("h", &number, &|formats| formats.short_weekday(day))
    }

    fn time(&self, minutes: Minutes) -> String {
        self.of("t", &minutes.get().to_string(), &|formats| formats.time(minutes))
    }

    fn money(&self, money: Money) -> String {
        let value = [money.currency().code(), &money.amount().to_string()].concat();
        self.of("p", &value, &|formats| formats.money(money))
    }

    fn first_weekday(&self) -> u8 {
        let written = self.of("f", "", &|formats| formats.first_weekday().to_string());
        written.parse().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Tables;

    #[test]
    fn what_was_written_elsewhere_is_not_written_anew() {
        let day = Day::parse("2026-11-27").unwrap();
        let edge = FormatCache::new(Tables::new("de"), CachedFormats::new());
        assert_eq!(edge.day(day), "Freitag, 27. November 2026");
        assert_eq!(edge.time(Minutes::parse(1140).unwrap()), "19:00");
        let browser = FormatCache::new(Tables::new("en"), edge.cached());
        assert_eq!(browser.day(day), "Freitag, 27. November 2026");
        assert_eq!(browser.time(Minutes::parse(1140).unwrap()), "19:00");
        assert_eq!(browser.time(Minutes::parse(1155).unwrap()), "7:15 PM");
    }
}
