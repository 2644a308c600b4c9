//! Facts about letters: which can be drawn, and where their marks stand.

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
    ] {
        for letter in letters.chars() {
            assert_ne!(drawn(letter), Drawn::Missing, "{letter} of {language}");
        }
    }
}

#[test]
fn a_letter_keeps_its_own_shape_or_is_missing() {
    for (character, expected) in [
        ('a', Drawn::Glyph(b'a')),
        ('€', Drawn::Glyph(0x80)),
        ('Š', Drawn::Glyph(0x8A)),
        ('ž', Drawn::Glyph(0x9E)),
        ('Ÿ', Drawn::Glyph(0x9F)),
        ('ß', Drawn::Glyph(0xDF)),
        ('ł', Drawn::Glyph(9)),
        ('č', Drawn::Marked(b'c', 1)),
        ('ż', Drawn::Marked(b'z', 4)),
        ('\u{301}', Drawn::Mark(0xB4)),
        ('\u{200D}', Drawn::Nothing),
        ('\u{FE0F}', Drawn::Nothing),
        ('ж', Drawn::Missing),
        ('α', Drawn::Missing),
        ('🎁', Drawn::Missing),
        ('花', Drawn::Missing),
        ('\u{7}', Drawn::Missing),
        ('\u{85}', Drawn::Missing),
    ] {
        assert_eq!(drawn(character), expected, "{character:?}");
    }
}

#[test]
fn the_tables_are_as_long_as_each_other() {
    for (mark, letters, bare) in MARKED {
        assert_eq!(letters.chars().count(), bare.len(), "{mark}: {letters}");
    }
    assert_eq!(WIN_ANSI.chars().count(), 32);
}

#[test]
fn every_glyph_that_is_drawn_has_its_width() {
    for font in [Font::Plain, Font::Bold] {
        for character in (0..0x2_0000).filter_map(char::from_u32) {
            match drawn(character) {
                one @ (Drawn::Glyph(_) | Drawn::Marked(..) | Drawn::Missing) => {
                    assert!(font.advance(one) > 0, "{character:?}");
                }
                Drawn::Mark(code) => assert!(font.width(code) > 0, "{character:?}"),
                Drawn::Nothing => assert_eq!(font.advance(Drawn::Nothing), 0),
            }
        }
    }
    // As the maker's own tables have them.
    let near = |one: f32, other: u16| (one - f32::from(other)).abs() < 0.5;
    assert!(near(Font::Plain.measure("Linde"), 556 + 222 + 556 + 556 + 556));
    assert!(near(Font::Bold.measure("100 €"), 3 * 556 + 278 + 556));
}

#[test]
fn marks_stand_over_their_letters_and_under_them() {
    let middle = Font::Plain.place(b'c', CARON);
    assert_eq!(middle, ((500 - 333) / 2, 0));
    assert_eq!(Font::Plain.place(b'C', CARON).1, 195);
    assert_eq!(Font::Plain.place(b's', COMMA).1, -230);
    assert!(Font::Plain.place(b'd', APOSTROPHE).0 > 500);
}
