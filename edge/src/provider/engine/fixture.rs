//! A small house for tests: two rooms, seven tables, two combinations, and experiences to vary.

use serde_json::{Value, json};
use shared::id::{ExperienceId, ReservationId, TableId};
use shared::money::Currency;
use shared::party::Attendees;
use shared::reservation::Status;
use shared::time::{Day, Instant, Minutes, TimeZone};

use super::book::{Book, Entry};
use super::plan::{Fault, Plan};
use super::reserve::{Placement, Refusal, Wish, reserve};
use super::settings::Settings;
use super::slot::{Slot, slots};
use crate::provider::SlotsQuestion;

pub(super) fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

pub(super) fn minutes(number: u16) -> Minutes {
    Minutes::parse(number.into()).unwrap()
}

pub(super) fn party(size: u8) -> Attendees {
    Attendees::parse(size.into()).unwrap()
}

pub(super) fn at(text: &str) -> Instant {
    Instant::try_from(text.to_owned()).unwrap()
}

pub(super) fn zone(name: &str) -> TimeZone {
    TimeZone::parse(name).unwrap()
}

fn table(id: &str, min: u8, max: u8) -> Value {
    json!({
        "id": id, "name": id.to_uppercase(), "minPartySize": min, "maxPartySize": max,
        "type": "rect_four", "x": 0, "y": 0,
    })
}

/// The house's engine section:
/// - `hall` has `h2a` and `h2b` (1–2), `h4a` and `h4b` (2–4), `h6` (4–6); `h4a-h4b` seats 5–8;
/// - `garden` has `g2a` and `g2b` (1–2, kind `outside`); `g2a-g2b` seats 3–4;
/// - `dinner` is served every day from 18:00 to 22:00 each half-hour, 1–8 guests, two hours, in
///   every room, up to 60 days ahead.
pub(super) fn house() -> Value {
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
pub(super) fn experience(id: &str) -> Value {
    let mut experience = dinner();
    experience["id"] = json!(id);
    experience["isDefault"] = json!(false);
    experience
}

/// The settings with values changed at JSON pointers; `-` adds to a list.
pub(super) fn with<const N: usize>(mut settings: Value, changes: [(&str, Value); N]) -> Value {
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

pub(super) fn build(settings: Value, zone_name: &str) -> Result<Plan, Vec<Fault>> {
    let settings: Settings = serde_json::from_value(settings).unwrap();
    Plan::build(&settings, zone(zone_name), Currency::EUR)
}

/// The plan of these settings in Vienna.
pub(super) fn plan(settings: Value) -> Plan {
    build(settings, "Europe/Vienna").unwrap()
}

/// A venue at a moment, with what has been booked.
pub(super) struct Venue {
    pub(super) plan: Plan,
    pub(super) book: Book,
    pub(super) now: Instant,
    next: u32,
}

impl Venue {
    /// Nothing booked yet, at noon of 21 November 2026 in Vienna.
    pub(super) fn of(plan: Plan) -> Self {
        Self {
            plan,
            book: Book::new(),
            now: at("2026-11-21T11:00:00Z"),
            next: 0,
        }
    }

    pub(super) fn house() -> Self {
        Self::of(plan(house()))
    }

    /// Asks without booking.
    pub(super) fn ask(&self, id: &str, on: &str, minute: u16, size: u8) -> Result<Placement, Refusal> {
        let experience_id = ExperienceId::parse(id).unwrap();
        let wish = Wish {
            experience_id: &experience_id,
            day: day(on),
            minutes: minutes(minute),
            attendees: party(size),
            area_id: None,
            moving: None,
        };
        reserve(&self.plan, &self.book, self.now, &wish)
    }

    /// Books; the reservation's id and its tables, joined by `+`.
    pub(super) fn book(&mut self, id: &str, on: &str, minute: u16, size: u8) -> (ReservationId, String) {
        let placement = self.ask(id, on, minute, size).unwrap();
        let reservation = ReservationId::parse(&format!("r{}", self.next)).unwrap();
        self.next += 1;
        self.book.put(placement.entry(reservation.clone()));
        let tables: Vec<_> = placement.table_ids.iter().map(TableId::as_str).collect();
        (reservation, tables.join("+"))
    }

    pub(super) fn set_status(&mut self, id: &ReservationId, status: Status) {
        let entry = self.book.get(id).unwrap().clone();
        self.book.put(Entry { status, ..entry });
    }

    pub(super) fn slots(&self, id: &str, on: &str, size: u8) -> Vec<Slot> {
        let question = SlotsQuestion {
            experience_id: ExperienceId::parse(id).unwrap(),
            day: day(on),
            attendees: party(size),
            moving: None,
        };
        slots(&self.plan, &self.book, self.now, &question).unwrap()
    }

    pub(super) fn slot(&self, id: &str, on: &str, minute: u16, size: u8) -> Slot {
        let mut slots = self.slots(id, on, size).into_iter();
        slots.find(|slot| slot.minutes == minutes(minute)).unwrap()
    }

    /// The reasons of a slot, by their text.
    pub(super) fn reasons(&self, id: &str, on: &str, minute: u16, size: u8) -> Vec<String> {
        let slot = self.slot(id, on, minute, size);
        slot.reasons
            .iter()
            .map(|reason| reason.text().to_owned())
            .collect()
    }
}
