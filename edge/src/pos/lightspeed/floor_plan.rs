//! The floor plans of a location, of which nothing but the numbers of tables is read.

use serde_json::Value;

/// The scope with which they are read.
pub const SCOPE: &str = "orders-api";

/// The numbers of the tables that are in use, each once, as texts. How plans and tables are nested in the answer is not
/// documented: each object with a number is a table.
#[must_use]
pub fn table_numbers(answer: &Value) -> Vec<String> {
    let mut numbers = Vec::new();
    collect(answer, &mut numbers);
    numbers
}

fn collect(value: &Value, numbers: &mut Vec<String>) {
    match value {
        Value::Array(values) => {
            for value in values {
                collect(value, numbers);
            }
        }
        Value::Object(fields) => {
            let number = match fields.get("number") {
                Some(Value::Number(number)) => Some(number.to_string()),
                Some(Value::String(text)) => Some(text.clone()),
                _ => None,
            };
            let is_in_use = fields.get("active") != Some(&Value::Bool(false));
            match number {
                Some(number) if is_in_use && !numbers.contains(&number) => numbers.push(number),
                Some(_) => {}
                None => {
                    for value in fields.values() {
                        collect(value, numbers);
                    }
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn tables_are_found_however_they_are_nested() {
        let table = |number: Value| json!({ "id": 7, "number": number, "reference": "x", "active": true });
        let tables = json!([table(json!(5)), table(json!("12")), table(json!("12"))]);
        for answer in [
            tables.clone(),
            json!([{ "id": 1, "name": "Hall", "tables": tables }]),
            json!({ "floorplans": [{ "name": "Hall", "tables": [tables[0]] }, { "tables": [tables[1]] }] }),
        ] {
            assert_eq!(table_numbers(&answer), ["5", "12"], "{answer}");
        }
    }

    #[test]
    fn a_table_out_of_use_and_an_answer_without_tables_are_none() {
        for answer in [
            json!([{ "number": 5, "active": false }]),
            json!([]),
            json!({ "error": "none" }),
            json!("5"),
        ] {
            assert_eq!(table_numbers(&answer), Vec::<String>::new(), "{answer}");
        }
    }
}
