//! Facts about a card on paper, as readers of PDFs and cameras see it.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Document, Object};
use proptest::prelude::*;
use shared::gift_card::GiftCardCode;
use shared::locale::Language;

use super::font::{Drawn, SIGN, composed, drawn};
use super::*;
use crate::localization::{languages, texts as texts_for};

fn words(tag: &str) -> &'static Texts {
    texts_for(&[Language::parse(tag).unwrap()])
}

fn card<'a>(code: &'a str, message: Option<&'a str>) -> GiftCardPdf<'a> {
    GiftCardPdf {
        texts: words("de"),
        restaurant: "Gasthaus Linde",
        contact: vec!["Hauptplatz 1, 8010 Graz", "+43 1 000 00 00"],
        colour: Some("#2a6048"),
        picture: None,
        worth: "50,00 €",
        from: "Ada Muster",
        recipient: Some("Zdeněk Łukasz"),
        message,
        code,
        expires_on: Some("Montag, 31. Dezember 2029"),
    }
}

fn code() -> String {
    GiftCardCode::of_random(40..90).unwrap().text()
}

/// The page's drawing, operation by operation.
fn drawing(pdf: &[u8]) -> Content {
    let document = Document::load_mem(pdf).unwrap();
    let pages = document.get_pages();
    assert_eq!(pages.len(), 1);
    let content = document.get_page_content(*pages.values().next().unwrap());
    Content::decode(&content).unwrap()
}

/// The characters of the typeface's glyphs, by the name of their part on the page.
fn characters() -> BTreeMap<(String, u16), char> {
    let all = (0x20..0x2_200).filter_map(char::from_u32);
    let known = all.filter_map(|character| match drawn(character) {
        Drawn::Glyph(glyph) => Some(((format!("F{}", glyph.part), glyph.id), character)),
        Drawn::Nothing | Drawn::Missing => None,
    });
    // Of several characters with one glyph the first is meant, such as the space.
    let mut first = BTreeMap::new();
    for (glyph, character) in known {
        first.entry(glyph).or_insert(character);
    }
    first
}

/// Every line on the page, as its glyphs spell it.
fn texts(drawing: &Content) -> Vec<String> {
    let known = characters();
    let (mut lines, mut font) = (Vec::new(), String::new());
    for operation in &drawing.operations {
        match operation.operator.as_str() {
            "BT" => lines.push(String::new()),
            "Tf" => font = String::from_utf8(operation.operands[0].as_name().unwrap().to_vec()).unwrap(),
            "Tj" => {
                let line: &mut String = lines.last_mut().unwrap();
                for pair in operation.operands[0].as_str().unwrap().chunks(2) {
                    let id = u16::from_be_bytes(pair.try_into().unwrap());
                    line.push(known[&(font.clone(), id)]);
                }
            }
            _ => {}
        }
    }
    lines
}

/// The texts that a reader copies in place of glyphs.
fn actual_texts(drawing: &Content) -> Vec<String> {
    let marked = drawing
        .operations
        .iter()
        .filter(|operation| operation.operator == "BDC");
    marked
        .map(|operation| {
            let text = operation.operands[1]
                .as_dict()
                .unwrap()
                .get(b"ActualText")
                .unwrap();
            lopdf::decode_text_string(text).unwrap()
        })
        .collect()
}

fn number(object: &Object) -> f32 {
    object.as_float().unwrap()
}

/// The QR code as a camera sees it: the dark rectangles on its place, as an image of some dots a point.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "dots of a page are few and not below zero"
)]
fn scanned(drawing: &Content) -> String {
    const DOTS: f32 = 4.0;
    let (side, base) = (MARGIN - 30.0, QR_BASE - 30.0);
    let edge = ((QR + 60.0) * DOTS) as usize;
    let mut dark = vec![false; edge * edge];
    for pair in drawing.operations.windows(2) {
        let [operation, next] = pair else { continue };
        if operation.operator != "re" || next.operator != "f" {
            continue;
        }
        let [x, y, width, height] = [0, 1, 2, 3].map(|index| number(&operation.operands[index]));
        if x > MARGIN + QR || !(QR_BASE - 1.0..=QR_BASE + QR).contains(&y) {
            continue;
        }
        let dot = |value: f32| (value * DOTS).round() as usize;
        for row in dot(y - base)..dot(y + height - base) {
            for column in dot(x - side)..dot(x + width - side) {
                dark[(edge - 1 - row) * edge + column] = true;
            }
        }
    }
    let mut image =
        rqrr::PreparedImage::prepare_from_greyscale(
            edge,
            edge,
            |x, y| if dark[y * edge + x] { 0 } else { 255 },
        );
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1, "one QR code");
    grids[0].decode().unwrap().1
}

#[test]
fn a_card_has_everything_that_its_holder_needs() {
    let code = code();
    let pdf = card(&code, Some("Alles Gute!\nDeine Ada")).pdf().unwrap();
    let drawing = drawing(&pdf);
    let texts = texts(&drawing);
    for text in [
        "Gasthaus Linde",
        "Gutschein",
        "50,00 €",
        "Für Zdeněk Łukasz",
        "Von Ada Muster",
        "Alles Gute!",
        "Deine Ada",
        "Gültig bis Montag, 31. Dezember 2029.",
        "Hauptplatz 1, 8010 Graz  ·  +43 1 000 00 00",
        code.as_str(),
    ] {
        assert!(
            texts.iter().any(|line| line == text),
            "{text:?} is not in {texts:?}"
        );
    }
    assert_eq!(scanned(&drawing), code);
}

#[test]
fn a_card_embeds_the_parts_of_its_typeface_that_it_uses() {
    let code = code();
    let fonts = |card: &GiftCardPdf<'_>| -> Vec<String> {
        let document = Document::load_mem(&card.pdf().unwrap()).unwrap();
        let objects = document.objects.values();
        let names = objects.filter_map(|object| {
            let font = object.as_dict().ok()?;
            let is_descriptor = font.get(b"Type").ok()?.as_name().ok()? == b"FontDescriptor";
            let name = font.get(b"FontName").ok()?.as_name().ok()?;
            is_descriptor.then(|| String::from_utf8(name.to_vec()).unwrap())
        });
        names.collect()
    };
    let plain = GiftCardPdf {
        recipient: None,
        ..card(&code, None)
    };
    assert_eq!(fonts(&plain), ["EBGaramond-Latin"]);
    let mixed = card(&code, Some("Χρόνια πολλά, Ћао"));
    assert_eq!(
        fonts(&mixed),
        [
            "EBGaramond-Latin",
            "EBGaramond-LatinExt",
            "EBGaramond-Greek",
            "EBGaramond-Cyrillic"
        ]
    );
    assert!(mixed.pdf().unwrap().len() < 140_000);
}

#[test]
fn names_and_messages_of_three_scripts_are_drawn_as_they_are() {
    let code = code();
    let message = "Всё лучшее, Χρόνια πολλά, Zdene\u{30C}k";
    let drawing = drawing(&card(&code, Some(message)).pdf().unwrap());
    let texts = texts(&drawing);
    assert!(texts.contains(&composed(message)), "{texts:?}");
}

#[test]
fn a_dot_stands_for_what_cannot_be_drawn_and_the_text_can_be_copied() {
    let code = code();
    let message = "Alles Gute 🎁 花!";
    let drawing = drawing(&card(&code, Some(message)).pdf().unwrap());
    assert!(texts(&drawing).contains(&"Alles Gute · ·!".to_owned()));
    assert!(actual_texts(&drawing).contains(&message.to_owned()));
}

#[test]
fn the_picture_fills_the_front_and_nothing_beside_it() {
    let code = code();
    let jpeg = [
        &[0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 20, 0, 80, 3, 1, 0x11, 0][..],
        &[0xff, 0xda, 0, 2, 1, 0xff, 0xd9],
    ]
    .concat();
    let with_picture = GiftCardPdf {
        picture: Picture::read(&jpeg),
        ..card(&code, None)
    };
    let drawing = drawing(&with_picture.pdf().unwrap());
    let at = drawing
        .operations
        .iter()
        .position(|operation| operation.operator == "Do")
        .unwrap();
    let of = |operator: &str| {
        let before = drawing.operations[..at].iter().rev();
        let mut found = before.filter(|operation| operation.operator == operator);
        let operands = &found.next().unwrap().operands;
        operands.iter().map(number).collect::<Vec<f32>>()
    };
    let near = |one: f32, other: f32| assert!((one - other).abs() < 0.1, "{one} {other}");
    for (found, expected) in of("re").into_iter().zip([FOLD, PLATE, FOLD, HEIGHT - PLATE]) {
        near(found, expected);
    }
    // It is wider than the front: its height fills it, and its sides are cut off.
    let [wide, _, _, high, left, bottom] = of("cm")[..] else {
        panic!("a matrix")
    };
    near(high, HEIGHT - PLATE);
    near(bottom, PLATE);
    near(wide, 4.0 * high);
    near(left + wide / 2.0, FOLD * 1.5);
}

#[test]
fn the_card_speaks_english_too() {
    let code = code();
    let english = GiftCardPdf {
        texts: words("en"),
        expires_on: None,
        recipient: None,
        ..card(&code, None)
    };
    let texts = texts(&drawing(&english.pdf().unwrap()));
    for text in ["Gift card", "From Ada Muster", "This gift card does not expire."] {
        assert!(texts.iter().any(|line| line == text), "{text}");
    }
}

#[test]
fn every_languages_own_words_can_be_drawn() {
    let code = code();
    for language in languages() {
        let tag = language.as_str();
        for expires_on in [Some("2029"), None] {
            let card = GiftCardPdf {
                texts: words(tag),
                expires_on,
                contact: Vec::new(),
                ..card(&code, None)
            };
            let lines = texts(&drawing(&card.pdf().unwrap()));
            assert!(lines.len() >= 7, "{tag}: {lines:?}");
            assert!(!lines.concat().contains(SIGN), "{tag}: {lines:?}");
        }
    }
}

#[test]
fn the_code_is_in_no_place_where_files_are_listed() {
    let code = code();
    let document = Document::load_mem(&card(&code, None).pdf().unwrap()).unwrap();
    let info = document
        .trailer
        .get(b"Info")
        .and_then(Object::as_reference)
        .unwrap();
    let info = document.get_dictionary(info).unwrap();
    let title = lopdf::decode_text_string(info.get(b"Title").unwrap()).unwrap();
    assert_eq!(title, "Gutschein: Gasthaus Linde");
    assert_eq!(info.len(), 1);
}

#[test]
fn a_word_that_is_too_wide_is_broken_and_nothing_is_lost() {
    for text in ["a".repeat(300), "W W ".repeat(80), "a\n\nb".to_owned()] {
        let lines = wrapped(12.0, 100.0, &text);
        let visible = |text: &str| {
            text.chars()
                .filter(|one| !one.is_whitespace())
                .collect::<String>()
        };
        assert_eq!(visible(&lines.concat()), visible(&text));
        assert!(
            lines
                .iter()
                .all(|line| font::measure(line) * 12.0 / 1000.0 <= 100.5)
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_message_and_any_name_make_a_card_that_can_be_read_and_scanned(
        message in "(?s).{1,400}", name in "\\PC{1,100}", seed in any::<[u8; 32]>(),
    ) {
        let Some(code) = GiftCardCode::of_random(seed) else { return Ok(()) };
        let code = code.text();
        let card = GiftCardPdf { recipient: Some(&name), restaurant: &name, ..card(&code, Some(&message)) };
        let drawing = drawing(&card.pdf().unwrap());
        let texts = texts(&drawing);
        prop_assert!(texts.contains(&code));
        prop_assert_eq!(scanned(&drawing), code);
        // Nothing leaves the page, and the message stays off the code.
        for operation in &drawing.operations {
            if operation.operator == "Tm" {
                let (x, y) = (number(&operation.operands[4]), number(&operation.operands[5]));
                prop_assert!((0.0..WIDTH).contains(&x) && (0.0..HEIGHT).contains(&y), "{} {}", x, y);
            }
        }
        // Every character is a glyph, a dot or nothing. The contact has a dot of its own.
        let dots = |text: &str| {
            let is_dot = |one: &char| *one != '\n' && (*one == SIGN || drawn(*one) == Drawn::Missing);
            composed(text).chars().filter(is_dot).count()
        };
        let found = texts.concat().chars().filter(|one| *one == SIGN).count();
        prop_assert_eq!(found, dots(&message) + 2 * dots(&name) + 1);
    }
}
