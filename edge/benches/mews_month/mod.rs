//! A month of Mews' metrics: 31 days of 24 hours, for three categories of tables.

use config::MewsSettings;
use edge::provider::lenient;
use edge::provider::mews::availability::{SlotQuestion, UnitTable};
use edge::provider::mews::bookable::Answers;
use edge::provider::mews::catalogue::Catalogue;
use edge::provider::mews::units::range;
use edge::provider::mews::wire::service::{AvailabilityMetrics, METRICS};
use edge::provider::remote::RemoteDay;
use serde_json::{Map, Value, json};
use shared::money::Currency;
use shared::time::{Day, TimeZone};

/// The days that one call asks for.
const DAYS: u32 = 14;

/// A month: what is asked for, and the answers.
pub struct Month {
    catalogue: Catalogue,
    zone: TimeZone,
    chunks: Vec<((Day, Day), Vec<u8>)>,
}

fn catalogue(zone: &TimeZone) -> Catalogue {
    let settings = json!({
        "clientToken": "A", "accessToken": "B", "horizonDays": 60,
        "experiences": [{
            "id": "dinner", "serviceId": "s1", "rateId": "r1", "categoryId": "c1", "units": 2, "firstMinutes": 690,
            "lastMinutes": 1_320,
        }],
    });
    let settings: MewsSettings = serde_json::from_value(settings).unwrap();
    let read = |one: Value| json!([one]);
    let answers = Answers {
        configuration: serde_json::from_value(json!({
            "Enterprise": { "TimeZoneIdentifier": zone.name(), "Pricing": "Gross" },
        }))
        .unwrap(),
        services: serde_json::from_value(read(json!({
            "Id": "s1", "IsActive": true, "Names": { "en": "Dinner" },
            "Data": { "Discriminator": "Bookable", "Value": {
                "StartOffset": "P0M0DT0H0M0S", "EndOffset": "P0M0DT0H0M0S", "TimeUnitPeriod": "Hour",
            } },
        })))
        .unwrap(),
        categories: serde_json::from_value(read(json!({
            "Id": "c1", "ServiceId": "s1", "IsActive": true, "Capacity": 4, "ExtraCapacity": 0,
        })))
        .unwrap(),
        age_categories: serde_json::from_value(read(json!({
            "Id": "a1", "ServiceId": "s1", "IsActive": true, "Classification": "Adult",
        })))
        .unwrap(),
        rates: serde_json::from_value(read(json!({
            "Id": "r1", "GroupId": "g1", "ServiceId": "s1", "IsActive": true, "IsEnabled": true, "IsPublic": true,
        })))
        .unwrap(),
        products: Vec::new(),
        taxations: serde_json::from_value(json!({ "Taxations": [], "TaxRates": [] })).unwrap(),
        restrictions: Vec::new(),
    };
    Catalogue::of(answers, &settings, zone, Currency::EUR).unwrap()
}

impl Month {
    /// March 2027, in which the clocks change.
    pub fn march() -> Self {
        let zone = TimeZone::parse("Europe/Vienna").unwrap();
        let catalogue = catalogue(&zone);
        let first = Day::from_ymd(2027, 3, 1).unwrap();
        let last = first.last_of_month();
        let (mut chunks, mut from) = (Vec::new(), first);
        while from <= last {
            let to = from.plus(DAYS - 1).unwrap().min(last);
            chunks.push(((from, to), answer(&catalogue, &zone, (from, to))));
            from = to.plus(1).unwrap();
        }
        Self {
            catalogue,
            zone,
            chunks,
        }
    }

    /// Reads the JSON of the answers, and nothing more; how many values there were at the top.
    pub fn read(&self) -> usize {
        let values = self.chunks.iter().map(|(_, answer)| {
            let value: Value = serde_json::from_slice(answer).unwrap();
            value.as_object().unwrap().len()
        });
        values.sum()
    }

    /// Maps the answers to the slots of each day.
    pub fn map(&self) -> Vec<RemoteDay> {
        let bookable = &self.catalogue.bookables[0];
        let days = self.chunks.iter().flat_map(|(days, answer)| {
            let metrics: AvailabilityMetrics = lenient::read(answer).unwrap();
            let table = UnitTable::of(&metrics, "c1").unwrap();
            let question = SlotQuestion {
                bookable,
                rate: &bookable.rate,
                restrictions: &self.catalogue.restrictions,
                zone: &self.zone,
                now: table.units()[0].start,
            };
            question.days(*days, &table)
        });
        days.collect()
    }
}

fn answer(catalogue: &Catalogue, zone: &TimeZone, days: (Day, Day)) -> Vec<u8> {
    let (first, last) = range(zone, days, &catalogue.bookables[0].settings).unwrap();
    let hours = (last.unix() - first.unix()) / 3_600;
    let starts: Vec<_> = (0..=hours).map(|hour| first.plus_seconds(hour * 3_600)).collect();
    let metrics: Map<String, Value> = METRICS
        .iter()
        .map(|name| {
            let usable = if *name == "UsableResources" { 12 } else { 1 };
            ((*name).to_owned(), json!(vec![usable; starts.len()]))
        })
        .collect();
    let categories: Vec<Value> = ["c0", "c1", "c2"]
        .into_iter()
        .map(|id| json!({ "ResourceCategoryId": id, "Metrics": metrics }))
        .collect();
    let answer = json!({ "TimeUnitStartsUtc": starts, "ResourceCategoryAvailabilities": categories });
    answer.to_string().into_bytes()
}
