//! The settings that a manager can change, and those that are refused.

use serde_json::json;

use super::*;
use crate::diff::changes;
use crate::test_support::venue_settings;

/// The faults of a manager who sets these values, at JSON pointers; null takes a member out.
fn faults_of(values: &[(&str, Value)]) -> Vec<(String, FaultCode)> {
    let before = serde_json::to_value(venue_settings()).unwrap();
    let mut after = before.clone();
    for (pointer, value) in values {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        let members = after.pointer_mut(parent).unwrap().as_object_mut().unwrap();
        if value.is_null() {
            members.remove(key);
        } else {
            members.insert(key.to_owned(), value.clone());
        }
    }
    let found = faults(&before, &changes(&before, &after));
    found
        .into_iter()
        .map(|fault| (fault.pointer, fault.code))
        .collect()
}

fn operator_only(pointers: &[&str]) -> Vec<(String, FaultCode)> {
    let faults = pointers.iter();
    faults
        .map(|pointer| ((*pointer).to_owned(), FaultCode::OperatorOnly))
        .collect()
}

#[test]
fn a_manager_changes_what_the_restaurant_decides() {
    assert_eq!(
        faults_of(&[
            ("/name", json!("Zur Linde")),
            ("/engine/rooms/0/name", json!({ "en": "Big hall" })),
            ("/engine/rooms/0/combinations", Value::Null),
            (
                "/engine/experiences/0/payment",
                json!({ "type": "deposit", "pricePerGuest": 100, "dueMinutes": 9 })
            ),
            ("/mail/replyTo", json!("a@example.com")),
            ("/theme/color", json!("#000000")),
        ]),
        []
    );
}

#[test]
fn each_setting_of_the_operators_is_named() {
    assert_eq!(
        faults_of(&[
            ("/staffKey", json!("OTHER_KEY")),
            ("/mail/url", json!("https://evil.example")),
            ("/payments/secretKey", json!("OTHER_STRIPE_KEY")),
            ("/limits/reads/burst", json!(100_000)),
            ("/origins", json!(["https://evil.example"])),
            ("/name", json!("Zur Linde")),
        ]),
        operator_only(&[
            "/limits/reads/burst",
            "/mail/url",
            "/origins",
            "/payments/secretKey",
            "/staffKey"
        ])
    );
}

#[test]
fn a_section_cannot_bring_or_take_the_operators_settings() {
    for section in ["/mail", "/payments", "/engine"] {
        assert_eq!(faults_of(&[(section, Value::Null)]), operator_only(&[section]));
    }
    assert_eq!(
        faults_of(&[("/molzait", json!({ "key": "KEY", "horizonDays": 3 }))]),
        operator_only(&["/molzait"])
    );
    assert_eq!(
        faults_of(&[("/payments", json!({ "adapter": "demo" }))]),
        operator_only(&[
            "/payments/adapter",
            "/payments/apiBase",
            "/payments/publishableKey",
            "/payments/scriptUrl",
            "/payments/secretKey",
            "/payments/webhookSecret",
            "/payments/webhookToleranceSeconds",
        ])
    );
}

#[test]
fn an_unknown_setting_is_the_operators() {
    assert_eq!(
        faults_of(&[("/engine/rooms/0/plan", json!({ "url": "x" }))]),
        operator_only(&["/engine/rooms/0/plan"])
    );
}

#[test]
fn an_address_or_a_file_that_could_act_is_refused_at_its_place() {
    for (pointer, text) in [
        ("/policies/privacyUrl", "javascript:alert(1)"),
        ("/policies/termsUrl", "http://linde.example/terms"),
        ("/policies/termsUrl", "/terms"),
        ("/engine/experiences/0/image", "dinner.svg"),
        ("/engine/experiences/0/image", "../other/dinner.png"),
        ("/giftCards/templates/0/image", "http://cdn.example/card.png"),
        (
            "/engine/experiences/0/descriptionHtml/en",
            "<a href=HTTP://linde.example>a</a>",
        ),
    ] {
        assert_eq!(
            faults_of(&[(pointer, json!(text))]),
            [(pointer.to_owned(), FaultCode::Unsafe)],
            "{text}"
        );
    }
    assert_eq!(
        faults_of(&[
            ("/policies/privacyUrl", json!("https://linde.example/privacy")),
            ("/engine/experiences/0/image", json!("dinner.webp")),
            (
                "/giftCards/templates/0/image",
                json!("https://cdn.example/card.png")
            ),
            (
                "/engine/experiences/0/descriptionHtml/en",
                json!("<a href='https://linde.example'>a</a>")
            ),
        ]),
        []
    );
}

#[test]
fn a_text_that_was_a_description_is_still_checked_as_a_picture_or_a_link() {
    let mut before = serde_json::to_value(venue_settings()).unwrap();
    let text = json!("https://evil.example/x.svg");
    before["engine"]["experiences"][0]["descriptionHtml"] =
        json!({ "en": text, "de": "javascript:alert(1)" });
    let mut after = before.clone();
    after["engine"]["experiences"][0]["image"] = text;
    after["policies"]["termsUrl"] = json!("javascript:alert(1)");
    let found = faults(&before, &changes(&before, &after));
    let found: Vec<_> = found
        .into_iter()
        .map(|fault| (fault.pointer, fault.code))
        .collect();
    let is_unsafe = |pointer: &str| (pointer.to_owned(), FaultCode::Unsafe);
    assert_eq!(
        found,
        [
            is_unsafe("/engine/experiences/0/image"),
            is_unsafe("/policies/termsUrl")
        ]
    );
    // A picture that was there already may be another experience's too.
    let moved = json!({ "engine": { "experiences": [{ "image": "x.svg" }, { "image": "x.svg" }] } });
    let mut before = moved.clone();
    before["engine"]["experiences"][1]["image"] = json!("x.png");
    assert_eq!(faults(&before, &changes(&before, &moved)), []);
}

#[test]
fn a_new_experience_is_checked_as_a_whole() {
    let mut before = serde_json::to_value(venue_settings()).unwrap();
    let mut brunch = before["engine"]["experiences"][0].clone();
    brunch["id"] = json!("brunch");
    brunch["image"] = json!("brunch.svg");
    let with_brunch = |before: &Value| {
        let mut after = before.clone();
        after["engine"]["experiences"]
            .as_array_mut()
            .unwrap()
            .insert(0, brunch.clone());
        faults(before, &changes(before, &after))
    };
    let places: Vec<_> = with_brunch(&before)
        .into_iter()
        .map(|fault| fault.pointer)
        .collect();
    assert_eq!(places, ["/engine/experiences/0/image"]);
    // The operator has put this picture there.
    before["giftCards"]["templates"][0]["image"] = json!("brunch.svg");
    assert_eq!(with_brunch(&before), []);
}

#[test]
fn each_value_of_the_operators_is_refused_and_each_of_the_managers_taken() {
    let before = serde_json::to_value(venue_settings()).unwrap();
    let mut leaves = Vec::new();
    walk("", &before, &mut |pointer: &str, value: &Value| {
        let other = match value {
            Value::String(text) => json!(format!("{text}-2")),
            Value::Number(number) => json!(number.as_u64().unwrap_or_default() + 1),
            Value::Bool(is_set) => json!(!is_set),
            _ => return,
        };
        leaves.push((pointer.to_owned(), other));
    });
    for (pointer, other) in &leaves {
        let mut after = before.clone();
        *after.pointer_mut(pointer).unwrap() = other.clone();
        let found = faults(&before, &changes(&before, &after));
        let is_refused = found.iter().any(|fault| fault.code == FaultCode::OperatorOnly);
        assert_eq!(
            is_refused,
            owner(pointer) == Owner::Operator,
            "{pointer}: {found:?}"
        );
    }
    assert!(leaves.len() > 150, "{}", leaves.len());
}
