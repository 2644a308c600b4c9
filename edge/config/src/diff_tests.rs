//! The changes between two documents: examples of settings, and properties of any documents.

use proptest::prelude::*;
use serde_json::json;

use super::*;

/// The changes as they are on the wire.
fn wire(before: &Value, after: &Value) -> Value {
    serde_json::to_value(changes(before, after)).unwrap()
}

#[test]
fn a_change_names_the_place_and_both_values() {
    let before = json!({ "name": "Linde", "policies": { "phone": "+43100" }, "locales": ["de"] });
    let after = json!({ "name": "Zur Linde", "policies": {}, "locales": ["de", "en"], "address": "Markt 1" });
    assert_eq!(
        wire(&before, &after),
        json!([
            { "pointer": "/address", "after": "Markt 1" },
            { "pointer": "/locales", "before": ["de"], "after": ["de", "en"] },
            { "pointer": "/name", "before": "Linde", "after": "Zur Linde" },
            { "pointer": "/policies/phone", "before": "+43100" },
        ])
    );
    assert_eq!(wire(&after, &after), json!([]));
}

#[test]
fn tables_are_compared_by_id() {
    let before =
        json!({ "tables": [{ "id": "t1", "max": 2 }, { "id": "t2", "max": 4 }, { "id": "t3", "max": 6 }] });
    let after =
        json!({ "tables": [{ "id": "t0", "max": 2 }, { "id": "t2", "max": 5 }, { "id": "t3", "max": 6 }] });
    assert_eq!(
        wire(&before, &after),
        json!([
            { "pointer": "/tables/0", "before": { "id": "t1", "max": 2 } },
            { "pointer": "/tables/0", "after": { "id": "t0", "max": 2 } },
            { "pointer": "/tables/1/max", "before": 4, "after": 5 },
        ])
    );
    let gone = json!({ "tables": [{ "id": "t2", "max": 4 }, { "id": "t3", "max": 6 }] });
    assert_eq!(
        wire(&before, &gone),
        json!([{ "pointer": "/tables/0", "before": { "id": "t1", "max": 2 } }])
    );
}

#[test]
fn another_order_is_a_change_of_the_list() {
    let before = json!([{ "id": "a" }, { "id": "b" }, { "id": "c" }]);
    let after = json!([{ "id": "b" }, { "id": "new" }, { "id": "a" }]);
    assert_eq!(
        wire(&before, &after),
        json!([
            { "pointer": "", "before": ["a", "b"], "after": ["b", "a"] },
            { "pointer": "/2", "before": { "id": "c" } },
            { "pointer": "/1", "after": { "id": "new" } },
        ])
    );
}

#[test]
fn a_closure_written_in_front_leaves_the_others_as_they_are() {
    let before = json!([{ "from": "2026-12-24" }, { "from": "2027-01-01" }]);
    let after = json!([{ "from": "2026-12-01" }, { "from": "2026-12-24" }, { "from": "2027-01-01" }]);
    assert_eq!(
        wire(&before, &after),
        json!([{ "pointer": "/0", "after": { "from": "2026-12-01" } }])
    );
    let later = json!([{ "from": "2026-12-24", "to": "2026-12-26" }, { "from": "2027-01-01" }]);
    assert_eq!(
        wire(&before, &later),
        json!([{ "pointer": "/0/to", "after": "2026-12-26" }])
    );
    let twice = json!([{ "from": "2026-12-24" }, { "from": "2026-12-24" }, { "from": "2027-01-01" }]);
    assert_eq!(
        wire(&before, &twice),
        json!([{ "pointer": "/1", "after": { "from": "2026-12-24" } }])
    );
}

#[test]
fn an_id_that_is_there_twice_is_no_id() {
    let before = json!([{ "id": "a", "x": 1 }, { "id": "a", "x": 2 }]);
    let after = json!([{ "id": "a", "x": 1 }, { "id": "a", "x": 3 }]);
    assert_eq!(
        wire(&before, &after),
        json!([{ "pointer": "/1/x", "before": 2, "after": 3 }])
    );
}

fn documents() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        (0..3_i32).prop_map(Value::from),
        "[ab/~]{0,2}".prop_map(Value::from)
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let identified = ("[abc]", inner.clone()).prop_map(|(id, value)| json!({ "id": id, "value": value }));
        prop_oneof![
            prop::collection::vec(identified, 0..4).prop_map(Value::from),
            prop::collection::vec(inner.clone().prop_map(|value| json!({ "value": value })), 0..4)
                .prop_map(Value::from),
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map("[abc/~]{1,2}", inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn documents_are_equal_where_nothing_differs(before in documents(), after in documents()) {
        prop_assert_eq!(changes(&before, &after).is_empty(), before == after);
        prop_assert_eq!(changes(&before, &before), vec![]);
    }

    #[test]
    fn the_way_back_has_the_same_changes_the_other_way_round(before in documents(), after in documents()) {
        let values = |changes: Vec<Change>, is_back: bool| {
            let mut values: Vec<String> = changes
                .into_iter()
                .map(|Change { before, after, .. }| if is_back { (after, before) } else { (before, after) })
                .map(|both| format!("{both:?}"))
                .collect();
            values.sort_unstable();
            values
        };
        prop_assert_eq!(values(changes(&before, &after), false), values(changes(&after, &before), true));
    }

    #[test]
    fn a_value_after_a_change_is_at_its_pointer(before in documents(), after in documents()) {
        for Change { pointer, before: was, after: is } in changes(&before, &after) {
            prop_assert!(was != is && (was.is_some() || is.is_some()));
            let found = if is.is_some() { after.pointer(&pointer) } else { Some(&Value::Null) };
            prop_assert!(found.is_some(), "{pointer}");
            // A list whose order changed has its ids in place of its elements.
            let is_order = was.as_ref().zip(is.as_ref()).is_some_and(|(was, is)| was.is_array() && is.is_array());
            if let Some(is) = is.filter(|_| !is_order) {
                prop_assert_eq!(found, Some(&is));
            }
        }
    }
}
