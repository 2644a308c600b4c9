//! Floor plans as parts of a venue's settings: the plans that settings have, and settings with one of them changed.
//! Whether the changed settings can be stored is decided by the checks for every change of settings.

use config::VenueSettings;
use config::engine::{Category, EngineSettings, Room};
use shared::id::AreaId;
use shared::locale::{Language, LocalizedText};

use crate::error::{Result, VenueError};
use crate::venue::message::floor_plan::{FloorPlan, FloorPlanParts};

/// Every floor plan, in the order to show; [`VenueError::NotFound`] for a venue of a remote system.
pub fn all(settings: &VenueSettings) -> Result<Vec<FloorPlan>> {
    let engine = settings.engine.as_ref().ok_or(VenueError::NotFound)?;
    let mut rooms: Vec<&Room> = engine.rooms.iter().collect();
    rooms.sort_by_key(|room| room.sort_index);
    Ok(rooms.into_iter().map(|room| shown(settings, room)).collect())
}

/// The floor plan of this id; [`VenueError::NotFound`] if there is none.
pub fn one(settings: &VenueSettings, id: &AreaId) -> Result<FloorPlan> {
    let plans = all(settings)?;
    plans
        .into_iter()
        .find(|plan| plan.room.id == *id)
        .ok_or(VenueError::NotFound)
}

/// The settings with one more floor plan.
pub fn with_new(settings: &VenueSettings, id: AreaId, parts: &FloorPlanParts) -> Result<VenueSettings> {
    changed(settings, |engine, locales| {
        let mut room = Room {
            id,
            name: LocalizedText::default(),
            sort_index: 0,
            tables: Vec::new(),
            combinations: Vec::new(),
            elements: Vec::new(),
        };
        put(&mut room, parts, locales);
        engine.rooms.push(room);
        Ok(())
    })
}

/// The settings with these parts of a floor plan replaced; [`VenueError::NotFound`] if there is no such plan.
pub fn with_parts(settings: &VenueSettings, id: &AreaId, parts: &FloorPlanParts) -> Result<VenueSettings> {
    changed(settings, |engine, locales| {
        let room = engine.rooms.iter_mut().find(|room| room.id == *id);
        put(room.ok_or(VenueError::NotFound)?, parts, locales);
        Ok(())
    })
}

/// The settings without a floor plan; [`VenueError::NotFound`] if there is no such plan.
pub fn without(settings: &VenueSettings, id: &AreaId) -> Result<VenueSettings> {
    changed(settings, |engine, _| {
        let count = engine.rooms.len();
        engine.rooms.retain(|room| room.id != *id);
        if engine.rooms.len() == count {
            Err(VenueError::NotFound)
        } else {
            Ok(())
        }
    })
}

fn changed(
    settings: &VenueSettings,
    change: impl FnOnce(&mut EngineSettings, &[Language]) -> Result<()>,
) -> Result<VenueSettings> {
    let mut settings = settings.clone();
    let engine = settings.engine.as_mut().ok_or(VenueError::NotFound)?;
    change(engine, &settings.locales)?;
    add_categories(engine, &settings.locales);
    Ok(settings)
}

fn put(room: &mut Room, parts: &FloorPlanParts, locales: &[Language]) {
    if let Some(name) = &parts.name
        && room.name != LocalizedText::default()
        && locales.first().is_some_and(|first| room.name.get(first) == name)
    {
        // Its name in the other languages stays.
    } else if let Some(name) = &parts.name {
        room.name = in_each(locales, name);
    }
    if let Some(sort_index) = parts.sort_index {
        room.sort_index = sort_index;
    }
    if let Some(tables) = &parts.tables {
        room.tables.clone_from(tables);
    }
    if let Some(combinations) = &parts.combinations {
        room.combinations.clone_from(combinations);
    }
    if let Some(elements) = &parts.elements {
        room.elements.clone_from(elements);
    }
}

/// Adds the kinds of tables that tables name and the settings do not have: no call of the floor plans' API creates them.
fn add_categories(engine: &mut EngineSettings, locales: &[Language]) {
    let EngineSettings {
        rooms, categories, ..
    } = engine;
    let named = rooms.iter().flat_map(|room| &room.tables);
    for id in named.flat_map(|table| &table.categories) {
        if categories.iter().all(|category| category.id != *id) {
            categories.push(Category {
                id: id.clone(),
                name: in_each(locales, id),
            });
        }
    }
}

/// The same text in each language of the venue.
fn in_each(locales: &[Language], text: &str) -> LocalizedText {
    locales
        .iter()
        .map(|language| (language.clone(), text.to_owned()))
        .collect()
}

fn shown(settings: &VenueSettings, room: &Room) -> FloorPlan {
    let first = settings.locales.first();
    FloorPlan {
        name: first.map_or("", |first| room.name.get(first)).to_owned(),
        room: room.clone(),
    }
}
