//! Formats by the JavaScript runtime's `Intl`. A civil day is formatted as midnight UTC in UTC, so that the device's
//! time zone has no influence.

use std::sync::OnceLock;

use js_sys::{JSON, Reflect};
use send_wrapper::SendWrapper;
use shared::money::Money;
use shared::time::{Day, Minutes};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::Formats;
use super::format::decimal;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type DateTimeFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(language: &str, options: &JsValue) -> Result<DateTimeFormat, JsValue>;
    #[wasm_bindgen(method)]
    fn format(this: &DateTimeFormat, milliseconds: f64) -> String;

    #[wasm_bindgen(js_namespace = Intl)]
    type NumberFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(language: &str, options: &JsValue) -> Result<NumberFormat, JsValue>;
    // A decimal number given as text is written as it stands, not as the nearest float.
    #[wasm_bindgen(method)]
    fn format(this: &NumberFormat, number: &str) -> String;

    #[wasm_bindgen(js_namespace = Intl)]
    type Locale;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(language: &str) -> Result<Locale, JsValue>;
    // Throws where there is none. Some engines have the older property instead, some neither.
    #[wasm_bindgen(method, catch, js_name = getWeekInfo)]
    fn get_week_info(this: &Locale) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, js_name = weekInfo)]
    fn week_info(this: &Locale) -> JsValue;
}

/// Writes in the way of one language and region.
pub struct Intl {
    tag: String,
    day: Dates,
    short_day: Dates,
    month: Dates,
    weekday: Dates,
    short_weekday: Dates,
    time: Dates,
}

/// A formatter, made when it first writes: most of what is shown was written before, and a phone takes ten milliseconds for each.
struct Dates {
    /// As members of a JSON object.
    options: &'static str,
    /// None where the browser knows none. Widgets live on the browser's one thread.
    made: OnceLock<Option<SendWrapper<DateTimeFormat>>>,
}

/// Days from 1970-01-01 to [`Day::MIN`].
const EPOCH_DAYS: i64 = 10_957;

impl Intl {
    /// Formats for a BCP 47 tag, its region included: `en-GB` writes other times than `en-US`.
    #[must_use]
    pub fn new(tag: &str) -> Self {
        Self {
            day: Dates::new(r#""weekday":"long","day":"numeric","month":"long","year":"numeric""#),
            short_day: Dates::new(r#""weekday":"short","day":"numeric","month":"short""#),
            month: Dates::new(r#""month":"long","year":"numeric""#),
            weekday: Dates::new(r#""weekday":"long""#),
            short_weekday: Dates::new(r#""weekday":"short""#),
            time: Dates::new(r#""hour":"numeric","minute":"2-digit""#),
            tag: tag.to_owned(),
        }
    }
}

impl Dates {
    fn new(options: &'static str) -> Self {
        let made = OnceLock::new();
        Self { options, made }
    }

    /// A day since 1970-01-01 and a time of it, for readers of the BCP 47 tag.
    fn write(&self, tag: &str, day: i64, minutes: u16) -> String {
        let minutes = day * i64::from(Minutes::DAY) + i64::from(minutes);
        // Well below 2^53 for every day there is.
        #[expect(clippy::cast_precision_loss, reason = "an instant of the years 1970 to 2199")]
        let milliseconds = (minutes * 60_000) as f64;
        let make = || {
            let options = JSON::parse(&["{\"timeZone\":\"UTC\",", self.options, "}"].concat()).ok()?;
            DateTimeFormat::new(tag, &options).ok().map(SendWrapper::new)
        };
        self.made
            .get_or_init(make)
            .as_ref()
            .map_or_else(String::new, |format| format.format(milliseconds))
    }
}

/// The weekday that a week begins with, in days after Monday, where the engine knows. Intl counts
/// weekdays from 1, a Monday.
fn first_weekday(tag: &str) -> Option<u8> {
    let locale = Locale::new(tag).ok()?;
    let week = locale.get_week_info().unwrap_or_else(|_| locale.week_info());
    let first = Reflect::get(&week, &JsValue::from_str("firstDay"))
        .ok()?
        .as_f64()?;
    (0..7).find(|day| f64::from(day + 1) >= first)
}

fn epoch_days(day: Day) -> i64 {
    EPOCH_DAYS + day.since(Day::MIN)
}

impl Formats for Intl {
    fn day(&self, day: Day) -> String {
        self.day.write(&self.tag, epoch_days(day), 0)
    }

    fn short_day(&self, day: Day) -> String {
        self.short_day.write(&self.tag, epoch_days(day), 0)
    }

    fn month(&self, month: Day) -> String {
        self.month.write(&self.tag, epoch_days(month), 0)
    }

    fn weekday(&self, day: Day) -> String {
        self.weekday.write(&self.tag, epoch_days(day), 0)
    }

    fn short_weekday(&self, day: Day) -> String {
        self.short_weekday.write(&self.tag, epoch_days(day), 0)
    }

    fn time(&self, minutes: Minutes) -> String {
        self.time.write(&self.tag, 0, minutes.get() % Minutes::DAY)
    }

    fn money(&self, money: Money) -> String {
        let options = [
            r#"{"style":"currency","trailingZeroDisplay":"stripIfInteger","currency":""#,
            money.currency().code(),
            r#""}"#,
        ]
        .concat();
        let number = decimal(money);
        JSON::parse(&options)
            .and_then(|options| NumberFormat::new(&self.tag, &options))
            .map_or_else(
                |_| [money.currency().code(), " ", &number].concat(),
                |format| format.format(&number),
            )
    }

    fn first_weekday(&self) -> u8 {
        first_weekday(&self.tag).unwrap_or_default()
    }
}
