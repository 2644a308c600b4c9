//! Facts about Molzait's slots: every key and the type of every value.

use serde_json::json;

use super::*;
use crate::test_support::engine::{Venue, engine_settings, plan, with};

#[test]
fn a_slot_has_every_key_of_molzait() {
    let settings = with(
        engine_settings(),
        [
            ("/startingLimit", json!(20)),
            ("/experiences/0/seatedLimit", json!(12)),
            ("/experiences/0/showEndTime", json!(true)),
            ("/experiences/0/rooms", json!(["garden"])),
            ("/experiences/0/attendees", json!({ "min": 1, "max": 2 })),
            (
                "/experiences/0/payment",
                json!({ "type": "prepayment", "pricePerGuest": 4900, "dueMinutes": 30, "refundMinutes": 1440 }),
            ),
        ],
    );
    let mut venue = Venue::of(plan(settings));
    venue.book("dinner", "2026-11-27", 1140, 2);
    let slots = [venue.slot("dinner", "2026-11-27", 1140, 2)];
    let id = VenueId::parse("demo").unwrap();
    let mut wire = serde_json::to_value(Slots::of(&id, &venue.plan, &slots)).unwrap();
    let score = wire["slots"][0]["availableAssignments"][0]["score"].take();
    assert!(
        score.as_f64().is_some_and(|score| (0.0..=1.0).contains(&score)),
        "{score}"
    );
    assert_eq!(
        wire,
        json!({ "slots": [{
            "restaurantId": "demo",
            "experienceId": "dinner",
            "day": "2026-11-27",
            "minutes": 1140,
            "duration": 120,
            "attendees": 2,
            "spotsTotal": 4,
            "spotsOpen": 2,
            "seated": 2,
            "seatedLimit": 12,
            "starting": 2,
            "startingLimit": 20,
            "availableAssignments": [{
                "floorPlanId": "garden",
                "maxPartySize": 2,
                "minPartySize": 1,
                "reservable": true,
                "score": null,
                "tableCategoryIds": ["outside"],
                "tableIds": ["g2b"],
            }],
            "exclusionReasons": [],
            "availableFloorPlanIds": ["garden"],
            "assignmentsAvailableIn": ["garden"],
            "confirmationMode": "instant",
            "showEndTime": true,
            "paymentSettings": {
                "payment": {
                    "pricing": { "pricePerPax": 4900, "displayPricePerPax": 4900, "type": "per_pax" },
                    "requiredFromPax": 1,
                },
                "pendingMinutes": 30,
                "refundMinutes": 1440,
                "type": "payment",
            },
        }] })
    );
}

#[test]
fn limits_and_payments_are_numbers_even_where_there_are_none() {
    let venue = Venue::example();
    let slots = venue.slots("dinner", "2026-11-27", 8);
    let id = VenueId::parse("demo").unwrap();
    let wire = serde_json::to_value(Slots::of(&id, &venue.plan, &slots)).unwrap();
    let first = &wire["slots"][0];
    assert_eq!(
        (&first["seatedLimit"], &first["startingLimit"]),
        (&json!(22), &json!(22))
    );
    assert_eq!(
        first["paymentSettings"],
        json!({
            "payment": {
                "pricing": { "pricePerPax": 0, "displayPricePerPax": 0, "type": "per_pax" }, "requiredFromPax": 0,
            },
            "pendingMinutes": 0, "refundMinutes": 0, "type": "none",
        })
    );
    assert_eq!(
        first["availableAssignments"][0]["tableIds"],
        json!(["h4a", "h4b"])
    );
    assert_eq!(first["availableFloorPlanIds"], json!(["hall", "garden"]));
    assert_eq!(first["assignmentsAvailableIn"], json!(["hall"]));
}

#[test]
fn an_excluded_slot_names_its_reasons() {
    let mut venue = Venue::example();
    venue.book("dinner", "2026-11-27", 1140, 8);
    let slots = [venue.slot("dinner", "2026-11-27", 1140, 8)];
    let id = VenueId::parse("demo").unwrap();
    let wire = serde_json::to_value(Slots::of(&id, &venue.plan, &slots)).unwrap();
    assert_eq!(wire["slots"][0]["exclusionReasons"], json!(["no_tables_found"]));
}
