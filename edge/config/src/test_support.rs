//! A small venue for tests: two rooms, seven tables, two combinations, and experiences to vary. Test code alone, behind
//! the feature `test-support`.

#![expect(
    clippy::missing_panics_doc,
    clippy::unwrap_used,
    reason = "test code: a fixture that is not what it should be fails its test"
)]

use serde_json::{Value, json};
use shared::money::Currency;
use shared::party::Attendees;
use shared::time::{Day, TimeZone};

use crate::VenueSettings;
use crate::engine::EngineSettings;
use crate::plan::{Fault, Plan};

/// A day from its text, such as `2026-11-27`.
#[must_use]
pub fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// A party of this size.
#[must_use]
pub fn party(size: u8) -> Attendees {
    Attendees::parse(size.into()).unwrap()
}

/// The time zone of this name.
#[must_use]
pub fn zone(name: &str) -> TimeZone {
    TimeZone::parse(name).unwrap()
}

fn table(id: &str, min: u8, max: u8) -> Value {
    json!({
        "id": id, "name": id.to_uppercase(), "minPartySize": min, "maxPartySize": max,
        "type": "rect_four", "x": 0, "y": 0,
    })
}

/// The engine section of a venue's settings:
/// - `hall` has `h2a` and `h2b` (1–2), `h4a` and `h4b` (2–4), `h6` (4–6); `h4a-h4b` seats 5–8;
/// - `garden` has `g2a` and `g2b` (1–2, kind `outside`); `g2a-g2b` seats 3–4;
/// - `dinner` is served every day from 18:00 to 22:00 each half-hour, 1–8 guests, two hours, in
///   every room, up to 60 days ahead.
#[must_use]
pub fn engine_settings() -> Value {
    let mut outside = [table("g2a", 1, 2), table("g2b", 1, 2)];
    for table in &mut outside {
        table["categories"] = json!(["outside"]);
    }
    json!({
        "horizonDays": 60,
        "categories": [{ "id": "outside", "name": { "en": "Outside" } }],
        "rooms": [{
            "id": "hall", "name": { "en": "Hall" }, "sortIndex": 0,
            "tables": [
                table("h2a", 1, 2), table("h2b", 1, 2), table("h4a", 2, 4), table("h4b", 2, 4), table("h6", 4, 6),
            ],
            "combinations": [
                { "id": "h4a-h4b", "tableIds": ["h4a", "h4b"], "minPartySize": 5, "maxPartySize": 8 },
            ],
        }, {
            "id": "garden", "name": { "en": "Garden" }, "sortIndex": 1,
            "tables": outside,
            "combinations": [
                { "id": "g2a-g2b", "tableIds": ["g2a", "g2b"], "minPartySize": 3, "maxPartySize": 4 },
            ],
        }],
        "experiences": [dinner()],
    })
}

/// The settings of a whole venue around [`engine_settings`], with every section that a manager and an operator share.
#[must_use]
pub fn venue_settings() -> VenueSettings {
    let settings = json!({
        "id": "linde", "name": "Linde", "timeZone": "Europe/Vienna", "currency": "EUR", "locales": ["en"],
        "origins": ["https://linde.example"], "staffKey": "LINDE_STAFF_KEY",
        "guestFields": { "email": "optional", "phone": "optional", "defaultCountry": "AT" },
        "payments": {
            "adapter": "stripe", "secretKey": "LINDE_STRIPE_KEY", "webhookSecret": "LINDE_STRIPE_WEBHOOK",
            "publishableKey": "pk_test_1",
        },
        "mail": { "adapter": "send_email", "from": "table@linde.example", "site": "https://book.example" },
        "giftCards": { "templates": [{ "id": "plain", "name": { "en": "Plain" }, "amounts": [5000] }] },
        "waitlist": {},
        "engine": engine_settings(),
    });
    serde_json::from_value(settings).unwrap()
}

fn dinner() -> Value {
    json!({
        "id": "dinner", "name": { "en": "Dinner" }, "shorthand": "DIN",
        "shortDescription": { "en": "Four courses" }, "descriptionHtml": { "en": "<p>Four courses</p>" },
        "isDefault": true, "attendees": { "min": 1, "max": 8 }, "confirmation": "instant",
        "slotIntervalMinutes": 30, "durations": [{ "upTo": 8, "minutes": 120 }],
        "periods": [{
            "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
            "firstMinutes": 1080, "lastMinutes": 1320,
        }],
    })
}

/// Another experience like `dinner`, under its own id.
#[must_use]
pub fn experience(id: &str) -> Value {
    let mut experience = dinner();
    experience["id"] = json!(id);
    experience["isDefault"] = json!(false);
    experience
}

/// The settings with values changed at JSON pointers; `-` adds to a list.
#[must_use]
pub fn with<const N: usize>(mut settings: Value, changes: [(&str, Value); N]) -> Value {
    for (pointer, value) in changes {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        match settings.pointer_mut(parent).unwrap() {
            Value::Array(list) if key == "-" => list.push(value),
            Value::Array(list) => list[key.parse::<usize>().unwrap()] = value,
            object => object[key] = value,
        }
    }
    settings
}

/// The plan of these settings in this time zone, or their faults.
pub fn build(settings: Value, zone_name: &str) -> Result<Plan, Vec<Fault>> {
    let settings: EngineSettings = serde_json::from_value(settings).unwrap();
    Plan::build(&settings, zone(zone_name), Currency::EUR)
}

/// The plan of these settings in Vienna.
#[must_use]
pub fn plan(settings: Value) -> Plan {
    build(settings, "Europe/Vienna").unwrap()
}
