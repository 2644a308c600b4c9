//! Each language's letters as their reader gets them in plain text, compared with `snapshots/`. A changed text is
//! accepted by writing the files anew: `UPDATE_SNAPSHOTS=yes cargo test -p couvert-edge --lib samples`.

use super::*;
use crate::localization::languages;

const SNAPSHOTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/mail/templates/snapshots");

fn written(language: &Language) -> String {
    let restaurant = Restaurant {
        name: "Linde",
        address: Some("Hauptplatz 1, 8010 Graz"),
        phone: Some("+4310000000"),
        venue: None,
    };
    let localizer = Localizer::of([language], "AT").unwrap();
    let letters = samples(&restaurant, &localizer).unwrap();
    assert_eq!(letters.len(), 10);
    let letters: Vec<_> = letters
        .iter()
        .map(|letter| format!("Subject: {}\n\n{}", letter.subject, letter.text))
        .collect();
    letters.join("\n==========\n\n")
}

#[test]
fn letters_read_in_every_language_as_they_were_approved() {
    for language in languages() {
        let (path, found) = (
            format!("{SNAPSHOTS}/{}.txt", language.as_str()),
            written(&language),
        );
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            std::fs::write(&path, &found).unwrap();
        }
        let approved = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(found, approved, "{path}");
    }
}

#[test]
fn no_letter_has_a_gap_left_or_another_languages_clock() {
    for language in languages() {
        let text = written(&language);
        assert!(!text.contains(['{', '}']), "{text}");
        assert!(text.contains("19:00") && !text.contains("7:00 PM"), "{text}");
    }
}
