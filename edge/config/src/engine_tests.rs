//! Facts about the venue file's engine section: its keys, and that a slip of the pen is no default.

use serde_json::{Value, json};

use super::*;

fn section() -> Value {
    json!({
        "horizonDays": 90,
        "seatedLimit": 80,
        "startingLimit": 24,
        "categories": [{ "id": "window", "name": { "de": "Fenster", "en": "Window" } }],
        "rooms": [{
            "id": "garden",
            "name": { "de": "Garten", "en": "Garden" },
            "sortIndex": 1,
            "tables": [{
                "id": "g1", "name": "G1", "minPartySize": 1, "maxPartySize": 4, "priorityIndex": 2,
                "reservable": false, "categories": ["window"], "type": "rect_four", "x": 100, "y": -20,
                "rotation": 90,
            }, {
                "id": "g2", "name": "G2", "minPartySize": 1, "maxPartySize": 4, "priorityIndex": 0,
                "reservable": true, "type": "rect_four", "x": 0, "y": 0, "rotation": 0,
            }],
            "combinations": [{
                "id": "g1-g2", "tableIds": ["g1", "g2"], "minPartySize": 5, "maxPartySize": 8,
                "priorityIndex": 1,
            }],
        }],
        "experiences": [{
            "id": "brunch",
            "name": { "de": "Brunch", "en": "Brunch" },
            "shorthand": "BRU",
            "shortDescription": { "en": "Sundays" },
            "descriptionHtml": { "en": "<p>Sundays</p>" },
            "image": "brunch.svg",
            "isDefault": true,
            "attendees": { "min": 1, "max": 8 },
            "confirmation": "instant",
            "showEndTime": true,
            "slotIntervalMinutes": 30,
            "durations": [{ "upTo": 2, "minutes": 90 }, { "upTo": 8, "minutes": 120 }],
            "leadMinutes": 60,
            "freeCancellationMinutes": 120,
            "seatedLimit": 40,
            "startingLimit": 12,
            "rooms": ["garden"],
            "categories": ["window"],
            "payment": {
                "type": "card_guarantee", "pricePerGuest": 2500, "requiredFrom": 5, "dueMinutes": 30,
                "refundMinutes": 1440,
            },
            "periods": [{
                "weekdays": ["sat", "sun"], "from": "2026-05-01", "to": "2026-09-30",
                "firstMinutes": 600, "lastMinutes": 1500, "rooms": ["garden"], "seatedLimit": 30,
                "startingLimit": 8,
            }],
            "specialDays": [{
                "days": ["2026-12-24"],
                "periods": [{
                    "firstMinutes": 600, "lastMinutes": 840, "rooms": ["garden"], "seatedLimit": 20,
                    "startingLimit": 4,
                }],
            }],
            "closures": [{ "from": "2026-08-15" }],
        }],
        "closures": [{
            "from": "2026-07-01", "to": "2026-07-14", "fromMinutes": 840, "untilMinutes": 1080,
        }],
    })
}

#[test]
fn a_section_is_read_and_written_alike() {
    let settings: EngineSettings = serde_json::from_value(section()).unwrap();
    assert_eq!(serde_json::to_value(&settings).unwrap(), section());
}

#[test]
fn a_misspelt_key_is_refused_at_every_depth() {
    for place in [
        "",
        "/categories/0",
        "/rooms/0",
        "/rooms/0/tables/0",
        "/rooms/0/combinations/0",
        "/experiences/0",
        "/experiences/0/attendees",
        "/experiences/0/durations/0",
        "/experiences/0/payment",
        "/experiences/0/periods/0",
        "/experiences/0/specialDays/0",
        "/experiences/0/specialDays/0/periods/0",
        "/experiences/0/closures/0",
        "/closures/0",
    ] {
        let mut written = section();
        let object = written.pointer_mut(place).and_then(Value::as_object_mut);
        object.unwrap().insert("seetedLimit".into(), json!(1));
        assert!(
            serde_json::from_value::<EngineSettings>(written).is_err(),
            "{place}"
        );
    }
}

#[test]
fn what_is_usually_so_need_not_be_written() {
    let written = json!({ "id": "t", "name": "T", "minPartySize": 1, "maxPartySize": 2, "type": "round_two", "x": 0, "y": 0 });
    let table: Table = serde_json::from_value(written).unwrap();
    assert!(table.reservable && table.categories.is_empty());
    assert_eq!((table.priority_index, table.rotation), (0, 0));
}

#[test]
fn weekdays_count_from_monday_as_chrono_does() {
    let week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    for (count, text) in (0u8..).zip(week) {
        let weekday: Weekday = serde_json::from_value(json!(text)).unwrap();
        assert_eq!(weekday.days_from_monday(), count);
        let chronos = chrono::Weekday::try_from(count).unwrap();
        assert_eq!(chronos.num_days_from_monday(), u32::from(count));
        assert_eq!(chronos.to_string().to_lowercase(), text);
    }
}
