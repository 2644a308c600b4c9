//! Answers as a broken or hostile Mews may give them: parsed and mapped without a panic, and every value that results keeps
//! the promises made to guests.
//!
//! The first byte says which operation answers.

use config::MewsSettings;
use edge::provider::lenient;
use edge::provider::mews::availability::{SlotQuestion, UnitTable};
use edge::provider::mews::bookable::Answers;
use edge::provider::mews::catalogue::Catalogue;
use edge::provider::mews::known::ReservationReader;
use edge::provider::mews::prices::start_prices;
use edge::provider::mews::wire::booking::ReservationList;
use edge::provider::mews::wire::catalogue::RestrictionList;
use edge::provider::mews::wire::service::{AvailabilityMetrics, RatePricing};
use serde_json::json;
use shared::availability::SlotStatus;
use shared::money::Currency;
use shared::time::{Day, Instant, Minutes, TimeZone};

/// Reads an answer.
///
/// # Panics
///
/// Where a promise is broken.
pub fn check(data: &[u8]) {
    let Some((kind, answer)) = data.split_first() else {
        return;
    };
    let zone = TimeZone::parse("Europe/Vienna").unwrap();
    let mut catalogue = catalogue(&zone);
    match kind {
        b'a' => slots(&catalogue, &zone, answer),
        b'c' => {
            if let Ok(list) = lenient::read::<RestrictionList>(answer) {
                catalogue.restrictions = list.restrictions.all;
            }
            slots(&catalogue, &zone, METRICS.as_bytes());
        }
        b'p' => prices(&catalogue, &zone, answer),
        _ => reservations(&catalogue, &zone, answer),
    }
}

const METRICS: &str = r#"{"TimeUnitStartsUtc":["2026-11-27T17:00:00Z","2026-11-27T18:00:00Z","2026-11-27T19:00:00Z"],
"ResourceCategoryAvailabilities":[{"ResourceCategoryId":"c1","Metrics":{"UsableResources":[2,2,2]}}]}"#;

fn day() -> Day {
    Day::parse("2026-11-27").unwrap()
}

fn catalogue(zone: &TimeZone) -> Catalogue {
    let settings = json!({
        "clientToken": "A", "accessToken": "B", "horizonDays": 60,
        "experiences": [{
            "id": "dinner", "serviceId": "s1", "rateId": "r1", "categoryId": "c1", "units": 2, "firstMinutes": 1080,
            "lastMinutes": 1500,
        }],
    });
    let settings: MewsSettings = serde_json::from_value(settings).unwrap();
    let answers = Answers {
        configuration: serde_json::from_value(json!({
            "Enterprise": { "TimeZoneIdentifier": "Europe/Vienna", "Pricing": "Gross" },
        }))
        .unwrap(),
        services: serde_json::from_value(json!([{
            "Id": "s1", "IsActive": true, "Names": { "en": "Dinner" },
            "Data": { "Discriminator": "Bookable", "Value": {
                "StartOffset": "P0M0DT0H0M0S", "EndOffset": "P0M0DT0H0M0S", "TimeUnitPeriod": "Hour",
            } },
        }]))
        .unwrap(),
        categories: serde_json::from_value(json!([{
            "Id": "c1", "ServiceId": "s1", "IsActive": true, "Capacity": 4, "ExtraCapacity": 0,
        }]))
        .unwrap(),
        age_categories: serde_json::from_value(json!([{
            "Id": "a1", "ServiceId": "s1", "IsActive": true, "Classification": "Adult",
        }]))
        .unwrap(),
        rates: serde_json::from_value(json!([{
            "Id": "r1", "GroupId": "g1", "ServiceId": "s1", "IsActive": true, "IsEnabled": true, "IsPublic": true,
        }]))
        .unwrap(),
        products: Vec::new(),
        taxations: serde_json::from_value(json!({ "Taxations": [], "TaxRates": [] })).unwrap(),
        restrictions: Vec::new(),
    };
    Catalogue::of(answers, &settings, zone, Currency::EUR).unwrap()
}

fn slots(catalogue: &Catalogue, zone: &TimeZone, answer: &[u8]) {
    let bookable = &catalogue.bookables[0];
    let Ok(metrics) = lenient::read::<AvailabilityMetrics>(answer) else {
        return;
    };
    let Ok(table) = UnitTable::of(&metrics, "c1") else {
        return;
    };
    let question = SlotQuestion {
        bookable,
        rate: &bookable.rate,
        restrictions: &catalogue.restrictions,
        zone,
        now: Instant::from_unix(1_795_258_800),
    };
    for of_day in question.days((day(), day()), &table) {
        let mut before = None;
        for slot in of_day.slots {
            let is_open = slot.slot.status == SlotStatus::Open;
            assert_eq!(is_open, slot.slot.reasons.is_empty());
            assert_eq!(is_open, !slot.open_to.is_empty());
            assert!((1_080..=1_500).contains(&slot.slot.minutes.get()));
            assert!(
                before < Some(slot.slot.minutes),
                "each start is there once, by time"
            );
            before = Some(slot.slot.minutes);
        }
    }
}

fn prices(catalogue: &Catalogue, zone: &TimeZone, answer: &[u8]) {
    if let Ok(pricing) = lenient::read::<RatePricing>(answer) {
        let found = start_prices(&pricing, &catalogue.bookables[0], zone, Currency::EUR);
        let midday = Minutes::parse(720).unwrap();
        assert_eq!(
            found.at(day(), midday),
            None,
            "nothing begins before the first start"
        );
    }
}

fn reservations(catalogue: &Catalogue, zone: &TimeZone, answer: &[u8]) {
    let Ok(list) = lenient::read::<ReservationList>(answer) else {
        return;
    };
    let reader = ReservationReader { catalogue, zone };
    for one in &list.reservations.all {
        if let Ok(known) = reader.stored(one) {
            assert_eq!(known.day.is_some(), known.minutes.is_some());
            assert!(known.held_until.is_none() || one.state == "Optional");
        }
    }
}
