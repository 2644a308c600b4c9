//! Facts about letters: which can be drawn, how wide they are, and how marks join their letters.

use super::*;

#[test]
fn every_letter_of_names_in_these_languages_can_be_drawn() {
    for (language, letters) in [
        ("German", "ÄÖÜäöüßẞ"),
        ("French", "ÀÂÆÇÈÉÊËÎÏÔŒÙÛÜŸàâæçèéêëîïôœùûüÿ«»’"),
        ("Polish", "ĄĆĘŁŃÓŚŹŻąćęłńóśźż"),
        ("Czech and Slovak", "ÁČĎÉĚÍĹĽŇÓÔŔŘŠŤÚŮÝŽáčďéěíĺľňóôŕřšťúůýž"),
        ("Hungarian", "ÁÉÍÓÖŐÚÜŰáéíóöőúüű"),
        ("Romanian", "ĂÂÎȘȚŞŢăâîșțşţ"),
        ("Turkish", "ÇĞİÖŞÜçğıöşü"),
        ("Slovene and Croatian", "ČĆĐŠŽčćđšž"),
        ("Baltic", "ĀČĒĢĪĶĻŅŠŪŽāčēģīķļņšūžĄĘĖĮŲąęėįų"),
        ("Nordic", "ÅÆÐÉÍÓØÞÖåæðéíóøþö"),
        (
            "Spanish, Portuguese, Italian, Dutch",
            "ÁÉÍÑÓÚÜ¿¡ÃÕãõÀÈÌÒÙàèìòùáéíñóúü",
        ),
        ("Welsh and Esperanto", "ŴŶẀẂẄỲŵŷẁẃẅỳĈĜĤĴŜŬĉĝĥŝŭ"),
        (
            "Greek",
            "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρστυφχψωςάέήίόύώΆΈΉΊΌΎΏϊϋΐΰ",
        ),
        (
            "Russian",
            "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя№",
        ),
        ("Serbian, Macedonian, Ukrainian", "ЂЈЉЊЋЏђјљњћџЃЌЅѓќѕЄІЇҐєіїґ"),
        ("money and sentences", "€£¥$0123456789–—‘’‚“”„…•·‹›%&@"),
    ] {
        for letter in letters.chars() {
            assert!(
                matches!(drawn(letter), Drawn::Glyph(glyph) if glyph.advance > 0),
                "{letter} of {language}"
            );
        }
    }
}

#[test]
fn letters_of_a_script_are_in_its_part_and_pictures_are_missing() {
    let part = |character: char| match drawn(character) {
        Drawn::Glyph(glyph) => Some(glyph.part),
        Drawn::Nothing | Drawn::Missing => None,
    };
    for (character, expected) in [('a', 0), ('€', 0), ('ł', 1), ('Ș', 1), ('α', 2), ('Ћ', 3)] {
        assert_eq!(part(character), Some(expected), "{character}");
    }
    for character in ['🎁', '花', '\u{7}', '\u{85}', '\u{FFFF}'] {
        assert_eq!(drawn(character), Drawn::Missing, "{character:?}");
    }
    for character in ['\u{200D}', '\u{FE0F}', '\u{AD}'] {
        assert_eq!(drawn(character), Drawn::Nothing, "{character:?}");
    }
    assert_eq!(drawn('\u{A0}'), drawn(' '));
    assert_eq!(glyph('🎁'), glyph(SIGN));
    assert_ne!(glyph('a'), glyph('b'));
}

#[test]
fn a_mark_joins_the_letter_before_it() {
    for (typed, joined) in [
        ("Zdene\u{30C}k", "Zdeněk"),
        ("и\u{306}", "й"),
        ("ϊ\u{301}", "ΐ"),
        ("ι\u{308}\u{301}", "ΐ"),
        ("q\u{301}", "q\u{301}"),
        ("\u{301}a", "\u{301}a"),
    ] {
        assert_eq!(composed(typed), joined);
    }
    for (mark, letters, whole) in COMPOSED {
        assert_eq!(letters.chars().count(), whole.chars().count(), "{mark:?}");
        for one in whole.chars() {
            assert_ne!(drawn(one), Drawn::Missing, "{one}");
        }
    }
}

#[test]
fn every_part_has_a_thousand_units_to_the_em_and_its_outlines() {
    for (name, font) in &PARTS {
        assert_eq!(
            u16_at(table(font, *b"head").unwrap(), 18),
            Some(1_000),
            "{name:?}"
        );
        for tag in [*b"glyf", *b"loca", *b"maxp", *b"hmtx"] {
            assert!(table(font, tag).is_some(), "{tag:?}");
        }
    }
}

#[test]
fn a_wider_text_measures_more() {
    assert!(measure("mm") > measure("ii"));
    let (one, two) = (measure("Linde"), measure("LindeLinde"));
    assert!((two - 2.0 * one).abs() < 0.5, "{one} {two}");
    assert!(measure("") < 0.5);
}

#[test]
fn no_file_that_is_cut_short_is_read_beyond_its_end() {
    let (_, font) = &PARTS[0];
    for length in (0..font.len()).step_by(997) {
        let cut = &font[..length];
        if let Some(id) = id_of(cut, 'a') {
            let _ = advance_of(cut, id);
        }
    }
}
