//! Upper bounds of everything in a venue's settings: the length of texts, the number of entries, and the size of the
//! whole. They are generous to every restaurant; the worker keeps the settings of many venues in memory.

use serde_json::Value;

use crate::pointer::{matches, path_of, walk};

/// The largest settings of a venue, in bytes of their JSON.
pub const MAX_BYTES: usize = 256 * 1024;

/// The longest address of the web.
const ADDRESS: usize = 2_048;
/// The longest text, in characters, where [`TEXTS`] has no other length.
const TEXT: usize = 300;
/// The longest texts of some settings, in characters.
const TEXTS: &[(&str, usize)] = &[
    ("/engine/experiences/*/descriptionHtml/*", 10_000),
    ("/policies/cancellation/*", 2_000),
    ("/engine/experiences/*/shortDescription/*", 500),
    ("/engine/experiences/*/image", ADDRESS),
    ("/engine/experiences/*/addOns/*/image", ADDRESS),
    ("/giftCards/templates/*/image", ADDRESS),
    ("/policies/privacyUrl", ADDRESS),
    ("/policies/termsUrl", ADDRESS),
    ("/mail/url", ADDRESS),
    ("/fourspaces/baseUrl", ADDRESS),
    ("/publication/baseUrl", ADDRESS),
    ("/mews/baseUrl", ADDRESS),
    ("/mews/experiences/*/shortDescription/*", 500),
    ("/molzait/baseUrl", ADDRESS),
    ("/payments/apiBase", ADDRESS),
    ("/payments/scriptUrl", ADDRESS),
    ("/turnstile/verifyUrl", ADDRESS),
];
/// Texts of several lines.
const SEVERAL_LINES: [&str; 2] = [
    "/engine/experiences/*/descriptionHtml/*",
    "/policies/cancellation/*",
];

/// The most entries of a list, where [`LISTS`] has no other number.
const ENTRIES: usize = 512;
/// The most entries of some lists. Those of the floor plan have theirs in `plan`.
const LISTS: &[(&str, usize)] = &[
    ("/locales", 32),
    ("/origins", 64),
    ("/turnstile/hostnames", 64),
    ("/giftCards/templates", 64),
    ("/giftCards/templates/*/amounts", 32),
    ("/fourspaces/services", 64),
    ("/mews/experiences", 64),
    ("/mews/experiences/*/addOns", 64),
    ("/molzait/areas", 64),
    ("/experienceQuestions", 64),
    ("/engine/categories", 64),
    ("/engine/labels", 200),
    ("/engine/rooms/*/tables/*/categories", 64),
    ("/engine/experiences/*/categories", 64),
    ("/engine/experiences/*/rooms", 64),
    ("/engine/experiences/*/durations", 50),
    ("/engine/experiences/*/periods/*/weekdays", 7),
];
/// The most languages of a text, and more than any section has settings.
const MEMBERS: usize = 64;

/// Every fault of settings in their JSON, as a line that begins with the place.
#[must_use]
pub(crate) fn faults(settings: &Value) -> Vec<String> {
    let size = settings.to_string().len();
    if size > MAX_BYTES {
        return vec![format!(
            "the settings are {size} bytes of JSON, {MAX_BYTES} are allowed"
        )];
    }
    let mut faults = Vec::new();
    walk("", settings, &mut |pointer: &str, value: &Value| {
        if let Some(fault) = fault(pointer, value) {
            faults.push(format!("{}: {fault}", path_of(pointer)));
        }
    });
    faults
}

fn fault(pointer: &str, value: &Value) -> Option<String> {
    let bound = |bounds: &[(&str, usize)], otherwise: usize| {
        let own = bounds.iter().find(|(pattern, _)| matches(pattern, pointer));
        own.map_or(otherwise, |(_, most)| *most)
    };
    match value {
        Value::String(text) => {
            let most = bound(TEXTS, TEXT);
            if text.chars().count() > most {
                return Some(format!("write at most {most} characters"));
            }
            let has_lines = SEVERAL_LINES.iter().any(|pattern| matches(pattern, pointer));
            let is_wrong = |character: char| {
                character.is_control() && !(has_lines && matches!(character, '\n' | '\r' | '\t'))
            };
            let fault = if has_lines {
                "write no control characters"
            } else {
                "write one line, without control characters"
            };
            text.contains(is_wrong).then(|| fault.to_owned())
        }
        Value::Array(entries) => {
            let most = bound(LISTS, ENTRIES);
            (entries.len() > most).then(|| format!("write at most {most} entries"))
        }
        Value::Object(members) => {
            (members.len() > MEMBERS).then(|| format!("write at most {MEMBERS} languages"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::test_support::venue_settings;

    /// The faults of settings with this value at a JSON pointer.
    fn faults_of(pointer: &str, value: Value) -> Vec<String> {
        let mut settings = serde_json::to_value(venue_settings()).unwrap();
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        settings.pointer_mut(parent).unwrap()[key] = value;
        faults(&settings)
    }

    #[test]
    fn every_text_has_a_greatest_length() {
        for (pointer, path, most) in [
            ("/name", "name", 300),
            ("/address", "address", 300),
            (
                "/engine/experiences/0/name/de-AT",
                "engine.experiences[0].name.de-AT",
                300,
            ),
            (
                "/engine/experiences/0/shortDescription/en",
                "engine.experiences[0].shortDescription.en",
                500,
            ),
            (
                "/engine/experiences/0/descriptionHtml/en",
                "engine.experiences[0].descriptionHtml.en",
                10_000,
            ),
            ("/policies/privacyUrl", "policies.privacyUrl", 2_048),
        ] {
            assert_eq!(faults_of(pointer, json!("ä".repeat(most))), [""; 0], "{pointer}");
            assert_eq!(
                faults_of(pointer, json!("ä".repeat(most + 1))),
                [format!("{path}: write at most {most} characters")]
            );
        }
    }

    #[test]
    fn control_characters_are_line_ends_of_long_texts_or_faults() {
        let long = "/engine/experiences/0/descriptionHtml/en";
        assert_eq!(faults_of(long, json!("<p>a\r\n\tb</p>\n")), [""; 0]);
        for (pointer, text) in [
            (long, "a\0"),
            ("/name", "a\nb"),
            ("/name", "Linde\r\nBcc: x"),
            ("/address", "\u{1b}[2J"),
        ] {
            let faults = faults_of(pointer, json!(text));
            assert!(
                faults.len() == 1 && faults[0].contains("control characters"),
                "{faults:?}"
            );
        }
    }

    #[test]
    fn lists_and_languages_are_counted() {
        for (pointer, most) in [
            ("/locales", 32),
            ("/giftCards/templates", 64),
            ("/engine/closures", 512),
        ] {
            let list = |count: usize| Value::from(vec!["x"; count]);
            assert_eq!(faults_of(pointer, list(most)), [""; 0]);
            let faults = faults_of(pointer, list(most + 1));
            assert!(
                faults.len() == 1 && faults[0].ends_with(&format!("at most {most} entries")),
                "{faults:?}"
            );
        }
        let texts: serde_json::Map<String, Value> =
            (0..65).map(|number| (format!("l{number}"), json!("x"))).collect();
        assert_eq!(
            faults_of("/giftCards/templates/0/name", texts.into()),
            ["giftCards.templates[0].name: write at most 64 languages"]
        );
    }

    #[test]
    fn settings_of_a_megabyte_are_refused_as_a_whole() {
        let mut experience = venue_settings().engine.unwrap().experiences.remove(0);
        let long = "x".repeat(10_000);
        experience.description_html = serde_json::from_value(json!({ "en": long, "de": long })).unwrap();
        let experiences = serde_json::to_value(vec![experience; 52]).unwrap();
        let faults = faults_of("/engine/experiences", experiences);
        assert!(
            faults.len() == 1 && faults[0].starts_with("the settings are 10"),
            "{faults:?}"
        );
        assert!(faults[0].ends_with("262144 are allowed"));
    }
}
