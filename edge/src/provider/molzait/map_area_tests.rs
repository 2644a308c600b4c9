//! Facts about areas: the floor plans that a venue names for its guests, by the slots of Molzait.

use serde_json::{Value, json};

use super::*;

fn areas() -> Vec<config::molzait::Area> {
    let named = json!([
        { "id": "hall", "name": { "en": "Hall" } },
        { "id": "garden", "name": { "en": "Garden", "de": "Garten" } },
    ]);
    serde_json::from_value(named).unwrap()
}

fn assignment(plan: &str, tables: &Value, score: &Value) -> Value {
    json!({ "floorPlanId": plan, "tableIds": tables, "score": score, "reservable": true })
}

/// A slot whose party could sit at `h1`, or in the garden at `g1` or, better, at `g2` and `g3`.
fn slot() -> Value {
    json!({
        "experienceId": "dinner", "day": "2024-01-02", "minutes": 600, "duration": 120, "exclusionReasons": [],
        "confirmationMode": "instant",
        "availableFloorPlanIds": ["hall", "garden", "cellar"], "assignmentsAvailableIn": ["hall", "garden", "cellar"],
        "availableAssignments": [
            assignment("hall", &json!(["h1"]), &json!(0.9)),
            assignment("garden", &json!(["g1"]), &json!(0.122)),
            assignment("garden", &json!(["g2", "g3"]), &json!(0.5)),
            assignment("cellar", &json!(["c1"]), &json!(1)),
        ],
    })
}

fn question() -> SlotsQuestion {
    SlotsQuestion {
        experience_id: ExperienceId::parse("dinner").unwrap(),
        attendees: Attendees::parse(2).unwrap(),
        day: Day::parse("2024-01-02").unwrap(),
        moving: None,
    }
}

fn read(slot: &Value) -> Vec<wire::Slot> {
    let answer: wire::Slots = serde_json::from_value(json!({ "slots": [slot] })).unwrap();
    assert_eq!(answer.slots.unreadable, Vec::<String>::new());
    answer.slots.all
}

fn offered(slot: &Value) -> Value {
    let slots = slots(&read(slot), &question(), Currency::EUR, &areas());
    json!(slots[0].areas)
}

fn pinned(slot: &Value, area: &str) -> Option<Value> {
    let area = AreaId::parse(area).unwrap();
    let tables = tables_in(&read(slot), &question(), Minutes::parse(600).unwrap(), &area);
    tables.map(|tables| json!(tables))
}

#[test]
fn the_named_floor_plans_with_a_table_for_the_party_are_its_areas() {
    assert_eq!(
        offered(&slot()),
        json!([
            { "id": "hall", "name": { "en": "Hall" } },
            { "id": "garden", "name": { "en": "Garden", "de": "Garten" } },
        ])
    );
    let mut changed = slot();
    changed["assignmentsAvailableIn"] = json!(["garden", 7]);
    assert_eq!(offered(&changed)[0]["id"], "garden");
    // Without it, the floor plans of the service; without both, those of the tables.
    changed["assignmentsAvailableIn"] = json!(null);
    changed["availableFloorPlanIds"] = json!(["hall"]);
    assert_eq!(offered(&changed)[0]["id"], "hall");
    changed["availableFloorPlanIds"] = json!("hall");
    assert_eq!(offered(&changed).as_array().map(Vec::len), Some(2));
    for strange in [
        json!(null),
        json!([]),
        json!("h1"),
        json!([{ "floorPlanId": "hall" }]),
    ] {
        changed["availableAssignments"] = strange;
        assert_eq!(offered(&changed), json!([]));
    }
}

#[test]
fn a_table_that_is_kept_for_walk_ins_makes_no_area() {
    let mut kept = slot();
    kept["availableAssignments"][0]["reservable"] = json!(false);
    assert_eq!(offered(&kept)[0]["id"], "garden");
    assert_eq!(pinned(&kept, "hall"), None);
}

#[test]
fn a_reservation_in_an_area_has_the_tables_of_its_best_assignment() {
    assert_eq!(pinned(&slot(), "garden"), Some(json!(["g2", "g3"])));
    assert_eq!(pinned(&slot(), "hall"), Some(json!(["h1"])));
    assert_eq!(pinned(&slot(), "roof"), None);
    let mut full = slot();
    full["exclusionReasons"] = json!(["no_tables_found"]);
    assert_eq!(pinned(&full, "hall"), None);
    let mut strange = slot();
    strange["availableAssignments"][2]["score"] = json!("high");
    strange["availableAssignments"][1]["tableIds"] = json!(["not an id"]);
    assert_eq!(pinned(&strange, "garden"), Some(json!(["g2", "g3"])));
}
