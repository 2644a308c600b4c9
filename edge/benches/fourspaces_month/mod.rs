//! A month of 4spaces' answers, one for each of two spaces: every evening is taken, and the time before is free.

use config::FourspacesSettings;
use edge::provider::fourspaces::catalogue::ServiceCatalogue;
use edge::provider::fourspaces::offering::{Offering, VenueTerms};
use edge::provider::fourspaces::spans::{self, PaymentPlace, Span};
use edge::provider::fourspaces::wire;
use edge::provider::lenient::{self, Elements};
use edge::provider::remote::day_status;
use serde_json::{Value, json};
use shared::availability::{DayStatus, Slot};
use shared::locale::Language;
use shared::money::Currency;
use shared::party::Attendees;
use shared::time::{Day, Instant, Minutes, TimeZone};

/// How many spaces there are.
const SPACES: usize = 2;

/// The month.
pub struct Month {
    offering: Offering,
    zone: TimeZone,
    days: Vec<Day>,
    answers: Vec<Vec<u8>>,
}

impl Month {
    /// That of this day.
    pub fn of(first: Day) -> Self {
        let zone = TimeZone::parse("Europe/Vienna").unwrap();
        let days: Vec<Day> = first.through(first.last_of_month()).collect();
        Self {
            offering: offering(),
            answers: vec![answer(&days, &zone); SPACES],
            zone,
            days,
        }
    }

    /// The JSON of the answers, and no more.
    pub fn read(&self) -> Vec<Value> {
        let read = |answer: &Vec<u8>| serde_json::from_slice(answer).unwrap();
        self.answers.iter().map(read).collect()
    }

    /// The state of each day, for a party of two.
    pub fn map(&self) -> Vec<DayStatus> {
        let party = Attendees::parse(2).unwrap();
        let spaces: Vec<Vec<Span>> = self
            .answers
            .iter()
            .map(|answer| {
                let read: wire::DataAnswer<Elements<wire::AvailabilityView>> = lenient::read(answer).unwrap();
                spans::spans(&read.data.all)
            })
            .collect();
        let now = Instant::from_unix(1_798_761_600);
        let state = |day: &Day| {
            let of_day = spans::day(
                &self.offering,
                &spaces,
                *day,
                &self.zone,
                (now, &PaymentPlace::AtVenue),
            );
            let slots: Vec<Slot> = of_day.slots.into_iter().map(|slot| slot.seen_by(party)).collect();
            day_status(&slots)
        };
        self.days.iter().map(state).collect()
    }
}

fn offering() -> Offering {
    let service: wire::ServiceView = serde_json::from_value(json!({
        "id": "s", "serviceType": 1, "name": "Room",
        "products": [{ "id": "p", "reservationData": { "accessTemplateId": "t" } }],
    }))
    .unwrap();
    let template: wire::AccessTemplateView = serde_json::from_value(json!({
        "id": "t", "name": "Room", "smartspaces": [{ "id": "one" }, { "id": "other" }],
    }))
    .unwrap();
    let settings: FourspacesSettings = serde_json::from_value(json!({
        "key": "K", "horizonDays": 60, "firstMinutes": 1_080, "lastMinutes": 1_320,
    }))
    .unwrap();
    let terms = VenueTerms {
        settings: &settings,
        currency: Currency::EUR,
        language: &Language::parse("en").unwrap(),
    };
    ServiceCatalogue::of(&[service], &[template], terms)
        .offerings
        .remove(0)
}

/// The spans of a space: each evening from six to the next noon is taken.
fn answer(days: &[Day], zone: &TimeZone) -> Vec<u8> {
    let at = |day: Day, minutes: i64| {
        let minutes = Minutes::parse(minutes).unwrap();
        zone.resolve(day, minutes).instant().unwrap().unix() * 1_000
    };
    let spans = days.iter().flat_map(|day| {
        let (noon, evening) = (at(*day, 720), at(*day, 1_080));
        let night = at(day.plus(1).unwrap(), 720);
        [
            json!({ "available": true, "from": noon, "to": evening }),
            json!({ "available": false, "from": evening, "to": night }),
        ]
    });
    let spans: Vec<Value> = spans.collect();
    json!({ "data": spans }).to_string().into_bytes()
}
