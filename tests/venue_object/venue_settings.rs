//! The settings of the venue with one table.

use config::VenueSettings;
use serde_json::{Value, json};

use super::venue::AMOUNT;

/// Rate limits that no test reaches.
pub fn no_limits() -> Value {
    let limit = json!({ "perMinute": 10_000, "burst": 10_000 });
    json!({ "writes": limit, "lookUps": limit })
}

/// The settings for mail of a venue that writes letters.
pub fn mail() -> Value {
    json!({
        "adapter": "shown", "from": "linde@example.com", "restaurant": "table@example.com",
        "site": "https://book.example.com",
    })
}

/// The settings of a venue whose dinner is confirmed in this way, with deposits on the usual terms.
pub fn settings(confirmation: &str) -> VenueSettings {
    settings_with(
        confirmation,
        &json!({ "type": "deposit", "pricePerGuest": 3_400, "dueMinutes": 30, "refundMinutes": 1_440 }),
    )
}

/// The settings of one whose dinner is paid for on these terms.
pub fn settings_with(confirmation: &str, terms: &Value) -> VenueSettings {
    let settings = json!({
        "id": "linde", "name": "Linde", "timeZone": "Europe/Vienna", "currency": "EUR", "locales": ["en"],
        "guestFields": { "email": "optional", "phone": "optional", "defaultCountry": "AT" },
        "staffKey": "LINDE_STAFF",
        "payments": {
            "adapter": "stripe", "secretKey": "A", "webhookSecret": "B", "publishableKey": "pk_1",
        },
        "giftCards": { "templates": [{ "id": "plain", "name": { "en": "Plain" }, "amounts": [2_000, AMOUNT, 10_000] }] },
        "waitlist": {}, "limits": no_limits(),
        "engine": {
            "horizonDays": 30,
            "rooms": [{
                "id": "hall", "name": { "en": "Hall" }, "sortIndex": 0,
                "tables": [{
                    "id": "t1", "name": "1", "minPartySize": 1, "maxPartySize": 2, "type": "rect_two", "x": 0, "y": 0,
                }],
            }],
            "experiences": [{
                "id": "dinner", "name": { "en": "Dinner" }, "shorthand": "DIN",
                "shortDescription": { "en": "À la carte" }, "descriptionHtml": { "en": "<p>À la carte</p>" },
                "attendees": { "min": 1, "max": 2 }, "confirmation": confirmation, "slotIntervalMinutes": 30,
                "durations": [{ "upTo": 2, "minutes": 90 }],
                "payment": terms,
                "periods": [{
                    "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
                    "firstMinutes": 1_080, "lastMinutes": 1_320,
                }],
            }],
        },
    });
    serde_json::from_value(settings).unwrap()
}
