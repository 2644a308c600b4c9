//! Why a party could or could not have each table.

use config::plan::TableSet;
use shared::id::ReservationId;
use shared::time::Instant;

use crate::provider::engine::book::Book;
use crate::provider::engine::service_day::{Seating, ServiceDay};

/// A table, or a combination of tables that takes the party's size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableVerdict {
    /// The tables' numbers in the plan.
    pub tables: TableSet,
    /// The position of their room.
    pub room: usize,
    /// The smallest and the largest party they are given to.
    pub party: (u8, u8),
    /// Whether the party could have them.
    pub state: TableState,
}

/// Whether a party could have a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableState {
    /// It could.
    Free,
    /// The table is given to smaller parties.
    TooSmall,
    /// The table is given to larger parties.
    TooLarge,
    /// It is kept for walk-ins.
    NotReservable,
    /// Its room is not part of the service.
    RoomNotServed,
    /// It is of no kind that the experience uses.
    OtherCategory,
    /// These reservations have it for a part of the stay.
    Taken(Vec<ReservationId>),
    /// A rule of the day takes it.
    Blocked,
}

/// Every table, and every combination that takes the party's size, with the reason why the party cannot have it.
pub(super) fn verdicts(
    day: &ServiceDay<'_>,
    book: &Book,
    seating: &Seating,
    (start, end): (Instant, Instant),
) -> Vec<TableVerdict> {
    let Some(service) = day.service(seating) else {
        return Vec::new();
    };
    let seated: Vec<_> = book
        .seated(start, end)
        .filter(|entry| Some(&entry.id) != day.party.moving)
        .collect();
    let blocked = day.blocked(seating);
    let state = |tables: TableSet, party: (u8, u8)| {
        let size = day.party.attendees.get();
        let unusable = || {
            tables
                .without(service.tables())
                .iter()
                .find_map(|number| day.plan.tables().get(number))
        };
        if party.1 < size {
            TableState::TooSmall
        } else if size < party.0 {
            TableState::TooLarge
        } else if let Some(table) = unusable() {
            if !table.is_reservable() {
                TableState::NotReservable
            } else if !service.rooms().contains(&table.room()) {
                TableState::RoomNotServed
            } else {
                TableState::OtherCategory
            }
        } else {
            let on_it = seated.iter().filter(|entry| entry.tables.meets(tables));
            let taken: Vec<_> = on_it.map(|entry| entry.id.clone()).collect();
            if taken.is_empty() && blocked.meets(tables) {
                TableState::Blocked
            } else if taken.is_empty() {
                TableState::Free
            } else {
                TableState::Taken(taken)
            }
        }
    };
    let verdict = |tables: TableSet, room: usize, party: (u8, u8)| TableVerdict {
        tables,
        room,
        party,
        state: state(tables, party),
    };
    let singles = day.plan.tables().iter().enumerate();
    let singles = singles.map(|(number, table)| verdict(TableSet::of(number), table.room(), table.party()));
    let together = day.plan.assignments(day.party.attendees).map(|(_, one)| one);
    let together = together
        .filter(|one| one.is_combination())
        .map(|one| verdict(one.tables(), one.room(), one.party()));
    singles.chain(together).collect()
}
