//! Facts about the texts of every language. That each has every text is checked when the worker is built.

use super::*;

fn language(tag: &str) -> Language {
    Language::parse(tag).unwrap()
}

fn wanted(tags: &[&str]) -> Vec<Language> {
    tags.iter().map(|tag| language(tag)).collect()
}

#[test]
fn a_guest_is_written_to_in_their_language_or_else_in_the_venues() {
    let of = |tags: &[&str]| texts(&wanted(tags)).language;
    assert_eq!(of(&["de-AT", "en"]), "de");
    assert_eq!(of(&["pt", "it", "de"]), "it");
    assert_eq!(of(&["fr-CA"]), "fr");
    assert_eq!(of(&["pt"]), "en");
    assert_eq!(of(&[]), "en");
}

#[test]
fn letters_have_the_languages_of_the_widget() {
    assert_eq!(languages(), crate::render::spoken());
}

#[test]
fn every_line_is_the_text_of_its_key() {
    for (tag, delivered) in DELIVERED {
        let texts = texts(&[language(tag)]);
        let lines: Vec<_> = delivered.lines().collect();
        assert_eq!((lines[0], texts.language), (tag, tag));
        assert_eq!(texts.direction, lines[1]);
        assert_eq!(lines.last(), Some(&texts.occasion_something_else));
    }
}

#[test]
fn texts_have_the_apostrophes_and_blanks_of_print() {
    for (tag, delivered) in DELIVERED {
        for line in delivered.lines() {
            let has_typewriter_signs = line.contains(['\'', '"', '`']) || line.contains("...");
            assert!(!has_typewriter_signs, "{tag}: {line}");
            assert!(!line.contains("  "), "{tag}: {line}");
            if tag == "fr" {
                let is_broken = [" :", " ;", " ?", " !"].iter().any(|end| line.contains(end));
                assert!(!is_broken, "{line}: a line can end before its last sign");
            }
        }
    }
}

#[test]
fn numbers_have_the_forms_of_their_language() {
    let party = |tag: &str, count: u8| {
        let attendees = Attendees::parse(count.into()).unwrap();
        texts(&[language(tag)]).party(attendees)
    };
    for (tag, one, two) in [
        ("en", "1 guest", "2 guests"),
        ("de", "1 Person", "2 Personen"),
        ("fr", "1 personne", "2 personnes"),
        ("it", "1 persona", "2 persone"),
        ("es", "1 persona", "2 personas"),
        ("nl", "1 persoon", "2 personen"),
    ] {
        assert_eq!((party(tag, 1), party(tag, 2)), (one.to_owned(), two.to_owned()));
    }
}

#[test]
fn the_language_says_the_words_and_the_region_how_days_and_times_are_written() {
    let (day, minutes) = (Day::parse("2026-12-17").unwrap(), Minutes::parse(1275).unwrap());
    for (tags, region, moment) in [
        (vec!["en-GB"], "US", "Thursday, 17 December 2026, 21:15"),
        (vec!["en-US"], "AT", "Thursday, 17 December 2026, 9:15 PM"),
        (vec!["en"], "AT", "Thursday, 17 December 2026, 21:15"),
        (vec![], "AT", "Thursday, 17 December 2026, 21:15"),
        (vec!["pt-PT", "en"], "US", "Thursday, 17 December 2026, 9:15 PM"),
        (vec!["en", "en-IE"], "US", "Thursday, 17 December 2026, 21:15"),
        (vec!["de"], "AT", "Donnerstag, 17. Dezember 2026, 21:15 Uhr"),
        (vec!["fr"], "AT", "jeudi 17 décembre 2026 à 21:15"),
        (vec!["it"], "AT", "giovedì 17 dicembre 2026 alle 21:15"),
        (vec!["es"], "AT", "jueves, 17 de diciembre de 2026, 21:15"),
        (vec!["nl"], "AT", "donderdag 17 december 2026, 21:15 uur"),
    ] {
        let localizer = Localizer::of(&wanted(&tags), region).unwrap();
        assert_eq!(localizer.moment(day, minutes), moment, "{tags:?} in {region}");
    }
}

#[test]
fn after_midnight_it_is_the_following_day() {
    let (day, minutes) = (Day::parse("2026-11-27").unwrap(), Minutes::parse(1470).unwrap());
    let localizer = Localizer::of(&wanted(&["de"]), "AT").unwrap();
    assert_eq!(
        localizer.moment(day, minutes),
        "Samstag, 28. November 2026, 00:30 Uhr"
    );
}
