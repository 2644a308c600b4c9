//! A service: the slots from its first seating to its last, with its tables and limits, on any day on which it is held.

use shared::time::Minutes;

use super::fault::{FaultKind, Faults};
use super::floor_plan::{FloorPlan, Room, Table};
use super::table_set::TableSet;
use crate::engine::Written;

/// The most covers at once and per start; none means no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Seated at once.
    pub seated: Option<u32>,
    /// Starting at the same time.
    pub starting: Option<u32>,
}

impl Limits {
    pub(super) fn read(path: &str, seated: Option<u16>, starting: Option<u16>, faults: &mut Faults) -> Self {
        for (key, limit) in [("seatedLimit", seated), ("startingLimit", starting)] {
            if let Some(limit) = limit {
                faults.range(format!("{path}{key}"), limit.into(), 1, u16::MAX.into());
            }
        }
        Self {
            seated: seated.map(u32::from),
            starting: starting.map(u32::from),
        }
    }
}

/// A service of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    pub(super) first: u16,
    pub(super) last: u16,
    interval: u16,
    limits: Limits,
    tables: TableSet,
    rooms: Vec<usize>,
    seats: u32,
}

impl Service {
    /// The times at which a party may be seated.
    pub fn slots(&self) -> impl Iterator<Item = Minutes> {
        (self.first..=self.last)
            .step_by(self.interval.max(1).into())
            .filter_map(|number| Minutes::parse(number.into()).ok())
    }

    /// Whether a reservation at these minutes belongs to it.
    #[must_use]
    pub fn holds(&self, minutes: Minutes) -> bool {
        (self.first..=self.last).contains(&minutes.get())
    }

    /// Its own limits, beside those of the experience and of the venue.
    #[must_use]
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// The tables that can be booked for it.
    #[must_use]
    pub fn tables(&self) -> TableSet {
        self.tables
    }

    /// The positions of the rooms it is served in.
    #[must_use]
    pub fn rooms(&self) -> &[usize] {
        &self.rooms
    }

    /// The chairs at its tables.
    #[must_use]
    pub fn seats(&self) -> u32 {
        self.seats
    }

    /// A service without limits of its own at these tables, from its first seating to its last.
    pub(super) fn at(
        tables: TableSet,
        (first, last): (u16, u16),
        interval: u16,
        (rooms, all): (&[Room], &[Table]),
    ) -> Self {
        let used = (0..).zip(rooms).filter(|(_, room)| room.tables().meets(tables));
        let seats = tables
            .iter()
            .filter_map(|table| all.get(table))
            .map(|table| u32::from(table.party().1));
        Self {
            first,
            last,
            interval,
            limits: Limits::default(),
            tables,
            rooms: used.map(|(place, _)| place).collect(),
            seats: seats.sum(),
        }
    }

    /// The same service with another first and last seating.
    pub(super) fn held_at(&self, (first, last): (u16, u16)) -> Self {
        Self {
            first,
            last,
            ..self.clone()
        }
    }

    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.overlap(other).is_some()
    }

    /// The minutes from the first to the last seating that both may have; none where they do not overlap.
    pub(super) fn overlap(&self, other: &Self) -> Option<u16> {
        self.last.min(other.last).checked_sub(self.first.max(other.first))
    }

    /// Judges what is written for an experience with these tables and this interval between slots.
    pub(super) fn read(
        written: Written<'_>,
        floor_plan: &FloorPlan,
        (own, interval): (TableSet, u16),
        faults: &mut Faults,
    ) -> Self {
        let Written {
            path,
            first,
            last,
            rooms: named_rooms,
            seated_limit,
            starting_limit,
        } = written;
        let most = u32::from(Minutes::MAX.get());
        faults.range(format!("{path}.firstMinutes"), first.into(), 0, most);
        faults.range(format!("{path}.lastMinutes"), last.into(), 0, most);
        if first > last {
            faults.add(format!("{path}.lastMinutes"), FaultKind::Reversed);
        }
        let limits = Limits::read(&format!("{path}."), seated_limit, starting_limit, faults);
        let named = floor_plan.rooms_named(&format!("{path}.rooms"), named_rooms, faults);
        let tables = named.intersection(own).intersection(floor_plan.reservable());
        for (place, id) in named_rooms.iter().enumerate() {
            let room = floor_plan.rooms.iter().find(|room| room.id() == id);
            if room.is_some_and(|room| !room.tables().meets(own)) {
                let path = format!("{path}.rooms[{place}]");
                faults.add(path, FaultKind::RoomNotUsed(id.to_string()));
            }
        }
        Self {
            limits,
            ..Self::at(
                tables,
                (first, last),
                interval,
                (&floor_plan.rooms, &floor_plan.tables),
            )
        }
    }
}
