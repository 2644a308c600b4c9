//! A month of Mews' answers, a fortnight each at most: the hours of a service in which every table is taken.

use config::MewsSettings;
use edge::provider::lenient;
use edge::provider::mews::availability::{SlotQuestion, UnitTable};
use edge::provider::mews::bookable::Answers;
use edge::provider::mews::catalogue::Catalogue;
use edge::provider::mews::units::{HOUR, range};
use edge::provider::mews::wire::service::{AvailabilityMetrics, METRICS};
use edge::provider::remote::day_status;
use serde_json::{Value, json};
use shared::availability::{DayStatus, Slot};
use shared::money::Currency;
use shared::party::Attendees;
use shared::time::{Day, Instant, TimeZone};

/// How many days an answer is about.
const FORTNIGHT: usize = 14;

/// The month.
pub struct Month {
    catalogue: Catalogue,
    zone: TimeZone,
    answers: Vec<((Day, Day), Vec<u8>)>,
}

impl Month {
    /// That of this day.
    pub fn of(first: Day) -> Self {
        let zone = TimeZone::parse("Europe/Vienna").unwrap();
        let settings = settings();
        let days: Vec<Day> = first.through(first.last_of_month()).collect();
        let answers = days.chunks(FORTNIGHT).map(|days| {
            let days = (days[0], days[days.len() - 1]);
            (days, answer(days, &zone, &settings))
        });
        Self {
            answers: answers.collect(),
            catalogue: Catalogue::of(catalogue(), &settings, &zone, Currency::EUR).unwrap(),
            zone,
        }
    }

    /// The JSON of the answers, and no more.
    pub fn read(&self) -> Vec<Value> {
        let read = |(_, answer): &(_, Vec<u8>)| serde_json::from_slice(answer).unwrap();
        self.answers.iter().map(read).collect()
    }

    /// The state of each day, for a party of two.
    pub fn map(&self) -> Vec<DayStatus> {
        let bookable = &self.catalogue.bookables[0];
        let question = SlotQuestion {
            bookable,
            rate: &bookable.rate,
            restrictions: &self.catalogue.restrictions,
            zone: &self.zone,
            now: Instant::from_unix(1_798_761_600),
        };
        let party = Attendees::parse(2).unwrap();
        let answers = self.answers.iter().flat_map(|(days, answer)| {
            let metrics: AvailabilityMetrics = lenient::read(answer).unwrap();
            question.days(*days, &UnitTable::of(&metrics, "c1").unwrap())
        });
        let states = answers.map(|day| {
            let slots: Vec<Slot> = day.slots.into_iter().map(|slot| slot.seen_by(party)).collect();
            day_status(&slots)
        });
        states.collect()
    }
}

fn settings() -> MewsSettings {
    let settings = json!({
        "clientToken": "A", "accessToken": "B", "horizonDays": 60,
        "experiences": [{
            "id": "dinner", "serviceId": "s1", "rateId": "r1", "categoryId": "c1", "units": 2, "firstMinutes": 660,
            "lastMinutes": 1_320,
        }],
    });
    serde_json::from_value(settings).unwrap()
}

/// Two tables in each hour, both of them taken.
fn answer(days: (Day, Day), zone: &TimeZone, settings: &MewsSettings) -> Vec<u8> {
    let (first, last) = range(zone, days, &settings.experiences[0]).unwrap();
    let units: Vec<String> = (0..=(last.unix() - first.unix()) / HOUR)
        .map(|hour| first.plus_seconds(hour * HOUR).to_string())
        .collect();
    let numbers = |metric: &str| match metric {
        "UsableResources" | "Occupied" => vec![2; units.len()],
        _ => vec![0; units.len()],
    };
    let metrics: serde_json::Map<String, Value> = METRICS
        .iter()
        .map(|metric| ((*metric).to_owned(), json!(numbers(metric))))
        .collect();
    let answer = json!({
        "TimeUnitStartsUtc": units,
        "ResourceCategoryAvailabilities": [{ "ResourceCategoryId": "c1", "Metrics": metrics }],
    });
    answer.to_string().into_bytes()
}

fn catalogue() -> Answers {
    Answers {
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
    }
}
