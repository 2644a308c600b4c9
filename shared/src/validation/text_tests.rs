//! Facts about invisible characters: the ranges are Unicode's, texts lose what is not shown and keep what is needed.

use icu_properties::props::{
    BidiControl, DefaultIgnorableCodePoint, GeneralCategory, PrependedConcatenationMark, WhiteSpace,
};
use icu_properties::{CodePointMapData, CodePointSetData};
use proptest::prelude::*;

use super::*;
use crate::gift_card::GiftCardCode;
use crate::validation::{Email, Message, Name, Notes, Phone};

/// One of each kind, and those that keyboards, chats, word processors and web pages leave in what is copied.
const PASTED: [char; 22] = [
    '\u{AD}',
    '\u{34F}',
    '\u{61C}',
    '\u{115F}',
    '\u{1160}',
    '\u{180E}',
    '\u{200B}',
    '\u{200C}',
    '\u{200D}',
    '\u{200E}',
    '\u{200F}',
    '\u{202A}',
    '\u{202C}',
    '\u{202E}',
    '\u{2060}',
    '\u{2066}',
    '\u{2069}',
    '\u{3164}',
    '\u{FE0D}',
    '\u{FE0F}',
    '\u{FEFF}',
    '\u{E0041}',
];
/// Blanks other than a space.
const BLANKS: [char; 9] = [
    '\u{A0}', '\u{1680}', '\u{2000}', '\u{2007}', '\u{2009}', '\u{202F}', '\u{205F}', '\u{3000}', '\u{2028}',
];

#[test]
fn the_ranges_are_those_of_unicode() {
    let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    let bidi = CodePointSetData::new::<BidiControl>();
    let shown = CodePointSetData::new::<PrependedConcatenationMark>();
    let category = CodePointMapData::<GeneralCategory>::new();
    let white = CodePointSetData::new::<WhiteSpace>();
    for character in '\0'..=char::MAX {
        let expected = ignorable.contains(character)
            || bidi.contains(character)
            || (category.get(character) == GeneralCategory::Format && !shown.contains(character));
        assert_eq!(is_invisible(character), expected, "{character:?}");
        assert_eq!(
            character.is_whitespace(),
            white.contains(character),
            "{character:?}"
        );
    }
    assert!(INVISIBLE.is_sorted_by(|(_, last), (first, _)| last < first));
}

#[test]
fn pasted_numbers_addresses_and_codes_are_what_they_look_like() {
    let code = GiftCardCode::of_random(0..=255).unwrap();
    let full_width = |text: &str| -> String {
        let wide = |character: char| char::from_u32(u32::from(character) + 0xFEE0).unwrap();
        text.chars().map(wide).collect()
    };
    for hidden in PASTED {
        for (before, after) in [(hidden, hidden), ('\u{202A}', '\u{202C}')] {
            let around = |text: &str| format!("{before}{text}{hidden}{after}");
            let between = |text: &str| text.chars().flat_map(|each| [each, hidden]).collect::<String>();
            for wrapped in [around("+43 660 5512234"), between("+43 660 5512234")] {
                assert_eq!(
                    Phone::parse(&wrapped, None).unwrap().as_str(),
                    "+436605512234",
                    "{hidden:?}"
                );
            }
            for wrapped in [around("ada@example.com"), between("ada@example.com")] {
                assert_eq!(
                    Email::parse(&wrapped).unwrap().as_str(),
                    "ada@example.com",
                    "{hidden:?}"
                );
            }
            for wrapped in [around(&code.text()), between(&code.text())] {
                assert!(GiftCardCode::parse(&wrapped) == Ok(code), "{hidden:?}");
            }
        }
    }
    for blank in BLANKS {
        let spaced = format!("{blank}+43{blank}660{blank}551{blank}2234{blank}");
        assert_eq!(
            Phone::parse(&spaced, None).unwrap().as_str(),
            "+436605512234",
            "{blank:?}"
        );
        let spaced = format!("{blank}{}{blank}", code.text().replace('-', &blank.to_string()));
        assert!(GiftCardCode::parse(&spaced) == Ok(code), "{blank:?}");
        assert_eq!(
            Email::parse(&format!("{blank}ada@example.com{blank}"))
                .unwrap()
                .as_str(),
            "ada@example.com"
        );
        assert_eq!(
            Email::parse(&format!("ada{blank}@example.com")),
            Err(FieldCode::InvalidEmail)
        );
    }
    assert_eq!(
        Phone::parse(&full_width("+436605512234"), None).unwrap().as_str(),
        "+436605512234"
    );
    assert_eq!(
        Email::parse(&full_width("ada@example.com")).unwrap().as_str(),
        "ada@example.com"
    );
    assert!(GiftCardCode::parse(&full_width(&code.text())) == Ok(code));
    assert!(GiftCardCode::parse(&full_width(&code.text().to_lowercase())) == Ok(code));
}

#[test]
fn a_text_of_nothing_that_is_shown_is_empty() {
    for hidden in PASTED
        .into_iter()
        .chain(BLANKS)
        .chain(['\u{2800}', '\u{2029}', '\u{85}', '\u{B}', '\t', ' '])
    {
        for text in [format!("{hidden}"), format!(" {hidden}\u{200B}{hidden} ")] {
            assert_eq!(Name::parse(&text), Err(FieldCode::Required), "{hidden:?}");
            assert_eq!(Notes::parse(&text), Err(FieldCode::Required), "{hidden:?}");
            assert_eq!(Message::parse(&text), Err(FieldCode::Required), "{hidden:?}");
            assert_eq!(Email::parse(&text), Err(FieldCode::Required), "{hidden:?}");
            assert_eq!(Phone::parse(&text, None), Err(FieldCode::Required), "{hidden:?}");
            assert!(
                GiftCardCode::parse(&text) == Err(FieldCode::Required),
                "{hidden:?}"
            );
        }
    }
}

#[test]
fn names_and_notes_lose_what_is_not_shown() {
    for hidden in PASTED {
        let text = format!("{hidden}Ad{hidden}a{hidden}");
        assert_eq!(Name::parse(&text).unwrap().as_str(), "Ada", "{hidden:?}");
        assert_eq!(Notes::parse(&text).unwrap().as_str(), "Ada", "{hidden:?}");
    }
    for (text, name, note) in [
        ("a\u{2028}b", "a b", "a\nb"),
        ("a\u{2029}b\u{2029}", "a b", "a\nb"),
        ("a\u{B}b", "a b", "a\nb"),
        ("a\u{85}b", "a b", "a\nb"),
        ("a\tb", "a b", "a b"),
        (
            "\u{3000}山田\u{3000}太郎\u{3000}",
            "山田\u{3000}太郎",
            "山田\u{3000}太郎",
        ),
    ] {
        assert_eq!(Name::parse(text).unwrap().as_str(), name, "{text:?}");
        assert_eq!(Notes::parse(text).unwrap().as_str(), note, "{text:?}");
    }
    assert_eq!(Notes::parse("a\rb\r\nc").unwrap().as_str(), "a\nb\nc");
    assert_eq!(
        Name::parse(&format!("{}{}", "ä".repeat(100), "\u{200B}".repeat(99))).map(|_| ()),
        Ok(())
    );
}

#[test]
fn what_scripts_and_emoji_need_is_kept() {
    for text in [
        // Persian, with the joiner that keeps two letters apart.
        "علی\u{200C}رضا",
        "می\u{200C}خواهم",
        "ه\u{200D}.ش",
        // Devanagari's half form, Sinhala's joined letters, Malayalam's chillu at the end of a word.
        "क्\u{200D}ष",
        "ශ්\u{200D}රී",
        "മോഹന്\u{200D}",
        // Families, a flag of tags, a heart, a keycap, a profession with a colour of skin.
        "👩\u{200D}👩\u{200D}👧",
        "\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
        "❤\u{FE0F}",
        "🏳\u{FE0F}\u{200D}🌈",
        "1\u{FE0F}\u{20E3}",
        "👩🏽\u{200D}⚕\u{FE0F}",
        // A form of an ideograph that a family writes.
        "葛\u{E0100}城",
        "ᠠ\u{180B}ᠡ",
    ] {
        assert_eq!(Name::parse(text).unwrap().as_str(), text, "{text:?}");
        assert_eq!(Notes::parse(text).unwrap().as_str(), text, "{text:?}");
    }
    assert_eq!(Name::parse("علی\u{200C}").unwrap().as_str(), "علی");
    assert_eq!(Name::parse("👩\u{200D}").unwrap().as_str(), "👩");
    assert_eq!(
        Name::parse("علی\u{200C}\u{200C}\u{200C}رضا").unwrap().as_str(),
        "علی\u{200C}رضا"
    );
}

proptest! {
    #[test]
    fn a_normalised_text_is_normalised_already(text in "(?s)[\\PC\u{200B}-\u{200F}\u{2028}-\u{202E}\u{FE00}-\u{FE0F}👩❤क्ع \r\n\t]{0,40}") {
        for normalise in [machine_readable, line, lines] {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once);
        }
    }
}
