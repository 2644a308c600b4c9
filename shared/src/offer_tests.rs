//! Facts about the JSON of what guests choose among.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::*;

fn is_read_and_written_alike<T: DeserializeOwned + Serialize>(json: &Value) {
    let read: T = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(serde_json::to_value(read).unwrap(), *json);
}

#[test]
fn an_age_category_has_what_it_needs_and_no_empty_fields() {
    is_read_and_written_alike::<AgeCategory>(&json!({
        "id": "adults", "name": { "en": "Adults" }, "isDefault": true,
    }));
    is_read_and_written_alike::<AgeCategory>(&json!({
        "id": "children", "name": { "en": "Children" }, "minAge": 6, "maxAge": 12, "isDefault": false,
        "price": { "amount": 1_950, "currency": "EUR" }, "max": 6, "note": { "en": "With a high chair" },
        "needsAdult": true,
    }));
}

#[test]
fn an_add_on_says_what_its_price_is_for() {
    is_read_and_written_alike::<AddOn>(&json!({
        "id": "flowers", "name": { "en": "Flowers" }, "price": { "amount": 2_500, "currency": "EUR" },
        "per": "unit", "max": 3,
    }));
    is_read_and_written_alike::<AddOn>(&json!({
        "id": "wine", "name": { "en": "Wine pairing" }, "description": { "en": "Five glasses" },
        "image": { "url": "/wine.jpg" }, "price": { "amount": 2_900, "currency": "EUR" }, "per": "guest", "max": 20,
        "vatBasisPoints": 2_000,
    }));
}

#[test]
fn a_question_has_the_bounds_of_its_kind() {
    for kind in [
        json!({ "type": "text" }),
        json!({ "type": "choice", "choices": [{ "id": "birthday", "label": { "en": "Birthday" } }] }),
        json!({ "type": "yes_no" }),
        json!({ "type": "number", "min": 0, "max": 4 }),
    ] {
        is_read_and_written_alike::<Question>(&json!({
            "id": "q1", "kind": kind, "label": { "en": "What?" }, "help": { "en": "Say it" }, "isRequired": false,
        }));
    }
}

#[test]
fn a_price_says_that_taxes_are_in_it() {
    is_read_and_written_alike::<Price>(&json!({
        "amount": { "amount": 3_900, "currency": "EUR" }, "per": "guest", "isTaxIncluded": true,
    }));
}
