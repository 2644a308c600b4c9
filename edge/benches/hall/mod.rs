//! The settings of a large hall: 400 tables in eight rooms, and pairs of them that may be put together.

use serde_json::{Value, json};

/// The number of tables.
pub const TABLES: usize = 400;
const ROOMS: usize = 8;
const TABLES_OF_ROOM: usize = TABLES / ROOMS;

/// The `engine` section.
pub fn engine() -> Value {
    let rooms: Vec<Value> = (0..ROOMS).map(room).collect();
    json!({
        "horizonDays": 120,
        "rooms": rooms,
        "experiences": [{
            "id": "dinner", "name": { "en": "Dinner" }, "shorthand": "DIN", "shortDescription": { "en": "Dinner" },
            "descriptionHtml": { "en": "<p>Dinner</p>" }, "attendees": { "min": 1, "max": 8 },
            "confirmation": "instant", "slotIntervalMinutes": 30, "durations": [{ "upTo": 8, "minutes": 120 }],
            "periods": [{
                "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
                "firstMinutes": 660, "lastMinutes": 1_320,
            }],
        }],
    })
}

/// A room: 20 tables for two, 20 for four and 10 for six, and ten pairs of twos and of fours.
fn room(number: usize) -> Value {
    let id = |place: usize| format!("t{}", number * TABLES_OF_ROOM + place);
    let tables: Vec<Value> = (0..TABLES_OF_ROOM)
        .map(|place| {
            let (min, max, shape) = match place {
                0..20 => (1, 2, "rect_two"),
                20..40 => (2, 4, "rect_four"),
                _ => (3, 6, "rect_six"),
            };
            json!({
                "id": id(place), "name": id(place), "minPartySize": min, "maxPartySize": max, "type": shape,
                "x": place % 10 * 100, "y": place / 10 * 100,
            })
        })
        .collect();
    let combinations: Vec<Value> = (0..40)
        .step_by(2)
        .map(|place| {
            let (min, max) = if place < 20 { (3, 4) } else { (5, 8) };
            json!({
                "id": format!("{}-{}", id(place), id(place + 1)), "tableIds": [id(place), id(place + 1)],
                "minPartySize": min, "maxPartySize": max,
            })
        })
        .collect();
    json!({
        "id": format!("room{number}"), "name": { "en": format!("Room {number}") }, "sortIndex": number,
        "tables": tables, "combinations": combinations,
    })
}
