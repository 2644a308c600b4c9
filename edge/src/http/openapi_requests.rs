//! The part of the API's description about what a request may leave out. Only tests compile it.

use std::collections::BTreeSet;

use serde_json::Value;

/// Where references to the schemas of types lead.
const SCHEMAS: &str = "#/components/schemas/";

/// The document whose requests require nothing that has a default. Types are described as they are written, where
/// nothing is left out, and some are both read and written.
pub fn without_defaults(mut document: Value) -> Value {
    let mut names = BTreeSet::new();
    for operation in document["paths"]
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(_, path)| path.as_object())
        .flat_map(serde_json::Map::values)
    {
        collect(&operation["requestBody"], &document, &mut names);
    }
    for name in names {
        relax(&mut document["components"]["schemas"][name]);
    }
    document
}

/// Adds the names of the types to which a part of the document refers, and those to which they refer.
fn collect(part: &Value, document: &Value, names: &mut BTreeSet<String>) {
    match part {
        Value::Object(members) => {
            let name = members.get("$ref").and_then(Value::as_str);
            if let Some(name) = name.and_then(|reference| reference.strip_prefix(SCHEMAS))
                && names.insert(name.to_owned())
            {
                collect(&document["components"]["schemas"][name], document, names);
            }
            members
                .values()
                .for_each(|member| collect(member, document, names));
        }
        Value::Array(entries) => entries.iter().for_each(|entry| collect(entry, document, names)),
        _ => {}
    }
}

/// Drops the properties with a default from those that a schema and the schemas in it require.
fn relax(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            let properties = members.get("properties").cloned().unwrap_or_default();
            if let Some(Value::Array(required)) = members.get_mut("required") {
                required.retain(|name| {
                    let property = name.as_str().and_then(|name| properties.get(name));
                    property.is_none_or(|property| property.get("default").is_none())
                });
                if required.is_empty() {
                    members.remove("required");
                }
            }
            members.values_mut().for_each(relax);
        }
        Value::Array(entries) => entries.iter_mut().for_each(relax),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_request_requires_nothing_that_has_a_default_and_a_response_still_does() {
        let shape = |required: Value| {
            json!({
                "properties": { "kind": { "type": "string" }, "shown": { "type": "string", "default": "closed" } },
                "required": required,
            })
        };
        let with = |wanted: Value| {
            let body = json!({ "schema": { "$ref": "#/components/schemas/Request" } });
            json!({
                "paths": { "/": { "post": { "requestBody": body } } },
                "components": { "schemas": {
                    "Request": { "properties": { "rule": { "$ref": "#/components/schemas/Rule" } } },
                    "Rule": { "oneOf": [shape(wanted)] },
                    "Response": shape(json!(["kind", "shown"])),
                } },
            })
        };
        assert_eq!(
            without_defaults(with(json!(["kind", "shown"]))),
            with(json!(["kind"]))
        );
    }
}
