//! Formats from tables, for native tests, where there is no `Intl`. Only the widget's own languages are in them.

use shared::money::Money;
use shared::time::{Day, Minutes};

use super::Formats;
use super::format::decimal;

/// The regions where English has the clock of twelve hours; where none is named, America is meant.
const TWELVE_HOURS: [&str; 7] = ["en", "en-US", "en-CA", "en-AU", "en-NZ", "en-IN", "en-PH"];

/// Names and patterns of one language, as `Intl` of the Unicode CLDR has them.
struct Names {
    language: &'static str,
    /// From Monday on.
    weekdays: [&'static str; 7],
    months: [&'static str; 12],
    short_months: [&'static str; 12],
    /// How many letters of a weekday's name are its short form, and what ends it.
    short_weekday: (usize, &'static str),
    /// The separators after the weekday, after the date, and between month and year.
    between: [&'static str; 3],
}

/// The languages; the first is for readers of none of them.
const LANGUAGES: [Names; 6] = [
    Names {
        language: "en",
        weekdays: [
            "Monday",
            "Tuesday",
            "Wednesday",
            "Thursday",
            "Friday",
            "Saturday",
            "Sunday",
        ],
        months: [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        short_months: [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ],
        short_weekday: (3, ""),
        between: [",", "", " "],
    },
    Names {
        language: "de",
        weekdays: [
            "Montag",
            "Dienstag",
            "Mittwoch",
            "Donnerstag",
            "Freitag",
            "Samstag",
            "Sonntag",
        ],
        months: [
            "Januar",
            "Februar",
            "März",
            "April",
            "Mai",
            "Juni",
            "Juli",
            "August",
            "September",
            "Oktober",
            "November",
            "Dezember",
        ],
        short_months: [
            "Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez",
        ],
        short_weekday: (2, ""),
        between: [",", ".", " "],
    },
    Names {
        language: "fr",
        weekdays: [
            "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
        ],
        months: [
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ],
        short_months: [
            "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
        ],
        short_weekday: (3, "."),
        between: ["", "", " "],
    },
    Names {
        language: "it",
        weekdays: [
            "lunedì",
            "martedì",
            "mercoledì",
            "giovedì",
            "venerdì",
            "sabato",
            "domenica",
        ],
        months: [
            "gennaio",
            "febbraio",
            "marzo",
            "aprile",
            "maggio",
            "giugno",
            "luglio",
            "agosto",
            "settembre",
            "ottobre",
            "novembre",
            "dicembre",
        ],
        short_months: [
            "gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic",
        ],
        short_weekday: (3, ""),
        between: ["", "", " "],
    },
    Names {
        language: "es",
        weekdays: [
            "lunes",
            "martes",
            "miércoles",
            "jueves",
            "viernes",
            "sábado",
            "domingo",
        ],
        months: [
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre",
        ],
        short_months: [
            "ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic",
        ],
        short_weekday: (3, ""),
        between: [",", " de", " de "],
    },
    Names {
        language: "nl",
        weekdays: [
            "maandag",
            "dinsdag",
            "woensdag",
            "donderdag",
            "vrijdag",
            "zaterdag",
            "zondag",
        ],
        months: [
            "januari",
            "februari",
            "maart",
            "april",
            "mei",
            "juni",
            "juli",
            "augustus",
            "september",
            "oktober",
            "november",
            "december",
        ],
        short_months: [
            "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec",
        ],
        short_weekday: (2, ""),
        between: ["", "", " "],
    },
];

/// Writes as one of the widget's languages does.
pub struct Tables {
    names: &'static Names,
    has_twelve_hours: bool,
    is_american: bool,
}

impl Tables {
    /// Tables for a language's tag; English for any that has none.
    #[must_use]
    pub fn new(language: &str) -> Self {
        let primary = language.split('-').next().unwrap_or_default();
        let names = LANGUAGES.iter().find(|names| names.language == primary);
        Self {
            names: names.unwrap_or(&LANGUAGES[0]),
            has_twelve_hours: TWELVE_HOURS.contains(&language) || names.is_none(),
            is_american: language == "en-US",
        }
    }

    fn month_of(names: &[&'static str; 12], month: u32) -> &'static str {
        names[(month.clamp(1, 12) - 1) as usize]
    }
}

impl Formats for Tables {
    fn day(&self, day: Day) -> String {
        let (year, month, date) = day.ymd();
        let (weekday, month) = (self.weekday(day), Self::month_of(&self.names.months, month));
        let [after_weekday, after_date, before_year] = self.names.between;
        format!("{weekday}{after_weekday} {date}{after_date} {month}{before_year}{year}")
    }

    fn short_day(&self, day: Day) -> String {
        let (_, month, date) = day.ymd();
        let (weekday, month) = (
            self.short_weekday(day),
            Self::month_of(&self.names.short_months, month),
        );
        let (after_weekday, after_date) = match self.names.language {
            "de" => ("", "."),
            "es" => (",", ""),
            _ => ("", ""),
        };
        format!("{weekday}{after_weekday} {date}{after_date} {month}")
    }

    fn month(&self, month: Day) -> String {
        let (year, month, _) = month.ymd();
        let [.., before_year] = self.names.between;
        format!("{}{before_year}{year}", Self::month_of(&self.names.months, month))
    }

    fn weekday(&self, day: Day) -> String {
        self.names.weekdays[day.weekday().num_days_from_monday() as usize].to_owned()
    }

    fn short_weekday(&self, day: Day) -> String {
        let (count, end) = self.names.short_weekday;
        self.weekday(day).chars().take(count).chain(end.chars()).collect()
    }

    fn time(&self, minutes: Minutes) -> String {
        let (hour, minute) = minutes.clock();
        if !self.has_twelve_hours {
            return format!("{hour:02}:{minute:02}");
        }
        let half = if hour < 12 { "AM" } else { "PM" };
        format!("{}:{minute:02} {half}", (hour + 11) % 12 + 1)
    }

    fn money(&self, money: Money) -> String {
        let number = decimal(money);
        let number = number.strip_suffix(".00").unwrap_or(&number);
        let currency = money.currency();
        match (self.names.language, currency.code()) {
            ("en", "EUR") => format!("€{number}"),
            ("en", code) => format!("{code} {number}"),
            ("nl", "EUR") => format!("€ {}", number.replace('.', ",")),
            ("nl", code) => format!("{code} {}", number.replace('.', ",")),
            (_, "EUR") => format!("{} €", number.replace('.', ",")),
            (_, code) => format!("{} {code}", number.replace('.', ",")),
        }
    }

    fn first_weekday(&self) -> u8 {
        if self.is_american { 6 } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use shared::money::Currency;

    use super::*;

    /// The output of Node 22's `Intl`, but for the points of German short forms and the blanks before a currency.
    #[test]
    fn every_language_writes_as_intl_does() {
        let (day, spring) = (
            Day::parse("2026-11-27").unwrap(),
            Day::parse("2026-03-01").unwrap(),
        );
        let money = Money::new(5850, Currency::EUR).unwrap();
        for (tag, written) in [
            (
                "en-GB",
                [
                    "Friday, 27 November 2026",
                    "Fri 27 Nov",
                    "March 2026",
                    "Sun 1 Mar",
                    "19:00",
                    "€58.50",
                ],
            ),
            (
                "de",
                [
                    "Freitag, 27. November 2026",
                    "Fr 27. Nov",
                    "März 2026",
                    "So 1. Mär",
                    "19:00",
                    "58,50 €",
                ],
            ),
            (
                "fr",
                [
                    "vendredi 27 novembre 2026",
                    "ven. 27 nov.",
                    "mars 2026",
                    "dim. 1 mars",
                    "19:00",
                    "58,50 €",
                ],
            ),
            (
                "it",
                [
                    "venerdì 27 novembre 2026",
                    "ven 27 nov",
                    "marzo 2026",
                    "dom 1 mar",
                    "19:00",
                    "58,50 €",
                ],
            ),
            (
                "es",
                [
                    "viernes, 27 de noviembre de 2026",
                    "vie, 27 nov",
                    "marzo de 2026",
                    "dom, 1 mar",
                    "19:00",
                    "58,50 €",
                ],
            ),
            (
                "nl-BE",
                [
                    "vrijdag 27 november 2026",
                    "vr 27 nov",
                    "maart 2026",
                    "zo 1 mrt",
                    "19:00",
                    "€ 58,50",
                ],
            ),
        ] {
            let tables = Tables::new(tag);
            let found = [
                tables.day(day),
                tables.short_day(day),
                tables.month(spring),
                tables.short_day(spring),
                tables.time(Minutes::parse(1140).unwrap()),
                tables.money(money),
            ];
            assert_eq!(found, written, "{tag}");
        }
    }
}
