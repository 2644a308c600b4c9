//! The schedule of an experience: which services are held on which day.

use std::collections::BTreeMap;

use shared::time::Day;

use super::fault::{FaultKind, Faults};
use super::floor_plan::FloorPlan;
use super::service::Service;
use super::table_set::TableSet;
use crate::engine;

/// Bounds of what an owner may write, generous to every restaurant, so that no question takes long.
const MAX_PERIODS: usize = 64;
const MAX_SPECIAL_DAYS: usize = 366;

/// The services of an experience, week by week, and those of special days.
#[derive(Clone, Debug)]
pub(super) struct Schedule {
    weekly: Vec<Weekly>,
    special: BTreeMap<Day, Vec<Service>>,
}

/// A service held every week of a season.
#[derive(Clone, Debug)]
struct Weekly {
    weekdays: u8,
    from: Day,
    to: Day,
    service: Service,
}

impl Weekly {
    fn is_on(&self, day: Day) -> bool {
        (self.from..=self.to).contains(&day)
            && self.weekdays & (1 << day.weekday().num_days_from_monday()) != 0
    }

    fn overlaps(&self, other: &Self) -> bool {
        let (from, to) = (self.from.max(other.from), self.to.min(other.to));
        self.service.overlaps(&other.service)
            && from
                .through(to)
                .take(7)
                .any(|day| self.is_on(day) && other.is_on(day))
    }
}

impl Schedule {
    /// The services of a day, by time.
    pub(super) fn services(&self, day: Day) -> impl Iterator<Item = &Service> {
        let special = self.special.get(&day);
        let weekly = self
            .weekly
            .iter()
            .filter(move |weekly| special.is_none() && weekly.is_on(day));
        special
            .into_iter()
            .flatten()
            .chain(weekly.map(|weekly| &weekly.service))
    }

    /// Whether a special day replaces the week's services.
    pub(super) fn is_special(&self, day: Day) -> bool {
        self.special.contains_key(&day)
    }

    /// Reads the periods of the experience at `path`, which may use the tables `own`.
    pub(super) fn read(
        path: &str,
        experience: &engine::Experience,
        floor_plan: &FloorPlan,
        own: TableSet,
        faults: &mut Faults,
    ) -> Self {
        if experience.periods.is_empty() && experience.special_days.is_empty() {
            faults.add(format!("{path}.periods"), FaultKind::Empty);
        }
        Self {
            weekly: read_weekly(path, experience, floor_plan, own, faults),
            special: read_special(path, experience, floor_plan, own, faults),
        }
    }
}

fn read_weekly(
    path: &str,
    experience: &engine::Experience,
    floor_plan: &FloorPlan,
    own: TableSet,
    faults: &mut Faults,
) -> Vec<Weekly> {
    let interval = experience.slot_interval_minutes;
    faults.count(format!("{path}.periods"), experience.periods.len(), MAX_PERIODS);
    let mut read: Vec<Weekly> = Vec::with_capacity(experience.periods.len());
    for (place, period) in experience.periods.iter().enumerate() {
        let path = format!("{path}.periods[{place}]");
        if period.weekdays.is_empty() {
            faults.add(format!("{path}.weekdays"), FaultKind::Empty);
        }
        let (from, to) = (period.from.unwrap_or(Day::MIN), period.to.unwrap_or(Day::MAX));
        if from > to {
            faults.add(format!("{path}.to"), FaultKind::Reversed);
        }
        let written = period.written(path.clone());
        let weekly = Weekly {
            weekdays: period
                .weekdays
                .iter()
                .fold(0, |week, day| week | 1 << day.days_from_monday()),
            from,
            to,
            service: Service::read(written, floor_plan, (own, interval), faults),
        };
        if let Some(other) = read.iter().position(|other| other.overlaps(&weekly)) {
            faults.add(path, FaultKind::OverlapsPeriod(other));
        }
        read.push(weekly);
    }
    read.sort_by_key(|weekly| weekly.service.first);
    read
}

fn read_special(
    path: &str,
    experience: &engine::Experience,
    floor_plan: &FloorPlan,
    own: TableSet,
    faults: &mut Faults,
) -> BTreeMap<Day, Vec<Service>> {
    let interval = experience.slot_interval_minutes;
    let count = experience
        .special_days
        .iter()
        .map(|special| special.days.len())
        .sum();
    faults.count(format!("{path}.specialDays"), count, MAX_SPECIAL_DAYS);
    let mut read = BTreeMap::new();
    for (place, special) in experience.special_days.iter().enumerate() {
        let path = format!("{path}.specialDays[{place}]");
        faults.count(format!("{path}.periods"), special.periods.len(), MAX_PERIODS);
        let mut services: Vec<Service> = Vec::with_capacity(special.periods.len());
        for (place, period) in special.periods.iter().enumerate() {
            let path = format!("{path}.periods[{place}]");
            let written = period.written(path.clone());
            let service = Service::read(written, floor_plan, (own, interval), faults);
            if let Some(other) = services.iter().position(|other| other.overlaps(&service)) {
                faults.add(path, FaultKind::OverlapsPeriod(other));
            }
            services.push(service);
        }
        services.sort_by_key(|service| service.first);
        if special.days.is_empty() {
            faults.add(format!("{path}.days"), FaultKind::Empty);
        }
        for (place, day) in special.days.iter().enumerate() {
            if read.insert(*day, services.clone()).is_some() {
                faults.add(
                    format!("{path}.days[{place}]"),
                    FaultKind::Duplicate(day.to_string()),
                );
            }
        }
    }
    read
}
