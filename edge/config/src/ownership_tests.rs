//! Every setting of the types has exactly one owner, and every pattern stands for a setting.

use std::collections::BTreeMap;

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::*;
use crate::VenueSettings;

/// A place as the schema describes it.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    /// It has settings of its own below it.
    is_section: bool,
}

/// The places of all settings as patterns of pointers, with `*` for elements and for languages.
fn places() -> BTreeMap<String, Place> {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let root = generator.into_root_schema_for::<VenueSettings>().to_value();
    let mut places = BTreeMap::new();
    collect(&root, &root, "", &mut places);
    places.remove("");
    places
}

fn collect(root: &Value, schema: &Value, pointer: &str, places: &mut BTreeMap<String, Place>) {
    places.entry(pointer.to_owned()).or_default();
    if let Some(reference) = schema["$ref"].as_str() {
        let target = root.pointer(reference.trim_start_matches('#')).unwrap();
        collect(root, target, pointer, places);
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        places.entry(pointer.to_owned()).or_default().is_section = true;
        collect(root, property, &format!("{pointer}/{name}"), places);
    }
    let variants = ["oneOf", "anyOf", "allOf"].map(|key| schema[key].as_array());
    for variant in variants.into_iter().flatten().flatten() {
        collect(root, variant, pointer, places);
    }
    for key in ["items", "additionalProperties"] {
        if schema[key].is_object() {
            collect(root, &schema[key], &format!("{pointer}/*"), places);
        }
    }
}

/// The patterns that fit a place.
fn fitting<'a>(patterns: &'a [&'a str], place: &'a str) -> impl Iterator<Item = &'a str> {
    let all = patterns.iter().copied();
    all.filter(move |pattern| matches(pattern, place))
}

#[test]
fn every_setting_has_exactly_one_owner() {
    let places = places();
    assert!(places.len() > 200, "the schema has {} places", places.len());
    for place in places.keys() {
        let owners = [OPERATOR, MANAGER].map(|patterns| fitting(patterns, place).count());
        assert!(
            owners == [1, 0] || owners == [0, 1],
            "{place} has the owners {owners:?}"
        );
    }
}

#[test]
fn every_pattern_stands_for_a_setting() {
    let places = places();
    for pattern in [OPERATOR, MANAGER].concat() {
        assert!(
            places.keys().any(|place| matches(pattern, place)),
            "there is no {pattern}"
        );
    }
}

#[test]
fn a_new_setting_in_a_section_of_the_managers_has_no_owner_yet() {
    for (place, Place { is_section }) in places() {
        let open = fitting(MANAGER, &place).any(|pattern| pattern.ends_with("/**"));
        assert!(
            !(is_section && open),
            "{place} has settings of its own: name each"
        );
    }
}

#[test]
fn everything_that_names_a_host_a_secret_or_a_limit_is_the_operators() {
    // Addresses for guests' browsers, checked by `manager`, and the restaurant's own numbers of covers.
    let known = [
        "/location/directionsUrl",
        "/policies/privacyUrl",
        "/policies/termsUrl",
        "/engine/seatedLimit",
        "/engine/startingLimit",
        "/engine/experiences/*/seatedLimit",
        "/engine/experiences/*/startingLimit",
        "/engine/experiences/*/periods/*/seatedLimit",
        "/engine/experiences/*/periods/*/startingLimit",
        "/engine/experiences/*/specialDays/*/periods/*/seatedLimit",
        "/engine/experiences/*/specialDays/*/periods/*/startingLimit",
    ];
    let words = [
        "url",
        "host",
        "hostnames",
        "origins",
        "script",
        "secret",
        "key",
        "variable",
        "binding",
        "adapter",
        "limit",
        "limits",
        "site",
        "base",
        "path",
        "paths",
        "upstream",
        "webhook",
    ];
    let mut found = 0;
    for place in places().keys().filter(|place| !known.contains(&place.as_str())) {
        let name = words_of(place);
        if name.iter().any(|word| words.contains(&word.as_str())) {
            found += 1;
            assert_eq!(owner(place), Owner::Operator, "{place}");
        }
    }
    assert!(found > 50, "{found}");
}

/// The words of a place's names, in small letters: `base` and `url` of `/molzait/baseUrl`.
fn words_of(place: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for character in place.chars() {
        if !character.is_ascii_lowercase() {
            words.push(String::new());
        }
        words.last_mut().unwrap().extend(character.to_lowercase());
    }
    words.retain(|word| word != "/" && word != "*");
    words
        .iter()
        .map(|word| word.trim_matches('/').to_owned())
        .collect()
}

#[test]
fn what_no_list_names_is_the_operators() {
    for pointer in [
        "",
        "/",
        "/secrets",
        "/name/first",
        "/engine/rooms/0/tables/0/url",
        "/mail/bcc",
    ] {
        assert_eq!(owner(pointer), Owner::Operator, "{pointer}");
    }
    for pointer in [
        "/name",
        "/engine/rooms/0/tables/7/x",
        "/engine/rooms/1/name/de",
        "/mail/replyTo",
    ] {
        assert_eq!(owner(pointer), Owner::Manager, "{pointer}");
    }
}
