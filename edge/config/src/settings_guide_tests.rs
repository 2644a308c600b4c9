//! `.github/SETTINGS.md`, the guide to every setting: made from the types of the settings and their doc comments, and
//! compared with the committed file. `cargo xtask settings` writes it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

use crate::{AccountSettings, VenueSettings};

/// Where the guide is committed.
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../.github/SETTINGS.md");

const COMMITTED: &str = include_str!("../../../.github/SETTINGS.md");

const INTRODUCTION: &str = "\
# Settings

Every setting of a venue's file `edge/venues/<id>.toml`, for restaurants, agencies and operators:
[Venues](VENUES.md) says how they work together, [`demo.toml`](../edge/venues/demo.toml) shows most of them at work. This
page is made from `edge/config/src` by `cargo xtask settings`. A setting that is not listed here or has a value out of its
bounds stops the build; only in `guestFields`, `policies`, `theme` and `validity` a name that is not known is passed over.

Times of day are minutes after the venue's midnight, and may pass 1440. Amounts are whole minor units of the venue's
currency, such as cents. A *text by language* is a table such as `{ en = \"Dinner\", de = \"Abendessen\" }`.
";

const ACCOUNTS: &str = "
# Accounts

Every setting of a vendor's account, `edge/accounts/<id>.toml`, for operators: a contract with a vendor that belongs to
the deployment and not to one venue, with its addresses, its tokens and the keys by which the vendor calls here.
";

/// The units of numbers by the end of their names.
const UNITS: [(&str, &str); 9] = [
    ("Minutes", "minutes"),
    ("Seconds", "seconds"),
    ("Ms", "milliseconds"),
    ("Days", "days"),
    ("Bytes", "bytes"),
    ("Percent", "percent"),
    ("perMinute", "requests a minute"),
    ("minutes", "minutes"),
    ("years", "years"),
];

/// A table of settings: where it stands in the file, and its schema.
struct Section {
    paths: Vec<String>,
    schema: Value,
}

/// The guide's text.
fn guide() -> String {
    let mut text = INTRODUCTION.to_owned();
    write_sections::<VenueSettings>(&mut text);
    text.push_str(ACCOUNTS);
    write_sections::<AccountSettings>(&mut text);
    text
}

/// Adds the sections of a file with these settings.
fn write_sections<T: JsonSchema>(text: &mut String) {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let root = generator.into_root_schema_for::<T>().to_value();
    let mut sections: Vec<(String, Section)> = Vec::new();
    collect(&root, &root, "", "", &mut sections);
    for (_, section) in &sections {
        write_section(&root, section, text);
    }
}

/// Adds the section of this schema, named `name`, and those of what is in it, each once.
fn collect(root: &Value, schema: &Value, name: &str, path: &str, sections: &mut Vec<(String, Section)>) {
    if let Some((_, known)) = sections.iter_mut().find(|(known, _)| known == name) {
        known.paths.push(path.to_owned());
        return;
    }
    let section = Section {
        paths: vec![path.to_owned()],
        schema: schema.clone(),
    };
    sections.push((name.to_owned(), section));
    let brackets = path.trim_matches(['[', ']']);
    for (key, property) in properties(schema) {
        if let Some((name, part, is_list)) = table(root, property) {
            let inner = [brackets, key]
                .iter()
                .filter(|part| !part.is_empty())
                .copied()
                .collect::<Vec<_>>()
                .join(".");
            let path = if is_list {
                format!("[[{inner}]]")
            } else {
                format!("[{inner}]")
            };
            collect(root, part, name, &path, sections);
        }
    }
}

/// A table and its variants.
fn variants(schema: &Value) -> impl Iterator<Item = &Value> {
    let variants = schema["oneOf"].as_array().into_iter().flatten();
    variants.chain([schema])
}

/// The properties of a table; of one with variants those of all.
fn properties(schema: &Value) -> BTreeMap<&str, &Value> {
    variants(schema)
        .filter_map(|schema| schema["properties"].as_object())
        .flatten()
        .map(|(key, value)| (key.as_str(), value))
        .collect()
}

/// The name and the schema of a reference's target.
fn referred<'a>(root: &'a Value, schema: &'a Value) -> Option<(&'a str, &'a Value)> {
    let name = schema["$ref"].as_str()?.strip_prefix("#/$defs/")?;
    Some((name, &root["$defs"][name]))
}

/// A schema without the null of what may be left out.
fn without_null(schema: &Value) -> &Value {
    let others = schema["anyOf"].as_array();
    let other = others.and_then(|others| others.iter().find(|other| other["type"] != "null"));
    other.unwrap_or(schema)
}

/// The table with settings of its own that a property is, or is a list of.
fn table<'a>(root: &'a Value, property: &'a Value) -> Option<(&'a str, &'a Value, bool)> {
    let property = without_null(property);
    let is_list = property["items"].is_object();
    let inner = if is_list { &property["items"] } else { property };
    let (name, schema) = referred(root, inner)?;
    (!properties(schema).is_empty()).then_some((name, schema, is_list))
}

fn write_section(root: &Value, Section { paths, schema }: &Section, text: &mut String) {
    let (first, others) = paths.split_first().unwrap();
    let heading = if first.is_empty() {
        "At the top of the file".to_owned()
    } else {
        format!("`{first}`")
    };
    write!(text, "\n## {heading}\n\n").unwrap();
    if !first.is_empty() {
        write!(text, "{}", described(schema)).unwrap();
        if !others.is_empty() {
            let others: Vec<String> = others.iter().map(|path| format!("`{path}`")).collect();
            write!(text, " The same under {}.", others.join(", ")).unwrap();
        }
        text.push_str("\n\n");
    }
    text.push_str("| Setting | Value | Default | Meaning |\n| --- | --- | --- | --- |\n");
    for (key, property) in properties(schema) {
        let is_required = required(schema).contains(key);
        let default = if is_required {
            "*required*".to_owned()
        } else {
            default_of(root, property)
        };
        let meaning = [meaning(root, property), of_variants(schema, key)]
            .concat()
            .replace('|', "\\|");
        writeln!(
            text,
            "| `{key}` | {} | {default} | {meaning} |",
            value_of(root, key, property)
        )
        .unwrap();
    }
}

/// The settings that a table, or one of its variants, has to have.
fn required(schema: &Value) -> BTreeSet<&str> {
    variants(schema)
        .filter_map(|schema| schema["required"].as_array())
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

/// The kind of a setting's value, or the unit of its number.
fn value_of(root: &Value, key: &str, property: &Value) -> String {
    let property = without_null(property);
    if let Some((_, _, is_list)) = table(root, property) {
        return if is_list { "list of tables" } else { "table" }.to_owned();
    }
    if property["items"].is_object() {
        return format!("list of {}", value_of(root, key, &property["items"]));
    }
    let schema = referred(root, property).map_or(property, |(_, schema)| schema);
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds
            .iter()
            .find_map(|kind| kind.as_str().filter(|kind| *kind != "null")),
        kind => kind.as_str(),
    };
    match kind {
        Some("integer") => UNITS
            .iter()
            .find(|(end, _)| key.ends_with(end))
            .map_or("number", |(_, unit)| unit)
            .to_owned(),
        Some("number") => "number".to_owned(),
        Some("boolean") => "`true` or `false`".to_owned(),
        Some("object") if ["headers", "parameters"].contains(&key) => "table of secrets' names".to_owned(),
        Some("object") => "text by language".to_owned(),
        _ if schema["format"] == "date" => "day, such as `2026-12-24`".to_owned(),
        _ => "text".to_owned(),
    }
}

/// Of a table with variants: what each value of the setting `key` chooses, or with which of them it is stated.
fn of_variants(schema: &Value, key: &str) -> String {
    let variants = || schema["oneOf"].as_array().into_iter().flatten();
    let tag = |variant: &Value| -> Option<String> {
        let properties = variant["properties"].as_object()?;
        let tag = properties
            .values()
            .find_map(|property| property["const"].as_str())?;
        Some(format!("`{tag}`"))
    };
    let is_tag = variants().any(|variant| variant["properties"][key]["const"].is_string());
    let tags: Vec<String> = variants()
        .filter(|variant| variant["properties"][key].is_object())
        .filter_map(|variant| {
            let tag = tag(variant)?;
            Some(if is_tag {
                format!("{tag}: {}", described(variant).trim_end_matches('.'))
            } else {
                tag
            })
        })
        .collect();
    match (tags.is_empty(), is_tag) {
        (true, _) => String::new(),
        (false, true) => format!("{}.", tags.join("; ")),
        (false, false) => format!(" With {}.", tags.join(" and ")),
    }
}

/// The default as it is written in a file.
fn default_of(root: &Value, property: &Value) -> String {
    match &property["default"] {
        Value::Null if table(root, property).is_some_and(|(_, _, is_list)| !is_list) => "left out".to_owned(),
        Value::Null => "none".to_owned(),
        Value::Array(list) if list.is_empty() => "none".to_owned(),
        Value::Object(fields) if fields.is_empty() => "none".to_owned(),
        Value::Object(fields) if fields.len() <= 2 => {
            let fields: Vec<String> = fields
                .iter()
                .map(|(key, value)| format!("{key} = {value}"))
                .collect();
            format!("`{{ {} }}`", fields.join(", "))
        }
        Value::Object(_) => "that of each setting".to_owned(),
        other => format!("`{other}`"),
    }
}

/// The meaning of a setting: its own description or else its type's, and the values that it can have.
fn meaning(root: &Value, property: &Value) -> String {
    let inner = without_null(property);
    let inner = if inner["items"].is_object() {
        &inner["items"]
    } else {
        inner
    };
    let schema = referred(root, inner).map_or(inner, |(_, schema)| schema);
    let own = described(property);
    let mut text = if own.is_empty() { described(schema) } else { own };
    let values: Vec<String> = schema["oneOf"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|value| Some((value["const"].as_str()?, described(value))))
        .map(|(value, meaning)| format!("`{value}`: {}", meaning.trim_end_matches('.')))
        .collect();
    if !values.is_empty() {
        write!(text, " {}.", values.join("; ")).unwrap();
    } else if let Some(values) = schema["enum"].as_array() {
        let values: Vec<String> = values
            .iter()
            .filter_map(|value| Some(format!("`{}`", value.as_str()?)))
            .collect();
        write!(text, " One of {}.", values.join(", ")).unwrap();
    }
    text
}

/// A description on one line, with names in place of links between doc comments.
fn described(schema: &Value) -> String {
    let text = schema["description"].as_str().unwrap_or_default();
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.replace("[`MAX_YEARS`]", &shared::gift_card::MAX_YEARS.to_string())
        .replace("[`", "`")
        .replace("`]", "`")
}

#[test]
fn the_committed_guide_is_the_one_of_the_settings() {
    let made = guide();
    if std::env::var_os("COUVERT_WRITE_SETTINGS").is_some() {
        std::fs::write(FILE, &made).unwrap();
        return;
    }
    assert!(
        made == COMMITTED,
        ".github/SETTINGS.md is out of date: run `cargo xtask settings`"
    );
}

#[test]
fn every_setting_has_a_meaning() {
    for line in guide().lines().filter(|line| line.starts_with("| `")) {
        assert!(!line.ends_with("|  |"), "{line}");
    }
}
