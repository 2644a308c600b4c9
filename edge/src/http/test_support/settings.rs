//! The scripted venue's settings: those of the file, or those that a test has stored.

use std::rc::Rc;

use config::VenueSettings;
use serde_json::json;
use shared::time::Instant;

use super::{Answer, ScriptedVenue};
use crate::error::VenueError;
use crate::venue::client::settings::{Copies, SettingsCache};
use crate::venue::message::floor_plan::FloorPlansRequest;
use crate::venue::message::settings::SettingsRequest;

impl ScriptedVenue {
    pub(super) fn settings_in_force(&self, known: Option<u32>) -> Answer {
        match &self.stored_settings {
            Some((version, _)) if known == Some(*version) => Ok(json!("Unchanged")),
            Some((version, settings)) => Ok(json!({ "Stored": [version, settings] })),
            None if self.changes_settings.is_some_and(|id| id.starts_with("no-")) => {
                Err(VenueError::UnknownVenue)
            }
            None => Ok(json!("OfFile")),
        }
    }
}

pub(super) fn about_settings(request: &SettingsRequest) -> Answer {
    match request {
        SettingsRequest::Read(Some(version)) if *version > 3 => Err(VenueError::NotFound),
        SettingsRequest::Read(version) => Ok(json!({
            "version": version.unwrap_or(3), "settings": { "id": "demo" },
        })),
        SettingsRequest::Versions(_) => Ok(json!({ "versions": [{ "version": 0 }] })),
        SettingsRequest::Diff(from, to) => Ok(json!({ "from": from, "to": to.unwrap_or(3), "changes": [] })),
        SettingsRequest::Replace { expected: 3, new } if new.settings["name"] == "" => {
            Err(VenueError::SettingsRefused {
                refusal: serde_json::from_value(json!({
                    "faults": [{ "pointer": "/name", "code": "invalid", "message": "must not be empty" }],
                }))
                .unwrap(),
                detail: "/name: must not be empty".to_owned(),
            })
        }
        SettingsRequest::Replace { expected: 3, new } => Ok(json!({
            "version": if new.check_only { 3 } else { 4 }, "isStored": !new.check_only, "changes": [],
        })),
        SettingsRequest::Replace { .. } => Err(VenueError::SettingsVersion { current: 3 }),
        SettingsRequest::FloorPlans(request) => about_floor_plans(request),
    }
}

fn about_floor_plans(request: &FloorPlansRequest) -> Answer {
    let plan = json!({
        "name": "Hall",
        "room": {
            "id": "hall", "name": { "en": "Hall", "de": "Saal" }, "sortIndex": 1,
            "tables": [{
                "id": "h1", "name": "1", "minPartySize": 1, "maxPartySize": 2, "type": "rect_two", "x": 10, "y": 20,
                "categories": ["window"],
            }],
            "combinations": [{ "id": "h1+h2", "tableIds": ["h1", "h2"], "minPartySize": 3, "maxPartySize": 4 }],
            "elements": [{ "id": "wall", "type": "rectangle", "x": 0, "y": 0, "width": 300, "height": 5 }],
        },
    });
    match request {
        FloorPlansRequest::Replace(id, _) | FloorPlansRequest::Delete(id) if id.as_str() == "full" => {
            Err(VenueError::SettingsRefused {
                refusal: serde_json::from_value(json!({
                    "conflicts": [{ "number": "R-000001", "loses": ["table"] }],
                }))
                .unwrap(),
                detail: "1 future reservation loses its table: R-000001".to_owned(),
            })
        }
        FloorPlansRequest::Replace(id, _) | FloorPlansRequest::Delete(id) if id.as_str() != "hall" => {
            Err(VenueError::NotFound)
        }
        FloorPlansRequest::Delete(_) => Ok(json!(null)),
        FloorPlansRequest::List => Ok(json!([plan])),
        FloorPlansRequest::Create(_) | FloorPlansRequest::Replace(..) => Ok(plan),
    }
}

/// The copies of an isolate that has read the settings of these venues at this instant.
pub(in crate::http) fn copies_of<'v>(
    venues: impl Iterator<Item = &'v VenueSettings>,
    script: &ScriptedVenue,
    now: Instant,
) -> Copies {
    let cache = SettingsCache::default();
    for venue in venues.filter(|venue| script.changes_settings != Some(venue.id.as_str())) {
        let settings = Rc::new(venue.clone());
        cache.keep(&venue.id, (0, settings), script.is_suspended.get(), now);
    }
    Copies {
        cache: Rc::new(cache),
        now,
    }
}
