//! The floor plan: rooms, tables and combinations, checked and numbered in the order in which they are shown.

use std::collections::{BTreeMap, BTreeSet};

use shared::id::{AreaId, TableId};
use shared::locale::LocalizedText;
use shared::party::Attendees;

use super::fault::{FaultKind, Faults};
use super::table_set::TableSet;
use crate::engine::{self, EngineSettings};

/// The most combinations a venue may have. A plan lists for each assignment the combinations that share a table with it, and
/// a question reads that list for each assignment that is free.
const MAX_COMBINATIONS: usize = 512;
/// The most tables one combination may have.
pub(super) const MAX_TABLES_TOGETHER: usize = 16;
/// The most rooms a venue may have.
const MAX_ROOMS: usize = 64;

/// A room, which is a floor plan.
#[derive(Clone, Debug)]
pub struct Room {
    id: AreaId,
    name: LocalizedText,
    tables: TableSet,
}

impl Room {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> &AreaId {
        &self.id
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &LocalizedText {
        &self.name
    }

    /// Its tables.
    #[must_use]
    pub fn tables(&self) -> TableSet {
        self.tables
    }
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    id: TableId,
    room: usize,
    min: u8,
    max: u8,
    priority: u16,
    reservable: bool,
    categories: BTreeSet<String>,
}

impl Table {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> &TableId {
        &self.id
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

    /// The smaller, the sooner it is given.
    #[must_use]
    pub fn priority(&self) -> u16 {
        self.priority
    }

    /// Whether it can be booked; if not, it is kept for walk-ins.
    #[must_use]
    pub fn is_reservable(&self) -> bool {
        self.reservable
    }

    /// The ids of the kinds it is of.
    #[must_use]
    pub fn categories(&self) -> &BTreeSet<String> {
        &self.categories
    }
}

/// Tables that may be put together.
pub(super) struct Combination {
    pub(super) tables: TableSet,
    pub(super) room: usize,
    pub(super) min: u8,
    pub(super) max: u8,
    pub(super) priority: u16,
}

/// Rooms, tables and combinations, numbered.
pub(super) struct FloorPlan {
    pub(super) rooms: Vec<Room>,
    pub(super) tables: Vec<Table>,
    pub(super) combinations: Vec<Combination>,
    /// The number of each table.
    pub(super) numbers: BTreeMap<TableId, usize>,
    categories: BTreeSet<String>,
}

impl FloorPlan {
    /// The tables of the rooms named at `path`, and of all rooms if none is.
    pub(super) fn rooms_named(&self, path: &str, ids: &[AreaId], faults: &mut Faults) -> TableSet {
        if ids.is_empty() {
            return self
                .rooms
                .iter()
                .fold(TableSet::EMPTY, |tables, room| tables.union(room.tables));
        }
        let mut found = TableSet::EMPTY;
        for (place, id) in ids.iter().enumerate() {
            match self.rooms.iter().find(|room| room.id == *id) {
                Some(room) => found = found.union(room.tables),
                None => faults.add(format!("{path}[{place}]"), FaultKind::UnknownRoom(id.to_string())),
            }
        }
        found
    }

    /// The tables of one of the kinds named at `path`, and all tables if none is.
    pub(super) fn categories_named(&self, path: &str, ids: &[String], faults: &mut Faults) -> TableSet {
        for (place, id) in ids.iter().enumerate() {
            if !self.categories.contains(id) {
                faults.add(format!("{path}[{place}]"), FaultKind::UnknownCategory(id.clone()));
            }
        }
        let fits = |table: &Table| ids.is_empty() || ids.iter().any(|id| table.categories.contains(id));
        (0..)
            .zip(&self.tables)
            .filter(|(_, table)| fits(table))
            .map(|(number, _)| number)
            .collect()
    }

    /// The tables that can be booked.
    pub(super) fn reservable(&self) -> TableSet {
        (0..)
            .zip(&self.tables)
            .filter(|(_, table)| table.reservable)
            .map(|(number, _)| number)
            .collect()
    }
}

/// Reads rooms, tables and combinations; what is faulty is reported and left out or kept as it is.
pub(super) fn read(settings: &EngineSettings, faults: &mut Faults) -> FloorPlan {
    let mut floor_plan = FloorPlan {
        rooms: Vec::new(),
        tables: Vec::new(),
        combinations: Vec::new(),
        numbers: BTreeMap::new(),
        categories: BTreeSet::new(),
    };
    for (place, category) in settings.categories.iter().enumerate() {
        faults.filled(format!("categories[{place}].id"), &category.id);
        if !floor_plan.categories.insert(category.id.clone()) {
            faults.add(
                format!("categories[{place}].id"),
                FaultKind::Duplicate(category.id.clone()),
            );
        }
    }
    read_labels(settings, faults);
    if settings.rooms.is_empty() {
        faults.add("rooms", FaultKind::Empty);
    }
    faults.count("rooms", settings.rooms.len(), MAX_ROOMS);
    let tables: usize = settings.rooms.iter().map(|room| room.tables.len()).sum();
    let combinations: usize = settings.rooms.iter().map(|room| room.combinations.len()).sum();
    for (what, count, max) in [
        ("tables", tables, TableSet::CAPACITY),
        ("combinations", combinations, MAX_COMBINATIONS),
    ] {
        if count > max {
            faults.add("rooms", FaultKind::TooManyInRooms { what, max });
        }
    }

    let mut order: Vec<(usize, &engine::Room)> = settings.rooms.iter().enumerate().collect();
    order.sort_by_key(|(place, room)| (room.sort_index, *place));
    for (place, room) in &order {
        read_tables(&mut floor_plan, &format!("rooms[{place}]"), room, faults);
    }
    let mut ids = BTreeSet::new();
    for (number, (place, room)) in order.iter().enumerate() {
        for (inner, combination) in room.combinations.iter().enumerate() {
            let path = format!("rooms[{place}].combinations[{inner}]");
            faults.filled(format!("{path}.id"), &combination.id);
            if !ids.insert(&combination.id) {
                faults.add(format!("{path}.id"), FaultKind::Duplicate(combination.id.clone()));
            }
            if combination.max_party_size == 0 {
                read_draft(&path, combination, faults);
                continue;
            }
            let read = read_combination(&floor_plan, number, &path, combination, faults);
            floor_plan.combinations.push(read);
        }
    }
    floor_plan
}

fn read_labels(settings: &EngineSettings, faults: &mut Faults) {
    for (place, label) in settings.labels.iter().enumerate() {
        faults.filled(format!("labels[{place}].name"), &label.name);
        let mut before = settings.labels.iter().take(place);
        if before.any(|other| other.id == label.id) {
            faults.add(
                format!("labels[{place}].id"),
                FaultKind::Duplicate(label.id.to_string()),
            );
        }
    }
}

fn read_tables(floor_plan: &mut FloorPlan, path: &str, room: &engine::Room, faults: &mut Faults) {
    if floor_plan.rooms.iter().any(|other| other.id == room.id) {
        faults.add(format!("{path}.id"), FaultKind::Duplicate(room.id.to_string()));
    }
    let mut elements = BTreeSet::new();
    for (place, element) in room.elements.iter().enumerate() {
        let path = format!("{path}.elements[{place}].id");
        faults.filled(&path, &element.id);
        if !elements.insert(&element.id) {
            faults.add(path, FaultKind::Duplicate(element.id.clone()));
        }
    }
    let mut own = TableSet::EMPTY;
    for (place, table) in room.tables.iter().enumerate() {
        let path = format!("{path}.tables[{place}]");
        faults.filled(format!("{path}.name"), &table.name);
        faults.filled(format!("{path}.type"), &table.shape);
        read_party(&path, (table.min_party_size, table.max_party_size), faults);
        for (inner, category) in table.categories.iter().enumerate() {
            if !floor_plan.categories.contains(category) {
                let path = format!("{path}.categories[{inner}]");
                faults.add(path, FaultKind::UnknownCategory(category.clone()));
            }
        }
        let number = floor_plan.tables.len();
        if floor_plan.numbers.insert(table.id.clone(), number).is_some() {
            faults.add(format!("{path}.id"), FaultKind::Duplicate(table.id.to_string()));
        }
        own = own.union(TableSet::of(number));
        floor_plan.tables.push(Table {
            id: table.id.clone(),
            room: floor_plan.rooms.len(),
            min: table.min_party_size,
            max: table.max_party_size,
            priority: table.priority_index,
            reservable: table.reservable,
            categories: table.categories.iter().cloned().collect(),
        });
    }
    floor_plan.rooms.push(Room {
        id: room.id.clone(),
        name: room.name.clone(),
        tables: own,
    });
}

/// A draft is kept as it is.
fn read_draft(path: &str, draft: &engine::Combination, faults: &mut Faults) {
    faults.range(format!("{path}.minPartySize"), draft.min_party_size.into(), 0, 0);
    faults.count(
        format!("{path}.tableIds"),
        draft.table_ids.len(),
        MAX_TABLES_TOGETHER,
    );
}

fn read_combination(
    floor_plan: &FloorPlan,
    room: usize,
    path: &str,
    combination: &engine::Combination,
    faults: &mut Faults,
) -> Combination {
    let path_of_tables = format!("{path}.tableIds");
    if combination.table_ids.len() < 2 {
        faults.add(&path_of_tables, FaultKind::Empty);
    }
    faults.count(&path_of_tables, combination.table_ids.len(), MAX_TABLES_TOGETHER);
    read_party(
        path,
        (combination.min_party_size, combination.max_party_size),
        faults,
    );
    let mut tables = TableSet::EMPTY;
    for (place, id) in combination.table_ids.iter().enumerate() {
        let path = format!("{path_of_tables}[{place}]");
        match floor_plan.numbers.get(id) {
            None => faults.add(path, FaultKind::UnknownTable(id.to_string())),
            Some(number)
                if floor_plan
                    .tables
                    .get(*number)
                    .is_none_or(|table| table.room != room) =>
            {
                faults.add(path, FaultKind::TableOfOtherRoom(id.to_string()));
            }
            Some(number) if tables.meets(TableSet::of(*number)) => {
                faults.add(path, FaultKind::Duplicate(id.to_string()));
            }
            Some(number) => tables = tables.union(TableSet::of(*number)),
        }
    }
    Combination {
        tables,
        room,
        min: combination.min_party_size,
        max: combination.max_party_size,
        priority: combination.priority_index,
    }
}

fn read_party(path: &str, (min, max): (u8, u8), faults: &mut Faults) {
    let (one, most) = (Attendees::MIN.get().into(), Attendees::MAX.get().into());
    faults.range(format!("{path}.minPartySize"), min.into(), one, most);
    faults.range(format!("{path}.maxPartySize"), max.into(), one, most);
    if min > max {
        faults.add(format!("{path}.maxPartySize"), FaultKind::Reversed);
    }
}
