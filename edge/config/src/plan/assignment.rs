//! Assignments: the tables and combinations that a party can be given, cheapest first. Which of them are free is decided
//! elsewhere, since that changes with every booking.

use shared::party::Attendees;

use super::floor_plan::FloorPlan;
use super::table_set::TableSet;

/// A table, or a combination of tables, that can be given to a party.
#[derive(Clone, Debug)]
pub struct Assignment {
    number: usize,
    tables: TableSet,
    room: usize,
    min: u8,
    max: u8,
    priority: u16,
    largest: u8,
}

impl Assignment {
    /// Its tables.
    #[must_use]
    pub fn tables(&self) -> TableSet {
        self.tables
    }

    /// The position of its room.
    #[must_use]
    pub fn room(&self) -> usize {
        self.room
    }

    /// The smallest and the largest party it is given to.
    #[must_use]
    pub fn party(&self) -> (u8, u8) {
        (self.min, self.max)
    }

    /// Whether tables are put together for it.
    #[must_use]
    pub fn is_combination(&self) -> bool {
        self.tables.count() > 1
    }

    fn cost(&self, party: u8) -> Cost {
        let spare = self.max.saturating_sub(party);
        let together = self.tables.count();
        let order = [
            (u64::from(self.is_combination()), 1),
            (u64::from(spare), 6),
            (u64::from(self.priority), 16),
            (u64::from(together), 5),
            (u64::from(self.largest), 6),
            (0, Cost::BITS_OF_BROKEN),
        ];
        Cost(order.iter().fold(0, |cost, (part, bits)| (cost << bits) | part))
    }
}

/// How dear it is to give an assignment to a party: the smaller, the better. In this order:
///
/// 1. a single table before a combination, which has to be moved together;
/// 2. few empty chairs;
/// 3. the owner's priority, the smaller number first;
/// 4. few tables put together;
/// 5. small tables put together, so that large ones stay whole for large parties;
/// 6. no free combination broken, or else a small one.
///
/// The sixth depends on what is free, the others on the party's size alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cost(u64);

impl Cost {
    const BITS: u32 = 40;
    const BITS_OF_BROKEN: u32 = 6;

    /// The cost if a free combination for up to `seats` guests is broken by it.
    #[must_use]
    pub fn breaking(self, seats: u8) -> Self {
        Self(self.0 | u64::from(seats))
    }

    /// The cost as a score from 0 to 1, the higher the better: for systems that expect a decimal.
    /// Different costs have different scores.
    #[must_use]
    pub fn score(self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "40 bits fit the 52 of a double")]
        let share = self.0 as f64 / (1u64 << Self::BITS) as f64;
        1.0 - share
    }
}

/// Every assignment of a floor plan, by the size of the party.
#[derive(Clone, Debug)]
pub(super) struct Assignments {
    all: Vec<Assignment>,
    /// By size, the cheapest first; those of equal cost in the settings' order.
    by_party: Vec<Vec<(Cost, usize)>>,
    /// By assignment, the combinations that share a table with it and are not of the same tables.
    touching: Vec<Vec<usize>>,
}

impl Assignments {
    pub(super) fn of(floor_plan: &FloorPlan) -> Self {
        let largest = |tables: TableSet| {
            let seats = tables
                .iter()
                .filter_map(|table| floor_plan.tables.get(table))
                .map(|table| table.party().1);
            seats.max().unwrap_or_default()
        };
        let singles = floor_plan.tables.iter().enumerate().map(|(number, table)| {
            (
                TableSet::of(number),
                table.room(),
                table.party(),
                table.priority(),
            )
        });
        let combinations = floor_plan
            .combinations
            .iter()
            .map(|one| (one.tables, one.room, (one.min, one.max), one.priority));
        let reservable = floor_plan.reservable();
        let all: Vec<Assignment> = singles
            .chain(combinations)
            .filter(|(tables, ..)| tables.is_within(reservable) && *tables != TableSet::EMPTY)
            .enumerate()
            .map(|(number, (tables, room, (min, max), priority))| Assignment {
                number,
                tables,
                room,
                min,
                max,
                priority,
                largest: largest(tables),
            })
            .collect();
        let by_party = (0..=Attendees::MAX.get())
            .map(|party| {
                let mut fitting: Vec<_> = all
                    .iter()
                    .filter(|one| (one.min..=one.max).contains(&party))
                    .map(|one| (one.cost(party), one.number))
                    .collect();
                fitting.sort_unstable();
                fitting
            })
            .collect();
        let touching = all
            .iter()
            .map(|one| {
                let others = all.iter().filter(|other| {
                    other.is_combination() && other.tables != one.tables && other.tables.meets(one.tables)
                });
                others.map(|other| other.number).collect()
            })
            .collect();
        Self {
            all,
            by_party,
            touching,
        }
    }

    pub(super) fn of_party(&self, party: Attendees) -> impl Iterator<Item = (Cost, &Assignment)> {
        let fitting = self.by_party.get(usize::from(party.get())).into_iter().flatten();
        fitting.filter_map(|(cost, number)| Some((*cost, self.all.get(*number)?)))
    }

    pub(super) fn touching(&self, assignment: &Assignment) -> impl Iterator<Item = &Assignment> {
        let others = self.touching.get(assignment.number).into_iter().flatten();
        others.filter_map(|number| self.all.get(*number))
    }
}
