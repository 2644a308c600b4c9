//! Facts about floor plans and the use of tables.

use serde_json::json;

use super::super::test_support::{evening_at, evening_of, evening_with, reservation, with_status};
use super::*;

fn table(id: &str, shape: &str, (x, y): (i32, i32), rotation: i16) -> serde_json::Value {
    json!({
        "id": id, "name": id.to_uppercase(), "minPartySize": 1, "maxPartySize": 4, "reservable": true,
        "shape": shape, "x": x, "y": y, "rotation": rotation,
    })
}

fn house(tables: &[serde_json::Value], elements: &serde_json::Value) -> FloorPlan {
    let area = json!({
        "id": "hall", "name": { "en": "Hall" }, "tables": tables, "combinations": [], "elements": elements,
    });
    let day = evening_with(Vec::new(), json!({ "areas": [area] }));
    plans(&day).remove(0)
}

fn state(one: ReservationForStaff, minutes: i64) -> TableState {
    let day = evening_of(vec![one]);
    let id = TableId::parse("w1").unwrap();
    table_state(&day, &Taps::default(), evening_at(minutes), &id)
}

#[test]
fn a_plan_holds_every_table_and_every_drawing_with_a_margin() {
    let element = json!([{ "id": "bar", "x": 300, "y": -40, "width": 20, "height": 90, "rotation": 0 }]);
    let plan = house(
        &[
            table("w1", "rect_two", (-100, 0), 0),
            table("w2", "rect_four", (10, 200), 0),
        ],
        &element,
    );
    assert_eq!(plan.size, (460, 340));
    let frames = plan.tables.iter().map(|table| table.frame).chain(plan.elements);
    for frame in frames {
        assert!(
            frame.x >= MARGIN && frame.x + frame.width <= plan.size.0 - MARGIN,
            "{frame:?}"
        );
        assert!(
            frame.y >= MARGIN && frame.y + frame.height <= plan.size.1 - MARGIN,
            "{frame:?}"
        );
    }
}

#[test]
fn tables_that_may_be_put_together_are_joined_by_a_line() {
    let combination =
        |id: &str| json!({ "id": id, "tableIds": ["w1", "w2", "w3"], "minPartySize": 3, "maxPartySize": 6 });
    let area = json!({
        "id": "hall", "name": { "en": "Hall" }, "elements": [], "combinations": [combination("a"), combination("b")],
        "tables": [
            table("w1", "rect_two", (0, 0), 0),
            table("w2", "rect_two", (100, 0), 0),
            table("w3", "rect_two", (100, 200), 0),
        ],
    });
    let day = evening_with(Vec::new(), json!({ "areas": [area] }));
    let links = plans(&day).remove(0).links;
    let line = |x, y, width, rotation| Frame {
        x: x + MARGIN,
        y: y + MARGIN,
        width,
        height: LINK,
        rotation,
    };
    // About its middle it is turned to stand upright.
    assert_eq!(links, [line(30, 27, 100, 0), line(30, 127, 200, 90)]);
}

#[test]
fn a_table_is_as_large_as_its_shape_says() {
    let plan = house(
        &[
            table("a", "rect_two", (0, 0), 0),
            table("b", "rect_eight", (0, 0), 0),
            table("c", "round_six", (0, 0), 0),
            table("d", "sofa", (0, 0), 0),
        ],
        &json!([]),
    );
    let sizes: Vec<_> = plan
        .tables
        .iter()
        .map(|table| (table.frame.width, table.frame.height, table.is_round))
        .collect();
    assert_eq!(
        sizes,
        [(60, 60, false), (150, 60, false), (90, 90, true), (90, 60, false)]
    );
}

#[test]
fn a_table_that_is_turned_is_within_the_plan_too() {
    let plan = house(&[table("w1", "rect_eight", (0, 0), 90)], &json!([]));
    assert_eq!(plan.size, (100, 190));
    assert_eq!((plan.tables[0].frame.x, plan.tables[0].frame.y), (-25, 65));
}

#[test]
fn an_empty_plan_has_a_size() {
    assert_eq!(house(&[], &json!([])).size, (40, 40));
}

#[test]
fn a_table_belongs_to_its_party_from_half_an_hour_before_until_departure() {
    let booked = || reservation("r1", 1_140, 2);
    assert_eq!(state(booked(), 1_100).usage, TableUse::Free);
    assert_eq!(state(booked(), 1_120).usage, TableUse::Soon);
    let arrived = with_status(booked(), Status::Arrived);
    assert_eq!(state(arrived, 1_080).usage, TableUse::Soon);
    let seated = with_status(booked(), Status::Seated);
    assert_eq!(state(seated.clone(), 1_200).usage, TableUse::Seated);
    assert_eq!(state(seated, 1_261).usage, TableUse::Over);
    let left = with_status(booked(), Status::Finished);
    let free = state(left, 1_200);
    assert_eq!((free.usage, free.party, free.next), (TableUse::Free, None, None));
}

#[test]
fn a_table_names_its_party_and_the_next_one() {
    let seated = with_status(reservation("r1", 1_080, 2), Status::Seated);
    let day = evening_of(vec![reservation("r2", 1_230, 2), seated]);
    let id = TableId::parse("w1").unwrap();
    let state = table_state(&day, &Taps::default(), evening_at(1_100), &id);
    let party = state.party.map(|(id, since)| (id.to_string(), since));
    assert_eq!(party, Some(("r1".to_owned(), evening_at(1_080))));
    let next = state.next.map(|(id, minutes)| (id.to_string(), minutes.get()));
    assert_eq!(next, Some(("r2".to_owned(), 1_230)));
}

#[test]
fn a_party_that_did_not_come_is_not_next_once_its_time_is_over() {
    let day = evening_of(vec![reservation("r1", 720, 2), reservation("r2", 1_200, 2)]);
    let id = TableId::parse("w1").unwrap();
    let next = |minutes| {
        let state = table_state(&day, &Taps::default(), evening_at(minutes), &id);
        (state.next.map(|(id, _)| id.to_string()), state.usage)
    };
    assert_eq!(next(839), (Some("r1".to_owned()), TableUse::Soon));
    assert_eq!(next(840), (Some("r2".to_owned()), TableUse::Free));
}

#[test]
fn a_blocked_table_says_until_when() {
    let rule = json!({
        "id": "d1", "effect": {
            "kind": "blocked_tables", "tableIds": ["w1"], "from": evening_at(1_100), "until": evening_at(1_200),
        },
        "endsAt": evening_at(1_200), "createdAt": evening_at(1_000),
    });
    let day = evening_with(Vec::new(), json!({ "rules": [rule] }));
    let id = TableId::parse("w1").unwrap();
    let at = |minutes| table_state(&day, &Taps::default(), evening_at(minutes), &id);
    assert_eq!(at(1_150).usage, TableUse::Blocked);
    assert_eq!(at(1_150).block.map(|(_, until)| until), Some(evening_at(1_200)));
    assert_eq!(at(1_200).usage, TableUse::Free);
}
