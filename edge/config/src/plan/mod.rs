//! The plan: a venue's engine settings, checked and indexed, from which the engine answers every request.
//!
//! A plan is built once and never changes. Its tables are numbered, so that any set of them is a
//! [`TableSet`]; its experiences have an [`ExperienceIndex`]. Neither number may be stored: they
//! change with the settings.

mod assignment;
mod closure;
mod experience;
mod fault;
mod floor_plan;
mod offer;
mod schedule;
mod service;
mod table_set;
mod texts;

use std::collections::BTreeMap;

use shared::id::{ExperienceId, TableId};
use shared::money::Currency;
use shared::party::Attendees;
use shared::time::{Day, Instant, Minutes, TimeZone};

pub use assignment::{Assignment, Cost};
pub use closure::Closure;
pub use experience::{Experience, Payment};
pub use fault::{Fault, FaultKind};
pub use floor_plan::{Room, Table};
pub use offer::{AskedQuestion, Offer, StockedAddOn, questions_of};
pub use service::{Limits, Service};
pub use table_set::TableSet;
pub use texts::question_faults;

use crate::engine::EngineSettings;
use assignment::Assignments;
use fault::Faults;

/// The furthest ahead a venue may take bookings.
pub const MAX_HORIZON_DAYS: u16 = 730;

/// An experience's place in its plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExperienceIndex(u16);

/// A venue's settings, judged and indexed.
#[derive(Clone, Debug)]
pub struct Plan {
    zone: TimeZone,
    currency: Currency,
    horizon_days: u16,
    limits: Limits,
    rooms: Vec<Room>,
    tables: Vec<Table>,
    /// The number of each table.
    numbers: BTreeMap<TableId, usize>,
    assignments: Assignments,
    experiences: Vec<Experience>,
    closures: Vec<Closure>,
}

impl Plan {
    /// Judges and indexes the settings of a venue in `zone` with prices in `currency`. Every fault
    /// is reported, each with its path.
    pub fn build(settings: &EngineSettings, zone: TimeZone, currency: Currency) -> Result<Self, Vec<Fault>> {
        let mut faults = Faults::default();
        texts::check(settings, &mut faults);
        faults.range(
            "horizonDays",
            settings.horizon_days.into(),
            0,
            MAX_HORIZON_DAYS.into(),
        );
        let limits = Limits::read("", settings.seated_limit, settings.starting_limit, &mut faults);
        let floor_plan = floor_plan::read(settings, &mut faults);
        let assignments = Assignments::of(&floor_plan);
        let experiences = experience::read(settings, &floor_plan, &assignments, currency, &mut faults);
        let closures = closure::read("", &settings.closures, &mut faults);
        faults.into_result(Self {
            zone,
            currency,
            horizon_days: settings.horizon_days,
            limits,
            rooms: floor_plan.rooms,
            tables: floor_plan.tables,
            numbers: floor_plan.numbers,
            assignments,
            experiences,
            closures,
        })
    }

    /// The time zone its days and minutes are meant in.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The currency of its prices.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// How many days ahead bookings are taken.
    #[must_use]
    pub fn horizon_days(&self) -> u16 {
        self.horizon_days
    }

    /// The limits of the whole venue.
    #[must_use]
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// The experience of this id, if there is one.
    #[must_use]
    pub fn find_experience(&self, id: &ExperienceId) -> Option<ExperienceIndex> {
        let place = self
            .experiences
            .iter()
            .position(|experience| experience.id() == id)?;
        u16::try_from(place).ok().map(ExperienceIndex)
    }

    /// The experience at this place; none if the index is another plan's.
    #[must_use]
    pub fn experience(&self, index: ExperienceIndex) -> Option<&Experience> {
        self.experiences.get(usize::from(index.0))
    }

    /// Every experience, in the order to show.
    #[must_use]
    pub fn experiences(&self) -> &[Experience] {
        &self.experiences
    }

    /// The number of every experience, in the order to show.
    pub fn indices(&self) -> impl Iterator<Item = ExperienceIndex> {
        (0..)
            .zip(&self.experiences)
            .map(|(place, _)| ExperienceIndex(place))
    }

    /// A service of an experience on `day` beside those of its settings: from its first seating to its last in its usual
    /// interval. It has the rooms and the limits of the day's usual service that it overlaps longest, else of the day's
    /// only service. Where there is neither, it is held at all tables of the experience, without limits of its own.
    #[must_use]
    pub fn service(&self, experience: &Experience, day: Day, (first, last): (Minutes, Minutes)) -> Service {
        let (tables, interval) = experience.seating();
        let hours = (first.get(), last.get());
        let plain = Service::at(tables, hours, interval, (&self.rooms, &self.tables));
        let usual: Vec<&Service> = experience.services(day).collect();
        // Of equals the earliest: the maximum is the last of them.
        let longest = usual
            .iter()
            .rev()
            .filter_map(|service| Some((service.overlap(&plain)?, *service)))
            .max_by_key(|(minutes, _)| *minutes);
        let only = match usual.as_slice() {
            [only] => Some(*only),
            _ => None,
        };
        match longest.map(|(_, service)| service).or(only) {
            Some(service) => service.held_at(hours),
            None => plain,
        }
    }

    /// The rooms, in the order to show.
    #[must_use]
    pub fn rooms(&self) -> &[Room] {
        &self.rooms
    }

    /// The tables, by number.
    #[must_use]
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// The set of the tables of these ids, as stored with a reservation. Ids that are no longer
    /// in the settings are passed over: a table that is gone cannot be taken twice.
    #[must_use]
    pub fn table_set<'a>(&self, ids: impl IntoIterator<Item = &'a TableId>) -> TableSet {
        ids.into_iter()
            .filter_map(|id| self.numbers.get(id).copied())
            .collect()
    }

    /// The ids of the tables of a set.
    #[must_use]
    pub fn table_ids(&self, set: TableSet) -> Vec<TableId> {
        set.iter()
            .filter_map(|table| self.tables.get(table))
            .map(|table| table.id().clone())
            .collect()
    }

    /// The assignments for a party of this size, cheapest first; free or not, in any room.
    pub fn assignments(&self, party: Attendees) -> impl Iterator<Item = (Cost, &Assignment)> {
        self.assignments.of_party(party)
    }

    /// The combinations that share a table with this assignment and are not of the same tables.
    pub fn combinations_touching(&self, assignment: &Assignment) -> impl Iterator<Item = &Assignment> {
        self.assignments.touching(assignment)
    }

    /// Whether the venue is closed to a party that is named by `day` and stays from `start` to
    /// `end`; a slot whose time does not exist has no stay.
    #[must_use]
    pub fn is_closed(&self, day: Day, stay: Option<(Instant, Instant)>) -> bool {
        self.closures_of(day, stay).next().is_some()
    }

    /// The positions of the venue's closures that cover a party, as [`Self::is_closed`] describes it.
    pub fn closures_of(&self, day: Day, stay: Option<(Instant, Instant)>) -> impl Iterator<Item = usize> {
        closure::covering(&self.closures, &self.zone, day, stay)
    }

    /// When a slot starts; none if the clocks are put forward over it.
    #[must_use]
    pub fn start(&self, day: Day, minutes: Minutes) -> Option<Instant> {
        self.zone.resolve(day, minutes).instant()
    }
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
