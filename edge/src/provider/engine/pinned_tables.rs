//! The tables that staff have pinned for a reservation, and their rooms and chairs.

use config::plan::{Plan, Service, TableSet};
use shared::id::ReservationId;

use super::book::Book;

/// The tables that staff have pinned for a reservation, if some of them are still in the settings.
pub(super) fn pinned(book: &Book, id: &ReservationId) -> Option<TableSet> {
    let entry = book.get(id).filter(|entry| entry.is_pinned)?;
    Some(entry.tables).filter(|tables| *tables != TableSet::EMPTY)
}

/// The chairs at these tables.
pub(super) fn seats(plan: &Plan, tables: TableSet) -> u32 {
    let tables = tables.iter().filter_map(|table| plan.tables().get(table));
    tables.map(|table| u32::from(table.party().1)).sum()
}

/// Whether a service is held in the rooms of all of these tables.
pub(super) fn is_held_in(plan: &Plan, service: &Service, tables: TableSet) -> bool {
    let is_in = |table: usize| {
        let table = plan.tables().get(table);
        table.is_some_and(|table| service.rooms().contains(&table.room()))
    };
    tables.iter().all(is_in)
}
