//! Facts about statements that are made of rows.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::*;

#[derive(Serialize, Deserialize)]
struct Note {
    text: Option<String>,
    number: i64,
}

impl TableRow for Note {
    const TABLE: &'static str = "notes";
}

/// A row with one column, whose value a test chooses.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Any(serde_json::Value);

impl TableRow for Any {
    const TABLE: &'static str = "anything";
}

#[test]
fn an_insert_names_the_columns_of_its_row_and_binds_each() {
    let note = Note {
        text: None,
        number: -7,
    };
    for (statement, verb) in [
        (insert(&note), "INSERT"),
        (insert_if_absent(&note), "INSERT OR IGNORE"),
        (insert_or_replace(&note), "INSERT OR REPLACE"),
    ] {
        let statement = statement.unwrap();
        let mut bound: Vec<(&str, &Value)> = {
            let (names, _) = statement.sql.split_once(')').unwrap();
            let (head, names) = names.split_once('(').unwrap();
            assert_eq!(head, format!("{verb} INTO notes "));
            names.split(", ").zip(&statement.bindings).collect()
        };
        bound.sort_by_key(|(name, _)| *name);
        assert_eq!(bound, [("number", &Value::Integer(-7)), ("text", &Value::Null)]);
        assert!(statement.sql.ends_with(") VALUES (?, ?)"), "{}", statement.sql);
    }
}

#[test]
fn a_value_that_no_column_holds_is_refused_by_the_columns_name_and_not_shown() {
    for value in [
        json!(true),
        json!(1.5),
        json!(u64::MAX),
        json!(["secret"]),
        json!({ "of": "secret" }),
    ] {
        let DatabaseError(text) = insert(&Any(json!({ "column": value }))).unwrap_err();
        assert_eq!(text, "a row of anything cannot be written: column", "{value}");
    }
    for row in [json!(null), json!("secret"), json!([1])] {
        let DatabaseError(text) = insert(&Any(row)).unwrap_err();
        assert_eq!(text, "a row of anything cannot be written: it has no columns");
    }
}

#[test]
fn json_that_cannot_be_read_is_not_repeated_in_the_error() {
    #[derive(Debug, Deserialize)]
    struct Row {
        #[serde(with = "json")]
        _terms: Vec<u32>,
    }
    let error = serde_json::from_value::<Row>(json!({ "_terms": "[\"Ada\"]" })).unwrap_err();
    assert_eq!(error.to_string(), "a column of JSON cannot be read");
}
