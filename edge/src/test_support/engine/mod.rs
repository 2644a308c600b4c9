//! The small venue of `config::test_support` at an instant, with its reservations.

pub(crate) mod day_rules;
pub(crate) mod history;
pub(crate) mod random;

use config::plan::Plan;
pub(crate) use config::test_support::{build, day, engine_settings, experience, party, plan, with, zone};
use shared::id::{ExperienceId, ReservationId, TableId};
use shared::reservation::Status;
use shared::time::{Instant, Minutes};

use crate::provider::SlotsQuestion;
use crate::provider::engine::book::{Book, Entry};
use crate::provider::engine::day_rules::DayRules;
use crate::provider::engine::reserve::{Placement, PlacementRequest, Refusal, reserve};
use crate::provider::engine::slot::{Slot, slots};

pub(crate) fn minutes(number: u16) -> Minutes {
    Minutes::parse(number.into()).unwrap()
}

pub(crate) fn at(text: &str) -> Instant {
    Instant::try_from(text.to_owned()).unwrap()
}

/// A venue at an instant, with its reservations.
pub(crate) struct Venue {
    pub(crate) plan: Plan,
    pub(crate) book: Book,
    pub(crate) rules: DayRules,
    pub(crate) now: Instant,
    next: u32,
}

impl Venue {
    /// Nothing booked yet, at noon of 21 November 2026 in Vienna.
    pub(crate) fn of(plan: Plan) -> Self {
        Self {
            plan,
            book: Book::new(),
            rules: DayRules::none(),
            now: at("2026-11-21T11:00:00Z"),
            next: 0,
        }
    }

    pub(crate) fn example() -> Self {
        Self::of(plan(engine_settings()))
    }

    /// Asks without booking.
    pub(crate) fn ask(&self, id: &str, on: &str, minute: u16, size: u8) -> Result<Placement, Refusal> {
        let experience_id = ExperienceId::parse(id).unwrap();
        let request = PlacementRequest {
            experience_id: &experience_id,
            day: day(on),
            minutes: minutes(minute),
            attendees: party(size),
            area_id: None,
            moving: None,
        };
        reserve(&self.plan, &self.book, &self.rules, self.now, &request)
    }

    /// Books; the reservation's id and its tables, joined by `+`.
    pub(crate) fn book(&mut self, id: &str, on: &str, minute: u16, size: u8) -> (ReservationId, String) {
        let placement = self.ask(id, on, minute, size).unwrap();
        let reservation = ReservationId::parse(&format!("r{}", self.next)).unwrap();
        self.next += 1;
        self.book.put(placement.entry(reservation.clone()));
        let tables: Vec<_> = placement.table_ids.iter().map(TableId::as_str).collect();
        (reservation, tables.join("+"))
    }

    pub(crate) fn set_status(&mut self, id: &ReservationId, status: Status) {
        let entry = self.book.get(id).unwrap().clone();
        self.book.put(Entry { status, ..entry });
    }

    pub(crate) fn slots(&self, id: &str, on: &str, size: u8) -> Vec<Slot> {
        let question = SlotsQuestion {
            experience_id: ExperienceId::parse(id).unwrap(),
            day: day(on),
            attendees: party(size),
            moving: None,
        };
        slots(&self.plan, &self.book, &self.rules, self.now, &question).unwrap()
    }

    pub(crate) fn slot(&self, id: &str, on: &str, minute: u16, size: u8) -> Slot {
        let mut slots = self.slots(id, on, size).into_iter();
        slots.find(|slot| slot.minutes == minutes(minute)).unwrap()
    }

    /// The reasons of a slot, by their text.
    pub(crate) fn reasons(&self, id: &str, on: &str, minute: u16, size: u8) -> Vec<String> {
        let slot = self.slot(id, on, minute, size);
        slot.reasons
            .iter()
            .map(|reason| reason.text().to_owned())
            .collect()
    }
}
