//! The ids by which rules of days name areas, tables and experiences, against a change of the settings: under another id the
//! same area would be open to guests although a rule in force closes it.

use std::collections::{BTreeMap, BTreeSet};

use config::VenueSettings;
use config::fault::{FaultCode, SettingFault};
use shared::day_rule::{DayRule, DayRuleEffect};
use shared::id::{AreaId, ExperienceId, TableId};

/// The ids of a venue's settings that rules of days may name.
struct Ids<'a> {
    /// The areas, each with its tables.
    areas: BTreeMap<&'a AreaId, BTreeSet<&'a TableId>>,
    tables: BTreeSet<&'a TableId>,
    experiences: BTreeSet<&'a ExperienceId>,
}

impl<'a> Ids<'a> {
    fn of(settings: &'a VenueSettings) -> Option<Self> {
        let engine = settings.engine.as_ref()?;
        let areas: BTreeMap<_, BTreeSet<_>> = engine
            .rooms
            .iter()
            .map(|room| (&room.id, room.tables.iter().map(|table| &table.id).collect()))
            .collect();
        Some(Self {
            tables: areas.values().flatten().copied().collect(),
            areas,
            experiences: engine
                .experiences
                .iter()
                .map(|experience| &experience.id)
                .collect(),
        })
    }
}

/// The faults of a change from the settings `before` to those `after` that may give another id to something that a rule in
/// force names, one for each such id. What is removed without anything new in its place cannot be booked, so it needs no
/// rule.
#[must_use]
pub fn renamed<'r>(
    rules: impl IntoIterator<Item = &'r DayRule>,
    (before, after): (&VenueSettings, &VenueSettings),
) -> Vec<SettingFault> {
    let (Some(before), Some(after)) = (Ids::of(before), Ids::of(after)) else {
        return Vec::new();
    };
    let has_new_area = after.areas.keys().any(|id| !before.areas.contains_key(id));
    let has_new_table = !after.tables.is_subset(&before.tables);
    let has_new_experience = !after.experiences.is_subset(&before.experiences);
    let is_area_lost = |id: &AreaId| {
        let tables = before.areas.get(id).filter(|_| !after.areas.contains_key(id));
        tables.is_some_and(|tables| has_new_area || !tables.is_disjoint(&after.tables))
    };
    let is_table_lost =
        |id: &TableId| has_new_table && before.tables.contains(id) && !after.tables.contains(id);
    let is_experience_lost = |id: &ExperienceId| {
        has_new_experience && before.experiences.contains(id) && !after.experiences.contains(id)
    };
    let mut faults = BTreeMap::new();
    for rule in rules {
        let (area, experience, tables) = named(&rule.effect);
        let areas = area
            .filter(|id| is_area_lost(id))
            .map(|id| ("/engine/rooms", "area", id.as_str()));
        let experiences = experience
            .filter(|id| is_experience_lost(id))
            .map(|id| ("/engine/experiences", "experience", id.as_str()));
        let tables = tables
            .iter()
            .filter(|id| is_table_lost(id))
            .map(|id| ("/engine/rooms", "table", id.as_str()));
        for lost in areas.into_iter().chain(experiences).chain(tables) {
            faults.entry(lost).or_insert(&rule.id);
        }
    }
    faults
        .into_iter()
        .map(|((pointer, kind, id), rule)| {
            let message = format!(
                "the {kind} `{id}` is gone, and the rule of days `{rule}` is about it: keep its id, or end the rule first"
            );
            SettingFault::new(pointer, FaultCode::Invalid, message)
        })
        .collect()
}

/// The area, the experience and the tables that an effect names.
fn named(effect: &DayRuleEffect) -> (Option<&AreaId>, Option<&ExperienceId>, &[TableId]) {
    match effect {
        DayRuleEffect::Closure {
            area_id,
            experience_id,
            ..
        } => (area_id.as_ref(), experience_id.as_ref(), &[]),
        DayRuleEffect::BlockedTables { table_ids, .. } => (None, None, table_ids),
        DayRuleEffect::Pause { experience_id, .. } | DayRuleEffect::CoversLimit { experience_id, .. } => {
            (None, experience_id.as_ref(), &[])
        }
        DayRuleEffect::SpecialHours { experience_id, .. } => (None, Some(experience_id), &[]),
        DayRuleEffect::Note { .. } => (None, None, &[]),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// Settings of a venue with two areas of a table each.
    fn settings() -> Value {
        let all: Value =
            serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/venues.json"))).unwrap();
        let all = all.as_array().unwrap();
        let mut settings = all.iter().find(|venue| venue["id"] == "demo").unwrap().clone();
        let area = |id: &str, table: &str| {
            json!({
                "id": id, "name": { "en": id }, "sortIndex": 0,
                "tables": [{
                    "id": table, "name": table, "minPartySize": 1, "maxPartySize": 4, "type": "rect_two", "x": 0, "y": 0,
                }],
            })
        };
        settings["engine"]["rooms"] = json!([area("hall", "h1"), area("garden", "g1")]);
        settings
    }

    fn rule(effect: &Value) -> DayRule {
        serde_json::from_value(json!({
            "id": "d1", "effect": effect, "endsAt": "2026-12-27T22:59:00Z", "createdAt": "2026-11-22T12:00:00Z",
        }))
        .unwrap()
    }

    /// The pointers of the faults of a change of the settings that `change` makes.
    fn faults(rule: &DayRule, change: impl FnOnce(&mut Value)) -> Vec<String> {
        let before = settings();
        let mut after = before.clone();
        change(&mut after);
        let read = |settings| serde_json::from_value::<VenueSettings>(settings).unwrap();
        let faults = renamed([rule, rule], (&read(before), &read(after)));
        faults.into_iter().map(|fault| fault.pointer).collect()
    }

    #[test]
    fn another_id_of_what_a_rule_names_is_a_fault() {
        let closed = rule(&json!({ "kind": "closure", "from": "2026-12-24", "areaId": "garden" }));
        let blocked = rule(&json!({
            "kind": "blocked_tables", "tableIds": ["h1", "g1"], "from": "2026-11-27T17:00:00Z",
            "until": "2026-11-27T22:00:00Z",
        }));
        let name = |pointer: &'static str, id: &'static str| {
            move |settings: &mut Value| *settings.pointer_mut(pointer).unwrap() = json!(id)
        };
        assert_eq!(
            faults(&closed, name("/engine/rooms/1/id", "terrace")),
            ["/engine/rooms"]
        );
        assert_eq!(
            faults(&blocked, name("/engine/rooms/1/tables/0/id", "g2")),
            ["/engine/rooms"]
        );
        let first = settings()["engine"]["experiences"][0]["id"].clone();
        let paused =
            rule(&json!({ "kind": "pause", "experienceId": first, "until": "2026-11-27T22:00:00Z" }));
        assert_eq!(
            faults(&paused, name("/engine/experiences/0/id", "supper")),
            ["/engine/experiences"]
        );
        // The tables of a closed area in another one are open there.
        let moved = faults(&closed, |settings| {
            let rooms = settings["engine"]["rooms"].as_array_mut().unwrap();
            let garden = rooms.pop().unwrap();
            let tables = rooms[0]["tables"].as_array_mut().unwrap();
            tables.push(garden["tables"][0].clone());
        });
        assert_eq!(moved, ["/engine/rooms"]);
    }

    #[test]
    fn what_no_rule_names_or_what_is_gone_altogether_is_none() {
        let closed = rule(&json!({ "kind": "closure", "from": "2026-12-24", "areaId": "garden" }));
        let none = Vec::<String>::new();
        assert_eq!(
            faults(&closed, |settings| settings["engine"]["rooms"][0]["id"] =
                json!("cellar")),
            none
        );
        assert_eq!(
            faults(&closed, |settings| settings["engine"]["rooms"][1]["name"] =
                json!({ "en": "Terrace" })),
            none
        );
        let removed = faults(&closed, |settings| {
            settings["engine"]["rooms"].as_array_mut().unwrap().pop();
        });
        assert_eq!(removed, none);
    }
}
