//! JSV as `ServiceStack` writes it: JSON's shape with the quotes of CSV, nulls left out.

use serde_json::Value;

/// The characters for which a text is quoted.
const QUOTED_FOR: [char; 9] = ['"', ':', ',', '{', '}', '[', ']', '\r', '\n'];

/// A value as JSV.
pub(super) fn written(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(truth) => (if *truth { "True" } else { "False" }).to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => encoded(text),
        Value::Array(list) => {
            let parts: Vec<String> = list.iter().filter(|one| !one.is_null()).map(written).collect();
            format!("[{}]", parts.join(","))
        }
        Value::Object(object) => {
            let members = object.iter().filter(|(_, one)| !one.is_null());
            let parts: Vec<String> = members
                .map(|(key, one)| format!("{}:{}", encoded(key), written(one)))
                .collect();
            format!("{{{}}}", parts.join(","))
        }
    }
}

fn encoded(text: &str) -> String {
    if text.is_empty() {
        return "\"\"".to_owned();
    }
    let doubled = text.replace('"', "\"\"");
    if doubled.contains(QUOTED_FOR) {
        format!("\"{doubled}\"")
    } else {
        doubled
    }
}
