//! Facts that hold for every language. Completeness is checked by the build script.

use shared::availability::Reason;
use shared::problem::ProblemCode;
use shared::validation::FieldCode;

use super::*;
use crate::flow::Field;

fn language(tag: &str) -> &'static Texts {
    texts(&[Language::parse(tag).unwrap()])
}

fn every() -> Vec<&'static Texts> {
    spoken()
        .iter()
        .map(|tag| texts(std::slice::from_ref(tag)))
        .collect()
}

#[test]
fn six_languages_are_spoken_and_english_to_all_others() {
    let tags: Vec<_> = every().iter().map(|texts| texts.language).collect();
    assert_eq!(tags, ["en", "de", "es", "fr", "it", "nl"]);
    let pick = |tags: &[&str]| {
        let wanted: Vec<_> = tags.iter().map(|tag| Language::parse(tag).unwrap()).collect();
        texts(&wanted).language
    };
    assert_eq!(pick(&["de-AT"]), "de");
    assert_eq!(pick(&["pt", "fr-CA", "de"]), "fr");
    assert_eq!(pick(&["pt"]), "en");
    assert_eq!(pick(&[]), "en");
}

#[test]
fn what_is_delivered_to_a_browser_is_what_the_edge_says() {
    for (tag, delivered) in DELIVERED {
        let taken = take(delivered).unwrap();
        assert_eq!(taken.language, tag);
        assert_eq!(taken.nothing_offered, delivered.lines().last().unwrap());
        assert!(std::ptr::eq(taken, language(tag)));
    }
}

#[test]
fn what_is_no_language_of_this_build_is_not_taken() {
    assert!(take("").is_none());
    assert!(take("<!doctype html>\n").is_none());
    assert!(take("pt\nltr\nA carregar").is_none());
}

#[test]
fn every_known_reason_has_a_sentence_of_its_own_and_unknown_ones_have_one_too() {
    for texts in every() {
        let unknown = texts.reason(&Reason::other("something_new".to_owned()));
        assert!(!unknown.is_empty());
        for reason in [
            Reason::PARTY_TOO_SMALL,
            Reason::PARTY_TOO_LARGE,
            Reason::IN_THE_PAST,
            Reason::LEAD_TIME_TOO_SHORT,
            Reason::BEYOND_HORIZON,
            Reason::CLOSED,
            Reason::TIME_DOES_NOT_EXIST,
            Reason::PAYMENT_NOT_SUPPORTED,
        ] {
            assert_ne!(texts.reason(&reason), unknown, "{}: {reason:?}", texts.language);
        }
    }
}

#[test]
fn problems_and_faults_have_whole_sentences() {
    for texts in every() {
        for code in ProblemCode::ALL {
            assert!(
                texts.problem(*code).ends_with('.'),
                "{}: {code:?}",
                texts.language
            );
        }
        for field in Field::ALL {
            let fault = texts.fault(field, FieldCode::Required);
            assert!(fault.ends_with('.'), "{}: {field:?}", texts.language);
        }
    }
}

/// The texts of both modules in a language.
fn lines(tag: &str) -> impl Iterator<Item = &'static str> {
    let both = DELIVERED.into_iter().chain(self_service::SELF_SERVICE_DELIVERED);
    let own = both.filter(move |(each, _)| *each == tag);
    own.flat_map(|(_, delivered)| delivered.lines())
}

#[test]
fn no_sentence_was_left_in_english() {
    for tag in SPOKEN.iter().filter(|tag| **tag != "en") {
        let same: Vec<_> = lines("en")
            .zip(lines(tag))
            // Short words may be the same in two languages.
            .filter(|(english, other)| english == other && other.contains(' '))
            .collect();
        assert!(same.is_empty(), "{tag}: {same:?}");
    }
}

#[test]
fn french_signs_of_punctuation_do_not_begin_a_line() {
    for line in lines("fr") {
        for sign in ["?", "!", ":", ";", "»"] {
            assert!(!line.contains(&format!(" {sign}")), "{line}");
        }
    }
}

#[test]
fn plurals_are_the_languages_own() {
    for (tag, count, expected) in [
        ("en", 1, "1 guest"),
        ("en", 2, "2 guests"),
        ("de", 1, "1 Person"),
        ("de", 2, "2 Personen"),
        ("fr", 0, "0 personne"),
        ("fr", 1, "1 personne"),
        ("fr", 2, "2 personnes"),
        ("fr", 1_000_000, "1000000 de personnes"),
        ("it", 1, "1 persona"),
        ("it", 0, "0 persone"),
        ("es", 2_000_000, "2000000 de personas"),
        ("nl", 7, "7 personen"),
    ] {
        assert_eq!(language(tag).guests.of(count), expected, "{tag}");
    }
}

#[test]
fn spans_of_time_are_written_in_words() {
    assert_eq!(language("en").duration(60), "1 hour");
    assert_eq!(language("en").duration(90), "1 hour 30 minutes");
    assert_eq!(language("en").duration(2880), "2 days");
    assert_eq!(language("de").duration(1440), "24 Stunden");
    assert_eq!(language("fr").duration(150), "2 heures 30 minutes");
}

#[test]
fn the_loader_says_its_few_words_in_every_language_as_the_widget_does() {
    let loader = include_str!("../../loader/locale.js");
    for texts in every() {
        let line = format!(
            "  {}: [\"{}\", \"{}\", \"",
            texts.language, texts.loading, texts.find_title
        );
        let close = loader
            .split_once(&line)
            .and_then(|(_, rest)| rest.split('"').next());
        assert!(close.is_some_and(|close| !close.is_empty()), "{line}");
    }
    assert_eq!(loader.matches("\"],\n").count(), SPOKEN.len());
    let refusal = include_str!("../../loader/refusal.js");
    let settings = include_str!("../../loader/validate-settings.js");
    let (_, understood) = settings.split_once("language: \"auto|(").unwrap();
    let understood: Vec<_> = understood.split(')').next().unwrap().split('|').collect();
    for language in SPOKEN {
        assert!(refusal.contains(&format!("\n  {language}: [\"")), "{language}");
        assert!(understood.contains(&language), "{language}");
    }
    assert_eq!(refusal.matches("\"],\n").count(), SPOKEN.len());
    assert_eq!(understood.len(), SPOKEN.len());
    // Nowhere else has the loader texts of its own.
    for script in [
        include_str!("../../loader/dialog.js"),
        include_str!("../../loader/start.js"),
    ] {
        assert!(!script.contains(" de:"));
    }
}

#[test]
fn a_region_counts_where_it_is_of_the_language_that_is_spoken() {
    let tags =
        |list: &[&str]| -> Vec<Language> { list.iter().map(|tag| Language::parse(tag).unwrap()).collect() };
    let pick = |list: &[&str]| {
        formatting_language("de", &tags(list))
            .unwrap()
            .as_str()
            .to_owned()
    };
    assert_eq!(pick(&["en-GB", "de", "de-AT"]), "de-AT");
    assert_eq!(pick(&["en-GB", "de"]), "de");
    assert_eq!(pick(&[]), "de");
}
