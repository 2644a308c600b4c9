//! Floor plans of requests in Molzait's wire format. Unknown members are ignored, and those that are null count as absent.
//!
//! Tables and combinations state their `id` within a map by ids. The `id` counts: a key may be another text, as in
//! bodies that are generated from Molzait's reference, but not the id of another entry, and entries of one id must be
//! the same. An entry without an `id` has that of its key, which elements always have.

use std::collections::BTreeMap;

use config::engine::{Combination, Element, Table};
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use shared::id::TableId;

use super::fields;
use crate::http::external_error::ExternalError;
use crate::venue::message::floor_plan::FloorPlanParts;

/// A whole plan.
pub(super) fn new(body: Value) -> Result<FloorPlanParts, ExternalError> {
    read(body, &["name", "sortIndex", "tables", "combinations", "elements"])
}

/// The members of a plan that the body has.
pub(super) fn parts(body: Value) -> Result<FloorPlanParts, ExternalError> {
    read(body, &[])
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TableInput {
    name: String,
    #[serde(deserialize_with = "whole")]
    min_party_size: u8,
    #[serde(deserialize_with = "whole")]
    max_party_size: u8,
    #[serde(default, deserialize_with = "whole")]
    priority_index: u16,
    #[serde(default = "yes")]
    reservable: bool,
    #[serde(default)]
    table_category_ids: Vec<String>,
    #[serde(rename = "type")]
    shape: String,
    #[serde(deserialize_with = "position")]
    x: i32,
    #[serde(deserialize_with = "position")]
    y: i32,
    #[serde(default, deserialize_with = "rotation")]
    rotation: i16,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CombinationInput {
    table_ids: Vec<TableId>,
    #[serde(deserialize_with = "whole")]
    min_party_size: u8,
    #[serde(deserialize_with = "whole")]
    max_party_size: u8,
    #[serde(default, deserialize_with = "whole")]
    priority_index: u16,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ElementInput {
    #[serde(rename = "type")]
    shape: Option<String>,
    #[serde(deserialize_with = "position")]
    x: i32,
    #[serde(deserialize_with = "position")]
    y: i32,
    #[serde(deserialize_with = "position")]
    width: i32,
    #[serde(deserialize_with = "position")]
    height: i32,
    #[serde(default, deserialize_with = "rotation")]
    rotation: i16,
    background_color: Option<String>,
}

fn yes() -> bool {
    true
}

/// A whole number, also where it is written as `1140.0`.
fn whole<'de, D: Deserializer<'de>, N: TryFrom<i64>>(deserializer: D) -> Result<N, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let number = fields::whole(&value).ok_or_else(|| D::Error::custom("write a whole number"))?;
    N::try_from(number).map_err(|_| D::Error::custom(format!("{number} is out of range")))
}

/// A place or a length in the plan's units, rounded to whole ones.
fn position<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i32, D::Error> {
    let number = number(deserializer)?;
    i32::try_from(rounded(number)).map_err(|_| D::Error::custom(format!("{number} is out of range")))
}

/// An angle in degrees, reduced to less than a full turn.
fn rotation<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i16, D::Error> {
    let degrees = rounded(number(deserializer)?) % 360;
    i16::try_from(degrees).map_err(D::Error::custom)
}

/// A finite number; without it the member is at fault.
fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    f64::deserialize(deserializer)
}

/// The nearest whole number; a number beyond the range of `i64` becomes its end.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the cast saturates, and each caller checks its own range"
)]
fn rounded(number: f64) -> i64 {
    number.round() as i64
}

/// Reads the members that are there, and faults those of `required` that are not.
fn read(body: Value, required: &[&str]) -> Result<FloorPlanParts, ExternalError> {
    let Value::Object(mut fields) = body else {
        return Err(ExternalError::bad(vec!["write an object".to_owned()]));
    };
    fields.retain(|_, value| !value.is_null());
    let mut reader = Reader {
        faults: Vec::new(),
        fields,
    };
    for name in required {
        if !reader.fields.contains_key(*name) {
            reader.faults.push(format!("{name}: is missing"));
        }
    }
    let parts = FloorPlanParts {
        name: reader.single("name", String::deserialize),
        sort_index: reader.single("sortIndex", whole),
        tables: reader.map("tables", |id, input: TableInput| {
            Ok(Table {
                id: TableId::parse(id).map_err(|code| code.to_string())?,
                name: input.name,
                min_party_size: input.min_party_size,
                max_party_size: input.max_party_size,
                priority_index: input.priority_index,
                reservable: input.reservable,
                categories: input.table_category_ids,
                shape: input.shape,
                x: input.x,
                y: input.y,
                rotation: input.rotation,
            })
        }),
        combinations: reader.map("combinations", |id, input: CombinationInput| {
            Ok(Combination {
                id: id.to_owned(),
                table_ids: input.table_ids,
                min_party_size: input.min_party_size,
                max_party_size: input.max_party_size,
                priority_index: input.priority_index,
            })
        }),
        elements: reader.map("elements", |id, input: ElementInput| {
            Ok(Element {
                id: id.to_owned(),
                shape: input.shape,
                x: input.x,
                y: input.y,
                width: input.width,
                height: input.height,
                rotation: input.rotation,
                background_color: input.background_color,
            })
        }),
    };
    if reader.faults.is_empty() {
        Ok(parts)
    } else {
        Err(ExternalError::bad(reader.faults))
    }
}

/// The members of a body, and the faults found in them: one for each member, and for each entry of a map.
struct Reader {
    fields: Map<String, Value>,
    faults: Vec<String>,
}

impl Reader {
    fn single<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(Value) -> Result<T, serde_json::Error>,
    ) -> Option<T> {
        match read(self.fields.remove(name)?) {
            Ok(value) => Some(value),
            Err(error) => {
                self.faults.push(format!("{name}: {error}"));
                None
            }
        }
    }

    /// The entries of a map, in the order of their ids.
    fn map<I: DeserializeOwned, T: PartialEq>(
        &mut self,
        name: &str,
        entry: impl Fn(&str, I) -> Result<T, String>,
    ) -> Option<Vec<T>> {
        let Value::Object(entries) = self.fields.remove(name)? else {
            self.faults.push(format!("{name}: write an object by ids"));
            return None;
        };
        let id_of = |key: &str, value: &Value| {
            let id = value.get("id").and_then(Value::as_str);
            id.filter(|id| !id.is_empty()).unwrap_or(key).to_owned()
        };
        let mut found: BTreeMap<String, T> = BTreeMap::new();
        for (key, value) in &entries {
            let id = id_of(key, value);
            let place = format!("{name}.{key}");
            let is_of_another =
                |(other_key, other): (&String, &Value)| other_key != key && id_of(other_key, other) == *key;
            if id != *key && entries.iter().any(is_of_another) {
                self.faults
                    .push(format!("{place}: the key is the id of another entry"));
                continue;
            }
            let read = I::deserialize(value).map_err(|error| error.to_string());
            match read.and_then(|input| entry(&id, input)) {
                Err(fault) => self.faults.push(format!("{place}: {fault}")),
                Ok(one) => {
                    let is_different = found.get(&id).is_some_and(|other| *other != one);
                    if is_different {
                        let fault = format!("{place}: another entry with the id {id} is different");
                        self.faults.push(fault);
                    } else {
                        found.insert(id, one);
                    }
                }
            }
        }
        Some(found.into_values().collect())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn table(id: &str, name: &str) -> Value {
        json!({
            "id": id, "name": name, "minPartySize": 2, "maxPartySize": 4.0, "priorityIndex": 0, "reservable": true,
            "rotation": 450, "tableCategoryIds": ["c1"], "type": "rect_one", "x": 100.4, "y": 250, "other": 1,
        })
    }

    fn message(body: Value) -> String {
        match new(body) {
            Ok(parts) => panic!("{parts:?}"),
            Err(error) => String::from_utf8(error.reply().into_body()).unwrap(),
        }
    }

    #[test]
    fn a_plan_is_read_from_maps_by_id() {
        let body = json!({
            "name": "Hall", "sortIndex": 3.0,
            "tables": { "b": table("b", "2"), "a": table("a", "1"), "c": table("", "3") },
            "combinations": { "a+b": { "id": "a+b", "tableIds": ["a", "b"], "minPartySize": 5, "maxPartySize": 8 } },
            "elements": { "wall": { "type": null, "x": 0, "y": 0, "width": 10, "height": 2.6, "rotation": -90 } },
        });
        let read = new(body).ok().unwrap();
        let tables = read.tables.unwrap();
        let ids: Vec<_> = tables.iter().map(|table| table.id.as_str()).collect();
        assert_eq!(ids, ["a", "b", "c"]);
        assert_eq!(
            (tables[0].rotation, tables[0].x, tables[0].max_party_size),
            (90, 100, 4)
        );
        assert_eq!(tables[0].categories, ["c1"]);
        assert_eq!(read.combinations.unwrap()[0].priority_index, 0);
        let wall = &read.elements.unwrap()[0];
        assert_eq!((wall.id.as_str(), wall.height, wall.rotation), ("wall", 3, -90));
        assert_eq!(read.sort_index, Some(3));
    }

    #[test]
    fn what_a_replacement_leaves_out_is_not_replaced() {
        let read = parts(json!({ "name": "Hall", "tables": null })).ok().unwrap();
        let expected = FloorPlanParts {
            name: Some("Hall".to_owned()),
            ..FloorPlanParts::default()
        };
        assert_eq!(read, expected);
    }

    #[test]
    fn equal_entries_of_one_id_are_one_with_any_keys() {
        let body = json!({ "tables": { "property1": table("t", "45"), "property2": table("t", "45") } });
        let read = parts(body).ok().unwrap().tables.unwrap();
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].id.as_str(), "t");
    }

    #[test]
    fn each_fault_is_named_with_its_place() {
        let plan = |tables: Value| json!({ "name": "Hall", "sortIndex": 0, "tables": tables, "combinations": {}, "elements": {} });
        let without = |field: &str| {
            let mut table = table("t", "1");
            table.as_object_mut().unwrap().remove(field);
            plan(json!({ "t": table }))
        };
        let with = |field: &str, value: Value| {
            let mut table = table("t", "1");
            table[field] = value;
            plan(json!({ "t": table }))
        };
        for (body, fault) in [
            (json!([]), "write an object"),
            (json!({}), "combinations: is missing"),
            (plan(json!([])), "tables: write an object by ids"),
            (without("name"), "tables.t: missing field `name`"),
            (with("minPartySize", json!(1.5)), "tables.t: write a whole number"),
            (with("minPartySize", json!("2")), "tables.t: write a whole number"),
            (
                with("maxPartySize", json!(1e300)),
                "tables.t: write a whole number",
            ),
            (with("maxPartySize", json!(256)), "tables.t: 256 is out of range"),
            (with("maxPartySize", json!(-1)), "tables.t: -1 is out of range"),
            (with("x", json!(1e300)), "is out of range"),
            (with("x", json!("left")), "tables.t: invalid type"),
            (with("id", json!("a b")), "tables.t: invalid"),
            (
                plan(json!({ "a": table("b", "1"), "b": table("a", "2") })),
                "tables.a: the key is the id of another entry",
            ),
            (
                plan(json!({ "x": table("a", "1"), "y": table("a", "2") })),
                "tables.y: another entry with the id a is different",
            ),
        ] {
            let message = message(body);
            assert!(message.contains(fault), "{message}: {fault}");
        }
    }
}
