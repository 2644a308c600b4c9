//! Facts about JSV as `ServiceStack` writes it, and about texts that are none. `tests/live/jsv_writer.rs` asks its own
//! client.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

/// The characters for which a text is quoted.
const QUOTED_FOR: [char; 9] = ['"', ':', ',', '{', '}', '[', ']', '\r', '\n'];

/// A text as `ServiceStack` writes it.
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

/// A value as `ServiceStack` writes it: nulls are left out.
fn written(value: &Value) -> String {
    let joined = |parts: Vec<String>| parts.join(",");
    match value {
        Value::Null => String::new(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => encoded(text),
        Value::Array(list) => {
            let parts = list.iter().filter(|one| !one.is_null()).map(written);
            format!("[{}]", joined(parts.collect()))
        }
        Value::Object(object) => {
            let members = object.iter().filter(|(_, one)| !one.is_null());
            let parts = members.map(|(key, one)| format!("{}:{}", encoded(key), written(one)));
            format!("{{{}}}", joined(parts.collect()))
        }
    }
}

/// The same value with numbers and booleans as texts, and without nulls: the format keeps no more.
fn as_texts(value: &Value) -> Value {
    match value {
        Value::Null => Value::Null,
        Value::Bool(truth) => Value::String(truth.to_string()),
        Value::Number(number) => Value::String(number.to_string()),
        Value::String(text) => Value::String(text.clone()),
        Value::Array(list) => list.iter().filter(|one| !one.is_null()).map(as_texts).collect(),
        Value::Object(object) => {
            let members = object.iter().filter(|(_, one)| !one.is_null());
            members.map(|(key, one)| (key.clone(), as_texts(one))).collect()
        }
    }
}

/// A text as services have them. Blanks at its ends would be lost without quotes, and a text of blanks alone is none.
fn text() -> impl Strategy<Value = String> {
    let any = proptest::string::string_regex("[a-zA-Zäß€\"':,{}\\[\\]\r\n \\\\/&<>0-9-]{0,20}").unwrap();
    any.prop_map(|text| text.trim().to_owned())
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::btree_map("[a-zA-Z]{1,12}", inner, 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

#[test]
fn objects_lists_and_quotes_are_read() {
    for (text, value) in [
        ("", Value::Null),
        ("{}", json!({})),
        ("[]", json!([])),
        ("{a:1,b:true,c:}", json!({ "a": "1", "b": "true", "c": null })),
        ("{a:\"\",b:\"x,y\"}", json!({ "a": "", "b": "x,y" })),
        (
            "[a,\"say \"\"hi\"\"\",[b],{c:d}]",
            json!(["a", "say \"hi\"", ["b"], { "c": "d" }]),
        ),
        (
            "{from:2026-11-28T18:00:00Z}",
            json!({ "from": "2026-11-28T18:00:00Z" }),
        ),
        ("{\"a b\":\"c\r\nd\"}", json!({ "a b": "c\r\nd" })),
        (
            " {\n\ta: 0,\n\tb:\n\t[\n\t\tString\n\t]\n} ",
            json!({ "a": "0", "b": ["String"] }),
        ),
    ] {
        assert_eq!(parse(text), Ok(value), "{text}");
    }
}

#[test]
fn a_text_that_is_broken_off_is_none() {
    for text in [
        "{", "{a", "{a:", "{a:1", "{a:1,", "[", "[a,", "\"a", "{a:1}}", "{a:1}b", "{a 1}", "[a:{}b]",
    ] {
        assert!(parse(text).is_err(), "{text}");
    }
    assert!(parse(&"[".repeat(100_000)).is_err());
    assert!(parse(&format!("{}{}", "[".repeat(100), "]".repeat(100))).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_value_that_is_written_is_read_back(value in value()) {
        let value = json!({ "data": value });
        prop_assert_eq!(parse(&written(&value)), Ok(as_texts(&value)));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,200}|[{}\\[\\]:,\" a\n]{0,80}") {
        let _ = parse(&text);
    }
}

/// The vendor's samples of `POST /service`, as its metadata pages lay them out and as JSON.
const SAMPLES: [(&str, &str); 2] = [
    (
        include_str!("../../../../tests/contract/samples/fourspaces/service.insert.request.jsv"),
        include_str!("../../../../tests/contract/samples/fourspaces/service.insert.request.json"),
    ),
    (
        include_str!("../../../../tests/contract/samples/fourspaces/service.insert.response.jsv"),
        include_str!("../../../../tests/contract/samples/fourspaces/service.insert.response.json"),
    ),
];

#[test]
fn the_vendors_samples_are_the_same_in_both_formats() {
    for (jsv, json) in SAMPLES {
        let json: Value = serde_json::from_str(json).unwrap();
        let wanted = lowered(&as_texts(&json));
        assert_eq!(parse(jsv).map(|value| lowered(&value)), Ok(wanted.clone()));
        assert_eq!(parse(&written(&json)).map(|value| lowered(&value)), Ok(wanted));
    }
}

/// The same value with its booleans in small letters: .NET writes `False`, its clients for browsers `false`.
fn lowered(value: &Value) -> Value {
    match value {
        Value::String(text) if matches!(text.as_str(), "False" | "True") => text.to_lowercase().into(),
        Value::Array(list) => list.iter().map(lowered).collect(),
        Value::Object(object) => {
            let members = object.iter().map(|(key, one)| (key.clone(), lowered(one)));
            Value::Object(members.collect())
        }
        other => other.clone(),
    }
}
