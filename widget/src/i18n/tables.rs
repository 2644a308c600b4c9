//! Days, times and money written from tables of our own, where there is no Intl: on the edge and in
//! tests. It must not know any language but those the widget speaks.

use shared::money::Money;
use shared::time::{Day, Minutes};

use super::Formats;
use super::format::decimal;

/// The regions where English has the clock of twelve hours; where none is named, America is meant.
const TWELVE_HOURS: [&str; 7] = ["en", "en-US", "en-CA", "en-AU", "en-NZ", "en-IN", "en-PH"];

/// Writes as English or German do.
pub struct Tables {
    is_german: bool,
    has_twelve_hours: bool,
    is_american: bool,
}

const WEEKDAYS: [[&str; 2]; 7] = [
    ["Monday", "Montag"],
    ["Tuesday", "Dienstag"],
    ["Wednesday", "Mittwoch"],
    ["Thursday", "Donnerstag"],
    ["Friday", "Freitag"],
    ["Saturday", "Samstag"],
    ["Sunday", "Sonntag"],
];

const MONTHS: [[&str; 2]; 12] = [
    ["January", "Januar"],
    ["February", "Februar"],
    ["March", "März"],
    ["April", "April"],
    ["May", "Mai"],
    ["June", "Juni"],
    ["July", "Juli"],
    ["August", "August"],
    ["September", "September"],
    ["October", "Oktober"],
    ["November", "November"],
    ["December", "Dezember"],
];

impl Tables {
    /// Tables for a language's tag; English for any that has none.
    #[must_use]
    pub fn new(language: &str) -> Self {
        Self {
            is_german: language.starts_with("de"),
            has_twelve_hours: TWELVE_HOURS.contains(&language) || !language.starts_with("en"),
            is_american: language == "en-US",
        }
    }

    fn pick<'a>(&self, pair: [&'a str; 2]) -> &'a str {
        pair[usize::from(self.is_german)]
    }

    fn month_name(&self, month: u32) -> &'static str {
        self.pick(MONTHS[(month.clamp(1, 12) - 1) as usize])
    }

    fn weekday_name(&self, day: Day) -> &'static str {
        self.pick(WEEKDAYS[day.weekday().num_days_from_monday() as usize])
    }
}

fn head(text: &str, count: usize) -> String {
    text.chars().take(count).collect()
}

impl Formats for Tables {
    fn day(&self, day: Day) -> String {
        let (year, month, date) = day.ymd();
        let (weekday, month) = (self.weekday_name(day), self.month_name(month));
        let point = if self.is_german { "." } else { "" };
        format!("{weekday}, {date}{point} {month} {year}")
    }

    fn short_day(&self, day: Day) -> String {
        let (_, month, date) = day.ymd();
        let (weekday, month) = (self.short_weekday(day), head(self.month_name(month), 3));
        let point = if self.is_german { "." } else { "" };
        format!("{weekday} {date}{point} {month}")
    }

    fn month(&self, month: Day) -> String {
        let (year, month, _) = month.ymd();
        format!("{} {year}", self.month_name(month))
    }

    fn weekday(&self, day: Day) -> String {
        self.weekday_name(day).to_owned()
    }

    fn short_weekday(&self, day: Day) -> String {
        head(self.weekday_name(day), if self.is_german { 2 } else { 3 })
    }

    fn time(&self, minutes: Minutes) -> String {
        let (hour, minute) = minutes.clock();
        if self.is_german || !self.has_twelve_hours {
            return format!("{hour:02}:{minute:02}");
        }
        let half = if hour < 12 { "AM" } else { "PM" };
        format!("{}:{minute:02} {half}", (hour + 11) % 12 + 1)
    }

    fn money(&self, money: Money) -> String {
        let number = decimal(money);
        let number = number.strip_suffix(".00").unwrap_or(&number);
        let currency = money.currency();
        match (self.is_german, currency.code()) {
            (true, "EUR") => format!("{} €", number.replace('.', ",")),
            (true, code) => format!("{} {code}", number.replace('.', ",")),
            (false, "EUR") => format!("€{number}"),
            (false, code) => format!("{code} {number}"),
        }
    }

    fn first_weekday(&self) -> u8 {
        if self.is_american { 6 } else { 0 }
    }
}
